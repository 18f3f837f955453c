/* SPDX-License-Identifier: ISC
 *
 * What holds for every text and every value: text to parse to print is the text;
 * value to set to parse is the value; an edit leaves everything else alone.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <glob.h>
#include <stdio.h>

#include "base/file.h"
#include "base/utf8.h"
#include "random.h"
#include "record/edit.h"

static const char *const kinds[] = { "a", "dates", "review", "x-y" };
static const char *const ids[] = { "", "", "2026-03-01", "b" };
static const char *const keys[] = { "a", "b", "end", "held", "in-post-since" };

/* ---- texts ---- */

/* What lines of records, legal and not, are made of. */
static const char *const bits[] = { "[", "]", "a", "dates", "review 2026-03-01", "=", " = ", ":",
	" ", "  ", "\t", ".", "#", ";", " ;", "\"", "End", "end", "held", "in-post-since", "2026-03-01",
	"\303\251", "\342\200\213", "\302\240", "\342\200\256", "\357\273\277", "\351", "\r", "\033",
	"<<<<<<< a", "=======", ">>>>>>> b", "x", "text of some words", "\177", "-", "b" };

static const char *const whole[] = { "[a]", "[dates]", "[review 2026-03-01]", "[a b]", "[x-y]",
	"a = 1", "b = 2 ; 3", "end = 2026-03-01", "held = yes", "  more", "  .", "  .# c", "  end = 1",
	"  # c", "# comment", "; comment", "", "  ", "End = 5", "end: 5", "[Dates]", "[a", "foo",
	"b =", "b = ", "<<<<<<< x", "=======", ">>>>>>> y", "  [a]", "in_post_since = 3", "b=1\t" };

static void random_text(struct rnd *rnd, struct sec_buf *out)
{
	size_t lines = rnd_below(rnd, 14);

	sec_buf_clear(out);
	if (rnd_below(rnd, 30) == 0)
		sec_buf_addstr(out, "\357\273\277");
	while (lines--) {
		if (rnd_below(rnd, 4)) {
			sec_buf_addstr(out, RND_PICK(rnd, whole));
		} else {
			size_t n = rnd_below(rnd, 6);

			while (n--)
				sec_buf_addstr(out, RND_PICK(rnd, bits));
			if (rnd_below(rnd, 60) == 0)
				sec_buf_addch(out, '\0');
		}
		if (lines || rnd_below(rnd, 4))
			sec_buf_addstr(out, rnd_below(rnd, 12) ? "\n" : "\r\n");
	}
}

static void assert_identity(const struct sec_record *r, struct sec_str text)
{
	size_t at = r->bom ? 3 : 0;
	uint32_t i;

	for (i = 0; i < r->lines; i++) {
		const struct sec_line *l = &r->line[i];

		assert_int_equal(l->start, at);
		assert_null(memchr(r->text.s + at, '\n', l->len));
		assert_true(l->end == 0 ? i + 1 == r->lines
			: memcmp(r->text.s + at + l->len, l->end == 2 ? "\r\n" : "\n", l->end) == 0);
		at += l->len + l->end;
	}
	assert_int_equal(at, text.len);
	assert_true(sec_str_eq(sec_buf_str(&r->text), text));
}

static void parse(struct sec_record *r, struct sec_str text)
{
	struct sec_err err = SEC_ERR_INIT;

	if (sec_record_parse_text(r, text.s, text.len, NULL, &err))
		fail_msg("%s", err.msg);
	assert_identity(r, text);
}

/* ---- what a record says, but for one key ---- */

static struct sec_str name(const struct sec_record *r, const struct sec_entry *e,
	struct sec_buf *out)
{
	const struct sec_section *s = &r->section[e->section];

	sec_buf_clear(out);
	sec_buf_addf(out, "%.*s:%.*s.%.*s", SEC_ARG(s->kind), SEC_ARG(s->id), SEC_ARG(e->key));
	return sec_buf_str(out);
}

/* Every entry with its value; the first of `kind`, `id`, `key` left out. */
static void others(const struct sec_record *r, const struct sec_entry *but, struct sec_buf *out)
{
	struct sec_buf n = SEC_BUF_INIT;
	uint32_t i;

	sec_buf_clear(out);
	for (i = 0; i < r->entries; i++) {
		if (&r->entry[i] == but)
			continue;
		sec_buf_addslice(out, name(r, &r->entry[i], &n));
		sec_buf_addch(out, '=');
		sec_buf_addslice(out, r->entry[i].value);
		sec_buf_addch(out, '\n');
	}
	sec_buf_release(&n);
}

