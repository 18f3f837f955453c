/* SPDX-License-Identifier: ISC
 *
 * What holds for every three versions of a record. The truth is worked out here
 * on plain lists of values, with none of what the merge is made of.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "random.h"
#include "record/edit.h"
#include "record/merge.h"

/* ---- values ---- */

struct value {
	char where[80]; /* "kind id" of a section, "kind id.key" of a key */
	char text[64];  /* of a section "" */
	bool section;
};

struct values {
	struct value v[80];
	size_t n;
};

static struct value *find(struct values *l, const char *where)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		if (strcmp(l->v[i].where, where) == 0)
			return &l->v[i];
	return NULL;
}

static struct value *add(struct values *l, const char *where, const char *text, bool section)
{
	assert_true(l->n < sizeof(l->v) / sizeof(l->v[0]));
	snprintf(l->v[l->n].where, sizeof(l->v[0].where), "%s", where);
	snprintf(l->v[l->n].text, sizeof(l->v[0].text), "%s", text);
	l->v[l->n].section = section;
	return &l->v[l->n++];
}

static void values_of(const struct sec_record *r, struct values *out)
{
	char where[80], text[64];
	uint32_t i, k;

	out->n = 0;
	for (i = 0; i < r->sections; i++) {
		const struct sec_section *s = &r->section[i];

		snprintf(where, sizeof(where), "%.*s %.*s", SEC_ARG(s->kind), SEC_ARG(s->id));
		assert_null(find(out, where));
		add(out, where, "", true);
		for (k = 0; k < s->entries; k++) {
			const struct sec_entry *e = &r->entry[s->first + k];

			snprintf(where, sizeof(where), "%.*s %.*s.%.*s", SEC_ARG(s->kind),
				SEC_ARG(s->id), SEC_ARG(e->key));
			snprintf(text, sizeof(text), "%.*s", SEC_ARG(e->value));
			assert_null(find(out, where));
			if (e->value.len)
				add(out, where, text, false);
		}
	}
}

static void assert_same_values(struct values *a, struct values *b)
{
	size_t i;

	for (i = 0; i < a->n; i++) {
		struct value *v = find(b, a->v[i].where);

		if (!v)
			print_error("%s is missing\n", a->v[i].where);
		assert_non_null(v);
		assert_string_equal(v->text, a->v[i].text);
	}
	assert_int_equal(a->n, b->n);
}

/* One value of three: the one that differs from the base; `mine` decides where
 * both do. NULL stands for none. */
static const char *three(const char *base, const char *a, const char *b, const char *mine,
	bool *conflict)
{
	bool ab = a && b ? strcmp(a, b) == 0 : a == b;
	bool oa = base && a ? strcmp(base, a) == 0 : base == a;
	bool ob = base && b ? strcmp(base, b) == 0 : base == b;

	if (ab || ob)
		return a;
	if (oa)
		return b;
	*conflict = true;
	return mine;
}

static const char *text_of(struct values *l, const char *where)
{
	struct value *v = find(l, where);

	return v ? v->text : NULL;
}

/* A section that one side removed, in which the other one said something new. */
static bool torn(struct values *base, struct values *without, struct values *with,
	const char *section)
{
	size_t i, len = strlen(section);

	if (!find(base, section) || find(without, section) || !find(with, section))
		return false;
	for (i = 0; i < with->n; i++) {
		const struct value *v = &with->v[i];
		const char *old = text_of(base, v->where);

		if (!v->section && strncmp(v->where, section, len) == 0 && v->where[len] == '.'
			&& (!old || strcmp(old, v->text) != 0))
			return true;
	}
	return false;
}

/* The truth: what `mine` (a or b) would have where both differ; how many conflicts. */
static unsigned truth(struct values *base, struct values *a, struct values *b,
	struct values *mine, struct values *out)
{
	struct values *lists[3] = { base, a, b };
	unsigned conflicts = 0;
	int l;
	size_t i;

	out->n = 0;
	for (l = 0; l < 3; l++)
		for (i = 0; i < lists[l]->n; i++) {
			const struct value *v = &lists[l]->v[i];
			char section[80];
			const char *text;
			bool conflict = false, whole;

			if ((l > 0 && find(base, v->where)) || (l > 1 && find(a, v->where)))
				continue;
			snprintf(section, sizeof(section), "%s", v->where);
			section[strcspn(section, ".")] = '\0';
			whole = torn(base, a, b, section) || torn(base, b, a, section);
			text = three(text_of(base, v->where), text_of(a, v->where),
				text_of(b, v->where), text_of(mine, v->where), &conflict);
			if (whole)
				text = text_of(mine, v->where);
			if (text)
				add(out, v->where, text, v->section);
			conflicts += whole ? v->section : conflict;
		}
	return conflicts;
}

