/* SPDX-License-Identifier: ISC
 *
 * Timelines against golden files (tests/data/timeline; SEC_GOLDEN=1 writes them
 * anew, to be looked at), and what must hold for any input.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "render/timeline/axis.h"

static sec_day day(const char *s)
{
	sec_day d = SEC_DAY_NONE;

	if (s)
		assert_true(sec_day_parse(s, strlen(s), &d));
	return d;
}

struct row {
	const char *id, *title, *state, *start, *agreed, *end, *returned;
	struct {
		const char *day;
		enum sec_tick_kind kind;
		const char *label;
	} tick[4];
};

static const struct row usual[] = {
	{ "2025-09-p1048-estates", "Energy data analyst, Estates", "closed", "2025-09-01", "2026-02-27",
		"2026-02-27", "2026-03-02", { { "2025-11-27", SEC_TICK_DONE, "midpoint review" },
		{ "2026-01-14", SEC_TICK_DONE, "interim review" }, { "2026-02-24", SEC_TICK_DONE, "end review" } } },
	{ "2026-02-p2210-health", "Partnership lead, Mid Vale NHS Trust", "active", "2026-02-02", "2026-10-30",
		"2027-01-29", NULL, { { "2026-06-17", SEC_TICK_DONE, "midpoint review" },
		{ "2027-01-22", SEC_TICK_AHEAD, "end review" } } },
	{ "2027-01-p3307-foodbank", "Logistics adviser, Vale Food Bank", "agreed", "2027-01-11", "2027-03-05",
		"2027-03-05", NULL, { { NULL } } },
};

static const struct row odd[] = {
	{ "a", "Past its end", "overrun", "2026-01-05", "2026-07-03", "2026-07-03", NULL,
		{ { "2026-04-04", SEC_TICK_MISSED, "midpoint review" } } },
	{ "b", "Ended early", "returned", "2026-04-01", "2027-03-31", "2026-09-11", "2026-09-14",
		{ { "2026-06-01", SEC_TICK_DONE, "first" }, { "2026-06-01", SEC_TICK_MISSED, "second" } } },
	{ "c", "No end", "active", "2026-06-15", NULL, NULL, NULL, { { NULL } } },
	{ "d", "No dates", "considered", NULL, NULL, NULL, NULL, { { NULL } } },
	{ "e", "A title that is so long that no label column could ever hold all of it in one line", "active",
		"2026-05-04", "2027-04-30", "2027-04-30", NULL, { { NULL } } },
	{ "f", "\xe8\xaa\xbf\xe9\x81\x94\xe9\x83\xa8\xe9\x96\x80\xe3\x81\xb8\xe3\x81\xae\xe5\x87\xba\xe5\x90\x91",
		"active", "2026-05-04", "2027-01-29", "2027-01-29", NULL, { { NULL } } },
	{ "g", "\xd8\xa5\xd8\xb9\xd8\xa7\xd8\xb1\xd8\xa9", NULL, "2026-03-02", "2026-12-18", "2026-12-18", NULL,
		{ { NULL } } },
	{ "<h>", "<script>alert(1)</script> \" onload=x ]]> & \x1b[31m", "a&b", "2026-08-03", "2026-08-03",
		"2026-08-03", "2026-08-03", { { "2026-08-03", SEC_TICK_AHEAD, "<b>" } } },
};

struct bars {
	struct sec_bar bar[8];
	struct sec_tick tick[8][4];
};

static void make(struct bars *b, const struct row *row, size_t n)
{
	size_t i, k;

	for (i = 0; i < n; i++) {
		for (k = 0; k < 4 && row[i].tick[k].day; k++)
			b->tick[i][k] = (struct sec_tick){ day(row[i].tick[k].day), row[i].tick[k].kind,
				row[i].tick[k].label };
		b->bar[i] = (struct sec_bar){ row[i].id, row[i].title, row[i].state, day(row[i].start),
			day(row[i].agreed), day(row[i].end), day(row[i].returned), b->tick[i], k };
	}
}

static void compare(const char *name, struct sec_buf *got)
{
	const char *top = getenv("SEC_TOP");
	char *path = xasprintf("%s/tests/data/timeline/%s", top ? top : ".", name);
	struct sec_buf expected = SEC_BUF_INIT;
	FILE *f;

	if (getenv("SEC_GOLDEN")) {
		f = fopen(path, "w");
		assert_non_null(f);
		assert_int_equal(fwrite(got->s, 1, got->len, f), got->len);
		assert_int_equal(fclose(f), 0);
	}
	assert_int_equal(sec_file_read(&expected, AT_FDCWD, path, 1 << 20, NULL), 0);
	if (strcmp(got->s, expected.s) != 0)
		fail_msg("%s differs; it is now:\n%s", path, got->s);
	sec_buf_release(&expected);
	sec_buf_clear(got);
	free(path);
}

static void golden(void **state)
{
	static const struct {
		const char *name;
		const struct row *row;
		size_t n;
	} sets[] = { { "usual", usual, 3 }, { "odd", odd, 8 }, { "none", NULL, 0 } };
	struct sec_buf out = SEC_BUF_INIT;
	char name[32];
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++) {
		struct bars b;
		struct sec_timeline t = { "Secondments & loans", NULL, "reviews", day("2026-11-21"), b.bar,
			sets[i].n };

		make(&b, sets[i].row, sets[i].n);
		sec_timeline_svg(&t, &out);
		snprintf(name, sizeof(name), "%s.svg", sets[i].name);
		compare(name, &out);
		sec_timeline_html(&t, &out);
		snprintf(name, sizeof(name), "%s.html", sets[i].name);
		compare(name, &out);
		sec_timeline_txt(&t, 80, &out);
		snprintf(name, sizeof(name), "%s.txt", sets[i].name);
		compare(name, &out);
	}
	sec_buf_release(&out);
}

/* Whatever a record holds: no markup, no control byte. */
static void hostile(void **state)
{
	struct bars b;
	struct sec_timeline t = { odd[7].title, "\"><x", "<i>", day("2026-11-21"), b.bar, 8 };
	struct sec_buf out = SEC_BUF_INIT;

	(void)state;
	make(&b, odd, 8);
	sec_timeline_txt(&t, 0, &out);
	assert_null(strchr(out.s, '\x1b'));
	sec_buf_clear(&out);
	sec_timeline_html(&t, &out);
	assert_null(strchr(out.s, '\x1b'));
	assert_null(strstr(out.s, "\"><x"));
	assert_null(strstr(out.s, "<i>"));
	assert_null(strstr(out.s, "<b>"));
	sec_buf_clear(&out);
	sec_timeline_svg(&t, &out);
	assert_null(strstr(out.s, "<script"));
	assert_non_null(strstr(out.s, "&lt;script&gt;alert(1)&lt;/script&gt;"));
	sec_buf_release(&out);
}

