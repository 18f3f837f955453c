/* SPDX-License-Identifier: ISC */
#include "register/history.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "register/history-inner.h"

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
	struct sec_keeper keeper;
	struct sec_arena arena; /* of the commit at hand */
	struct sec_beside *beside; /* one a parent; of a commit without any, one too */
	const struct sec_pair **twin; /* likewise */
	size_t besides, parents;
	struct sec_step *step;
	struct sec_diffs *diffs; /* one a step */
	size_t steps, step_alloc;
	struct sec_diffs scratch;
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

static void make_room(struct walk *w, const struct sec_git_commit *c)
{
	size_t n;

	w->parents = c->parents ? c->parents : 1;
	if (w->parents <= w->besides)
		return;
	n = w->parents - w->besides;
	w->beside = xreallocarray(w->beside, w->parents, sizeof(*w->beside));
	w->twin = xreallocarray(w->twin, w->parents, sizeof(*w->twin));
	memset(w->beside + w->besides, 0, n * sizeof(*w->beside));
	w->besides = w->parents;
}

/* What the commit did to files, against each of its parents. */
static int compare_files(struct walk *w, const struct sec_git_commit *c,
	const struct sec_paths *only)
{
	const struct sec_comparing how = { .git = w->git, .place = w->place,
		.others = w->h->others, .only = only, .arena = &w->arena };
	struct sec_git_id tree;
	size_t k;
	int rc = 0;

	for (k = 0; rc == 0 && k < w->parents; k++) {
		sec_paths_release(&w->beside[k].other);
		if (c->parents)
			rc = sec_git()->past->commit(w->git, &c->parent[k], take_tree, &tree, w->err);
		if (rc == 0)
			rc = sec_changes_find(&how, c->parents ? &tree : NULL, &c->tree,
				&w->beside[k].changes, &w->beside[k].other, w->err);
	}
	return rc;
}

/* Whether a record that is wanted came or went. */
static bool comes_or_goes(const struct walk *w)
{
	const struct sec_changes *c;
	size_t k, i;

	for (k = 0; k < w->parents; k++)
		for (c = &w->beside[k].changes, i = 0; i < c->n; i++)
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
	if (rc < 0 || (few && (w->at->alone || !c->parents || !comes_or_goes(w))))
		return rc;
	rc = compare_files(w, c, NULL);
	w->at->alone = true;
	for (k = 0; k < w->parents; k++)
		w->at->alone = w->at->alone && !sec_changes_may_move(&w->beside[k].changes);
	return rc;
}

/* What it did to records, and to other files. */
static int look_at(struct walk *w, const struct sec_git_commit *c)
{
	const struct sec_comparing how = { .git = w->git, .place = w->place };
	size_t k;
	int rc;

	sec_arena_clear(&w->arena);
	sec_keeper_next(&w->keeper);
	make_room(w, c);
	rc = compare_wanted(w, c);
	if (rc == 0) {
		sec_merge_mark(w->beside, w->parents);
		rc = sec_undone_mark(&how, c, w->beside, w->err);
	}
	for (k = 0; rc == 0 && k < w->parents; k++)
		rc = sec_pairs_find(&w->keeper, &w->beside[k].changes, &w->beside[k].pairs, w->err);
	if (rc == 0)
		sec_merge_others(w->beside, w->parents);
	return rc;
}

