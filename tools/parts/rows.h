/* SPDX-License-Identifier: ISC
 *
 * Changes from a sheet: each row names a record in its column `id` and says what it
 * shall hold.
 */
#ifndef SEC_TOOLS_ROWS_H
#define SEC_TOOLS_ROWS_H

#include "parts/cli.h"
#include "register/sheet.h"

struct rows_change {
	char *path; /* of the record, from the register's root */
	struct sec_assigns assigns;
	const struct sec_csv_row *row;
};

struct rows {
	struct sec_sheet sheet;
	struct rows_change *change;
	size_t n, alloc;
};

/* Reads all rows of a file or of standard input (`-`). `assigns` are made in every
 * record besides. All mistakes are told at once. */
int rows_read(struct rows *rows, struct cli *c, struct sec_register *r, const char *from,
	const struct sec_assigns *assigns);
void rows_release(struct rows *rows);

/* Says which columns are worked out and were passed over, if any. */
void rows_say_computed(const struct cli *c, const struct sec_sheet *sheet);

#endif
