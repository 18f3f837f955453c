/* SPDX-License-Identifier: ISC
 *
 * One row an expression: its type and value on the record of fixture-expr.h on
 * 1 July 2026. "-" is unknown, "!" is there but of the wrong form.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "fixture-expr.h"

struct row {
	const char *text, *type, *value;
};

static const struct row literals[] = {
	{ "\"some text\"", "text", "some text" },
	{ "\"\\\"", "text", "\\" },
	{ "12.5", "number", "12.5" },
	{ "0", "number", "0" },
	{ "2026-03-01", "date", "2026-03-01" },
	{ "14d", "duration", "14d" },
	{ "4w", "duration", "28d" },
	{ "6m", "duration", "6m" },
	{ "2y", "duration", "2y" },
	{ "yes", "yes-no", "yes" },
	{ "no", "yes-no", "no" },
	{ "(((1)))", "number", "1" },
	{ "today", "date", "2026-07-01" },
};

static const struct row names[] = {
	{ "dates.start", "date", "2026-01-31" },
	{ "start", "date", "2026-01-31" },
	{ "end", "date", "2026-12-31" },
	{ "title", "text", "Zo\xc3\xab  at   WORK" },
	{ "id", "text", "2026-01-abc" },
	{ "name", "text", "-" },
	{ "type", "enum", "internal" },
	{ "state", "state", "active" },
	{ "who", "text", "Alex Doe" },
	{ "finish", "date", "2026-12-31" },
	{ "length", "duration", "335d" },
	{ "middle", "date", "2026-07-17" },
	{ "phase", "enum", "during" },
	{ "late", "yes-no", "no" },
	{ "unsure", "date", "-" },
	{ "policy.long", "duration", "1y" },
	{ "policy.most", "number", "8" },
	{ "policy.mode", "enum", "strict" },
	{ "policy.covers", "text", "pay, leave" },
	{ "work.in", "text", "here" },
	{ "work.talk", "evidence", "2026-07-01" },
	{ "work.waiting", "evidence", "pending" },
	{ "work.milestone", "dated", "2026-03-02 draft\n2026-05-01 final" },
	{ "dates.broken", "date", "!" },
	{ "dates.empty", "date", "-" },
	{ "work.wrong", "enum", "!" },
	{ "review:2026-06-17.kind", "enum", "midpoint" },
	{ "review:2026-03-04-b.by", "text", "L. Farrow" },
	{ "review:2026-01-01.held", "yes-no", "-" },
	{ "view:home.rating", "number", "4" },
	{ "view:host.rating", "number", "-" },
	{ "induction.it-account", "evidence", "pending" },
	{ "induction.other", "evidence", "-" },
	{ "induction.x-own", "text", "private" },
	{ "secondment.x-mine", "text", "hello" },
	{ "secondment.x-none", "text", "-" },
	{ "x-extra.key", "text", "outside" },
	{ "x-extra:two.key", "text", "second" },
	{ "x-none.key", "text", "-" },
	{ "next-due", "date", "2026-07-09" },
	{ "findings", "number", "2" },
};

static const struct row comparisons[] = {
	{ "1 = 1.0", "yes-no", "yes" },
	{ "0.1 + 0.2 + 0.7 = 1", "yes-no", "yes" },
	{ "1 != 2", "yes-no", "yes" },
	{ "1 < 1", "yes-no", "no" },
	{ "1 <= 1", "yes-no", "yes" },
	{ "2 > 1", "yes-no", "yes" },
	{ "1 >= 2", "yes-no", "no" },
	{ "work.fte > 0 and work.fte <= 1", "yes-no", "yes" },
	{ "dates.start < dates.end", "yes-no", "yes" },
	{ "dates.start = 2026-01-31", "yes-no", "yes" },
	{ "work.talk <= today", "yes-no", "yes" },
	{ "work.waiting <= today", "yes-no", "-" },
	{ "work.excused <= today", "yes-no", "-" },
	{ "work.milestone = 2026-03-02", "yes-no", "yes" },
	{ "dates.empty < today", "yes-no", "-" },
	{ "dates.broken < today", "yes-no", "-" },
	{ "work.wrong = a", "yes-no", "-" },
	{ "work.wrong != a", "yes-no", "-" },
	{ "title = \"zo\xc3\x8b at work\"", "yes-no", "yes" },
	{ "title != \"zoe at work\"", "yes-no", "yes" },
	{ "host.manager = host.lead", "yes-no", "yes" },
	{ "work.duties = \"ASK  the team \"", "yes-no", "yes" },
	{ "id = \"2026-01-ABC\"", "yes-no", "yes" },
	{ "type = internal", "yes-no", "yes" },
	{ "internal = type", "yes-no", "yes" },
	{ "type = \"internal\"", "yes-no", "yes" },
	{ "type != external", "yes-no", "yes" },
	{ "direction = in", "yes-no", "yes" },
	{ "direction != in", "yes-no", "no" },
	{ "either(direction, out) = in", "yes-no", "yes" },
	{ "in = direction", "yes-no", "yes" },
	{ "work.recommend = yes", "yes-no", "yes" },
	{ "work.recommend = perhaps", "yes-no", "no" },
	{ "work.remote = yes", "yes-no", "yes" },
	{ "work.remote != no", "yes-no", "yes" },
	{ "phase = end", "yes-no", "no" },
	{ "phase = during", "yes-no", "yes" },
	{ "during = phase", "yes-no", "yes" },
	{ "policy.mode = strict", "yes-no", "yes" },
	{ "state = active", "yes-no", "yes" },
	{ "active = state", "yes-no", "yes" },
	{ "state < ended", "yes-no", "yes" },
	{ "state >= agreed", "yes-no", "yes" },
	{ "state = dropped-out", "yes-no", "no" },
	{ "state in (agreed, active)", "yes-no", "yes" },
	{ "state in (new, dropped-out)", "yes-no", "no" },
	{ "state not in (new, ended)", "yes-no", "yes" },
	{ "type in (external, voluntary)", "yes-no", "no" },
	{ "host.manager in (\"x\", \"l. farrow\")", "yes-no", "yes" },
	{ "host.manager in (person.name, host.lead)", "yes-no", "yes" },
	{ "host.manager in (person.name, \"x\")", "yes-no", "-" },
	{ "host.manager not in (person.name, host.lead)", "yes-no", "no" },
	{ "person.name in (\"x\")", "yes-no", "-" },
	{ "dates.start in (2026-01-30, 2026-01-31)", "yes-no", "yes" },
	{ "14d = 2w", "yes-no", "yes" },
	{ "12m = 1y", "yes-no", "yes" },
	{ "work.every = 28d", "yes-no", "yes" },
	{ "work.months > 27d", "yes-no", "-" },
	{ "work.months + 1d > 1m", "yes-no", "yes" },
	{ "work.months > 0d", "yes-no", "yes" },
	{ "length >= policy.grace", "yes-no", "yes" },
	{ "work.covers = \"pay, leave\"", "yes-no", "yes" },
	{ "work.covers = pay", "yes-no", "no" },
	{ "work.covers != policy.covers", "yes-no", "no" },
	{ "title ~ \"^zo.\"", "yes-no", "yes" },
	{ "title !~ \"nothing\"", "yes-no", "yes" },
	{ "person.name ~ \"a\"", "yes-no", "-" },
	{ "work.duties ~ policy.mailbox", "yes-no", "yes" },
	{ "work.tags ~ \"TWO\"", "yes-no", "yes" },
	{ "work.excused ~ \"senior\"", "yes-no", "yes" },
};

static const struct row logic[] = {
	{ "yes and yes", "yes-no", "yes" },
	{ "yes and no", "yes-no", "no" },
	{ "no or yes", "yes-no", "yes" },
	{ "no or no", "yes-no", "no" },
	{ "not no", "yes-no", "yes" },
	{ "not not yes", "yes-no", "yes" },
	{ "dates.empty = today and no", "yes-no", "no" },
	{ "no and dates.empty = today", "yes-no", "no" },
	{ "dates.empty = today and yes", "yes-no", "-" },
	{ "dates.empty = today or yes", "yes-no", "yes" },
	{ "dates.empty = today or no", "yes-no", "-" },
	{ "not dates.empty = today", "yes-no", "-" },
	{ "not (dates.empty = today)", "yes-no", "-" },
	{ "yes or yes and no", "yes-no", "yes" },
	{ "(yes or yes) and no", "yes-no", "no" },
	{ "not yes or yes", "yes-no", "yes" },
	{ "not 1 = 2", "yes-no", "yes" },
	{ "yes\n  and\nno", "yes-no", "no" },
	{ "not late", "yes-no", "yes" },
};

static const struct row arithmetic[] = {
	{ "1 + 2 * 3", "number", "7" },
	{ "(1 + 2) * 3", "number", "9" },
	{ "10 - 4 - 3", "number", "3" },
	{ "8 / 4 / 2", "number", "1" },
	{ "0 - 5", "number", "-5" },
	{ "1 / 3", "number", "0.333333" },
	{ "(0 - 1) / 3", "number", "-0.333334" },
	{ "0.5 * 0.5", "number", "0.25" },
	{ "1 / 0", "number", "-" },
	{ "999999999999 * 999999999999", "number", "-" },
	{ "dates.start + 1d", "date", "2026-02-01" },
	{ "dates.start + 1m", "date", "2026-02-28" },
	{ "dates.start + 1m + 1m", "date", "2026-03-28" },
	{ "dates.start + 2m", "date", "2026-03-31" },
	{ "dates.start + 1m * 2", "date", "2026-03-31" },
	{ "dates.start - 2w", "date", "2026-01-17" },
	{ "2024-02-29 + 1y", "date", "2025-02-28" },
	{ "2026-01-31 + (1m + 1d)", "date", "2026-03-01" },
	{ "9999-12-31 + 1d", "date", "-" },
	{ "dates.end - dates.start", "duration", "334d" },
	{ "dates.start - dates.end", "duration", "-334d" },
	{ "(dates.end - dates.start) / 2", "duration", "167d" },
	{ "7d / 2", "duration", "3d" },
	{ "(today - (today + 7d)) / 2", "duration", "-4d" },
	{ "4w * 1.5", "duration", "42d" },
	{ "1.5 * 4w", "duration", "42d" },
	{ "1m / 2", "duration", "15d" },
	{ "1m * 1.5", "duration", "45d" },
	{ "1y / 2", "duration", "6m" },
	{ "1y / 5", "duration", "72d" },
	{ "1w + 1d", "duration", "8d" },
	{ "1m - 1d", "duration", "1m -1d" },
	{ "1d / 0", "duration", "-" },
	{ "dates.empty + 1d", "date", "-" },
	{ "dates.broken + 1d", "date", "!" },
	{ "work.talk + 1d", "date", "2026-07-02" },
	{ "work.waiting + 1d", "date", "-" },
	{ "today - work.milestone", "duration", "121d" },
	{ "2000000d * 2000000", "duration", "-" },
};

static const struct row functions[] = {
	{ "present(dates.start)", "yes-no", "yes" },
	{ "present(dates.empty)", "yes-no", "no" },
	{ "present(dates.broken)", "yes-no", "yes" },
	{ "present(work.wrong)", "yes-no", "yes" },
	{ "present(unsure)", "yes-no", "no" },
	{ "present(last(review, .by))", "yes-no", "yes" },
	{ "present(dates.empty = today)", "yes-no", "no" },
	{ "done(work.talk)", "yes-no", "yes" },
	{ "done(work.waiting)", "yes-no", "no" },
	{ "done(work.excused)", "yes-no", "yes" },
	{ "done(dates.start)", "yes-no", "yes" },
	{ "done(dates.end)", "yes-no", "no" },
	{ "done(dates.empty)", "yes-no", "no" },
	{ "done(dates.broken)", "yes-no", "no" },
	{ "done(today + 1d)", "yes-no", "no" },
	{ "any(review)", "yes-no", "yes" },
	{ "any(review, .kind = end)", "yes-no", "no" },
	{ "any(review, .kind = midpoint and .held = yes)", "yes-no", "yes" },
	{ "any(review, .id = 2026-03-04)", "yes-no", "yes" },
	{ "any(review, .id > today)", "yes-no", "no" },
	{ "any(closed)", "yes-no", "no" },
	{ "any(dates)", "yes-no", "yes" },
	{ "any(dates, .start < today)", "yes-no", "yes" },
	{ "any(view, .id = home)", "yes-no", "yes" },
	{ "any(view, .id = host)", "yes-no", "no" },
	{ "any(action, .id = \"alpha\")", "yes-no", "yes" },
	{ "any(action, .id = \"Alpha\")", "yes-no", "no" },
	{ "all(review, .held = yes)", "yes-no", "no" },
	{ "all(review, present(.kind))", "yes-no", "yes" },
	{ "all(closed, no)", "yes-no", "yes" },
	{ "all(action, .due > 2026-01-01)", "yes-no", "yes" },
	{ "count(review)", "number", "3" },
	{ "count(review, .held = yes)", "number", "2" },
	{ "count(review, .by = \"nobody\")", "number", "0" },
	{ "count(action)", "number", "2" },
	{ "count(events)", "number", "4" },
	{ "first(review, .score)", "number", "5" },
	{ "last(review, .score)", "number", "3" },
	{ "last(review, .kind)", "enum", "midpoint" },
	{ "last(review, .kind) = midpoint", "yes-no", "yes" },
	{ "first(review, .by)", "text", "L. Farrow" },
	{ "first(review, .by, .kind = midpoint)", "text", "J. Brandt" },
	{ "last(review, .id)", "date", "2026-06-17" },
	{ "last(review, .id, .held = no)", "date", "2026-03-04" },
	{ "last(review, .id, .by = \"nobody\")", "date", "-" },
	{ "first(action, .text)", "text", "First" },
	{ "last(action, .id)", "id", "zeta" },
	{ "last(events, .id)", "date", "2026-06-20" },
	{ "first(events, .id)", "date", "2026-03-04" },
	{ "min(3, 1, 2)", "number", "1" },
	{ "max(dates.start, dates.empty)", "date", "2026-01-31" },
	{ "max(dates.empty, dates.empty)", "date", "-" },
	{ "max(dates.start, dates.broken)", "date", "!" },
	{ "max(work.talk, dates.start)", "date", "2026-07-01" },
	{ "max(work.waiting, dates.start)", "date", "2026-01-31" },
	{ "min(14d, 1w)", "duration", "7d" },
	{ "min(1y, 6m)", "duration", "6m" },
	{ "min(work.months, 20d)", "duration", "-" },
	{ "either(dates.empty, dates.start)", "date", "2026-01-31" },
	{ "either(dates.end, dates.start)", "date", "2026-12-31" },
	{ "either(dates.broken, dates.start)", "date", "!" },
	{ "either(dates.empty, dates.empty)", "date", "-" },
	{ "either(work.every, policy.grace) * 1.5", "duration", "42d" },
	{ "either(person.name, \"nobody\")", "text", "nobody" },
	{ "if(yes, 1, 2)", "number", "1" },
	{ "if(no, 1, 2)", "number", "2" },
	{ "if(dates.empty = today, 1, 2)", "number", "2" },
	{ "if(no, 1, yes, 2, 3)", "number", "2" },
	{ "if(no, 1, no, 2, 3)", "number", "3" },
	{ "if(type = internal, type, external) = internal", "yes-no", "yes" },
	{ "includes(work.covers, \"pay, LEAVE\")", "yes-no", "yes" },
	{ "includes(work.covers, \"pay, notice\")", "yes-no", "no" },
	{ "includes(work.covers, policy.covers)", "yes-no", "yes" },
	{ "includes(work.covers, pay)", "yes-no", "yes" },
	{ "includes(work.tags, \"one  THING\")", "yes-no", "yes" },
	{ "includes(work.tags, person.name)", "yes-no", "no" },
	{ "length(\"\")", "number", "0" },
	{ "length(title)", "number", "14" },
	{ "length(person.name)", "number", "-" },
	{ "days(dates.end - dates.start)", "number", "334" },
	{ "days(2m)", "number", "60" },
	{ "days(length) / 7 > 40", "yes-no", "yes" },
	{ "workday(2026-03-01)", "date", "2026-02-27" },
	{ "workday(2026-03-02)", "date", "2026-03-02" },
	{ "workday(2026-01-04)", "date", "2026-01-01" },
	{ "workday(dates.empty)", "date", "-" },
	{ "reached(agreed)", "yes-no", "yes" },
	{ "reached(ended)", "yes-no", "no" },
	{ "reached(new)", "yes-no", "yes" },
	{ "reached(dropped-out)", "yes-no", "no" },
};

static const struct row things[] = {
	{ "count(induction.*)", "number", "2" },
	{ "all(induction.*, done(.value))", "yes-no", "no" },
	{ "any(induction.*, done(.value))", "yes-no", "yes" },
	{ "any(induction.*, .value < today)", "yes-no", "yes" },
	{ "any(induction.*, .key = \"it-account\")", "yes-no", "yes" },
	{ "any(induction.*, .key = \"x-own\")", "yes-no", "no" },
	{ "all(induction.*, .type = evidence)", "yes-no", "yes" },
	{ "count(*.*, .type = prose)", "number", "2" },
	{ "any(*.*, .type = prose and .value ~ \"mail\")", "yes-no", "yes" },
	{ "any(*.*, .type = date and done(.value))", "yes-no", "yes" },
	{ "first(work.*, .key)", "id", "covers" },
	{ "last(work.*, .key, .type = text)", "id", "in" },
	{ "count(review.*)", "number", "10" },
};

static const struct row nested[] = {
	/* .key is the inner section's, review.key the outer one's */
	{ "any(review, any(action, .from-review = review.id))", "yes-no", "yes" },
	{ "first(review, .id, any(action, .from-review = review.id))", "date", "2026-06-17" },
	{ "count(review, any(review, .id > review.id))", "number", "2" },
	{ "last(review, .score, any(action, .due > review.id))", "number", "3" },
	{ "any(review, .score = 5 and review.score = 5)", "yes-no", "yes" },
	{ "last(review, prev(.score))", "number", "5" },
	{ "last(review, prev(.id, .held = yes))", "date", "2026-03-04" },
	{ "first(review, prev(.id))", "date", "2026-03-04" },
};

