/* SPDX-License-Identifier: ISC
 *
 * Hygiene: what a tree that somebody pushed must not hold, whatever stands in
 * its records. Judged from the tree alone: nothing is checked out, and nothing
 * that is too large is inflated. Three rules, `check = tree` in rules.ini:
 *
 *   tree-entry   a link, a submodule or a program, where a register has plain files
 *   tree-name    below secondments a name that is not the id's path; names that
 *                differ in case alone, which half of all computers cannot keep apart
 *   tree-size    a file over SEC_RECORD_MAX, more than 100,000 entries
 */
#ifndef SEC_REGISTER_HYGIENE_H
#define SEC_REGISTER_HYGIENE_H

#include "record/fault.h"
#include "register/register.h"

/* Whether there are too many entries to look at anything else: SEC_NO, told as a
 * finding. Comes before all else that walks the tree. */
int sec_hygiene_count(struct sec_register *r,
	void (*each)(void *ctx, const char *path, const struct sec_fault *fault), void *ctx,
	struct sec_err *err);

/* Hands over each finding with the path it is about; only for what `before` (NULL:
 * nothing) does not have just so. */
int sec_hygiene_check(struct sec_register *r, struct sec_source *before,
	void (*each)(void *ctx, const char *path, const struct sec_fault *fault), void *ctx,
	struct sec_err *err);

#endif
