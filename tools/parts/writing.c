/* SPDX-License-Identifier: ISC */
#include "parts/writing.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "parts/refusing.h"
#include "record/compare.h"

/* So many lines of what replaced what are told one by one. */
enum { REPLACED_SHOWN = 50 };

int writing_select(struct cli *c, struct sec_register *r, struct sec_selection *selection)
{
	struct sec_arena arena = SEC_ARENA_INIT;
	struct sec_expr *keep = NULL;
	size_t undecided = 0, i;
	int rc = cli_select(c, r, selection);

	if (rc == 0)
		rc = sec_scan_condition(&keep, r, &arena, c->query, &c->err);
	if (rc == 0 && keep)
		rc = sec_scan_filter(r, selection, keep, &undecided, &c->err);
	cli_say_undecided(c, undecided);
	for (i = 0; rc == 0 && i < selection->n; i++)
		if (!selection->item[i].inside)
			rc = sec_err_set(&c->err, SEC_FAIL, "%s is not in the register %s",
				selection->item[i].path, r->root);
	sec_arena_release(&arena);
	return rc;
}

struct writing_target *writing_add(struct writing *w, const char *path, void *arg)
{
	SEC_GROW(w->target, w->targets, w->target_alloc);
	w->target[w->targets] = (struct writing_target){ xstrdup(path), arg, NULL };
	return &w->target[w->targets++];
}

void writing_changed(void *log, const char *field, struct sec_str old, struct sec_str now)
{
	struct writing_log *l = log;
	struct writing *w = l->writing;

	sec_draft_field(w->draft, field);
	if (!old.len || !now.len)
		return;
	w->replaced_in += w->replaced_last != w->current + 1;
	w->replaced_last = w->current + 1;
	if (++w->replaced > REPLACED_SHOWN)
		return;
	sec_buf_addf(&w->said, "%s: %s: ", l->id, field);
	sec_visible(&w->said, old.s, old.len);
	sec_buf_addstr(&w->said, " → ");
	sec_visible(&w->said, now.s, now.len);
	sec_buf_addch(&w->said, '\n');
}

void writing_note(void *log, const char *text)
{
	struct writing_log *l = log;

	sec_buf_addf(&l->writing->said, "%s: %s\n", l->id, text);
}

static int edit(void *ctx, const char *id, struct sec_editor *e, bool fresh, struct sec_err *err)
{
	struct writing *w = ctx;

	(void)fresh;
	return w->edit(w, w->target[w->current].arg, id, e, err);
}

/* Of a section that came its keys are told, of one that went itself. */
static bool is_told(const struct sec_diffs *diffs, size_t i)
{
	const struct sec_diff *d = &diffs->item[i];

	if (d->what == SEC_DIFF_KEY)
		return !d->whole || d->now.s;
	return d->what != SEC_DIFF_SECTION_ADDED || i + 1 == diffs->n || !diffs->item[i + 1].whole;
}

/* What a replaced text changed: trailers of the commit, and old → new for people. */
static void tell_replaced(void *ctx, const char *id, const struct sec_record *before,
	const struct sec_record *after)
{
	struct writing_log log = { ctx, id };
	struct sec_diffs diffs = { 0 };
	struct sec_buf field = SEC_BUF_INIT;
	size_t i;

	sec_record_compare(before, after, &diffs);
	for (i = 0; i < diffs.n; i++) {
		if (!is_told(&diffs, i))
			continue;
		sec_buf_clear(&field);
		sec_diff_address(&diffs.item[i], &field);
		writing_changed(&log, field.s, diffs.item[i].old, diffs.item[i].now);
	}
	sec_buf_release(&field);
	sec_diffs_release(&diffs);
}

void writing_subject_deleted(struct writing *w)
{
	struct sec_str stem = sec_register_stem(w->target[0].path);
	char *subject = w->targets == 1 ? xasprintf("%.*s: deleted", SEC_ARG(stem))
		: xasprintf("%zu records: deleted", w->targets);

	sec_draft_subject(w->draft, subject);
	free(subject);
}

static int change_one(struct writing *w, size_t i, struct sec_err *err)
{
	w->current = i;
	if (w->replace)
		return w->replace(w, &w->target[i], &w->changed[i], err);
	return sec_change_record(&w->change, w->draft, w->target[i].path, w->fresh, &w->changed[i], err);
}