static void check_rows(const struct row *rows, size_t n)
{
	struct sec_err err = SEC_ERR_INIT;
	struct fixture x;
	size_t i;

	if (fixture_load(&x, NULL, &err) < 0 || fixture_bind(&x, fixture_record, &err) < 0)
		fail_msg("%s:%u: %s", err.path, err.line, err.msg);
	for (i = 0; i < n; i++) {
		struct sec_expr_site site = fixture_site(&x, SEC_FOR_ONCE);
		struct sec_buf out = SEC_BUF_INIT;
		struct sec_expr *e;
		struct sec_val v;

		if (sec_expr_compile(&e, &site, sec_str(rows[i].text), SEC_WANT_ANY, &err) < 0)
			fail_msg("%s: column %u: %s", rows[i].text, err.col, err.msg);
		v = sec_expr_eval(e, x.facts, NULL);
		if (v.known)
			sec_facts_format(x.facts, &v, &out);
		else
			sec_buf_addstr(&out, v.bad ? "!" : "-");
		if (strcmp(out.s, rows[i].value) != 0
			|| strcmp(sec_type_name(sec_expr_type(e)), rows[i].type) != 0)
			fail_msg("%s: %s '%s' instead of %s '%s'", rows[i].text,
				sec_type_name(sec_expr_type(e)), out.s, rows[i].type, rows[i].value);
		sec_buf_release(&out);
	}
	fixture_release(&x);
}

