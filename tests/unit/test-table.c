/* SPDX-License-Identifier: ISC
 * Tables: the same bytes whatever the locale, aligned by width.
 */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/table.h"

static void check_table(void)
{
	static const char *const heading[] = { "WHO", ">DAYS", "~TITLE" };
	struct sec_table *t = sec_table_new(heading, 3);
	struct sec_buf out = SEC_BUF_INIT;

	sec_table_row(t, (struct sec_str[]){ SEC_STR("Zoë Ünal"), SEC_STR("-3"), SEC_STR("Planner") }, NULL);
	sec_table_row(t, (struct sec_str[]){ SEC_STR("小林"), SEC_STR("120"), SEC_STR("a\tb\x1b[m") }, NULL);
	sec_table_print(t, &out, 0, false);
	assert_string_equal(out.s,
		"WHO      DAYS TITLE\n"
		"Zoë Ünal   -3 Planner\n"
		"小林      120 a\\tb\\x1b[m\n");
	sec_buf_release(&out);
	sec_table_free(t);
}

/* libsmartcols came to no end over letters beyond ASCII in the C locale. */
static void test_any_locale(void **state)
{
	(void)state;
	alarm(60);
	setlocale(LC_ALL, "C");
	check_table();
	setlocale(LC_ALL, "C.UTF-8");
	check_table();
}

static void test_narrow(void **state)
{
	static const char *const heading[] = { "ID", "~TITLE" };
	struct sec_table *t = sec_table_new(heading, 2);
	struct sec_buf out = SEC_BUF_INIT;

	(void)state;
	sec_table_row(t, (struct sec_str[]){ SEC_STR("2026-03-7k3qf"), SEC_STR("Energy data analyst, Estates") }, NULL);
	sec_table_print(t, &out, 24, false);
	assert_string_equal(out.s, "ID            TITLE\n2026-03-7k3qf Energy dat\n");
	sec_buf_release(&out);
	sec_table_free(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_any_locale),
		cmocka_unit_test(test_narrow),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
