/* SPDX-License-Identifier: ISC
 *
 * Steps: what a commit did to one record after the other. Which there are is known
 * from the files alone; the records are read when a step is asked for, and go when
 * the next one is, so that a commit of ten thousand takes no more memory than one.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "register/history/inner.h"

/* The record at one end of a pair; *out stays NULL where there is none. */
static int fetch(struct sec_telling *t, const struct sec_change *c, bool after,
	const struct sec_kept **out, struct sec_err *err)
{
	*out = NULL;
	if (c)
		*out = sec_keeper_get(&t->keeper, after ? &c->after.id : &c->before.id, err);
	return !c || *out ? 0 : SEC_FAIL;
}

static const struct sec_record *record_of(const struct sec_kept *k)
{
	return k ? &k->record : NULL;
}

/* Takes off what some other parent said already. */
static int subtract(struct sec_telling *t, size_t base, const struct sec_record *is,
	struct sec_diffs *diffs, struct sec_err *err)
{
	const struct sec_kept *was;
	size_t k;
	int rc = 0;

	for (k = 0; rc == 0 && k < t->parents; k++) {
		if (k == base)
			continue;
		rc = fetch(t, t->twin[k]->was, false, &was, err);
		if (rc == 0) {
			sec_record_compare(record_of(was), is, &t->scratch);
			sec_merge_diffs(diffs, &t->scratch, true);
		}
	}
	return rc;
}

/* Keeps of what was done to a record that was and is only what takes the place of
 * something that the parent had done. */
static int keep_undone(struct sec_telling *t, const struct sec_pair *p,
	const struct sec_record *was, struct sec_diffs *diffs, struct sec_err *err)
{
	const struct sec_git_entry *base = sec_undone_base(t->beside, t->parents, p);
	const struct sec_kept *before = base ? sec_keeper_get(&t->keeper, &base->id, err) : NULL;

	if (base && !before)
		return SEC_FAIL;
	sec_record_compare(was, record_of(before), &t->scratch);
	sec_undone_diffs(diffs, &t->scratch);
	return 0;
}

/* What one tale alone says; of a record at some parent, `base` being the one. */
static int read_tale(struct sec_telling *t, const struct sec_tale *tale, struct sec_diffs *diffs,
	struct sec_step *out, struct sec_err *err)
{
	const struct sec_pair *p = tale->pair;
	const struct sec_kept *was, *is;
	size_t base = 0;
	int rc;

	if (!tale->undone) {
		sec_merge_twins(t->beside, t->parents, tale->pair, t->twin, &base);
		p = t->twin[base];
	}
	rc = fetch(t, p->was, false, &was, err);
	if (rc == 0)
		rc = fetch(t, p->is, true, &is, err);
	if (rc < 0)
		return rc;
	sec_record_compare(record_of(was), record_of(is), diffs);
	*out = (struct sec_step){
		.path = p->is ? p->is->path : NULL,
		.old_path = p->was ? p->was->path : NULL,
		.id = p->is ? p->is->id : p->was->id,
		.old_id = p->was && p->is && strcmp(p->was->id, p->is->id) != 0 ? p->was->id : NULL,
		.before = record_of(was),
		.after = record_of(is),
		.diffs = diffs,
	};
	if (!was || !is)
		return 0;
	return tale->undone ? keep_undone(t, p, &was->record, diffs, err)
		: subtract(t, base, &is->record, diffs, err);
}

static const char *path_of(const struct sec_tale *tale)
{
	return tale->pair->is ? tale->pair->is->path : NULL;
}

static const char *id_of(const struct sec_tale *tale)
{
	return (tale->pair->is ? tale->pair->is : tale->pair->was)->id;
}

/* Takes off what tales before this one, of the same record, say already. */
static int drop_told(struct sec_telling *t, size_t at, struct sec_err *err)
{
	const struct sec_tale *tale = &t->tale[at];
	struct sec_step step;
	size_t i;
	int rc = 0;

	for (i = at; rc == 0 && i-- > 0 && strcmp(id_of(&t->tale[i]), id_of(tale)) == 0;) {
		if (!path_of(&t->tale[i]) || strcmp(path_of(&t->tale[i]), path_of(tale)) != 0)
			continue;
		rc = read_tale(t, &t->tale[i], &t->earlier, &step, err);
		if (rc == 0)
			sec_merge_diffs(&t->diffs, &t->earlier, false);
	}
	return rc;
}