#define ROWS(name) \
	static void evaluates_##name(void **state) \
	{ \
		(void)state; \
		check_rows(name, sizeof(name) / sizeof(name[0])); \
	}
ROWS(literals)
ROWS(names)
ROWS(comparisons)
ROWS(logic)
ROWS(arithmetic)
ROWS(functions)
ROWS(things)
ROWS(nested)

/* In the scope of a section: kind, id, expression, value. */
static void evaluates_in_a_scope(void **state)
{
	static const struct {
		const char *kind, *id, *text, *value;
	} rows[] = {
		{ "review", "2026-06-17", ".held", "yes" },
		{ "review", "2026-06-17", ".id", "2026-06-17" },
		{ "review", "2026-03-04-b", ".id", "2026-03-04" },
		{ "review", "2026-03-04-b", "review.by", "L. Farrow" },
		{ "review", "2026-03-04-b", "held", "yes" },
		{ "review", "2026-03-04", ".by", "-" },
		{ "review", "2026-06-17", "any(action, .from-review = review.id)", "yes" },
		{ "review", "2026-03-04", "any(action, .from-review = review.id)", "no" },
		{ "review", "2026-06-17", "any(review, .score > review.score)", "yes" },
		{ "review", "2026-06-17", "prev(.score)", "5" },
		{ "review", "2026-06-17", "prev(.by)", "L. Farrow" },
		{ "review", "2026-06-17", "prev(.id, .held = no)", "2026-03-04" },
		{ "review", "2026-06-17", "prev(.id, .kind = review.kind)", "-" },
		{ "review", "2026-03-04", "prev(.id)", "-" },
		/* a future section is visited, and functions do not see it */
		{ "review", "2026-09-15", ".kind = end and .id > today", "yes" },
		{ "review", "2026-09-15", "prev(.id)", "2026-06-17" },
		{ "review", "2026-09-15", "any(review, .id = review.id)", "no" },
		{ "action", "alpha", ".id", "alpha" },
		{ "action", "alpha", ".due <= today and .status in (met, dropped)", "yes" },
		{ "action", "zeta", "prev(.text)", "First" },
		{ "action", "zeta", "either(.status, open) = open", "yes" },
		{ "view", "home", ".rating > 3 and .id = home", "yes" },
		{ "work", "", ".fte = work.fte", "yes" },
	};
	struct sec_err err = SEC_ERR_INIT;
	struct fixture x;
	size_t i;

	(void)state;
	assert_int_equal(fixture_load(&x, NULL, &err), 0);
	assert_int_equal(fixture_bind(&x, fixture_record, &err), 0);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int kind = sec_schema_kind(&x.schema, sec_str(rows[i].kind));
		struct sec_expr_site site = fixture_site(&x, kind);
		struct sec_scope scope = { .due = SEC_DAY_NONE };
		struct sec_buf out = SEC_BUF_INIT;
		struct sec_expr *e;
		struct sec_val v;

		scope.instance = sec_facts_instance(x.facts, kind, sec_str(rows[i].id));
		assert_non_null(scope.instance);
		if (sec_expr_compile(&e, &site, sec_str(rows[i].text), SEC_WANT_ANY, &err) < 0)
			fail_msg("%s: column %u: %s", rows[i].text, err.col, err.msg);
		v = sec_expr_eval(e, x.facts, &scope);
		if (v.known)
			sec_facts_format(x.facts, &v, &out);
		else
			sec_buf_addstr(&out, "-");
		if (strcmp(out.s, rows[i].value) != 0)
			fail_msg("%s: '%s' instead of '%s'", rows[i].text, out.s, rows[i].value);
		sec_buf_release(&out);
	}
	fixture_release(&x);
}

