/* SPDX-License-Identifier: ISC */
#include "register/change.h"

#include <stdlib.h>

#include "base/mem.h"
#include "register/judge.h"

/* Caller frees. */
static char *stem_of(const char *path)
{
	struct sec_str stem = sec_register_stem(path);

	return xstrndup(stem.s, stem.len);
}

struct sec_editor sec_change_editor(struct sec_register *r, struct sec_dialect *dialect,
	struct sec_record *rec)
{
	*dialect = (struct sec_dialect){ .known_key = sec_schema_known_key, .ctx = &r->schema };
	return (struct sec_editor){ rec, dialect, sec_schema_order, &r->schema };
}

static int read_before(struct sec_draft *d, const char *path, bool fresh, struct sec_record *rec,
	struct sec_err *err)
{
	int rc = sec_draft_read(d, path, &rec->text, err);

	if (fresh && rc == 0)
		return sec_err_set(err, SEC_FAIL, "%s exists already", path);
	if (rc == SEC_ABSENT && fresh)
		return 0;
	return rc;
}

struct sec_refusal *sec_change_refuse(struct sec_change *c, const char *path)
{
	struct sec_refusal *r;

	SEC_GROW(c->refused, c->refusals, c->refusal_alloc);
	r = &c->refused[c->refusals++];
	*r = (struct sec_refusal){ .path = xstrdup(path) };
	return r;
}

/* A new record, as the judge has just seen it. */
static void remember(struct sec_change *c, const char *stem)
{
	if (!c->peers)
		c->peers = sec_peers_new(&c->reg->schema, 0);
	sec_peers_add(c->peers, c->judge.now, stem, c->stems);
	SEC_GROW(c->stem, c->stems, c->stem_alloc);
	c->stem[c->stems++] = xstrdup(stem);
}

static int accept(struct sec_change *c, struct sec_draft *d, const char *path, const char *stem,
	const struct sec_record *before, const struct sec_record *after, struct sec_err *err)
{
	struct sec_judged what = { { before, stem, NULL }, { after, stem, NULL },
		c->undoes || (c->reason && *c->reason) };
	struct sec_faults added = { 0 };

	if (!c->judging)
		sec_judge_init(&c->judge, &c->reg->env);
	c->judging = true;
	sec_judge_added(&c->judge, &what, &added);
	if (added.n && !c->force) {
		sec_change_refuse(c, path)->faults = added;
		return sec_err_set(err, SEC_NO, "%s: refused", stem);
	}
	sec_faults_release(&added);
	if (!before)
		remember(c, stem);
	sec_draft_put(d, path, sec_buf_str(&after->text));
	sec_draft_record(d, stem);
	return 0;
}

int sec_change_record(struct sec_change *c, struct sec_draft *d, const char *path, bool fresh,
	bool *changed, struct sec_err *err)
{
	struct sec_record before, after;
	struct sec_dialect dialect;
	struct sec_editor editor = sec_change_editor(c->reg, &dialect, &after);
	char *stem = stem_of(path);
	int rc;

	sec_record_init(&before);
	sec_record_init(&after);
	rc = read_before(d, path, fresh, &before, err);
	if (rc == 0)
		rc = sec_record_parse(&before, &dialect, err);
	if (rc == 0)
		rc = sec_record_parse_text(&after, before.text.s, before.text.len, &dialect, err);
	if (rc == 0)
		rc = c->edit(c->ctx, stem, &editor, fresh, err);
	*changed = rc == 0 && !sec_str_eq(sec_buf_str(&before.text), sec_buf_str(&after.text));
	if (*changed)
		rc = accept(c, d, path, stem, fresh ? NULL : &before, &after, err);
	free(stem);
	sec_record_release(&before);
	sec_record_release(&after);
	return rc;
}

/* Reads what stands at the two paths; something else at `to` is in the way. */
static int read_both(struct sec_draft *d, const char *from, const char *to,
	struct sec_record *before, struct sec_err *err)
{
	struct sec_buf there = SEC_BUF_INIT;
	int rc = from ? sec_draft_read(d, from, &before->text, err) : 0;

	if (rc == 0 && to && !(from && strcmp(from, to) == 0)) {
		rc = sec_draft_read(d, to, &there, err);
		if (rc == 0)
			rc = sec_err_set(err, SEC_FAIL, "%s exists already", to);
		else if (rc == SEC_ABSENT)
			rc = 0;
	}
	sec_buf_release(&there);
	return rc;
}

static void leave(struct sec_draft *d, const char *from)
{
	char *stem = stem_of(from);

	sec_draft_remove(d, from);
	sec_draft_record(d, stem);
	free(stem);
}

int sec_change_replace(struct sec_change *c, struct sec_draft *d, const char *from, const char *to,
	struct sec_str text, bool *changed, struct sec_err *err)
{
	struct sec_record before, after;
	struct sec_dialect dialect;
	bool moves = !from || !to || strcmp(from, to) != 0;
	char *stem = stem_of(to ? to : from);
	int rc;

	sec_record_init(&before);
	sec_record_init(&after);
	sec_change_editor(c->reg, &dialect, &after);
	rc = read_both(d, from, to, &before, err);
	if (rc == 0)
		rc = sec_record_parse(&before, &dialect, err);
	if (rc == 0 && to)
		rc = sec_record_parse_text(&after, text.s, text.len, &dialect, err);
	*changed = rc == 0 && (moves || !sec_str_eq(sec_buf_str(&before.text), text));
	if (*changed && to)
		rc = accept(c, d, to, stem, from ? &before : NULL, &after, err);
	if (*changed && rc == 0 && from && moves)
		leave(d, from);
	if (*changed && rc == 0 && c->replaced)
		c->replaced(c->ctx, stem, from ? &before : NULL, to ? &after : NULL);
	free(stem);
	sec_record_release(&before);
	sec_record_release(&after);
	return rc;
}

void sec_change_forget(struct sec_change *c)
{
	size_t i;

	for (i = 0; i < c->refusals; i++) {
		free(c->refused[i].path);
		sec_faults_release(&c->refused[i].faults);
	}
	for (i = 0; i < c->stems; i++)
		free(c->stem[i]);
	sec_peers_free(c->peers);
	c->peers = NULL;
	c->refusals = c->stems = 0;
}

void sec_change_release(struct sec_change *c)
{
	sec_change_forget(c);
	if (c->judging)
		sec_judge_release(&c->judge);
	free(c->refused);
	free(c->stem);
	*c = (struct sec_change){ 0 };
}
