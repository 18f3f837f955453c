/* SPDX-License-Identifier: ISC */
#include "parts/writing.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"
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

/* Judges every record, so that all refusals are seen at once. */
static int prepare(void *ctx, struct sec_draft *d, struct sec_err *err)
{
	struct writing *w = ctx;
	size_t i;
	int worst = 0;

	sec_change_forget(&w->change);
	sec_buf_clear(&w->said);
	w->draft = d;
	for (i = 0; i < w->targets; i++) {
		int rc;

		w->current = i;
		rc = sec_change_record(&w->change, d, w->target[i].path, w->fresh, &w->changed[i], err);
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

/* What to add to the same command so that it goes through. */
static void add_way_out(const struct sec_schema *s, const struct sec_fault *f, struct sec_buf *out)
{
	int i = sec_schema_rule(s, sec_str(f->rule));

	if (f->address && strcmp(f->rule, "required") == 0) {
		sec_buf_addf(out, "    add: %s=…\n", f->address);
		return;
	}
	if (f->advice) {
		sec_buf_addstr(out, "    ");
		sec_visible(out, f->advice, strlen(f->advice));
		sec_buf_addch(out, '\n');
	}
	if (i < 0)
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
			add_way_out(&w->reg->schema, &r->faults.item[f], &out);
		}
	}
	fwrite(out.s, 1, out.len, stderr);
	cli_say(w->cli, "refused, nothing was written: the change adds %zu error%s", n, n == 1 ? "" : "s");
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

int writing_run(struct writing *w)
{
	struct cli *c = w->cli;
	struct sec_outcome outcome = { .notes = SEC_BUF_INIT };
	struct sec_buf diff = SEC_BUF_INIT;
	struct sec_write write = { .dir = w->reg->root, .tool = c->program, .reason = c->reason,
		.forced = c->force, .dry_run = c->dry_run, .diff = &diff, .prepare = prepare, .ctx = w };
	int rc, code = 0;

	sec_buf_init(&w->said);
	w->changed = xcalloc(w->targets, sizeof(*w->changed));
	w->change = (struct sec_change){ .reg = w->reg, .reason = c->reason, .force = c->force,
		.edit = edit, .ctx = w };
	rc = sec_write(&write, &outcome, &c->err);
	if (rc == SEC_NO && w->change.refusals) {
		say_refused(w);
		code = 1;
	} else if (rc) {
		say_lines(w, &outcome.notes);
		code = cli_fail(c);
	} else if (c->dry_run) {
		say_lines(w, &w->said);
		if (!diff.len)
			cli_say(c, "already so, nothing to write");
		cli_put(c, &diff);
	} else {
		print_paths(w);
		say_done(w, &outcome);
	}
	sec_outcome_release(&outcome);
	sec_buf_release(&diff);
	return code;
}

void writing_release(struct writing *w)
{
	size_t i;

	for (i = 0; i < w->targets; i++)
		free(w->target[i].path);
	free(w->target);
	free(w->changed);
	sec_buf_release(&w->said);
	sec_change_release(&w->change);
}
