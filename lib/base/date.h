/* SPDX-License-Identifier: ISC
 *
 * Civil dates and durations. No time zones and no clocks: a day is a number,
 * days since 1970-01-01 in the proleptic Gregorian calendar, and every sum is
 * done on it. Only sec_day_today() looks at the clock.
 *
 * Text form of a day: YYYY-MM-DD, four-digit years 0001-9999, ASCII digits,
 * nothing else. Text form of a duration: a number and one of d w m y; a week
 * is seven days, a year twelve months.
 *
 * Adding a duration: years and months first, the day clamped to the month's
 * end, then the days (31 January + 1m = 28 February).
 *
 * Algorithm for day numbers: Howard Hinnant, "chrono-Compatible Low-Level Date
 * Algorithms" (days_from_civil, civil_from_days), from its published formulas.
 */
#ifndef SEC_BASE_DATE_H
#define SEC_BASE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef int32_t sec_day;
#define SEC_DAY_NONE INT32_MIN
#define SEC_DAY_MIN (-719162) /* 0001-01-01 */
#define SEC_DAY_MAX 2932896   /* 9999-12-31 */

struct sec_dur {
	int32_t months;
	int32_t days;
};

bool sec_day_parse(const char *s, size_t len, sec_day *day);
void sec_day_format(sec_day day, char out[11]); /* NUL-terminated; a day out of range gives "????-??-??" */
/* "20 July 2026" */
void sec_day_words(sec_day day, char out[32]);
sec_day sec_day_of(int year, int month, int mday); /* the month's end when mday is past it */
void sec_day_split(sec_day day, int *year, int *month, int *mday);
int sec_day_weekday(sec_day day); /* 0 Monday … 6 Sunday */
/* SEC_DAY_NONE when the result leaves 0001…9999. */
sec_day sec_day_add(sec_day day, struct sec_dur dur);
sec_day sec_day_sub(sec_day day, struct sec_dur dur);

/* The one ISO day somebody who typed `s` can have meant ("2024-3-5",
 * "2023-02-29", "2024/03/05"), or false: 03/04/2024 has two readings. */
bool sec_day_guess(const char *s, size_t len, sec_day *day);

/* The days that a date as spreadsheets and people write it can mean: 03/04/2026
 * two, 31/12/26, 3-Apr-26, April 3rd 2026, 2026-3-4, 20260304 and a spreadsheet's
 * number 46115 one; a time behind it is passed over. Returns how many. */
unsigned sec_day_readings(const char *s, size_t len, sec_day day[2]);
/* Appends what to write instead: "is 3 April 2026 or 4 March 2026: write 2026-04-03
 * or 2026-03-04"; where nothing can be meant "is no date: expected YYYY-MM-DD". */
struct sec_buf;
void sec_day_advise(struct sec_buf *out, const char *s, size_t len);

/* A day as a person may type it on a command line: an ISO day, `today`,
 * `yesterday`, `tomorrow`, `today+14d`, `today-2m`. */
bool sec_day_parse_relative(const char *s, size_t len, sec_day today, sec_day *day);

bool sec_dur_parse(const char *s, size_t len, struct sec_dur *dur);
/* Writes the shortest text form ("4w" stays 28d: units are not kept). */
void sec_dur_format(struct sec_dur dur, char out[40]);

/* The civil day of a clock: seconds since 1970 UTC, its zone in minutes east. */
sec_day sec_day_of_clock(int64_t time, int offset);

/* The local civil date of the clock. */
sec_day sec_day_today(void);

#endif
