/* SPDX-License-Identifier: ISC
 *
 * The order of the sections. Where both sides put new ones at the same place,
 * events stand in the order of their days, and kinds as theirs has them.
 */
#include <stdlib.h>

#include "base/date.h"
#include "record/merge/inner.h"

/* Where a kind begins in theirs. */
struct first {
	struct sec_str kind;
	uint32_t at;
};

struct ordering {
	const struct sec_section *ours, *theirs;
	struct first *first; /* by kind, then place */
	size_t n;
};

static int by_kind(const void *a, const void *b)
{
	const struct first *x = a, *y = b;
	int c = sec_str_cmp(x->kind, y->kind);

	return c ? c : x->at < y->at ? -1 : x->at > y->at;
}

static uint32_t first_of(const struct ordering *o, struct sec_str kind)
{
	size_t i;

	SEC_FIRST_NOT(i, o->n, sec_str_cmp(o->first[i].kind, kind) < 0);
	return i < o->n && sec_str_eq(o->first[i].kind, kind) ? o->first[i].at : 0;
}

static bool begins_with_day(struct sec_str id)
{
	sec_day day;

	return id.len >= 10 && sec_day_parse(id.s, 10, &day);
}

static bool later(void *ctx, uint32_t ours, uint32_t theirs)
{
	const struct ordering *order = ctx;
	const struct sec_section *o = &order->ours[ours], *t = &order->theirs[theirs];

	if (!sec_str_eq(o->kind, t->kind))
		return first_of(order, o->kind) > theirs;
	return begins_with_day(o->id) && begins_with_day(t->id) && sec_str_cmp(o->id, t->id) > 0;
}

struct sec_strand *sec_merge_order(const struct sec_record *ours, const struct sec_record *theirs,
	uint32_t *count)
{
	uint32_t n = theirs->sections, i, *ours_of = xmalloc(((size_t)n + 1) * sizeof(*ours_of));
	struct ordering order = { ours->section, theirs->section,
		xmalloc(((size_t)n + 1) * sizeof(*order.first)), n };
	struct sec_strand *strand = xmalloc(((size_t)n + ours->sections + 1) * sizeof(*strand));
	struct sec_weave w = { .ours = ours->sections, .theirs = n, .ours_of = ours_of,
		.later = later, .ctx = &order };

	for (i = 0; i < n; i++) {
		const struct sec_section *t = &theirs->section[i];
		const struct sec_section *o = sec_record_find(ours, t->kind, t->id);

		ours_of[i] = o ? (uint32_t)(o - ours->section) : SEC_WEAVE_NONE;
		order.first[i] = (struct first){ t->kind, i };
	}
	qsort(order.first, n, sizeof(*order.first), by_kind);
	*count = sec_weave(&w, strand);
	free(order.first);
	free(ours_of);
	return strand;
}