static void assert_value(struct fixture *x, const char *text, const char *want,
	int kind, const struct sec_scope *scope)
{
	struct sec_expr_site site = fixture_site(x, kind);
	struct sec_err err = SEC_ERR_INIT;
	struct sec_buf out = SEC_BUF_INIT;
	struct sec_expr *e;
	struct sec_val v;

	if (sec_expr_compile(&e, &site, sec_str(text), SEC_WANT_ANY, &err) < 0)
		fail_msg("%s: column %u: %s", text, err.col, err.msg);
	v = sec_expr_eval(e, x->facts, scope);
	assert_true(v.known);
	sec_facts_format(x->facts, &v, &out);
	assert_string_equal(out.s, want);
	sec_buf_release(&out);
}

/* Of two sections to come neither is there for the other. */
static void prev_passes_over_the_future(void **state)
{
	struct sec_err err = SEC_ERR_INIT;
	struct sec_scope scope = { .due = SEC_DAY_NONE };
	struct fixture x;
	int kind;

	(void)state;
	assert_int_equal(fixture_load(&x, NULL, &err), 0);
	assert_int_equal(fixture_bind(&x, "[review 2026-06-17]\nheld = yes\n"
		"[review 2026-09-15]\nheld = no\n[review 2026-10-15]\nheld = no\n", &err), 0);
	kind = sec_schema_kind(&x.schema, SEC_STR("review"));
	scope.instance = sec_facts_instance(x.facts, kind, SEC_STR("2026-10-15"));
	assert_non_null(scope.instance);
	assert_value(&x, "prev(.id)", "2026-06-17", kind, &scope);
	fixture_release(&x);
}

