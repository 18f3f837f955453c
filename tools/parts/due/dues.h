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

struct dues_of_record {
	struct sec_due_items items; /* all that are open, whatever the filter */
	char *who;
	char *heading; /* of the record, where `heading` is set; "" where it has none */
};

struct dues_row {
	size_t number; /* of the record */
	size_t place;  /* among its items */
	const struct sec_due_item *item;
};

struct dues {
	struct sec_expr *heading; /* a text to keep of each record; NULL: none. The caller's */
	struct dues_row *row; /* by day, then the order of the selection */
	size_t n, alloc;
	struct sec_register *reg;
	const struct sec_selection *selection;
	const struct dues_filter *filter;
	struct dues_of_record *of; /* one a record of the selection */
};

void dues_read(struct dues *d, struct sec_register *r, const struct sec_selection *selection,
	const struct sec_expr *keep, const struct dues_filter *filter,
	struct sec_scan_report *report);
/* Does the filter let it through? */
bool dues_wanted(const struct dues *d, const struct sec_due_item *item);
/* What a record is called in the output: its id, or the path of a plain file. */
const char *dues_name(const struct dues *d, size_t number);
/* `format`: table, tsv, csv, json, or ids (each record once). `columns`: names
 * separated by commas, NULL for the usual ones. */
int dues_print(const struct dues *d, const char *format, const char *columns, size_t width,
	bool colour, struct sec_buf *out, struct sec_err *err);
void dues_release(struct dues *d);

#endif
