/* SPDX-License-Identifier: ISC
 *
 * Which policies have a say in a rule or a due item: those that its expressions
 * and texts read, directly or through derived values and reached(STATE), those of
 * the state it begins with, and those that the engine itself asks for it (grace,
 * lead, working days). The states before the first are left out: nearly every
 * entry would name the same ones.
 */
#ifndef SEC_RULES_USES_H
#define SEC_RULES_USES_H

#include "rules/schema.h"

/* Sets used[i] for each policy i; `used` has a place for every one. */
void sec_rule_uses(const struct sec_schema *s, const struct sec_rule *rule, bool *used);
void sec_due_uses(const struct sec_schema *s, const struct sec_due *due, bool *used);

#endif
