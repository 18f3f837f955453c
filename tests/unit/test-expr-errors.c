/* SPDX-License-Identifier: ISC
 *
 * Expressions that do not compile: the column and the exact words.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "fixture-expr.h"

struct row {
	const char *text;
	unsigned col;
	const char *msg;
};

static const struct row lexical[] = {
	{ "", 1, "an expression is wanted here" },
	{ "  ", 3, "an expression is wanted here" },
	{ "\"open", 1, "this text has no closing quote" },
	{ "today = 2026-02-30", 9, "2026-02-30 is not a day of the calendar" },
	{ "today = 2026-3-1", 9, "'2026-3-1' is not a day: write 2026-03-01" },
	{ "today = 2026/03/01", 9, "a date is compared with a number: write a date such as 2026-03-01" },
	{ "14days", 1, "'14days' is no number, duration or date" },
	{ "1.2.3", 1, "'1.2.3' is no number, duration or date" },
	{ "2026-03-01-b", 1, "'2026-03-01-b' is no number, duration or date; put blanks round minus" },
	{ "5-3", 1, "'5-3' is no number, duration or date; put blanks round minus" },
	{ "14D", 1, "'14D' is no number, duration or date" },
	{ "5.", 1, "'5.' is no number, duration or date" },
	{ "9999999999999", 1, "9999999999999 is too large or too fine" },
	{ "0.1234567", 1, "0.1234567 is too large or too fine" },
	{ "9999999d", 1, "9999999d is too large or too fine" },
	{ "end- start", 4, "put blanks round minus" },
	{ "end -start", 5, "put blanks round minus" },
	{ "(end)-(start)", 6, "put blanks round minus" },
	{ "-5", 1, "put blanks round minus" },
	{ "1 = - 5", 5, "there is no sign: write 0 - 5" },
	{ "Today", 1, "names begin with a lower-case letter, texts stand in \"\xe2\x80\xa6\"" },
	{ "toDay", 3, "a name ends before 'D': names are lower-case letters, digits and hyphens, as in "
		"section.key" },
	{ "to_day", 3, "a name ends before '_': names are lower-case letters, digits and hyphens, as in "
		"section.key" },
	{ "a.b.c", 4, "a name ends before '.': names are lower-case letters, digits and hyphens, as in "
		"section.key" },
	{ "dates.", 7, "after '.' comes a key, as in section.key" },
	{ "dates.1", 7, "after '.' comes a key, as in section.key" },
	{ ". held", 1, "after '.' comes a key, as in .key" },
	{ "review:.held", 8, "after ':' comes the id of a section, as in section:id.key" },
	{ "title = 'x'", 9, "texts stand in double quotes: \"\xe2\x80\xa6\"" },
	{ "title = \xe2\x80\x9cx\xe2\x80\x9d", 9, "texts stand in straight quotes: \"\xe2\x80\xa6\"" },
	{ "1 == 1", 3, "write one '='" },
	{ "1 <> 1", 3, "write !=" },
	{ "yes && no", 5, "write and" },
	{ "yes || no", 5, "write or" },
	{ "1 % 2", 3, "'%' means nothing here" },
	{ "\xc3\xa9", 1, "'\xc3\xa9' means nothing here" },
	{ "!yes", 1, "'!' means nothing here" },
};

static const struct row grammar[] = {
	{ "1 +", 4, "a value or a name is wanted before the end" },
	{ "1 + )", 5, "a value or a name is wanted before this" },
	{ "(1", 3, "a ',' or ')' is wanted before the end" },
	{ "(1 2)", 4, "a ',' or ')' is wanted before this" },
	{ "1 2", 3, "an operator is wanted before this" },
	{ "(1, 2)", 5, "one expression stands in brackets; several only after in" },
	{ "1, 2", 2, "one expression is wanted here, not a list" },
	{ "0 < work.fte < 1", 14, "comparisons do not chain: write a < b and b < c" },
	{ "1 = 1 in (1)", 7, "comparisons do not chain: write a < b and b < c" },
	{ "1 in 2", 6, "after in come values in brackets: in (a, b)" },
	{ "1 in ()", 7, "a value or a name is wanted before this" },
	{ "1 not 2", 7, "after a value, not is followed by in (\xe2\x80\xa6)" },
	{ "state in(active)", 9, "put a blank between in and '('" },
	{ "state not in(active)", 13, "put a blank between in and '('" },
	{ "not(yes)", 4, "put a blank between not and '('" },
	{ "yes and(no)", 8, "put a blank between and and '('" },
	{ "yes and", 8, "a value or a name is wanted before the end" },
	{ "any(review", 11, "a ',' or ')' is wanted before the end" },
	{ "1 = not 2", 9, "an operator is wanted before this" },
	{ "present(title)(1)", 15, "an operator is wanted before this" },
};

static const struct row names[] = {
	{ "host.maneger = \"x\"", 1, "unknown field 'host.maneger', did you mean 'host.manager'?" },
	{ "host.zzz", 1, "unknown field 'host.zzz'" },
	{ "hots.manager", 1, "unknown section 'hots', did you mean 'host'?" },
	{ "zzzzzz.manager", 1, "unknown section 'zzzzzz'" },
	{ "todya", 1, "unknown name 'todya', did you mean 'today'?" },
	{ "zzzzzz", 1, "unknown name 'zzzzzz'; a text stands in quotes: \"zzzzzz\"" },
	{ "grade", 1, "'grade' stands in several sections: write person.grade or host.grade" },
	{ "review", 1, "'review' is a section: name one of its keys, or write any(review)" },
	{ "review:2026-06-17", 1, "'review:2026-06-17' is a section: name one of its keys" },
	{ "review.held", 1, "'review' stands several times: write any(review, \xe2\x80\xa6), "
		"last(review, .held) or review:ID.held" },
	{ "held", 1, "'review' stands several times: write any(review, \xe2\x80\xa6), "
		"last(review, .held) or review:ID.held" },
	{ "review.id", 1, "'review' stands several times: write any(review, \xe2\x80\xa6), "
		"last(review, .id) or review:ID.id" },
	{ "view.rating", 1, "'view' stands several times: write view:home.rating" },
	{ "view:hom.rating", 1, "unknown id 'hom': write home or host" },
	{ "review:first.held", 1, "the id of 'review' begins with a date, as in review:2026-03-01" },
	{ "dates:one.start", 1, "'dates' stands once: write dates.start" },
	{ "review:2026-06-17.hedl", 1, "unknown field 'review.hedl', did you mean 'review.held'?" },
	{ "policy.lnog", 1, "unknown policy 'policy.lnog', did you mean 'policy.long'?" },
	{ "policy.zzzzz", 1, "unknown policy 'policy.zzzzz'" },
	{ ".held", 1, "'.held' has a meaning only where sections are gone through: "
		"any(SECTION, .held = \xe2\x80\xa6)" },
	{ "any(review, .hedl)", 13, "unknown field '.hedl', did you mean '.held'?" },
	{ "any(reviw)", 5, "unknown section 'reviw', did you mean 'review'?" },
	{ "any(1)", 5, "the name of a section is wanted here" },
	{ "any(dates.start)", 5, "the name of a section is wanted here" },
	{ "any(events, .held)", 13, "unknown name '.held': of events in general there is .id" },
	{ "any(*.*, .held)", 10, "unknown name '.held': of a key there are .key, .value and .type" },
	{ "review.*", 1, "'review.*' stands only as the first operand of any, all, count, first or last" },
	{ "present(*.*)", 9, "'*.*' stands only as the first operand of any, all, count, first or last" },
	{ "type = internl", 8, "unknown value 'internl', did you mean 'internal'?" },
	{ "type = zzzzzzz", 8, "unknown value 'zzzzzzz': write internal, external or voluntary" },
	{ "type = \"internl\"", 8, "unknown value \"internl\", did you mean 'internal'?" },
	{ "type in (internal, extrenal)", 20, "unknown value 'extrenal', did you mean 'external'?" },
	{ "includes(work.covers, \"pay, leaf\")", 23, "unknown value 'leaf', did you mean 'leave'?" },
	{ "includes(work.covers, \"pay, zzzzzz\")", 23, "unknown value 'zzzzzz': write pay, leave or notice" },
	{ "reached(activ)", 9, "unknown state 'activ', did you mean 'active'?" },
	{ "reached(1)", 9, "the name of a state is wanted here" },
	{ "missing", 1, "'missing' is no value: write not present(\xe2\x80\xa6)" },
	{ "title = and", 9, "'and' is no value here" },
	{ "title = in", 9, "'in' is no value here" },
	{ "presnt(title)", 1, "unknown function 'presnt', did you mean 'present'?" },
	{ "zzzzzz(title)", 1, "unknown function 'zzzzzz'" },
	{ "prev(.held)", 1, "prev() has a meaning only where the sections of one kind are gone through" },
	{ "any(events, present(prev(.id)))", 21,
		"prev() has a meaning only where the sections of one kind are gone through" },
};

static const struct row types[] = {
	{ "dates.start = 5", 15, "a date is compared with a number: write a date such as 2026-03-01" },
	{ "work.fte = \"x\"", 12, "a number is compared with a text: write a number such as 12.5" },
	{ "work.remote = 1", 15, "a yes-no is compared with a number: write yes or no" },
	{ "title = 5", 9, "a text is compared with a number: write a text in quotes" },
	{ "type = 5", 8, "an enum is compared with a number: write internal, external or voluntary" },
	{ "type = start", 8, "an enum is compared with a date: write internal, external or voluntary" },
	{ "state = 5", 9, "a state is compared with a number: write the name of a state" },
	{ "work.every = 5", 14, "a duration is compared with a number: write a duration such as 14d" },
	{ "dates.start in (2026-01-01, 5)", 29,
		"a date is compared with a number: write a date such as 2026-03-01" },
	{ "title < \"x\"", 1, "a text has no order: compare it with = or !=" },
	{ "type < internal", 1, "an enum has no order: compare it with = or !=" },
	{ "work.covers < pay", 1, "a list has no order: compare it with = or !=" },
	{ "work.remote < yes", 1, "a yes-no has no order: compare it with = or !=" },
	{ "state < dropped-out", 9,
		"'dropped-out' lies outside the order of states: compare it with =, != or in" },
	{ "length > 12m", 10, "days are not compared with months or years: write finish > dates.start + 12m" },
	{ "12m < length", 7, "days are not compared with months or years: write finish > dates.start + 12m" },
	{ "end - start >= policy.long", 16,
		"days are not compared with months or years: write end >= start + policy.long" },
	{ "30d < 1m", 7, "days are not compared with months or years: add each to a date and compare the dates" },
	{ "min(30d, 1m)", 10,
		"days are not compared with months or years: add each to a date and compare the dates" },
	{ "dates.start + 5", 15, "a date plus a number: write a duration such as 14d" },
	{ "dates.start + dates.end", 15, "a date plus a date: write a duration such as 14d" },
	{ "14d + dates.start", 1, "write the date first: dates.start + 14d" },
	{ "1 + 14d", 5, "a number plus a duration: write a number such as 12.5" },
	{ "title + 1", 1, "a text plus a number: write a date, a duration or a number on the left" },
	{ "14d * 14d", 7, "a duration times a duration: a number or a duration is multiplied by a number" },
	{ "5 / 14d", 5, "a number divided by a duration: a number or a duration is divided by a number" },
	{ "start / 2", 9, "a date divided by a number: a number or a duration is divided by a number" },
	{ "title and yes", 1, "a yes-no is wanted here, this is a text: compare it, or write present(title)" },
	{ "not start", 5, "a yes-no is wanted here, this is a date: compare it, or write present(start)" },
	{ "any(review, .kind)", 13, "a yes-no is wanted here, this is an enum: compare it, or write present(.kind)" },
	{ "done(title)", 6, "a date or evidence is wanted here, this is a text" },
	{ "min(title, title)", 5, "a date, a number or a duration is wanted here, this is a text" },
	{ "min(1, start)", 8, "a date stands beside a number: all results have one type" },
	{ "either(1, start)", 11, "a date stands beside a number: all results have one type" },
	{ "if(yes, 1, start)", 12, "a date stands beside a number: all results have one type" },
	{ "if(yes, 1, no, 2)", 1, "if() lacks what holds otherwise: if(c, a, otherwise)" },
	{ "if(1, 1, 2)", 4, "a yes-no is wanted here, this is a number: compare it, or write present(1)" },
	{ "includes(title, \"x\")", 10, "a list is wanted here, this is a text" },
	{ "includes(work.covers, 5)", 23, "a list or a text such as \"a, b\" is wanted here, this is a number" },
	{ "length(5)", 8, "a text is wanted here, this is a number" },
	{ "days(5)", 6, "a duration is wanted here, this is a number" },
	{ "workday(5)", 9, "a date is wanted here, this is a number" },
	{ "present()", 1, "too few operands: write present(x)" },
	{ "present(1, 2)", 1, "too many operands: write present(x)" },
	{ "all(review)", 1, "too few operands: write all(section, condition)" },
	{ "either(1)", 1, "too few operands: write either(a, b)" },
	{ "dates(today, 1d, today)", 1,
		"dates() gives several dates: it stands alone, where a list of dates is wanted" },
	{ "start ~ \"x\"", 1, "a date has no text that a pattern could match: compare it with =" },
	{ "title ~ person.name", 9, "a pattern is a text in quotes or a policy's text" },
	{ "title ~ \"(\"", 9, "this pattern has '(' without ')'" },
};

static void check_errors(const struct row *rows, size_t n)
{
	struct sec_err err = SEC_ERR_INIT;
	struct fixture x;
	size_t i;

	if (fixture_load(&x, NULL, &err) < 0)
		fail_msg("%s:%u: %s", err.path, err.line, err.msg);
	for (i = 0; i < n; i++) {
		struct sec_expr_site site = fixture_site(&x, SEC_FOR_ONCE);
		struct sec_expr *e;

		if (sec_expr_compile(&e, &site, sec_str(rows[i].text), SEC_WANT_ANY, &err) != SEC_FAIL)
			fail_msg("%s: compiles", rows[i].text);
		if (err.col != rows[i].col || err.line != 1 || strcmp(err.path, "-q") != 0
			|| strcmp(err.msg, rows[i].msg) != 0)
			fail_msg("%s\n  column %u: %s\n  wanted %u: %s", rows[i].text, err.col, err.msg,
				rows[i].col, rows[i].msg);
		assert_null(e);
	}
	sec_err_clear(&err);
	fixture_release(&x);
}

#define ROWS(name) \
	static void refuses_##name(void **state) \
	{ \
		(void)state; \
		check_errors(name, sizeof(name) / sizeof(name[0])); \
	}
ROWS(lexical)
ROWS(grammar)
ROWS(names)
ROWS(types)

static void keeps_names_to_their_place(void **state)
{
	static const struct row rows[] = {
		{ "due", 1, "'due' has a meaning only in when, done and title of a due item" },
		{ "next-due", 1, "'next-due' can be asked for only where records are selected and shown" },
		{ "findings", 1, "'findings' can be asked for only where records are selected and shown" },
	};
	struct sec_err err = SEC_ERR_INIT;
	struct fixture x;
	size_t i;

	(void)state;
	assert_int_equal(fixture_load(&x, NULL, &err), 0);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct sec_expr_site site = fixture_site(&x, SEC_FOR_ONCE);
		struct sec_expr *e;

		site.due = site.pseudo = false;
		assert_int_equal(sec_expr_compile(&e, &site, sec_str(rows[i].text), SEC_WANT_ANY, &err), SEC_FAIL);
		assert_string_equal(err.msg, rows[i].msg);
	}
	sec_err_clear(&err);
	fixture_release(&x);
}

static void wants_what_was_asked_for(void **state)
{
	static const struct {
		enum sec_want want;
		const char *text, *msg; /* NULL: compiles */
	} rows[] = {
		{ SEC_WANT_YESNO, "work.remote", NULL },
		{ SEC_WANT_YESNO, "start",
			"a yes-no is wanted here, this is a date: compare it, or write present(start)" },
		{ SEC_WANT_DATE, "work.talk", NULL },
		{ SEC_WANT_DATE, "work.milestone", NULL },
		{ SEC_WANT_DATE, "title", "a date is wanted here, this is a text" },
		{ SEC_WANT_TEXT, "start", NULL },
		{ SEC_WANT_LIST_OF_DATES, "dates(start, 1m, end)", NULL },
		{ SEC_WANT_LIST_OF_DATES, "dates(start, 1m)", "write dates(anchor, step, until)" },
		{ SEC_WANT_LIST_OF_DATES, "dates(start, 1, end)", "dates() wants a date, a duration and a date" },
		{ SEC_WANT_LIST_OF_DATES, "dates(start, 1m, end) + 1d",
			"dates() gives several dates: it stands alone, where a list of dates is wanted" },
		{ SEC_WANT_LIST_OF_DATES, "start, title", "a date is wanted here, this is a text" },
		{ SEC_WANT_LIST_OF_DATES, "start,", "an expression is wanted here" },
	};
	struct sec_err err = SEC_ERR_INIT;
	struct fixture x;
	size_t i;

	(void)state;
	assert_int_equal(fixture_load(&x, NULL, &err), 0);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct sec_expr_site site = fixture_site(&x, SEC_FOR_ONCE);
		struct sec_expr **list;
		unsigned n;
		int r = sec_expr_compile_list(&list, &n, &site, sec_str(rows[i].text), rows[i].want, &err);

		if (r != (rows[i].msg ? SEC_FAIL : 0))
			fail_msg("%s: %d %s", rows[i].text, r, r ? err.msg : "");
		if (rows[i].msg)
			assert_string_equal(err.msg, rows[i].msg);
		else
			assert_int_equal(sec_expr_type(list[0]), rows[i].want == SEC_WANT_YESNO
				? SEC_TYPE_YESNO : SEC_TYPE_DATE);
	}
	sec_err_clear(&err);
	fixture_release(&x);
}