static int read_step(struct sec_telling *t, size_t i, struct sec_err *err)
{
	struct sec_step *s = &t->step;
	int rc;

	sec_keeper_next(&t->keeper);
	rc = read_tale(t, &t->tale[i], &t->diffs, s, err);
	if (rc == 0 && t->tale[i].undone && s->before && s->after)
		rc = drop_told(t, i, err);
	return rc;
}

const struct sec_step *sec_past_step(const struct sec_past *past, size_t i, struct sec_err *err)
{
	return read_step(past->telling, i, err) < 0 ? NULL : &past->telling->step;
}

/* ---- which steps there are */

static void add_tale(struct sec_telling *t, const struct sec_pair *pair, bool undone)
{
	SEC_GROW(t->tale, t->tales, t->tale_alloc);
	t->tale[t->tales] = (struct sec_tale){ .pair = pair, .undone = undone, .order = t->tales };
	t->tales++;
}

static bool is_wanted(struct sec_wishes *w, const struct sec_pair *pair)
{
	return !w->n || sec_wishes_want(w, pair);
}

static void list_tales(struct sec_telling *t, struct sec_wishes *wishes)
{
	const struct sec_pairs *pairs = &t->beside->pairs;
	size_t base, k, i;

	t->tales = 0;
	for (i = 0; i < pairs->n; i++)
		if (is_wanted(wishes, &pairs->item[i])
			&& sec_merge_twins(t->beside, t->parents, &pairs->item[i], t->twin, &base))
			add_tale(t, &pairs->item[i], false);
	for (k = 0; t->parents > 1 && k < t->parents; k++)
		for (pairs = &t->beside[k].pairs, i = 0; i < pairs->n; i++)
			if (sec_undone_is(&pairs->item[i]) && is_wanted(wishes, &pairs->item[i]))
				add_tale(t, &pairs->item[i], true);
}

static int by_id(const void *a, const void *b)
{
	const struct sec_tale *x = a, *y = b;
	int c = strcmp(id_of(x), id_of(y));

	return c ? c : (x->order > y->order) - (x->order < y->order);
}

/* Of a merge only the records themselves show whether there is anything to tell. */
static int drop_silent(struct sec_telling *t, struct sec_err *err)
{
	size_t i, n = 0;
	int rc = 0;

	for (i = 0; rc == 0 && i < t->tales; i++) {
		const struct sec_tale *tale = &t->tale[i];

		rc = read_step(t, i, err);
		t->tale[i].says = t->diffs.n || !t->step.before || !t->step.after
			|| (tale->undone && sec_undone_move(tale->pair));
	}
	for (i = 0; i < t->tales; i++)
		if (t->tale[i].says)
			t->tale[n++] = t->tale[i];
	t->tales = n;
	return rc;
}

int sec_telling_list(struct sec_telling *t, struct sec_wishes *wishes, struct sec_err *err)
{
	list_tales(t, wishes);
	if (t->parents == 1 || !t->tales)
		return 0;
	qsort(t->tale, t->tales, sizeof(*t->tale), by_id);
	return drop_silent(t, err);
}

/* ---- memory */

void sec_telling_room(struct sec_telling *t, size_t parents)
{
	size_t n;

	t->parents = parents ? parents : 1;
	if (t->parents <= t->besides)
		return;
	n = t->parents - t->besides;
	t->beside = xreallocarray(t->beside, t->parents, sizeof(*t->beside));
	t->twin = xreallocarray(t->twin, t->parents, sizeof(*t->twin));
	memset(t->beside + t->besides, 0, n * sizeof(*t->beside));
	t->besides = t->parents;
}

void sec_telling_release(struct sec_telling *t)
{
	size_t i;

	for (i = 0; i < t->besides; i++) {
		free(t->beside[i].changes.item);
		free(t->beside[i].pairs.item);
		sec_paths_release(&t->beside[i].other);
	}
	free(t->beside);
	free(t->twin);
	free(t->tale);
	sec_diffs_release(&t->diffs);
	sec_diffs_release(&t->scratch);
	sec_diffs_release(&t->earlier);
	sec_keeper_release(&t->keeper);
}
