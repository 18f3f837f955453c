/* SPDX-License-Identifier: ISC
 *
 * Due items as a calendar. An item is the same event for ever: its UID is a hash of
 * the register's first commit, the record's id, and which item it is, so that it
 * gives nothing away and stays when the day moves. SEQUENCE is twice the number of
 * commits that touched the record, or the policy, schema and holidays it is judged by,
 * and one more where time alone has moved or cancelled the item since; DTSTAMP the
 * clock of the latest of them, or the day on which time moved it. Without any commit
 * it is 0, and today at midnight.
 *
 * Items that went because their record was given up or deleted stay as cancelled,
 * as long as the policy `calendar-cancelled` says. Of a deleted record nothing is
 * shown but the day and the kind.
 */
#ifndef SEC_TOOLS_CALENDAR_H
#define SEC_TOOLS_CALENDAR_H

#include "parts/cli.h"
#include "parts/due/dues.h"

/* What dues.heading has to be: the title of a record; NULL where no schema has one. */
struct sec_expr *calendar_heading(const struct sec_register *r, struct sec_arena *arena);
/* Appends the calendar of what was read; `keep`: -q, or NULL. A shallow clone is an
 * error: it cannot count. */
int calendar_print(struct cli *c, const struct dues *d, const struct sec_expr *keep,
	struct sec_buf *out);

#endif