/* No line of text is wider than asked for. */
static void text_width(void **state)
{
	struct bars b;
	struct sec_timeline t = { "Secondments", NULL, "reviews", day("2026-11-21"), b.bar, 8 };
	struct sec_buf out = SEC_BUF_INIT;
	struct sec_str rest, line;
	size_t width;

	(void)state;
	make(&b, odd, 8);
	for (width = 40; width <= 200; width += 7) {
		sec_buf_clear(&out);
		sec_timeline_txt(&t, width, &out);
		rest = sec_buf_str(&out);
		while (sec_str_split(&rest, '\n', &line))
			if (sec_utf8_width(line.s, line.len) > width)
				fail_msg("wider than %zu: %.*s", width, SEC_ARG(line));
	}
	sec_buf_release(&out);
}

static void stretches(void **state)
{
	static const struct {
		const char *start, *agreed, *end, *returned, *today, *expected;
	} cases[] = {
		{ "2026-01-01", "2026-01-31", "2026-01-31", NULL, "2026-01-10",
			"past 2026-01-01 2026-01-11; ahead 2026-01-11 2026-02-01; " },
		{ "2026-01-01", "2026-01-31", "2026-01-31", NULL, "2025-12-31", "ahead 2026-01-01 2026-02-01; " },
		{ "2026-01-01", "2026-01-31", "2026-01-31", NULL, "2026-01-31", "past 2026-01-01 2026-02-01; " },
		{ "2026-01-01", "2026-01-31", "2026-01-31", NULL, "2026-02-02",
			"past 2026-01-01 2026-02-01; over 2026-02-01 2026-02-03; " },
		{ "2026-01-01", "2026-01-31", "2026-01-31", "2026-02-01", "2026-02-02",
			"past 2026-01-01 2026-02-01; " },
		{ "2026-01-01", "2026-01-31", "2026-02-28", NULL, "2026-02-14",
			"past 2026-01-01 2026-02-01; extra 2026-02-01 2026-03-01; " },
		{ "2026-01-01", "2026-01-31", "2026-01-20", "2026-01-21", "2026-02-14",
			"past 2026-01-01 2026-01-21; unused 2026-01-21 2026-02-01; " },
		{ "2026-01-01", NULL, "2026-01-31", NULL, "2026-01-10",
			"past 2026-01-01 2026-01-11; ahead 2026-01-11 2026-02-01; " },
		{ "2026-01-01", NULL, NULL, NULL, "2026-01-10",
			"past 2026-01-01 2026-01-11; open 2026-01-11 2026-04-01; " },
		{ "2026-01-31", "2026-01-01", "2026-01-01", NULL, "2025-01-10", "" },
		{ NULL, NULL, NULL, NULL, "2026-01-10", "" },
	};
	static const char *const names[] = { "past", "ahead", "extra", "unused", "open", "over" };
	struct sec_buf out = SEC_BUF_INIT;
	size_t i, k;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct sec_bar b = { "", "", "", day(cases[i].start), day(cases[i].agreed), day(cases[i].end),
			day(cases[i].returned), NULL, 0 };
		struct sec_timeline t = { "", NULL, NULL, day(cases[i].today), &b, 1 };
		struct sec_stretches parts;
		struct sec_axis a;
		char from[11], to[11];

		sec_axis_init(&a, &t, 600, 7, 10);
		sec_bar_stretches(&b, &a, t.today, &parts);
		sec_buf_clear(&out);
		for (k = 0; k < parts.n; k++) {
			sec_day_format(parts.item[k].from, from);
			sec_day_format(parts.item[k].to, to);
			sec_buf_addf(&out, "%s %s %s; ", names[parts.item[k].kind], from, to);
		}
		assert_string_equal(out.s, cases[i].expected);
		sec_axis_release(&a);
	}
	sec_buf_release(&out);
}

