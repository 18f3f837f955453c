/* SPDX-License-Identifier: ISC
 * Tables as spreadsheets write them: cells, rows and their numbers, separators, what
 * is refused; the formula guard on and off; dates in other forms than ours.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/csv.h"
#include "base/date.h"
#include "base/escape.h"
#include "random.h"

/* Rows as `NUMBER|cell|cell`, newlines in cells as ¶, one a line. */
static char *shown(const struct sec_csv *c)
{
	struct sec_buf out = SEC_BUF_INIT;
	size_t i, k, n;

	for (i = 0; i < c->rows; i++) {
		sec_buf_addf(&out, "%u", c->row[i].number);
		for (k = 0; k < c->row[i].cells; k++) {
			struct sec_str cell = sec_csv_cell(c, &c->row[i], k);

			sec_buf_addch(&out, '|');
			for (n = 0; n < cell.len; n++)
				sec_buf_addf(&out, cell.s[n] == '\n' ? "¶" : "%c", cell.s[n]);
		}
		sec_buf_addch(&out, '\n');
	}
	return sec_buf_detach(&out);
}

static void test_rows(void **state)
{
	static const struct {
		const char *text, *rows;
		char separator;
	} cases[] = {
		{ "a,b\n1,2\n", "1|a|b\n2|1|2\n", ',' },
		{ "a,b\r\n1,2\r\n", "1|a|b\n2|1|2\n", ',' },
		{ "a,b\r1,2\r", "1|a|b\n2|1|2\n", ',' },
		{ "a,b\n1,2", "1|a|b\n2|1|2\n", ',' },
		{ "\xef\xbb\xbf" "a;b\n1;2,5\n", "1|a|b\n2|1|2,5\n", ';' },
		{ "a\tb\n\t2\n1\t\n", "1|a|b\n2||2\n3|1|\n", '\t' },
		{ "a\n1\n", "1|a\n2|1\n", ',' },
		/* the separator of the headings, not of what is quoted there or stands below */
		{ "\"a;x;y\",b\n1;2;3;4,5\n", "1|a;x;y|b\n2|1;2;3;4|5\n", ',' },
		/* empty rows count, with blanks and separators only as well */
		{ "\n\na,b\n\n \t\n,\n , \n1,2\n", "3|a|b\n8|1|2\n", ',' },
		{ "a,b\r\n\r\n\r\n1,2\r\n", "1|a|b\n4|1|2\n", ',' },
		{ "a,b\r\r1,2\r", "1|a|b\n3|1|2\n", ',' },
		/* a line end in a cell does not count, an empty line in it neither */
		{ "a,b\n\"x\n\n\ny\",2\n3,4\n", "1|a|b\n2|x¶¶¶y|2\n3|3|4\n", ',' },
		{ "a,b\n1\n1,2,3\n", "1|a|b\n2|1\n3|1|2|3\n", ',' },
		{ "a,b\n \"say \"\"so\"\"\" ,  b c  \n", "1|a|b\n2|say \"so\"|b c\n", ',' },
		{ "a,b\n'=1+1,''-x\n't Hooft,'\n", "1|a|b\n2|=1+1|'-x\n3|'t Hooft|'\n", ',' },
		{ "a,b\r1,\"x\r\ry\r\nz\r\"\r", "1|a|b\n2|1|x¶¶y¶z¶\n", ',' },
		{ "\xef\xbb\xbfsep=|\r\na|b,c\r\n1|2,3\r\n", "1|a|b,c\n2|1|2,3\n", '|' },
		{ "a,b\n\xc2\xa0,\xe2\x80\x8b\n1,2\n", "1|a|b\n3|1|2\n", ',' },
		{ "", "", ',' },
		{ " \n\n", "", ',' },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct sec_csv c;
		struct sec_err err = SEC_ERR_INIT;
		char *got;

		assert_int_equal(sec_csv_read(&c, "x", sec_str(cases[i].text), &err), 0);
		got = shown(&c);
		assert_string_equal(got, cases[i].rows);
		assert_int_equal(c.separator, cases[i].separator);
		free(got);
		sec_csv_release(&c);
	}
}

