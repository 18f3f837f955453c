/* SPDX-License-Identifier: ISC
 *
 * Values as they are written (rules 11 and 12 of the record format).
 *
 * A legal value has no trailing blanks on a line, no leading blank on its first
 * line, no empty first or last line; its characters are those of rule 1.
 */
#ifndef SEC_RECORD_FOLD_H
#define SEC_RECORD_FOLD_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"

/* Appends the legal value that `value` means: outer blanks and empty lines off,
 * CR LF as LF. SEC_FAIL when it holds a character that no value may hold, or nothing at all. */
int sec_value_trim(struct sec_buf *out, struct sec_str value, struct sec_err *err);

/* Appends the lines of a legal value: the first text as it follows `prefix`
 * bytes of `key = `, the others with two blanks (and the dot where they need
 * one), `eol` between them and none at the end. A line past SEC_LINE_MAX is
 * folded at a blank, and *folded becomes true; SEC_FAIL where it has none. */
int sec_value_write(struct sec_buf *out, size_t prefix, struct sec_str value, const char *eol,
	bool *folded, struct sec_err *err);

#endif
