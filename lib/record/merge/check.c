/* SPDX-License-Identifier: ISC */
#include "record/merge/inner.h"
#include "record/reader.h"

/* Why it cannot be merged by key: a line that is read by what stands above it,
 * something that stands twice, a line whose end would change its meaning. */
static bool unplaced_line(const struct sec_record *r, uint32_t *line)
{
	for (*line = 0; *line < r->lines; ++*line) {
		const struct sec_line *l = &r->line[*line];

		if (l->kind == SEC_LINE_FAULTY || l->kind == SEC_LINE_MERGE
			|| (l->len && r->text.s[l->start + l->len - 1] == '\r'))
			return true;
	}
	return false;
}

static bool unplaced_section(const struct sec_record *r, uint32_t *line)
{
	uint32_t i;

	for (i = 0; i < r->sections; i++) {
		*line = r->section[i].line;
		if (sec_record_find(r, r->section[i].kind, r->section[i].id) != &r->section[i])
			return true;
	}
	return false;
}

static bool unplaced_key(const struct sec_record *r, uint32_t *line)
{
	uint32_t i;

	for (i = 0; i < r->entries; i++) {
		const struct sec_entry *e = &r->entry[i];

		*line = e->line;
		if (sec_is_blank(r->text.s[r->line[e->line].start])
			|| sec_section_find(r, &r->section[e->section], e->key) != e)
			return true;
	}
	return false;
}

int sec_merge_check(const struct sec_record *r, const char *whose, struct sec_err *err)
{
	uint32_t line;

	if (!unplaced_line(r, &line) && !unplaced_section(r, &line) && !unplaced_key(r, &line))
		return SEC_OK;
	return sec_err_set(err, SEC_ABSENT,
		"line %u of %s belongs to no key, or stands twice", line + 1, whose);
}
