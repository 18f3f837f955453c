/* SPDX-License-Identifier: ISC
 *
 * Digests: what falls due in many records, by whom it is for. Items are those that
 * sec-due shows by itself: overdue, or inside their lead.
 *
 * An owner is an address, so that nobody gets two digests: a person's own, or a
 * role's. Those without one are told apart by reference, name or role. An item with
 * several owners stands with each.
 *
 * What a template with `each = owner` sees:
 *   {{owner}}, {{address}}    the name that all items agree on, else the role, else
 *                             the address; the address, or false
 *   {{stands-in}}             some items are for people without an address
 *   {{count}}, {{overdue-count}}, {{any-overdue}}, {{any-week}}, {{any-later}}
 *   {{next-words}}            the first day from today on; false where there is none,
 *   {{latest-words}}          and the last day
 *   {{#overdue}}, {{#week}}, {{#later}}   items by day: `title`, `due`, `due-words`,
 *                             `days`, `in-words` ("tomorrow", "3 days over"), `hard`,
 *                             `kind`, `section`, `who` (the secondee), `id`, `about`
 *                             (the secondment's title), `owner` as sec-due has it,
 *                             and `as`, in short, where it says more than {{owner}},
 *                             `tell`, `command`: what to type
 *   {{today}}, {{today-words}}, {{register}}, {{document.title}}, {{document.name}}
 */
#ifndef SEC_RENDER_DIGEST_H
#define SEC_RENDER_DIGEST_H

#include "register/register.h"
#include "render/mustache.h"

struct sec_digest;
/* `fallback`: the address that stands in for those without one, or NULL. */
struct sec_digest *sec_digest_new(const struct sec_register *r, const char *fallback);
void sec_digest_free(struct sec_digest *d);
/* The items of the record that the facts are bound to; `record` names it. */
void sec_digest_add(struct sec_digest *d, struct sec_facts *f, const char *record);
/* Sorts and groups; nothing is added afterwards. */
void sec_digest_finish(struct sec_digest *d);

struct sec_digest_owner {
	struct sec_str name;
	struct sec_str address; /* empty: there is none, */
	const char *why;        /* and why not */
	size_t first, items;
};
/* In order of name. */
const struct sec_digest_owner *sec_digest_owners(const struct sec_digest *d, size_t *n);
const struct sec_node *sec_digest_tree(const struct sec_digest *d,
	const struct sec_digest_owner *owner, const char *document, const char *title,
	struct sec_arena *a);

#endif
