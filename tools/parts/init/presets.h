/* SPDX-License-Identifier: ISC
 *
 * Presets: what a kind of organisation usually writes into its policy.ini. One
 * file each in the folder presets of the built-in schema; its first line of words
 * says whom it is for.
 */
#ifndef SEC_TOOLS_PRESETS_H
#define SEC_TOOLS_PRESETS_H

#include "base/buf.h"
#include "base/err.h"

/* Appends the preset as it goes into a policy.ini. A name that is none is
 * SEC_USAGE and lists those there are. */
int presets_read(const char *name, struct sec_buf *out, struct sec_err *err);
/* Appends a line for each: its name and whom it is for. */
int presets_list(struct sec_buf *out, struct sec_err *err);

#endif
