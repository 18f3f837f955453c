/* SPDX-License-Identifier: ISC
 *
 * Due items: which are open, on what day, for whom.
 */
#include "schema-texts.h"

#include "rules/due.h"

static const struct text_file schema_files[] = {
	{ "b/fields.ini",
	  "[section secondment]\n[field secondment.id]\n"
	  "[section person]\n[field person.ref]\n[field person.name]\n"
	  "[section home]\n[field home.manager]\n[field home.hr]\n"
	  "[section dates]\n"
	  "[field dates.start]\ntype = date\nmain = yes\n[field dates.end]\ntype = date\nmain = yes\n"
	  "[field dates.agreed]\ntype = date\n"
	  "[section review]\nrepeat = date\n[field review.held]\ntype = yes-no\n"
	  "[section action]\nrepeat = slug\n"
	  "[field action.text]\n[field action.owner]\n[field action.due]\ntype = date\n"
	  "[field action.done]\ntype = date\n"
	  "[section waive]\nrepeat = slug\n[field waive.by]\n[field waive.until]\n[field waive.reason]\n" },
	{ "b/states.ini",
	  "[state considered]\nwhen = yes\n[state agreed]\nwhen = dates.agreed <= today\n"
	  "[state active]\nwhen = reached(agreed) and dates.start <= today\n"
	  "[state ended]\nwhen = reached(active) and today > dates.end\n" },
	{ "b/policy.ini",
	  "[due]\ndue-lead = 14d\ndue-lead-hard = 28d\nnotice = 6w\n[calendar]\nworkdays = yes\n" },
	{ "b/due.ini",
	  "[role secondee]\nwho = who\n"
	  "[role home-manager]\nwho = home.manager\nlabel = home manager\n"
	  "[role hr]\nwho = home.hr\nlabel = HR\n"
	  "[role finance]\nlabel = finance\n"
	  "[due sign]\nuntil = considered\nhard = yes\nat = dates.start - 14d\nowner = hr\n"
	  "title = Sign {dates.start}\n"
	  "[due milestone]\nfrom = agreed\nuntil = active\nat = dates.start + 1w, dates.start + 1m\n"
	  "when = due <= dates.end\ndone = any(review, .held = yes and .id >= due)\n"
	  "owner = home-manager\ntitle = Milestone {due}\n"
	  "[due action]\nfor = action\nat = .due\ndone = .done <= today\nowner = .owner\n"
	  "tell = home-manager, finance\ntitle = {.text}\nworkday = no\n"
	  "[due quarter]\nfrom = active\nuntil = active\nat = dates(2025-12-31, 3m, dates.end)\n"
	  "when = due >= dates.start\nowner = finance\ntitle = Invoice to {due}\n"
	  "[due end]\nfrom = agreed\nuntil = active\nlead = policy.notice\nat = dates.end\n"
	  "owner = either(home.hr, \"HR, or home\"), secondee\ntell = hr\ntitle = Last day\n" },
	{ NULL, NULL },
};

#define ID "[secondment]\nid = 2026-01-abcde\n"
#define PEOPLE "[person]\nref = p1\n[home]\nmanager = p7\nhr = M. Quist\n"
#define ACTIVE "[dates]\nagreed = 2026-01-05\nstart = 2026-01-12\nend = 2026-06-30\n"

struct list {
	const char *record, *today;
	/* a line each: DUE SHOWS KIND[!]: TITLE | OWNER | TELL | SECTION */
	const char *items;
	const char *next;
};

