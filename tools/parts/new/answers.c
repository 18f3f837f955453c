/* SPDX-License-Identifier: ISC */
#include "parts/new/answers.h"

#include <strings.h>

#include "base/date.h"

static const char *const yes_no[] = { "yes", "no" };

/* The words to choose from; n 0: there are none. */
static struct sec_words words_of(const struct sec_field *f)
{
	return f->type == SEC_TYPE_YESNO ? (struct sec_words){ yes_no, 2 } : f->values;
}

void answers_describe(const struct sec_field *f, struct sec_buf *out)
{
	struct sec_words w = words_of(f);
	unsigned i;

	for (i = 0; i < w.n; i++)
		sec_buf_addf(out, "%s%u %s", i ? ", " : "", i + 1, w.word[i]);
	switch (f->type) {
	case SEC_TYPE_DATE: sec_buf_addstr(out, "a day: YYYY-MM-DD, today, today+14d"); break;
	case SEC_TYPE_EVIDENCE: sec_buf_addstr(out, "a day, pending, or n/a: and why"); break;
	case SEC_TYPE_NUMBER: sec_buf_addstr(out, "a number"); break;
	case SEC_TYPE_DURATION: sec_buf_addstr(out, "a duration: 14d, 4w, 6m, 2y"); break;
	case SEC_TYPE_LIST: sec_buf_addstr(out, w.n ? "; several with commas" : "several with commas"); break;
	default: break;
	}
}

/* By its number, in full, or by a beginning that only one has; -1 for none. */
static int choose(const struct sec_words *w, struct sec_str s)
{
	int found = -1;
	size_t i, number = 0;

	for (i = 0; i < s.len && s.s[i] >= '0' && s.s[i] <= '9' && i < 6; i++)
		number = number * 10 + (size_t)(s.s[i] - '0');
	if (s.len && i == s.len)
		return number >= 1 && number <= w->n ? (int)number - 1 : -1;
	for (i = 0; s.len && i < w->n; i++) {
		if (strncasecmp(w->word[i], s.s, s.len) != 0)
			continue;
		if (strlen(w->word[i]) == s.len)
			return (int)i;
		found = found == -1 ? (int)i : -2;
	}
	return found < 0 ? -1 : found;
}

static bool read_words(const struct sec_words *w, struct sec_str answer, bool several,
	struct sec_buf *value, struct sec_buf *wrong)
{
	struct sec_str item = answer;
	size_t n = 0;

	while (several ? sec_str_split(&answer, ',', &item) : n == 0) {
		int i = choose(w, item);

		if (i < 0) {
			sec_buf_addf(wrong, "'%.*s' is none of these: give a number from 1 to %u, or the word",
				SEC_ARG(item), w->n);
			return false;
		}
		sec_buf_addf(value, "%s%s", n++ ? ", " : "", w->word[i]);
	}
	return n > 0;
}

static bool read_day(enum sec_type type, struct sec_str answer, sec_day today,
	struct sec_buf *value, struct sec_buf *wrong)
{
	char iso[11];
	sec_day day, meant[2];

	if (sec_day_parse_relative(answer.s, answer.len, today, &day)) {
		sec_day_format(day, iso);
		sec_buf_addstr(value, iso);
		return true;
	}
	if (type == SEC_TYPE_DATE || sec_day_readings(answer.s, answer.len, meant)) {
		sec_buf_addf(wrong, "'%.*s' ", SEC_ARG(answer));
		sec_day_advise(wrong, answer.s, answer.len);
		return false;
	}
	sec_buf_addslice(value, answer);
	return true;
}

bool answers_read(const struct sec_field *f, struct sec_str answer, sec_day today,
	struct sec_buf *value, struct sec_buf *wrong)
{
	struct sec_words w = words_of(f);

	if (w.n)
		return read_words(&w, answer, f->type == SEC_TYPE_LIST, value, wrong);
	if (f->type == SEC_TYPE_DATE || f->type == SEC_TYPE_EVIDENCE)
		return read_day(f->type, answer, today, value, wrong);
	sec_buf_addslice(value, answer);
	return true;
}