/* ---- texts ---- */

static const char *const heads[] = { "a", "b", "r 2026-01-01", "r 2026-02-02", "r 2026-03-03",
	"s x", "s y" };
static const char *const keys[] = { "k", "l", "m", "n" };
static const char *const texts[] = { "1", "2", "3", "4\n  5", "\n  6\n  .\n  7" };
static unsigned remark; /* every comment is another one */

static void random_base(struct rnd *rnd, struct sec_buf *out, bool remarks)
{
	size_t i, left = rnd_below(rnd, 6), at = rnd_below(rnd, 7);
	bool gaps = rnd_below(rnd, 4) != 0;

	sec_buf_clear(out);
	if (remarks && rnd_below(rnd, 3) == 0)
		sec_buf_addf(out, "# %u\n\n", remark++);
	for (; left; left--, at = (at + 3) % 7) {
		if (remarks && rnd_below(rnd, 4) == 0)
			sec_buf_addf(out, "# %u\n", remark++);
		sec_buf_addf(out, "[%s]\n", heads[at]);
		for (i = 0; i < 4; i++) {
			if (remarks && rnd_below(rnd, 6) == 0)
				sec_buf_addf(out, "# %u\n%s", remark++, rnd_below(rnd, 3) ? "" : "\n");
			if (rnd_below(rnd, 2))
				sec_buf_addf(out, "%s = %s\n", keys[i], RND_PICK(rnd, texts));
		}
		if (gaps && left > 1)
			sec_buf_addch(out, '\n');
	}
}

static void parse(struct sec_record *r, struct sec_str text)
{
	struct sec_err err = SEC_ERR_INIT;

	assert_int_equal(sec_record_parse_text(r, text.s, text.len, NULL, &err), SEC_OK);
}

/* By hand: a comment above some line that continues nothing; a key or section
 * moved to another place; `=` without blanks; CR LF throughout. */
static void by_hand(struct rnd *rnd, struct sec_record *r)
{
	struct sec_buf text = SEC_BUF_INIT;
	char line[32];
	uint32_t at;

	sec_buf_addslice(&text, sec_buf_str(&r->text));
	if (r->lines) {
		at = (uint32_t)rnd_below(rnd, r->lines);
		while (at && r->line[at].kind == SEC_LINE_CONTINUATION)
			at--;
		snprintf(line, sizeof(line), "# %u\n%s", remark++, rnd_below(rnd, 3) ? "" : "\n");
		sec_buf_insert(&text, r->line[at].start, line, strlen(line));
	}
	parse(r, sec_buf_str(&text));
	sec_buf_release(&text);
}

/* The lines of some section go to the front of another one. */
static void move_section(struct rnd *rnd, struct sec_record *r)
{
	struct sec_buf text = SEC_BUF_INIT, part = SEC_BUF_INIT;
	uint32_t which, to, from, until, front;

	if (r->sections < 2)
		return;
	which = (uint32_t)rnd_below(rnd, r->sections);
	to = (uint32_t)rnd_below(rnd, r->sections);
	from = r->line[r->section[which].line].start;
	until = which + 1 < r->sections ? r->line[r->section[which + 1].line].start
		: (uint32_t)r->text.len;
	front = r->line[r->section[to].line].start;
	sec_buf_addslice(&text, sec_buf_str(&r->text));
	sec_buf_add(&part, r->text.s + from, until - from);
	if (to != which && part.s[part.len - 1] == '\n') {
		sec_buf_remove(&text, from, until - from);
		sec_buf_insert(&text, front > from ? front - (until - from) : front, part.s,
			part.len);
		parse(r, sec_buf_str(&text));
	}
	sec_buf_release(&text);
	sec_buf_release(&part);
}

static void split_head(const char *head, char kind[16], char id[16])
{
	size_t n = strcspn(head, " ");

	snprintf(kind, 16, "%.*s", (int)n, head);
	snprintf(id, 16, "%s", head[n] ? head + n + 1 : "");
}

