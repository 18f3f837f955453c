/* SPDX-License-Identifier: ISC
 *
 * Sheets: the rows of a spreadsheet as assignments to records, one row a record.
 *
 * The heading line says what each column is: a key as assignments name it
 * (`dates.start`, `start`, `review:2026-03-01.held`), a label of the schema, both
 * in any case; the record's id. A column that is worked out (`state`, `who`,
 * `effective-end`, any expression over a record) is known and passed over, so that
 * what sec-list printed can come back; so is one without heading and values.
 *
 * An empty cell says nothing. A value is taken as it stands: blanks round it go, of
 * any kind, and days must be written YYYY-MM-DD: nothing is guessed, but the message
 * says what can have been meant. What a spreadsheet shows in place of a value
 * (`#REF!`) is refused.
 *
 * What is wrong is collected, all of it, each with the row's number as a
 * spreadsheet shows it and the column's heading. sec_sheet_verdict() makes one
 * error of it. Cells stand in it between '…', shortened, control bytes visible.
 */
#ifndef SEC_REGISTER_SHEET_H
#define SEC_REGISTER_SHEET_H

#include "base/csv.h"
#include "register/assign.h"

enum sec_sheet_use {
	SEC_SHEET_NOTHING,  /* no heading, or one that was refused */
	SEC_SHEET_ID,       /* names the record */
	SEC_SHEET_KEY,
	SEC_SHEET_COMPUTED,
};

struct sec_sheet_column {
	enum sec_sheet_use use;
	char *heading; /* as written; "column C" where there is none */
	struct sec_assign to; /* of SEC_SHEET_KEY and SEC_SHEET_ID */
};

struct sec_sheet {
	const char *name; /* of the file; not owned */
	struct sec_csv csv; /* row[0] is the heading line */
	struct sec_sheet_column *column;
	size_t columns;
	int id;        /* the column that names the record, or -1 */
	size_t wrongs; /* how many mistakes so far */
	struct sec_buf wrong; /* the first of them, a line each */
};

/* Reads text and headings. Mistakes in the headings are an error right away, all
 * of them. `name` and `schema` must outlive the sheet. */
int sec_sheet_read(struct sec_sheet *s, const struct sec_schema *schema, sec_day today,
	const char *name, struct sec_str text, struct sec_err *err);
void sec_sheet_release(struct sec_sheet *s);

/* The headings that are passed over, "state, who"; how many. */
size_t sec_sheet_computed(const struct sec_sheet *s, struct sec_buf *out);

/* The name that the row gives its record, trimmed; empty where it gives none. */
struct sec_str sec_sheet_id(const struct sec_sheet *s, const struct sec_csv_row *row);
/* Appends the row's assignments, but for the id. Mistakes are noted. */
void sec_sheet_assigns(struct sec_sheet *s, const struct sec_csv_row *row, struct sec_assigns *out);

/* The column that holds what stands at an address (`dates.start`), or -1. */
int sec_sheet_column_of(const struct sec_sheet *s, const char *address);
/* Appends "row 5, First day"; column -1: "row 5". */
void sec_sheet_place(const struct sec_sheet *s, const struct sec_csv_row *row, int column,
	struct sec_buf *out);
/* Notes a mistake. */
void sec_sheet_wrong(struct sec_sheet *s, const struct sec_csv_row *row, int column,
	const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* 0, or SEC_FAIL with all that was noted. */
int sec_sheet_verdict(const struct sec_sheet *s, struct sec_err *err);

#endif
