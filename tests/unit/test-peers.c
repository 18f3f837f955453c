/* SPDX-License-Identifier: ISC
 *
 * Rules across records: equal ids, overlapping periods, periods in a row.
 */
#include "schema-texts.h"

static const struct text_file schema_files[] = {
	{ "b/fields.ini",
	  "[section secondment]\n[field secondment.id]\n"
	  "[section person]\n[field person.ref]\n"
	  "[section dates]\n"
	  "[field dates.start]\ntype = date\n[field dates.end]\ntype = date\n"
	  "[section work]\n[field work.fte]\ntype = number\n"
	  "[section waive]\nrepeat = slug\n[field waive.by]\n[field waive.until]\n[field waive.reason]\n" },
	{ "b/states.ini", "[state considered]\nwhen = yes\n[state agreed]\nwhen = present(dates.start)\n" },
	{ "b/rules.ini",
	  "[rule id-file]\nseverity = error\ncheck = id\n"
	  "[rule cumulative]\nseverity = warning\ncheck = cumulative\nfrom = agreed\nkey = person.ref\n"
	  "start = dates.start\nend = dates.end\ngap = 60d\nlongest = 24m\ntogether = 48m\nhome = 12m\n"
	  "[rule overlap]\nseverity = error\ncheck = overlap\nfrom = agreed\nkey = person.ref\n"
	  "start = dates.start\nend = dates.end\nweight = either(work.fte, 1)\nlimit = 1\n"
	  "advice = make one smaller\n" },
	{ NULL, NULL },
};

/* One record a line: id, person, start, end, fte, then `w` for a waiver of overlap. */
struct group {
	const char *records;
	const char *found; /* a line each: NUMBER LINE:COL LEVEL RULE: MESSAGE {ADDRESS} */
};

