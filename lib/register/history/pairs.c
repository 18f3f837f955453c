/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "register/history/inner.h"

/* Beyond so many pairs nobody looks for records that are alike. */
enum { ALIKE_PAIRS = 10000 };

/* Files that went, or that came; those that found each other become NULL. */
struct side {
	const struct sec_change **item;
	size_t n, alloc;
};

struct pairing {
	struct sec_keeper *keeper;
	struct sec_pairs *out;
	struct side gone, come;
	struct sec_err *err;
};

static void add_pair(struct sec_pairs *out, const struct sec_change *was,
	const struct sec_change *is)
{
	SEC_GROW(out->item, out->n, out->alloc);
	out->item[out->n++] = (struct sec_pair){ was, is };
}

static void add_side(struct side *s, const struct sec_change *c)
{
	SEC_GROW(s->item, s->n, s->alloc);
	s->item[s->n++] = c;
}

static void drop_paired(struct side *s)
{
	size_t i, n = 0;

	for (i = 0; i < s->n; i++)
		if (s->item[i])
			s->item[n++] = s->item[i];
	s->n = n;
}

static const struct sec_git_id *blob(const struct sec_change *c)
{
	return c->after.present ? &c->after.id : &c->before.id;
}

static int by_blob(const struct sec_change *a, const struct sec_change *b)
{
	return memcmp(blob(a), blob(b), sizeof(struct sec_git_id));
}

static int by_id(const struct sec_change *a, const struct sec_change *b)
{
	return strcmp(a->id, b->id);
}

static int by_id_and_blob(const struct sec_change *a, const struct sec_change *b)
{
	int c = by_id(a, b);

	return c ? c : by_blob(a, b);
}

static int order(const void *a, const void *b, void *compare)
{
	const struct sec_change *x = *(const struct sec_change *const *)a;
	const struct sec_change *y = *(const struct sec_change *const *)b;
	int c = (*(int (**)(const struct sec_change *, const struct sec_change *))compare)(x, y);

	return c ? c : strcmp(x->path, y->path);
}

/* Pairs what went with what came where they are the same in that way. */
static void match(struct pairing *p, int (*same)(const struct sec_change *a,
	const struct sec_change *b))
{
	size_t i = 0, k = 0;

	if (!p->gone.n || !p->come.n)
		return;
	qsort_r(p->gone.item, p->gone.n, sizeof(*p->gone.item), order, &same);
	qsort_r(p->come.item, p->come.n, sizeof(*p->come.item), order, &same);
	while (i < p->gone.n && k < p->come.n) {
		int c = same(p->gone.item[i], p->come.item[k]);

		if (c == 0) {
			add_pair(p->out, p->gone.item[i], p->come.item[k]);
			p->gone.item[i] = p->come.item[k] = NULL;
		}
		i += c <= 0;
		k += c >= 0;
	}
	drop_paired(&p->gone);
	drop_paired(&p->come);
}

struct likeness {
	size_t gone, come;
	unsigned same; /* parts in a thousand */
};

/* How much of what the larger of two records says the other says too. */
static unsigned likeness(const struct sec_record *a, const struct sec_record *b,
	struct sec_diffs *d)
{
	size_t most = a->entries > b->entries ? a->entries : b->entries, differ = 0, i;

	sec_record_compare(a, b, d);
	for (i = 0; i < d->n; i++)
		differ += d->item[i].what == SEC_DIFF_KEY && d->item[i].old.s;
	return most ? (unsigned)((a->entries > differ ? a->entries - differ : 0) * 1000 / most) : 0;
}

static int most_alike_first(const void *a, const void *b)
{
	const struct likeness *x = a, *y = b;

	if (x->same != y->same)
		return x->same > y->same ? -1 : 1;
	if (x->gone != y->gone)
		return x->gone < y->gone ? -1 : 1;
	return (x->come > y->come) - (x->come < y->come);
}

