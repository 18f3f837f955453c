/* SPDX-License-Identifier: ISC */
#include "parts/set/editing.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "parts/set/desk.h"
#include "parts/set/editor.h"
#include "parts/set/reconciling.h"
#include "parts/writing.h"
#include "record/stream.h"

struct editing {
	struct writing writing; /* first: the hook gets this */
	struct desk desk;
	struct reconciling *met; /* one a record */
	bool agreed;             /* to save both, where others changed other keys */
};

/* What came of an attempt to save. */
enum result { SAVED, REFUSED, BOTH, CONFLICT, MISTAKEN, FAILED };

/* ---- saving ---- */

/* Says what others did to the record; returns SEC_NO. */
static int say_met(const struct reconciling *x, const char *id, struct sec_err *err)
{
	struct sec_str rest = sec_buf_str(&x->where), line;
	struct sec_buf text = SEC_BUF_INIT;

	sec_buf_addf(&text, "%s was %s%s%s while you edited it", id,
		x->met == RECONCILING_GONE ? "deleted or renamed" : "changed", x->who.len ? " by " : "",
		x->who.len ? x->who.s : "");
	if (x->met == RECONCILING_GONE)
		sec_buf_addf(&text, "; to bring it back: sec-set --undo %s", id);
	if (x->met == RECONCILING_STUCK)
		sec_buf_addstr(&text, ", and the two cannot be put together key by key");
	if (x->met == RECONCILING_CLEAN)
		sec_buf_addstr(&text, ", in other keys");
	if (x->met == RECONCILING_CONFLICT)
		sec_buf_addstr(&text, ", and both changed");
	while (sec_str_split(&rest, '\n', &line))
		sec_buf_addf(&text, "%s%.*s", line.s == x->where.s ? " " : ", ", SEC_ARG(line));
	sec_err_set(err, SEC_NO, "%s", text.s);
	sec_buf_release(&text);
	return SEC_NO;
}

static void note_both(struct writing *w, const struct reconciling *x, const char *id)
{
	struct writing_log log = { w, id };
	char *note = xasprintf("changed by %s while you edited it, in other keys; both are kept",
		x->who.s);

	writing_note(&log, note);
	free(note);
}

/* Puts what was edited in the place of what HEAD has now. Where an edit that
 * cannot be merged has faults, they are why, and are told first. */
static int save_one(struct writing *w, struct writing_target *t, bool *changed, struct sec_err *err)
{
	struct editing *e = (struct editing *)w;
	const struct sec_form_record *rec = t->arg;
	struct reconciling *x = &e->met[rec - e->desk.form.record];
	int rc = reconciling_look(x, w->reg, w->draft, t->path, sec_buf_str(&rec->base),
		sec_buf_str(&rec->text), err);

	*changed = false;
	if (rc)
		return rc;
	if (x->met == RECONCILING_GONE || x->met == RECONCILING_CONFLICT)
		return say_met(x, rec->id, err);
	rc = sec_change_replace(&w->change, w->draft, t->path, t->path,
		sec_buf_str(x->met == RECONCILING_STUCK ? &rec->text : &x->merged), changed, err);
	if (rc == 0 && x->met == RECONCILING_STUCK)
		return say_met(x, rec->id, err);
	if (rc == 0 && *changed && x->met == RECONCILING_CLEAN) {
		if (!e->agreed && editor_may_ask())
			return say_met(x, rec->id, err);
		note_both(w, x, rec->id);
	}
	return rc;
}

static bool any_met(const struct editing *e, enum reconciling_case what)
{
	size_t i;

	for (i = 0; i < e->desk.form.records; i++)
		if (e->met[i].met == what)
			return true;
	return false;
}

static enum result judge(const struct editing *e, int rc)
{
	if (rc == 0)
		return SAVED;
	if (rc != SEC_NO)
		return FAILED;
	if (e->writing.change.refusals)
		return REFUSED;
	if (any_met(e, RECONCILING_CONFLICT))
		return CONFLICT;
	if (any_met(e, RECONCILING_GONE) || any_met(e, RECONCILING_STUCK))
		return MISTAKEN;
	return any_met(e, RECONCILING_CLEAN) ? BOTH : MISTAKEN;
}

/* ---- once more ---- */

static const struct sec_form_record *record_at(const struct editing *e, const char *path)
{
	size_t i;

	for (i = 0; i < e->writing.targets; i++)
		if (strcmp(e->writing.target[i].path, path) == 0)
			return e->writing.target[i].arg;
	return NULL;
}

