/* SPDX-License-Identifier: ISC
 *
 * Scanning: read the selected records, bind each to the schema, keep those for
 * which a condition is true, and hand them to a function, in as many threads as
 * the machine has cores.
 *
 * `visit` runs in several threads at once; it gets the record's number (its
 * position in the selection) and writes its result where only that number
 * writes, so that the caller can use the results in order afterwards.
 */
#ifndef SEC_REGISTER_SCAN_H
#define SEC_REGISTER_SCAN_H

#include "register/select.h"
#include "rules/expr.h"

struct sec_visit {
	size_t number;
	const struct sec_pick *pick;
	const struct sec_record *rec;
	struct sec_facts *facts; /* of this thread, bound to the record */
	void *worker;            /* of this thread, from `start` */
};

struct sec_scan {
	struct sec_register *reg;
	const struct sec_selection *selection;
	const struct sec_expr *keep; /* -q, or NULL */
	bool in_order;               /* one thread, records one after the other */
	void *(*start)(void *ctx);   /* makes a thread's own state; may be NULL */
	void (*visit)(void *ctx, const struct sec_visit *v);
	void (*stop)(void *ctx, void *worker); /* called in the caller's thread, one by one */
	void *ctx;
};

struct sec_scan_report {
	size_t visited;   /* read and kept */
	size_t undecided; /* left out because `keep` was unknown */
	size_t unread;    /* could not be read: exit 2 */
	struct sec_err *error; /* one for each unread record, in order */
	size_t errors, error_alloc;
};

void sec_scan(const struct sec_scan *s, struct sec_scan_report *out);
void sec_scan_report_release(struct sec_scan_report *r);

/* -q EXPR: compiled in the arena, or *out stays NULL when text is NULL. */
int sec_scan_condition(struct sec_expr **out, const struct sec_register *r, struct sec_arena *a,
	const char *text, struct sec_err *err);

/* Keeps only the picks for which the condition is true: what a writer selects. */
int sec_scan_filter(struct sec_register *r, struct sec_selection *selection,
	const struct sec_expr *keep, size_t *undecided, struct sec_err *err);

#endif
