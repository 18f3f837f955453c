/* SPDX-License-Identifier: ISC
 *
 * What records need before a state, and which rules could not be judged on them.
 */
#ifndef SEC_TOOLS_NEEDS_H
#define SEC_TOOLS_NEEDS_H

#include "parts/cli.h"

/* `state` given: what each record needs before it; 1 when something is missing.
 * NULL: the rules that stayed undecided. */
int needs_print(struct cli *c, struct sec_register *r, const struct sec_selection *selection,
	const struct sec_expr *keep, const char *state);

#endif
