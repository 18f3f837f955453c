/* SPDX-License-Identifier: ISC
 *
 * Checking what a change would bring: --range A..B, --staged.
 */
#ifndef TOOLS_RANGING_H
#define TOOLS_RANGING_H

#include "parts/cli.h"
#include "register/range.h"

struct ranging {
	const char *range;       /* A..B: what B has since it left A; A all zeros: everything */
	bool staged;             /* what is staged since HEAD */
	const char *policy_from; /* a revision that both sides are judged by, or NULL */
};

/* Opens the register as it would be, and the range behind it. */
int ranging_open(struct cli *c, const struct ranging *o, struct sec_register *r,
	struct sec_range *range);

/* Says on standard error whose policy judged. */
void ranging_say(const struct cli *c, const struct ranging *o);

#endif
