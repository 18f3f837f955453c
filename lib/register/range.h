/* SPDX-License-Identifier: ISC
 *
 * Ranges: a register before and after, as a push, a branch or what is staged
 * would change it. Records pair by id, so that one that moved is still itself.
 *
 * What was before is a register of its own: records, policy and schema as they
 * stood then, on the day that the register after is judged on. So a stricter rule
 * finds something new where it finds something, and the calendar finds nothing
 * new at all.
 */
#ifndef SEC_REGISTER_RANGE_H
#define SEC_REGISTER_RANGE_H

#include "register/register.h"

struct sec_pair {
	char *id;         /* file name without .ini */
	char *path;       /* after, from the register's root; NULL: it is gone */
	char *before;     /* the same before; NULL: it is new */
	bool same;        /* not a byte of it changed, nor its place */
	bool reason;      /* a commit between the two that touched it says why */
};

struct sec_range {
	struct sec_register before;
	bool nothing;     /* there was no register before; `before` is not open */
	bool rules;       /* policy, schema or holidays are others than before */
	struct sec_pair *pair; /* sorted by id */
	size_t pairs, alloc;
};

/* Compares the register `after`, opened from a commit or the index, with `base`:
 * a revision, or NULL where nothing was before. `rules` as in
 * sec_register_options: where both are to be judged by the same. */
int sec_range_open(struct sec_range *r, struct sec_register *after, const char *base,
	const char *rules, struct sec_err *err);
void sec_range_close(struct sec_range *r);

/* Are policy, schema and holidays of two sources the same? `a` may be NULL: none. */
int sec_range_same_rules(struct sec_source *a, struct sec_source *b, bool *same,
	struct sec_err *err);

/* The pair of that id whose file is now at `path`, or NULL. */
const struct sec_pair *sec_range_find(const struct sec_range *r, const char *id,
	const char *path);

/* Fills `reason` of every pair from the commits that `tip` has and the base lacks. */
int sec_range_reasons(struct sec_range *r, struct sec_register *after, const char *tip,
	struct sec_err *err);

#endif