static const struct sec_entry *entry(const struct sec_record *r, const char *kind,
	const char *id, const char *key)
{
	const struct sec_section *s = sec_record_section(r, kind, id);

	return s ? sec_section_entry(r, s, key) : NULL;
}

static size_t errors(const struct sec_record *r)
{
	size_t i, n = 0;

	for (i = 0; i < r->faults.n; i++)
		n += r->faults.item[i].level == SEC_LEVEL_ERROR;
	return n;
}

/* ---- values ---- */

static const char *const words[] = { "a", "word", "x;", ";y", "; z", "#", "# c", "=", "k = v", "[a]",
	"\"", "'", ".", "..", "\303\251t\303\251", "\344\270\255\346\226\207", "\360\237\230\200", "end=2099-12-31",
	"-", "\\", "%n", "\302\240", ":", "key: v", "<<<<<<<", "\t", " ", "  ", "end", "=" };

/* Legal by rule 11: made of lines that are trimmed. */
static void random_value(struct rnd *rnd, struct sec_buf *out)
{
	size_t lines = 1 + (rnd_below(rnd, 2) ? rnd_below(rnd, 5) : 0), i;
	bool longer = rnd_below(rnd, 12) == 0;

	sec_buf_clear(out);
	for (i = 0; i < lines; i++) {
		size_t n = rnd_below(rnd, longer ? 400 : 8), start = out->len;

		while (n--)
			sec_buf_addstr(out, RND_PICK(rnd, words));
		while (out->len > start && strchr(" \t", out->s[out->len - 1]))
			out->len--;
		out->s[out->len] = '\0';
		if (!i)
			while (out->len && strchr(" \t", out->s[0]))
				sec_buf_remove(out, 0, 1);
		if ((i == 0 || i + 1 == lines) && out->len == start)
			sec_buf_addch(out, 'x');
		if (i + 1 < lines)
			sec_buf_addch(out, '\n');
	}
}

/* ---- properties ---- */

enum { ROUNDS = 5000 };

static void test_any_text_is_kept(void **state)
{
	struct rnd rnd = { rnd_seed() };
	struct sec_record r;
	struct sec_buf text = SEC_BUF_INIT;
	unsigned i;

	(void)state;
	sec_record_init(&r);
	for (i = 0; i < ROUNDS; i++) {
		random_text(&rnd, &text);
		parse(&r, sec_buf_str(&text));
	}
	for (i = 0; i < ROUNDS; i++) { /* and bytes without any sense */
		size_t n = rnd_below(&rnd, 200);

		sec_buf_clear(&text);
		while (n--)
			sec_buf_addch(&text, rnd_below(&rnd, 6) ? (char)rnd_next(&rnd)
				: "\n[]=;# \r"[rnd_below(&rnd, 8)]);
		parse(&r, sec_buf_str(&text));
	}
	sec_buf_release(&text);
	sec_record_release(&r);
}

static void test_any_value_is_kept(void **state)
{
	struct rnd rnd = { rnd_seed() + 1 };
	struct sec_record r;
	struct sec_editor e = { .rec = &r };
	struct sec_buf value = SEC_BUF_INIT, before = SEC_BUF_INIT, after = SEC_BUF_INIT;
	unsigned i;

	(void)state;
	sec_record_init(&r);
	for (i = 0; i < ROUNDS; i++) {
		const char *kind = RND_PICK(&rnd, kinds), *id = RND_PICK(&rnd, ids);
		const char *key = RND_PICK(&rnd, keys);
		struct sec_err err = SEC_ERR_INIT;
		struct sec_str got;
		bool folded;

		if (i % 50 == 0)
			sec_record_clear(&r);
		random_value(&rnd, &value);
		others(&r, entry(&r, kind, id, key), &before);
		if (sec_edit_set(&e, kind, id, key, sec_buf_str(&value), &folded, &err))
			fail_msg("%s", err.msg);
		others(&r, entry(&r, kind, id, key), &after);
		assert_string_equal(after.s, before.s);
		got = sec_record_value(&r, kind, id, key);
		if (!folded)
			assert_true(sec_str_eq(got, sec_buf_str(&value)));
		assert_int_equal(errors(&r), 0);
	}
	sec_buf_release(&value);
	sec_buf_release(&before);
	sec_buf_release(&after);
	sec_record_release(&r);
}

/* Bytes that two texts share at the beginning, at the end. */
static size_t shared(struct sec_str a, struct sec_str b, bool end)
{
	size_t n = 0, most = a.len < b.len ? a.len : b.len;

	while (n < most && (end ? a.s[a.len - 1 - n] == b.s[b.len - 1 - n] : a.s[n] == b.s[n]))
		n++;
	return n;
}

