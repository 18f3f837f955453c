/* SPDX-License-Identifier: ISC
 *
 * People as due items and needs name them: "home manager (P. Nakamura)". Where
 * the record holds a ref, people.ini's name for it is shown.
 */
#ifndef SEC_RULES_ROLE_H
#define SEC_RULES_ROLE_H

#include "rules/expr.h"

/* Appends a role's label, and who it is where the record says so. */
void sec_role_print(struct sec_facts *f, int role, struct sec_buf *out);
/* Appends owners joined by ", ". Words that name a role stand for it. */
void sec_owners_print(struct sec_facts *f, const struct sec_owner *owner, unsigned n,
	const struct sec_scope *scope, struct sec_buf *out);

#endif
