/* SPDX-License-Identifier: ISC
 *
 * What sec-check prints beside findings: a rule explained, all of them listed,
 * what records need before a state, which rules could not be judged.
 */
#ifndef SEC_TOOLS_EXPLAIN_H
#define SEC_TOOLS_EXPLAIN_H

#include "cli.h"

int explain_rule(struct cli *c, const struct sec_register *r, const char *id);
int explain_list(struct cli *c, const struct sec_register *r);
/* `state` given: what each record needs before it; 1 when something is missing.
 * NULL: the rules that stayed undecided. */
int explain_records(struct cli *c, struct sec_register *r, const struct sec_selection *selection,
	const struct sec_expr *keep, const char *state);

#endif
