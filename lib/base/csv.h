/* SPDX-License-Identifier: ISC
 *
 * Tables that a spreadsheet has written, read over libcsv: CSV with `,`, `;` or
 * tabs between the cells, whichever stands most often in the heading line, or what
 * a line `sep=;` in front of it says, which is no row. Line
 * ends are LF, CR LF or CR, a byte order mark is passed over, cells may be quoted
 * and then hold line ends (given as LF). Blanks round a cell that is not quoted are no part of
 * it, and the formula guard (escape.h) comes off.
 *
 * A row's number is what a spreadsheet shows beside it: empty rows count, a line
 * end inside a cell does not. Rows without a value are left out. A row may be
 * shorter than the heading line: what is missing is empty.
 *
 * SEC_FAIL, naming file, row and column: not UTF-8, a NUL, a quotation mark inside a cell
 * that is not quoted or one that is never closed, a heading line in which two
 * separators stand equally often. What follows such a place cannot be trusted, so
 * reading ends there.
 */
#ifndef SEC_BASE_CSV_H
#define SEC_BASE_CSV_H

#include "base/buf.h"
#include "base/err.h"

struct sec_csv_row {
	unsigned number;
	size_t first, cells;
};

struct sec_csv {
	struct sec_csv_row *row; /* row[0] is the heading line */
	size_t rows, row_alloc;
	char separator;

	/* private */
	struct sec_csv_place { size_t at, len; } *place; /* of each cell in `text` */
	size_t places, place_alloc;
	struct sec_buf text;
};

/* Reads all of `text`; `name` is for errors. No row at all: rows is 0. */
int sec_csv_read(struct sec_csv *c, const char *name, struct sec_str text, struct sec_err *err);
/* A cell by its column, from 0; empty where the row has none. Good until the release. */
struct sec_str sec_csv_cell(const struct sec_csv *c, const struct sec_csv_row *row, size_t column);
/* "A", "B" … "AA": what a spreadsheet calls a column, from 0. */
void sec_csv_letters(size_t column, char out[16]);
void sec_csv_release(struct sec_csv *c);

#endif
