/* SPDX-License-Identifier: ISC
 *
 * The due items of a selection, gathered, filtered, sorted by day and printed.
 */
#ifndef SEC_TOOLS_DUES_H
#define SEC_TOOLS_DUES_H

#include "register/scan.h"
#include "rules/due.h"

struct dues_filter {
	const struct sec_dur *within; /* NULL: each item's own lead */
	bool overdue, all;
	const char *owner, *kind; /* NULL: any */
};

struct dues {
	struct dues_row *row; /* by day, then the order of the selection */
	size_t n, alloc;

	/* private */
	const struct sec_register *reg;
	const struct sec_selection *selection;
	const struct dues_filter *filter;
	struct dues_of_record *of; /* one a record */
};

void dues_read(struct dues *d, struct sec_register *r, const struct sec_selection *selection,
	const struct sec_expr *keep, const struct dues_filter *filter,
	struct sec_scan_report *report);
/* `format`: table, tsv, csv, json, or ids (each record once). `columns`: names
 * separated by commas, NULL for the usual ones. */
int dues_print(const struct dues *d, const char *format, const char *columns, size_t width,
	bool colour, struct sec_buf *out, struct sec_err *err);
void dues_release(struct dues *d);

#endif