static void test_refused(void **state)
{
	const struct {
		struct sec_str text;
		const char *message;
	} cases[] = {
		{ SEC_STR("a,b\n1,\0\n"), "x, row 2, column B: a NUL byte, which no text has; "
			"take it out, or: tr -d '\\0'" },
		{ SEC_STR("a,b\n\n1,caf\xe9\n"), "x, row 3, column B: not UTF-8 (byte 0xe9); save it as \"CSV UTF-8\", "
			"or: iconv -f WINDOWS-1252 -t UTF-8" },
		{ SEC_STR("a,b\n1,5\" pipe\n"), "x, row 2, column B: a quotation mark inside a cell: put the whole "
			"cell into quotation marks and double those in it" },
		{ SEC_STR("a,b\n\"1\"x,2\n"), "x, row 2, column A: a quotation mark inside a cell: put the whole "
			"cell into quotation marks and double those in it" },
		{ SEC_STR("a,b\n1,2\n3,\"4\n5,6\n"), "x, row 3, column B: a quotation mark opens a cell there and "
			"none closes it" },
		{ SEC_STR("a;b,c\n"), "x: the heading line has commas, semicolons or tabs equally often, so "
			"what separates its cells is not clear; quote the headings" },
		{ SEC_STR("\xff\xfe" "a\0,\0"), "x is UTF-16; save it as \"CSV UTF-8\", or: "
			"iconv -f UTF-16 -t UTF-8" },
		{ SEC_STR("a\0,\0b\0"), "x is UTF-16; save it as \"CSV UTF-8\", or: iconv -f UTF-16LE -t UTF-8" },
		{ SEC_STR("\0a\0,"), "x is UTF-16; save it as \"CSV UTF-8\", or: iconv -f UTF-16BE -t UTF-8" },
		{ SEC_STR("PK\003\004 and so on"), "x is a spreadsheet's own file; save it as \"CSV UTF-8\"" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct sec_csv c;
		struct sec_err err = SEC_ERR_INIT;

		assert_int_equal(sec_csv_read(&c, "x", cases[i].text, &err), SEC_FAIL);
		assert_string_equal(err.msg, cases[i].message);
		sec_err_clear(&err);
		sec_csv_release(&c);
	}
}

static void test_letters(void **state)
{
	char out[16];

	(void)state;
	sec_csv_letters(0, out);
	assert_string_equal(out, "A");
	sec_csv_letters(25, out);
	assert_string_equal(out, "Z");
	sec_csv_letters(26, out);
	assert_string_equal(out, "AA");
	sec_csv_letters(701, out);
	assert_string_equal(out, "ZZ");
	sec_csv_letters(702, out);
	assert_string_equal(out, "AAA");
}

/* What no spreadsheet would compute stays as it is; the guard goes on once more
 * where it already stands. */
static void test_guard(void **state)
{
	static const char *const cases[][2] = { { "=1", "'=1" }, { "'=1", "''=1" },
		{ "''+x", "'''+x" }, { "'t Hooft", "'t Hooft" }, { "'", "'" }, { "''", "''" },
		{ "-", "'-" }, { "@x", "'@x" }, { "x=1", "x=1" }, { "", "" }, { "\tx", "\"'\tx\"" } };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct sec_buf out = SEC_BUF_INIT;

		sec_escape_csv(&out, sec_str(cases[i][0]), false);
		assert_string_equal(out.s, cases[i][1]);
		sec_buf_release(&out);
	}
}

/* Any cells, written and read, are the same cells. */
static void test_round_trip(void **state)
{
	static const char *const bits[] = { "'", "'", "=", "-", "+", "@", "\"", ",", ";", "\n",
		"\t", " ", "a", "Zoë", "小林", "1", "\\", "''" };
	uint64_t seed = rnd_seed();
	struct rnd r = { seed };
	int turn;

	(void)state;
	for (turn = 0; turn < 20000; turn++) {
		struct sec_buf text = SEC_BUF_INIT, value[3] = { SEC_BUF_INIT, SEC_BUF_INIT, SEC_BUF_INIT };
		struct sec_csv c;
		struct sec_err err = SEC_ERR_INIT;
		size_t i, k;

		sec_buf_addstr(&text, "key,one,two,three\r\nkey");
		for (i = 0; i < 3; i++) {
			for (k = rnd_below(&r, 7); k; k--)
				sec_buf_addstr(&value[i], RND_PICK(&r, bits));
			sec_buf_addch(&text, ',');
			sec_escape_csv(&text, sec_buf_str(&value[i]), false);
		}
		sec_buf_addstr(&text, "\r\nend,,,\r\n");
		if (sec_csv_read(&c, "x", sec_buf_str(&text), &err) != 0)
			fail_msg("SEC_SEED=%llu turn %d: %s", (unsigned long long)seed, turn, err.msg);
		assert_int_equal(c.rows, 3);
		assert_int_equal(c.row[2].number, 3);
		for (i = 0; i < 3; i++)
			if (!sec_str_eq(sec_csv_cell(&c, &c.row[1], i + 1), sec_buf_str(&value[i])))
				fail_msg("SEC_SEED=%llu turn %d: '%s' came back as '%.*s'",
					(unsigned long long)seed, turn, value[i].s,
					SEC_ARG(sec_csv_cell(&c, &c.row[1], i + 1)));
		for (i = 0; i < 3; i++)
			sec_buf_release(&value[i]);
		sec_buf_release(&text);
		sec_csv_release(&c);
	}
}