static const struct group groups[] = {
	{ "2026-01-a p1 2026-01-01 2026-03-31 1\n2026-04-b p1 2026-04-01 2026-06-30 1\n", "" },
	{ "2026-01-a p1 2026-01-01 2026-04-01 1\n2026-04-b p1 2026-04-01 2026-06-30 1\n",
	  "0 6:9 error overlap: overlaps with 2026-04-b: 2 in all from 2026-04-01 on {dates.start}\n"
	  "1 6:9 error overlap: overlaps with 2026-01-a: 2 in all from 2026-04-01 on {dates.start}\n" },
	/* another's, and another spelling of the same */
	{ "2026-01-a p1 2026-01-01 2026-06-30 1\n2026-04-b p2 2026-04-01 2026-06-30 1\n", "" },
	{ "2026-01-a P1 2026-01-01 2026-06-30 1\n2026-04-b p1 2026-06-30 2026-07-30 0.1\n",
	  "0 6:9 error overlap: overlaps with 2026-04-b: 1.1 in all from 2026-06-30 on {dates.start}\n"
	  "1 6:9 error overlap: overlaps with 2026-01-a: 1.1 in all from 2026-06-30 on {dates.start}\n" },
	/* parts that make a whole, and one too many; exact decimals */
	{ "2026-01-a p1 2026-01-01 2026-12-31 0.1\n2026-01-b p1 2026-01-01 2026-12-31 0.2\n"
	  "2026-01-c p1 2026-01-01 2026-12-31 0.7\n", "" },
	{ "2026-01-a p1 2026-01-01 2026-12-31 0.5\n2026-02-b p1 2026-02-01 2026-02-28 0.5\n"
	  "2026-03-c p1 2026-03-01 2026-03-31 0.6\n",
	  "0 6:9 error overlap: overlaps with 2026-03-c: 1.1 in all from 2026-03-01 on {dates.start}\n"
	  "2 6:9 error overlap: overlaps with 2026-01-a: 1.1 in all from 2026-03-01 on {dates.start}\n" },
	{ "2026-01-a p1 2026-01-01 2026-12-31 1\n2026-01-b p1 2026-01-01 2026-12-31 1 w\n",
	  "0 6:9 error overlap: overlaps with 2026-01-b: 2 in all from 2026-01-01 on {dates.start}\n" },
	{ "2026-01-a p1 2026-01-01 2026-12-31 1\n2026-01-b p1 2026-01-01 2026-12-31 1 w\n"
	  "2026-01-c p1 2026-01-02 2026-12-31 1 w\n2026-01-d p1 2026-01-03 2026-12-31 1 w\n"
	  "2026-01-e p1 2026-01-04 2026-12-31 1\n",
	  "0 6:9 error overlap: overlaps with 2026-01-b: 2 in all from 2026-01-01 on {dates.start}\n"
	  "4 6:9 error overlap: overlaps with 2026-01-a, 2026-01-b, 2026-01-c and others: 5 in all from "
	  "2026-01-04 on {dates.start}\n" },
	/* what is unknown counts nothing */
	{ "2026-01-a p1 2026-01-01 - 1\n2026-01-b p1 2026-01-01 2026-12-31 1\n", "" },
	{ "2026-01-a - 2026-01-01 2026-12-31 1\n2026-01-b - 2026-01-01 2026-12-31 1\n", "" },
	/* ids */
	{ "2026-01-a p1 - - 1\n2026-01-b p1 - - 1\n2026-01-a p2 - - 1\n",
	  "0 2:6 error id-file: 2 records have the id '2026-01-a' {secondment.id}\n"
	  "2 2:6 error id-file: 2 records have the id '2026-01-a' {secondment.id}\n" },
	/* in a row: a gap of 60 days counts as none, one of 61 does; 24 months are enough */
	{ "2024-01-a p1 2024-01-01 2024-12-31 1\n2025-03-b p1 2025-03-02 2026-01-02 1\n",
	  "1 6:9 warning cumulative: with 2024-01-a it lasts from 2024-01-01 to 2026-01-02 without a real "
	  "break: longer than 2y {dates.start}\n" },
	{ "2024-01-a p1 2024-01-01 2024-12-31 1\n2025-03-b p1 2025-03-03 2026-01-02 1\n", "" },
	{ "2024-01-a p1 2024-01-01 2024-12-31 1\n2025-01-b p1 2025-01-01 2026-01-01 1\n", "" },
	{ "2024-01-a p1 2024-01-01 2026-12-31 1\n", "" }, /* one alone is for another rule */
	{ "2015-01-a p1 2015-01-01 2015-06-30 1\n2020-01-b p1 2020-01-01 2024-12-31 1\n", "" },
	{ "2024-01-a p1 2024-01-01 2025-06-30 1\n2025-07-b p1 2025-07-01 2025-12-31 1\n"
	  "2026-01-c p1 2026-01-01 2026-06-30 1\n",
	  "2 6:9 warning cumulative: with 2025-07-b and earlier ones it lasts from 2024-01-01 to 2026-06-30 "
	  "without a real break: longer than 2y {dates.start}\n" },
	/* together, with less than twelve months at home between */
	{ "2020-01-a p1 2020-01-01 2021-12-31 1\n2022-06-b p1 2022-06-01 2024-05-31 1\n"
	  "2025-05-c p1 2025-05-01 2025-06-30 1\n",
	  "2 6:9 warning cumulative: with 2022-06-b and earlier ones it makes 1523 days since 2020-01-01: "
	  "more than 4y, with no long stay at home between {dates.start}\n" },
	{ "2020-01-a p1 2020-01-01 2021-12-31 1\n2022-06-b p1 2022-06-01 2024-05-31 1\n"
	  "2025-06-c p1 2025-06-01 2025-06-30 1\n", "" },
};