/* Labels of one row of the axis never meet, nor leave it, whatever the span. */
static void no_label_meets_another(const struct sec_axis *a, int letter, int days)
{
	int end[2] = { 0, 0 };
	size_t i;

	for (i = 0; i < a->marks; i++) {
		const struct sec_axis_mark *m = &a->mark[i];
		int at = sec_axis_at(a, m->day);

		if (!m->label[0])
			continue;
		if (at < end[m->major] || at + (int)strlen(m->label) * letter > a->length)
			fail_msg("%d days on %d: label '%s' at %d", days, a->length, m->label, at);
		end[m->major] = at + (int)strlen(m->label) * letter + 1;
	}
}

static void axis(void **state)
{
	static const int lengths[] = { 20, 58, 100, 740 };
	int days;
	size_t i;

	(void)state;
	for (days = 1; days < 300000; days += 1 + days / 9) {
		struct sec_bar b = { "", "", "", day("2026-02-27"), day("2026-02-27") + days,
			day("2026-02-27") + days, SEC_DAY_NONE, NULL, 0 };
		struct sec_timeline t = { "", NULL, NULL, day("2026-02-28"), &b, 1 };

		for (i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
			struct sec_axis a;

			sec_axis_init(&a, &t, lengths[i], lengths[i] > 200 ? 7 : 1, lengths[i] > 200 ? 10 : 2);
			assert_true(a.marks > 0);
			no_label_meets_another(&a, lengths[i] > 200 ? 7 : 1, days);
			assert_true(sec_axis_at(&a, b.start) < sec_axis_at(&a, b.end + 1) || lengths[i] < 101);
			sec_axis_release(&a);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(golden),
		cmocka_unit_test(hostile),
		cmocka_unit_test(text_width),
		cmocka_unit_test(stretches),
		cmocka_unit_test(axis),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
