/* SPDX-License-Identifier: ISC */
#include "record/span.h"

/* Where what a section says ends; of no section: the top. */
static uint32_t said_to(const struct sec_record *r, const struct sec_section *s)
{
	const struct sec_entry *last;

	if (!s)
		return 0;
	if (!s->entries)
		return s->line + 1;
	last = &r->entry[s->first + s->entries - 1];
	return last->line + last->lines;
}

static uint32_t back(const struct sec_record *r, uint32_t line, uint32_t floor,
	enum sec_line_kind kind)
{
	while (line > floor && r->line[line - 1].kind == kind)
		line--;
	return line;
}

struct sec_spans sec_spans_section(const struct sec_record *r, const struct sec_section *s)
{
	uint32_t floor = said_to(r, s > r->section ? s - 1 : NULL);
	uint32_t lead = back(r, s->line, floor, SEC_LINE_COMMENT);
	uint32_t above = back(r, lead, floor, SEC_LINE_EMPTY);

	return (struct sec_spans){ { r, above, lead }, { r, lead, s->line },
		{ r, s->line, s->line + 1 } };
}

struct sec_spans sec_spans_key(const struct sec_record *r, const struct sec_entry *e)
{
	const struct sec_section *s = &r->section[e->section];
	uint32_t above = s->line + 1, lead;

	if (e > &r->entry[s->first])
		above = e[-1].line + e[-1].lines;
	lead = back(r, e->line, above, SEC_LINE_COMMENT);
	return (struct sec_spans){ { r, above, lead }, { r, lead, e->line },
		{ r, e->line, e->line + e->lines } };
}

struct sec_span sec_span_tail(const struct sec_record *r, const struct sec_section *s)
{
	const struct sec_section *next = s ? s + 1 : r->section;
	uint32_t from = said_to(r, s);

	if (r->sections && next < r->section + r->sections)
		return (struct sec_span){ r, from, sec_spans_section(r, next).above.from };
	return (struct sec_span){ r, from, back(r, r->lines, from, SEC_LINE_EMPTY) };
}

struct sec_span sec_span_end(const struct sec_record *r)
{
	const struct sec_section *last = r->sections ? &r->section[r->sections - 1] : NULL;

	return (struct sec_span){ r, sec_span_tail(r, last).to, r->lines };
}

bool sec_span_same(struct sec_span a, struct sec_span b)
{
	uint32_t i, n = a.to - a.from;

	if (n != b.to - b.from)
		return false;
	for (i = 0; i < n; i++) {
		const struct sec_line *x = &a.r->line[a.from + i], *y = &b.r->line[b.from + i];

		if (x->len != y->len
			|| memcmp(a.r->text.s + x->start, b.r->text.s + y->start, x->len) != 0)
			return false;
	}
	return true;
}

bool sec_span_remark(struct sec_span s, uint32_t *at, struct sec_str *text)
{
	if (*at < s.from)
		*at = s.from;
	while (*at < s.to && s.r->line[*at].kind != SEC_LINE_COMMENT)
		++*at;
	if (*at >= s.to)
		return false;
	*text = sec_record_line(s.r, (*at)++);
	return true;
}

bool sec_span_remarks_same(struct sec_span a, struct sec_span b)
{
	uint32_t i = 0, k = 0;
	struct sec_str x, y;

	while (sec_span_remark(a, &i, &x))
		if (!sec_span_remark(b, &k, &y) || !sec_str_eq(x, y))
			return false;
	return !sec_span_remark(b, &k, &y);
}
