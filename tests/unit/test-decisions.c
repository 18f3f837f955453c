/* SPDX-License-Identifier: ISC
 *
 * Where two readers of what guides and policies ask would decide differently, this
 * is what was decided, each with what would be otherwise. Every row changes the whole
 * record of schema/examples, looks at it on a day, and says what is then so:
 *
 *   = EXPR        what the expression is worth
 *   rules         all that is found, in the order of the lines
 *   rule NAME     the levels at which that rule finds something
 *   due KIND      the days of its open items
 *   shows KIND    the days from which they are shown
 *   refused EXPR  why it does not compile
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "rules/example.h"

struct decision {
	const char *day, *what, *want, *change[9];
};

static const struct decision decisions[] = {
	/* 1. An early end moves every later day; a planned one counts at once, a late one
	 * never stretches. The agreed end stays. */
	{ "2026-08-14", "= effective-end", "2026-12-18", { "end.date=2026-12-18" } },
	{ "2026-08-14", "= agreed-end", "2027-02-26", { "end.date=2026-12-18" } },
	{ "2026-08-14", "= effective-end", "2027-02-26", { "end.date=2027-03-31" } },
	{ "2026-08-14", "due review-end", "2026-12-11", { "end.date=2026-12-18" } },
	{ "2027-01-01", "= state", "ended", { "end.date=2026-12-18", "-return", "-closed" } },
	{ "2027-01-02", "= state", "overrun", { "end.date=2026-12-18", "-return", "-closed" } },
	/* 2. The midpoint: half of the days between, rounded down (361 days: 1 August); of
	 * the agreed end, so that an early end makes no missed one; of what was agreed up to
	 * the day; and any held one counts, whenever it was held. */
	{ "2026-08-14", "= midpoint", "2026-08-01",
		{ "dates.start=2026-02-02", "extension:2026-08-10.to=2027-01-29" } },
	{ "2026-08-14", "= midpoint", "2026-08-29", { "end.date=2026-12-18" } },
	{ "2026-08-09", "= midpoint", "2026-07-15",
		{ "extension:2026-08-10.to=2027-02-26", "extension:2026-08-10.decision=yes" } },
	{ "2026-10-01", "rule review-midpoint-missing", "",
		{ "-review:2026-07-08", "review:2026-03-03.kind=midpoint", "review:2026-03-03.held=yes" } },
	{ "2026-10-01", "rule review-midpoint-missing", "error", { "-review:2026-07-08" } },
	{ "2026-10-01", "rule review-midpoint-missing", "", /* 12 September lies past that end */
		{ "-review:2026-07-08", "end.date=2026-09-11" } },
	/* 3. The last day is one of the secondment's: ended from the day after, overrun from
	 * the fifteenth day after. */
	{ "2027-01-29", "= state", "active", { "-end", "-return", "-closed", "extension:2026-08-10.to=2027-01-29" } },
	{ "2027-01-30", "= state", "ended", { "-end", "-return", "-closed", "extension:2026-08-10.to=2027-01-29" } },
	{ "2027-02-12", "= state", "ended", { "-end", "-return", "-closed", "extension:2026-08-10.to=2027-01-29" } },
	{ "2027-02-13", "= state", "overrun", { "-end", "-return", "-closed", "extension:2026-08-10.to=2027-01-29" } },
	/* 4. `decision = yes` approves, nothing else does; who agreed is a rule of its own,
	 * and asked of approved ones only. */
	{ "2026-08-14", "= agreed-end", "2027-02-26", { "extension:2026-08-10.agreed-by=" } },
	{ "2026-08-14", "rules", "extension-agreed", { "extension:2026-08-10.agreed-by=" } },
	{ "2026-08-14", "= agreed-end", "2026-11-27", { "extension:2026-08-10.decision=" } },
	{ "2026-08-14", "rules", "",
		{ "extension:2026-08-10.agreed-by=", "extension:2026-08-10.decision=no" } },
	/* 5. The end before an extension is that of the approved one before, a refused one
	 * is none; asked on the last day is before it, ninety days are enough notice. */
	{ "2026-12-20", "rule extension-chain", "", { "-end", "extension:2026-09-01.to=2028-02-25",
		"extension:2026-09-01.decision=no", "extension:2026-12-01.to=2027-03-31" } },
	{ "2026-12-20", "rule extension-chain", "error", { "-end", "extension:2026-09-01.to=2027-06-25",
		"extension:2026-09-01.decision=yes", "extension:2026-12-01.to=2027-03-31" } },
	{ "2027-02-26", "rule extension-chain", "", { "extension:2027-02-26.to=2027-03-31" } },
	{ "2027-02-27", "rule extension-chain", "error", { "extension:2027-02-27.to=2027-03-31" } },
	{ "2026-12-20", "rule extension-notice", "", { "extension:2026-11-28.to=2027-03-31" } },
	{ "2026-12-20", "rule extension-notice", "warning", { "extension:2026-11-29.to=2027-03-31" } },
	/* 6. One gap, one finding: where a rule speaks of a key, `required` does not. */
	{ "2026-02-01", "rules", "cover-undecided", { "cover.method=" } },
	{ "2026-03-02", "rules", "handover-missing", { "handover.done=" } },
	{ "2025-12-20", "rules", "selection-missing", { "selection.process=" } },
	{ "2025-12-20", "rules", "selection-missing", { "selection.by=" } },
	{ "2025-12-20", "rules", "case-thin", { "case.gain=" } },
	{ "2026-02-01", "rules", "benefits-three", { "benefit:home.text=" } },
	/* 7. What a type does not need is optional; where that cannot be known it is not. */
	{ "2026-02-01", "rule required", "", { "secondment.type=internal", "agreement.signed-host=" } },
	{ "2026-02-01", "rule required", "error", { "secondment.adopted=2026-01-01", "agreement.signed-host=",
		"secondment.type=" } },
	{ "2025-12-20", "rule required", "", { "application.route=arranged", "application.date=" } },
	{ "2025-12-20", "rules", "required step-skipped", { "application.route=", "application.date=" } },
	/* 8. [application] may hold the route alone. */
	{ "2025-12-20", "rules", "", { "-application", "application.route=arranged" } },
	/* 9. Signatures: a due item before the start, `started-unagreed` from then on, and
	 * `agreement-parties` for what was entered later; the last one that is there is judged. */
	{ "2026-02-01", "due sign", "2026-02-16", { "agreement.signed-host=" } },
	{ "2026-03-02", "rule started-unagreed", "error", { "agreement.signed-host=" } },
	{ "2026-07-10", "rule agreement-parties", "", { "agreement.signed-host=" } },
	{ "2026-07-10", "rule agreement-parties", "error", { "agreement.signed-host=", "secondment.adopted=2026-04-01" } },
	{ "2026-07-10", "rule agreement-before-start", "error",
		{ "agreement.signed-host=", "agreement.signed-home=2026-03-03" } },
	/* 10. A letter of home is enough inside one organisation, up to two months. */
	{ "2026-02-01", "= signed", "yes", { "secondment.type=internal", "agreement.letter-only=yes",
		"agreement.signed-secondee=", "agreement.signed-host=", "dates.end=2026-05-02" } },
	{ "2026-02-01", "= signed", "no", { "secondment.type=internal", "agreement.letter-only=yes",
		"agreement.signed-secondee=", "agreement.signed-host=", "dates.end=2026-05-03" } },
	{ "2026-02-01", "= signed", "no", { "agreement.letter-only=yes", "agreement.signed-secondee=",
		"agreement.signed-host=", "dates.end=2026-05-02" } },
	{ "2026-02-01", "= signed", "no", { "secondment.type=internal", "agreement.letter-only=yes",
		"agreement.signed-home=", "dates.end=2026-05-02" } },
	/* 11. First and last go by id, days before suffixes, never by place in the file. */
	{ "2026-07-10", "= first(review, .by)", "X", { "+[review 2026-03-05]\\nby = X" } },
	{ "2026-07-10", "= last(review, .by)", "X", { "+[review 2026-07-08-b]\\nby = X\\n[review 2026-05-01]\\nby = Y" } },
	{ "2026-07-10", "= last(review, .by)", "G. Ibarra", { "+[review 2026-07-09]\\nkind = interim" } },
	{ "2026-07-10", "= last(objective, .id)", "warnings", { "objective:9.text=x" } },
	/* 12. The id of what happens is its day; what is to come exists for `for`, not for functions. */
	{ "2026-07-10", "= last(review, .id) + 1d", "2026-07-09", { "review:2026-07-08-b.by=X" } },
	{ "2026-07-10", "= any(review, .id > today)", "no", { "review:2026-08-01.held=yes" } },
	{ "2026-07-10", "rule review-future", "error", { "review:2026-08-01.held=yes" } },
	/* 13. Days between are a duration in days and never compare with months; a secondment
	 * counts its first and its last day. */
	{ "2026-02-01", "= length", "271d", { NULL } },
	{ "2026-02-01", "= days(length) = 271", "yes", { NULL } },
	{ "2026-02-01", "refused length > 12m", "days are not compared with months or years: "
		"write effective-end > dates.start + 12m", { NULL } },
	/* 14. Year and month first, cut to the month's end, then days; dates() multiplies. */
	{ "2026-02-01", "= 2026-01-31 + 1m + 1m", "2026-03-28", { NULL } },
	{ "2026-02-01", "= 2026-01-31 + 2m", "2026-03-31", { NULL } },
	{ "2026-02-01", "= 2024-02-29 + 1y", "2025-02-28", { NULL } },
	{ "2026-02-01", "= 1m * 1.5", "45d", { NULL } },
	{ "2026-02-01", "= 7d / 2", "3d", { NULL } },
	{ "2026-02-01", "due milestone", "2026-04-07 2026-04-30 2026-06-30 2026-09-30",
		{ "dates.start=2026-03-31", "objective:duty.status=open" } },
	/* 15. Texts: blanks and case do not count; values of a list and ids do to the letter;
	 * patterns fold ASCII alone. */
	{ "2026-02-01", "= \"  ZO\xc3\x8b  at work\" = \"zo\xc3\xab at  Work\"", "yes", { NULL } },
	{ "2026-02-01", "= \"Stra\xc3\x9f" "e\" = \"STRASSE\"", "yes", { NULL } },
	{ "2026-02-01", "= \"M\xc3\x9cLLER\" ~ \"m\xc3\xbcller\"", "no", { NULL } },
	{ "2026-02-01", "= \"MILLER\" ~ \"ille\"", "yes", { NULL } },
	{ "2026-02-01", "rule enum-value", "error", { "secondment.type=External" } },
	{ "2026-07-10", "= any(objective, .id = \"Duty\")", "no", { NULL } },
	/* 16. Lists: nothing includes what is missing, order is free, twice is a warning;
	 * words with commas that are no list are text. */
	{ "2026-07-10", "= includes(case.reasons, \"career\")", "no", { NULL } },
	{ "2026-07-10", "= includes(case.reasons, \"partnership, career\")", "yes", { "case.reasons= career ,, partnership," } },
	{ "2026-07-10", "rules", "list-duplicate", { "case.reasons=career, career" } },
	{ "2026-07-10", "rules", "", { "pay.expenses=host, host", "leave.reports-sickness-to=host, host",
		"conduct.appraisal=home, home" } },
	/* 17. One mistake, one finding: what is there but wrong is present. */
	{ "2026-02-01", "rules", "date-invalid", { "dates.end=2026-11-31" } },
	{ "2026-02-01", "rules", "number-range", { "notice.weeks=four" } },
	/* 18. "Over, older than" without the day, "within, by, until" with it; overdue from
	 * the day after. */
	{ "2026-09-29", "rule pdp-stale", "", { NULL } },
	{ "2026-09-30", "rule pdp-stale", "warning", { NULL } },
	{ "2026-09-30", "rule pdp-stale", "", { "waive:pdp-stale.by=V", "waive:pdp-stale.reason=x",
		"waive:pdp-stale.until=2026-09-30" } },
	{ "2026-10-01", "rule pdp-stale", "warning", { "waive:pdp-stale.by=V", "waive:pdp-stale.reason=x",
		"waive:pdp-stale.until=2026-09-30" } },
	/* 19. All of nothing is yes; objectives are met only where there are some. */
	{ "2026-03-10", "= all(objective, .status = met)", "yes", { "-objective:warnings", "-objective:duty" } },
	{ "2026-03-20", "due milestone", "2026-03-09 2026-04-02 2026-06-02 2026-09-02",
		{ "-objective:warnings", "-objective:duty" } },
	/* 20. Items show 14 days ahead, hard ones 28; the three notices have one day, and one
	 * of them shows at a time. */
	{ "2026-12-20", "shows return-plan", "2027-01-15", { "return.plan=" } },
	{ "2026-12-20", "shows review-end", "2027-01-22", { NULL } },
	{ "2027-01-26", "shows end-notice-1", "2026-11-28", { "return.talk=" } },
	{ "2027-01-26", "shows end-notice-2", "", { "return.talk=" } },
	{ "2027-01-27", "due end-notice-1", "", { "return.talk=" } },
	{ "2027-01-27", "due end-notice-2", "2027-02-26", { "return.talk=" } },
	{ "2027-02-19", "due end-notice-2", "", { "return.talk=" } },
	{ "2027-02-19", "due end-notice-3", "2027-02-26", { "return.talk=" } },
	/* 21. No extension to decide on where it lasts no longer than half a year. */
	{ "2026-03-10", "due extend-decide", "", { "return.plan=", "dates.end=2026-09-02" } },
	{ "2026-03-10", "due extend-decide", "2026-06-05", { "return.plan=", "dates.end=2026-09-03" } },
	/* 22. The first day is open until it has come, agreed or not. */
	{ "2026-02-01", "due start", "2026-03-02", { NULL } },
	{ "2026-03-02", "due start", "", { NULL } },
	/* 23. Every quarter's end inside the term and the one after, not the last plus three months. */
	{ "2026-12-20", "due recharge", "2026-03-31 2026-06-30 2026-09-30 2026-12-31 2027-03-31",
		{ "-recharge:2026-03-31", "-recharge:2026-06-30", "-recharge:2026-09-30" } },
	{ "2026-07-20", "due recharge", "2026-03-31 2026-09-30 2026-12-31", { "-recharge:2026-03-31" } },
	/* 24. A gap is the one open today, not one of the past, and counts from the start. */
	{ "2026-07-10", "rule contact-gap", "", { "-contact:2026-03-27", "-contact:2026-04-24", "-contact:2026-05-22" } },
	{ "2026-04-13", "rule contact-gap", "", { "-contact:2026-03-27", "contact:2025-11-21.by=E. Mbeki" } },
	{ "2026-04-14", "rule contact-gap", "warning", { "-contact:2026-03-27", "contact:2025-11-21.by=E. Mbeki" } },
	{ "2026-06-02", "rule review-gap", "", { "-review:2026-04-15", "review:2026-01-15.held=yes" } },
	/* 25. A review is thin without goals, obstacles and action; one of them is enough. */
	{ "2026-05-01", "rule review-thin", "warning", { "review:2026-04-15.goals=", "review:2026-04-15.obstacles=" } },
	{ "2026-05-01", "rule review-thin", "", { "review:2026-04-15.goals=" } },
	{ "2026-05-01", "rule review-thin", "", { "review:2026-04-15.obstacles=" } },
	{ "2026-05-01", "rule review-thin", "", { "review:2026-04-15.goals=", "review:2026-04-15.obstacles=",
		"action:a.text=x", "action:a.from-review=2026-04-15" } },
	/* 26. What is absent from a record that was entered late only warns for thirty days;
	 * a contradiction is an error at once. */
	{ "2026-05-01", "rule notice-missing", "warning", { "secondment.adopted=2026-04-01", "notice.weeks=" } },
	{ "2026-05-02", "rule notice-missing", "error", { "secondment.adopted=2026-04-01", "notice.weeks=" } },
	{ "2026-05-01", "rule fte-range", "error", { "secondment.adopted=2026-04-01", "work.fte=1.2" } },
	/* 27. A waiver takes a rule or a due kind, never what the reader or the schema finds. */
	{ "2026-07-10", "due contact", "", { "waive:contact.by=V", "waive:contact.reason=x", "waive:contact.until=always" } },
	{ "2026-07-10", "rules", "key-unknown waiver", { "host.maneger=x", "waive:key-unknown.by=V",
		"waive:key-unknown.reason=x", "waive:key-unknown.until=always" } },
	{ "2026-07-10", "rules", "waiver", { "waive:silence.by=V", "waive:silence.reason=x", "waive:silence.until=always" } },
	/* 28. A record of later seen on an earlier day holds reviews of the future; what it
	 * was then is asked of git (git.bats). */
	{ "2026-07-07", "rules", "review-future", { "review:2026-07-08.kind=midpoint", "review:2026-07-08.by=G. Ibarra",
		"review:2026-07-08.held=yes", "review:2026-07-08.goals=x" } },
	/* 29. Open and part-met are unfinished, met, missed and dropped are done; values that
	 * were left open are listed. */
	{ "2026-07-10", "due objective-due", "2026-10-30", { "objective:duty.status=open" } },
	{ "2026-07-10", "due objective-due", "2026-10-30", { "objective:duty.status=part-met" } },
	{ "2026-07-10", "due objective-due", "", { "objective:duty.status=missed" } },
	{ "2026-07-10", "due objective-due", "", { "objective:duty.status=dropped" } },
	{ "2026-07-10", "due goal-due", "2026-12-18", { "goal:forecasting.status=part-met" } },
	{ "2026-07-10", "due goal-due", "", { "goal:forecasting.status=dropped" } },
	{ "2026-07-10", "rules", "", { "cover.method=agency" } },
	{ "2026-07-10", "rules", "enum-value", { "cover.method=robot" } },
	{ "2026-07-10", "rules", "enum-value", { "feedback:2026-05-13.from=cat" } },
	{ "2027-10-01", "rules", "enum-value", { "achievement:2026-09-30.kind=feat" } },
	{ "2026-07-10", "rules", "section-name", { "benefit:union.text=x" } },
	/* 30. Evidence or a day where something was done, words where something is told. */
	{ "2027-03-05", "rule date-invalid", "error", { "return.objectives=two of them" } },
	{ "2027-03-05", "rules", "", { "return.welcome=n/a: left", "cover.team-briefed=2026-02-20",
		"permission.hr-informed=n/a: HR began it", "return.plan=two of them", "return.hopes=x" } },
	{ "2027-03-05", "rules", "date-invalid", { "end.notice-given=pending" } },
	/* 31. External is external: voluntary ones are named where they are meant. */
	{ "2026-02-01", "rules", "", { "secondment.type=voluntary", "pay.borne-by=home", "-benefit:home",
		"conduct.discipline=", "agreement.covers=pay", "pay.vat=" } },
	/* 32. Days move back to Friday unless the item says no: the first day back is none at the host. */
	{ "2026-07-10", "due welcome-back", "2026-11-28", { "-return", "-end" } },
	{ "2026-07-10", "due pdp-review", "2026-10-09", { "pdp.reviewed=2026-07-13" } }, /* of a Sunday */
	/* 33. A decision without its day counts, and the day is asked for. */
	{ "2025-11-25", "= state", "permitted", { "permission.date=" } },
	{ "2025-11-25", "rules", "required", { "permission.date=" } },
	/* 34. Closed is a section of its own, with a day and by whom. */
	{ "2027-10-01", "rules", "", { NULL } },
	{ "2027-10-01", "rules", "required", { "closed.by=" } },
	/* 35. What is over cannot be mended, and is not nagged about. */
	{ "2027-10-01", "rules", "", { "goal:forecasting.due=", "objective:duty.measure=", "-mentor", "cover.end=2026-05-01",
		"case.downsides=", "review:2026-07-08.goals=", "-action:calendar", "skill:ensembles.use=" } },
};

