/* SPDX-License-Identifier: ISC */
#include "register/history.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "register/history/inner.h"

/* More ids are not looked for one by one. */
enum { FEW = 32 };

struct walk {
	struct sec_history *h;
	struct sec_git *git;
	char *place; /* of the register in the repository: "" or "hr/" */
	struct sec_git_point tip;
	struct sec_wishes wishes;
	bool everywhere; /* wanted records may stand anywhere */
	bool learnt;
	struct listed {
		struct sec_git_id id;
		bool alone; /* the wanted records come from and go to no other place */
	} *commit; /* the latest first */
	size_t commits, commit_alloc;
	struct listed *at; /* the one at hand */
	struct sec_arena arena; /* of the commit at hand */
	struct sec_telling telling;
	struct sec_err *err;
};

static int take_id(void *ctx, const struct sec_git_commit *c)
{
	struct walk *w = ctx;

	SEC_GROW(w->commit, w->commits, w->commit_alloc);
	w->commit[w->commits++] = (struct listed){ .id = c->id };
	return 0;
}

/* Lists the commits that may have something to tell. */
static int list(struct walk *w)
{
	const struct sec_paths *own = &w->wishes.path;
	struct sec_paths path = { 0 };
	size_t i;
	int rc;

	for (i = 0; !w->h->others && !w->everywhere && i < own->n; i++)
		sec_paths_add(&path, own->item[i]);
	if (!w->h->others && w->everywhere)
		sec_paths_add(&path, "secondments");
	for (i = 0; i < path.n; i++) {
		char *full = xasprintf("%s%s", w->place, path.item[i]);

		free(path.item[i]);
		path.item[i] = full;
	}
	w->commits = 0;
	rc = sec_git()->past->commits(w->git, &w->tip.commit, w->h->hide,
		(const char *const *)path.item, path.n, take_id, w, w->err);
	sec_paths_release(&path);
	return rc;
}

static int take_tree(void *ctx, const struct sec_git_commit *c)
{
	*(struct sec_git_id *)ctx = c->tree;
	return 0;
}

/* What the commit did to files, against each of its parents. */
static int compare_files(struct walk *w, const struct sec_git_commit *c,
	const struct sec_paths *only)
{
	struct sec_telling *t = &w->telling;
	const struct sec_comparing how = { .git = w->git, .place = w->place,
		.others = w->h->others, .only = only, .arena = &w->arena };
	struct sec_git_id tree;
	size_t k;
	int rc = 0;

	for (k = 0; rc == 0 && k < t->parents; k++) {
		sec_paths_release(&t->beside[k].other);
		if (c->parents)
			rc = sec_git()->past->commit(w->git, &c->parent[k], take_tree, &tree, w->err);
		if (rc == 0)
			rc = sec_changes_find(&how, c->parents ? &tree : NULL, &c->tree,
				&t->beside[k].changes, &t->beside[k].other, w->err);
	}
	return rc;
}

/* Whether a record that is wanted came or went. */
static bool comes_or_goes(const struct sec_telling *t)
{
	const struct sec_changes *c;
	size_t k, i;

	for (k = 0; k < t->parents; k++)
		for (c = &t->beside[k].changes, i = 0; i < c->n; i++)
			if (!c->item[i].before.present || !c->item[i].after.present)
				return true;
	return false;
}

/* Of records at known places these are enough, unless one came or went there: then
 * it may have been moved from or to any other, but not in the first commit. */
static int compare_wanted(struct walk *w, const struct sec_git_commit *c)
{
	bool few = w->h->ids && !w->everywhere && !w->h->others;
	size_t k;
	int rc = 0;

	if (few)
		rc = compare_files(w, c, &w->wishes.path);
	if (rc < 0 || (few && (w->at->alone || !c->parents || !comes_or_goes(&w->telling))))
		return rc;
	rc = compare_files(w, c, NULL);
	w->at->alone = true;
	for (k = 0; k < w->telling.parents; k++)
		w->at->alone = w->at->alone && !sec_changes_may_move(&w->telling.beside[k].changes);
	return rc;
}