static void wants_a_value_of_an_enum(void **state)
{
	static const char *const word[] = { "start", "end" };
	struct sec_err err = SEC_ERR_INIT;
	struct sec_expr_site site;
	struct fixture x;
	struct sec_expr *e;

	(void)state;
	assert_int_equal(fixture_load(&x, NULL, &err), 0);
	site = fixture_site(&x, SEC_FOR_ONCE);
	site.values = (struct sec_words){ word, 2 };
	assert_int_equal(sec_expr_compile(&e, &site, sec_str("if(start > today, start, end)"),
		SEC_WANT_ANY, &err), 0);
	assert_int_equal(sec_expr_type(e), SEC_TYPE_ENUM);
	assert_int_equal(sec_expr_values(e).n, 2);
	assert_int_equal(sec_expr_compile(&e, &site, sec_str("1"), SEC_WANT_ANY, &err), SEC_FAIL);
	assert_string_equal(err.msg, "start or end is wanted here, this is a number");
	sec_err_clear(&err);
	fixture_release(&x);
}

/* n times `a`, then `b`, then n times `c` */
static char *nest(const char *a, const char *b, const char *c, unsigned n)
{
	struct sec_buf s = SEC_BUF_INIT;
	unsigned i;

	for (i = 0; i < n; i++)
		sec_buf_addstr(&s, a);
	sec_buf_addstr(&s, b);
	for (i = 0; i < n; i++)
		sec_buf_addstr(&s, c);
	return sec_buf_detach(&s);
}