/* `above`: how many lines the file has above the form. */
static void add_finding(const struct editing *e, const struct sec_form_record *rec,
	const struct sec_fault *fault, unsigned above, struct sec_buf *out)
{
	const struct sec_form *f = &e->desk.form;

	sec_buf_addf(out, "%s   ", f->mark);
	if (f->records > 1)
		sec_buf_addf(out, "%s: ", rec->id);
	if (fault->line && rec->line)
		sec_buf_addf(out, "line %u: ", fault->line + rec->line - 1 + above);
	sec_visible(out, fault->message, strlen(fault->message));
	sec_buf_addf(out, " [%s]\n", fault->rule);
	if (fault->advice) {
		sec_buf_addf(out, "%s     ", f->mark);
		sec_visible(out, fault->advice, strlen(fault->advice));
		sec_buf_addch(out, '\n');
	}
}

static void add_findings(const struct editing *e, unsigned above, struct sec_buf *out)
{
	const struct sec_change *c = &e->writing.change;
	size_t i, k;

	sec_buf_addf(out, "%s Not saved, because this adds errors:\n", e->desk.form.mark);
	for (i = 0; i < c->refusals; i++)
		for (k = 0; k < c->refused[i].faults.n; k++)
			add_finding(e, record_at(e, c->refused[i].path), &c->refused[i].faults.item[k],
				above, out);
}

static unsigned lines_of(const struct sec_buf *text)
{
	unsigned n = 0;
	size_t i;

	for (i = 0; i < text->len; i++)
		n += text->s[i] == '\n';
	return n;
}

static void add_remarks(const struct editing *e, enum result result, struct sec_buf *out)
{
	const char *mark = e->desk.form.mark;
	unsigned lines;

	if (result == REFUSED) {
		add_findings(e, 0, out);
		lines = lines_of(out);
		sec_buf_clear(out);
		add_findings(e, DESK_TOP + lines, out);
	} else if (result == BOTH || result == CONFLICT) {
		sec_buf_addf(out, "%s Somebody else changed it meanwhile. This is both; between <<<<<<< and\n"
			"%s >>>>>>> stands what both changed: keep what is right, and no marker.\n", mark, mark);
	} else {
		sec_buf_addf(out, "%s Not saved: ", mark);
		sec_visible(out, e->desk.cli->err.msg, strlen(e->desk.cli->err.msg));
		sec_buf_addch(out, '\n');
	}
}

/* What the next round shows: what was typed, or that put together with what others
 * changed, which it then begins with. */
static int next_body(struct editing *e, enum result result, const struct sec_buf *typed,
	struct sec_err *err)
{
	struct desk *d = &e->desk;
	size_t i;

	sec_buf_clear(&d->body);
	if (result != BOTH && result != CONFLICT) {
		sec_form_strip(&d->form, sec_buf_str(typed), d->form.sections > 0, &d->body);
		return 0;
	}
	for (i = 0; i < d->form.records; i++) {
		struct sec_form_record *rec = &d->form.record[i];

		if (d->form.records > 1)
			sec_stream_separator(&d->body, rec->id);
		sec_buf_addslice(&d->body, sec_buf_str(&e->met[i].merged));
		sec_buf_clear(&rec->base);
		sec_buf_addslice(&rec->base, sec_buf_str(&e->met[i].now));
	}
	return desk_rebase(d, err);
}

static int show_again(struct editing *e, enum result result, const struct sec_buf *typed)
{
	struct sec_err *err = &e->desk.cli->err;
	struct sec_buf remarks = SEC_BUF_INIT;
	int rc;

	e->desk.typed = true;
	add_remarks(e, result, &remarks);
	rc = next_body(e, result, typed, err);
	if (rc == 0)
		rc = desk_show(&e->desk, sec_buf_str(&remarks), err);
	sec_buf_release(&remarks);
	return rc;
}

/* ---- the conversation ---- */

static char ask(const struct editing *e, enum result result)
{
	const char *program = e->desk.cli->program;

	if (!editor_may_ask())
		return 's';
	if (result == BOTH)
		return editor_ask(program, "save (b)oth, (e)dit both, or (s)top and keep what you wrote?", "bes");
	return editor_ask(program, result == CONFLICT
		? "(e)dit both, or (s)top and keep what you wrote?"
		: "(e)dit again, or (s)top and keep what you wrote?", "es");
}

static int try(struct editing *e, const struct sec_buf *typed)
{
	int rc;

	sec_change_forget(&e->writing.change);
	rc = sec_form_read(&e->desk.form, sec_buf_str(typed), &e->desk.cli->err);
	return rc ? rc : writing_try(&e->writing);
}

