/* SPDX-License-Identifier: ISC
 *
 * What a merge takes back: something that one parent had done since it parted from
 * another, and that the merge has as it was before, or as the other parent made it.
 * `git merge -s ours` does it, and whoever settles a conflict for one side. Such a
 * merge looks like one of its parents, so that nothing differs from all of them.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "register/history/inner.h"

/* Where two parents parted. */
struct parting {
	const struct sec_comparing *c;
	struct sec_git_id base;
	size_t first, second; /* whose base it is; the same where none was asked for */
	bool none;            /* they have nothing in common */
	bool unknown;         /* not here: the clone is shallow */
};

static int find_base(struct parting *p, const struct sec_git_commit *c, size_t parent, size_t other,
	struct sec_err *err)
{
	size_t first = parent < other ? parent : other, second = parent < other ? other : parent;
	bool shallow = false;
	int rc;

	if (p->first == first && p->second == second)
		return 0;
	p->first = first;
	p->second = second;
	rc = sec_git()->past->base(p->c->git, &c->parent[first], &c->parent[second], &p->base, &shallow,
		err);
	p->none = rc == SEC_ABSENT;
	p->unknown = p->none && shallow;
	if (p->none)
		sec_err_clear(err);
	return p->none ? 0 : rc;
}

/* The parent from which the merge has that file; where it has it from none, the
 * first but `parent`. */
static size_t giver(const struct sec_beside *b, size_t parents, size_t parent,
	const struct sec_change *change)
{
	size_t k;

	for (k = 0; k < parents; k++)
		if (k != parent && !sec_changes_at(&b[k].changes, change))
			return k;
	return parent == 0;
}

static int look_at_base(struct parting *p, struct sec_change *change, struct sec_err *err)
{
	struct sec_git_head head = { .born = true, .tip = p->base };
	char *full;
	int rc = 0;

	if (p->unknown)
		return 0;
	if (!p->none) {
		full = xasprintf("%s%s", p->c->place, change->path);
		rc = sec_git()->write->entry(p->c->git, &head, full, &change->base, err);
		free(full);
		change->base = sec_change_plain(&change->base);
	}
	change->undone = rc == 0 && (change->base.present != change->before.present
		|| memcmp(&change->base.id, &change->before.id, sizeof(change->base.id)) != 0);
	return rc;
}

int sec_undone_mark(const struct sec_comparing *how, const struct sec_git_commit *c,
	struct sec_beside *b, struct sec_err *err)
{
	struct parting p = { .c = how };
	size_t k, i;
	int rc = 0;

	for (k = 0; c->parents > 1 && k < c->parents; k++)
		for (i = 0; rc == 0 && i < b[k].changes.n; i++) {
			struct sec_change *change = &b[k].changes.item[i];

			rc = find_base(&p, c, k, giver(b, c->parents, k, change), err);
			if (rc == 0)
				rc = look_at_base(&p, change, err);
		}
	return rc;
}

static bool same(struct sec_str a, struct sec_str b)
{
	return !a.s == !b.s && sec_str_eq(a, b);
}

/* Whether `d`, from the parent to the merge, is about what the parent had done: about
 * the key of `own`, which goes from the parent to the base, or about a section that
 * goes with what the parent said in it. */
static bool is_about(const struct sec_diff *d, const struct sec_diff *own)
{
	if (!same(d->kind, own->kind) || !same(d->id, own->id))
		return false;
	return same(d->key, own->key) || (d->what == SEC_DIFF_SECTION_REMOVED && own->old.s);
}

void sec_undone_diffs(struct sec_diffs *d, const struct sec_diffs *own)
{
	size_t i, k, n = 0;

	for (i = 0; i < d->n; i++) {
		for (k = 0; k < own->n && !is_about(&d->item[i], &own->item[k]); k++)
			;
		if (k < own->n)
			d->item[n++] = d->item[i];
	}
	d->n = n;
}

bool sec_undone_is(const struct sec_pair *p)
{
	bool undone = (p->was && p->was->undone) || (p->is && p->is->undone);

	/* what came or went beside every parent is told as that */
	return undone && ((p->was && p->is) || !(p->is ? p->is : p->was)->told);
}

const struct sec_git_entry *sec_undone_base(const struct sec_beside *b, size_t parents,
	const struct sec_pair *pair)
{
	size_t k, i;

	if (pair->was->base.present)
		return &pair->was->base;
	if (pair->is->base.present)
		return &pair->is->base;
	for (k = 0; k < parents; k++) /* the other side moved it here */
		for (i = 0; i < b[k].pairs.n; i++) {
			const struct sec_pair *p = &b[k].pairs.item[i];

			if (p->was && p->is && p->was->base.present
				&& strcmp(p->is->path, pair->is->path) == 0)
				return &p->was->base;
		}
	return NULL;
}

bool sec_undone_move(const struct sec_pair *p)
{
	return strcmp(p->was->path, p->is->path) != 0 && p->is->base.present && !p->was->base.present;
}