static void add_lines(struct bench *b, struct sec_peers *p, const char *lines, size_t from,
	size_t step)
{
	struct sec_str rest = sec_str(lines), line;

	for (size_t n = 0; sec_str_split(&rest, '\n', &line); n++) {
		struct sec_str word[6] = { { 0 } };
		struct sec_buf text = SEC_BUF_INIT;
		size_t i = 0;

		if (n % step != from)
			continue;
		while (i < 6 && sec_str_split(&line, ' ', &word[i]))
			i++;
		sec_buf_addf(&text, "[secondment]\nid = %.*s\n[person]\n", SEC_ARG(word[0]));
		sec_buf_addf(&text, sec_str_is(word[1], "-") ? "\n" : "ref = %.*s\n", SEC_ARG(word[1]));
		sec_buf_addstr(&text, "[dates]\n");
		if (!sec_str_is(word[2], "-"))
			sec_buf_addf(&text, "start = %.*s\n", SEC_ARG(word[2]));
		if (!sec_str_is(word[3], "-"))
			sec_buf_addf(&text, "end = %.*s\n", SEC_ARG(word[3]));
		sec_buf_addf(&text, "[work]\nfte = %.*s\n", SEC_ARG(word[4]));
		if (word[5].len)
			sec_buf_addstr(&text,
				"[waive overlap]\nby = HR\nuntil = always\nreason = known\n");
		bench_bind(b, text.s, "2026-11-21");
		sec_peers_add(p, b->facts, NULL, n);
		sec_buf_release(&text);
	}
}

static void print(void *ctx, size_t number, const struct sec_fault *fault)
{
	sec_buf_addf(ctx, "%zu ", number);
	print_fault(ctx, fault);
	if (strcmp(fault->rule, "overlap") == 0)
		assert_string_equal(fault->advice, "make one smaller");
	else
		assert_null(fault->advice);
}

/* All at once, and as three threads would. */
static void judges(void **state)
{
	struct bench b;
	unsigned wrong = 0;

	(void)state;
	bench_load(&b, schema_files, NULL, NULL);
	for (size_t i = 0; i < sizeof(groups) / sizeof(*groups); i++) {
		for (size_t threads = 1; threads <= 3; threads += 2) {
			struct sec_peers *all = sec_peers_new(&b.schema, 0);
			struct sec_buf found = SEC_BUF_INIT;

			for (size_t t = threads; t-- > 0;) {
				struct sec_peers *own = sec_peers_new(&b.schema, 0);

				add_lines(&b, own, groups[i].records, t, threads);
				sec_peers_merge(all, own);
				sec_peers_free(own);
			}
			sec_peers_judge(all, print, &found);
			if (strcmp(found.s, groups[i].found) != 0) {
				print_message("%s---- finds\n%s---- instead of\n%s\n",
					groups[i].records, found.s, groups[i].found);
				wrong++;
			}
			sec_buf_release(&found);
			sec_peers_free(all);
		}
	}
	bench_free(&b);
	assert_int_equal(wrong, 0);
}

/* A register in which everything belongs to one person is judged in a moment. */
static void stays_linear(void **state)
{
	struct bench b;
	struct sec_peers *p;
	struct sec_buf found = SEC_BUF_INIT;

	(void)state;
	bench_load(&b, schema_files, NULL, NULL);
	p = sec_peers_new(&b.schema, 0);
	for (size_t i = 0; i < 20000; i++) {
		char text[200], start[11];

		sec_day_format(day_of("1995-01-01") + (sec_day)(i % 9000), start);
		snprintf(text, sizeof(text), "[secondment]\nid = 2026-01-r%zu\n[person]\nref = p\n"
			"[dates]\nstart = %s\nend = 2030-01-01\n", i, start);
		bench_bind(&b, text, "2026-11-21");
		sec_peers_add(p, b.facts, NULL, i);
	}
	sec_peers_judge(p, print, &found);
	assert_true(found.len > 20000 * 20);
	sec_peers_free(p);
	sec_buf_release(&found);
	bench_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(judges),
		cmocka_unit_test(stays_linear),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
