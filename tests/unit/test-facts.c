/* SPDX-License-Identifier: ISC */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "fixture-expr.h"

static int set_up(void **state)
{
	struct fixture *x = xcalloc(1, sizeof(*x));
	struct sec_err err = SEC_ERR_INIT;

	if (fixture_load(x, NULL, &err) < 0 || fixture_bind(x, fixture_record, &err) < 0)
		fail_msg("%s:%u: %s", err.path, err.line, err.msg);
	*state = x;
	return 0;
}

static int tear_down(void **state)
{
	fixture_release(*state);
	free(*state);
	return 0;
}

static int kind_of(struct fixture *x, const char *name)
{
	int k = sec_schema_kind(&x->schema, sec_str(name));

	assert_true(k >= 0);
	return k;
}

static int field_of(struct fixture *x, const char *kind, const char *key)
{
	int f = sec_schema_field(&x->schema, kind_of(x, kind), sec_str(key));

	assert_true(f >= 0);
	return f;
}

static int derived_of(struct fixture *x, const char *name)
{
	return sec_schema_derived(&x->schema, sec_str(name));
}

static void assert_instances(struct fixture *x, const char *kind, const char *want)
{
	struct sec_buf ids = SEC_BUF_INIT;
	const struct sec_instance *in;
	unsigned n, i;

	in = sec_facts_instances(x->facts, kind_of(x, kind), &n);
	for (i = 0; i < n; i++)
		sec_buf_addf(&ids, "%.*s ", SEC_ARG(in[i].id));
	assert_string_equal(ids.s, want);
	sec_buf_release(&ids);
}

static void orders_sections_by_id(void **state)
{
	struct fixture *x = *state;

	assert_instances(x, "review", "2026-03-04 2026-03-04-b 2026-06-17 2026-09-15 ");
	assert_instances(x, "action", "alpha zeta ");
	assert_instances(x, "view", "home ");
	assert_instances(x, "dates", " ");
	assert_instances(x, "closed", "");
}

static void finds_a_section(void **state)
{
	struct fixture *x = *state;
	const struct sec_instance *in;
	int review = kind_of(x, "review");

	in = sec_facts_instance(x->facts, review, sec_str("2026-03-04-b"));
	assert_non_null(in);
	assert_int_equal(in->kind, review);
	assert_int_equal(in->day, sec_day_of(2026, 3, 4));
	assert_true(sec_str_is(x->rec.section[in->section].id, "2026-03-04-b"));
	assert_null(sec_facts_instance(x->facts, review, sec_str("2026-03-05")));
	assert_int_equal(sec_facts_instance(x->facts, kind_of(x, "action"), sec_str("zeta"))->day,
		SEC_DAY_NONE);
}

static void finds_entries(void **state)
{
	struct fixture *x = *state;
	const struct sec_instance *in = sec_facts_instance(x->facts, kind_of(x, "review"),
		sec_str("2026-06-17"));
	const struct sec_entry *e = sec_facts_entry(x->facts, in, field_of(x, "review", "by"));
	struct sec_val v;
	unsigned n;

	assert_true(sec_str_is(e->value, "J. Brandt"));
	in = sec_facts_instance(x->facts, kind_of(x, "review"), sec_str("2026-03-04"));
	assert_null(sec_facts_entry(x->facts, in, field_of(x, "review", "by")));
	v = sec_facts_value(x->facts, in, field_of(x, "review", "score"));
	assert_true(v.known && v.number == 5 * SEC_NUMBER_ONE);
	v = sec_facts_value(x->facts, NULL, field_of(x, "review", "score"));
	assert_false(v.known || v.bad);
	in = sec_facts_instances(x->facts, kind_of(x, "dates"), &n);
	assert_int_equal(n, 1);
	assert_null(sec_facts_entry(x->facts, in, field_of(x, "dates", "empty")));
	assert_non_null(sec_facts_entry(x->facts, in, field_of(x, "dates", "broken")));
}

static void reads_fields(void **state)
{
	struct fixture *x = *state;
	struct sec_val v = sec_facts_field(x->facts, field_of(x, "dates", "start"));

	assert_true(v.known);
	assert_int_equal(v.day, sec_day_of(2026, 1, 31));
	v = sec_facts_field(x->facts, field_of(x, "dates", "broken"));
	assert_true(!v.known && v.bad && sec_str_is(v.text, "2026-02-30"));
	v = sec_facts_field(x->facts, field_of(x, "dates", "empty"));
	assert_true(!v.known && !v.bad);
	v = sec_facts_field(x->facts, field_of(x, "work", "wrong"));
	assert_true(!v.known && v.bad && sec_str_is(v.text, "c"));
	v = sec_facts_field(x->facts, field_of(x, "closed", "date"));
	assert_true(!v.known && !v.bad && v.type == SEC_TYPE_DATE);
}

