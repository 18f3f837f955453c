/* SPDX-License-Identifier: ISC
 *
 * Each key, each section and each comment is decided on its own from its three
 * versions; weaving says in which order the decisions are written down.
 */
#include <stdlib.h>

#include "record/merge/inner.h"

/* Which of three: the one that differs from the base, ours where both are alike. */
static enum sec_version choose(bool ours_theirs, bool ours_base, bool theirs_base)
{
	if (ours_theirs)
		return SEC_OURS;
	if (ours_base)
		return SEC_THEIRS;
	return theirs_base ? SEC_OURS : SEC_BOTH;
}

static enum sec_version choose_lines(const struct sec_span v[3])
{
	return choose(sec_span_same(v[SEC_OURS], v[SEC_THEIRS]),
		sec_span_same(v[SEC_OURS], v[SEC_BASE]),
		sec_span_same(v[SEC_THEIRS], v[SEC_BASE]));
}

static enum sec_version choose_remarks(const struct sec_span v[3])
{
	enum sec_version which = choose_lines(v);

	return which != SEC_BOTH ? which
		: choose(sec_span_remarks_same(v[SEC_OURS], v[SEC_THEIRS]),
			sec_span_remarks_same(v[SEC_OURS], v[SEC_BASE]),
			sec_span_remarks_same(v[SEC_THEIRS], v[SEC_BASE]));
}

static struct sec_str value(const struct sec_entry *e)
{
	return e ? e->value : (struct sec_str){ "", 0 };
}

static enum sec_version choose_key(const struct sec_span v[3], const struct sec_entry *const e[3])
{
	enum sec_version which = choose_lines(v);

	return which != SEC_BOTH ? which
		: choose(sec_str_eq(value(e[SEC_OURS]), value(e[SEC_THEIRS])),
			sec_str_eq(value(e[SEC_OURS]), value(e[SEC_BASE])),
			sec_str_eq(value(e[SEC_THEIRS]), value(e[SEC_BASE])));
}

/* ---- comments ---- */

/* Comments that only one side touched are its own; what both added is all there. */
static void remarks(struct sec_merging *c, const struct sec_span v[3])
{
	enum sec_version which = choose_remarks(v);

	if (which != SEC_BOTH)
		sec_merge_put(c, v[which]);
	else if (!sec_merge_put_union(c, v))
		sec_merge_put_conflict(c, v, true);
}

/* What was removed takes its comments along, but for those that the other side
 * wrote meanwhile. */
static void leave(struct sec_merging *c, struct sec_span base, struct sec_span side)
{
	if (!sec_span_remarks_same(base, side))
		sec_merge_put(c, side);
}

static void leave_both(struct sec_merging *c, const struct sec_spans *base,
	const struct sec_spans *side)
{
	leave(c, base->above, side->above);
	leave(c, base->lead, side->lead);
}

/* Where a side lacks it, it has said nothing about the comments above it. */
static void above_and_lead(const struct sec_spans s[3], bool has_ours, bool has_theirs,
	struct sec_span above[3], struct sec_span lead[3])
{
	const struct sec_spans *from[3] = { &s[SEC_BASE], &s[has_ours ? SEC_OURS : SEC_BASE],
		&s[has_theirs ? SEC_THEIRS : SEC_BASE] };
	int i;

	for (i = 0; i < 3; i++) {
		above[i] = from[i]->above;
		lead[i] = from[i]->lead;
	}
}

/* ---- keys ---- */

static void key(struct sec_merging *c, const struct sec_entry *const e[3])
{
	struct sec_spans s[3] = { 0 };
	struct sec_span above[3], lead[3], body[3];
	enum sec_version which;
	int i;

	for (i = 0; i < 3; i++) {
		if (e[i])
			s[i] = sec_spans_key(c->v[i], e[i]);
		body[i] = s[i].body;
	}
	c->at.key = (e[SEC_OURS] ? e[SEC_OURS] : e[SEC_THEIRS])->key;
	which = choose_key(body, e);
	if (which != SEC_BOTH && !e[which]) {
		leave_both(c, &s[SEC_BASE], &s[e[SEC_OURS] ? SEC_OURS : SEC_THEIRS]);
		return;
	}
	above_and_lead(s, e[SEC_OURS], e[SEC_THEIRS], above, lead);
	remarks(c, above);
	remarks(c, lead);
	if (which == SEC_BOTH)
		sec_merge_put_conflict(c, body, false);
	else
		sec_merge_put(c, body[which]);
}

static bool no_order(void *ctx, uint32_t ours, uint32_t theirs)
{
	(void)ctx;
	(void)ours;
	(void)theirs;
	return false;
}

static const struct sec_entry *entry(const struct sec_record *r, const struct sec_section *s,
	struct sec_str name)
{
	return s ? sec_section_find(r, s, name) : NULL;
}

