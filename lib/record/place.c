/* SPDX-License-Identifier: ISC */
#include "record/place.h"

static uint32_t above(const struct sec_record *r, uint32_t line)
{
	while (line && r->line[line - 1].kind == SEC_LINE_COMMENT)
		line--;
	return line;
}

uint32_t sec_place_next(const struct sec_record *r, const struct sec_section *s)
{
	uint32_t line;

	if (s + 1 == r->section + r->sections)
		return r->lines;
	line = above(r, s[1].line);
	return line > s->line ? line : s->line + 1;
}

uint32_t sec_place_key(const struct sec_record *r, const struct sec_section *s)
{
	const struct sec_entry *last;
	uint32_t line = s->line + 1;

	if (s->entries) {
		last = &r->entry[s->first + s->entries - 1];
		return last->line + last->lines;
	}
	/* An indented line that continues nothing must not continue the new key. */
	while (line < r->lines && r->line[line].kind == SEC_LINE_FAULTY)
		line++;
	return line;
}

static uint32_t end_of(const struct sec_record *r, const struct sec_section *s)
{
	uint32_t line = sec_place_next(r, s);

	while (line > s->line + 1 && r->line[line - 1].kind == SEC_LINE_EMPTY)
		line--;
	return line;
}

static bool uses_empty_lines(const struct sec_record *r)
{
	uint32_t i;

	for (i = 1; i < r->sections; i++) {
		uint32_t line = above(r, r->section[i].line);

		if (line && r->line[line - 1].kind == SEC_LINE_EMPTY)
			return true;
	}
	return r->sections < 2;
}

struct sec_place sec_place_section(const struct sec_editor *e, struct sec_str kind)
{
	const struct sec_record *r = e->rec;
	const struct sec_section *behind = NULL;
	int rank = e->order ? e->order(e->ctx, kind) : 0;
	bool same = false, empty = uses_empty_lines(r);
	uint32_t i, line;

	for (i = 0; i < r->sections; i++) {
		const struct sec_section *s = &r->section[i];

		if (sec_str_eq(s->kind, kind)) {
			behind = s;
			same = true;
		} else if (!same && (!e->order || !s->kind.len || e->order(e->ctx, s->kind) <= rank)) {
			behind = s;
		}
	}
	if (behind)
		return (struct sec_place){ .line = end_of(r, behind), .empty_above = empty };
	if (r->sections) {
		line = above(r, r->section[0].line);
		return (struct sec_place){ .line = line, .empty_below = empty,
			.empty_above = empty && line && r->line[line - 1].kind != SEC_LINE_EMPTY };
	}
	for (line = r->lines; line && r->line[line - 1].kind == SEC_LINE_EMPTY; line--)
		;
	return (struct sec_place){ .line = r->lines, .empty_above = line && line == r->lines };
}
