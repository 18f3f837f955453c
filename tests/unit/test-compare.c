/* SPDX-License-Identifier: ISC
 *
 * Comparing: two texts and what differs, one difference a line; and that the
 * differences, applied to the one, give the other.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "random.h"
#include "record/compare.h"
#include "record/edit.h"

static void parse(struct sec_record *r, const char *text)
{
	struct sec_err err = SEC_ERR_INIT;

	assert_int_equal(sec_record_parse_text(r, text, strlen(text), NULL, &err), SEC_OK);
}

/* `+ a:b`, `- a:b`, `> a:b was c`, `a.b: old -> now`; a key that came or went
 * with its section is indented. */
static void print(const struct sec_diffs *d, struct sec_buf *out)
{
	static const char *const mark[] = { "+ ", "- ", "> ", "" };
	size_t i;

	for (i = 0; i < d->n; i++) {
		const struct sec_diff *x = &d->item[i];

		sec_buf_addstr(out, x->whole ? "  " : "");
		sec_buf_addstr(out, mark[x->what]);
		sec_diff_address(x, out);
		assert_int_equal(x->what == SEC_DIFF_KEY, x->key.s != NULL);
		if (x->what == SEC_DIFF_SECTION_RENAMED)
			sec_buf_addf(out, " was %.*s", SEC_ARG(x->old));
		if (x->what == SEC_DIFF_KEY)
			sec_buf_addf(out, ": %.*s -> %.*s", (int)x->old.len,
				x->old.s ? x->old.s : "", (int)x->now.len, x->now.s ? x->now.s : "");
		sec_buf_addch(out, '\n');
	}
}

struct pair {
	const char *name, *before, *after, *diffs; /* before, after: NULL, not there */
};

