/* SPDX-License-Identifier: ISC */
#include <regex.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "rules/pattern.h"

struct row {
	const char *pattern, *text;
	bool found;
};

static const struct row rows[] = {
	{ "abc", "abc", true },
	{ "abc", "xxABCxx", true },
	{ "abc", "abx", false },
	{ "abc", "", false },
	{ "^abc", "abcd", true },
	{ "^abc", "xabc", false },
	{ "abc$", "xabc", true },
	{ "abc$", "abcd", false },
	{ "^$", "", true },
	{ "^$", "a", false },
	{ "^a*$", "aaaa", true },
	{ "^a*$", "aaba", false },
	{ "a|b", "xxb", true },
	{ "^(a|b)+$", "abba", true },
	{ "^(a|b)+$", "", false },
	{ "colou?r", "color", true },
	{ "colou?r", "colour", true },
	{ "colou?r", "colouur", false },
	{ "^a{3}$", "aaa", true },
	{ "^a{3}$", "aa", false },
	{ "^a{3}$", "aaaa", false },
	{ "^a{2,}$", "a", false },
	{ "^a{2,}$", "aaaaa", true },
	{ "^a{1,3}$", "aaa", true },
	{ "^a{1,3}$", "aaaa", false },
	{ "^a{0}$", "", true },
	{ "^(ab){64}$", "ab", false },
	{ "a.c", "abc", true },
	{ "a.c", "a\nc", true },
	{ "^a.c$", "a\xc3\xa9" "c", true },
	{ "^.$", "\xe2\x82\xac", true },
	{ "^..$", "\xe2\x82\xac", false },
	{ "^[^a]$", "\xc3\xa9", true },
	{ "^[^a]$", "A", false },
	{ "^[\xc3\xa4\xc3\xb6]+$", "\xc3\xa4\xc3\xb6", true },
	{ "^[\xc3\xa4\xc3\xb6]$", "\xc3\xbc", false },
	{ "^\xc3\xa9{2}$", "\xc3\xa9\xc3\xa9", true },
	{ "[a-c]", "B", true },
	{ "[A-C]", "b", true },
	{ "[^a-z]", "abc", false },
	{ "[]x]", "]", true },
	{ "[^]x]", "]x", false },
	{ "[a-]", "-", true },
	{ "[.]", "a", false },
	{ "[\\]", "\\", true },
	{ "[[:digit:]]{4}", "in 2026", true },
	{ "[[:digit:]]{4}", "in 202", false },
	{ "[[:upper:]]", "a", true },
	{ "[[:space:]]", "a b", true },
	{ "[^[:alnum:]]", "a1", false },
	{ "[[:xdigit:]]", "g", false },
	{ "[[:punct:]]", "ab_", true },
	{ "a\\.b", "a.b", true },
	{ "a\\.b", "axb", false },
	{ "\\(x\\)", "(x)", true },
	{ "(|x)y", "y", true },
	{ "()a", "a", true },
	{ "(^|[^a-z])(todo|tbc)([^a-z]|$)", "Todo", true },
	{ "(^|[^a-z])(todo|tbc)([^a-z]|$)", "mastodon", false },
	{ "(^|[^a-z])(todo|tbc)([^a-z]|$)", "is TBC.", true },
	{ "@|team|mailbox", "HR Team", true },
	{ "@|team|mailbox", "L. Farrow", false },
	{ "(a*)*b", "aaaaaaaaaaaaaaaaaaaaaaaaac", false },
	{ "(a|aa)+$", "aaaaaaaaaaaaaaaaaaaaaaaab", false },
	/* too many states for a table: walked as sets */
	{ "(a|b)*a(a|b){20}$", "abbbbbbbbbbbbbbbbbbbb", true },
	{ "a(a|b){20}$", "bbbbbbbbbbbbbbbbbbbbb", false },
	{ "a.{30}x", "a123456789012345678901234567890x", true },
	{ "a.{30}x", "a12345678901234567890123456789x", false },
};

static void matches(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct sec_arena arena = SEC_ARENA_INIT;
		struct sec_err err = SEC_ERR_INIT;
		struct sec_pattern *p;

		if (sec_pattern_compile(&p, &arena, sec_str(rows[i].pattern), &err) < 0)
			fail_msg("%s: %s", rows[i].pattern, err.msg);
		if (sec_pattern_match(p, sec_str(rows[i].text)) != rows[i].found)
			fail_msg("%s on '%s' should be %d", rows[i].pattern, rows[i].text, rows[i].found);
		sec_arena_release(&arena);
	}
}

