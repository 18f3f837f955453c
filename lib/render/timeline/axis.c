/* SPDX-License-Identifier: ISC */
#include "render/timeline/axis.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"

static const char *const month_names[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul",
	"Aug", "Sep", "Oct", "Nov", "Dec" };

/* Steps from fine to coarse; the first whose labels have room is taken. */
static const struct step {
	int days, months; /* one of them */
	int letters;      /* of its labels */
} steps[] = {
	{ 1, 0, 2 }, { 7, 0, 2 },
	{ 0, 1, 3 }, { 0, 3, 3 }, { 0, 6, 3 },
	{ 0, 12, 4 }, { 0, 24, 4 }, { 0, 60, 4 }, { 0, 120, 4 }, { 0, 600, 4 }, { 0, 1200, 4 },
};

static void widen(struct sec_axis *a, sec_day day)
{
	if (day == SEC_DAY_NONE)
		return;
	if (a->from == SEC_DAY_NONE || day < a->from)
		a->from = day;
	if (a->to == SEC_DAY_NONE || day >= a->to)
		a->to = day + 1;
}

static sec_day month_start(sec_day day, int more)
{
	int y, m, d;

	sec_day_split(day, &y, &m, &d);
	m += more - 1;
	return sec_day_of(y + m / 12, m % 12 + 1, 1);
}

/* The days that the bars want, today where it is not far off, whole months. */
static void span(struct sec_axis *a, const struct sec_timeline *t)
{
	size_t i, k;

	a->from = a->to = SEC_DAY_NONE;
	for (i = 0; i < t->bars; i++) {
		const struct sec_bar *b = &t->bar[i];

		if (b->start == SEC_DAY_NONE)
			continue;
		widen(a, b->start);
		widen(a, b->agreed);
		widen(a, b->end);
		widen(a, b->returned);
		if (sec_bar_overrun(b, t->today))
			widen(a, t->today);
		if (b->end == SEC_DAY_NONE)
			widen(a, (b->start > t->today ? b->start : t->today) + 60);
		for (k = 0; k < b->ticks; k++)
			widen(a, b->tick[k].day);
	}
	if (a->from == SEC_DAY_NONE || (t->today >= a->from - (a->to - a->from) / 3
			&& t->today <= a->to + (a->to - a->from) / 3))
		widen(a, t->today);
	if (a->to - a->from > 45) {
		a->from = month_start(a->from, 0);
		a->to = month_start(a->to - 1, 1);
	} else {
		a->from -= 3;
		a->to += 4;
	}
	a->has_today = t->today >= a->from && t->today < a->to;
}

int sec_axis_at(const struct sec_axis *a, sec_day day)
{
	if (day <= a->from)
		return 0;
	if (day >= a->to)
		return a->length;
	return (int)((int64_t)(day - a->from) * a->length / (a->to - a->from));
}

static const struct step *choose(const struct sec_axis *a, int letter, int gap)
{
	size_t i, last = sizeof(steps) / sizeof(steps[0]) - 1;

	for (i = 0; i < last; i++) {
		/* the shortest a step can be */
		int64_t days = steps[i].days ? steps[i].days : steps[i].months * 30 - 2;

		if (days * a->length / (a->to - a->from) >= steps[i].letters * letter + gap)
			break;
	}
	return &steps[i];
}

static void add(struct sec_axis *a, sec_day day, bool major, const char *label)
{
	struct sec_axis_mark *m;

	SEC_GROW(a->mark, a->marks, a->alloc);
	m = &a->mark[a->marks++];
	m->day = day;
	m->major = major;
	snprintf(m->label, sizeof(m->label), "%s", label);
}

static sec_day next(const struct step *s, sec_day day)
{
	return s->days ? day + s->days : month_start(day, s->months);
}

/* The first day of a step not before `from`: a Monday, a month of the calendar. */
static sec_day first(const struct step *s, sec_day from)
{
	sec_day day;
	int y, m, d;

	if (s->days)
		return s->days == 1 ? from : from + (7 - sec_day_weekday(from)) % 7;
	sec_day_split(from, &y, &m, &d);
	m = y * 12 + m - 1;
	m -= m % s->months;
	day = sec_day_of(m / 12 > 0 ? m / 12 : 1, m % 12 + 1, 1);
	while (day < from)
		day = next(s, day);
	return day;
}

static void label(const struct step *s, bool major, sec_day day, char out[12])
{
	int y, m, d;

	sec_day_split(day, &y, &m, &d);
	if (!major && s->days)
		snprintf(out, 12, "%d", d);
	else if (!major && s->months < 12)
		snprintf(out, 12, "%s", month_names[m - 1]);
	else if (major && s->days)
		snprintf(out, 12, "%s %04d", month_names[m - 1], y);
	else
		snprintf(out, 12, "%04d", y);
}

/* The row above: a label wherever the year (the month) changes, and one at the
 * left edge, unless the next would run into it. */
static void add_majors(struct sec_axis *a, const struct step *minor, int letter, int gap)
{
	struct step s = { 0, minor->days ? 1 : 12, minor->days ? 8 : 4 };
	int room = s.letters * letter + gap;
	sec_day day = first(&s, a->from);
	char text[12];

	if (day > a->from) {
		label(minor, true, a->from, text);
		add(a, a->from, true, sec_axis_at(a, day) >= room ? text : "");
	}
	for (; day < a->to; day = next(&s, day)) {
		label(minor, true, day, text);
		add(a, day, true, a->length - sec_axis_at(a, day) >= s.letters * letter ? text : "");
	}
}

void sec_axis_init(struct sec_axis *a, const struct sec_timeline *t, int length, int letter, int gap)
{
	const struct step *s;
	char text[12];
	int free_from = 0;
	sec_day day;

	memset(a, 0, sizeof(*a));
	a->length = length;
	span(a, t);
	s = choose(a, letter, gap);
	for (day = first(s, a->from); day < a->to; day = next(s, day)) {
		int at = sec_axis_at(a, day), room;

		label(s, false, day, text);
		room = (int)strlen(text) * letter;
		if (at < free_from || a->length - at < room)
			text[0] = '\0';
		else
			free_from = at + room + gap / 2;
		add(a, day, false, text);
	}
	a->majors = s->days || s->months < 12;
	if (a->majors)
		add_majors(a, s, letter, gap);
}

void sec_axis_release(struct sec_axis *a)
{
	free(a->mark);
	a->mark = NULL;
	a->marks = a->alloc = 0;
}
