/* SPDX-License-Identifier: ISC */
#include "parts/rows.h"

#include <search.h>
#include <stdlib.h>

#include "base/mem.h"
#include "parts/intake.h"

/* Which row named a record first. */
struct named {
	const char *path;
	unsigned row;
};

static int by_path(const void *a, const void *b)
{
	const struct named *x = a, *y = b;

	return strcmp(x->path, y->path);
}

void rows_say_computed(const struct cli *c, const struct sec_sheet *sheet)
{
	struct sec_buf list = SEC_BUF_INIT;
	size_t n = sec_sheet_computed(sheet, &list);

	if (n)
		cli_say(c, "%s: %s worked out from the rest, and %s passed over: %s", sheet->name,
			n == 1 ? "one column is" : "some columns are", n == 1 ? "is" : "are", list.s);
	sec_buf_release(&list);
}

/* Of an error; the candidates that it may list below are for a command line. */
static int first_line(const char *msg)
{
	int n = (int)strcspn(msg, "\n");

	return n && msg[n - 1] == ':' ? n - 1 : n;
}

/* The record that a row names, or NULL with the mistake noted; the caller frees. */
static char *find_record(struct rows *rows, struct sec_register *r, const struct sec_csv_row *row)
{
	static const struct sec_select_options one = { .one = true, .input = -1 };
	struct sec_str id = sec_sheet_id(&rows->sheet, row);
	char *name = xstrndup(id.s, id.len), *path = NULL;
	struct sec_selection picked = { 0 };
	struct sec_err err = SEC_ERR_INIT;

	if (!id.len)
		sec_sheet_wrong(&rows->sheet, row, rows->sheet.id, "names no record");
	else if (strcmp(name, "-") == 0)
		sec_sheet_wrong(&rows->sheet, row, rows->sheet.id, "'-' names no record here");
	else if (sec_select(&picked, r, &name, 1, &one, &err) != 0)
		sec_sheet_wrong(&rows->sheet, row, rows->sheet.id, "%.*s", first_line(err.msg), err.msg);
	else if (picked.n != 1)
		sec_sheet_wrong(&rows->sheet, row, rows->sheet.id, "'%s' names %zu records", name, picked.n);
	else if (!picked.item[0].inside)
		sec_sheet_wrong(&rows->sheet, row, rows->sheet.id, "%s is not in the register %s",
			picked.item[0].path, r->root);
	else
		path = xstrdup(picked.item[0].path);
	sec_err_clear(&err);
	sec_selection_release(&picked);
	free(name);
	return path;
}

static bool is_first(struct rows *rows, void **seen, const char *path, const struct sec_csv_row *row)
{
	struct named *n = xmalloc(sizeof(*n)), **found;

	*n = (struct named){ path, row->number };
	found = (struct named **)tsearch(n, seen, by_path);
	if (!found || *found == n)
		return true;
	sec_sheet_wrong(&rows->sheet, row, rows->sheet.id, "row %u is about the same record",
		(*found)->row);
	free(n);
	return false;
}

static void read_row(struct rows *rows, struct sec_register *r, void **seen,
	const struct sec_csv_row *row, const struct sec_assigns *assigns)
{
	struct rows_change *change;
	size_t i;

	SEC_GROW(rows->change, rows->n, rows->alloc);
	change = &rows->change[rows->n++];
	*change = (struct rows_change){ .row = row, .path = find_record(rows, r, row) };
	if (change->path)
		is_first(rows, seen, change->path, row);
	sec_sheet_assigns(&rows->sheet, row, &change->assigns);
	for (i = 0; i < assigns->n; i++)
		sec_assigns_copy(&change->assigns, &assigns->item[i]);
}

int rows_read(struct rows *rows, struct cli *c, struct sec_register *r, const char *from,
	const struct sec_assigns *assigns)
{
	struct sec_buf text = SEC_BUF_INIT;
	const char *name;
	void *seen = NULL;
	size_t i;
	int rc = intake_load(from, &text, &name, &c->err);

	if (rc == 0)
		rc = sec_sheet_read(&rows->sheet, &r->schema, r->today, name, sec_buf_str(&text), &c->err);
	sec_buf_release(&text);
	if (rc == 0 && rows->sheet.id < 0)
		rc = sec_err_set(&c->err, SEC_FAIL, "%s has no column 'id', which says what record a row "
			"is about", name);
	for (i = 1; rc == 0 && i < rows->sheet.csv.rows; i++)
		read_row(rows, r, &seen, &rows->sheet.csv.row[i], assigns);
	tdestroy(seen, free);
	return rc ? rc : sec_sheet_verdict(&rows->sheet, &c->err);
}

void rows_release(struct rows *rows)
{
	size_t i;

	for (i = 0; i < rows->n; i++) {
		free(rows->change[i].path);
		sec_assigns_release(&rows->change[i].assigns);
	}
	free(rows->change);
	if (rows->sheet.name)
		sec_sheet_release(&rows->sheet);
}
