/* SPDX-License-Identifier: ISC
 *
 * A listing: chosen values of the selected records, sorted or counted.
 */
#ifndef SEC_TOOLS_LISTING_H
#define SEC_TOOLS_LISTING_H

#include "register/scan.h"
#include "render/rows.h"

struct listing {
	struct sec_column *column;
	size_t columns;
	size_t rows;

	/* private */
	const struct sec_register *reg;
	const struct sec_selection *selection;
	struct sec_arena arena;    /* expressions, names */
	struct sec_expr **expr;    /* one a column, then the sort key */
	size_t exprs;
	bool descending;
	struct listing_row *row;   /* kept ones, in the order to show */
	struct listing_row *slot;  /* one a record, while scanning */
	struct sec_arena *scratch; /* cells, one arena a thread */
	size_t scratches;
};

/* Evaluates `columns` (a comma-separated list of expressions) for each selected
 * record that `query` keeps, and sorts by `sort` (`-KEY`: descending). Missing
 * values come last. Without a sort key the order is the selection's. */
int listing_read(struct listing *l, struct sec_register *r, const struct sec_selection *selection,
	const char *columns, const char *sort, const char *query, struct sec_scan_report *report,
	struct sec_err *err);
/* Turns the rows into their distinct values and, as a last column, how often
 * each stands there; most first. */
void listing_count(struct listing *l);
const struct sec_str *listing_cells(const struct listing *l, size_t row);
const struct sec_pick *listing_pick(const struct listing *l, size_t row);
void listing_release(struct listing *l);

#endif
