/* SPDX-License-Identifier: ISC */
#include "record/compare.h"

#include <stdlib.h>

enum {
	RENAMES_MAX = 1000000, /* pairs that are looked at for renamed sections */
};

#define GONE UINT32_MAX       /* has no partner */
#define SKIP (UINT32_MAX - 1) /* does not count: stands twice, says nothing */

/* Two lists and who pairs with whom. */
struct pairs {
	uint32_t *after_of, *before_of; /* index in the other list, GONE or SKIP */
	uint32_t before, after;
};

struct comparing {
	const struct sec_record *before, *after;
	struct sec_diffs *out;
	struct pairs sections;
	/* The sections at hand, for their keys; NULL: missing there. */
	const struct sec_section *was, *is;
	bool whole;
};

static void pairs_init(struct pairs *p, uint32_t before, uint32_t after)
{
	uint32_t i;

	p->before = before;
	p->after = after;
	p->after_of = xmalloc(((size_t)before + after + 1) * sizeof(*p->after_of));
	p->before_of = p->after_of + before;
	for (i = 0; i < before + after; i++)
		p->after_of[i] = GONE;
}

static void pairs_join(struct pairs *p, uint32_t before, uint32_t after)
{
	p->after_of[before] = after;
	p->before_of[after] = before;
}

/* Those that went behind `from`, up to the next that stayed. */
static void walk_gone(struct comparing *c, const struct pairs *p, uint32_t from,
	void (*each)(struct comparing *c, uint32_t before, uint32_t after))
{
	for (; from < p->before && p->after_of[from] >= SKIP; from++)
		if (p->after_of[from] == GONE)
			each(c, from, GONE);
}

/* In the order of `after`; what went stands behind the one it stood behind. */
static void walk(struct comparing *c, const struct pairs *p,
	void (*each)(struct comparing *c, uint32_t before, uint32_t after))
{
	uint32_t i;

	walk_gone(c, p, 0, each);
	for (i = 0; i < p->after; i++) {
		if (p->before_of[i] == SKIP)
			continue;
		each(c, p->before_of[i], i);
		if (p->before_of[i] != GONE)
			walk_gone(c, p, p->before_of[i] + 1, each);
	}
}

static struct sec_diff *tell(struct comparing *c, enum sec_diff_kind what)
{
	const struct sec_section *s = c->is ? c->is : c->was;
	struct sec_diffs *d = c->out;

	SEC_GROW(d->item, d->n, d->alloc);
	d->item[d->n] = (struct sec_diff){ .what = what, .kind = s->kind, .id = s->id };
	return &d->item[d->n++];
}

/* ---- keys ---- */

static bool counts(const struct sec_record *r, const struct sec_section *s,
	const struct sec_entry *e)
{
	return e->value.len && sec_section_find(r, s, e->key) == e;
}

static const struct sec_entry *partner(const struct sec_record *r, const struct sec_section *s,
	const struct sec_entry *e)
{
	const struct sec_entry *p = s ? sec_section_find(r, s, e->key) : NULL;

	return p && p->value.len ? p : NULL;
}

static void key(struct comparing *c, uint32_t before, uint32_t after)
{
	const struct sec_entry *was = before == GONE ? NULL
		: &c->before->entry[c->was->first + before];
	const struct sec_entry *is = after == GONE ? NULL
		: &c->after->entry[c->is->first + after];
	struct sec_diff *d;

	if (was && is && sec_str_eq(was->value, is->value))
		return;
	d = tell(c, SEC_DIFF_KEY);
	d->key = is ? is->key : was->key;
	if (was)
		d->old = was->value;
	if (is)
		d->now = is->value;
	d->whole = c->whole;
}

static void keys(struct comparing *c)
{
	struct pairs p;
	uint32_t i;

	pairs_init(&p, c->was ? c->was->entries : 0, c->is ? c->is->entries : 0);
	for (i = 0; i < p.before; i++)
		if (!counts(c->before, c->was, &c->before->entry[c->was->first + i]))
			p.after_of[i] = SKIP;
	for (i = 0; i < p.after; i++) {
		const struct sec_entry *e = &c->after->entry[c->is->first + i];
		const struct sec_entry *was = partner(c->before, c->was, e);

		if (!counts(c->after, c->is, e))
			p.before_of[i] = SKIP;
		else if (was)
			pairs_join(&p, (uint32_t)(was - c->before->entry) - c->was->first, i);
	}
	walk(c, &p, key);
	free(p.after_of);
}

/* ---- sections ---- */

