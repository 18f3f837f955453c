/* SPDX-License-Identifier: ISC */
#include "rules/value.h"

#include <stdio.h>

static const char *const type_name[] = {
	[SEC_TYPE_NONE] = "",
	[SEC_TYPE_TEXT] = "text",
	[SEC_TYPE_PROSE] = "prose",
	[SEC_TYPE_ENUM] = "enum",
	[SEC_TYPE_NUMBER] = "number",
	[SEC_TYPE_YESNO] = "yes-no",
	[SEC_TYPE_DATE] = "date",
	[SEC_TYPE_DURATION] = "duration",
	[SEC_TYPE_LIST] = "list",
	[SEC_TYPE_EVIDENCE] = "evidence",
	[SEC_TYPE_DATED] = "dated",
	[SEC_TYPE_STATE] = "state",
	[SEC_TYPE_ID] = "id",
};

const char *sec_type_name(enum sec_type type)
{
	return type_name[type];
}

const char *sec_type_form(enum sec_type type)
{
	switch (type) {
	case SEC_TYPE_DATE:
		return "YYYY-MM-DD";
	case SEC_TYPE_EVIDENCE:
		return "YYYY-MM-DD, pending, or n/a: why";
	case SEC_TYPE_DATED:
		return "lines that begin with YYYY-MM-DD";
	case SEC_TYPE_DURATION:
		return "a duration such as 14d, 4w, 6m or 2y";
	case SEC_TYPE_YESNO:
		return "yes or no";
	case SEC_TYPE_NUMBER:
		return "a number";
	case SEC_TYPE_LIST:
		return "words with commas between";
	case SEC_TYPE_PROSE:
		return "free text; further lines begin with two blanks";
	default:
		return NULL;
	}
}

bool sec_type_parse(struct sec_str name, enum sec_type *type)
{
	int i;

	for (i = SEC_TYPE_TEXT; i < SEC_TYPE_STATE; i++) {
		if (sec_str_is(name, type_name[i])) {
			*type = i;
			return true;
		}
	}
	return false;
}

bool sec_type_is_date(enum sec_type type)
{
	return type == SEC_TYPE_DATE || type == SEC_TYPE_EVIDENCE || type == SEC_TYPE_DATED;
}

sec_day sec_val_day(const struct sec_val *v)
{
	return v->known && sec_type_is_date(v->type) ? v->day : SEC_DAY_NONE;
}

static bool begins(struct sec_str s, const char *with, size_t len)
{
	return s.len >= len && memcmp(s.s, with, len) == 0;
}

bool sec_val_done(const struct sec_val *v, sec_day today)
{
	if (!v->known || !sec_type_is_date(v->type))
		return false;
	if (v->day != SEC_DAY_NONE)
		return v->day <= today;
	return v->type == SEC_TYPE_EVIDENCE && begins(v->text, "n/a", 3);
}

/* A date, `pending`, or `n/a: why`. */
static bool parse_evidence(struct sec_str text, sec_day *day)
{
	struct sec_str why;

	*day = SEC_DAY_NONE;
	if (sec_day_parse(text.s, text.len, day) || sec_str_is(text, "pending"))
		return true;
	if (!begins(text, "n/a:", 4))
		return false;
	why = sec_str_trim((struct sec_str){ text.s + 4, text.len - 4 });
	return why.len > 0;
}

/* Lines, each a date, a blank and words; the words may be left out. */
static bool parse_dated(struct sec_str text, sec_day *first)
{
	struct sec_str line;
	sec_day day;

	*first = SEC_DAY_NONE;
	while (sec_str_split(&text, '\n', &line)) {
		if (line.len < 10 || !sec_day_parse(line.s, 10, &day))
			return false;
		if (line.len > 10 && line.s[10] != ' ' && line.s[10] != '\t')
			return false;
		if (*first == SEC_DAY_NONE)
			*first = day;
	}
	return *first != SEC_DAY_NONE;
}