static int measure(struct pairing *p, const struct sec_change *gone,
	const struct sec_change *come, unsigned *same, struct sec_diffs *d)
{
	const struct sec_kept *was, *is;

	sec_keeper_next(p->keeper);
	was = sec_keeper_get(p->keeper, blob(gone), p->err);
	is = was ? sec_keeper_get(p->keeper, blob(come), p->err) : NULL;
	if (is)
		*same = likeness(&was->record, &is->record, d);
	return is ? 0 : SEC_FAIL;
}

static int measure_all(struct pairing *p, struct likeness *found, size_t *n, struct sec_diffs *d)
{
	unsigned same;
	size_t i, k;
	int rc = 0;

	for (i = 0; i < p->gone.n; i++)
		for (k = 0; rc == 0 && k < p->come.n; k++) {
			if (!p->come.item[k]->told && !p->come.item[k]->undone)
				continue;
			rc = measure(p, p->gone.item[i], p->come.item[k], &same, d);
			if (rc == 0 && same * 3 >= 2000)
				found[(*n)++] = (struct likeness){ i, k, same };
		}
	return rc;
}

/* Records of different ids that say much the same, those most alike first. */
static int match_alike(struct pairing *p)
{
	struct likeness *found;
	struct sec_diffs diffs = { 0 };
	size_t n = 0, i;
	int rc;

	if (!p->gone.n || !p->come.n || p->gone.n > ALIKE_PAIRS / p->come.n)
		return 0;
	found = xreallocarray(NULL, p->gone.n * p->come.n, sizeof(*found));
	rc = measure_all(p, found, &n, &diffs);
	if (n)
		qsort(found, n, sizeof(*found), most_alike_first);
	for (i = 0; i < n; i++) {
		const struct sec_change **was = &p->gone.item[found[i].gone];
		const struct sec_change **is = &p->come.item[found[i].come];

		if (!*was || !*is)
			continue;
		add_pair(p->out, *was, *is);
		*was = *is = NULL;
	}
	drop_paired(&p->gone);
	drop_paired(&p->come);
	sec_diffs_release(&diffs);
	free(found);
	return rc;
}

static int in_order(const void *a, const void *b)
{
	const struct sec_pair *x = a, *y = b;
	const struct sec_change *p = x->is ? x->is : x->was, *q = y->is ? y->is : y->was;
	int c = strcmp(p->id, q->id);

	return c ? c : strcmp(p->path, q->path);
}

/* Only what is told: where a merge agrees with one of its parents, the branch has
 * told it, unless the merge takes back what was done in this one. */
static void finish(struct sec_pairs *out)
{
	size_t i, n = 0;

	for (i = 0; i < out->n; i++)
		if ((out->item[i].is ? out->item[i].is : out->item[i].was)->told
			|| sec_undone_is(&out->item[i]))
			out->item[n++] = out->item[i];
	out->n = n;
	if (n)
		qsort(out->item, n, sizeof(*out->item), in_order);
}

int sec_pairs_find(struct sec_keeper *k, const struct sec_changes *c, struct sec_pairs *out,
	struct sec_err *err)
{
	struct pairing p = { .keeper = k, .out = out, .err = err };
	size_t i;
	int rc;

	out->n = 0;
	for (i = 0; i < c->n; i++) {
		if (c->item[i].before.present && c->item[i].after.present)
			add_pair(out, &c->item[i], &c->item[i]);
		else
			add_side(c->item[i].after.present ? &p.come : &p.gone, &c->item[i]);
	}
	match(&p, by_id_and_blob);
	match(&p, by_id);
	match(&p, by_blob);
	rc = match_alike(&p);
	for (i = 0; i < p.gone.n; i++)
		add_pair(out, p.gone.item[i], NULL);
	for (i = 0; i < p.come.n; i++)
		add_pair(out, NULL, p.come.item[i]);
	finish(out);
	free(p.gone.item);
	free(p.come.item);
	return rc;
}