/* What has the same id comes in the order of the schema's kinds, whatever the file's. */
static void file_order_never_matters(void **state)
{
	static const char *const text[] = {
		"[person]\nref = p1\n[host]\nlead = X\n",
		"[host]\nlead = X\n[person]\nref = p1\n",
	};
	struct sec_err err = SEC_ERR_INIT;
	struct fixture x;

	(void)state;
	assert_int_equal(fixture_load(&x, NULL, &err), 0);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(fixture_bind(&x, text[i], &err), 0);
		assert_value(&x, "first(*.*, .key)", "ref", SEC_FOR_ONCE, NULL);
		assert_value(&x, "last(*.*, .key)", "lead", SEC_FOR_ONCE, NULL);
	}
	fixture_release(&x);
}

static void add_day(void *ctx, sec_day day)
{
	char s[11];

	sec_day_format(day, s);
	sec_buf_addf(ctx, "%s ", s);
}

static void gives_several_dates(void **state)
{
	static const char *const rows[][2] = {
		{ "dates(2026-01-31, 1m, 2026-05-31)",
			"2026-01-31 2026-02-28 2026-03-31 2026-04-30 2026-05-31 " },
		{ "dates(2026-01-31, 1m, 2026-05-30)", "2026-01-31 2026-02-28 2026-03-31 2026-04-30 " },
		{ "dates(2024-02-29, 1y, 2028-12-31)",
			"2024-02-29 2025-02-28 2026-02-28 2027-02-28 2028-02-29 " },
		{ "dates(today, 0d, today + 1y)", "2026-07-01 " },
		{ "dates(today, 1w, today - 1d)", "" },
		{ "dates(dates.empty, 1w, today)", "" },
		{ "dates(today, 1w, dates.empty)", "" },
		{ "today, today + 1m", "2026-07-01 2026-08-01 " },
		{ "dates.empty, dates.start", "2026-01-31 " },
		{ "work.talk", "2026-07-01 " },
		{ "work.milestone + 1d", "2026-03-03 " },
	};
	struct sec_err err = SEC_ERR_INIT;
	struct fixture x;
	size_t i;
	unsigned n, k;

	(void)state;
	assert_int_equal(fixture_load(&x, NULL, &err), 0);
	assert_int_equal(fixture_bind(&x, fixture_record, &err), 0);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct sec_expr_site site = fixture_site(&x, SEC_FOR_ONCE);
		struct sec_buf out = SEC_BUF_INIT;
		struct sec_expr **list;

		if (sec_expr_compile_list(&list, &n, &site, sec_str(rows[i][0]), SEC_WANT_LIST_OF_DATES, &err))
			fail_msg("%s: %s", rows[i][0], err.msg);
		for (k = 0; k < n; k++)
			sec_expr_dates(list[k], x.facts, NULL, add_day, &out);
		assert_string_equal(out.s, rows[i][1]);
		sec_buf_release(&out);
	}
	fixture_release(&x);
}