static struct sec_schema schema;
static struct sec_buf life;

static char *path_of(const char *name)
{
	const char *top = getenv("SEC_TOP");

	return xasprintf("%s/%s", top ? top : ".", name);
}

static int set_up(void **state)
{
	char *dir = path_of("schema"), *file = path_of("schema/examples/life.ini");
	struct sec_schema_source source = sec_schema_folder(dir);
	struct sec_err err = SEC_ERR_INIT;

	(void)state;
	if (sec_schema_load(&schema, &source, NULL, NULL, (struct sec_str){ "", 0 }, &err) ||
	    sec_file_read(&life, AT_FDCWD, file, SEC_RECORD_MAX, &err))
		fail_msg("%s", err.msg);
	free(dir);
	free(file);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	sec_buf_release(&life);
	sec_schema_release(&schema);
	return 0;
}

static void add_word(struct sec_buf *out, const char *word)
{
	sec_buf_addf(out, "%s%s", out->len ? " " : "", word);
}

static void print_value(struct sec_example *x, const char *text, bool refused, struct sec_buf *out)
{
	struct sec_arena arena = { 0 };
	struct sec_expr_site site = { .schema = &schema, .for_kind = SEC_FOR_ONCE, .arena = &arena };
	struct sec_err err = SEC_ERR_INIT;
	struct sec_expr *e;
	struct sec_val v;

	if (sec_expr_compile(&e, &site, sec_str(text), SEC_WANT_ANY, &err)) {
		sec_buf_addstr(out, err.msg);
	} else if (!refused) {
		v = sec_expr_eval(e, x->facts, NULL);
		if (v.known)
			sec_facts_format(x->facts, &v, out);
	}
	sec_err_clear(&err);
	sec_arena_release(&arena);
}

