/* SPDX-License-Identifier: ISC
 *
 * iCalendar: a calendar of all-day events, as RFC 5545 and RFC 7986 have it.
 *
 * Lines end in CR LF and have at most 75 octets, folded between characters. Texts
 * may hold anything: they are escaped here, and no text can end its property.
 *
 * An event takes one whole day and leaves it free (TRANSP:TRANSPARENT). Its end is
 * the day after, which iCalendar does not count as part of it. The reminder comes at
 * nine in the morning, in whatever zone the reader is, as days have no zone.
 */
#ifndef SEC_RENDER_ICS_H
#define SEC_RENDER_ICS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/date.h"

struct sec_ics_event {
	const char *uid;  /* one for ever; ASCII without control characters */
	size_t sequence;  /* grows when it changes */
	int64_t stamp;    /* when it last did: seconds since 1970, UTC */
	sec_day day;
	bool cancelled;   /* it stays in the calendar, struck out, and reminds of nothing */
	int remind;       /* so many days before; negative: never */
	struct sec_str summary, description; /* an empty description is left out */
	const struct sec_str *category;
	size_t categories;
};

/* `name`: of the calendar; empty: it has none. */
void sec_ics_begin(struct sec_buf *out, struct sec_str name);
void sec_ics_event(struct sec_buf *out, const struct sec_ics_event *e);
void sec_ics_end(struct sec_buf *out);

#endif