static void count_day(void *ctx, sec_day day)
{
	(void)day;
	++*(int *)ctx;
}

static void the_number_of_dates_is_limited(void **state)
{
	struct sec_err err = SEC_ERR_INIT;
	struct fixture x;
	struct sec_expr_site site;
	struct sec_expr **list;
	unsigned n;
	int days = 0;

	(void)state;
	assert_int_equal(fixture_load(&x, NULL, &err), 0);
	assert_int_equal(fixture_bind(&x, fixture_record, &err), 0);
	site = fixture_site(&x, SEC_FOR_ONCE);
	assert_int_equal(sec_expr_compile_list(&list, &n, &site, sec_str("dates(0001-01-01, 1d, 9999-12-31)"),
		SEC_WANT_LIST_OF_DATES, &err), 0);
	sec_expr_dates(list[0], x.facts, NULL, count_day, &days);
	assert_int_equal(days, 4096);
	fixture_release(&x);
}

/* A record that lies aside of the order of states. */
static void aside_states_have_no_order(void **state)
{
	static const char *const rows[][2] = {
		{ "state = dropped-out", "yes" }, { "state != active", "yes" },
		{ "state < active", "no" }, { "state >= new", "no" },
		{ "state in (active, dropped-out)", "yes" }, { "reached(active)", "yes" },
	};
	struct sec_err err = SEC_ERR_INIT;
	struct fixture x;
	size_t i;

	(void)state;
	assert_int_equal(fixture_load(&x, NULL, &err), 0);
	assert_int_equal(fixture_bind(&x, "[dates]\nstart = 2026-01-01\n[work]\nin = gone\n", &err), 0);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct sec_expr_site site = fixture_site(&x, SEC_FOR_ONCE);
		struct sec_expr *e;

		assert_int_equal(sec_expr_compile(&e, &site, sec_str(rows[i][0]), SEC_WANT_YESNO, &err), 0);
		if (sec_expr_test(e, x.facts, NULL) != (strcmp(rows[i][1], "yes") == 0 ? SEC_YES : SEC_NO_WAY))
			fail_msg("%s is not %s", rows[i][0], rows[i][1]);
	}
	fixture_release(&x);
}

