/* SPDX-License-Identifier: ISC */
#include "register/last.h"

#include <stdlib.h>

#include "base/mem.h"
#include "register/history/inner.h"
#include "register/write/inner.h"

/* A commit, with what this needs of it. */
struct point {
	struct sec_git_id id, tree;
	struct sec_git_id *parent;
	unsigned parents;
	bool cut;
	struct sec_git_entry entry; /* of the record's path */
};

struct sec_lasts {
	struct sec_draft *d;
	struct sec_keeper keeper;
	struct sec_arena arena;
	struct sec_changes changes; /* from `before` to `after`, the trees compared last */
	struct sec_pairs pairs;
	struct sec_git_id before, after;
	bool compared;
};

struct search {
	struct sec_lasts *lasts;
	struct sec_draft *d;
	const char *full;   /* the path from the repository's root */
	struct sec_last *out;
	struct point now, old; /* the change, and the version before it */
	const struct sec_change *other; /* where it was before, or went to */
};

static int keep_point(void *ctx, const struct sec_git_commit *c)
{
	struct point *p = ctx;

	p->id = c->id;
	p->tree = c->tree;
	p->cut = c->cut;
	p->parents = c->cut ? 0 : c->parents;
	p->parent = xcalloc(p->parents ? p->parents : 1, sizeof(*p->parent));
	if (p->parents)
		memcpy(p->parent, c->parent, p->parents * sizeof(*p->parent));
	return 0;
}

static void point_release(struct point *p)
{
	free(p->parent);
	*p = (struct point){ 0 };
}

static int read_point(struct search *s, const struct sec_git_id *id, struct point *out,
	struct sec_err *err)
{
	struct sec_git_head at = { .born = true, .tip = *id };
	int rc;

	*out = (struct point){ 0 };
	rc = sec_git()->past->commit(s->d->git, id, keep_point, out, err);
	return rc ? rc : sec_git()->write->entry(s->d->git, &at, s->full, &out->entry, err);
}

/* Takes the place of `now` by a parent that has the same; *found where none has. The
 * version before a change is the first parent's that has the record, if one has. */
static int step_back(struct search *s, bool *found, struct sec_err *err)
{
	struct point p, old = { 0 };
	unsigned i;
	int rc;

	for (i = 0; i < s->now.parents; i++) {
		rc = read_point(s, &s->now.parent[i], &p, err);
		if (rc == 0 && sec_entry_same(&p.entry, &s->now.entry)) {
			point_release(&old);
			point_release(&s->now);
			s->now = p;
			return 0;
		}
		if (rc == 0 && (i == 0 || (!old.entry.present && p.entry.present))) {
			point_release(&old);
			old = p;
		} else {
			point_release(&p);
		}
		if (rc) {
			point_release(&old);
			return rc;
		}
	}
	s->old = old;
	*found = true;
	return 0;
}

/* Many records are often undone of one commit, which is compared once. */
static int compare(struct sec_lasts *l, const struct sec_git_id *before,
	const struct sec_git_id *after, struct sec_err *err)
{
	const struct sec_comparing how = { .git = l->d->git, .place = l->d->prefix,
		.arena = &l->arena };
	size_t i;
	int rc;

	if (l->compared && memcmp(&l->before, before, sizeof(*before)) == 0
		&& memcmp(&l->after, after, sizeof(*after)) == 0)
		return 0;
	l->compared = false;
	sec_arena_clear(&l->arena);
	rc = sec_changes_find(&how, before, after, &l->changes, NULL, err);
	for (i = 0; i < l->changes.n; i++)
		l->changes.item[i].told = true;
	if (rc == 0)
		rc = sec_pairs_find(&l->keeper, &l->changes, &l->pairs, err);
	l->before = *before;
	l->after = *after;
	l->compared = rc == 0;
	return rc;
}