/* Judges every record, so that all refusals are seen at once. */
static int prepare(void *ctx, struct sec_draft *d, struct sec_err *err)
{
	struct writing *w = ctx;
	size_t i;
	int rc, worst = 0;

	sec_change_forget(&w->change);
	sec_buf_clear(&w->said);
	w->replaced = w->replaced_in = w->replaced_last = 0;
	w->draft = d;
	rc = w->begin ? w->begin(w, err) : 0;
	if (rc)
		return rc;
	for (i = 0; i < w->targets; i++) {
		progress_step(w->progress, "checking", i + 1, w->targets);
		rc = change_one(w, i, err);
		if (rc && rc != SEC_NO)
			return rc;
		worst = rc ? rc : worst;
	}
	if (w->fresh) { /* those refused already are no part of it */
		rc = sec_change_others(&w->change, err);
		worst = rc ? rc : worst;
	}
	return worst;
}

/* Lines for people, each with the program's name in front. */
static void say_lines(struct writing *w, const struct sec_buf *lines)
{
	struct sec_str rest = sec_buf_str(lines), line;

	while (sec_str_split(&rest, '\n', &line))
		cli_say(w->cli, "%.*s", SEC_ARG(line));
}

static void say_replaced(struct writing *w)
{
	say_lines(w, &w->said);
	if (w->replaced > REPLACED_SHOWN)
		cli_say(w->cli, "… %zu values in %zu records were replaced in all", w->replaced,
			w->replaced_in);
}

static void say_done(struct writing *w, const struct sec_outcome *o)
{
	say_replaced(w);
	say_lines(w, &o->notes);
	if (!o->committed)
		cli_say(w->cli, "already so, nothing to write");
	else
		cli_say(w->cli, "committed %s%s%s%s%s", o->hash, w->reg->elsewhere ? " in " : "",
			w->reg->elsewhere ? w->reg->root : "", o->share.len ? "; not yet shared: " : "",
			o->share.s);
}

static void print_paths(struct writing *w)
{
	struct sec_buf out = SEC_BUF_INIT;
	size_t i;

	for (i = 0; i < w->targets; i++)
		if (w->changed[i])
			sec_buf_addf(&out, "%s\n", w->target[i].path);
	cli_put(w->cli, &out);
	sec_buf_release(&out);
}

static void show_progress(void *ctx, const char *what, size_t done, size_t total)
{
	struct writing *w = ctx;

	progress_step(w->progress, what, done, total);
}

int writing_try(struct writing *w)
{
	struct cli *c = w->cli;
	struct sec_write write = { .dir = w->reg->root, .tool = c->program, .reason = c->reason,
		.forced = c->force, .dry_run = c->dry_run, .diff = &w->diff, .prepare = prepare,
		.progress = show_progress, .ctx = w };
	int rc;

	if (!w->changed) {
		w->changed = xcalloc(w->targets, sizeof(*w->changed));
		sec_buf_init(&w->said);
		sec_buf_init(&w->diff);
	}
	w->change.reg = w->reg;
	w->change.reason = c->reason;
	w->change.force = c->force;
	w->change.edit = edit;
	w->change.replaced = tell_replaced;
	w->change.ctx = w;
	sec_buf_clear(&w->diff);
	sec_outcome_release(&w->outcome);
	rc = sec_write(&write, &w->outcome, &c->err);
	progress_clear(w->progress);
	return rc;
}

int writing_ahead(struct cli *c, struct sec_register *r,
	int (*look)(void *ctx, struct sec_draft *d, struct sec_err *err), void *ctx)
{
	struct sec_buf diff = SEC_BUF_INIT;
	struct sec_outcome outcome = { 0 };
	struct sec_write write = { .dir = r->root, .tool = c->program, .dry_run = true,
		.diff = &diff, .prepare = look, .ctx = ctx };
	int rc = sec_write(&write, &outcome, &c->err);

	sec_outcome_release(&outcome);
	sec_buf_release(&diff);
	return rc;
}

int writing_tell(struct writing *w, int rc)
{
	struct cli *c = w->cli;

	if (rc == SEC_NO && w->change.refusals) {
		refusing_say(w);
		return 1;
	}
	if (rc) {
		say_lines(w, &w->outcome.notes);
		return cli_fail(c);
	}
	if (c->dry_run) {
		say_replaced(w);
		if (!w->diff.len)
			cli_say(c, "already so, nothing to write");
		cli_put(c, &w->diff);
	} else {
		print_paths(w);
		say_done(w, &w->outcome);
	}
	return 0;
}

int writing_run(struct writing *w)
{
	return writing_tell(w, writing_try(w));
}

void writing_release(struct writing *w)
{
	size_t i;

	for (i = 0; i < w->targets; i++)
		free(w->target[i].path);
	free(w->target);
	free(w->changed);
	sec_buf_release(&w->said);
	sec_buf_release(&w->diff);
	sec_outcome_release(&w->outcome);
	sec_change_release(&w->change);
}
