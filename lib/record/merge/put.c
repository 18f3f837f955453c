/* SPDX-License-Identifier: ISC */
#include "record/merge/inner.h"

enum {
	UNION_MAX = 1000000, /* comparisons of comments with one another */
};

static bool nothing_yet(const struct sec_merging *c)
{
	return c->out->len == c->start;
}

static void put_line(struct sec_merging *c, const struct sec_record *r, uint32_t line)
{
	const struct sec_line *l = &r->line[line];
	bool own = r == c->m->ours && l->end;

	sec_buf_add(c->out, r->text.s + l->start, l->len + (own ? l->end : 0));
	if (!own)
		sec_buf_addstr(c->out, c->eol);
	c->marked = false;
}

void sec_merge_put(struct sec_merging *c, struct sec_span s)
{
	uint32_t i;

	for (i = s.from; i < s.to; i++)
		put_line(c, s.r, i);
}

void sec_merge_put_above(struct sec_merging *c, struct sec_span s)
{
	bool first = s.from == 0;

	if (nothing_yet(c) && !first)
		return;
	if (!nothing_yet(c) && first && s.to == 0 && (s.r->sections < 2
		|| sec_spans_section(s.r, &s.r->section[1]).above.to
			> sec_spans_section(s.r, &s.r->section[1]).above.from))
		sec_buf_addstr(c->out, c->eol);
	sec_merge_put(c, s);
}

/* ---- comments of both ---- */

static bool has_remark(struct sec_span s, struct sec_str text)
{
	uint32_t at = 0;
	struct sec_str x;

	while (sec_span_remark(s, &at, &x))
		if (sec_str_eq(x, text))
			return true;
	return false;
}

/* The base's comments all stand in the side's, in their order. */
static bool only_added(struct sec_span base, struct sec_span side)
{
	uint32_t i = 0, k = 0;
	struct sec_str x, y;

	while (sec_span_remark(base, &i, &x))
		do {
			if (!sec_span_remark(side, &k, &y))
				return false;
		} while (!sec_str_eq(x, y));
	return true;
}

bool sec_merge_put_union(struct sec_merging *c, const struct sec_span v[3])
{
	struct sec_span ours = v[SEC_OURS], theirs = v[SEC_THEIRS];
	uint32_t at = 0;
	struct sec_str text;

	if ((uint64_t)(ours.to - ours.from) * (theirs.to - theirs.from) > UNION_MAX
		|| !only_added(v[SEC_BASE], ours) || !only_added(v[SEC_BASE], theirs))
		return false;
	sec_merge_put(c, ours);
	while (sec_span_remark(theirs, &at, &text))
		if (!has_remark(ours, text))
			put_line(c, theirs.r, at - 1);
	if (ours.to > ours.from && ours.r->line[ours.to - 1].kind == SEC_LINE_EMPTY)
		sec_buf_addstr(c->out, c->eol);
	return true;
}

/* ---- conflicts ---- */

static void put_marker(struct sec_merging *c, char mark, const char *name)
{
	unsigned i;

	for (i = 0; i < c->m->marker; i++)
		sec_buf_addch(c->out, mark);
	if (name && *name)
		sec_buf_addf(c->out, " %s", name);
	sec_buf_addstr(c->out, c->eol);
	c->marked = true;
}

static void tell(struct sec_merging *c, bool remarks)
{
	struct sec_buf *where = c->m->where;

	if (!where)
		return;
	if (remarks)
		sec_buf_addstr(where, c->at.kind.len ? "the comments at " : "the comments at the top");
	sec_diff_address(&c->at, where);
	sec_buf_addch(where, '\n');
}

static void put_sides(struct sec_merging *c, const struct sec_span v[3])
{
	const struct sec_merge *m = c->m;

	c->conflicts++;
	put_marker(c, '<', m->ours_name);
	sec_merge_put(c, v[SEC_OURS]);
	if (m->base_name) {
		put_marker(c, '|', m->base_name);
		sec_merge_put(c, v[SEC_BASE]);
	}
	put_marker(c, '=', NULL);
	sec_merge_put(c, v[SEC_THEIRS]);
	put_marker(c, '>', m->theirs_name);
}

void sec_merge_put_conflict(struct sec_merging *c, const struct sec_span v[3], bool remarks)
{
	tell(c, remarks);
	put_sides(c, v);
}

/* "review:2026-06-17 (renamed 2026-06-18 by ours)" */
static void tell_section(struct sec_merging *c, const struct sec_section *const s[3])
{
	const char *const name[3] = { NULL, c->m->ours_name, c->m->theirs_name };
	struct sec_buf *where = c->m->where;
	const char *before = " (";
	int i;

	if (!where)
		return;
	sec_diff_address(&c->at, where);
	for (i = SEC_OURS; i <= SEC_THEIRS; i++) {
		if (s[i] && sec_str_eq(s[i]->id, c->at.id))
			continue;
		if (s[i])
			sec_buf_addf(where, "%srenamed %.*s by %s", before, SEC_ARG(s[i]->id), name[i]);
		else
			sec_buf_addf(where, "%sremoved by %s", before, name[i]);
		before = ", ";
	}
	sec_buf_addstr(where, ")\n");
}

void sec_merge_put_section(struct sec_merging *c, const struct sec_section *const s[3])
{
	struct sec_span whole[3] = { 0 };
	int i;

	for (i = 0; i < 3; i++)
		if (s[i])
			whole[i] = (struct sec_span){ c->v[i], sec_spans_section(c->v[i], s[i]).lead.from,
				sec_span_tail(c->v[i], s[i]).to };
	tell_section(c, s);
	put_sides(c, whole);
}

/* ---- the ends ---- */

void sec_merge_begin(struct sec_merging *c)
{
	const struct sec_record *ours = c->m->ours;

	c->eol = (ours->lines ? ours : c->m->theirs)->crlf ? "\r\n" : "\n";
	if (ours->bom)
		sec_buf_add(c->out, ours->text.s, 3);
	c->start = c->out->len;
}

/* As many empty lines at the end as ours has, and a last line end if it has one. */
void sec_merge_end(struct sec_merging *c)
{
	const struct sec_record *ours = c->m->ours;

	sec_merge_put(c, sec_span_end(ours));
	if (c->marked || nothing_yet(c) || !ours->lines || ours->line[ours->lines - 1].end)
		return;
	sec_buf_remove(c->out, c->out->len - 1, 1);
	if (!nothing_yet(c) && c->out->s[c->out->len - 1] == '\r')
		sec_buf_remove(c->out, c->out->len - 1, 1);
}