static void test_compare(void **state)
{
	static const struct pair cases[] = {
		{ "nothing", "[a]\nb = 1\n", "[a]\nb = 1\n", "" },
		{ "order, spacing, comments, spelling, quotes, line ends",
			"# c\n[a]\nb = 1\nc = 2\n  3\n[k \"i\"]\nx=1\n",
			"[k i]\r\nX = 1\r\n\r\n[a]\r\nc= 2 \r\n    3\r\n; d\r\nb   =   1", "" },
		{ "a value", "[a]\nb = 1\nc = 2\n", "[a]\nb = 2\nc = 2\n", "a.b: 1 -> 2\n" },
		{ "keys come where they stand, go where they stood",
			"[a]\nb = 1\nc = 2\nd = 3\ne = 4\n", "[a]\ny = 0\ne = 4\nc = 2\nz = 5\n",
			"a.b: 1 -> \na.y:  -> 0\na.d: 3 -> \na.z:  -> 5\n" },
		{ "a key without a value is a missing one", "[a]\nb =\nc = 1\n", "[a]\nc =\nd =\n",
			"a.c: 1 -> \n" },
		{ "a section came", "[a]\nb = 1\n", "[r 2026-01-02]\nc = 2\nd =\ne = 3\n[a]\nb = 1\n",
			"+ r:2026-01-02\n  r:2026-01-02.c:  -> 2\n  r:2026-01-02.e:  -> 3\n" },
		{ "sections went", "[x]\ny = 0\n[a]\nb = 1\n[r i]\nc = 2\n[s]\n[z]\n",
			"[z]\n[a]\nb = 1\n[n]\n",
			"- x\n  x.y: 0 -> \n- r:i\n  r:i.c: 2 -> \n- s\n+ n\n" },
		{ "a section moved and changed", "[a]\nb = 1\n[c]\nd = 1\n", "[c]\nd = 2\n[a]\nb = 3\n",
			"c.d: 1 -> 2\na.b: 1 -> 3\n" },
		{ "a renamed section", "[r i]\na = 1\nb = 2\n", "[r j]\nb = 2\na = 3\nc =\n",
			"> r:j was i\nr:j.a: 1 -> 3\n" },
		{ "too little in common", "[r i]\na = 1\nb = 2\nc = 3\n", "[r j]\nb = 2\na = 3\nc = 4\n",
			"- r:i\n  r:i.a: 1 -> \n  r:i.b: 2 -> \n  r:i.c: 3 -> \n"
			"+ r:j\n  r:j.b:  -> 2\n  r:j.a:  -> 3\n  r:j.c:  -> 4\n" },
		{ "half of the one that says more", "[r i]\na = 1\n", "[r j]\na = 1\nb = 2\nc = 3\n",
			"- r:i\n  r:i.a: 1 -> \n+ r:j\n  r:j.a:  -> 1\n  r:j.b:  -> 2\n  r:j.c:  -> 3\n" },
		{ "empty sections have nothing in common", "[r i]\n", "[r j]\n", "- r:i\n+ r:j\n" },
		{ "another kind is no new name", "[r i]\na = 1\n", "[s i]\na = 1\n",
			"- r:i\n  r:i.a: 1 -> \n+ s:i\n  s:i.a:  -> 1\n" },
		{ "an id comes or goes", "[r]\na = 1\n[s j]\na = 1\n", "[r i]\na = 1\n[s]\na = 1\n",
			"> r:i was \n> s was j\n" },
		{ "the most alike pair first", "[r a]\nx = 1\ny = 2\n[r b]\nx = 1\ny = 3\n",
			"[r c]\nx = 1\ny = 3\n[r d]\nx = 1\ny = 2\n[r e]\nx = 1\ny = 4\n",
			"> r:c was b\n> r:d was a\n+ r:e\n  r:e.x:  -> 1\n  r:e.y:  -> 4\n" },
		{ "what stayed is not renamed", "[r a]\nx = 1\n[r b]\nx = 2\n",
			"[r a]\nx = 2\n[r c]\nx = 2\n", "r:a.x: 1 -> 2\n> r:c was b\n" },
		{ "of what stands twice the first counts",
			"[a]\nb = 1\nb = 2\n[a]\nc = 1\n[d]\ne = 1\n",
			"[a]\nb = 1\nb = 3\n[d]\ne = 1\n[d]\ne = 2\n", "" },
		{ "faults are read as they were meant", "[Dates\nEnd_day: 1\n", "[dates]\nend-day = 2\n",
			"dates.end-day: 1 -> 2\n" },
		{ "keys of no section", "b = 1\n[a]\nb = 1\n", "b = 2\n[a]\nb = 1\n", "" },
		{ "a record that came", NULL, "[a]\nb = 1\n  2\n", "+ a\n  a.b:  -> 1\n2\n" },
		{ "a record that went", "[a]\nb = 1\n", NULL, "- a\n  a.b: 1 -> \n" },
		{ "none at all", NULL, NULL, "" },
	};
	struct sec_record before, after;
	struct sec_diffs d = { 0 };
	struct sec_buf out = SEC_BUF_INIT;
	size_t i;

	(void)state;
	sec_record_init(&before);
	sec_record_init(&after);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct pair *c = &cases[i];

		parse(&before, c->before ? c->before : "");
		parse(&after, c->after ? c->after : "");
		sec_record_compare(c->before ? &before : NULL, c->after ? &after : NULL, &d);
		sec_buf_clear(&out);
		print(&d, &out);
		if (strcmp(out.s, c->diffs) != 0)
			print_error("%s\n", c->name);
		assert_string_equal(out.s, c->diffs);
	}
	sec_diffs_release(&d);
	sec_buf_release(&out);
	sec_record_release(&before);
	sec_record_release(&after);
}

/* ---- random records ---- */

static const char *const heads[] = { "[a]", "[b]", "[r one]", "[r two]", "[r three]", "[r four]",
	"[s one]", "[ s \"two\"]" };
static const char *const keys[] = { "k =", "l=", "M :", "n   = ", "o =" };
static const char *const values[] = { "", "1", "1", "2", "2\n  3", "\n  3\n  .\n  4" };

/* Nothing stands twice: of that only the first could be edited. */
static void random_record(struct rnd *rnd, struct sec_buf *out)
{
	size_t i, at = rnd_below(rnd, 8), step = rnd_below(rnd, 2) ? 3 : 5;

	sec_buf_clear(out);
	for (i = rnd_below(rnd, 8); i; i--) {
		size_t key = rnd_below(rnd, 5), left = rnd_below(rnd, 5);

		sec_buf_addf(out, "%s%s\n", rnd_below(rnd, 3) ? "" : "# c\n", heads[at]);
		at = (at + step) % 8;
		while (left--) {
			sec_buf_addf(out, "%s%s\n", keys[key], RND_PICK(rnd, values));
			key = (key + 2) % 5;
		}
	}
}