static void add_missing(void *ctx, int field, struct sec_str id)
{
	struct fixture *x = *(struct fixture **)ctx;
	struct sec_buf *out = ((void **)ctx)[1];
	const struct sec_field *f = &x->schema.field[field];

	sec_buf_addf(out, "%s%s%.*s.%s ", x->schema.kind[f->kind].name, id.len ? ":" : "", SEC_ARG(id), f->key);
}

static void tells_what_is_missing(void **state)
{
	static const char *const rows[][2] = {
		{ "dates.empty < today", "dates.empty " },
		{ "dates.start < today", "" },
		{ "dates.start > today and dates.empty < today", "dates.empty " },
		{ "dates.start < today and dates.empty < today", "dates.empty " },
		{ "present(person.name) or present(closed.date)", "person.name closed.date " },
		{ "unsure < today", "dates.empty " },
		{ "late", "dates.empty " },
		{ "done(work.waiting)", "work.waiting " },
		{ "done(closed.date) and done(work.talk)", "closed.date " },
		{ "all(review, present(.by))", "review:2026-03-04.by " },
		{ "view:host.rating > 3", "view:host.rating " },
		{ "reached(ended)", "" },
		{ "either(dates.empty, closed.date) > today", "dates.empty " },
		{ "either(dates.empty, dates.start) < today", "" },
		{ "max(dates.empty, closed.date) > today", "dates.empty " },
		{ "max(dates.start, closed.date) > 9999-01-01", "" },
		{ "any(closed)", "" },
	};
	struct sec_err err = SEC_ERR_INIT;
	struct fixture x;
	size_t i;

	(void)state;
	assert_int_equal(fixture_load(&x, NULL, &err), 0);
	assert_int_equal(fixture_bind(&x, fixture_record, &err), 0);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct sec_expr_site site = fixture_site(&x, SEC_FOR_ONCE);
		struct sec_buf out = SEC_BUF_INIT;
		void *ctx[2] = { &x, &out };
		struct sec_expr *e;

		assert_int_equal(sec_expr_compile(&e, &site, sec_str(rows[i][0]), SEC_WANT_YESNO, &err), 0);
		sec_expr_missing(e, x.facts, NULL, add_missing, ctx);
		if (strcmp(out.s, rows[i][1]) != 0)
			fail_msg("%s: '%s' instead of '%s'", rows[i][0], out.s, rows[i][1]);
		sec_buf_release(&out);
	}
	fixture_release(&x);
}

