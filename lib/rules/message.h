/* SPDX-License-Identifier: ISC
 *
 * Messages of rules and titles of due items: text in which `{expr}` inserts a
 * value. A missing value is inserted as "(missing)". `{{` is a brace.
 */
#ifndef SEC_RULES_MESSAGE_H
#define SEC_RULES_MESSAGE_H

#include "rules/expr.h"

int sec_message_compile(struct sec_message **out, const struct sec_expr_site *site,
	struct sec_str text, struct sec_err *err);
/* The names that its expressions read. */
void sec_message_refs(const struct sec_message *m,
	void (*each)(void *ctx, enum sec_ref_kind kind, int index), void *ctx);
void sec_message_print(const struct sec_message *m, struct sec_facts *f,
	const struct sec_scope *scope, struct sec_buf *out);

#endif
