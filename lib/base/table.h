/* SPDX-License-Identifier: ISC
 *
 * Tables for eyes, over libsmartcols: aligned by display width, control bytes
 * made visible, no trailing blanks. On a terminal the last column that may
 * shrink is cut to the width; in a pipe nothing is cut.
 */
#ifndef SEC_BASE_TABLE_H
#define SEC_BASE_TABLE_H

#include <stdbool.h>

#include "base/buf.h"

struct sec_table;

/* Headings are copied. A heading that begins with `>` aligns its column right,
 * one that begins with `~` names a column that may be cut. */
struct sec_table *sec_table_new(const char *const *heading, size_t columns);
/* Cells are copied. `colour`: NULL or a colour word of terminal-colors.d
 * ("red", "yellow", "green", "gray"), used when colour is on. */
void sec_table_row(struct sec_table *t, const struct sec_str *cell, const char *colour);
/* Appends the finished table. width 0: as wide as it needs. */
void sec_table_print(struct sec_table *t, struct sec_buf *out, size_t width, bool colour);
void sec_table_free(struct sec_table *t);

#endif
