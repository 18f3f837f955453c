/* SPDX-License-Identifier: ISC
 *
 * What a date in another form than ours can mean.
 */
#include <strings.h>

#include "base/buf.h"
#include "base/date.h"

/* Day 0 of the numbers that spreadsheets keep dates as is 1899-12-30 (right from
 * 1900-03-01 on); numbers outside these are hardly dates: 1954 to 2119. */
enum { SERIAL_ZERO = -25569, SERIAL_LEAST = 20000, SERIAL_MOST = 80000, PARTS = 3 };

struct part {
	int number; /* or the month that a word names */
	size_t len;
	bool word;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The month that a word begins to name, from three letters on; 0 for none. */
static int month_of(struct sec_str word)
{
	static const char *const names[] = { "january", "february", "march", "april", "may", "june",
		"july", "august", "september", "october", "november", "december" };
	int i;

	for (i = 0; i < 12 && word.len >= 3; i++)
		if (word.len <= strlen(names[i]) && strncasecmp(word.s, names[i], word.len) == 0)
			return i + 1;
	return 0;
}

static bool is_ordinal(struct sec_str word)
{
	return word.len == 2 && (strncasecmp(word.s, "st", 2) == 0 || strncasecmp(word.s, "nd", 2) == 0
		|| strncasecmp(word.s, "rd", 2) == 0 || strncasecmp(word.s, "th", 2) == 0);
}

static bool is_weekday(struct sec_str word)
{
	static const char days[] = "mon tue wed thu fri sat sun";
	size_t i;

	for (i = 0; i < sizeof(days) - 1 && word.len >= 3; i += 4)
		if (strncasecmp(word.s, days + i, 3) == 0)
			return true;
	return false;
}

/* Without the time that may stand behind it. */
static struct sec_str day_alone(struct sec_str s)
{
	const char *colon = memchr(s.s, ':', s.len);

	if (!colon)
		return s;
	s.len = (size_t)(colon - s.s);
	while (s.len && is_digit(s.s[s.len - 1]))
		s.len--;
	if (s.len && (s.s[s.len - 1] == 'T' || s.s[s.len - 1] == ' '))
		s.len--;
	return sec_str_trim(s);
}

/* Cuts into numbers and months; how many, or -1 where anything else stands there. */
static int cut(struct sec_str s, struct part part[PARTS])
{
	int n = 0;
	size_t i = 0;

	while (i < s.len) {
		struct sec_str word = { s.s + i, 0 };
		struct part p = { 0 };

		if (strchr(" -/.,", s.s[i])) {
			i++;
			continue;
		}
		while (i < s.len && is_digit(s.s[i]) && p.len < 9)
			p.number = p.number * 10 + (s.s[i++] - '0'), p.len++;
		while (!p.len && i < s.len && is_letter(s.s[i]))
			word.len++, i++;
		if (!p.len && (is_weekday(word) || (n && is_ordinal(word))))
			continue;
		p.word = !p.len;
		p.number = p.word ? month_of(word) : p.number;
		if (n == PARTS || (p.word && !p.number))
			return -1;
		part[n++] = p;
	}
	return n;
}

static void add(sec_day day[2], unsigned *n, int y, int m, int d)
{
	sec_day it;
	int year, month, mday;

	if (y < 1 || y > 9999 || m < 1 || m > 12 || d < 1 || d > 31)
		return;
	it = sec_day_of(y, m, d);
	sec_day_split(it, &year, &month, &mday);
	if (mday == d && (!*n || day[0] != it))
		day[(*n)++] = it;
}

static int year_of(struct part p)
{
	return p.len == 4 ? p.number : p.len != 2 ? 0 : p.number < 70 ? 2000 + p.number
		: 1900 + p.number;
}

unsigned sec_day_readings(const char *text, size_t len, sec_day day[2])
{
	struct sec_str s = day_alone(sec_str_trim((struct sec_str){ text, len }));
	struct part p[PARTS];
	unsigned n = 0;
	int parts = cut(s, p);

	if (sec_day_guess(s.s, s.len, day))
		return 1;
	if (parts == 1 && p[0].len == 8)
		add(day, &n, p[0].number / 10000, p[0].number / 100 % 100, p[0].number % 100);
	else if (parts >= 1 && p[0].len == 5 && s.len >= 5 && (parts == 1 || (parts == 2 && s.s[5] == '.'))
		&& p[0].number >= SERIAL_LEAST && p[0].number <= SERIAL_MOST)
		day[n++] = SERIAL_ZERO + p[0].number;
	else if (parts == PARTS && p[1].word)
		add(day, &n, p[0].len == 4 ? p[0].number : year_of(p[2]), p[1].number,
			p[0].len == 4 ? p[2].number : p[0].number);
	else if (parts == PARTS && p[0].word)
		add(day, &n, year_of(p[2]), p[0].number, p[1].number);
	else if (parts == PARTS && !p[2].word && p[0].len <= 2 && p[1].len <= 2) {
		add(day, &n, year_of(p[2]), p[1].number, p[0].number);
		add(day, &n, year_of(p[2]), p[0].number, p[1].number);
	}
	return n;
}

void sec_day_advise(struct sec_buf *out, const char *s, size_t len)
{
	sec_day day[2];
	char words[2][32], iso[2][11];
	unsigned n = sec_day_readings(s, len, day), i;

	for (i = 0; i < n; i++) {
		sec_day_words(day[i], words[i]);
		sec_day_format(day[i], iso[i]);
	}
	if (n == 0)
		sec_buf_addstr(out, "is no date: expected YYYY-MM-DD");
	else if (n == 1)
		sec_buf_addf(out, "is no date as YYYY-MM-DD: for %s write %s", words[0], iso[0]);
	else
		sec_buf_addf(out, "is %s or %s: write %s or %s", words[0], words[1], iso[0], iso[1]);
}
