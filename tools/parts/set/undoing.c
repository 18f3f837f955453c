/* SPDX-License-Identifier: ISC */
#include "parts/set/undoing.h"

#include <stdlib.h>

#include "base/mem.h"
#include "parts/writing.h"
#include "register/last.h"

enum { SUBJECT_MAX = 200 }; /* bytes of a subject that are quoted */

struct undone {
	char *id, *path;
	struct sec_last last;
};

struct undoing {
	struct writing writing; /* first: the hooks get this */
	struct undone *record;
	size_t n;
};

static bool is_listed(char *const *item, size_t n, const char *text)
{
	while (n--)
		if (strcmp(item[n], text) == 0)
			return true;
	return false;
}

size_t undoing_take_gone(struct cli *c, struct sec_register *r, char **gone)
{
	size_t i, kept = 0, n = 0;

	for (i = 0; i < c->operands; i++) {
		struct sec_str id = sec_str(c->operand[i]);
		char *path = sec_record_id_is_legal(id) ? sec_register_path(id) : NULL;

		if (!path || sec_source_exists(r->source, path))
			c->operand[kept++] = c->operand[i];
		else if (!is_listed(gone, n, c->operand[i]))
			gone[n++] = c->operand[i];
		free(path);
	}
	c->operands = kept;
	return n;
}

static int look_back(struct sec_lasts *lasts, struct undone *u, struct sec_err *err)
{
	int rc = sec_last_find(lasts, u->path, &u->last, err);

	if (rc == SEC_ABSENT)
		return sec_err_set(err, SEC_FAIL, "no record is called '%s', and in this branch none ever was",
			u->id);
	if (rc)
		return sec_err_prefix(err, "%s: ", u->id);
	if (u->last.cut)
		return sec_err_set(err, SEC_FAIL, "%s: this clone is shallow and does not reach back to "
			"before its last change; run: git fetch --unshallow", u->id);
	return 0;
}

/* Appends the subject, cut where it is longer than one line should be. */
static void add_subject(struct sec_buf *out, const char *subject)
{
	size_t n = strlen(subject), cut = n > SUBJECT_MAX ? SUBJECT_MAX : n;

	while (cut < n && cut && (subject[cut] & 0xc0) == 0x80)
		cut--;
	sec_buf_addch(out, '"');
	sec_buf_add(out, subject, cut);
	sec_buf_addstr(out, cut < n ? "…\"" : "\"");
}

/* One paragraph for each commit that is undone. */
static void explain(struct undoing *u)
{
	struct sec_buf text = SEC_BUF_INIT;
	char day[11];
	size_t i, k;

	for (i = 0; i < u->n; i++) {
		const struct sec_last *l = &u->record[i].last;

		for (k = 0; k < i; k++)
			if (memcmp(&u->record[k].last.commit, &l->commit, sizeof(l->commit)) == 0)
				break;
		if (k < i)
			continue;
		sec_day_format(l->day, day);
		sec_buf_clear(&text);
		sec_buf_addstr(&text, "Undo of ");
		add_subject(&text, l->subject);
		sec_buf_addf(&text, " of %s", day);
		sec_draft_explain(u->writing.draft, sec_buf_str(&text));
	}
	sec_buf_release(&text);
}

/* A commit in which one record comes and a like one goes is a renaming to everybody
 * who looks at it. */
static int check_mixed(const struct undoing *u, struct sec_err *err)
{
	const struct undone *comes = NULL, *goes = NULL;
	size_t i;

	for (i = 0; i < u->n; i++) {
		comes = u->record[i].last.path ? comes : &u->record[i];
		goes = u->record[i].last.old_path ? goes : &u->record[i];
	}
	return !comes || !goes ? 0 : sec_err_set(err, SEC_FAIL, "%s would come back and %s would go, "
		"which in one commit looks like a renaming; undo them in two commands", comes->id, goes->id);
}

static int begin(struct writing *w, struct sec_err *err)
{
	struct undoing *u = (struct undoing *)w;
	struct sec_lasts *lasts = sec_lasts_new(w->draft, &w->reg->schema);
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < u->n; i++)
		rc = look_back(lasts, &u->record[i], err);
	sec_lasts_free(lasts);
	if (rc == 0)
		rc = check_mixed(u, err);
	if (rc)
		return rc;
	explain(u);
	for (i = 0; i < u->n && !u->record[i].last.old_path; i++)
		;
	if (i == u->n)
		writing_subject_deleted(w);
	return 0;
}

static int undo_one(struct writing *w, struct writing_target *t, bool *changed, struct sec_err *err)
{
	const struct undone *u = t->arg;
	const struct sec_last *l = &u->last;
	struct writing_log log = { w, u->id };
	struct sec_buf note = SEC_BUF_INIT;
	char day[11];
	int rc = sec_change_replace(&w->change, w->draft, l->path, l->old_path,
		sec_buf_str(&l->text), changed, err);

	if (rc)
		return rc;
	free(t->path);
	t->path = xstrdup(l->old_path ? l->old_path : l->path);
	sec_day_format(l->day, day);
	sec_buf_addstr(&note, w->cli->dry_run ? "would undo " : "undid ");
	add_subject(&note, l->subject);
	sec_buf_addf(&note, " of %s by %s", day, l->who);
	writing_note(&log, note.s);
	sec_buf_release(&note);
	return 0;
}

static void add(struct undoing *u, const char *path, const char *id)
{
	struct undone *x = &u->record[u->n++];

	*x = (struct undone){ .id = xstrdup(id), .path = xstrdup(path) };
	writing_add(&u->writing, path, x);
}

int undoing_run(struct cli *c, struct sec_register *r, const struct sec_selection *selection,
	char *const *gone, size_t gones)
{
	struct undoing u = {
		.writing = { .cli = c, .reg = r, .begin = begin, .replace = undo_one },
		.record = xcalloc(selection->n + gones, sizeof(*u.record)),
	};
	size_t i;
	int code;

	u.writing.change.undoes = true;
	for (i = 0; i < selection->n; i++)
		add(&u, selection->item[i].path, selection->item[i].stem);
	for (i = 0; i < gones; i++) {
		char *path = sec_register_path(sec_str(gone[i]));

		add(&u, path, gone[i]);
		free(path);
	}
	code = writing_run(&u.writing);
	writing_release(&u.writing);
	for (i = 0; i < u.n; i++) {
		sec_last_release(&u.record[i].last);
		free(u.record[i].id);
		free(u.record[i].path);
	}
	free(u.record);
	return code;
}
