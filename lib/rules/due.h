/* SPDX-License-Identifier: ISC
 *
 * Due items: what needs doing about a record, computed from it and the day
 * every time and stored nowhere.
 *
 * An item is open while its `done` is not true; it is shown from `lead` before
 * its day, and overdue from the day after it. A weekend or a holiday moves it
 * back to the working day before, unless the item says `workday = no`. A waiver
 * of its kind hides it.
 */
#ifndef SEC_RULES_DUE_H
#define SEC_RULES_DUE_H

#include "rules/expr.h"

struct sec_due_item {
	const struct sec_due *kind;
	sec_day due;   /* moved to a working day */
	sec_day shows; /* due - lead */
	char *owner;   /* "home manager (P. Nakamura)"; several joined by ", "; owned */
	char *tell;    /* the same for those to be told; "" when nobody; owned */
	char *title;   /* owned */
	char *section; /* `objective:team-merge` it is about, or ""; owned */
};
struct sec_due_items {
	struct sec_due_item *item;
	size_t n, alloc;
};

/* Appends every open item, by day, then in the order of due.ini. */
void sec_due_collect(struct sec_facts *f, struct sec_due_items *out);
void sec_due_items_clear(struct sec_due_items *d);
void sec_due_items_release(struct sec_due_items *d);
/* The day of the record's next open item, or SEC_DAY_NONE. Cheaper than collecting. */
sec_day sec_due_next(struct sec_facts *f);

#endif
