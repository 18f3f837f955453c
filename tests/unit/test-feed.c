/* SPDX-License-Identifier: ISC
 *
 * A libinih that reads something else is not believed. This program has its own
 * ini_parse_stream(), in the place of the library's.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "record/record.h"

typedef int handler(void *user, const char *section, const char *name, const char *value);
typedef int handler5(void *user, const char *section, const char *name, const char *value,
	int line);
typedef char *reader(char *line, int room, void *stream);

int ini_parse_stream(reader *read, void *stream, handler *handle, void *user);

enum way { RIGHT, ANNOUNCES, FIFTH, DROPS, TWICE, SHORT, OTHER_NAME, NO_VALUE, NO_NAME, FAILS,
	STOPS, NO_ROOM };

static struct {
	enum way way;
	unsigned at; /* the line it does that to */
	char fed[4096];
} lib;

static void hand_over(handler *handle, void *user, char *line, enum way way)
{
	char *value = strchr(line, '=');

	*value++ = '\0';
	value[strlen(value) - 1] = '\0'; /* LF */
	if (way == SHORT)
		value[strlen(value) - 1] = '\0';
	if (way == FIFTH) {
		((handler5 *)(void (*)(void))handle)(user, "", line, value, 7);
		return;
	}
	if (way == DROPS)
		return;
	handle(user, "", way == NO_NAME ? NULL : way == OTHER_NAME ? "other" : line,
		way == NO_VALUE ? NULL : value);
	if (way == TWICE)
		handle(user, "", line, value);
}

int ini_parse_stream(reader *read, void *stream, handler *handle, void *user)
{
	char line[64];
	unsigned n;

	lib.fed[0] = '\0';
	for (n = 1; !(lib.way == STOPS && n == lib.at)
		&& read(line, lib.way == NO_ROOM && n == lib.at ? 5 : 64, stream); n++) {
		strcat(lib.fed, line);
		if (lib.way == ANNOUNCES)
			handle(user, "section", NULL, NULL);
		hand_over(handle, user, line, n == lib.at ? lib.way : RIGHT);
	}
	return lib.way == FAILS ? (int)lib.at : 0;
}

static const char text[] = "[a]\nx = 1 ; 2\nEnd = 3\n\ny = one\n  # two\n  .three\nempty =\n";

static void test_what_is_fed(void **state)
{
	struct sec_record r;

	(void)state;
	lib.way = RIGHT;
	sec_record_init(&r);
	assert_int_equal(sec_record_parse_text(&r, text, sizeof(text) - 1, NULL, NULL), SEC_OK);
	assert_string_equal(lib.fed, "x=\1" "1 \2 2\1\n" "end=\1\1\n" "y=\1one\1\n" "+=\1\1\n"
		"+=\1three\1\n" "empty=\1\1\n");
	assert_int_equal(sec_record_parse_text(&r, "[a]\n", 4, NULL, NULL), SEC_OK);
	sec_record_release(&r);
}

/* Whatever the room, no line passes it, and chunks bring back the whole. */
static void test_long_values_are_cut(void **state)
{
	struct sec_record r;
	struct sec_buf long_text = SEC_BUF_INIT;
	unsigned i;

	(void)state;
	lib.way = RIGHT;
	sec_record_init(&r);
	sec_buf_addstr(&long_text, "[a]\nkey = ");
	for (i = 0; i < 30; i++)
		sec_buf_addstr(&long_text, "\303\251; x");
	sec_buf_addch(&long_text, '\n');
	assert_int_equal(sec_record_parse_text(&r, long_text.s, long_text.len, NULL, NULL), 0);
	assert_int_equal(strlen(lib.fed), 150 + strlen("key=\1\1\n") + 2 * strlen("+=\1\1\n"));
	sec_buf_release(&long_text);
	sec_record_release(&r);
}

static void test_disagreement(void **state)
{
	static const struct {
		enum way way;
		unsigned at;
		const char *message;
	} cases[] = {
		{ RIGHT, 0, NULL },
		{ ANNOUNCES, 0, NULL },
		{ FIFTH, 1, NULL },
		{ DROPS, 1, "libinih disagrees at line 2" },
		{ DROPS, 6, "libinih disagrees at line 8" },
		{ TWICE, 2, "libinih disagrees at line 3" },
		{ SHORT, 3, "libinih disagrees at line 5" },
		{ OTHER_NAME, 5, "libinih disagrees at line 7" },
		{ NO_VALUE, 1, "libinih disagrees at line 2" },
		{ NO_NAME, 4, "libinih disagrees at line 6" },
		{ STOPS, 1, "libinih disagrees at line 1" },
		{ STOPS, 3, "libinih disagrees at line 3" },
		{ FAILS, 1, "libinih disagrees at line 8" },
		{ NO_ROOM, 2, "libinih disagrees at line 3" },
	};
	struct sec_record r;
	size_t i;

	(void)state;
	sec_record_init(&r);
	sec_record_set_path(&r, "x.ini");
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct sec_err err = SEC_ERR_INIT;
		int rc;

		lib.way = cases[i].way;
		lib.at = cases[i].at;
		rc = sec_record_parse_text(&r, text, sizeof(text) - 1, NULL, &err);
		assert_int_equal(rc, cases[i].message ? SEC_FAIL : SEC_OK);
		if (cases[i].message) {
			assert_string_equal(err.msg, cases[i].message);
			assert_string_equal(err.path, "x.ini");
		}
		sec_err_clear(&err);
	}
	sec_record_release(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_fed),
		cmocka_unit_test(test_long_values_are_cut),
		cmocka_unit_test(test_disagreement),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
