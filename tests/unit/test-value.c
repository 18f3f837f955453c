/* SPDX-License-Identifier: ISC */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "rules/value.h"

/* text, type, what it is written back as ("?" for one of the wrong form), its day */
static const struct row {
	enum sec_type type;
	const char *text, *back, *day;
} rows[] = {
	{ SEC_TYPE_TEXT, "some words", "some words", "" },
	{ SEC_TYPE_TEXT, " padded ", "padded", "" },
	{ SEC_TYPE_PROSE, "two\nlines", "two\nlines", "" },
	{ SEC_TYPE_ENUM, "midpoint", "midpoint", "" },
	{ SEC_TYPE_LIST, "a, b", "a, b", "" },
	{ SEC_TYPE_ID, "team-merge", "team-merge", "" },
	{ SEC_TYPE_NUMBER, "12.50", "12.5", "" },
	{ SEC_TYPE_NUMBER, "0", "0", "" },
	{ SEC_TYPE_NUMBER, "-3.000001", "-3.000001", "" },
	{ SEC_TYPE_NUMBER, "007", "7", "" },
	{ SEC_TYPE_NUMBER, "999999999999.999999", "999999999999.999999", "" },
	{ SEC_TYPE_NUMBER, "1000000000000", "?", "" },
	{ SEC_TYPE_NUMBER, "0.1234567", "?", "" },
	{ SEC_TYPE_NUMBER, "1,5", "?", "" },
	{ SEC_TYPE_NUMBER, ".5", "?", "" },
	{ SEC_TYPE_NUMBER, "5.", "?", "" },
	{ SEC_TYPE_NUMBER, "-", "?", "" },
	{ SEC_TYPE_NUMBER, "+1", "?", "" },
	{ SEC_TYPE_NUMBER, "1e3", "?", "" },
	{ SEC_TYPE_NUMBER, "4 days", "?", "" },
	{ SEC_TYPE_YESNO, "yes", "yes", "" },
	{ SEC_TYPE_YESNO, "no", "no", "" },
	{ SEC_TYPE_YESNO, "Yes", "?", "" },
	{ SEC_TYPE_YESNO, "true", "?", "" },
	{ SEC_TYPE_DATE, "2026-03-01", "2026-03-01", "2026-03-01" },
	{ SEC_TYPE_DATE, "2026-02-29", "?", "" },
	{ SEC_TYPE_DATE, "1 March 2026", "?", "" },
	{ SEC_TYPE_DATE, "pending", "?", "" },
	{ SEC_TYPE_DURATION, "14d", "14d", "" },
	{ SEC_TYPE_DURATION, "4w", "28d", "" },
	{ SEC_TYPE_DURATION, "18m", "18m", "" },
	{ SEC_TYPE_DURATION, "24m", "2y", "" },
	{ SEC_TYPE_DURATION, "2 weeks", "?", "" },
	{ SEC_TYPE_EVIDENCE, "2026-03-01", "2026-03-01", "2026-03-01" },
	{ SEC_TYPE_EVIDENCE, "pending", "pending", "" },
	{ SEC_TYPE_EVIDENCE, "n/a: senior post", "n/a: senior post", "" },
	{ SEC_TYPE_EVIDENCE, "n/a:", "?", "" },
	{ SEC_TYPE_EVIDENCE, "n/a", "?", "" },
	{ SEC_TYPE_EVIDENCE, "yes", "?", "" },
	{ SEC_TYPE_EVIDENCE, "2026-03-01 with J.", "?", "" },
	{ SEC_TYPE_DATED, "2026-03-02 first draft", "2026-03-02 first draft", "2026-03-02" },
	{ SEC_TYPE_DATED, "2026-03-02", "2026-03-02", "2026-03-02" },
	{ SEC_TYPE_DATED, "2026-05-01 b\n2026-03-02 a", "2026-05-01 b\n2026-03-02 a", "2026-05-01" },
	{ SEC_TYPE_DATED, "2026-05-01 b\nthen a", "?", "" },
	{ SEC_TYPE_DATED, "first draft", "?", "" },
	{ SEC_TYPE_DATED, "2026-03-02x", "?", "" },
	{ SEC_TYPE_STATE, "active", "?", "" },
};

static void reads_and_writes(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct row *r = &rows[i];
		struct sec_buf out = SEC_BUF_INIT;
		struct sec_val v;
		char day[11] = "";
		bool known = sec_val_parse(r->type, sec_str(r->text), &v);

		sec_val_format(&v, &out);
		if (sec_val_day(&v) != SEC_DAY_NONE)
			sec_day_format(sec_val_day(&v), day);
		if (known != (strcmp(r->back, "?") != 0) || v.known != known || v.bad == known
			|| (known && strcmp(out.s, r->back) != 0) || strcmp(day, r->day) != 0)
			fail_msg("%s '%s': known %d, '%s', day '%s'", sec_type_name(r->type), r->text, known,
				out.s, day);
		if (!known) {
			assert_string_equal(out.s, "");
			assert_true(sec_str_eq(v.text, sec_str_trim(sec_str(r->text))));
		}
		sec_buf_release(&out);
	}
}

