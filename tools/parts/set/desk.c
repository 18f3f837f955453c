/* SPDX-License-Identifier: ISC */
#include "parts/set/desk.h"

#include <stdlib.h>

#include "base/escape.h"
#include "base/mem.h"
#include "parts/set/editor.h"
#include "parts/writing.h"
#include "record/stream.h"

/* ---- the file ---- */

static void add_top(const struct desk *d, struct sec_buf *out)
{
	const struct sec_form *f = &d->form;
	size_t i;

	sec_buf_addf(out, "%s sec-set --edit", f->mark);
	for (i = 0; i < f->records; i++)
		sec_buf_addf(out, " %s", f->record[i].id);
	sec_buf_addf(out, "\n%s Lines like this%s are dropped; an empty file saves nothing.\n", f->mark,
		f->sections ? " and keys left empty" : "");
}

int desk_show(struct desk *d, struct sec_str remarks, struct sec_err *err)
{
	struct sec_buf top = SEC_BUF_INIT;
	const char *lf = memchr(d->body.s, '\n', d->body.len);
	bool crlf = lf && lf > d->body.s && lf[-1] == '\r';
	size_t i;
	int rc;

	add_top(d, &top);
	sec_buf_addslice(&top, remarks);
	rescue_unguard(); /* it looks at `shown` */
	sec_buf_clear(&d->shown);
	for (i = 0; i < top.len; i++) {
		if (crlf && top.s[i] == '\n')
			sec_buf_addch(&d->shown, '\r');
		sec_buf_addch(&d->shown, top.s[i]);
	}
	sec_buf_addslice(&d->shown, sec_buf_str(&d->body));
	sec_buf_release(&top);
	rc = rescue_write(&d->rescue, NULL, sec_buf_str(&d->shown), err);
	rescue_guard(&d->rescue, d->typed ? (struct sec_str){ NULL, 0 } : sec_buf_str(&d->shown),
		d->kept);
	return rc;
}

int desk_edit(struct desk *d, struct sec_buf *typed, struct sec_err *err)
{
	int rc = editor_run(d->rescue.file, err);

	return rc ? rc : rescue_read(&d->rescue, NULL, typed, err);
}

/* ---- what stands beside it ---- */

static void add_sections(const struct desk *d, const char *before, const char *after,
	struct sec_buf *out)
{
	size_t i;

	for (i = 0; i < d->form.sections; i++)
		sec_buf_addf(out, "%s%s:%s%s", before, d->form.section[i].kind, d->form.section[i].id, after);
}

static int write_beside(const struct desk *d, struct sec_err *err)
{
	struct sec_buf text = SEC_BUF_INIT;
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < d->form.records; i++) {
		char *name = xasprintf("base-%zu", i);

		rc = rescue_write(&d->rescue, name, sec_buf_str(&d->form.record[i].base), err);
		free(name);
		sec_buf_addf(&text, "%s\n", d->form.record[i].id);
	}
	add_sections(d, "", "\n", &text);
	if (rc == 0)
		rc = rescue_write(&d->rescue, "edited", sec_buf_str(&text), err);
	sec_buf_release(&text);
	return rc;
}

/* Is it the same records and sections? */
static int check_what(const struct desk *d, struct sec_err *err)
{
	struct sec_buf is = SEC_BUF_INIT, wanted = SEC_BUF_INIT;
	size_t i;
	int rc = rescue_read(&d->rescue, "edited", &is, err);

	for (i = 0; i < d->form.records; i++)
		sec_buf_addf(&wanted, "%s\n", d->form.record[i].id);
	add_sections(d, "", "\n", &wanted);
	if (rc == 0 && !sec_str_eq(sec_buf_str(&is), sec_buf_str(&wanted))) {
		for (i = 0; i < is.len; i++)
			if (is.s[i] == '\n')
				is.s[i] = ' ';
		rc = sec_err_set(err, SEC_FAIL, "another edit was not saved and is in %s; go on with it: "
			"sec-set --edit %.*s, or drop it: %s", d->rescue.file, (int)is.len - 1, is.s, d->drop);
	}
	sec_buf_release(&is);
	sec_buf_release(&wanted);
	return rc;
}

