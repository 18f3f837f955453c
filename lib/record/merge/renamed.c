/* SPDX-License-Identifier: ISC
 *
 * Sections that a side may have renamed: one of the base is gone there, and one that
 * neither the base nor the other side has says the same, key by key. No other pair may
 * fit as well.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "record/merge/inner.h"

enum {
	PAIRS_MAX = 1000000, /* comparisons of one side */
};

static bool lacks(const struct sec_record *r, const struct sec_section *s)
{
	return !sec_record_find(r, s->kind, s->id);
}

bool sec_merge_says_same(const struct sec_record *base, const struct sec_section *was,
	const struct sec_record *side, const struct sec_section *is)
{
	uint32_t i;

	if (!was->entries || was->entries != is->entries || !sec_str_eq(was->kind, is->kind))
		return false;
	for (i = 0; i < is->entries; i++) {
		const struct sec_entry *e = &side->entry[is->first + i];
		const struct sec_entry *b = sec_section_find(base, was, e->key);

		if (!b || !sec_str_eq(b->value, e->value))
			return false;
	}
	return true;
}

/* The sections of `r` that none of the others has; how many. */
static size_t own(const struct sec_record *r, const struct sec_record *a, const struct sec_record *b,
	const struct sec_section **out)
{
	size_t n = 0;
	uint32_t i;

	for (i = 0; i < r->sections; i++)
		if (r->section[i].id.len && lacks(a, &r->section[i]) && lacks(b, &r->section[i]))
			out[n++] = &r->section[i];
	return n;
}

void sec_merge_renamed(const struct sec_record *base, const struct sec_record *side,
	const struct sec_record *other, struct sec_renamed *out)
{
	const struct sec_section **was = xcalloc(base->sections, sizeof(*was));
	const struct sec_section **is = xcalloc(side->sections, sizeof(*is));
	size_t gone = own(base, side, side, was), fresh = own(side, base, other, is), i, k;
	unsigned *fits = xcalloc(fresh, sizeof(*fits));

	*out = (struct sec_renamed){ xcalloc(base->sections, sizeof(*out->to)),
		xcalloc(side->sections, sizeof(*out->from)) };
	for (i = 0; gone * fresh <= PAIRS_MAX && i < gone; i++) {
		size_t found = 0, last = 0;

		for (k = 0; k < fresh; k++)
			if (sec_merge_says_same(base, was[i], side, is[k])) {
				fits[k]++;
				found++;
				last = k;
			}
		if (found == 1) {
			out->to[was[i] - base->section] = is[last];
			out->from[is[last] - side->section] = was[i];
		}
	}
	for (k = 0; k < fresh; k++) {
		const struct sec_section **from = &out->from[is[k] - side->section];

		if (*from && fits[k] > 1)
			*from = NULL;
	}
	for (i = 0; i < gone; i++) {
		const struct sec_section **to = &out->to[was[i] - base->section];

		if (*to && out->from[*to - side->section] != was[i])
			*to = NULL;
	}
	free(was);
	free(is);
	free(fits);
}

void sec_renamed_release(struct sec_renamed *r)
{
	free(r->to);
	free(r->from);
}
