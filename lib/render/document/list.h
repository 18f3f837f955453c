/* SPDX-License-Identifier: ISC
 *
 * Lists for documents: `[list NAME]` of the schema, compiled.
 */
#ifndef SEC_RENDER_DOCUMENT_LIST_H
#define SEC_RENDER_DOCUMENT_LIST_H

#include "rules/expr.h"

/* What a list is made from: a kind of section (0 or more), or one of these. */
enum { SEC_LIST_DUE = -1, SEC_LIST_FINDINGS = -2, SEC_LIST_NEEDS = -3, SEC_LIST_ROLES = -4 };

struct sec_list {
	const char *name;
	int of;
	struct sec_expr *when, *sort; /* or NULL */
	bool descending;
	unsigned limit;               /* 0: none */
};
struct sec_lists {
	struct sec_list *item;
	size_t n, alloc;
};

/* Expressions live in `arena`. Errors name file and line. */
int sec_lists_compile(struct sec_lists *out, const struct sec_schema *schema, struct sec_arena *arena,
	struct sec_err *err);
void sec_lists_release(struct sec_lists *l);

/* The sections of a list made from a kind, chosen and sorted; free() the array. */
const struct sec_instance **sec_list_pick(const struct sec_list *l, struct sec_facts *f, size_t *n);

#endif