/* The entry of a strand in its record; NULL: it has none. */
static const struct sec_entry *stranded(const struct sec_record *r, const struct sec_section *s,
	uint32_t i)
{
	return i == SEC_WEAVE_NONE ? NULL : &r->entry[s->first + i];
}

static void keys(struct sec_merging *c, const struct sec_section *const s[3])
{
	const struct sec_record *ours = c->v[SEC_OURS], *theirs = c->v[SEC_THEIRS];
	uint32_t n = s[SEC_THEIRS]->entries, m = s[SEC_OURS]->entries, i, count;
	uint32_t *ours_of = xmalloc(((size_t)n + 1) * sizeof(*ours_of));
	struct sec_strand *strand = xmalloc(((size_t)n + m + 1) * sizeof(*strand));
	struct sec_weave w = { .ours = m, .theirs = n, .ours_of = ours_of, .later = no_order };

	for (i = 0; i < n; i++) {
		const struct sec_entry *e = entry(ours, s[SEC_OURS],
			theirs->entry[s[SEC_THEIRS]->first + i].key);

		ours_of[i] = e ? (uint32_t)(e - ours->entry) - s[SEC_OURS]->first : SEC_WEAVE_NONE;
	}
	count = sec_weave(&w, strand);
	for (i = 0; i < count; i++) {
		const struct sec_entry *o = stranded(ours, s[SEC_OURS], strand[i].ours);
		const struct sec_entry *t = stranded(theirs, s[SEC_THEIRS], strand[i].theirs);
		const struct sec_entry *all[3] = { entry(c->v[SEC_BASE], s[SEC_BASE],
			(o ? o : t)->key), o, t };

		key(c, all);
	}
	c->at.key = (struct sec_str){ 0 };
	free(ours_of);
	free(strand);
}

/* ---- sections ---- */

static void both_sections(struct sec_merging *c, const struct sec_section *const s[3])
{
	struct sec_spans sp[3] = { 0 };
	struct sec_span above[3], lead[3], head[3], tail[3] = { 0 };
	int i;

	for (i = 0; i < 3; i++) {
		if (s[i]) {
			sp[i] = sec_spans_section(c->v[i], s[i]);
			tail[i] = sec_span_tail(c->v[i], s[i]);
		}
		head[i] = sp[i].body;
	}
	above_and_lead(sp, true, true, above, lead);
	sec_merge_put_above(c, above[choose_remarks(above)]);
	remarks(c, lead);
	sec_merge_put(c, head[choose_lines(head) == SEC_THEIRS ? SEC_THEIRS : SEC_OURS]);
	keys(c, s);
	remarks(c, tail);
}

/* The side says something in the section that the base does not. */
static bool says_new(const struct sec_record *base, const struct sec_section *was,
	const struct sec_record *side, const struct sec_section *is)
{
	uint32_t i;

	for (i = 0; i < is->entries; i++) {
		const struct sec_entry *e = &side->entry[is->first + i];

		if (e->value.len && !sec_str_eq(e->value, value(entry(base, was, e->key))))
			return true;
	}
	return false;
}

static void gone(struct sec_merging *c, const struct sec_section *was, enum sec_version side,
	const struct sec_section *is)
{
	const struct sec_record *r = c->v[side], *base = c->v[SEC_BASE];
	uint32_t i;

	leave(c, sec_spans_section(base, was).lead, sec_spans_section(r, is).lead);
	for (i = 0; i < is->entries; i++) {
		const struct sec_entry *e = &r->entry[is->first + i], *b = entry(base, was, e->key);
		struct sec_spans now = sec_spans_key(r, e), then = { 0 };

		if (b)
			then = sec_spans_key(base, b);
		leave_both(c, &then, &now);
	}
	leave(c, sec_span_tail(base, was), sec_span_tail(r, is));
}

static uint32_t number(const struct sec_record *r, const struct sec_section *s)
{
	return (uint32_t)(s - r->section);
}

static void put_section(struct sec_merging *c, enum sec_version side, const struct sec_section *s)
{
	struct sec_span whole = { c->v[side], sec_spans_section(c->v[side], s).lead.from,
		sec_span_tail(c->v[side], s).to };

	sec_merge_put_above(c, sec_spans_section(c->v[side], s).above);
	sec_merge_put(c, whole);
}

/* Beside the one that the side has under a name of its own: what the base and the
 * other side have in its place. */
static void find_others(struct sec_merging *c, const struct sec_section *s[3], enum sec_version side,
	enum sec_version other)
{
	const struct sec_section *was = s[SEC_BASE];

	if (!was)
		was = c->renamed[side].from[number(c->v[side], s[side])];
	if (!was)
		return;
	s[SEC_BASE] = was;
	s[other] = sec_record_find(c->v[other], was->kind, was->id);
	if (!s[other])
		s[other] = c->renamed[other].to[number(c->v[SEC_BASE], was)];
}

