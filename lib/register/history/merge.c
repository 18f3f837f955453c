/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "register/history/inner.h"

static bool is_everywhere(const struct sec_beside *b, size_t parents,
	const struct sec_change *change)
{
	const struct sec_change *other;
	size_t k;

	for (k = 0; k < parents; k++) {
		if (change->after.present) {
			other = sec_changes_at(&b[k].changes, change);
			if (!other || !other->after.present)
				return false;
		} else if (!sec_changes_gone(&b[k].changes, change->id)) {
			return false;
		}
	}
	return true;
}

void sec_merge_mark(struct sec_beside *b, size_t parents)
{
	struct sec_change *change;
	size_t k, i;

	for (k = 0; k < parents; k++)
		for (i = 0; i < b[k].changes.n; i++) {
			change = &b[k].changes.item[i];
			change->told = parents == 1 || is_everywhere(b, parents, change);
		}
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void sec_merge_others(struct sec_beside *b, size_t parents)
{
	struct sec_paths *first = &b->other, *other;
	size_t k, i, n;

	for (k = 1; k < parents; k++) {
		other = &b[k].other;
		sec_paths_sort(other);
		for (i = n = 0; i < first->n; i++) {
			if (other->n && bsearch(&first->item[i], other->item, other->n,
				sizeof(*other->item), by_bytes))
				first->item[n++] = first->item[i];
			else
				free(first->item[i]);
		}
		first->n = n;
	}
}

static const char *id_of(const struct sec_pair *p)
{
	return (p->is ? p->is : p->was)->id;
}

static const struct sec_pair *find_twin(const struct sec_pairs *p, const struct sec_pair *pair)
{
	size_t i;

	SEC_FIRST_NOT(i, p->n, strcmp(id_of(&p->item[i]), id_of(pair)) < 0);
	for (; i < p->n && strcmp(id_of(&p->item[i]), id_of(pair)) == 0; i++) {
		const struct sec_pair *twin = &p->item[i];

		if (!twin->is && !pair->is)
			return twin;
		if (twin->is && pair->is && strcmp(twin->is->path, pair->is->path) == 0)
			return twin;
	}
	return NULL;
}

/* A record that stayed where it was is compared with that, before one that moved,
 * was renamed or came. */
static int nearness(const struct sec_pair *p)
{
	if (!p->was || !p->is)
		return 0;
	return p->was == p->is ? 3 : strcmp(p->was->id, p->is->id) == 0 ? 2 : 1;
}

bool sec_merge_twins(const struct sec_beside *b, size_t parents, const struct sec_pair *pair,
	const struct sec_pair **twin, size_t *base)
{
	size_t k;

	twin[0] = pair;
	*base = 0;
	for (k = 1; k < parents; k++) {
		twin[k] = find_twin(&b[k].pairs, pair);
		if (!twin[k])
			return false;
		if (nearness(twin[k]) > nearness(twin[*base]))
			*base = k;
	}
	return true;
}

static bool same(struct sec_str a, struct sec_str b)
{
	return !a.s == !b.s && sec_str_eq(a, b);
}

/* What came out is the same; what it was before may have been another thing in
 * each parent. */
static bool says_the_same(const struct sec_diff *a, const struct sec_diff *b)
{
	return a->what == b->what && same(a->kind, b->kind) && same(a->id, b->id)
		&& same(a->key, b->key) && same(a->now, b->now)
		&& (a->what != SEC_DIFF_SECTION_RENAMED || same(a->old, b->old));
}

void sec_merge_diffs(struct sec_diffs *d, const struct sec_diffs *with, bool also)
{
	size_t i, k, n = 0;

	for (i = 0; i < d->n; i++) {
		for (k = 0; k < with->n && !says_the_same(&d->item[i], &with->item[k]); k++)
			;
		if ((k < with->n) == also)
			d->item[n++] = d->item[i];
	}
	d->n = n;
}