static void knows_state_and_person(void **state)
{
	struct fixture *x = *state;
	struct sec_err err = SEC_ERR_INIT;

	assert_string_equal(x->schema.state[sec_facts_state(x->facts)].name, "active");
	assert_true(sec_str_is(sec_facts_who(x->facts), "Alex Doe"));
	assert_true(sec_str_is(sec_facts_id(x->facts), "2026-01-abc"));
	assert_int_equal(fixture_bind(x, "[person]\nname = Bo Lee\nref = p1\n", &err), 0);
	assert_true(sec_str_is(sec_facts_who(x->facts), "Bo Lee"));
	assert_int_equal(sec_facts_id(x->facts).len, 0);
	assert_int_equal(fixture_bind(x, "[person]\nref = p2\n", &err), 0);
	assert_true(sec_str_is(sec_facts_who(x->facts), "p2"));
	assert_int_equal(fixture_bind(x, "", &err), 0);
	assert_int_equal(sec_facts_who(x->facts).len, 0);
	assert_string_equal(x->schema.state[sec_facts_state(x->facts)].name, "new");
}

static void the_day_decides_the_state(void **state)
{
	static const struct {
		int y, m, d;
		const char *state;
	} days[] = {
		{ 2026, 1, 30, "agreed" }, { 2026, 1, 31, "active" }, { 2026, 12, 31, "active" },
		{ 2027, 1, 1, "ended" },
	};
	struct fixture *x = *state;
	size_t i;

	for (i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
		x->env.today = sec_day_of(days[i].y, days[i].m, days[i].d);
		sec_facts_bind(x->facts, &x->rec);
		assert_string_equal(x->schema.state[sec_facts_state(x->facts)].name, days[i].state);
		assert_true(sec_facts_reached(x->facts, 1));
	}
}

static void a_binding_forgets_the_one_before(void **state)
{
	struct fixture *x = *state;
	struct sec_err err = SEC_ERR_INIT;
	struct sec_val v = sec_facts_derived(x->facts, derived_of(x, "finish"));

	assert_int_equal(v.day, sec_day_of(2026, 12, 31));
	assert_int_equal(fixture_bind(x, "[closed]\ndate = 2026-02-01\n", &err), 0);
	v = sec_facts_derived(x->facts, derived_of(x, "finish"));
	assert_int_equal(v.day, sec_day_of(2026, 2, 1));
	assert_instances(x, "review", "");
	v = sec_facts_derived(x->facts, derived_of(x, "late"));
	assert_true(v.known && !v.yes); /* a derived yes-no is never unknown */
	v = sec_facts_derived(x->facts, derived_of(x, "unsure"));
	assert_false(v.known);
}

/* A section or key that stands twice is a finding; the first one counts. */
static void the_first_of_two_counts(void **state)
{
	struct fixture *x = *state;
	struct sec_err err = SEC_ERR_INIT;
	struct sec_val v;

	assert_int_equal(fixture_bind(x, "[dates]\nstart = 2026-02-01\nstart = 2026-03-01\n"
		"[dates]\nstart = 2026-04-01\n", &err), 0);
	v = sec_facts_field(x->facts, field_of(x, "dates", "start"));
	assert_int_equal(v.day, sec_day_of(2026, 2, 1));
}

static void a_large_record(void **state)
{
	struct fixture *x = *state;
	struct sec_buf text = SEC_BUF_INIT;
	struct sec_err err = SEC_ERR_INIT;
	const struct sec_instance *in;
	unsigned n, i;

	for (i = 0; i < 700; i++)
		sec_buf_addf(&text, "[action t%u]\ntext = %u\n", (i * 37) % 700, i);
	assert_int_equal(fixture_bind(x, text.s, &err), 0);
	in = sec_facts_instances(x->facts, kind_of(x, "action"), &n);
	assert_int_equal(n, 700);
	for (i = 1; i < n; i++)
		assert_true(sec_str_cmp(in[i - 1].id, in[i].id) < 0);
	sec_buf_release(&text);
	assert_int_equal(fixture_bind(x, fixture_record, &err), 0);
	assert_instances(x, "action", "alpha zeta ");
}

static bool add_scope(void *ctx, const struct sec_scope *scope)
{
	if (!scope->instance)
		sec_buf_addstr(ctx, "once ");
	else if (scope->entry)
		sec_buf_addf(ctx, "%.*s.%.*s ", SEC_ARG(scope->instance->id), SEC_ARG(scope->entry->key));
	else
		sec_buf_addf(ctx, "%.*s ", SEC_ARG(scope->instance->id));
	return true;
}

static bool stop_at_once(void *ctx, const struct sec_scope *scope)
{
	add_scope(ctx, scope);
	return false;
}

static void assert_visits(struct fixture *x, int for_kind, const char *want)
{
	struct sec_buf out = SEC_BUF_INIT;

	sec_scope_each(x->facts, for_kind, add_scope, &out);
	assert_string_equal(out.s, want);
	sec_buf_release(&out);
}

