/* SPDX-License-Identifier: ISC
 *
 * What the forms of a timeline share. The axis: which days it spans, where a day lies on it, and where
 * its labels stand so that none meets another. Lengths are whole numbers in
 * whatever unit the caller draws in.
 */
#ifndef SEC_RENDER_TIMELINE_AXIS_H
#define SEC_RENDER_TIMELINE_AXIS_H

#include "render/timeline.h"

struct sec_axis_mark {
	sec_day day;
	char label[12]; /* "12", "Mar", "2026", "Mar 2026"; empty where there is no room */
	bool major;     /* of the row above: the year over months, the month over days */
};

struct sec_axis {
	sec_day from, to; /* `to` is the first day not on it */
	int length;
	bool has_today;   /* today is on it */
	struct sec_axis_mark *mark;
	size_t marks, alloc;
	bool majors;      /* there is a row above */
};

/* `letter` is the width of one letter, `gap` what must stay free between labels. */
void sec_axis_init(struct sec_axis *a, const struct sec_timeline *t, int length, int letter, int gap);
void sec_axis_release(struct sec_axis *a);
int sec_axis_at(const struct sec_axis *a, sec_day day);

/* What a bar is made of, with days from `from` up to but not including `to`. */
enum sec_stretch {
	SEC_STRETCH_PAST,    /* of the agreed term, up to today */
	SEC_STRETCH_AHEAD,   /* of the agreed term, from tomorrow */
	SEC_STRETCH_EXTRA,   /* the extension */
	SEC_STRETCH_UNUSED,  /* agreed, but it ended before */
	SEC_STRETCH_OPEN,    /* no end is known: up to the edge */
	SEC_STRETCH_OVERRUN, /* past the end, nobody returned */
};
struct sec_stretches {
	struct {
		enum sec_stretch kind;
		sec_day from, to;
	} item[6];
	size_t n;
};
void sec_bar_stretches(const struct sec_bar *b, const struct sec_axis *a, sec_day today,
	struct sec_stretches *out);
/* Days past the end without a return; 0 when there are none. */
int sec_bar_overrun(const struct sec_bar *b, sec_day today);

/* "2026-02-02 to 2027-01-29" */
void sec_bar_term(const struct sec_bar *b, struct sec_buf *out);
/* "2026-02-02 to 2027-01-29, agreed 2026-10-30, 12 days over" */
void sec_bar_dates(const struct sec_bar *b, sec_day today, struct sec_buf *out);
/* How many ticks of a kind. */
size_t sec_bar_ticks(const struct sec_bar *b, enum sec_tick_kind kind);
const char *sec_tick_word(enum sec_tick_kind kind); /* "done", "missed", "ahead" */

/* The SVG, with or without its title to be seen. */
void sec_timeline_picture(const struct sec_timeline *t, bool titled, struct sec_buf *out);

/* The text cut so that it takes no more than `room`, with … at its end where
 * something was cut; control bytes made visible. `width` measures a text. */
void sec_cut(struct sec_buf *out, const char *text, int room,
	int (*width)(const char *s, size_t len));

#endif