static int take_up(struct desk *d, struct sec_err *err)
{
	struct sec_buf typed = SEC_BUF_INIT;
	size_t i;
	int rc = check_what(d, err);

	for (i = 0; rc == 0 && i < d->form.records; i++) {
		char *name = xasprintf("base-%zu", i);

		sec_buf_clear(&d->form.record[i].base);
		rc = rescue_read(&d->rescue, name, &d->form.record[i].base, err);
		free(name);
	}
	if (rc == 0)
		rc = sec_form_mark(&d->form, err);
	if (rc == 0)
		rc = rescue_read(&d->rescue, NULL, &typed, err);
	if (rc == 0) {
		sec_form_strip(&d->form, sec_buf_str(&typed), true, &d->body);
		d->typed = true;
		cli_say(d->cli, "going on with the edit that was not saved, in %s", d->rescue.file);
	}
	sec_buf_release(&typed);
	return rc;
}

/* ---- beginning ---- */

static int look(void *ctx, struct sec_draft *draft, struct sec_err *err)
{
	struct desk *d = ctx;
	size_t i;
	int rc = 0;

	free(d->gitdir);
	d->gitdir = xstrdup(sec_draft_private(draft));
	for (i = 0; rc == 0 && i < d->form.records; i++) {
		sec_buf_clear(&d->form.record[i].base);
		rc = sec_draft_read(draft, d->path[i], &d->form.record[i].base, err);
		if (rc == 0)
			rc = sec_draft_check(draft, d->path[i], err);
	}
	return rc;
}

static void describe(struct desk *d)
{
	struct sec_buf text = SEC_BUF_INIT;
	size_t i;

	sec_buf_addstr(&text, "sec-set ");
	if (d->reg->elsewhere) {
		sec_buf_addstr(&text, "-C ");
		sec_escape_shell(&text, sec_str(d->reg->root));
		sec_buf_addch(&text, ' ');
	}
	sec_buf_addstr(&text, "--edit");
	for (i = 0; i < d->form.records; i++)
		sec_buf_addf(&text, " %s", d->form.record[i].id);
	add_sections(d, " ", "", &text);
	free(d->again);
	free(d->drop);
	free(d->kept);
	d->again = sec_buf_detach(&text);
	sec_buf_addstr(&text, "rm -r ");
	sec_escape_shell(&text, sec_str(d->rescue.dir));
	d->drop = sec_buf_detach(&text);
	d->kept = xasprintf("\nsec-set: what you wrote is in %s\nsec-set: to go on with it: %s\n",
		d->rescue.file, d->again);
}

int desk_open(struct desk *d, struct sec_err *err)
{
	const struct sec_form *f = &d->form;
	char *name = f->records == 1 ? xstrdup(f->record[0].id)
		: xasprintf("%s+%zu", f->record[0].id, f->records - 1);
	int rc;

	d->rescue.lock = -1;
	sec_buf_init(&d->body);
	sec_buf_init(&d->shown);
	rc = writing_ahead(d->cli, d->reg, look, d);
	if (rc == 0)
		rc = sec_form_mark(&d->form, err);
	if (rc == 0)
		rc = rescue_open(&d->rescue, d->gitdir, name, err);
	free(name);
	if (rc)
		return rc;
	describe(d);
	if (d->rescue.found)
		return take_up(d, err);
	rc = sec_form_write(&d->form, &d->body, err);
	if (rc == 0)
		rc = write_beside(d, err);
	if (rc)
		rescue_drop(&d->rescue);
	return rc;
}

int desk_rebase(struct desk *d, struct sec_err *err)
{
	struct sec_form *f = &d->form;
	int rc;

	while (f->sections) {
		free(f->section[--f->sections].kind);
		free(f->section[f->sections].id);
	}
	rc = sec_form_mark(f, err);
	describe(d);
	return rc ? rc : write_beside(d, err);
}

/* ---- leaving ---- */

void desk_clear(struct desk *d)
{
	rescue_unguard();
	rescue_drop(&d->rescue);
}

void desk_keep(const struct desk *d)
{
	cli_say(d->cli, "what you wrote is in %s", d->rescue.file);
	cli_say(d->cli, "to go on with it: %s; to drop it: %s", d->again, d->drop);
}

void desk_leave(struct desk *d)
{
	if (!d->typed && rescue_is(&d->rescue, sec_buf_str(&d->shown)))
		desk_clear(d);
	else
		desk_keep(d);
}

void desk_release(struct desk *d)
{
	rescue_unguard();
	rescue_close(&d->rescue);
	sec_form_release(&d->form);
	sec_buf_release(&d->body);
	sec_buf_release(&d->shown);
	free(d->gitdir);
	free(d->again);
	free(d->drop);
	free(d->kept);
}
