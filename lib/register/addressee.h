/* SPDX-License-Identifier: ISC
 *
 * Addressees: where mail for somebody in a record goes. Looked up, in this order:
 * people.ini by reference (the role's `ref`, else the value itself); the value, where
 * it is an address; people.ini by name, where one person alone has it; the address
 * that the role names. Which of them is legal in mail is the mail writer's business,
 * who hands in the test.
 */
#ifndef SEC_REGISTER_ADDRESSEE_H
#define SEC_REGISTER_ADDRESSEE_H

#include "register/register.h"
#include "rules/role.h"

struct sec_addressees; /* people.ini, by name too */
struct sec_addressees *sec_addressees_new(const struct sec_register *r,
	bool (*is_legal)(struct sec_str address));
void sec_addressees_free(struct sec_addressees *a);

struct sec_addressee {
	struct sec_str address; /* empty: there is none, and `why` says why not */
	bool personal;          /* it is the person's own, not the role's */
	const char *ref;        /* of people.ini, where it is known; or NULL */
};
/* Slices are good until the next evaluation with these facts. Appends to `why`:
 * "people.ini has no address for p2113". */
void sec_addressee_find(const struct sec_addressees *a, struct sec_facts *f,
	const struct sec_party *party, struct sec_addressee *out, struct sec_buf *why);

#endif