static void test_set_and_set_back(void **state)
{
	struct rnd rnd = { rnd_seed() + 2 };
	struct sec_record r;
	struct sec_editor e = { .rec = &r };
	struct sec_buf old = SEC_BUF_INIT, text = SEC_BUF_INIT, value = SEC_BUF_INIT;
	unsigned i;

	(void)state;
	sec_record_init(&r);
	for (i = 0; i < ROUNDS; i++) {
		const char *kind = RND_PICK(&rnd, kinds), *id = RND_PICK(&rnd, ids);
		const char *key = RND_PICK(&rnd, keys);
		const struct sec_entry *was;
		size_t from, behind;

		if (i % 40 == 0)
			sec_record_clear(&r);
		random_value(&rnd, &value);
		was = entry(&r, kind, id, key);
		sec_buf_clear(&text);
		sec_buf_addslice(&text, sec_buf_str(&r.text));
		if (!was) {
			assert_int_equal(sec_edit_set(&e, kind, id, key, sec_buf_str(&value), NULL,
				NULL), 0);
			if (rnd_below(&rnd, 2)) { /* take it away again, the section if it is new */
				struct sec_record old_text;

				sec_record_init(&old_text);
				parse(&old_text, sec_buf_str(&text));
				if (sec_record_section(&old_text, kind, id))
					assert_int_equal(sec_edit_remove(&e, kind, id, key, NULL), 0);
				else
					assert_int_equal(sec_edit_remove_section(&e, kind, id, NULL), 0);
				sec_record_release(&old_text);
				assert_string_equal(r.text.s, text.s);
			}
			continue;
		}
		sec_buf_clear(&old);
		sec_buf_addslice(&old, was->value);
		from = r.line[was->line].start;
		behind = was->line + was->lines < r.lines
			? r.text.len - r.line[was->line + was->lines].start : 0;
		assert_int_equal(sec_edit_set(&e, kind, id, key, sec_buf_str(&value), NULL, NULL), 0);
		/* only the key's lines are touched */
		assert_true(shared(sec_buf_str(&r.text), sec_buf_str(&text), false) >= from);
		assert_true(shared(sec_buf_str(&r.text), sec_buf_str(&text), true) >= behind);
		assert_int_equal(sec_edit_set(&e, kind, id, key, sec_buf_str(&old), NULL, NULL), 0);
		assert_string_equal(r.text.s, text.s);
	}
	sec_buf_release(&old);
	sec_buf_release(&text);
	sec_buf_release(&value);
	sec_record_release(&r);
}

/* Also in a broken text an edit does what it says and nothing else. */
static void test_edits_of_any_text(void **state)
{
	struct rnd rnd = { rnd_seed() + 3 };
	struct sec_record r;
	struct sec_editor e = { .rec = &r };
	struct sec_buf text = SEC_BUF_INIT, value = SEC_BUF_INIT, before = SEC_BUF_INIT,
		after = SEC_BUF_INIT;
	unsigned i;

	(void)state;
	sec_record_init(&r);
	for (i = 0; i < ROUNDS; i++) {
		const char *kind = RND_PICK(&rnd, kinds), *id = RND_PICK(&rnd, ids);
		const char *key = RND_PICK(&rnd, keys);
		const struct sec_entry *it;
		bool folded;

		random_text(&rnd, &text);
		while (text.len && text.s[text.len - 1] == '\r') /* the added LF would take it in */
			text.s[--text.len] = '\0';
		random_value(&rnd, &value);
		parse(&r, sec_buf_str(&text));
		it = entry(&r, kind, id, key);
		others(&r, it, &before);
		if (it && rnd_below(&rnd, 2)) {
			assert_int_equal(sec_edit_remove(&e, kind, id, key, NULL), 0);
			others(&r, NULL, &after);
		} else {
			assert_int_equal(sec_edit_set(&e, kind, id, key, sec_buf_str(&value), &folded,
				NULL), 0);
			others(&r, entry(&r, kind, id, key), &after);
			if (!folded)
				assert_true(sec_str_eq(sec_record_value(&r, kind, id, key),
					sec_buf_str(&value)));
		}
		if (strcmp(before.s, after.s) != 0)
			print_error("%s:%s.%s in <<<%s>>>\n", kind, id, key, text.s);
		assert_string_equal(after.s, before.s);
	}
	sec_buf_release(&text);
	sec_buf_release(&value);
	sec_buf_release(&before);
	sec_buf_release(&after);
	sec_record_release(&r);
}

