/* SPDX-License-Identifier: ISC
 *
 * Due items that time alone has moved: since the last commit that touched their
 * record, or what it is judged by, their day has become another, because how it is
 * worked out asks what day it is.
 */
#ifndef SEC_TOOLS_MOVED_H
#define SEC_TOOLS_MOVED_H

#include "parts/due/dues.h"
#include "register/tally.h"

/* For each record of the selection NULL or, for each of its items, the day on which it
 * got the day that it has, SEC_DAY_NONE where a commit gave it that. */
sec_day **moved_find(const struct dues *d, const struct sec_tally *tally);
void moved_free(sec_day **moved, const struct dues *d);

#endif
