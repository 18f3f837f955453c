/* SPDX-License-Identifier: ISC
 *
 * Pushed refs: the lines OLD SP NEW SP REF that git gives to a pre-receive hook on
 * standard input. All zeros stand for what is not there: OLD of a new ref, NEW of
 * one that goes.
 */
#ifndef TOOLS_PUSHED_H
#define TOOLS_PUSHED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct pushed_ref {
	char *from, *to, *name; /* hashes in hex */
};

struct pushed {
	struct pushed_ref *ref;
	size_t n, alloc;
};

/* Reads all of them; what is no such line is SEC_USAGE. */
int pushed_read(struct pushed *out, struct sec_err *err);
void pushed_release(struct pushed *p);

bool pushed_is_new(const struct pushed_ref *ref);
/* It goes, or is neither branch nor tag: it brings nothing that has to be judged. */
bool pushed_is_nothing(const struct pushed_ref *ref);
/* It would show other commits in place of those that were judged. */
bool pushed_is_replacement(const struct pushed_ref *ref);

#endif
