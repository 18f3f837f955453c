/* SPDX-License-Identifier: ISC
 *
 * People as due items and needs name them: "home manager (P. Nakamura)". Where
 * the record holds a ref, people.ini's name for it is shown.
 */
#ifndef SEC_RULES_ROLE_H
#define SEC_RULES_ROLE_H

#include "rules/expr.h"

/* One of those who own an item or are told of it, as the record has them. Slices are
 * good until the next evaluation with these facts. */
struct sec_party {
	int role;             /* or -1 */
	struct sec_val who;   /* a name, a ref or an address; may be unknown */
	struct sec_str label; /* of the role, or empty */
	struct sec_str name;  /* as it is shown; empty: the role is all there is */
};
/* False: nobody. Words that name a role stand for it. */
bool sec_party_find(struct sec_facts *f, const struct sec_owner *owner,
	const struct sec_scope *scope, struct sec_party *out);
/* The one who has a role; `name` is empty where the record does not say who. */
void sec_party_of_role(struct sec_facts *f, int role, struct sec_party *out);
/* Appends "home manager (P. Nakamura)". */
void sec_party_print(struct sec_facts *f, const struct sec_party *p, struct sec_buf *out);

/* Appends a role's label, and who it is where the record says so. */
void sec_role_print(struct sec_facts *f, int role, struct sec_buf *out);
/* Appends owners joined by ", ". Words that name a role stand for it. */
void sec_owners_print(struct sec_facts *f, const struct sec_owner *owner, unsigned n,
	const struct sec_scope *scope, struct sec_buf *out);

#endif
