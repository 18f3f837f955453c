/* SPDX-License-Identifier: ISC
 *
 * The nearest of some names, for "did you mean".
 */
#ifndef SEC_BASE_SUGGEST_H
#define SEC_BASE_SUGGEST_H

#include "base/buf.h"

/* Offer candidates one by one; the nearest that is near enough to be worth
 * saying stands in `best` (NULL if none). Distance: optimal string alignment
 * (insert, delete, replace, swap neighbours; case is none), at most a third of the
 * length. */
struct sec_suggest {
	struct sec_str want;
	const char *best;
	size_t distance;
};

void sec_suggest_init(struct sec_suggest *g, struct sec_str want);
void sec_suggest_offer(struct sec_suggest *g, const char *name);

#endif
