/* SPDX-License-Identifier: ISC
 *
 * Rows: the same columns as a table for eyes, TSV, CSV or JSON Lines.
 *
 * TSV has no heading line; CSV has one, the formula guard, and CR LF ends; JSON
 * is one object a line, its members named and ordered like the columns, a list
 * an array, a missing value null. None of these depends on the terminal; a table
 * does. "csv-excel" is CSV after a byte order mark, by which Excel knows UTF-8.
 */
#ifndef SEC_RENDER_ROWS_H
#define SEC_RENDER_ROWS_H

#include <stdbool.h>

#include "base/buf.h"

enum sec_rows_format { SEC_ROWS_TABLE, SEC_ROWS_TSV, SEC_ROWS_CSV, SEC_ROWS_CSV_EXCEL,
	SEC_ROWS_JSON };
/* "table", "tsv", "csv", "csv-excel", "json"; false for another word. */
bool sec_rows_format_parse(const char *name, enum sec_rows_format *format);

enum sec_cell_kind { SEC_CELL_TEXT, SEC_CELL_NUMBER, SEC_CELL_YESNO, SEC_CELL_LIST,
	SEC_CELL_DAYS /* a duration that was worked out: `-8d`; in CSV the number alone */ };

struct sec_column {
	const char *name;    /* in JSON and CSV */
	const char *heading; /* of a table; NULL: the name in capitals */
	enum sec_cell_kind kind; /* numbers stand to the right, and bare in JSON */
	bool cut;            /* may be shortened to fit a terminal */
};

struct sec_rows;
struct sec_rows *sec_rows_new(enum sec_rows_format format, const struct sec_column *column,
	size_t columns);
/* One cell a column. A cell with s NULL is missing. `colour` as in table.h. */
void sec_rows_add(struct sec_rows *r, const struct sec_str *cell, const char *colour);
/* What stands so far and is not needed any more is moved to `out`; for a table
 * nothing before the end. */
void sec_rows_flush(struct sec_rows *r, struct sec_buf *out);
/* The rest. width 0: not a terminal. An empty table prints nothing. */
void sec_rows_finish(struct sec_rows *r, size_t width, bool colour, struct sec_buf *out);
void sec_rows_free(struct sec_rows *r);

#endif
