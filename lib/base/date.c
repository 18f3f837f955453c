/* SPDX-License-Identifier: ISC */
#include "base/date.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static int month_length(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

sec_day sec_day_of(int year, int month, int mday)
{
	int last = month_length(year, month);
	int y = year - (month <= 2);
	int era = (y >= 0 ? y : y - 399) / 400;
	int yoe = y - era * 400;
	int doy, doe;

	if (mday > last)
		mday = last;
	doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + mday - 1;
	doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
	return era * 146097 + doe - 719468;
}

void sec_day_split(sec_day day, int *year, int *month, int *mday)
{
	int z = day + 719468;
	int era = (z >= 0 ? z : z - 146096) / 146097;
	int doe = z - era * 146097;
	int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int mp = (5 * doy + 2) / 153;

	*mday = doy - (153 * mp + 2) / 5 + 1;
	*month = mp + (mp < 10 ? 3 : -9);
	*year = yoe + era * 400 + (*month <= 2);
}

int sec_day_weekday(sec_day day)
{
	int w = (day + 3) % 7; /* 1970-01-01 was a Thursday */

	return w < 0 ? w + 7 : w;
}

static int digits(const char *s, int n)
{
	int v = 0;

	while (n-- > 0)
		v = v * 10 + (*s++ - '0');
	return v;
}

bool sec_day_parse(const char *s, size_t len, sec_day *day)
{
	int y, m, d, i;

	if (len != 10 || s[4] != '-' || s[7] != '-')
		return false;
	for (i = 0; i < 10; i++)
		if (i != 4 && i != 7 && !is_digit(s[i]))
			return false;
	y = digits(s, 4);
	m = digits(s + 5, 2);
	d = digits(s + 8, 2);
	if (y < 1 || m < 1 || m > 12 || d < 1 || d > month_length(y, m))
		return false;
	*day = sec_day_of(y, m, d);
	return true;
}

void sec_day_format(sec_day day, char out[11])
{
	int y, m, d;

	if (day < SEC_DAY_MIN || day > SEC_DAY_MAX) {
		memcpy(out, "?\?\?\?-?\?-?\?", 11);
		return;
	}
	sec_day_split(day, &y, &m, &d);
	out[0] = (char)('0' + y / 1000);
	out[1] = (char)('0' + y / 100 % 10);
	out[2] = (char)('0' + y / 10 % 10);
	out[3] = (char)('0' + y % 10);
	out[4] = out[7] = '-';
	out[5] = (char)('0' + m / 10);
	out[6] = (char)('0' + m % 10);
	out[8] = (char)('0' + d / 10);
	out[9] = (char)('0' + d % 10);
	out[10] = '\0';
}

void sec_day_words(sec_day day, char out[32])
{
	static const char *const month[] = { "January", "February", "March", "April",
		"May", "June", "July", "August", "September", "October", "November",
		"December" };
	int y, m, d;

	sec_day_split(day, &y, &m, &d);
	snprintf(out, 32, "%d %s %d", d, month[m - 1], y);
}

sec_day sec_day_add(sec_day day, struct sec_dur dur)
{
	int y, m, d;
	int64_t months, sum = day;

	if (day < SEC_DAY_MIN || day > SEC_DAY_MAX)
		return SEC_DAY_NONE;
	if (dur.months) {
		sec_day_split(day, &y, &m, &d);
		months = (int64_t)y * 12 + (m - 1) + dur.months;
		if (months < 12 || months > 9999 * 12 + 11)
			return SEC_DAY_NONE;
		sum = sec_day_of((int)(months / 12), (int)(months % 12) + 1, d);
	}
	sum += dur.days;
	return sum < SEC_DAY_MIN || sum > SEC_DAY_MAX ? SEC_DAY_NONE : (sec_day)sum;
}

sec_day sec_day_sub(sec_day day, struct sec_dur dur)
{
	struct sec_dur minus = { -dur.months, -dur.days };

	return sec_day_add(day, minus);
}