static void nothing_is_missing_not_bad(void **state)
{
	struct sec_val v;

	(void)state;
	assert_false(sec_val_parse(SEC_TYPE_DATE, sec_str("  "), &v));
	assert_false(v.known);
	assert_false(v.bad);
	assert_int_equal(v.type, SEC_TYPE_DATE);
	assert_int_equal(v.day, SEC_DAY_NONE);
}

static void knows_what_is_done(void **state)
{
	static const struct {
		enum sec_type type;
		const char *text;
		bool done;
	} cases[] = {
		{ SEC_TYPE_DATE, "2026-03-01", true },
		{ SEC_TYPE_DATE, "2026-03-02", false },
		{ SEC_TYPE_EVIDENCE, "2026-03-01", true },
		{ SEC_TYPE_EVIDENCE, "2026-03-02", false },
		{ SEC_TYPE_EVIDENCE, "pending", false },
		{ SEC_TYPE_EVIDENCE, "n/a: none", true },
		{ SEC_TYPE_EVIDENCE, "n/a", false },
		{ SEC_TYPE_DATED, "2026-02-01 x", true },
		{ SEC_TYPE_TEXT, "n/a: none", false },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct sec_val v;

		sec_val_parse(cases[i].type, sec_str(cases[i].text), &v);
		if (sec_val_done(&v, sec_day_of(2026, 3, 1)) != cases[i].done)
			fail_msg("%s '%s'", sec_type_name(cases[i].type), cases[i].text);
	}
}

static void names_types(void **state)
{
	static const char *const names[] = { "text", "prose", "enum", "number", "yes-no", "date",
		"duration", "list", "evidence", "dated" };
	enum sec_type type;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		assert_true(sec_type_parse(sec_str(names[i]), &type));
		assert_string_equal(sec_type_name(type), names[i]);
	}
	assert_false(sec_type_parse(sec_str("state"), &type));
	assert_false(sec_type_parse(sec_str("id"), &type));
	assert_false(sec_type_parse(sec_str(""), &type));
	assert_string_equal(sec_type_name(SEC_TYPE_STATE), "state");
}

static void numbers_are_exact(void **state)
{
	int64_t a, b, c;

	(void)state;
	assert_true(sec_number_parse(sec_str("0.1"), &a));
	assert_true(sec_number_parse(sec_str("0.2"), &b));
	assert_true(sec_number_parse(sec_str("0.7"), &c));
	assert_true(a + b + c == SEC_NUMBER_ONE);
}

static void reads_other_peoples_numbers(void **state)
{
	const struct {
		const char *text, *readings;
	} cases[] = {
		{ "0,8", "0.8" }, { ",8", "0.8" }, { ".5", "0.5" }, { "80%", "0.8" }, { "37,5 %", "0.375" },
		{ "1,234", "1.234 1234" }, { "1.234,5", "1234.5" }, { "1,234.5", "1234.5" },
		{ "1.234.567", "1234567" }, { "1 234 567,5", "1234567.5" }, { "1\xc2\xa0" "234", "1234" },
		{ "1'234'567.5", "1234567.5" }, { "-1,5", "-1.5" }, { "1,2,3", "" }, { "1.23.456", "" },
		{ "1.234,567.8", "" }, { "1'23", "" }, { "", "" }, { "%", "" }, { "x", "" }, { ",", "" },
		{ "1,", "" }, { "-", "" }, { "1e5", "" }, { "99999999999999", "" },
	};
	struct sec_buf got = SEC_BUF_INIT;
	int64_t number[2];
	size_t i;
	unsigned k, n;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		sec_buf_clear(&got);
		n = sec_number_readings(sec_str(cases[i].text), number);
		for (k = 0; k < n; k++) {
			sec_buf_addstr(&got, k ? " " : "");
			sec_number_format(number[k], &got);
		}
		assert_string_equal(got.len ? got.s : "", cases[i].readings);
	}
	sec_buf_release(&got);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_and_writes),
		cmocka_unit_test(nothing_is_missing_not_bad),
		cmocka_unit_test(knows_what_is_done),
		cmocka_unit_test(names_types),
		cmocka_unit_test(numbers_are_exact),
		cmocka_unit_test(reads_other_peoples_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