/* Finds the file that the record was before it came, or became when it went. */
static int find_other(struct search *s, struct sec_err *err)
{
	const char *path = s->full + strlen(s->d->prefix);
	bool came = s->now.entry.present;
	struct sec_lasts *l = s->lasts;
	size_t i;
	int rc;

	if (came == s->old.entry.present || !s->now.parents)
		return 0;
	rc = compare(l, &s->old.tree, &s->now.tree, err);
	for (i = 0; rc == 0 && i < l->pairs.n; i++) {
		const struct sec_pair *p = &l->pairs.item[i];
		const struct sec_change *own = came ? p->is : p->was;

		if (own && strcmp(own->path, path) == 0) {
			s->other = came ? p->was : p->is;
			break;
		}
	}
	return rc;
}

static sec_day day_of(const struct sec_git_person *who)
{
	int64_t local = who->time + (int64_t)who->offset * 60, day = local / 86400;

	return (sec_day)(local % 86400 < 0 ? day - 1 : day);
}

static int keep_words(void *ctx, const struct sec_git_commit *c)
{
	struct sec_last *l = ctx;
	struct sec_str rest = c->message, line = { "", 0 };

	sec_str_split(&rest, '\n', &line);
	l->subject = xstrndup(line.s, line.len);
	l->who = xstrndup(c->author.name.s, c->author.name.len);
	l->day = day_of(&c->author);
	return 0;
}

static int fill(struct search *s, struct sec_err *err)
{
	struct sec_last *l = s->out;
	size_t skip = strlen(s->d->prefix);
	int rc = sec_git()->past->commit(s->d->git, &s->now.id, keep_words, l, err);

	l->commit = s->now.id;
	if (rc == 0)
		rc = find_other(s, err);
	if (rc)
		return rc;
	if (!s->now.entry.present && s->other)
		return sec_err_set(err, SEC_NO, "it became %s; name that, to undo it", s->other->path);
	if (s->now.entry.present)
		l->path = xstrdup(s->full + skip);
	if (s->old.entry.present)
		l->old_path = xstrdup(s->full + skip);
	else if (s->other)
		l->old_path = xstrdup(s->other->path);
	return l->old_path ? sec_git()->read(s->d->git, s->other ? &s->other->before.id
		: &s->old.entry.id, WRITE_LIMIT, &l->text, err) : 0;
}

struct sec_lasts *sec_lasts_new(struct sec_draft *d, struct sec_schema *schema)
{
	struct sec_lasts *l = xcalloc(1, sizeof(*l));

	l->d = d;
	l->keeper.git = d->git;
	l->keeper.dialect = (struct sec_dialect){ .known_key = sec_schema_known_key, .ctx = schema };
	return l;
}

void sec_lasts_free(struct sec_lasts *l)
{
	sec_keeper_release(&l->keeper);
	sec_arena_release(&l->arena);
	free(l->changes.item);
	free(l->pairs.item);
	free(l);
}

int sec_last_find(struct sec_lasts *l, const char *path, struct sec_last *out, struct sec_err *err)
{
	struct sec_draft *d = l->d;
	struct search s = { .lasts = l, .d = d, .full = sec_draft_change(d, path)->full, .out = out };
	bool found = false;
	int rc = d->head.born ? read_point(&s, &d->head.tip, &s.now, err) : SEC_ABSENT;

	sec_last_release(out);
	while (rc == 0 && !found)
		rc = step_back(&s, &found, err);
	if (rc == 0 && s.now.cut)
		out->cut = true;
	else if (rc == 0 && !s.now.entry.present && !s.old.entry.present)
		rc = sec_err_set(err, SEC_ABSENT, "there never was a %s", path);
	else if (rc == 0)
		rc = fill(&s, err);
	point_release(&s.now);
	point_release(&s.old);
	return rc;
}

void sec_last_release(struct sec_last *l)
{
	free(l->subject);
	free(l->who);
	free(l->path);
	free(l->old_path);
	sec_buf_release(&l->text);
	*l = (struct sec_last){ .text = SEC_BUF_INIT };
}
