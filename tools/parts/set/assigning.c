/* SPDX-License-Identifier: ISC */
#include "parts/set/assigning.h"

#include "parts/rows.h"
#include "parts/writing.h"

static int apply(struct writing *w, void *arg, const char *id, struct sec_editor *e,
	struct sec_err *err)
{
	struct writing_log on = { w, id };
	struct sec_assign_log log = { writing_changed, writing_note, &on };

	return sec_assign_apply(arg, e, &w->reg->schema, w->reg->today, &log, err);
}

static int apply_row(struct writing *w, void *arg, const char *id, struct sec_editor *e,
	struct sec_err *err)
{
	return apply(w, &((struct rows_change *)arg)->assigns, id, e, err);
}

int assigning_parse(struct cli *c, struct sec_register *r, char *const *operand, size_t n,
	struct sec_assigns *assigns)
{
	size_t i;
	int rc = sec_assign_parse(assigns, &r->schema, r->today, operand, n, 0, &c->err);

	for (i = 0; rc == 0 && assigns->read_input && i < c->operands; i++)
		if (strcmp(c->operand[i], "-") == 0)
			rc = sec_err_set(&c->err, SEC_USAGE, "standard input can be read only once: names "
				"('-') and a value ('@=-') cannot both come from it");
	return rc;
}

int assigning_run(struct cli *c, struct sec_register *r, const struct sec_selection *selection,
	struct sec_assigns *assigns)
{
	struct writing w = { .cli = c, .reg = r, .edit = apply };
	size_t i;
	int code;

	for (i = 0; i < selection->n; i++)
		writing_add(&w, selection->item[i].path, assigns);
	code = writing_run(&w);
	writing_release(&w);
	return code;
}

int assigning_rows(struct cli *c, struct sec_register *r, const char *from,
	const struct sec_assigns *assigns)
{
	struct rows rows = { 0 };
	struct progress progress;
	struct writing w = { .cli = c, .reg = r, .edit = apply_row, .sheet = &rows.sheet,
		.progress = &progress };
	size_t i;
	int code = 0, rc = 0;

	progress_start(&progress, c->program);
	if (assigns->read_input && strcmp(from, "-") == 0)
		rc = sec_err_set(&c->err, SEC_USAGE, "standard input can be read only once: rows "
			"('--csv -') and a value ('@=-') cannot both come from it");
	if (rc == 0)
		rc = rows_read(&rows, c, r, from, assigns);
	for (i = 0; rc == 0 && i < rows.n; i++)
		writing_add(&w, rows.change[i].path, &rows.change[i])->row = rows.change[i].row;
	progress_clear(&progress);
	if (rc == 0)
		rows_say_computed(c, &rows.sheet);
	if (rc)
		code = cli_fail(c);
	else if (w.targets)
		code = writing_run(&w);
	else
		cli_say(c, "%s has headings and no row below them, nothing to write", rows.sheet.name);
	writing_release(&w);
	rows_release(&rows);
	return code;
}