static void test_dates(void **state)
{
	static const char *const cases[][2] = {
		{ "03/04/2026", "is 3 April 2026 or 4 March 2026: write 2026-04-03 or 2026-03-04" },
		{ "3.4.26", "is 3 April 2026 or 4 March 2026: write 2026-04-03 or 2026-03-04" },
		{ "03/03/2026", "is no date as YYYY-MM-DD: for 3 March 2026 write 2026-03-03" },
		{ "31/12/2026", "is no date as YYYY-MM-DD: for 31 December 2026 write 2026-12-31" },
		{ "12/31/2026", "is no date as YYYY-MM-DD: for 31 December 2026 write 2026-12-31" },
		{ "03/04/2026 00:00:00", "is 3 April 2026 or 4 March 2026: write 2026-04-03 or 2026-03-04" },
		{ "3-Apr-26", "is no date as YYYY-MM-DD: for 3 April 2026 write 2026-04-03" },
		{ "3 april 1999", "is no date as YYYY-MM-DD: for 3 April 1999 write 1999-04-03" },
		{ "3-Apr-99", "is no date as YYYY-MM-DD: for 3 April 1999 write 1999-04-03" },
		{ "April 3rd, 2026", "is no date as YYYY-MM-DD: for 3 April 2026 write 2026-04-03" },
		{ "Fri, 3 Apr 2026", "is no date as YYYY-MM-DD: for 3 April 2026 write 2026-04-03" },
		{ "2026-Apr-03", "is no date as YYYY-MM-DD: for 3 April 2026 write 2026-04-03" },
		{ "46115", "is no date as YYYY-MM-DD: for 3 April 2026 write 2026-04-03" },
		{ "46115.5", "is no date as YYYY-MM-DD: for 3 April 2026 write 2026-04-03" },
		{ "2026-4-3", "is no date as YYYY-MM-DD: for 3 April 2026 write 2026-04-03" },
		{ "2026/04/03", "is no date as YYYY-MM-DD: for 3 April 2026 write 2026-04-03" },
		{ "2026-04-03T00:00:00Z", "is no date as YYYY-MM-DD: for 3 April 2026 write 2026-04-03" },
		{ "2026-04-03 00:00", "is no date as YYYY-MM-DD: for 3 April 2026 write 2026-04-03" },
		{ "20260403", "is no date as YYYY-MM-DD: for 3 April 2026 write 2026-04-03" },
		{ "31/02/2026", "is no date: expected YYYY-MM-DD" },
		{ "13/13/2026", "is no date: expected YYYY-MM-DD" },
		{ "3/4/126", "is no date: expected YYYY-MM-DD" },
		{ "Apr-26", "is no date: expected YYYY-MM-DD" },
		{ "tbc", "is no date: expected YYYY-MM-DD" },
		{ "12", "is no date: expected YYYY-MM-DD" },
		{ "99999", "is no date: expected YYYY-MM-DD" },
		{ "1/2/3/4", "is no date: expected YYYY-MM-DD" },
		{ ":", "is no date: expected YYYY-MM-DD" },
		{ "", "is no date: expected YYYY-MM-DD" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct sec_buf out = SEC_BUF_INIT;

		sec_day_advise(&out, cases[i][0], strlen(cases[i][0]));
		if (strcmp(out.s, cases[i][1]) != 0)
			fail_msg("'%s' %s", cases[i][0], out.s);
		sec_buf_release(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_letters),
		cmocka_unit_test(test_guard),
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_dates),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
