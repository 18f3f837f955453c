/* SPDX-License-Identifier: ISC
 *
 * Streams: where they are cut, and that separators bring back the same bytes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "record/stream.h"

static const struct {
	const char *name;
	const char *text;
	const char *pieces; /* `LINE id {text}` one after the other */
} cases[] = {
	{ "nothing", "", "" },
	{ "empty lines", "\n \n", "" },
	{ "one record", "# c\n[secondment]\nid = 1\n", "1  {# c\n[secondment]\nid = 1\n}" },
	{ "a record without its section", "[person]\nref = 1\n", "1  {[person]\nref = 1\n}" },
	{ "cut at each secondment",
		"[secondment]\nid = 1\n\n[dates]\nx = 1\n# t\n\n# of two\n\n[secondment]  \r\nid = 2\n"
		"[secondment]\nid = 3",
		"1  {[secondment]\nid = 1\n\n[dates]\nx = 1\n}"
		"6  {# t\n\n# of two\n\n[secondment]  \r\nid = 2\n}12  {[secondment]\nid = 3}" },
	{ "one separator", "# --- 2026-03-a.ini\n[secondment]\n", "2 2026-03-a {[secondment]\n}" },
	{ "separators rule out the other way",
		"# --- a.ini\n[secondment]\n[secondment]\n# --- b.ini  \r\nx\n",
		"2 a {[secondment]\n[secondment]\n}5 b {x\n}" },
	{ "pieces may be empty", "# --- a.ini\n# --- b.ini", "2 a {}3 b {}" },
	{ "remarks above the first", "\357\273\277# from us\n\n# --- a.ini\nx\n", "4 a {x\n}" },
	{ "a record above the first", "[secondment]\n# --- a.ini\nx\n",
		"1  {[secondment]\n}3 a {x\n}" },
	{ "no separators", "# --- a b.ini\n#--- c.ini\n# --- .ini\nx\n# --- d.in\n",
		"1  {# --- a b.ini\n#--- c.ini\n# --- .ini\nx\n# --- d.in\n}" },
};

static void test_cut(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct sec_buf out = SEC_BUF_INIT;
		struct sec_stream s;
		struct sec_stream_piece p;

		sec_stream_init(&s, sec_str(cases[i].text));
		while (sec_stream_next(&s, &p))
			sec_buf_addf(&out, "%u %.*s {%.*s}", p.line, SEC_ARG(p.id), SEC_ARG(p.text));
		if (strcmp(out.s, cases[i].pieces) != 0)
			print_error("%s\n", cases[i].name);
		assert_string_equal(out.s, cases[i].pieces);
		sec_buf_release(&out);
	}
}

static void test_round_trip(void **state)
{
	static const char *const texts[] = { "[secondment]\nid = 2026-03-a\n\n", "# --- x\n\r\n", "",
		"[secondment]\n# c\n" };
	struct sec_buf stream = SEC_BUF_INIT, again = SEC_BUF_INIT;
	struct sec_stream s;
	struct sec_stream_piece p;
	size_t i;

	(void)state;
	for (i = 0; i < 4; i++) {
		sec_stream_separator(&stream, "2026-03-a");
		sec_buf_addstr(&stream, texts[i]);
	}
	sec_stream_init(&s, sec_buf_str(&stream));
	for (i = 0; sec_stream_next(&s, &p); i++) {
		assert_true(sec_str_is(p.id, "2026-03-a"));
		assert_true(sec_str_is(p.text, texts[i]));
		sec_stream_separator(&again, "2026-03-a");
		sec_buf_addslice(&again, p.text);
	}
	assert_int_equal(i, 4);
	assert_string_equal(again.s, stream.s);
	sec_buf_release(&stream);
	sec_buf_release(&again);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_round_trip),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