static const char *name(char out[64], struct sec_str s)
{
	assert_true(s.len < 64);
	if (s.len)
		memcpy(out, s.s, s.len);
	out[s.len] = '\0';
	return out;
}

static void apply(struct sec_editor *e, const struct sec_diffs *d)
{
	struct sec_err err = SEC_ERR_INIT;
	char kind[64], id[64], old[64], key[64];
	size_t i;

	for (i = 0; i < d->n; i++) {
		const struct sec_diff *x = &d->item[i];
		int rc = SEC_OK;

		name(kind, x->kind);
		name(id, x->id);
		name(key, x->key);
		if (x->what == SEC_DIFF_SECTION_ADDED)
			rc = sec_edit_add_section(e, kind, id, &err);
		else if (x->what == SEC_DIFF_SECTION_REMOVED)
			rc = sec_edit_remove_section(e, kind, id, &err);
		else if (x->what == SEC_DIFF_SECTION_RENAMED)
			rc = sec_edit_rename_section(e, kind, name(old, x->old), id, &err);
		else if (x->now.s)
			rc = sec_edit_set(e, kind, id, key, x->now, NULL, &err);
		else if (!x->whole)
			rc = sec_edit_remove(e, kind, id, key, &err);
		assert_int_equal(rc, SEC_OK);
	}
}

/* Each difference of the one way is one of the other way, turned round. */
static void assert_turned(const struct sec_diffs *there, const struct sec_diffs *back)
{
	size_t i, n[2][4] = { { 0 } };

	assert_int_equal(there->n, back->n);
	for (i = 0; i < there->n; i++) {
		n[0][there->item[i].what]++;
		n[1][back->item[i].what]++;
	}
	assert_int_equal(n[0][SEC_DIFF_SECTION_ADDED], n[1][SEC_DIFF_SECTION_REMOVED]);
	assert_int_equal(n[0][SEC_DIFF_SECTION_REMOVED], n[1][SEC_DIFF_SECTION_ADDED]);
	assert_int_equal(n[0][SEC_DIFF_SECTION_RENAMED], n[1][SEC_DIFF_SECTION_RENAMED]);
	assert_int_equal(n[0][SEC_DIFF_KEY], n[1][SEC_DIFF_KEY]);
}

static void test_property(void **state)
{
	struct rnd rnd = { rnd_seed() };
	struct sec_buf text[2] = { SEC_BUF_INIT, SEC_BUF_INIT };
	struct sec_record before, after, edited;
	struct sec_editor e = { .rec = &edited };
	struct sec_diffs d = { 0 }, back = { 0 };
	size_t i, renamed = 0, k;

	(void)state;
	sec_record_init(&before);
	sec_record_init(&after);
	sec_record_init(&edited);
	for (i = 0; i < 20000; i++) {
		random_record(&rnd, &text[0]);
		random_record(&rnd, &text[1]);
		parse(&before, text[0].s);
		parse(&after, text[1].s);
		parse(&edited, text[0].s);
		sec_record_compare(&before, &edited, &d);
		assert_int_equal(d.n, 0);
		sec_record_compare(&before, &after, &d);
		sec_record_compare(&after, &before, &back);
		assert_turned(&d, &back);
		for (k = 0; k < d.n; k++)
			renamed += d.item[k].what == SEC_DIFF_SECTION_RENAMED;
		apply(&e, &d);
		sec_record_compare(&edited, &after, &d);
		if (d.n)
			print_error("seed %llu\n%s---\n%s---\n%s", (unsigned long long)rnd_seed(),
				text[0].s, text[1].s, edited.text.s);
		assert_int_equal(d.n, 0);
	}
	assert_true(renamed > 100);
	sec_diffs_release(&d);
	sec_diffs_release(&back);
	sec_record_release(&before);
	sec_record_release(&after);
	sec_record_release(&edited);
	sec_buf_release(&text[0]);
	sec_buf_release(&text[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_compare),
		cmocka_unit_test(test_property),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