static void visits_what_for_names(void **state)
{
	struct fixture *x = *state;
	struct sec_buf out = SEC_BUF_INIT;
	int review = kind_of(x, "review");

	assert_visits(x, SEC_FOR_ONCE, "once ");
	assert_visits(x, review, "2026-03-04 2026-03-04-b 2026-06-17 2026-09-15 ");
	assert_visits(x, kind_of(x, "closed"), "");
	assert_visits(x, SEC_FOR_EVENTS, "2026-03-04 2026-03-04-b 2026-06-17 2026-09-15 2026-06-20 ");
	assert_visits(x, SEC_FOR_KEYS_OF(kind_of(x, "induction")), ".role .it-account ");
	assert_visits(x, SEC_FOR_KEYS_OF(kind_of(x, "action")),
		"alpha.text alpha.due alpha.from-review alpha.status zeta.text zeta.due zeta.status ");
	sec_scope_each(x->facts, review, stop_at_once, &out);
	assert_string_equal(out.s, "2026-03-04 ");
	sec_buf_release(&out);
}

static void visits_every_key(void **state)
{
	struct fixture *x = *state;
	struct sec_err err = SEC_ERR_INIT;

	assert_int_equal(fixture_bind(x, "[note 2026-01-01]\ntext = b\n[person]\nname = a\nx-own = c\n"
		"wrong = d\nref =\n[x-mine]\nkey = e\n[unknown]\nkey = f\n", &err), 0);
	assert_visits(x, SEC_FOR_ALL_KEYS, ".name 2026-01-01.text ");
}

static void messages(void **state)
{
	static const char *const rows[][2] = {
		{ "plain", "plain" },
		{ "", "" },
		{ "from {dates.start} on", "from 2026-01-31 on" },
		{ "{state}: {length}, {work.fte} {work.remote}", "active: 335d, 0.8 yes" },
		{ "{dates.empty}", "(missing)" },
		{ "{dates.broken}", "2026-02-30" },
		{ "{dates.broken + 1d}", "(missing)" },
		{ "a {{brace} and } too", "a {brace} and } too" },
		{ "{{{type}", "{internal" },
		{ "{if(yes, \"}\", \"x\")}", "}" },
		{ "{dates.start}{dates.end}", "2026-01-312026-12-31" },
	};
	static const struct {
		const char *text, *msg;
		unsigned line, col;
	} wrong[] = {
		{ "a {zzzzzz}", "unknown name 'zzzzzz'; a text stands in quotes: \"zzzzzz\"", 1, 4 },
		{ "a {title", "'{' has no '}'; a brace itself is written '{{'", 1, 3 },
		{ "a {}", "an expression is wanted here", 1, 4 },
		{ "a\nb {1 +}", "a value or a name is wanted before the end", 2, 7 },
	};
	struct fixture *x = *state;
	struct sec_err err = SEC_ERR_INIT;
	struct sec_message *m;
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct sec_expr_site site = fixture_site(x, SEC_FOR_ONCE);
		struct sec_buf out = SEC_BUF_INIT;

		if (sec_message_compile(&m, &site, sec_str(rows[i][0]), &err) < 0)
			fail_msg("%s: %s", rows[i][0], err.msg);
		sec_message_print(m, x->facts, NULL, &out);
		assert_string_equal(out.s, rows[i][1]);
		sec_buf_release(&out);
	}
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct sec_expr_site site = fixture_site(x, SEC_FOR_ONCE);

		assert_int_equal(sec_message_compile(&m, &site, sec_str(wrong[i].text), &err), SEC_FAIL);
		assert_string_equal(err.msg, wrong[i].msg);
		if (err.line != wrong[i].line || err.col != wrong[i].col)
			fail_msg("%s: %u:%u", wrong[i].text, err.line, err.col);
	}
	sec_err_clear(&err);
}

/* The first record that is read may be an empty file: there is no room for values yet. */
static void takes_an_empty_record(void **state)
{
	struct fixture x = { 0 };
	struct sec_err err = SEC_ERR_INIT;
	unsigned n;

	(void)state;
	assert_int_equal(fixture_load(&x, NULL, &err), 0);
	assert_int_equal(fixture_bind(&x, "", &err), 0);
	sec_facts_instances(x.facts, kind_of(&x, "review"), &n);
	assert_int_equal(n, 0);
	assert_false(sec_facts_field(x.facts, field_of(&x, "dates", "empty")).known);
	fixture_release(&x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(orders_sections_by_id, set_up, tear_down),
		cmocka_unit_test_setup_teardown(finds_a_section, set_up, tear_down),
		cmocka_unit_test_setup_teardown(finds_entries, set_up, tear_down),
		cmocka_unit_test_setup_teardown(reads_fields, set_up, tear_down),
		cmocka_unit_test_setup_teardown(knows_state_and_person, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_day_decides_the_state, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_binding_forgets_the_one_before, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_first_of_two_counts, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_large_record, set_up, tear_down),
		cmocka_unit_test_setup_teardown(visits_what_for_names, set_up, tear_down),
		cmocka_unit_test_setup_teardown(visits_every_key, set_up, tear_down),
		cmocka_unit_test_setup_teardown(messages, set_up, tear_down),
		cmocka_unit_test(takes_an_empty_record),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