/* Reads a number of at most `most` digits and moves on. */
static bool take_number(struct sec_str *s, size_t most, int *value)
{
	size_t n = 0;

	*value = 0;
	while (n < s->len && n < most && is_digit(s->s[n]))
		*value = *value * 10 + (s->s[n++] - '0');
	s->s += n;
	s->len -= n;
	return n > 0;
}

static bool take_separator(struct sec_str *s)
{
	if (!s->len || !strchr("-/.", s->s[0]))
		return false;
	s->s++;
	s->len--;
	return true;
}

bool sec_day_guess(const char *text, size_t len, sec_day *day)
{
	struct sec_str s = sec_str_trim((struct sec_str){ text, len });
	const char *start = s.s;
	int y, m, d;

	if (!take_number(&s, 4, &y) || s.s - start != 4 || !take_separator(&s)
		|| !take_number(&s, 2, &m) || !take_separator(&s)
		|| !take_number(&s, 2, &d) || s.len)
		return false;
	if (y < 1 || m < 1 || m > 12 || d < 1 || d > 31)
		return false;
	*day = sec_day_of(y, m, d);
	return true;
}

bool sec_dur_parse(const char *s, size_t len, struct sec_dur *dur)
{
	int64_t n = 0;
	size_t i;

	for (i = 0; i < len && is_digit(s[i]); i++) {
		n = n * 10 + (s[i] - '0');
		if (n > 4000000)
			return false;
	}
	if (i == 0 || i + 1 != len)
		return false;
	dur->months = dur->days = 0;
	switch (s[i]) {
	case 'd': dur->days = (int32_t)n; return true;
	case 'w': dur->days = (int32_t)n * 7; return true;
	case 'm': dur->months = (int32_t)n; return true;
	case 'y': dur->months = (int32_t)n * 12; return true;
	}
	return false;
}

void sec_dur_format(struct sec_dur dur, char out[40])
{
	if (dur.months && dur.days)
		snprintf(out, 40, "%dm %dd", dur.months, dur.days);
	else if (dur.months && dur.months % 12 == 0)
		snprintf(out, 40, "%dy", dur.months / 12);
	else if (dur.months)
		snprintf(out, 40, "%dm", dur.months);
	else
		snprintf(out, 40, "%dd", dur.days);
}

static bool starts(struct sec_str *s, const char *word)
{
	size_t n = strlen(word);

	if (s->len < n || memcmp(s->s, word, n) != 0)
		return false;
	s->s += n;
	s->len -= n;
	return true;
}

bool sec_day_parse_relative(const char *text, size_t len, sec_day today, sec_day *day)
{
	struct sec_str s = { text, len };
	struct sec_dur dur;
	char sign;

	if (sec_day_parse(text, len, day))
		return true;
	if (starts(&s, "today"))
		*day = today;
	else if (starts(&s, "yesterday"))
		*day = today - 1;
	else if (starts(&s, "tomorrow"))
		*day = today + 1;
	else
		return false;
	if (!s.len)
		return true;
	sign = s.s[0];
	if ((sign != '+' && sign != '-') || !sec_dur_parse(s.s + 1, s.len - 1, &dur))
		return false;
	*day = sign == '+' ? sec_day_add(*day, dur) : sec_day_sub(*day, dur);
	return *day != SEC_DAY_NONE;
}

sec_day sec_day_of_clock(int64_t time, int offset)
{
	int64_t t = time + (int64_t)offset * 60;
	int64_t day = t / 86400 - (t % 86400 < 0);

	return day < SEC_DAY_MIN ? SEC_DAY_MIN : day > SEC_DAY_MAX ? SEC_DAY_MAX : (sec_day)day;
}

sec_day sec_day_today(void)
{
	time_t now = time(NULL);
	struct tm tm;

	localtime_r(&now, &tm);
	return sec_day_of(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
}
