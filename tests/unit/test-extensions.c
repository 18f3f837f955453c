/* SPDX-License-Identifier: ISC
 *
 * Extensions and early ends: what every later date is on chosen days. The tables of
 * tests/data/extensions add to one record and say what expressions are worth and
 * which due items are open; a table that is dropped in is a test.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/mem.h"
#include "rules/example.h"

static const char folder[] = "tests/data/extensions";
static struct sec_schema schema;
static struct sec_buf base;

static char *path_of(const char *dir, const char *name)
{
	const char *top = getenv("SEC_TOP");

	return xasprintf("%s/%s/%s", top ? top : ".", dir, name);
}

static void read_into(struct sec_buf *out, const char *name)
{
	struct sec_err err = SEC_ERR_INIT;
	char *path = path_of(folder, name);

	if (sec_file_read(out, AT_FDCWD, path, 1 << 20, &err))
		fail_msg("%s: %s", path, err.msg);
	free(path);
}

static int set_up(void **state)
{
	struct sec_err err = SEC_ERR_INIT;
	char *dir = path_of("schema", "");
	struct sec_schema_source source = sec_schema_folder(dir);

	(void)state;
	if (sec_schema_load(&schema, &source, NULL, NULL, (struct sec_str){ "", 0 }, &err))
		fail_msg("%s:%u: %s", err.path, err.line, err.msg);
	free(dir);
	read_into(&base, "base.ini");
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	sec_schema_release(&schema);
	sec_buf_release(&base);
	return 0;
}

/* The days of a kind's open items, as a list. */
static void show_due(const struct sec_example *x, const char *kind, struct sec_buf *out)
{
	int at = sec_schema_due(&schema, sec_str(kind));
	char day[11];

	if (at < 0)
		fail_msg("no due item is named '%s'", kind);
	for (size_t i = 0; i < x->due.n; i++) {
		if (x->due.item[i].kind != &schema.due[at])
			continue;
		sec_day_format(x->due.item[i].due, day);
		sec_buf_addf(out, "%s%s", out->len ? ", " : "", day);
	}
	if (!out->len)
		sec_buf_addstr(out, "-");
}

static void show_expr(const struct sec_example *x, const char *text, struct sec_buf *out)
{
	struct sec_arena arena = SEC_ARENA_INIT;
	struct sec_expr_site site = { .schema = &schema, .for_kind = SEC_FOR_ONCE, .arena = &arena };
	struct sec_err err = SEC_ERR_INIT;
	struct sec_expr *e;
	struct sec_val v;

	if (sec_expr_compile(&e, &site, sec_str(text), SEC_WANT_ANY, &err))
		fail_msg("%s: %s", text, err.msg);
	v = sec_expr_eval(e, x->facts, NULL);
	sec_facts_format(x->facts, &v, out);
	sec_arena_release(&arena);
}

/* A row: day, what, value. Returns whether it is so. */
static bool try_row(const char *table, const struct sec_example_row *row, struct sec_str record)
{
	/* in this table the day stands first */
	struct sec_example_row look = { .day = row->name, .whole = true };
	const char *what = row->verdict, *want = row->day;
	struct sec_buf got = SEC_BUF_INIT;
	struct sec_err err = SEC_ERR_INIT;
	struct sec_example x;
	bool same;

	if (sec_example_see(&x, &schema, record, &look, &err))
		fail_msg("%s:%u: %s", table, row->line, err.msg);
	if (strncmp(what, "due:", 4) == 0)
		show_due(&x, what + 4, &got);
	else
		show_expr(&x, what, &got);
	same = strcmp(want, got.s ? got.s : "") == 0;
	if (!same)
		print_error("%s:%u: on %s %s is %s, not %s\n", table, row->line, look.day, what,
			got.s ? got.s : "", want);
	sec_example_release(&x);
	sec_buf_release(&got);
	return same;
}

/* Moves the lines that begin with + from the table to the record. */
static void take_record(struct sec_buf *table, struct sec_buf *record)
{
	char *s, *end;

	sec_buf_addslice(record, sec_buf_str(&base));
	for (s = table->s; *s; s = end + 1) {
		end = strchr(s, '\n');
		assert_non_null(end);
		if (*s != '+')
			continue;
		sec_buf_add(record, s + 1, (size_t)(end - s));
		*s = '#';
	}
}

static unsigned try_table(const char *name)
{
	struct sec_buf table = SEC_BUF_INIT, record = SEC_BUF_INIT;
	struct sec_example_row row;
	struct sec_err err = SEC_ERR_INIT;
	unsigned line = 0, rows = 0, wrong = 0;
	char *rest;

	read_into(&table, name);
	take_record(&table, &record);
	rest = table.s;
	while (sec_example_next(&rest, &line, &row, &err)) {
		wrong += !try_row(name, &row, sec_buf_str(&record));
		rows++;
	}
	if (err.code || !rows)
		fail_msg("%s: %s", name, err.code ? err.msg : "no rows");
	sec_buf_release(&table);
	sec_buf_release(&record);
	return wrong;
}

static void every_date_follows(void **state)
{
	char *path = path_of(folder, "");
	DIR *dir = opendir(path);
	const struct dirent *d;
	unsigned tables = 0, wrong = 0;

	(void)state;
	assert_non_null(dir);
	while ((d = readdir(dir))) {
		size_t n = strlen(d->d_name);

		if (n > 4 && strcmp(d->d_name + n - 4, ".tsv") == 0) {
			wrong += try_table(d->d_name);
			tables++;
		}
	}
	closedir(dir);
	free(path);
	assert_true(tables >= 10);
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(every_date_follows) };

	return cmocka_run_group_tests_name("extensions", tests, set_up, tear_down);
}