bool sec_val_parse(enum sec_type type, struct sec_str text, struct sec_val *out)
{
	*out = (struct sec_val){ .type = type, .day = SEC_DAY_NONE };
	text = sec_str_trim(text);
	if (!text.len)
		return false;
	out->text = text;
	switch (type) {
	case SEC_TYPE_NONE:
	case SEC_TYPE_STATE:
		break;
	case SEC_TYPE_TEXT:
	case SEC_TYPE_PROSE:
	case SEC_TYPE_ENUM:
	case SEC_TYPE_LIST:
	case SEC_TYPE_ID:
		out->known = true;
		break;
	case SEC_TYPE_NUMBER:
		out->known = sec_number_parse(text, &out->number);
		break;
	case SEC_TYPE_YESNO:
		out->known = sec_str_is(text, "yes") || sec_str_is(text, "no");
		if (out->known)
			out->yes = text.s[0] == 'y';
		break;
	case SEC_TYPE_DATE:
		out->known = sec_day_parse(text.s, text.len, &out->day);
		break;
	case SEC_TYPE_DURATION:
		out->known = sec_dur_parse(text.s, text.len, &out->dur);
		break;
	case SEC_TYPE_EVIDENCE:
		out->known = parse_evidence(text, &out->day);
		break;
	case SEC_TYPE_DATED:
		out->known = parse_dated(text, &out->day);
		break;
	}
	out->bad = !out->known;
	if (out->bad)
		out->text = text; /* a parser may have written over it */
	return out->known;
}

void sec_val_format(const struct sec_val *v, struct sec_buf *out)
{
	char s[40];

	if (!v->known)
		return;
	switch ((enum sec_type)v->type) {
	case SEC_TYPE_NONE:
	case SEC_TYPE_STATE:
		break;
	case SEC_TYPE_TEXT:
	case SEC_TYPE_PROSE:
	case SEC_TYPE_ENUM:
	case SEC_TYPE_LIST:
	case SEC_TYPE_ID:
	case SEC_TYPE_EVIDENCE:
	case SEC_TYPE_DATED:
		sec_buf_addslice(out, v->text);
		break;
	case SEC_TYPE_NUMBER:
		sec_number_format(v->number, out);
		break;
	case SEC_TYPE_YESNO:
		sec_buf_addstr(out, v->yes ? "yes" : "no");
		break;
	case SEC_TYPE_DATE:
		sec_day_format(v->day, s);
		sec_buf_addstr(out, s);
		break;
	case SEC_TYPE_DURATION:
		sec_dur_format(v->dur, s);
		sec_buf_addstr(out, s);
		break;
	}
}

/* Reads digits at `*i`; how many there were. */
static size_t take_digits(struct sec_str s, size_t *i, int64_t *value)
{
	size_t start = *i;

	while (*i < s.len && *i - start < 13 && s.s[*i] >= '0' && s.s[*i] <= '9')
		*value = *value * 10 + (s.s[(*i)++] - '0');
	return *i - start;
}

bool sec_number_parse(struct sec_str s, int64_t *out)
{
	bool minus = s.len && s.s[0] == '-';
	size_t i = minus, n;
	int64_t whole = 0, part = 0;

	n = take_digits(s, &i, &whole);
	if (n < 1 || n > 12)
		return false;
	if (i < s.len) {
		if (s.s[i++] != '.')
			return false;
		n = take_digits(s, &i, &part);
		if (n < 1 || n > 6 || i != s.len)
			return false;
		for (; n < 6; n++)
			part *= 10;
	}
	*out = whole * SEC_NUMBER_ONE + part;
	if (minus)
		*out = -*out;
	return true;
}

void sec_number_format(int64_t number, struct sec_buf *out)
{
	uint64_t n = number < 0 ? -(uint64_t)number : (uint64_t)number;
	uint64_t part = n % SEC_NUMBER_ONE;
	char s[8];
	size_t len = 6;

	sec_buf_addf(out, "%s%llu", number < 0 ? "-" : "",
		(unsigned long long)(n / SEC_NUMBER_ONE));
	if (!part)
		return;
	snprintf(s, sizeof(s), "%06u", (unsigned)part);
	while (s[len - 1] == '0')
		len--;
	sec_buf_addch(out, '.');
	sec_buf_add(out, s, len);
}
