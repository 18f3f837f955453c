/* SPDX-License-Identifier: ISC */
#include "register/tally.h"

#include <stdlib.h>

#include "base/mem.h"

/* The commit to look at; after it its first parent. */
struct descent {
	struct sec_git_id id;
	bool first;
};

static int step_down(void *ctx, const struct sec_git_commit *c)
{
	struct descent *d = ctx;

	d->first = c->cut || !c->parents;
	if (!d->first)
		d->id = c->parent[0];
	return 0;
}

static int find_root(struct sec_tally *t, struct sec_git *git, const char *tip, struct sec_err *err)
{
	struct sec_git_point at;
	struct descent d = { .first = false };
	int rc = sec_git()->resolve(git, tip, &at, err);

	d.id = at.commit;
	while (rc == 0 && !d.first)
		rc = sec_git()->past->commit(git, &d.id, step_down, &d, err);
	t->root = d.id;
	return rc;
}

int sec_tally_begin(struct sec_tally *t, const struct sec_register *r, const char *tip,
	struct sec_err *err)
{
	int holidays = sec_schema_policy(&r->schema, SEC_STR("holidays"));
	struct sec_git *git = NULL;
	char *place;
	int rc;

	*t = (struct sec_tally){ .rules.last = INT64_MIN };
	if (!r->root)
		return sec_err_set(err, SEC_ABSENT, "plain files have no history");
	place = sec_register_place(r);
	t->policy = sec_arena_printf(&t->arena, "%spolicy.ini", place);
	t->schema = sec_arena_printf(&t->arena, "%sschema/", place);
	t->holidays = sec_arena_printf(&t->arena, "%s%s", place,
		holidays < 0 ? "" : r->schema.policy[holidays].text);
	free(place);
	rc = sec_git()->open(&git, r->root, err);
	if (rc == 0)
		rc = find_root(t, git, tip ? tip : "HEAD", err);
	sec_git()->free(git);
	return rc;
}

static void touch(struct sec_touched *to, size_t commits, int64_t when)
{
	if (when > to->last)
		to->last = when;
	to->commits += commits;
}

static void add(struct sec_tally *t, const char *id, size_t commits, int64_t when)
{
	SEC_GROW(t->item, t->n, t->alloc);
	t->item[t->n++] = (struct sec_touched){ sec_arena_strndup(&t->arena, id, strlen(id)),
		commits, when };
}

static bool is_rules(const struct sec_tally *t, const char *path)
{
	return strcmp(path, t->policy) == 0 || strcmp(path, t->holidays) == 0
		|| strncmp(path, t->schema, strlen(t->schema)) == 0;
}

void sec_tally_commit(struct sec_tally *t, const struct sec_past *past)
{
	size_t i;

	t->by_rules = false;
	for (i = 0; i < past->others; i++)
		t->by_rules |= is_rules(t, past->other[i]);
	if (t->by_rules)
		touch(&t->rules, 1, past->commit->committer.time);
}

void sec_tally_step(struct sec_tally *t, const struct sec_past *past, const struct sec_step *step)
{
	int64_t when = past->commit->committer.time;

	add(t, step->id, !t->by_rules, when);
	if (step->old_id)
		add(t, step->old_id, !t->by_rules, when);
}

static int by_id(const void *a, const void *b)
{
	const struct sec_touched *x = a, *y = b;

	return strcmp(x->id, y->id);
}

void sec_tally_end(struct sec_tally *t)
{
	size_t i, n = 0;

	if (!t->n)
		return;
	qsort(t->item, t->n, sizeof(*t->item), by_id);
	for (i = 1; i < t->n; i++) {
		if (strcmp(t->item[i].id, t->item[n].id) == 0)
			touch(&t->item[n], t->item[i].commits, t->item[i].last);
		else
			t->item[++n] = t->item[i];
	}
	t->n = n + 1;
}

const struct sec_touched *sec_tally_find(const struct sec_tally *t, const char *id)
{
	struct sec_touched key = { .id = id };

	return t->n ? bsearch(&key, t->item, t->n, sizeof(*t->item), by_id) : NULL;
}

void sec_tally_release(struct sec_tally *t)
{
	free(t->item);
	sec_arena_release(&t->arena);
	*t = (struct sec_tally){ 0 };
}
