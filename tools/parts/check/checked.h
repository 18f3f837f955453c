/* SPDX-License-Identifier: ISC
 *
 * A record that was checked: what was found in it and, over a range, in the version
 * before.
 */
#ifndef TOOLS_CHECKED_H
#define TOOLS_CHECKED_H

#include "register/select.h"
#include "render/findings.h"

struct checked {
	const struct sec_pick *pick;
	bool kept; /* named, and kept by -q: its findings are reported */
	bool same; /* over a range: nobody changed it, and what it had already is left out */
	struct sec_faults was; /* over a range: its findings before */
	struct sec_faults faults; /* sorted */
	struct sec_finding *finding; /* what is told of them, in the same order */
	size_t findings;
};

/* Sorts the faults and fills `finding`: those that have rule and address in common
 * are numbered, and one is old where the version before had it too, each finding of
 * that answering for one of now. With `all_new` none is old. */
void checked_tell(struct checked *c, bool all_new);
void checked_release(struct checked *c);

/* What findings call it: the path as it was typed, else from the root. */
const char *checked_path(const struct checked *c);
/* The path from the register's root, however it was typed; of a file outside it from
 * the root of the repository around that, else absolute. Caller frees. */
char *checked_own_path(const struct checked *c);
/* For qsort(): by checked_path(). */
int checked_compare(const void *a, const void *b);

#endif
