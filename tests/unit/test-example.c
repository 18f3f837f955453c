/* SPDX-License-Identifier: ISC
 *
 * Tables of examples: how rows are read, refused, shown and made into records. That
 * the built-in tables are right is test-domain.c's affair.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "rules/example.h"

static const char life[] = "[secondment]\nid = 2026-03-a1b2c\n\n[review 2026-05-04]\nheld = yes\n";
static struct sec_schema schema;

static int set_up(void **state)
{
	const char *top = getenv("SEC_TOP");
	char *dir = xasprintf("%s/schema", top ? top : ".");
	struct sec_schema_source source = sec_schema_folder(dir);
	struct sec_err err = SEC_ERR_INIT;

	(void)state;
	if (sec_schema_load(&schema, &source, NULL, NULL, (struct sec_str){ "", 0 }, &err))
		fail_msg("%s:%u: %s", err.path, err.line, err.msg);
	free(dir);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	sec_schema_release(&schema);
	return 0;
}

static void rows_are_cut_up(void **state)
{
	char *text = xstrdup("# a comment\n\nrule\tfinds\t2026-01-01\ta.b=c\t-d\n\nlast\tquiet\t2026-01-02");
	char *rest = text;
	struct sec_example_row row;
	struct sec_err err = SEC_ERR_INIT;
	unsigned line = 0;

	(void)state;
	assert_true(sec_example_next(&rest, &line, &row, &err));
	assert_string_equal(row.name, "rule");
	assert_string_equal(row.verdict, "finds");
	assert_string_equal(row.day, "2026-01-01");
	assert_int_equal(row.changes, 2);
	assert_string_equal(row.change[1], "-d");
	assert_int_equal(row.line, 3);
	assert_true(sec_example_next(&rest, &line, &row, &err));
	assert_string_equal(row.day, "2026-01-02");
	assert_int_equal(row.changes, 0);
	assert_int_equal(row.line, 5);
	assert_false(sec_example_next(&rest, &line, &row, &err));
	assert_int_equal(err.code, 0);
	free(text);
}

static void rows_too_short_or_too_long_are_errors(void **state)
{
	struct sec_buf wide = SEC_BUF_INIT;
	const char *const bad[] = { "rule\tfinds\n", "rule\n", NULL };

	(void)state;
	sec_buf_addstr(&wide, "rule\tfinds\t2026-01-01");
	for (int i = 0; i <= SEC_EXAMPLE_CHANGES; i++)
		sec_buf_addstr(&wide, "\ta.b=c");
	for (int i = 0; i < 3; i++) {
		char *text = xstrdup(bad[i] ? bad[i] : wide.s), *rest = text;
		struct sec_example_row row;
		struct sec_err err = SEC_ERR_INIT;
		unsigned line = 0;

		assert_false(sec_example_next(&rest, &line, &row, &err));
		assert_int_equal(err.code, SEC_FAIL);
		sec_err_clear(&err);
		free(text);
	}
	sec_buf_release(&wide);
}

struct made {
	const char *day, *change[4];
	const char *text; /* of the record; NULL: refused */
};

static void changes_make_records(void **state)
{
	static const struct made made[] = {
		{ "2026-05-04", { NULL }, life },
		{ "2026-05-03", { NULL }, "[secondment]\nid = 2026-03-a1b2c\n" },
		{ "2026-05-04", { "-review:2026-05-04", "secondment.id=" }, "[secondment]\n" },
		{ "2026-05-03", { "dates.start=2026-03-02" },
			"[secondment]\nid = 2026-03-a1b2c\n\n[dates]\nstart = 2026-03-02\n" },
		{ "2026-05-03", { "+x-a = \\xC3\\xA9\\t\\\\.\\nx-b = 1" },
			"[secondment]\nid = 2026-03-a1b2c\nx-a = \xC3\xA9\t\\.\nx-b = 1\n" },
		{ "2026-05-03", { "^# on top\\n" }, "# on top\n[secondment]\nid = 2026-03-a1b2c\n" },
		{ "2026-05-03", { "policy.names=refs" }, "[secondment]\nid = 2026-03-a1b2c\n" },
		{ "2026-05-03", { "mentor.name=" }, "[secondment]\nid = 2026-03-a1b2c\n" },
		{ "2026-05-03", { "nonsense" }, NULL },
		{ "2026-05-03", { "nonsense=1" }, NULL },
		{ "2026-05-33", { NULL }, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(made) / sizeof(*made); i++) {
		struct sec_example_row row = { .day = made[i].day };
		struct sec_err err = SEC_ERR_INIT;
		struct sec_example x;
		int rc;

		while (row.changes < 4 && made[i].change[row.changes]) {
			row.change[row.changes] = made[i].change[row.changes];
			row.changes++;
		}
		rc = sec_example_see(&x, &schema, sec_str(life), &row, &err);
		assert_int_equal(rc, made[i].text ? 0 : SEC_FAIL);
		if (made[i].text)
			assert_string_equal(x.now.text.s, made[i].text);
		sec_example_release(&x);
		sec_err_clear(&err);
	}
}

static void the_record_before_and_the_one_beside(void **state)
{
	struct sec_example_row row = { .day = "2026-05-03", .changes = 5,
		.change = { "dates.start=2026-03-02", ">", "dates.start=2026-03-03", "&", "person.ref=p1" } };
	struct sec_err err = SEC_ERR_INIT;
	struct sec_example x;

	(void)state;
	assert_int_equal(sec_example_see(&x, &schema, sec_str(life), &row, &err), 0);
	assert_string_equal(x.before.text.s, "[secondment]\nid = 2026-03-a1b2c\n\n[dates]\nstart = 2026-03-02\n");
	assert_string_equal(x.now.text.s, "[secondment]\nid = 2026-03-a1b2c\n\n[dates]\nstart = 2026-03-03\n");
	assert_string_equal(x.other.text.s, "[secondment]\nid = 2026-03-a1b2c\n\n[person]\nref = p1\n");
	sec_example_release(&x);
}

static void changes_are_shown(void **state)
{
	struct sec_example_row row = { .day = "2026-05-03", .changes = 10,
		.change = { "policy.long=1y", "dates.start=2026-03-02", "dates.end=", "-mentor",
			"review:2026-05-04.held=yes", "+x-a = \\xE9\\nx-b = 1", "^\\xEF", ">",
			"dates.start=2026-03-03", "&" } };
	struct sec_buf out = SEC_BUF_INIT, policy = SEC_BUF_INIT;

	(void)state;
	sec_example_print(&row, "  ", &out);
	assert_string_equal(out.s, "  policy.ini: long=1y\n  [dates]\n  start = 2026-03-02\n"
		"  end is missing\n  [mentor] is missing\n  [review 2026-05-04]\n  held = yes\n"
		"  x-a = \\xE9\n  x-b = 1\n  \\xEF in front of the first line\n  and then changed:\n"
		"  [dates]\n  start = 2026-03-03\n  beside another one with:\n");
	sec_example_policy(&row, &policy);
	assert_string_equal(policy.s, "[policy]\nlong=1y\n");
	sec_buf_release(&out);
	sec_buf_release(&policy);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_are_cut_up),
		cmocka_unit_test(rows_too_short_or_too_long_are_errors),
		cmocka_unit_test(changes_make_records),
		cmocka_unit_test(the_record_before_and_the_one_beside),
		cmocka_unit_test(changes_are_shown),
	};

	return cmocka_run_group_tests_name("example", tests, set_up, tear_down);
}