/* Tries to save what was typed; true when the editor is to open once more. */
static bool save(struct editing *e, const struct sec_buf *typed, int *code)
{
	struct cli *c = e->desk.cli;
	enum result result;
	char answer = 'b';
	bool shown;
	int rc;

	e->agreed = false;
	rc = try(e, typed);
	while (answer == 'b') {
		result = judge(e, rc);
		shown = c->dry_run && rc == 0 && e->writing.diff.len;
		*code = writing_tell(&e->writing, rc);
		if (shown)
			break;
		if (result == SAVED || e->writing.outcome.committed) {
			desk_clear(&e->desk);
			return false;
		}
		answer = result == FAILED ? 's' : ask(e, result);
		e->agreed = answer == 'b';
		if (e->agreed)
			rc = writing_try(&e->writing);
	}
	if (answer == 'e' && show_again(e, result, typed) == 0)
		return true;
	if (answer == 'e')
		*code = cli_fail(c);
	desk_keep(&e->desk);
	return false;
}

static int give_up(struct editing *e, const char *why)
{
	cli_say(e->desk.cli, "%s, so nothing was saved", why);
	desk_clear(&e->desk);
	return 1;
}

static bool is_empty(const struct sec_form *f, const struct sec_buf *typed)
{
	struct sec_buf rest = SEC_BUF_INIT;
	bool empty;

	sec_form_strip(f, sec_buf_str(typed), false, &rest);
	empty = !sec_str_trim(sec_buf_str(&rest)).len;
	sec_buf_release(&rest);
	return empty;
}

/* One round; true when there is to be another. */
static bool go_round(struct editing *e, int *code)
{
	struct sec_buf typed = SEC_BUF_INIT;
	bool more = false;
	int rc = desk_edit(&e->desk, &typed, &e->desk.cli->err);

	if (rc == SEC_ABSENT) {
		*code = give_up(e, "the editor left no file");
	} else if (rc) {
		*code = cli_fail(e->desk.cli);
		desk_leave(&e->desk);
	} else if (is_empty(&e->desk.form, &typed)) {
		*code = give_up(e, "nothing is left in the file");
	} else {
		more = save(e, &typed, code);
	}
	sec_buf_release(&typed);
	return more;
}

/* An edit that was not saved before: shown with what stands in its way now. */
static int show_first(struct editing *e)
{
	struct cli *c = e->desk.cli;
	const bool dry_run = c->dry_run;
	enum result result;
	struct sec_buf typed;
	int rc;

	if (!e->desk.typed)
		return desk_show(&e->desk, SEC_STR(""), &c->err);
	typed = e->desk.body;
	sec_buf_init(&e->desk.body);
	c->dry_run = e->agreed = true;
	rc = try(e, &typed);
	c->dry_run = dry_run;
	result = judge(e, rc);
	if (result == SAVED) {
		sec_buf_addslice(&e->desk.body, sec_buf_str(&typed));
		rc = desk_show(&e->desk, SEC_STR(""), &c->err);
	} else if (result != FAILED) {
		rc = show_again(e, result, &typed);
	}
	sec_buf_release(&typed);
	return rc;
}

static void prepare(struct editing *e, const struct sec_selection *selection,
	const struct sec_assigns *sections)
{
	struct sec_form *f = &e->desk.form;
	size_t i;

	f->record = xcalloc(selection->n, sizeof(*f->record));
	f->section = xcalloc(sections->n, sizeof(*f->section));
	e->met = xcalloc(selection->n, sizeof(*e->met));
	e->desk.path = xcalloc(selection->n, sizeof(*e->desk.path));
	for (i = 0; i < selection->n; i++) {
		f->record[i].id = xstrdup(selection->item[i].stem);
		e->desk.path[i] = selection->item[i].path;
		writing_add(&e->writing, selection->item[i].path, &f->record[i]);
	}
	f->records = selection->n;
	for (i = 0; i < sections->n; i++)
		f->section[i] = (struct sec_section_name){ xstrdup(sections->item[i].kind),
			xstrdup(sections->item[i].id) };
	f->sections = sections->n;
}

int editing_run(struct cli *c, struct sec_register *r, const struct sec_selection *selection,
	const struct sec_assigns *sections)
{
	struct editing e = { .writing = { .cli = c, .reg = r, .replace = save_one },
		.desk = { .cli = c, .reg = r, .form = { .schema = &r->schema } } };
	size_t i;
	int code = 0, rc;

	prepare(&e, selection, sections);
	rc = desk_open(&e.desk, &c->err);
	if (rc == 0)
		rc = show_first(&e);
	if (rc)
		code = cli_fail(c);
	else
		while (go_round(&e, &code))
			;
	for (i = 0; i < selection->n; i++)
		reconciling_release(&e.met[i]);
	free(e.met);
	free(e.desk.path);
	desk_release(&e.desk);
	writing_release(&e.writing);
	return code;
}