static void section(struct comparing *c, uint32_t before, uint32_t after)
{
	c->was = before == GONE ? NULL : &c->before->section[before];
	c->is = after == GONE ? NULL : &c->after->section[after];
	c->whole = !c->was || !c->is;
	if (!c->was) {
		tell(c, SEC_DIFF_SECTION_ADDED);
	} else if (!c->is) {
		tell(c, SEC_DIFF_SECTION_REMOVED);
	} else if (!sec_str_eq(c->was->id, c->is->id)) {
		struct sec_diff *d = tell(c, SEC_DIFF_SECTION_RENAMED);

		d->old = c->was->id;
		d->now = c->is->id;
	}
	keys(c);
}

struct likeness {
	uint32_t before, after, same;
};

static uint32_t said(const struct sec_record *r, const struct sec_section *s)
{
	uint32_t i, n = 0;

	for (i = 0; i < s->entries; i++)
		n += counts(r, s, &r->entry[s->first + i]);
	return n;
}

/* How many values both say; 0 when that is too little for the same section. */
static uint32_t alike(const struct comparing *c, const struct sec_section *was,
	const struct sec_section *is)
{
	uint32_t i, same = 0, most;

	if (!sec_str_eq(was->kind, is->kind))
		return 0;
	for (i = 0; i < is->entries; i++) {
		const struct sec_entry *e = &c->after->entry[is->first + i];
		const struct sec_entry *p = partner(c->before, was, e);

		if (p && counts(c->after, is, e))
			same += sec_str_eq(e->value, p->value);
	}
	if (!same)
		return 0;
	most = said(c->before, was);
	if (said(c->after, is) > most)
		most = said(c->after, is);
	return 2 * same >= most ? same : 0;
}

static int by_likeness(const void *a, const void *b)
{
	const struct likeness *x = a, *y = b;

	if (x->same != y->same)
		return x->same < y->same ? 1 : -1;
	if (x->before != y->before)
		return x->before < y->before ? -1 : 1;
	return x->after < y->after ? -1 : x->after > y->after;
}

static uint32_t lonely(const uint32_t *of, uint32_t n)
{
	uint32_t i, count = 0;

	for (i = 0; i < n; i++)
		count += of[i] == GONE;
	return count;
}

/* Those most alike pair first. */
static void renames(struct comparing *c)
{
	struct pairs *p = &c->sections;
	struct likeness *like = NULL;
	size_t n = 0, alloc = 0, k;
	uint32_t i, j, same;

	if ((uint64_t)lonely(p->after_of, p->before) * lonely(p->before_of, p->after)
		> RENAMES_MAX)
		return;
	for (i = 0; i < p->before; i++) {
		for (j = 0; p->after_of[i] == GONE && j < p->after; j++) {
			if (p->before_of[j] != GONE)
				continue;
			same = alike(c, &c->before->section[i], &c->after->section[j]);
			if (!same)
				continue;
			SEC_GROW(like, n, alloc);
			like[n++] = (struct likeness){ i, j, same };
		}
	}
	if (n)
		qsort(like, n, sizeof(*like), by_likeness);
	for (k = 0; k < n; k++)
		if (p->after_of[like[k].before] == GONE && p->before_of[like[k].after] == GONE)
			pairs_join(p, like[k].before, like[k].after);
	free(like);
}

static void pair_sections(struct comparing *c)
{
	struct pairs *p = &c->sections;
	const struct sec_section *s;
	uint32_t i;

	pairs_init(p, c->before->sections, c->after->sections);
	for (i = 0; i < p->before; i++) {
		s = &c->before->section[i];
		if (sec_record_find(c->before, s->kind, s->id) != s)
			p->after_of[i] = SKIP;
	}
	for (i = 0; i < p->after; i++) {
		s = &c->after->section[i];
		if (sec_record_find(c->after, s->kind, s->id) != s) {
			p->before_of[i] = SKIP;
			continue;
		}
		s = sec_record_find(c->before, s->kind, s->id);
		if (s)
			pairs_join(p, (uint32_t)(s - c->before->section), i);
	}
	renames(c);
}

void sec_record_compare(const struct sec_record *before, const struct sec_record *after,
	struct sec_diffs *out)
{
	static const struct sec_record nothing = { 0 };
	struct comparing c = { .before = before ? before : &nothing,
		.after = after ? after : &nothing, .out = out };

	out->n = 0;
	pair_sections(&c);
	walk(&c, &c.sections, section);
	free(c.sections.after_of);
}

void sec_diffs_release(struct sec_diffs *d)
{
	free(d->item);
	*d = (struct sec_diffs){ 0 };
}

void sec_diff_address(const struct sec_diff *d, struct sec_buf *out)
{
	sec_buf_addslice(out, d->kind);
	if (d->id.len) {
		sec_buf_addch(out, ':');
		sec_buf_addslice(out, d->id);
	}
	if (d->key.s) {
		sec_buf_addch(out, '.');
		sec_buf_addslice(out, d->key);
	}
}