static void print_rules(const struct sec_example *x, const char *name, struct sec_buf *out)
{
	for (size_t i = 0; i < x->faults.n; i++) {
		const struct sec_fault *f = &x->faults.item[i];

		if (!name)
			add_word(out, f->rule);
		else if (strcmp(f->rule, name) == 0)
			add_word(out, sec_level_name(f->level));
	}
}

static void print_days(const struct sec_example *x, const char *kind, bool shows, struct sec_buf *out)
{
	char day[11];

	assert_true(sec_schema_due(&schema, sec_str(kind)) >= 0);
	for (size_t i = 0; i < x->due.n; i++)
		if (strcmp(x->due.item[i].kind->kind, kind) == 0) {
			sec_day_format(shows ? x->due.item[i].shows : x->due.item[i].due, day);
			add_word(out, day);
		}
}

static void print_what(struct sec_example *x, const char *what, struct sec_buf *out)
{
	const char *name = strchr(what, ' ');

	name = name ? name + 1 : NULL;
	if (*what == '=' || strncmp(what, "refused ", 8) == 0)
		print_value(x, name, *what != '=', out);
	else if (strncmp(what, "rule", 4) == 0)
		print_rules(x, name, out);
	else
		print_days(x, name, *what == 's', out);
}

static void what_was_decided_holds(void **state)
{
	unsigned wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(decisions) / sizeof(*decisions); i++) {
		const struct decision *d = &decisions[i];
		struct sec_example_row r = { .day = d->day };
		struct sec_err err = SEC_ERR_INIT;
		struct sec_buf found = SEC_BUF_INIT;
		struct sec_example x;

		for (; r.changes < 9 && d->change[r.changes]; r.changes++)
			r.change[r.changes] = d->change[r.changes];
		if (sec_example_see(&x, &schema, sec_buf_str(&life), &r, &err))
			fail_msg("%s %s: %s", d->day, d->what, err.msg);
		print_what(&x, d->what, &found);
		if (strcmp(found.s ? found.s : "", d->want) != 0) {
			print_error("%s %s (%s): '%s' instead of '%s'\n", d->day, d->what,
				d->change[0] ? d->change[0] : "", found.s ? found.s : "", d->want);
			wrong++;
		}
		sec_buf_release(&found);
		sec_example_release(&x);
	}
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_decided_holds),
	};

	return cmocka_run_group_tests_name("decisions", tests, set_up, tear_down);
}