static int learn(void *ctx, const struct sec_git_commit *c)
{
	struct walk *w = ctx;
	int rc = c->cut ? 0 : look_at(w, c);

	if (rc == 0 && !c->cut && sec_wishes_learn(&w->wishes, &w->beside->pairs, &c->id))
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

/* The record at one end of a pair; *out stays NULL where there is none. */
static int fetch(struct walk *w, const struct sec_change *c, bool after,
	const struct sec_kept **out)
{
	*out = NULL;
	if (c)
		*out = sec_keeper_get(&w->keeper, after ? &c->after.id : &c->before.id, w->err);
	return !c || *out ? 0 : SEC_FAIL;
}

/* Takes off what some other parent said already. */
static int subtract(struct walk *w, size_t base, const struct sec_kept *is,
	struct sec_diffs *diffs)
{
	const struct sec_kept *was;
	size_t k;
	int rc = 0;

	for (k = 0; rc == 0 && k < w->parents; k++) {
		if (k == base)
			continue;
		rc = fetch(w, w->twin[k]->was, false, &was);
		if (rc == 0) {
			sec_record_compare(was ? &was->record : NULL, is ? &is->record : NULL, &w->scratch);
			sec_merge_diffs(diffs, &w->scratch, true);
		}
	}
	return rc;
}

static void add_step(struct walk *w, const struct sec_pair *p, const struct sec_kept *was,
	const struct sec_kept *is)
{
	w->step[w->steps++] = (struct sec_step){
		.path = p->is ? p->is->path : NULL,
		.old_path = p->was ? p->was->path : NULL,
		.id = p->is ? p->is->id : p->was->id,
		.old_id = p->was && p->is && strcmp(p->was->id, p->is->id) != 0 ? p->was->id : NULL,
		.before = was ? &was->record : NULL,
		.after = is ? &is->record : NULL,
	};
}

/* Those of the step that may come next. */
static struct sec_diffs *new_diffs(struct walk *w)
{
	if (w->steps == w->step_alloc) {
		SEC_GROW(w->step, w->steps, w->step_alloc);
		w->diffs = xreallocarray(w->diffs, w->step_alloc, sizeof(*w->diffs));
		memset(w->diffs + w->steps, 0, (w->step_alloc - w->steps) * sizeof(*w->diffs));
	}
	w->diffs[w->steps].n = 0;
	return &w->diffs[w->steps];
}

static int tell_pair(struct walk *w, const struct sec_pair *pair)
{
	const struct sec_kept *was, *is;
	const struct sec_pair *p;
	struct sec_diffs *diffs;
	size_t base;
	int rc;

	if (!sec_merge_twins(w->beside, w->parents, pair, w->twin, &base))
		return 0;
	p = w->twin[base];
	rc = fetch(w, p->was, false, &was);
	if (rc == 0)
		rc = fetch(w, p->is, true, &is);
	if (rc < 0)
		return rc;
	diffs = new_diffs(w);
	sec_record_compare(was ? &was->record : NULL, is ? &is->record : NULL, diffs);
	if (w->parents > 1 && was && is)
		rc = subtract(w, base, is, diffs);
	if (rc == 0 && (w->parents == 1 || diffs->n || !was || !is))
		add_step(w, p, was, is);
	return rc;
}

/* Keeps of what was done to a record that was and is only what takes back something
 * that the parent had done, and what no other step has told. */
static int keep_undone(struct walk *w, const struct sec_pair *p, const struct sec_kept *was,
	struct sec_diffs *diffs)
{
	const struct sec_git_entry *base = sec_undone_base(w->beside, w->parents, p);
	const struct sec_kept *before = base ? sec_keeper_get(&w->keeper, &base->id, w->err) : NULL;
	size_t i;

	if (base && !before)
		return SEC_FAIL;
	sec_record_compare(&was->record, before ? &before->record : NULL, &w->scratch);
	sec_merge_diffs(diffs, &w->scratch, true);
	for (i = 0; i < w->steps; i++)
		if (w->step[i].path && strcmp(w->step[i].path, p->is->path) == 0)
			sec_merge_diffs(diffs, &w->diffs[i], false);
	return 0;
}

static int tell_undone(struct walk *w, const struct sec_pair *p)
{
	struct sec_diffs *diffs = new_diffs(w);
	const struct sec_kept *was, *is;
	int rc = fetch(w, p->was, false, &was);

	if (rc == 0)
		rc = fetch(w, p->is, true, &is);
	if (rc < 0)
		return rc;
	sec_record_compare(was ? &was->record : NULL, is ? &is->record : NULL, diffs);
	if (was && is)
		rc = keep_undone(w, p, was, diffs);
	if (rc == 0 && (diffs->n || !was || !is || sec_undone_move(p)))
		add_step(w, p, was, is);
	return rc;
}

static int tell_all_undone(struct walk *w)
{
	size_t k, i;
	int rc = 0;

	for (k = 0; k < w->parents; k++) {
		const struct sec_pairs *pairs = &w->beside[k].pairs;

		for (i = 0; rc == 0 && i < pairs->n; i++)
			if (sec_undone_is(&pairs->item[i])
				&& (!w->wishes.n || sec_wishes_want(&w->wishes, &pairs->item[i])))
				rc = tell_undone(w, &pairs->item[i]);
	}
	return rc;
}

static int by_id(const void *a, const void *b)
{
	const struct sec_step *x = a, *y = b;
	int c = strcmp(x->id, y->id);

	return c ? c : (x->diffs > y->diffs) - (x->diffs < y->diffs); /* as they were found */
}

static int tell_steps(struct walk *w)
{
	const struct sec_pairs *pairs = &w->beside->pairs;
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < pairs->n; i++)
		if (!w->wishes.n || sec_wishes_want(&w->wishes, &pairs->item[i]))
			rc = tell_pair(w, &pairs->item[i]);
	if (rc == 0 && w->parents > 1)
		rc = tell_all_undone(w);
	for (i = 0; i < w->steps; i++)
		w->step[i].diffs = &w->diffs[i];
	if (w->parents > 1 && w->steps)
		qsort(w->step, w->steps, sizeof(*w->step), by_id);
	return rc;
}

static int tell(void *ctx, const struct sec_git_commit *c)
{
	struct walk *w = ctx;
	struct sec_past past = { .commit = c };
	int rc = 0;

	w->steps = 0;
	if (c->cut)
		w->h->cut = true;
	else
		rc = look_at(w, c);
	if (rc == 0 && !c->cut) {
		rc = tell_steps(w);
		sec_wishes_pass(&w->wishes, &c->id);
		past.other = w->beside->other.item;
		past.others = w->beside->other.n;
	}
	if (rc < 0 || (!w->steps && !w->h->others))
		return rc;
	past.step = w->step;
	past.steps = w->steps;
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
	w->keeper.git = w->git;
	w->keeper.dialect = (struct sec_dialect){ .known_key = sec_schema_known_key,
		.ctx = &h->reg->schema };
	rc = sec_git()->resolve(w->git, h->tip ? h->tip : "HEAD", &w->tip, err);
	if (rc == SEC_ABSENT && h->tip && strcmp(h->tip, "HEAD") != 0)
		rc = err->code = SEC_FAIL; /* what somebody named, not the history, is not there */
	return rc;
}

static void walk_release(struct walk *w)
{
	size_t i;

	for (i = 0; i < w->besides; i++) {
		free(w->beside[i].changes.item);
		free(w->beside[i].pairs.item);
		sec_paths_release(&w->beside[i].other);
	}
	for (i = 0; i < w->step_alloc; i++)
		sec_diffs_release(&w->diffs[i]);
	sec_diffs_release(&w->scratch);
	free(w->beside);
	free(w->twin);
	free(w->step);
	free(w->diffs);
	free(w->commit);
	free(w->place);
	sec_wishes_release(&w->wishes);
	sec_keeper_release(&w->keeper);
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