static const struct list lists[] = {
	{ ID, "2026-01-10", "", NULL },
	{ ID "[dates]\nstart = 2026-02-02\n", "2026-01-10",
	  "2026-01-19 2025-12-22 sign!: Sign 2026-02-02 | HR |  | \n", "2026-01-19" },
	/* overdue and not forgotten */
	{ ID "[dates]\nstart = 2025-02-02\n", "2026-01-10",
	  "2025-01-17 2024-12-20 sign!: Sign 2025-02-02 | HR |  | \n", "2025-01-17" },
	/* `when` is unknown without an end: nothing is due */
	{ ID "[dates]\nagreed = 2026-01-05\nstart = 2026-01-12\n", "2026-01-10", "", NULL },
	/* several days of one item; a Saturday goes back to Friday; past the end: none */
	{ ID PEOPLE "[dates]\nagreed = 2026-01-05\nstart = 2026-01-17\nend = 2026-02-16\n", "2026-01-10",
	  "2026-01-23 2026-01-09 milestone: Milestone 2026-01-24 | home manager (P. Nakamura) |  | \n"
	  "2026-02-16 2026-01-05 end: Last day | M. Quist, secondee (p1) | HR (M. Quist) | \n",
	  "2026-01-23" },
	/* one done, the other open; the quarters; a holiday on a Friday goes back to Thursday */
	{ ID PEOPLE ACTIVE "[review 2026-01-20]\nheld = yes\n", "2026-01-21",
	  "2026-02-12 2026-01-29 milestone: Milestone 2026-02-12 | home manager (P. Nakamura) |  | \n"
	  "2026-03-31 2026-03-17 quarter: Invoice to 2026-03-31 | finance |  | \n"
	  "2026-06-30 2026-06-16 quarter: Invoice to 2026-06-30 | finance |  | \n"
	  "2026-06-30 2026-05-19 end: Last day | M. Quist, secondee (p1) | HR (M. Quist) | \n",
	  "2026-02-12" },
	{ ID "[dates]\nagreed = 2026-01-05\nstart = 2026-01-12\nend = 2026-04-03\n", "2026-03-01",
	  "2026-01-19 2026-01-05 milestone: Milestone 2026-01-19 | home manager |  | \n"
	  "2026-02-12 2026-01-29 milestone: Milestone 2026-02-12 | home manager |  | \n"
	  "2026-03-31 2026-03-17 quarter: Invoice to 2026-03-31 | finance |  | \n"
	  "2026-04-02 2026-02-19 end: Last day | HR, or home, secondee | HR | \n",
	  "2026-01-19" },
	/* for: each section, in order of day; words that name a role; workday = no */
	{ ID PEOPLE "[action b]\ntext = Call\nowner = Home Manager\ndue = 2026-02-14\n"
	  "[action a]\ntext = Write\nowner = p9\ndue = 2026-02-14\n"
	  "[action c]\ntext = Done\nowner = x\ndue = 2026-02-01\ndone = 2026-02-01\n"
	  "[action d]\ntext = When\n[action e]\ntext = Bad day\ndue = soon\n"
	  "[action f]\ntext = Nobody\ndue = 2026-01-31\n", "2026-02-02",
	  "2026-01-31 2026-01-17 action: Nobody |  | home manager (P. Nakamura), finance | action:f\n"
	  "2026-02-14 2026-01-31 action: Write | p9 | home manager (P. Nakamura), finance | action:a\n"
	  "2026-02-14 2026-01-31 action: Call | home manager (P. Nakamura) | home manager (P. Nakamura), "
	  "finance | action:b\n", "2026-01-31" },
	/* waived, until that day inclusive */
	{ ID "[dates]\nstart = 2026-02-02\n[waive sign]\nby = HR\nuntil = 2026-01-10\nreason = x\n",
	  "2026-01-10", "", NULL },
	{ ID "[dates]\nstart = 2026-02-02\n[waive sign]\nby = HR\nuntil = 2026-01-10\nreason = x\n",
	  "2026-01-11", "2026-01-19 2025-12-22 sign!: Sign 2026-02-02 | HR |  | \n", "2026-01-19" },
	{ ID "[dates]\nstart = 2026-02-02\n[waive sign]\nby = HR\nuntil = always\n",
	  "2026-01-10", "2026-01-19 2025-12-22 sign!: Sign 2026-02-02 | HR |  | \n", "2026-01-19" },
};

static struct sec_str name_of(void *ctx, struct sec_str ref)
{
	(void)ctx;
	return sec_str_is(ref, "p7") ? SEC_STR("P. Nakamura") : (struct sec_str){ 0 };
}

static bool is_holiday(void *ctx, sec_day day)
{
	(void)ctx;
	return day == day_of("2026-04-03"); /* Good Friday */
}

static void print_items(const struct sec_due_items *d, struct sec_buf *out)
{
	for (size_t i = 0; i < d->n; i++) {
		const struct sec_due_item *item = &d->item[i];
		char due[11], shows[11];

		sec_day_format(item->due, due);
		sec_day_format(item->shows, shows);
		sec_buf_addf(out, "%s %s %s%s: %s | %s | %s | %s\n", due, shows, item->kind->kind,
			item->kind->hard ? "!" : "", item->title, item->owner, item->tell,
			item->section);
	}
}

static void collects(void **state)
{
	struct bench b;
	struct sec_due_items d = { 0 };
	unsigned wrong = 0;

	(void)state;
	bench_load(&b, schema_files, NULL, NULL);
	b.env.person_name = name_of;
	b.env.holiday = is_holiday;
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
		struct sec_buf found = SEC_BUF_INIT;
		sec_day next;
		char day[11];

		bench_bind(&b, lists[i].record, lists[i].today);
		sec_due_items_clear(&d);
		sec_due_collect(b.facts, &d);
		print_items(&d, &found);
		next = sec_due_next(b.facts);
		sec_day_format(next, day);
		if (strcmp(found.s, lists[i].items) != 0 ||
		    (lists[i].next ? strcmp(day, lists[i].next) != 0 : next != SEC_DAY_NONE)) {
			print_message("%s---- %s has\n%snext %s\n---- instead of\n%s\n", lists[i].record,
				lists[i].today, found.s, day, lists[i].items);
			wrong++;
		}
		sec_buf_release(&found);
	}
	sec_due_items_release(&d);
	bench_free(&b);
	assert_int_equal(wrong, 0);
}

static void obeys_local_files(void **state)
{
	static const struct text_file local[] = {
		{ "schema/own.ini", "[due lunch]\nfrom = agreed\nat = dates.start + 2d\nlead = 3d\n"
				    "owner = finance\ntitle = Lunch\n[due end]\ntitle = The end\n"
				    "[due quarter]\nwhen = no\n[due milestone]\nuntil = agreed\n" },
		{ NULL, NULL },
	};
	struct bench b;
	struct sec_due_items d = { 0 };
	struct sec_buf found = SEC_BUF_INIT;

	(void)state;
	bench_load(&b, schema_files, local, "[calendar]\nworkdays = no\n[due]\nnotice = 1w\n");
	bench_bind(&b, ID "[dates]\nagreed = 2026-01-05\nstart = 2026-01-15\nend = 2026-06-28\n",
		"2026-01-21");
	sec_due_collect(b.facts, &d);
	print_items(&d, &found);
	assert_string_equal(found.s, /* Saturday and Sunday stay */
		"2026-01-17 2026-01-14 lunch: Lunch | finance |  | \n"
		"2026-06-28 2026-06-21 end: The end | HR, or home, secondee | HR | \n");
	sec_buf_release(&found);
	sec_due_items_release(&d);
	bench_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(collects),
		cmocka_unit_test(obeys_local_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