static void keeps_the_limits(void **state)
{
	const struct {
		char *text;
		const char *msg;
	} rows[] = {
		{ nest("(", "1", ")", 32), NULL },
		{ nest("(", "1", ")", 33), "this expression is nested deeper than 32" },
		{ nest("not ", "yes", "", 32), NULL },
		{ nest("not ", "yes", "", 33), "this expression is nested deeper than 32" },
		{ nest("present(", "1", ")", 33), "this expression is nested deeper than 32" },
		{ nest("1 + ", "1", "", 127), NULL },
		{ nest("1 + ", "1", "", 128), "this expression has more than 256 parts" },
		{ nest("", "1", " ", 4095), NULL },
		{ nest("", "1", " ", 4096), "an expression has at most 4096 bytes" },
		{ nest("yes and ", "yes", "", 254), NULL },
		{ nest("yes and ", "yes", "", 256), "this expression has more than 256 parts" },
	};
	struct sec_err err = SEC_ERR_INIT;
	struct fixture x;
	size_t i;

	(void)state;
	assert_int_equal(fixture_load(&x, NULL, &err), 0);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct sec_expr_site site = fixture_site(&x, SEC_FOR_ONCE);
		struct sec_expr *e;
		int r = sec_expr_compile(&e, &site, sec_str(rows[i].text), SEC_WANT_ANY, &err);

		if (r != (rows[i].msg ? SEC_FAIL : 0))
			fail_msg("row %zu: %s", i, r ? err.msg : "compiles");
		if (rows[i].msg)
			assert_string_equal(err.msg, rows[i].msg);
		free(rows[i].text);
	}
	sec_err_clear(&err);
	fixture_release(&x);
}

