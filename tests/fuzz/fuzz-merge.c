/* SPDX-License-Identifier: ISC
 *
 * libFuzzer: three texts, 0xFF between them, merged. The merge must not crash, and
 * what it merges without a conflict must be read as it was meant: no fault that no
 * side had, every value the one of three that is right. A single text is merged
 * with one that lacks a line and one that has more.
 */
#include <stdint.h>
#include <stdlib.h>

#include "record/merge.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool truth)
{
	if (!truth)
		abort();
}

static bool has_rule(const struct sec_record *r, const char *rule)
{
	size_t i;

	for (i = 0; i < r->faults.n; i++)
		if (strcmp(r->faults.item[i].rule, rule) == 0)
			return true;
	return false;
}

static struct sec_str value(const struct sec_record *r, const struct sec_section *s,
	const struct sec_entry *e)
{
	const struct sec_section *own = sec_record_find(r, s->kind, s->id);
	const struct sec_entry *found = own ? sec_section_find(r, own, e->key) : NULL;

	return found ? found->value : (struct sec_str){ "", 0 };
}

/* Every value of `of`, as the merged text has it. */
static void check_values(const struct sec_record v[3], const struct sec_record *merged,
	const struct sec_record *of)
{
	uint32_t i;

	for (i = 0; i < of->entries; i++) {
		const struct sec_entry *e = &of->entry[i];
		const struct sec_section *s = &of->section[e->section];
		struct sec_str base = value(&v[0], s, e), ours = value(&v[1], s, e);
		struct sec_str theirs = value(&v[2], s, e), got = value(merged, s, e);

		if (sec_str_eq(ours, theirs) || sec_str_eq(theirs, base))
			must(sec_str_eq(got, ours));
		else
			must(sec_str_eq(ours, base) && sec_str_eq(got, theirs));
	}
}

static void check(const struct sec_record v[3], struct sec_str text,
	const struct sec_dialect *dialect)
{
	struct sec_record merged;
	size_t i;

	sec_record_init(&merged);
	must(sec_record_parse_text(&merged, text.s, text.len, dialect, NULL) == SEC_OK);
	for (i = 0; i < merged.faults.n; i++)
		must(has_rule(&v[1], merged.faults.item[i].rule)
			|| has_rule(&v[2], merged.faults.item[i].rule));
	for (i = 0; i < 3; i++)
		check_values(v, &merged, &v[i]);
	check_values(v, &merged, &merged);
	sec_record_release(&merged);
}

static bool same(const struct sec_record *a, const struct sec_record *b)
{
	return sec_str_eq(sec_buf_str(&a->text), sec_buf_str(&b->text));
}

static void merge(const struct sec_record v[3], const struct sec_dialect *dialect)
{
	struct sec_buf out = SEC_BUF_INIT, where = SEC_BUF_INIT;
	struct sec_merge m = { .base = &v[0], .ours = &v[1], .theirs = &v[2], .marker = 7,
		.ours_name = "a", .theirs_name = "b", .base_name = "o", .where = &where };
	unsigned conflicts, told = 0;
	size_t i;
	int rc = sec_record_merge(&m, &out, &conflicts, NULL);

	must(rc == SEC_OK || rc == SEC_ABSENT);
	for (i = 0; i < where.len; i++)
		told += where.s[i] == '\n';
	if (rc == SEC_OK)
		must(told == conflicts);
	else
		must(out.len == 0);
	if (rc == SEC_OK && !conflicts && !same(&v[0], &v[1]) && !same(&v[0], &v[2])
		&& !same(&v[1], &v[2]))
		check(v, sec_buf_str(&out), dialect);
	sec_buf_release(&out);
	sec_buf_release(&where);
}

static struct sec_str cut(struct sec_str *rest)
{
	const char *end = memchr(rest->s, 0xff, rest->len);
	struct sec_str text = { rest->s, end ? (size_t)(end - rest->s) : rest->len };

	rest->s += text.len + (end ? 1 : 0);
	rest->len -= text.len + (end ? 1 : 0);
	return text;
}

/* Of one text: the text, the text without a line in its middle, with more. */
static void derive(struct sec_buf text[3], struct sec_str one)
{
	const char *lf = memchr(one.s + one.len / 2, '\n', one.len - one.len / 2);
	const char *to = lf ? memchr(lf + 1, '\n', (size_t)(one.s + one.len - lf - 1)) : NULL;

	sec_buf_addslice(&text[0], one);
	sec_buf_addslice(&text[1], one);
	sec_buf_addslice(&text[2], one);
	if (to)
		sec_buf_remove(&text[1], (size_t)(lf - one.s), (size_t)(to - lf));
	sec_buf_addstr(&text[2], "\n# more\nzz = 1\n\n[zz 2026-01-01]\nzz = 2\n");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct sec_dialect dialect = { .dotted_ids = true, .unlimited = true };
	struct sec_buf text[3] = { SEC_BUF_INIT, SEC_BUF_INIT, SEC_BUF_INIT };
	struct sec_str rest = { (const char *)data, size };
	struct sec_record v[3];
	int i;

	if (size && memchr(data, 0xff, size))
		for (i = 0; i < 3; i++)
			sec_buf_addslice(&text[i], cut(&rest));
	else if (size)
		derive(text, rest);
	for (i = 0; i < 3; i++) {
		sec_record_init(&v[i]);
		sec_buf_addslice(&v[i].text, sec_buf_str(&text[i]));
		must((i ? sec_record_parse : sec_merge_parse_base)(&v[i], &dialect, NULL) == SEC_OK);
	}
	merge(v, &dialect);
	for (i = 0; i < 3; i++) {
		sec_record_release(&v[i]);
		sec_buf_release(&text[i]);
	}
	return 0;
}
