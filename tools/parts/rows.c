/* SPDX-License-Identifier: ISC */
#include "parts/rows.h"

#include <math.h>
#include <search.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "parts/intake.h"
#include "register/change.h"

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

static bool reads_as_number(struct sec_str s, double *n)
{
	char *text = xstrndup(s.s, s.len), *end;
	bool number = s.len && strspn(text, "0123456789.eE+-") == s.len;

	*n = number ? strtod(text, &end) : 0;
	number = number && !*end;
	free(text);
	return number;
}

/* Is `now` what a spreadsheet makes of `old` once it takes it for a number? With an
 * exponent (1.2E+11) it shows only some digits. */
static bool is_respelt(struct sec_str old, struct sec_str now)
{
	double a, b;

	if (sec_str_eq(old, now) || !reads_as_number(old, &a) || !reads_as_number(now, &b))
		return false;
	return fabs(a - b) <= fabs(a) * (memchr(now.s, 'E', now.len) ? 1e-4 : 1e-14);
}

/* 4w and 28d, 0.80 and 0.8; what a cell cannot begin or end with. */
static bool is_same(enum sec_type type, struct sec_str old, struct sec_str now)
{
	struct sec_buf a = SEC_BUF_INIT, b = SEC_BUF_INIT;
	struct sec_val v = { 0 }, w = { 0 };
	bool same = sec_val_parse(type, old, &v) && sec_val_parse(type, now, &w);

	if (sec_str_eq(sec_utf8_trim(old), now))
		return true;

	sec_val_format(&v, &a);
	sec_val_format(&w, &b);
	same = same && sec_str_eq(sec_buf_str(&a), sec_buf_str(&b));
	sec_buf_release(&a);
	sec_buf_release(&b);
	return same;
}

/* The record's spelling of a value stays. What is more than a number, like a ref
 * 0042, and comes as one has lost something. */
static void mind_spelling(struct rows *rows, const struct rows_change *change,
	const struct sec_record *rec)
{
	size_t i;

	for (i = 0; i < change->assigns.n; i++) {
		struct sec_assign *a = &change->assigns.item[i];
		struct sec_str old = sec_record_value(rec, a->kind, a->id, a->key);
		char *address;

		if (is_same(a->type, old, sec_buf_str(&a->value))) {
			sec_buf_clear(&a->value);
			sec_buf_addslice(&a->value, old);
		}
		if (!is_respelt(old, sec_buf_str(&a->value)))
			continue;
		address = sec_assign_written(a);
		sec_sheet_wrong(&rows->sheet, change->row, sec_sheet_column_of(&rows->sheet, address),
			"'%s' is %.*s in the record, and a spreadsheet made a number of it: give the "
			"column the format text; if it shall change: sec-set %.*s %s=%s",
			a->value.s, SEC_ARG(old), SEC_ARG(sec_register_stem(change->path)), address,
			a->value.s);
		free(address);
	}
}

static void compare(struct rows *rows, struct sec_register *r, const struct rows_change *change)
{
	struct sec_dialect dialect;
	struct sec_record rec;

	sec_change_editor(r, &dialect, &rec);
	sec_record_init(&rec);
	/* what cannot be read is told when it is to be changed */
	if (sec_source_read(r->source, change->path, SEC_RECORD_MAX, &rec.text, NULL) == 0
		&& sec_record_parse(&rec, &dialect, NULL) == 0)
		mind_spelling(rows, change, &rec);
	sec_record_release(&rec);
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
	if (change->path)
		compare(rows, r, change);
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