static void add_ref(void *ctx, enum sec_ref_kind kind, int index)
{
	struct fixture *x = *(struct fixture **)ctx;
	struct sec_buf *out = ((void **)ctx)[1];

	switch (kind) {
	case SEC_REF_FIELD: sec_buf_addf(out, "f:%s ", x->schema.field[index].key); break;
	case SEC_REF_DERIVED: sec_buf_addf(out, "d:%s ", x->schema.derived[index].name); break;
	case SEC_REF_STATE_OF_RECORD: sec_buf_addstr(out, "state "); break;
	case SEC_REF_REACHED: sec_buf_addf(out, "r:%s ", x->schema.state[index].name); break;
	case SEC_REF_POLICY: sec_buf_addf(out, "p:%s ", x->schema.policy[index].name); break;
	case SEC_REF_SECTIONS: sec_buf_addf(out, "s:%s ", x->schema.kind[index].name); break;
	}
}

static void names_what_it_reads(void **state)
{
	struct sec_err err = SEC_ERR_INIT;
	struct sec_buf out = SEC_BUF_INIT;
	struct fixture x;
	struct sec_expr_site site;
	struct sec_expr *e;
	void *ctx[2] = { &x, &out };

	(void)state;
	assert_int_equal(fixture_load(&x, NULL, &err), 0);
	site = fixture_site(&x, SEC_FOR_ONCE);
	assert_int_equal(sec_expr_compile(&e, &site, sec_str("finish > start + policy.grace and any(review, "
		".held = yes) or state = ended and reached(active) and view:home.rating > 1"), SEC_WANT_YESNO, &err), 0);
	sec_expr_refs(e, add_ref, ctx);
	assert_string_equal(out.s, "d:finish f:start p:grace s:review f:held state r:active f:rating ");
	sec_buf_release(&out);
	fixture_release(&x);
}

static void a_local_name_changes_no_built_in_one(void **state)
{
	static const char local[] = "[field host.title]\ntype = number\n[field host.score]\ntype = text\n"
		"[derived score]\nvalue = 5\n[derived title]\nvalue = 6\n[derived extra]\nvalue = 7\n"
		"[field host.extra]\ntype = text\n";
	static const struct row rows[] = {
		{ "title", "text", "Zo\xc3\xab  at   WORK" },
		{ "host.title", "number", "-" },
		{ "extra", "number", "7" },
		{ "host.extra", "text", "-" },
	};
	struct sec_err err = SEC_ERR_INIT;
	struct fixture x;
	size_t i;

	(void)state;
	if (fixture_load(&x, local, &err) < 0)
		fail_msg("%s:%u: %s", err.path, err.line, err.msg);
	assert_int_equal(fixture_bind(&x, fixture_record, &err), 0);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct sec_expr_site site = fixture_site(&x, SEC_FOR_ONCE);
		struct sec_buf out = SEC_BUF_INIT;
		struct sec_expr *e;
		struct sec_val v;

		if (sec_expr_compile(&e, &site, sec_str(rows[i].text), SEC_WANT_ANY, &err) < 0)
			fail_msg("%s: %s", rows[i].text, err.msg);
		v = sec_expr_eval(e, x.facts, NULL);
		sec_buf_addstr(&out, v.known ? "" : "-");
		sec_facts_format(x.facts, &v, &out);
		assert_string_equal(sec_type_name(sec_expr_type(e)), rows[i].type);
		assert_string_equal(out.s, rows[i].value);
		sec_buf_release(&out);
	}
	fixture_release(&x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(evaluates_literals),
		cmocka_unit_test(evaluates_names),
		cmocka_unit_test(evaluates_comparisons),
		cmocka_unit_test(evaluates_logic),
		cmocka_unit_test(evaluates_arithmetic),
		cmocka_unit_test(evaluates_functions),
		cmocka_unit_test(evaluates_things),
		cmocka_unit_test(evaluates_nested),
		cmocka_unit_test(evaluates_in_a_scope),
		cmocka_unit_test(prev_passes_over_the_future),
		cmocka_unit_test(file_order_never_matters),
		cmocka_unit_test(gives_several_dates),
		cmocka_unit_test(the_number_of_dates_is_limited),
		cmocka_unit_test(aside_states_have_no_order),
		cmocka_unit_test(tells_what_is_missing),
		cmocka_unit_test(names_what_it_reads),
		cmocka_unit_test(a_local_name_changes_no_built_in_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