/* What the side has is what the base had, though the other side has it no more:
 * anything else there would be lost. */
static bool is_as_was(const struct sec_merging *c, const struct sec_section *const s[3],
	enum sec_version side, bool renamed)
{
	const struct sec_record *base = c->v[SEC_BASE], *r = c->v[side];

	if (!s[side] || !sec_str_eq(s[side]->id, s[SEC_BASE]->id))
		return false;
	return renamed ? sec_merge_says_same(base, s[SEC_BASE], r, s[side])
		: !says_new(base, s[SEC_BASE], r, s[side]);
}

/* One side alone has it: it is new there, or renamed, or the other side removed or
 * renamed it. */
static void one_section(struct sec_merging *c, const struct sec_section *s[3],
	enum sec_version side)
{
	enum sec_version other = side == SEC_OURS ? SEC_THEIRS : SEC_OURS;
	bool renamed = !s[SEC_BASE];

	if (c->told[side][number(c->v[side], s[side])])
		return;
	find_others(c, s, side, other);
	if (!s[SEC_BASE] || (renamed && is_as_was(c, s, other, true))) {
		put_section(c, side, s[side]);
	} else if (!renamed && is_as_was(c, s, side, s[other])) {
		gone(c, s[SEC_BASE], side, s[side]);
	} else {
		c->at.kind = s[SEC_BASE]->kind;
		c->at.id = s[SEC_BASE]->id;
		sec_merge_put_above(c, sec_spans_section(c->v[side], s[side]).above);
		sec_merge_put_section(c, s);
		if (s[other])
			c->told[other][number(c->v[other], s[other])] = true;
	}
}

static void sections(struct sec_merging *c)
{
	const struct sec_record *ours = c->v[SEC_OURS], *theirs = c->v[SEC_THEIRS];
	uint32_t i, count;
	struct sec_strand *strand = sec_merge_order(ours, theirs, &count);

	for (i = 0; i < count; i++) {
		const struct sec_section *o = strand[i].ours == SEC_WEAVE_NONE ? NULL
			: &ours->section[strand[i].ours];
		const struct sec_section *t = strand[i].theirs == SEC_WEAVE_NONE ? NULL
			: &theirs->section[strand[i].theirs];
		const struct sec_section *all[3] = { NULL, o, t };

		c->at.kind = (o ? o : t)->kind;
		c->at.id = (o ? o : t)->id;
		all[SEC_BASE] = sec_record_find(c->v[SEC_BASE], c->at.kind, c->at.id);
		if (o && t)
			both_sections(c, all);
		else
			one_section(c, all, o ? SEC_OURS : SEC_THEIRS);
	}
	free(strand);
}

static void all_sections(struct sec_merging *c)
{
	int i;

	for (i = SEC_OURS; i <= SEC_THEIRS; i++) {
		sec_merge_renamed(c->v[SEC_BASE], c->v[i], c->v[SEC_OURS + SEC_THEIRS - i], &c->renamed[i]);
		c->told[i] = xcalloc(c->v[i]->sections, sizeof(*c->told[i]));
	}
	sections(c);
	for (i = SEC_OURS; i <= SEC_THEIRS; i++) {
		sec_renamed_release(&c->renamed[i]);
		free(c->told[i]);
	}
}

/* ---- the whole ---- */

static bool same_text(const struct sec_record *a, const struct sec_record *b)
{
	return sec_str_eq(sec_buf_str(&a->text), sec_buf_str(&b->text));
}

int sec_record_merge(const struct sec_merge *m, struct sec_buf *out, unsigned *conflicts,
	struct sec_err *err)
{
	static const struct sec_record nothing = { .text = SEC_BUF_INIT };
	struct sec_merging c = { .m = m, .out = out,
		.v = { m->base ? m->base : &nothing, m->ours, m->theirs } };
	struct sec_span top[3];
	enum sec_version which;
	int i, rc;

	*conflicts = 0;
	which = choose(same_text(m->ours, m->theirs), m->base && same_text(m->ours, m->base),
		m->base && same_text(m->theirs, m->base));
	if (which != SEC_BOTH) {
		sec_buf_addslice(out, sec_buf_str(&c.v[which]->text));
		return SEC_OK;
	}
	rc = sec_merge_check(c.v[SEC_BASE], "the base", err);
	if (!rc)
		rc = sec_merge_check(m->ours, "ours", err);
	if (!rc)
		rc = sec_merge_check(m->theirs, "theirs", err);
	if (rc)
		return rc;
	for (i = 0; i < 3; i++)
		top[i] = sec_span_tail(c.v[i], NULL);
	sec_merge_begin(&c);
	remarks(&c, top);
	all_sections(&c);
	if (!c.conflicts)
		sec_merge_cut_twice(&c);
	sec_merge_end(&c);
	*conflicts = c.conflicts;
	return SEC_OK;
}