/* The place of an error in a value that spans lines of its file. */
static void points_into_files(void **state)
{
	static const struct {
		const char *file;
		unsigned line, col;
	} rows[] = {
		{ "[rule x]\nassert = zzzzzz\n", 2, 10 },
		{ "[rule x]\nassert = yes and\n   zzzzzz\n", 3, 4 },
		{ "[rule x]\nassert = yes and\n  .  zzzzzz\n", 3, 6 },
		{ "[rule x]\nassert = yes\n  and yes\n\tand no or zzzzzz\n", 4, 12 },
		{ "[rule x]\nassert =\n    yes and zzzzzz\n", 3, 13 },
		{ "[rule x]\nassert =\n  yes and\n  zzzzzz\n", 4, 3 },
	};
	struct sec_err err = SEC_ERR_INIT;
	struct fixture x;
	size_t i;

	(void)state;
	assert_int_equal(fixture_load(&x, NULL, &err), 0);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct sec_expr_site site = fixture_site(&x, SEC_FOR_ONCE);
		struct sec_expr *e;

		sec_record_set_path(&x.rec, "rules.ini");
		assert_int_equal(sec_record_parse_text(&x.rec, rows[i].file, strlen(rows[i].file), NULL, &err), 0);
		sec_expr_site_entry(&site, &x.rec, &x.rec.entry[0]);
		assert_int_equal(sec_expr_compile(&e, &site, x.rec.entry[0].value, SEC_WANT_YESNO, &err), SEC_FAIL);
		if (err.line != rows[i].line || err.col != rows[i].col)
			fail_msg("%s: %u:%u", rows[i].file, err.line, err.col);
		assert_string_equal(err.path, "rules.ini");
	}
	sec_err_clear(&err);
	fixture_release(&x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(refuses_lexical),
		cmocka_unit_test(refuses_grammar),
		cmocka_unit_test(refuses_names),
		cmocka_unit_test(refuses_types),
		cmocka_unit_test(keeps_names_to_their_place),
		cmocka_unit_test(wants_what_was_asked_for),
		cmocka_unit_test(wants_a_value_of_an_enum),
		cmocka_unit_test(keeps_the_limits),
		cmocka_unit_test(points_into_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
