/* SPDX-License-Identifier: ISC
 *
 * Messages of rules and titles of due items: text in which `{expr}` inserts a
 * value. A missing value is inserted as "(missing)". `{{` is a brace.
 *
 * Where the site allows parts (stories), one between `[` and `]` is left out when a
 * value in it is missing; `[[` is a bracket, and so is a `]` that closes nothing.
 */
#ifndef SEC_RULES_MESSAGE_H
#define SEC_RULES_MESSAGE_H

#include "rules/expr.h"

int sec_message_compile(struct sec_message **out, const struct sec_expr_site *site,
	struct sec_str text, struct sec_err *err);
/* The names that its expressions read. */
void sec_message_refs(const struct sec_message *m,
	void (*each)(void *ctx, enum sec_ref_kind kind, int index), void *ctx);
/* What is shown of it, in order: a text (expr NULL), or an expression and its value,
 * which may be unknown outside of parts. */
void sec_message_each(const struct sec_message *m, struct sec_facts *f,
	const struct sec_scope *scope,
	void (*each)(void *ctx, struct sec_str text, const struct sec_expr *expr,
		const struct sec_val *value),
	void *ctx);
void sec_message_print(const struct sec_message *m, struct sec_facts *f,
	const struct sec_scope *scope, struct sec_buf *out);

/* Appends advice. `sec-set ID` and `sec-set --delete ID`, as they stand in the schema
 * for any record, name this one where `id` is a legal one. */
void sec_advice_add(struct sec_buf *out, struct sec_str advice, struct sec_str id);

#endif