/* What it did to records, and to other files. */
static int look_at(struct walk *w, const struct sec_git_commit *c)
{
	const struct sec_comparing how = { .git = w->git, .place = w->place };
	struct sec_telling *t = &w->telling;
	size_t k;
	int rc;

	sec_arena_clear(&w->arena);
	sec_telling_room(t, c->parents);
	rc = compare_wanted(w, c);
	if (rc == 0) {
		sec_merge_mark(t->beside, t->parents);
		rc = sec_undone_mark(&how, c, t->beside, w->err);
	}
	for (k = 0; rc == 0 && k < t->parents; k++)
		rc = sec_pairs_find(&t->keeper, &t->beside[k].changes, &t->beside[k].pairs, w->err);
	if (rc == 0)
		sec_merge_others(t->beside, t->parents);
	return rc;
}

static int learn(void *ctx, const struct sec_git_commit *c)
{
	struct walk *w = ctx;
	int rc = c->cut ? 0 : look_at(w, c);

	if (rc == 0 && !c->cut && sec_wishes_learn(&w->wishes, &w->telling.beside->pairs, &c->id))
		w->learnt = true;
	return rc;
}

static int visit(struct walk *w, size_t i, int (*each)(void *ctx, const struct sec_git_commit *c))
{
	w->at = &w->commit[i];
	return sec_git()->past->commit(w->git, &w->at->id, each, w, w->err);
}

/* Finds what the wanted records were called and where they stood before. */
static int learn_all(struct walk *w)
{
	size_t i;
	int rc;

	do {
		w->learnt = false;
		rc = list(w);
		for (i = 0; rc == 0 && i < w->commits; i++)
			rc = visit(w, i, learn);
		if (rc == 0 && !w->learnt && !w->everywhere && !sec_wishes_all_met(&w->wishes))
			w->everywhere = w->learnt = true;
	} while (rc == 0 && w->learnt);
	return rc;
}

static int tell(void *ctx, const struct sec_git_commit *c)
{
	struct walk *w = ctx;
	struct sec_past past = { .commit = c, .telling = &w->telling };
	int rc = 0;

	if (c->cut)
		w->h->cut = true;
	else
		rc = look_at(w, c);
	if (rc == 0 && !c->cut) {
		rc = sec_telling_list(&w->telling, &w->wishes, w->err);
		sec_wishes_pass(&w->wishes, &c->id);
		past.steps = w->telling.tales;
		past.other = w->telling.beside->other.item;
		past.others = w->telling.beside->other.n;
	}
	if (rc < 0 || (!past.steps && !w->h->others))
		return rc;
	sec_history_split(c->message, &past);
	return w->h->each(w->h->ctx, &past, w->err);
}

static int tell_all(struct walk *w)
{
	size_t i;
	int rc = 0;

	for (i = w->commits; rc == 0 && i > 0; i--)
		rc = visit(w, i - 1, tell);
	return rc;
}

static int walk_open(struct walk *w, struct sec_history *h, struct sec_err *err)
{
	int rc;

	memset(w, 0, sizeof(*w));
	w->h = h;
	w->err = err;
	w->everywhere = !h->ids || h->ids > FEW;
	sec_wishes_init(&w->wishes, h->id, h->ids);
	if (!h->reg->root)
		return sec_err_set(err, SEC_ABSENT, "plain files have no history");
	w->place = sec_register_place(h->reg);
	rc = sec_git()->open(&w->git, h->reg->root, err);
	if (rc < 0)
		return rc;
	w->telling.keeper.git = w->git;
	w->telling.keeper.dialect = (struct sec_dialect){ .known_key = sec_schema_known_key,
		.ctx = &h->reg->schema };
	rc = sec_git()->resolve(w->git, h->tip ? h->tip : "HEAD", &w->tip, err);
	if (rc == SEC_ABSENT && h->tip && strcmp(h->tip, "HEAD") != 0)
		rc = err->code = SEC_FAIL; /* what somebody named, not the history, is not there */
	return rc;
}

static void walk_release(struct walk *w)
{
	free(w->commit);
	free(w->place);
	sec_telling_release(&w->telling);
	sec_wishes_release(&w->wishes);
	sec_arena_release(&w->arena);
	if (w->git)
		sec_git()->free(w->git);
}

int sec_history_walk(struct sec_history *h, struct sec_err *err)
{
	struct walk w;
	int rc = walk_open(&w, h, err);

	h->cut = false;
	if (rc == 0)
		rc = h->ids ? learn_all(&w) : list(&w);
	if (rc == 0)
		rc = tell_all(&w);
	walk_release(&w);
	return rc;
}
