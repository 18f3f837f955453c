/* SPDX-License-Identifier: ISC */
#include "render/timeline/axis.h"

#include "base/utf8.h"

static void stretch(struct sec_stretches *out, enum sec_stretch kind, sec_day from, sec_day to)
{
	if (from >= to)
		return;
	out->item[out->n].kind = kind;
	out->item[out->n].from = from;
	out->item[out->n].to = to;
	out->n++;
}

static sec_day least(sec_day a, sec_day b)
{
	return a < b ? a : b;
}

static sec_day most(sec_day a, sec_day b)
{
	return a > b ? a : b;
}

int sec_bar_overrun(const struct sec_bar *b, sec_day today)
{
	if (b->start == SEC_DAY_NONE || b->end == SEC_DAY_NONE || b->returned != SEC_DAY_NONE)
		return 0;
	return today > b->end ? today - b->end : 0;
}

void sec_bar_stretches(const struct sec_bar *b, const struct sec_axis *a, sec_day today,
	struct sec_stretches *out)
{
	sec_day end = b->end, term, split;

	out->n = 0;
	if (b->start == SEC_DAY_NONE)
		return;
	if (end == SEC_DAY_NONE) {
		split = most(b->start, least(today + 1, a->to));
		stretch(out, SEC_STRETCH_PAST, b->start, split);
		stretch(out, SEC_STRETCH_OPEN, split, a->to);
		return;
	}
	term = b->agreed == SEC_DAY_NONE ? end : least(end, b->agreed);
	split = most(b->start, least(today, term) + 1);
	stretch(out, SEC_STRETCH_PAST, b->start, split);
	stretch(out, SEC_STRETCH_AHEAD, split, term + 1);
	stretch(out, SEC_STRETCH_EXTRA, most(b->start, term + 1), end + 1);
	if (b->agreed != SEC_DAY_NONE)
		stretch(out, SEC_STRETCH_UNUSED, most(b->start, end + 1), b->agreed + 1);
	if (sec_bar_overrun(b, today))
		stretch(out, SEC_STRETCH_OVERRUN, most(b->start, end + 1), today + 1);
}

static void add_day(struct sec_buf *out, const char *before, sec_day day)
{
	char text[11];

	sec_day_format(day, text);
	sec_buf_addf(out, "%s%s", before, text);
}

void sec_bar_term(const struct sec_bar *b, struct sec_buf *out)
{
	if (b->start == SEC_DAY_NONE) {
		sec_buf_addstr(out, "no term");
	} else if (b->end == SEC_DAY_NONE) {
		add_day(out, "from ", b->start);
		sec_buf_addstr(out, ", no end");
	} else {
		add_day(out, "", b->start);
		add_day(out, " to ", b->end);
	}
}

void sec_bar_dates(const struct sec_bar *b, sec_day today, struct sec_buf *out)
{
	int over = sec_bar_overrun(b, today);

	sec_bar_term(b, out);
	if (b->start == SEC_DAY_NONE)
		return;
	if (b->agreed != SEC_DAY_NONE && b->agreed != b->end)
		add_day(out, ", agreed ", b->agreed);
	if (b->returned != SEC_DAY_NONE)
		add_day(out, ", returned ", b->returned);
	if (over)
		sec_buf_addf(out, ", %d day%s over", over, over == 1 ? "" : "s");
}

size_t sec_bar_ticks(const struct sec_bar *b, enum sec_tick_kind kind)
{
	size_t i, n = 0;

	for (i = 0; i < b->ticks; i++)
		n += b->tick[i].kind == kind;
	return n;
}

const char *sec_tick_word(enum sec_tick_kind kind)
{
	return kind == SEC_TICK_DONE ? "done" : kind == SEC_TICK_MISSED ? "missed" : "ahead";
}

void sec_cut(struct sec_buf *out, const char *text, int room,
	int (*width)(const char *s, size_t len))
{
	static const char dots[] = "\xe2\x80\xa6";
	struct sec_buf seen = SEC_BUF_INIT;
	size_t keep = 0, i = 0;

	if (text)
		sec_visible(&seen, text, strlen(text));
	if (width(seen.s, seen.len) <= room) {
		sec_buf_addslice(out, sec_buf_str(&seen));
	} else {
		room -= width(dots, sizeof(dots) - 1);
		while (i < seen.len) {
			uint32_t cp;
			enum sec_char kind;

			i += sec_utf8_next(seen.s + i, seen.len - i, &cp, &kind);
			if (width(seen.s, i) > room)
				break;
			keep = i;
		}
		while (keep && seen.s[keep - 1] == ' ')
			keep--;
		sec_buf_add(out, seen.s, keep);
		sec_buf_addstr(out, dots);
	}
	sec_buf_release(&seen);
}
