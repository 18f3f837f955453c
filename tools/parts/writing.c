/* SPDX-License-Identifier: ISC */
#include "parts/writing.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "record/compare.h"
#include "render/findings.h"

void writing_add(struct writing *w, const char *path, void *arg)
{
	SEC_GROW(w->target, w->targets, w->target_alloc);
	w->target[w->targets++] = (struct writing_target){ xstrdup(path), arg };
}

void writing_changed(void *log, const char *field, struct sec_str old, struct sec_str now)
{
	struct writing_log *l = log;
	struct writing *w = l->writing;

	sec_draft_field(w->draft, field);
	if (!old.len || !now.len)
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
	w->draft = d;
	rc = w->begin ? w->begin(w, err) : 0;
	if (rc)
		return rc;
	for (i = 0; i < w->targets; i++) {
		rc = change_one(w, i, err);
		if (rc && rc != SEC_NO)
			return rc;
		worst = rc ? rc : worst;
	}
	return worst;
}

static bool is_about_history(const struct sec_rule *rule)
{
	return rule->check && (strcmp(rule->check, "kept") == 0 || strcmp(rule->check, "unchanged") == 0);
}

static bool can_be_waived(const struct sec_rule *rule)
{
	return !rule->check || (strcmp(rule->check, "reader") != 0 && strcmp(rule->check, "schema") != 0);
}

/* What to add to the same command so that it goes through, where it can take
 * assignments. */
static void add_way_out(const struct sec_schema *s, const struct sec_fault *f, bool assigned,
	struct sec_buf *out)
{
	int i = sec_schema_rule(s, sec_str(f->rule));

	if (assigned && f->address && strcmp(f->rule, "required") == 0) {
		sec_buf_addf(out, "    add: %s=…\n", f->address);
		return;
	}
	if (f->advice) {
		sec_buf_addstr(out, "    ");
		sec_visible(out, f->advice, strlen(f->advice));
		sec_buf_addch(out, '\n');
	}
	if (i < 0 || !assigned)
		return;
	if (is_about_history(&s->rule[i]))
		sec_buf_addstr(out, "    if it is right all the same, say why: add -m REASON\n");
	else if (can_be_waived(&s->rule[i]))
		sec_buf_addf(out, "    if it is right all the same, add: waive:%s by=NAME until=DATE "
			"reason=WHY\n", f->rule);
}

static void say_refused(struct writing *w)
{
	struct sec_buf out = SEC_BUF_INIT;
	size_t i, f, n = 0;

	for (i = 0; i < w->change.refusals; i++) {
		const struct sec_refusal *r = &w->change.refused[i];

		for (f = 0; f < r->faults.n; f++, n++) {
			sec_finding_print(SEC_FINDINGS_TEXT, r->path, &r->faults.item[f], false, &out);
			add_way_out(&w->reg->schema, &r->faults.item[f], !w->replace, &out);
		}
	}
	fwrite(out.s, 1, out.len, stderr);
	cli_say(w->cli, "refused, nothing was written: the change adds %zu error%s%s", n,
		n == 1 ? "" : "s", w->replace ? "; --force writes it all the same" : "");
	sec_buf_release(&out);
}

/* Lines for people, each with the program's name in front. */
static void say_lines(struct writing *w, const struct sec_buf *lines)
{
	struct sec_str rest = sec_buf_str(lines), line;

	while (sec_str_split(&rest, '\n', &line))
		cli_say(w->cli, "%.*s", SEC_ARG(line));
}

static void say_done(struct writing *w, const struct sec_outcome *o)
{
	say_lines(w, &w->said);
	say_lines(w, &o->notes);
	if (!o->committed)
		cli_say(w->cli, "already so, nothing to write");
	else if (w->reg->elsewhere)
		cli_say(w->cli, "committed %s in %s%s", o->hash, w->reg->root,
			o->shared_hint ? "; not yet shared: git push" : "");
	else
		cli_say(w->cli, "committed %s%s", o->hash, o->shared_hint ? "; not yet shared: git push" : "");
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

int writing_try(struct writing *w)
{
	struct cli *c = w->cli;
	struct sec_write write = { .dir = w->reg->root, .tool = c->program, .reason = c->reason,
		.forced = c->force, .dry_run = c->dry_run, .diff = &w->diff, .prepare = prepare, .ctx = w };

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
	return sec_write(&write, &w->outcome, &c->err);
}

int writing_tell(struct writing *w, int rc)
{
	struct cli *c = w->cli;

	if (rc == SEC_NO && w->change.refusals) {
		say_refused(w);
		return 1;
	}
	if (rc) {
		say_lines(w, &w->outcome.notes);
		return cli_fail(c);
	}
	if (c->dry_run) {
		say_lines(w, &w->said);
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