static void edit(struct rnd *rnd, struct sec_record *r, bool remarks)
{
	struct sec_editor e = { .rec = r };
	struct sec_err err = SEC_ERR_INIT;
	size_t n = 1 + rnd_below(rnd, 4);

	while (n--) {
		const char *key = RND_PICK(rnd, keys);
		char kind[16], id[16];

		split_head(RND_PICK(rnd, heads), kind, id);
		switch (rnd_below(rnd, 10)) {
		case 0:
			sec_edit_remove_section(&e, kind, id, &err);
			break;
		case 1:
			sec_edit_add_section(&e, kind, id, &err);
			break;
		case 2:
			sec_edit_remove(&e, kind, id, key, &err);
			break;
		case 3:
			move_section(rnd, r);
			break;
		case 4:
			if (remarks)
				by_hand(rnd, r);
			break;
		default:
			sec_edit_set(&e, kind, id, key, sec_str(RND_PICK(rnd, texts)), NULL, &err);
		}
		sec_err_clear(&err);
	}
}

/* What is new says so, or it might be taken for one of the base that was renamed. */
static void mark_new(const struct sec_record *base, struct sec_record *r)
{
	struct sec_editor e = { .rec = r };
	struct sec_err err = SEC_ERR_INIT;
	uint32_t i;

	for (i = 0; i < r->sections; i++) {
		const struct sec_section *s = &r->section[i];
		char kind[16], id[16];

		if (!s->entries || sec_record_find(base, s->kind, s->id))
			continue;
		snprintf(kind, sizeof(kind), "%.*s", SEC_ARG(s->kind));
		snprintf(id, sizeof(id), "%.*s", SEC_ARG(s->id));
		sec_edit_set(&e, kind, id, keys[0], SEC_STR("new"), NULL, &err);
		sec_err_clear(&err);
	}
}

/* ---- one trial ---- */

struct trial {
	struct sec_record base, a, b, merged;
	struct values vbase, va, vb, vmerged, vtruth;
	struct sec_buf text, other;
	size_t clean;
};

static unsigned merge(struct trial *t, const struct sec_record *base,
	const struct sec_record *ours, const struct sec_record *theirs, struct sec_buf *out)
{
	struct sec_merge m = { .base = base, .ours = ours, .theirs = theirs, .marker = 7 };
	struct sec_err err = SEC_ERR_INIT;
	unsigned conflicts;

	(void)t;
	sec_buf_clear(out);
	assert_int_equal(sec_record_merge(&m, out, &conflicts, &err), SEC_OK);
	return conflicts;
}

/* The text with one side of every conflict. */
static void resolve(const struct sec_buf *text, bool ours, struct sec_buf *out)
{
	struct sec_str rest = sec_buf_str(text);
	int in = 0; /* 1 in ours, 2 in theirs */

	sec_buf_clear(out);
	while (rest.len) {
		const char *lf = memchr(rest.s, '\n', rest.len);
		size_t len = lf ? (size_t)(lf - rest.s) + 1 : rest.len;

		if (strncmp(rest.s, "<<<<<<<", 7) == 0)
			in = 1;
		else if (in && strncmp(rest.s, "=======", 7) == 0)
			in = 2;
		else if (in && strncmp(rest.s, ">>>>>>>", 7) == 0)
			in = 0;
		else if (!in || (in == 1) == ours)
			sec_buf_add(out, rest.s, len);
		rest.s += len;
		rest.len -= len;
	}
}

static unsigned count_lines(const struct sec_record *r, struct sec_str line)
{
	unsigned n = 0;
	uint32_t i;

	for (i = 0; i < r->lines; i++)
		n += sec_str_eq(sec_record_line(r, i), line);
	return n;
}

static bool has_line(const struct sec_record *r, struct sec_str line)
{
	return count_lines(r, line) > 0;
}

/* Every comment was written once. */
static bool says_twice(const struct sec_record *merged)
{
	uint32_t i;

	for (i = 0; i < merged->lines; i++)
		if (merged->line[i].kind == SEC_LINE_COMMENT
			&& count_lines(merged, sec_record_line(merged, i)) > 1)
			return true;
	return false;
}

/* What a side wrote is there, and what both have. */
static void assert_remarks(const struct trial *t, const struct sec_record *side,
	const struct sec_record *other)
{
	uint32_t i;

	for (i = 0; i < side->lines; i++) {
		struct sec_str line = sec_record_line(side, i);

		if (side->line[i].kind == SEC_LINE_COMMENT
			&& (!has_line(&t->base, line) || has_line(other, line)))
			assert_true(has_line(&t->merged, line));
	}
}

