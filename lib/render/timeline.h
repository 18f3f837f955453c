/* SPDX-License-Identifier: ISC
 *
 * Timeline: one bar a secondment, from its start to its effective end, the part
 * after the agreed end hatched, ticks for reviews held and missed, a line for
 * today; as SVG, as an HTML page with the picture and a data table, and as text.
 *
 * It knows no field names: the caller says what to draw. Pictures are the same
 * bytes everywhere: no locale, no clock, whole numbers only. They need no script
 * and no font from outside, say in words what colours say, and are readable in
 * dark and in print.
 */
#ifndef SEC_RENDER_TIMELINE_H
#define SEC_RENDER_TIMELINE_H

#include "base/buf.h"
#include "base/date.h"

enum sec_tick_kind { SEC_TICK_DONE, SEC_TICK_MISSED, SEC_TICK_AHEAD };
struct sec_tick {
	sec_day day;
	enum sec_tick_kind kind;
	const char *label; /* for the title of the mark */
};

/* Texts may be NULL; whatever bytes they hold, what is drawn is safe. */
struct sec_bar {
	const char *id, *title, *state;
	sec_day start;    /* SEC_DAY_NONE: nothing to draw yet, the row stays empty */
	sec_day agreed;   /* first agreed end; the bar after it is the extension */
	sec_day end;      /* effective end; SEC_DAY_NONE: open-ended, drawn fading */
	sec_day returned; /* or SEC_DAY_NONE: a bar past its end without a return runs on to today as overrun */
	const struct sec_tick *tick;
	size_t ticks;
};

struct sec_timeline {
	const char *title;
	const char *lang;  /* of the HTML page; NULL: "en" */
	const char *ticks; /* what the ticks are ("reviews"); NULL: "marks" */
	sec_day today;
	const struct sec_bar *bar;
	size_t bars;
};

void sec_timeline_svg(const struct sec_timeline *t, struct sec_buf *out);
void sec_timeline_html(const struct sec_timeline *t, struct sec_buf *out);
void sec_timeline_txt(const struct sec_timeline *t, size_t width, struct sec_buf *out);

#endif
