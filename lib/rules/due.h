/* SPDX-License-Identifier: ISC
 *
 * Due items: what needs doing about a record, computed from it and the day
 * every time and stored nowhere.
 *
 * An item is open while its `done` is not true; it is shown from `lead` before
 * its day, and overdue from the day after it. A weekend or a holiday moves it
 * back to the working day before, unless the item or the policy `workdays` says
 * no; `due` in when, done and title is the day as `at` gives it. A waiver of its
 * kind hides it.
 *
 * The lead of an item that names none is the policy `due-lead`, or `due-lead-hard`
 * where the item is hard (14 and 28 days where a schema has no such policy).
 * Words of an owner that name a role, as in `owner = home manager` of an action,
 * stand for who has it.
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
	struct sec_scope scope; /* what its expressions speak of, while the facts stay bound */
	unsigned at, nth; /* which of the kind's `at`, and which of its days: with kind and
	                     section these tell one item from another, wherever its day moves */
};
struct sec_due_items {
	struct sec_due_item *item;
	size_t n, alloc;
};

/* Appends every open item, by day, then in the order of due.ini. */
void sec_due_collect(struct sec_facts *f, struct sec_due_items *out);
/* The same item as one collected on another day or of another version; NULL: it is not
 * open there. */
const struct sec_due_item *sec_due_find(const struct sec_due_items *in,
	const struct sec_due_item *item);
void sec_due_items_clear(struct sec_due_items *d);
void sec_due_items_release(struct sec_due_items *d);
/* Appends the command that says it is done, or opens the record where that is said:
 * "sec-set 2026-03-7k3qf return.talk=today", "sec-set --edit 2026-03-7k3qf mentor:".
 * `record` is what names the record. */
void sec_due_command(struct sec_facts *f, const struct sec_due_item *item, const char *record,
	struct sec_buf *out);
/* The day of the record's next open item, or SEC_DAY_NONE. Cheaper than collecting. */
sec_day sec_due_next(struct sec_facts *f);

#endif