/* No section changed places among those of ours. */
static void assert_order(const struct sec_record *ours, const struct sec_record *merged)
{
	const struct sec_section *last = merged->section;
	uint32_t i;

	for (i = 0; i < ours->sections; i++) {
		const struct sec_section *s = sec_record_find(merged, ours->section[i].kind,
			ours->section[i].id);

		assert_true(!s || s >= last);
		last = s ? s : last;
	}
}

static void assert_side(struct trial *t, bool ours)
{
	resolve(&t->text, ours, &t->other);
	parse(&t->merged, sec_buf_str(&t->other));
	assert_int_equal(t->merged.faults.n, 0);
	values_of(&t->merged, &t->vmerged);
	truth(&t->vbase, &t->va, &t->vb, ours ? &t->va : &t->vb, &t->vtruth);
	assert_same_values(&t->vtruth, &t->vmerged);
}

static void check(struct trial *t, bool remarks)
{
	unsigned conflicts = merge(t, &t->base, &t->a, &t->b, &t->text), expected;

	values_of(&t->base, &t->vbase);
	values_of(&t->a, &t->va);
	values_of(&t->b, &t->vb);
	expected = truth(&t->vbase, &t->va, &t->vb, &t->va, &t->vtruth);
	if (remarks)
		assert_true(conflicts >= expected);
	else
		assert_int_equal(conflicts, expected);
	assert_side(t, false);
	assert_side(t, true);
	if (!sec_str_eq(sec_buf_str(&t->a.text), sec_buf_str(&t->base.text)))
		assert_order(&t->a, &t->merged);
	if (!conflicts) {
		assert_remarks(t, &t->a, &t->b);
		assert_remarks(t, &t->b, &t->a);
		t->clean++;
		assert_false(says_twice(&t->merged));
	}
	assert_int_equal(merge(t, &t->base, &t->b, &t->a, &t->other), conflicts);
	if (!conflicts) {
		parse(&t->merged, sec_buf_str(&t->other));
		values_of(&t->merged, &t->vmerged);
		assert_same_values(&t->vtruth, &t->vmerged);
	}
	assert_int_equal(merge(t, &t->base, &t->a, &t->base, &t->other), 0);
	assert_string_equal(t->other.s, t->a.text.s);
	assert_int_equal(merge(t, &t->base, &t->base, &t->b, &t->other), 0);
	assert_string_equal(t->other.s, t->b.text.s);
	/* merging the same once more changes nothing */
	parse(&t->merged, sec_buf_str(&t->text));
	if (!conflicts) {
		assert_int_equal(merge(t, &t->b, &t->merged, &t->b, &t->other), 0);
		assert_string_equal(t->other.s, t->text.s);
	}
}

static void trials(bool remarks, size_t n)
{
	struct rnd rnd = { rnd_seed() };
	struct trial t = { .text = SEC_BUF_INIT, .other = SEC_BUF_INIT };
	size_t i;

	sec_record_init(&t.base);
	sec_record_init(&t.a);
	sec_record_init(&t.b);
	sec_record_init(&t.merged);
	for (i = 0; i < n; i++) {
		random_base(&rnd, &t.text, remarks);
		parse(&t.base, sec_buf_str(&t.text));
		parse(&t.a, sec_buf_str(&t.text));
		parse(&t.b, sec_buf_str(&t.text));
		edit(&rnd, &t.a, remarks);
		edit(&rnd, &t.b, remarks);
		mark_new(&t.base, &t.a);
		mark_new(&t.base, &t.b);
		if (getenv("SEC_SHOW"))
			fprintf(stderr, "==== %zu\n%s---- a\n%s---- b\n%s", i, t.base.text.s,
				t.a.text.s, t.b.text.s);
		check(&t, remarks);
	}
	assert_in_range(t.clean, n / 4, n - n / 20);
	sec_record_release(&t.base);
	sec_record_release(&t.a);
	sec_record_release(&t.b);
	sec_record_release(&t.merged);
	sec_buf_release(&t.text);
	sec_buf_release(&t.other);
}

static void test_values(void **state)
{
	(void)state;
	trials(false, 10000);
}

static void test_remarks(void **state)
{
	(void)state;
	trials(true, 10000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_remarks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