static const char *const refused[][2] = {
	{ "", "this pattern is empty" },
	{ "(a", "this pattern has '(' without ')'" },
	{ "a)", "this pattern has ')' without '('" },
	{ "[a", "this pattern has '[' without ']'" },
	{ "*a", "'*', '+', '?' or '{' repeats nothing here; write \\ before one that is meant" },
	{ "a|+", "'*', '+', '?' or '{' repeats nothing here; write \\ before one that is meant" },
	{ "(a)\\1", "a pattern has no back-references" },
	{ "\\w", "'\\' stands before a punctuation mark that is meant literally" },
	{ "a\\", "'\\' stands before a punctuation mark that is meant literally" },
	{ "a{65}", "a pattern repeats up to 64 times" },
	{ "a{2,99999999999}", "a pattern repeats up to 64 times" },
	{ "a{3,2}", "a repeat count is written {2}, {2,} or {2,5}" },
	{ "a{x}", "a repeat count is written {2}, {2,} or {2,5}" },
	{ "a{2", "a repeat count is written {2}, {2,} or {2,5}" },
	{ "(a{2}b){3}", "repeat counts stand not inside one another" },
	{ "a{2}{3}", "repeat counts stand not inside one another" },
	{ "[z-a]", "a range in brackets goes up, from one ASCII character to another" },
	{ "[a-\xc3\xa9]", "a range in brackets goes up, from one ASCII character to another" },
	{ "[\xc3\xa9-z]", "a range in brackets goes up, from one ASCII character to another" },
	{ "[^\xc3\xa9]", "[^\xe2\x80\xa6] can leave out ASCII characters only" },
	{ "[[:word:]]", "unknown class in brackets: there are alpha, digit, alnum, upper, lower, space, "
		"blank, punct, print, graph, cntrl and xdigit" },
	{ "[[.a.]]", "[. .] and [= =] are not known here" },
	{ "(aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa){64}",
		"this pattern is too large with its repeats written out" },
};

static void refuses(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		struct sec_arena arena = SEC_ARENA_INIT;
		struct sec_err err = SEC_ERR_INIT;
		struct sec_pattern *p;

		assert_int_equal(sec_pattern_compile(&p, &arena, sec_str(refused[i][0]), &err), SEC_FAIL);
		assert_string_equal(err.msg, refused[i][1]);
		assert_null(p);
		sec_arena_release(&arena);
		sec_err_clear(&err);
	}
}

static void refuses_long_ones(void **state)
{
	struct sec_arena arena = SEC_ARENA_INIT;
	struct sec_err err = SEC_ERR_INIT;
	struct sec_pattern *p;
	char text[202];

	(void)state;
	memset(text, 'a', sizeof(text));
	assert_int_equal(sec_pattern_compile(&p, &arena, (struct sec_str){ text, 200 }, &err), 0);
	assert_true(sec_pattern_match(p, (struct sec_str){ text, 200 }));
	assert_false(sec_pattern_match(p, (struct sec_str){ text, 199 }));
	assert_int_equal(sec_pattern_compile(&p, &arena, (struct sec_str){ text, 201 }, &err), SEC_FAIL);
	assert_string_equal(err.msg, "a pattern has at most 200 bytes");
	sec_arena_release(&arena);
	sec_err_clear(&err);
}

static uint32_t seed = 20260301;

static unsigned dice(unsigned sides)
{
	seed = seed * 1664525 + 1013904223;
	return (seed >> 10) % sides;
}

/* A random pattern that POSIX defines: nothing after ^, nothing before $. */
static void random_pattern(char *s, unsigned depth)
{
	static const char *const atom[] = { "a", "b", "c", "A", ".", "[ab]", "[^ab]", "[a-c]", "\\." };
	static const char *const repeat[] = { "", "", "", "*", "+", "?", "{2}", "{1,2}" };
	unsigned n = 1 + dice(3);

	s[0] = '\0';
	if (dice(6) == 0)
		strcat(s, "^");
	while (n--) {
		char inner[200];

		if (depth && dice(3) == 0) {
			random_pattern(inner, depth - 1);
			strcat(strcat(strcat(s, "("), inner), ")");
			strcat(s, repeat[dice(strpbrk(inner, "^${") ? 1 : 8)]);
		} else {
			strcat(s, atom[dice(9)]);
			strcat(s, repeat[dice(8)]);
		}
		if (n && dice(4) == 0)
			strcat(s, "|");
	}
	if (dice(6) == 0)
		strcat(s, "$");
}

static void agrees_with_the_c_library(void **state)
{
	unsigned i, j, k;

	(void)state;
	for (i = 0; i < 3000; i++) {
		struct sec_arena arena = SEC_ARENA_INIT;
		struct sec_err err = SEC_ERR_INIT;
		struct sec_pattern *p;
		char pattern[1000], text[12];
		regex_t re;

		random_pattern(pattern, 2);
		if (strlen(pattern) > 200)
			continue;
		assert_int_equal(regcomp(&re, pattern, REG_EXTENDED | REG_ICASE | REG_NOSUB), 0);
		if (sec_pattern_compile(&p, &arena, sec_str(pattern), &err) < 0)
			fail_msg("%s: %s", pattern, err.msg);
		for (j = 0; j < 10; j++) {
			unsigned n = dice(10);

			for (k = 0; k < n; k++)
				text[k] = "abcABx."[dice(7)];
			text[n] = '\0';
			if (sec_pattern_match(p, sec_str(text)) != (regexec(&re, text, 0, NULL, 0) == 0))
				fail_msg("%s on '%s' differs", pattern, text);
		}
		regfree(&re);
		sec_arena_release(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(matches),
		cmocka_unit_test(refuses),
		cmocka_unit_test(refuses_long_ones),
		cmocka_unit_test(agrees_with_the_c_library),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