/* A repair loses nothing, adds no error, and is done after one round. */
static void test_repair_of_any_text(void **state)
{
	struct rnd rnd = { rnd_seed() + 4 };
	struct sec_record r;
	struct sec_editor e = { .rec = &r };
	struct sec_buf text = SEC_BUF_INIT, before = SEC_BUF_INIT, after = SEC_BUF_INIT;
	unsigned i;

	(void)state;
	sec_record_init(&r);
	for (i = 0; i < ROUNDS; i++) {
		size_t bad;

		random_text(&rnd, &text);
		parse(&r, sec_buf_str(&text));
		others(&r, NULL, &before);
		bad = errors(&r);
		assert_true(sec_edit_repair(&e, NULL) >= 0);
		others(&r, NULL, &after);
		assert_string_equal(after.s, before.s);
		assert_true(errors(&r) <= bad);
		assert_int_equal(sec_edit_repair(&e, NULL), 0);
	}
	sec_buf_release(&text);
	sec_buf_release(&before);
	sec_buf_release(&after);
	sec_record_release(&r);
}

/* ---- records as people write them ---- */

/* Every key set to another value and back leaves the same bytes. */
static void edit_every_key(struct sec_record *r, const struct sec_buf *text)
{
	struct sec_editor e = { .rec = r };
	uint32_t i;

	for (i = 0; i < r->entries; i++) {
		const struct sec_entry *en = &r->entry[i];
		const struct sec_section *s = &r->section[en->section];
		char *kind = xstrndup(s->kind.s, s->kind.len), *id = xstrndup(s->id.s, s->id.len);
		char *key = xstrndup(en->key.s, en->key.len);
		char *old = xstrndup(en->value.s, en->value.len);
		uint32_t line = en->line, lines = en->lines;
		bool plain = r->line[line].len > en->col - 1; /* its text begins beside the key */

		assert_int_equal(sec_edit_set(&e, kind, id, key, SEC_STR("other; value\nof = two"), NULL,
			NULL), 0);
		assert_true(sec_str_is(sec_record_value(r, kind, id, key), "other; value\nof = two"));
		assert_true(shared(sec_buf_str(&r->text), sec_buf_str(text), false)
			>= r->line[line].start);
		assert_int_equal(sec_edit_set(&e, kind, id, key, sec_str(old), NULL, NULL), 0);
		assert_true(sec_str_is(sec_record_value(r, kind, id, key), old));
		if (plain)
			assert_string_equal(r->text.s, text->s);
		else
			parse(r, sec_buf_str(text));
		assert_int_equal(r->entry[i].lines, lines);
		free(kind);
		free(id);
		free(key);
		free(old);
	}
}

static size_t all_records(const char *pattern)
{
	struct sec_record r;
	struct sec_buf text = SEC_BUF_INIT;
	struct sec_err err = SEC_ERR_INIT;
	glob_t found;
	size_t i, n;

	if (glob(pattern, 0, NULL, &found))
		return 0;
	sec_record_init(&r);
	for (i = 0; i < found.gl_pathc; i++) {
		sec_buf_clear(&text);
		assert_int_equal(sec_file_read(&text, AT_FDCWD, found.gl_pathv[i], SEC_RECORD_MAX,
			&err), 0);
		parse(&r, sec_buf_str(&text));
		assert_int_equal(errors(&r), 0);
		assert_true(r.entries > 10);
		edit_every_key(&r, &text);
	}
	n = found.gl_pathc;
	globfree(&found);
	sec_buf_release(&text);
	sec_record_release(&r);
	return n;
}

static const char *top(void)
{
	const char *s = getenv("SEC_TOP");

	return s ? s : ".";
}

static void test_own_records(void **state)
{
	char *pattern = xasprintf("%s/tests/data/records/*.ini", top());

	(void)state;
	assert_int_equal(all_records(pattern), 3);
	free(pattern);
}

static void test_records_beside_us(void **state)
{
	char *pattern = xasprintf("%s/../shared/records/*.ini", top());
	size_t n = all_records(pattern);

	(void)state;
	free(pattern);
	if (!n) {
		print_message("SKIPPED: no records lie beside the repository\n");
		skip();
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_any_text_is_kept),
		cmocka_unit_test(test_any_value_is_kept),
		cmocka_unit_test(test_set_and_set_back),
		cmocka_unit_test(test_edits_of_any_text),
		cmocka_unit_test(test_repair_of_any_text),
		cmocka_unit_test(test_own_records),
		cmocka_unit_test(test_records_beside_us),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	if (failed)
		print_error("SEC_SEED=%llu\n", (unsigned long long)rnd_seed());
	return failed;
}
