/* SPDX-License-Identifier: ISC */
#include "register/change.h"

#include <stdlib.h>

#include "base/mem.h"

static struct sec_str stem_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	struct sec_str stem = sec_str(slash ? slash + 1 : path);

	stem.len -= stem.len > 4 ? 4 : 0;
	return stem;
}

struct sec_editor sec_change_editor(struct sec_register *r, struct sec_dialect *dialect,
	struct sec_record *rec)
{
	*dialect = (struct sec_dialect){ .known_key = sec_schema_known_key, .ctx = &r->schema };
	return (struct sec_editor){ rec, dialect, sec_schema_order, &r->schema };
}

static bool same_finding(const struct sec_fault *a, const struct sec_fault *b)
{
	return strcmp(a->rule, b->rule) == 0
		&& strcmp(a->address ? a->address : "", b->address ? b->address : "") == 0;
}

/* Moves to `added` the error-level findings of `now` that `old` lacks, each
 * finding of `old` answering for one of `now`. */
static void keep_added(const struct sec_faults *old, struct sec_faults *now, struct sec_faults *added)
{
	bool *used = xcalloc(old->n, sizeof(*used));
	size_t i, k;

	for (i = 0; i < now->n; i++) {
		struct sec_fault *f = &now->item[i], *to;

		if (f->level != SEC_LEVEL_ERROR)
			continue;
		for (k = 0; k < old->n && (used[k] || !same_finding(&old->item[k], f)); k++)
			;
		if (k < old->n) {
			used[k] = true;
			continue;
		}
		to = sec_faults_add(added, f->rule, f->level, f->line, f->col, "%s", f->message);
		to->advice = f->advice ? xstrdup(f->advice) : NULL;
		to->address = f->address ? xstrdup(f->address) : NULL;
	}
	free(used);
}

static void judge(struct sec_change *c, const char *stem, const struct sec_record *before,
	const struct sec_record *after, struct sec_faults *added)
{
	struct sec_faults was = { 0 }, is = { 0 };
	struct sec_facts *old = NULL, *now = sec_facts_new(&c->reg->env);
	struct sec_check check = { .facts = now, .stem = stem, .out = &is,
		.reason = c->reason && *c->reason };

	sec_facts_bind(now, after);
	if (before) {
		struct sec_check first = { .stem = stem, .out = &was };

		old = sec_facts_new(&c->reg->env);
		sec_facts_bind(old, before);
		first.facts = check.base = old;
		sec_check_record(&first);
	}
	sec_check_record(&check);
	sec_faults_sort(&is);
	keep_added(&was, &is, added);
	sec_facts_free(now);
	sec_facts_free(old);
	sec_faults_release(&was);
	sec_faults_release(&is);
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

static int accept(struct sec_change *c, struct sec_draft *d, const char *path, const char *stem,
	const struct sec_record *before, const struct sec_record *after, struct sec_err *err)
{
	struct sec_faults added = { 0 };

	judge(c, stem, before, after, &added);
	if (added.n && !c->force) {
		struct sec_refusal *r;

		SEC_GROW(c->refused, c->refusals, c->refusal_alloc);
		r = &c->refused[c->refusals++];
		r->path = xstrdup(path);
		r->faults = added;
		return sec_err_set(err, SEC_NO, "%s: refused", stem);
	}
	sec_faults_release(&added);
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
	char *stem = xstrndup(stem_of(path).s, stem_of(path).len);
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

void sec_change_forget(struct sec_change *c)
{
	size_t i;

	for (i = 0; i < c->refusals; i++) {
		free(c->refused[i].path);
		sec_faults_release(&c->refused[i].faults);
	}
	c->refusals = 0;
}

void sec_change_release(struct sec_change *c)
{
	sec_change_forget(c);
	free(c->refused);
	c->refused = NULL;
	c->refusal_alloc = 0;
}
