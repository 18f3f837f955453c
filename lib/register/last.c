/* SPDX-License-Identifier: ISC */
#include "register/last.h"

#include <stdlib.h>

#include "base/mem.h"
#include "record/compare.h"
#include "register/git-past.h"
#include "register/register.h"
#include "register/write-internal.h"

/* A commit, with what this needs of it. */
struct point {
	struct sec_git_id id, tree;
	struct sec_git_id *parent;
	unsigned parents;
	bool cut;
	struct sec_git_entry entry; /* of the record's path */
};

struct search {
	struct sec_draft *d;
	const char *full;   /* the path from the repository's root */
	struct sec_last *out;
	struct point now, old; /* the change, and the version before it */
	char *other;        /* another path: where it was before, or went to */
	struct sec_git_id blob; /* of `other` */
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

static int read_text(struct search *s, const struct sec_git_id *blob, struct sec_buf *out,
	struct sec_err *err)
{
	return sec_git()->read(s->d->git, blob, WRITE_LIMIT, out, err);
}

/* Do the two say much the same? */
static bool is_similar(struct search *s, const struct sec_git_id *a, const struct sec_git_id *b)
{
	struct sec_record rec[2];
	struct sec_diffs diffs = { 0 };
	size_t i, same;
	bool yes = false;

	for (i = 0; i < 2; i++)
		sec_record_init(&rec[i]);
	if (read_text(s, a, &rec[0].text, NULL) == 0 && read_text(s, b, &rec[1].text, NULL) == 0
		&& sec_record_parse(&rec[0], NULL, NULL) == 0
		&& sec_record_parse(&rec[1], NULL, NULL) == 0) {
		sec_record_compare(&rec[0], &rec[1], &diffs);
		same = rec[0].entries;
		for (i = 0; i < diffs.n; i++)
			same -= same && diffs.item[i].what == SEC_DIFF_KEY && diffs.item[i].old.s;
		yes = same && 2 * same >= rec[0].entries;
	}
	sec_diffs_release(&diffs);
	for (i = 0; i < 2; i++)
		sec_record_release(&rec[i]);
	return yes;
}

/* Looks for the file that the record was before it came, or became when it went. */
static int look_beside(void *ctx, const char *path, const struct sec_git_entry *before,
	const struct sec_git_entry *after)
{
	struct search *s = ctx;
	const struct sec_git_entry *here = s->now.entry.present ? &s->now.entry : &s->old.entry;
	const struct sec_git_entry *there = s->now.entry.present ? before : after;
	size_t n = strlen(path);
	bool moved;

	if (before->present == after->present || !there->present || strcmp(path, s->full) == 0
		|| n < 4 || strcmp(path + n - 4, ".ini") != 0)
		return 0;
	moved = sec_str_eq(sec_register_stem(path), sec_register_stem(s->full));
	if (!moved && (s->other || !(s->now.entry.present ? is_similar(s, &there->id, &here->id)
		: is_similar(s, &here->id, &there->id))))
		return 0;
	free(s->other);
	s->other = xstrdup(path);
	s->blob = there->id;
	return moved; /* nothing fits better */
}

static int find_other(struct search *s, struct sec_err *err)
{
	size_t n = strlen(s->d->prefix);
	char *folder = xstrndup(s->d->prefix, n ? n - 1 : 0);
	int rc = 0;

	if (s->now.entry.present != s->old.entry.present && s->now.parents)
		rc = sec_git()->past->differ(s->d->git, &s->old.tree, &s->now.tree, folder, look_beside,
			s, err);
	free(folder);
	return rc > 0 ? 0 : rc;
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
		return sec_err_set(err, SEC_NO, "it became %s; name that, to undo it", s->other + skip);
	if (s->now.entry.present)
		l->path = xstrdup(s->full + skip);
	if (s->old.entry.present)
		l->old_path = xstrdup(s->full + skip);
	else if (s->other)
		l->old_path = xstrdup(s->other + skip);
	return l->old_path ? read_text(s, s->other ? &s->blob : &s->old.entry.id, &l->text, err) : 0;
}

int sec_last_find(struct sec_last *out, struct sec_draft *d, const char *path, struct sec_err *err)
{
	struct search s = { .d = d, .full = sec_draft_change(d, path)->full, .out = out };
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
	free(s.other);
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
