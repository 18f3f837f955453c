/* SPDX-License-Identifier: ISC */
#include "render/ics.h"

#include "base/escape.h"

enum { OCTETS = 75, DAY = 86400, MORNING = 9 };
static const int64_t last_second = (SEC_DAY_MAX + (int64_t)1) * DAY - 1;

/* Does a character begin at the byte? */
static bool begins(char c)
{
	return ((unsigned char)c & 0xc0) != 0x80;
}

/* One content line; the blank that begins a further line counts as its octet. */
static void add_line(struct sec_buf *out, struct sec_str line)
{
	size_t from = 0, room = OCTETS, n;

	while (line.len - from > room) {
		for (n = room; n > 1 && !begins(line.s[from + n]); n--)
			;
		sec_buf_add(out, line.s + from, n);
		sec_buf_addstr(out, "\r\n ");
		from += n;
		room = OCTETS - 1;
	}
	sec_buf_add(out, line.s + from, line.len - from);
	sec_buf_addstr(out, "\r\n");
}

static void add(struct sec_buf *out, const char *line)
{
	add_line(out, sec_str(line));
}

/* A property with a list of texts. */
static void add_texts(struct sec_buf *out, const char *name, const struct sec_str *text, size_t n)
{
	struct sec_buf line = SEC_BUF_INIT;
	size_t i;

	sec_buf_addstr(&line, name);
	for (i = 0; i < n; i++) {
		sec_buf_addch(&line, i ? ',' : ':');
		sec_escape_ics(&line, text[i]);
	}
	add_line(out, sec_buf_str(&line));
	sec_buf_release(&line);
}

static void add_text(struct sec_buf *out, const char *name, struct sec_str text)
{
	if (text.len)
		add_texts(out, name, &text, 1);
}

/* YYYYMMDD */
static void add_digits(struct sec_buf *out, sec_day day)
{
	char text[11];

	sec_day_format(day, text);
	sec_buf_addf(out, "%.4s%.2s%.2s", text, text + 5, text + 8);
}

static void add_day(struct sec_buf *out, const char *name, sec_day day)
{
	sec_buf_addf(out, "%s;VALUE=DATE:", name);
	add_digits(out, day);
	sec_buf_addstr(out, "\r\n");
}

/* Clocks that are years beyond four digits count as the last second before. */
static void add_clock(struct sec_buf *out, const char *name, int64_t time)
{
	int64_t t = time < 0 ? 0 : time > last_second ? last_second : time;
	int left = (int)(t % DAY);

	sec_buf_addf(out, "%s:", name);
	add_digits(out, sec_day_of_clock(t, 0));
	sec_buf_addf(out, "T%02d%02d%02dZ\r\n", left / 3600, left / 60 % 60, left % 60);
}

/* Counted from the midnight at which the day begins. */
static void add_alarm(struct sec_buf *out, const struct sec_ics_event *e)
{
	add(out, "BEGIN:VALARM");
	add(out, "ACTION:DISPLAY");
	add_text(out, "DESCRIPTION", e->summary);
	if (e->remind == 0)
		sec_buf_addf(out, "TRIGGER:PT%dH\r\n", MORNING);
	else if (e->remind == 1)
		sec_buf_addf(out, "TRIGGER:-PT%dH\r\n", 24 - MORNING);
	else
		sec_buf_addf(out, "TRIGGER:-P%dDT%dH\r\n", e->remind - 1, 24 - MORNING);
	add(out, "END:VALARM");
}

void sec_ics_begin(struct sec_buf *out, struct sec_str name)
{
	add(out, "BEGIN:VCALENDAR");
	add(out, "VERSION:2.0");
	add(out, "PRODID:-//sec//sec-due//EN");
	add(out, "CALSCALE:GREGORIAN");
	add_text(out, "NAME", name);
	add_text(out, "X-WR-CALNAME", name);
	add(out, "REFRESH-INTERVAL;VALUE=DURATION:P1D");
	add(out, "X-PUBLISHED-TTL:P1D");
}

void sec_ics_event(struct sec_buf *out, const struct sec_ics_event *e)
{
	add(out, "BEGIN:VEVENT");
	add_text(out, "UID", sec_str(e->uid));
	add_clock(out, "DTSTAMP", e->stamp);
	add_clock(out, "LAST-MODIFIED", e->stamp);
	sec_buf_addf(out, "SEQUENCE:%zu\r\n", e->sequence);
	add_day(out, "DTSTART", e->day);
	if (e->day < SEC_DAY_MAX)
		add_day(out, "DTEND", e->day + 1);
	add_text(out, "SUMMARY", e->summary);
	add_text(out, "DESCRIPTION", e->description);
	if (e->categories)
		add_texts(out, "CATEGORIES", e->category, e->categories);
	add(out, e->cancelled ? "STATUS:CANCELLED" : "STATUS:CONFIRMED");
	add(out, "TRANSP:TRANSPARENT");
	add(out, "CLASS:CONFIDENTIAL");
	if (!e->cancelled && e->remind >= 0)
		add_alarm(out, e);
	add(out, "END:VEVENT");
}

void sec_ics_end(struct sec_buf *out)
{
	add(out, "END:VCALENDAR");
}
