/* SPDX-License-Identifier: ISC */
#include "render/rows.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/escape.h"
#include "base/mem.h"
#include "base/table.h"

struct sec_rows {
	enum sec_rows_format format;
	const struct sec_column *column;
	size_t columns, rows;
	struct sec_buf text;
	struct sec_table *table;
};

bool sec_rows_format_parse(const char *name, enum sec_rows_format *format)
{
	static const char *const names[] = { "table", "tsv", "csv", "csv-excel", "json" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (strcmp(names[i], name) == 0) {
			*format = (enum sec_rows_format)i;
			return true;
		}
	}
	return false;
}

/* sec_table_new() takes alignment from a mark before the heading. */
static char *heading_of(const struct sec_column *c)
{
	struct sec_buf b = SEC_BUF_INIT;
	const char *p;

	if (c->kind == SEC_CELL_NUMBER)
		sec_buf_addch(&b, '>');
	else if (c->cut)
		sec_buf_addch(&b, '~');
	for (p = c->heading ? c->heading : c->name; *p; p++)
		sec_buf_addch(&b, (char)(c->heading ? *p : toupper((unsigned char)*p)));
	return sec_buf_detach(&b);
}

static struct sec_table *table_for(const struct sec_column *column, size_t columns)
{
	char **heading = xcalloc(columns, sizeof(*heading));
	struct sec_table *t;
	size_t i;

	for (i = 0; i < columns; i++)
		heading[i] = heading_of(&column[i]);
	t = sec_table_new((const char *const *)heading, columns);
	for (i = 0; i < columns; i++)
		free(heading[i]);
	free(heading);
	return t;
}

/* `-8d`, which a spreadsheet can neither sort nor add up: -8. */
static struct sec_str days_alone(struct sec_str s)
{
	size_t n = strspn(s.s, "-0123456789");

	return n + 1 == s.len && s.s[n] == 'd' ? (struct sec_str){ s.s, n } : s;
}

static void add_csv(struct sec_rows *r, const struct sec_str *cell)
{
	size_t i;

	for (i = 0; i < r->columns; i++) {
		if (i)
			sec_buf_addch(&r->text, ',');
		if (cell[i].s && r->column[i].kind == SEC_CELL_DAYS)
			sec_escape_csv(&r->text, days_alone(cell[i]), true);
		else if (cell[i].s)
			sec_escape_csv(&r->text, cell[i], r->column[i].kind == SEC_CELL_NUMBER);
	}
	sec_buf_addstr(&r->text, "\r\n");
}

static void add_tsv(struct sec_rows *r, const struct sec_str *cell)
{
	size_t i;

	for (i = 0; i < r->columns; i++) {
		if (i)
			sec_buf_addch(&r->text, '\t');
		if (cell[i].s)
			sec_escape_tsv(&r->text, cell[i]);
	}
	sec_buf_addch(&r->text, '\n');
}

static void add_json_list(struct sec_buf *out, struct sec_str list)
{
	struct sec_str item;
	bool first = true;

	sec_buf_addch(out, '[');
	while (sec_str_split(&list, ',', &item)) {
		item = sec_str_trim(item);
		if (!item.len)
			continue;
		sec_buf_addstr(out, first ? "" : ", ");
		sec_escape_json(out, item);
		first = false;
	}
	sec_buf_addch(out, ']');
}

static void add_json(struct sec_rows *r, const struct sec_str *cell)
{
	size_t i;

	for (i = 0; i < r->columns; i++) {
		sec_buf_addstr(&r->text, i ? ", " : "{");
		sec_escape_json(&r->text, sec_str(r->column[i].name));
		sec_buf_addstr(&r->text, ": ");
		if (!cell[i].s)
			sec_buf_addstr(&r->text, "null");
		else if (r->column[i].kind == SEC_CELL_NUMBER && cell[i].len)
			sec_buf_addslice(&r->text, cell[i]);
		else if (r->column[i].kind == SEC_CELL_YESNO)
			sec_buf_addstr(&r->text, sec_str_is(cell[i], "yes") ? "true" : "false");
		else if (r->column[i].kind == SEC_CELL_LIST)
			add_json_list(&r->text, cell[i]);
		else
			sec_escape_json(&r->text, cell[i]);
	}
	sec_buf_addstr(&r->text, "}\n");
}

struct sec_rows *sec_rows_new(enum sec_rows_format format, const struct sec_column *column,
	size_t columns)
{
	struct sec_rows *r = xcalloc(1, sizeof(*r));
	size_t i;

	r->format = format;
	r->column = column;
	r->columns = columns;
	sec_buf_init(&r->text);
	if (format == SEC_ROWS_TABLE)
		r->table = table_for(column, columns);
	if (format == SEC_ROWS_CSV_EXCEL)
		sec_buf_addstr(&r->text, "\xef\xbb\xbf");
	for (i = 0; (format == SEC_ROWS_CSV || format == SEC_ROWS_CSV_EXCEL) && i < columns; i++) {
		sec_escape_csv(&r->text, sec_str(column[i].name), false);
		sec_buf_addstr(&r->text, i + 1 < columns ? "," : "\r\n");
	}
	return r;
}

void sec_rows_add(struct sec_rows *r, const struct sec_str *cell, const char *colour)
{
	r->rows++;
	switch (r->format) {
	case SEC_ROWS_TABLE: sec_table_row(r->table, cell, colour); break;
	case SEC_ROWS_TSV: add_tsv(r, cell); break;
	case SEC_ROWS_CSV:
	case SEC_ROWS_CSV_EXCEL: add_csv(r, cell); break;
	case SEC_ROWS_JSON: add_json(r, cell); break;
	}
}

void sec_rows_flush(struct sec_rows *r, struct sec_buf *out)
{
	sec_buf_add(out, r->text.s, r->text.len);
	sec_buf_clear(&r->text);
}

void sec_rows_finish(struct sec_rows *r, size_t width, bool colour, struct sec_buf *out)
{
	if (r->table && r->rows)
		sec_table_print(r->table, out, width, colour);
	sec_rows_flush(r, out);
}

void sec_rows_free(struct sec_rows *r)
{
	if (!r)
		return;
	sec_table_free(r->table);
	sec_buf_release(&r->text);
	free(r);
}
