/* SPDX-License-Identifier: ISC
 *
 * The domain as data, the INI files of schema: it loads, is whole and speaks with one
 * voice; and each rule and due item says yes and no where it should
 * (schema/examples).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <ctype.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "rules/example.h"

enum { FILE_LIMIT = 1 << 20 };

static struct sec_schema schema;
enum { ROWS = 1024 };

static struct sec_buf life, table;
static struct sec_example_row row[ROWS];
static size_t rows;


static char *path_of(const char *name)
{
	const char *top = getenv("SEC_TOP");

	return xasprintf("%s/%s", top ? top : ".", name);
}

static void read_into(struct sec_buf *out, const char *name)
{
	struct sec_err err = SEC_ERR_INIT;
	char *path = path_of(name);

	if (sec_file_read(out, AT_FDCWD, path, FILE_LIMIT, &err))
		fail_msg("%s: %s", path, err.msg);
	free(path);
}

static sec_day day_of(const char *s)
{
	sec_day day;

	if (!sec_day_parse(s, strlen(s), &day))
		fail_msg("'%s' is no day", s);
	return day;
}

/* Loads the schema, with the policy of a register where one is given. */
static void load(const char *policy)
{
	struct sec_err err = SEC_ERR_INIT;
	char *path = path_of("schema");
	struct sec_schema_source source = sec_schema_folder(path);

	sec_schema_release(&schema);
	if (sec_schema_load(&schema, &source, NULL, policy ? "policy.ini" : NULL,
			sec_str(policy ? policy : ""), &err))
		fail_msg("%s:%u: %s", err.path, err.line, err.msg);
	free(path);
}

static int set_up(void **state)
{
	(void)state;
	load(NULL);
	read_into(&life, "schema/examples/life.ini");
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	sec_buf_release(&life);
	sec_buf_release(&table);
	sec_schema_release(&schema);
	return 0;
}

/* ---- a record, changed and seen on a day */

static void read_table(const char *name)
{
	struct sec_err err = SEC_ERR_INIT;
	unsigned line = 0;
	char *rest;

	sec_buf_clear(&table);
	read_into(&table, name);
	rest = table.s;
	for (rows = 0; rows < ROWS && sec_example_next(&rest, &line, &row[rows], &err);)
		rows++;
	if (err.code || rows == ROWS)
		fail_msg("%s: %s", name, err.code ? err.msg : "too long");
}

static void see(struct sec_example *x, const struct sec_example_row *r)
{
	struct sec_err err = SEC_ERR_INIT;

	if (sec_example_see(x, &schema, sec_buf_str(&life), r, &err))
		fail_msg("line %u: %s", r->line, err.msg);
}

static void see_life(struct sec_example *x, const char *day)
{
	see(x, &(struct sec_example_row){ .day = day });
}

/* ---- what the tables say */

/* How often each rule (or due kind) says yes and no in the table, and what is
 * wrong with the table. */
struct tally {
	unsigned char yes[512], no[512];
	unsigned wrong;
};

static void wrong(struct tally *t, const struct sec_example_row *r, const char *what)
{
	print_error("line %u: %s %s\n", r->line, r->name, what);
	t->wrong++;
}

/* The first of each verdict is shown to people: it finds this alone, or nothing. */
static void try_rule(struct tally *t, int rule, const struct sec_example_row *r)
{
	bool finds = strcmp(r->verdict, "finds") == 0, found = false, others = false, first;
	struct sec_example x;

	assert_true(finds || strcmp(r->verdict, "quiet") == 0);
	first = !(finds ? t->yes : t->no)[rule]++;
	see(&x, r);
	for (size_t i = 0; i < x.faults.n; i++) {
		bool this = strcmp(x.faults.item[i].rule, r->name) == 0;

		found |= this;
		others |= !this;
		if (!this && first)
			print_error("%s\n", x.faults.item[i].rule);
	}
	if (found != finds)
		wrong(t, r, finds ? "finds nothing" : "finds something");
	if (first && others)
		wrong(t, r, "is shown to people, but other rules find something too");
	sec_example_release(&x);
}

/* The policy a row asks for, for as long as it is judged. */
static void try_rule_with_policy(struct tally *t, int rule, const struct sec_example_row *r)
{
	struct sec_buf policy = SEC_BUF_INIT;

	sec_example_policy(r, &policy);
	if (policy.len)
		load(policy.s);
	try_rule(t, rule, r);
	if (policy.len)
		load(NULL);
	sec_buf_release(&policy);
}

/* A line of the longest length and one byte more: too long for the table. */
static void try_limits(struct tally *t)
{
	static const char key[] = "+x-note = ";

	for (int over = 0; over < 2; over++) {
		struct sec_buf line = SEC_BUF_INIT;
		struct sec_example_row r = { .name = "limits", .verdict = over ? "finds" : "quiet",
			.day = "2027-10-01", .changes = 1 };

		sec_buf_addstr(&line, key);
		while (line.len < SEC_LINE_MAX + 1 + (size_t)over)
			sec_buf_addstr(&line, "n");
		r.change[0] = line.s;
		try_rule(t, sec_schema_rule(&schema, sec_str("limits")), &r);
		sec_buf_release(&line);
	}
}

/* Commits and trees take more than a table: tests/verify.bats and tests/receive.bats
 * have both for each such rule. */
static bool is_of_git(const struct sec_rule *rule)
{
	return rule->check
		&& (strcmp(rule->check, "history") == 0 || strcmp(rule->check, "tree") == 0);
}

static void every_rule_finds_and_is_quiet(void **state)
{
	struct tally t = { { 0 }, { 0 }, 0 };

	(void)state;
	assert_true(schema.rules < 512);
	read_table("schema/examples/rules.tsv");
	for (size_t i = 0; i < rows; i++) {
		int rule = sec_schema_rule(&schema, sec_str(row[i].name));

		if (rule < 0)
			wrong(&t, &row[i], "is no rule");
		else
			try_rule_with_policy(&t, rule, &row[i]);
	}
	try_limits(&t);
	for (int i = 0; i < schema.rules; i++) {
		if ((t.yes[i] && t.no[i]) || is_of_git(&schema.rule[i]))
			continue;
		print_error("no row where %s %s\n", schema.rule[i].id, t.no[i] ? "finds" : "is quiet");
		t.wrong++;
	}
	assert_int_equal(t.wrong, 0);
}

/* ---- bounds */

static void note_number(void *ctx, enum sec_ref_kind kind, int index)
{
	enum sec_type type = kind == SEC_REF_POLICY ? schema.policy[index].value.type : SEC_TYPE_NONE;

	*(bool *)ctx |= type == SEC_TYPE_NUMBER || type == SEC_TYPE_DURATION;
}

/* Whether an expression compares with something that has an order. */
static bool has_bound(const struct sec_expr *e, const char *text)
{
	bool found = false, quoted = false;

	if (e)
		sec_expr_refs(e, note_number, &found);
	for (const char *c = text ? text : ""; *c; c++) {
		quoted ^= *c == '"';
		found |= !quoted && (*c == '<' || *c == '>');
	}
	return found;
}

static bool rule_has_bound(const struct sec_rule *rule)
{
	bool found = has_bound(rule->when, rule->when_text) ||
		has_bound(rule->assert_that, rule->assert_text);

	for (unsigned i = 0; i < rule->operands; i++)
		for (unsigned j = 0; rule->operand[i].list && j < rule->operand[i].n; j++)
			found |= has_bound(rule->operand[i].list[j], NULL);
	return found;
}

/* Where a day or number begins that the byte at `at` belongs to. */
static const char *value_start(const char *cell, const char *at)
{
	while (at > cell && strchr("0123456789-.", at[-1]))
		at--;
	return at;
}

/* Two cells that differ by one day, by one, or by a tenth. */
static bool are_near(const char *a, const char *b)
{
	size_t same = 0;
	const char *one, *two;
	sec_day from, to;
	double apart;
	char *rest, *end;

	while (a[same] && a[same] == b[same])
		same++;
	one = value_start(a, a + same);
	two = value_start(b, b + same);
	if (sec_day_parse(one, strspn(one, "0123456789-"), &from) &&
	    sec_day_parse(two, strspn(two, "0123456789-"), &to))
		return abs(from - to) == 1;
	apart = strtod(one, &rest) - strtod(two, &end);
	return strcmp(rest, end) == 0 && rest > one && end > two &&
		(apart < 0 ? -apart : apart) <= (strcspn(one, ".") + strcspn(two, ".") < strlen(one) + strlen(two) ? 0.11 : 1);
}

/* Whether one row finds and the other is quiet for the least difference there is. */
static bool are_at_the_bound(const struct sec_example_row *a, const struct sec_example_row *b)
{
	unsigned differ = strcmp(a->day, b->day) != 0, near = differ && are_near(a->day, b->day);

	if (strcmp(a->name, b->name) != 0 || strcmp(a->verdict, "finds") != 0 ||
	    strcmp(b->verdict, "quiet") != 0 || a->changes != b->changes)
		return false;
	for (unsigned i = 0; i < a->changes; i++)
		if (strcmp(a->change[i], b->change[i]) != 0) {
			differ++;
			near += are_near(a->change[i], b->change[i]);
		}
	return differ == 1 && near == 1;
}

/* Every rule that knows more or less, sooner or later, has two rows that differ by
 * one day or one number only, of which one finds and the other does not. */
static void every_bound_is_tried_on_both_sides(void **state)
{
	unsigned missing = 0, with = 0;

	(void)state;
	read_table("schema/examples/rules.tsv");
	for (int i = 0; i < schema.rules; i++) {
		bool tried = false;

		if (!rule_has_bound(&schema.rule[i]) || is_of_git(&schema.rule[i]))
			continue;
		with++;
		for (size_t a = 0; a < rows && !tried; a++)
			for (size_t b = 0; b < rows && !tried; b++)
				tried = strcmp(row[a].name, schema.rule[i].id) == 0 &&
					are_at_the_bound(&row[a], &row[b]);
		if (!tried)
			print_error("no two rows at the bound of %s\n", schema.rule[i].id);
		missing += !tried;
	}
	assert_int_equal(missing, 0);
	assert_true(with > 40);
}

/* What is closed is not judged anew when a number changes. */
static void numbers_leave_the_closed_alone(void **state)
{
	struct sec_example v;

	(void)state;
	load("[policy]\nservice-least = 9y\nshort-least = 9y\nshort-term = 9y\nlong = 1d\n"
	     "longest = 1d\nhr-informed = 0d\nclearance-margin = 9y\ninduction = 0d\n"
	     "mentor = 0d\nobjectives = 0d\nobjectives-most = 0\ngoals = 0d\npdp = 0d\n"
	     "pdp-review = 0d\nmidpoint-grace = 0d\nreview-every = 0d\nreview-late = 0d\n"
	     "contact-slack = 0\nsilence = 0d\nextension-notice = 9y\nextension-decide = 0d\n"
	     "overrun-after = 0d\npost-change-tell = 0d\nreturn-talk = 9y\ndebrief-gap = 0d\n");
	see_life(&v, "2027-10-01");
	for (size_t i = 0; i < v.faults.n; i++)
		print_error("%s: %s\n", v.faults.item[i].rule, v.faults.item[i].message);
	assert_int_equal(v.faults.n, 0);
	sec_example_release(&v);
	load(NULL);
}

/* What the rows of a due kind have shown of it. */
enum { BEFORE_LEAD = 1, IN_LEAD = 2, OVERDUE = 4, SATISFIED = 8 };

static const char *const shown_words[] = {
	"on the day before its lead", "in its lead", "the day after (overdue, or gone)", "satisfied",
};

static int shown_at(const struct sec_due *kind, sec_day due, sec_day today)
{
	sec_day shows = sec_day_sub(due, kind->lead);

	return today == shows - 1 ? BEFORE_LEAD : today == due + 1 ? OVERDUE :
		today >= shows && today <= due ? IN_LEAD : 0;
}

/* Whether nothing but `done` keeps the item off the list; or, where `done` moves the
 * day or the state instead, whether it is gone although this is a day of its lead. */
static bool is_satisfied(struct sec_example *x, struct sec_due *kind, sec_day day)
{
	struct sec_expr *done = kind->done;
	struct sec_due_items all = { 0 };
	bool open = false;

	kind->done = NULL;
	sec_due_collect(x->facts, &all);
	kind->done = done;
	for (size_t i = 0; done && i < all.n; i++)
		open |= all.item[i].kind == kind;
	sec_due_items_release(&all);
	if (done && sec_schema_in_range(&schema, kind->from, kind->until, sec_facts_state(x->facts)))
		return open;
	return day != SEC_DAY_NONE && shown_at(kind, day, x->env.today) == IN_LEAD;
}

static void try_due(struct tally *t, int index, const struct sec_example_row *r)
{
	bool none = *r->verdict == '-', found = false;
	sec_day day = r->verdict[none] ? day_of(r->verdict + none) : SEC_DAY_NONE;
	struct sec_due *kind = &schema.due[index];
	struct sec_example x;

	see(&x, r);
	for (size_t i = 0; i < x.due.n; i++)
		found |= x.due.item[i].kind == kind &&
			 (day == SEC_DAY_NONE || x.due.item[i].due == day);
	if (found == none)
		wrong(t, r, found ? "is open" : "is not open on that day");
	if (day != SEC_DAY_NONE)
		t->yes[index] |= shown_at(kind, day, x.env.today) & (none ? ~IN_LEAD : ~0);
	if (none && is_satisfied(&x, kind, day))
		t->yes[index] |= SATISFIED;
	sec_example_release(&x);
}

/* Each kind of item on four days: the last on which it is not yet shown, in its lead,
 * the day after its day, and when it is satisfied. An item that cannot be there on
 * the first or the third has a row with -DAY that says so. */
static void every_due_item_opens_and_closes(void **state)
{
	struct tally t = { { 0 }, { 0 }, 0 };

	(void)state;
	assert_true(schema.dues < 512);
	read_table("schema/examples/due.tsv");
	for (size_t i = 0; i < rows; i++) {
		int kind = sec_schema_due(&schema, sec_str(row[i].name));

		if (kind < 0)
			wrong(&t, &row[i], "is no kind of due item");
		else
			try_due(&t, kind, &row[i]);
	}
	for (int i = 0; i < schema.dues; i++)
		for (int j = 0; j < 4; j++)
			if (!(t.yes[i] & 1 << j)) {
				print_error("no row shows %s %s\n", schema.due[i].kind, shown_words[j]);
				t.wrong++;
			}
	assert_int_equal(t.wrong, 0);
}

static void a_whole_life_has_no_gap(void **state)
{
	struct sec_example v;

	(void)state;
	see_life(&v, "2027-10-01");
	for (size_t i = 0; i < v.faults.n; i++)
		print_error("%u: %s [%s]\n", v.faults.item[i].line, v.faults.item[i].message,
			v.faults.item[i].rule);
	assert_int_equal(v.faults.n, 0);
	assert_int_equal(v.due.n, 1);
	assert_string_equal(v.due.item[0].kind->kind, "retention");
	sec_example_release(&v);
}

struct moment {
	const char *day, *state, *phase, *agreed_end, *effective_end, *midpoint;
};

static void assert_derived(struct sec_example *v, const char *name, const char *want)
{
	struct sec_val val = sec_facts_derived(v->facts, sec_schema_derived(&schema, sec_str(name)));
	struct sec_buf text = SEC_BUF_INIT;

	sec_facts_format(v->facts, &val, &text);
	assert_string_equal(text.s ? text.s : "", want);
	sec_buf_release(&text);
}

static void a_life_goes_through_its_states(void **state)
{
	static const struct moment moments[] = {
		{ "2025-11-20", "considered", "before", "2026-11-27", "2026-11-27", "2026-07-15" },
		{ "2025-11-21", "permitted", "before", "2026-11-27", "2026-11-27", "2026-07-15" },
		{ "2025-12-01", "applied", "before", "2026-11-27", "2026-11-27", "2026-07-15" },
		{ "2025-12-18", "selected", "before", "2026-11-27", "2026-11-27", "2026-07-15" },
		{ "2026-01-22", "selected", "before", "2026-11-27", "2026-11-27", "2026-07-15" },
		{ "2026-01-23", "agreed", "before", "2026-11-27", "2026-11-27", "2026-07-15" },
		{ "2026-03-02", "active", "start", "2026-11-27", "2026-11-27", "2026-07-15" },
		{ "2026-03-30", "active", "during", "2026-11-27", "2026-11-27", "2026-07-15" },
		{ "2026-08-10", "active", "during", "2027-02-26", "2027-02-26", "2026-08-29" },
		{ "2027-01-30", "active", "end", "2027-02-26", "2027-02-26", "2026-08-29" },
		{ "2027-02-26", "active", "end", "2027-02-26", "2027-02-26", "2026-08-29" },
		{ "2027-02-27", "ended", "return", "2027-02-26", "2027-02-26", "2026-08-29" },
		{ "2027-03-01", "returned", "return", "2027-02-26", "2027-02-26", "2026-08-29" },
		{ "2027-09-10", "closed", "return", "2027-02-26", "2027-02-26", "2026-08-29" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(moments) / sizeof(*moments); i++) {
		const struct moment *m = &moments[i];
		struct sec_example v;

		see_life(&v, m->day);
		assert_string_equal(schema.state[sec_facts_state(v.facts)].name, m->state);
		assert_derived(&v, "phase", m->phase);
		assert_derived(&v, "agreed-end", m->agreed_end);
		assert_derived(&v, "effective-end", m->effective_end);
		assert_derived(&v, "midpoint", m->midpoint);
		sec_example_release(&v);
	}
}

static void try_state(const char *day, const char *want, const char *const *changes, unsigned n)
{
	struct sec_example_row r = { .day = day, .changes = n };
	struct sec_example v;

	for (unsigned i = 0; i < n; i++)
		r.change[i] = changes[i];
	see(&v, &r);
	assert_string_equal(schema.state[sec_facts_state(v.facts)].name, want);
	sec_example_release(&v);
}

static void other_ways_through_the_states(void **state)
{
	static const char *const refused[] = { "permission.decision=no" };
	static const char *const unsuccessful[] = { "selection.outcome=unsuccessful" };
	static const char *const given_up[] = { "withdrawn.date=2026-01-10" };
	static const char *const undated[] = { "permission.date=" };
	static const char *const inside[] = { "secondment.type=internal", "agreement.signed-host=" };
	static const char *const letter[] = { "secondment.type=internal", "agreement.signed-host=",
		"agreement.signed-secondee=", "agreement.letter-only=yes", "dates.end=2026-05-02" };
	static const char *const long_letter[] = { "secondment.type=internal",
		"agreement.signed-host=", "agreement.signed-secondee=", "agreement.letter-only=yes",
		"dates.end=2026-05-03" };
	static const char *const adopted[] = { "-agreement", "secondment.adopted=2026-04-01" };
	static const char *const lost[] = { "-return", "-closed" };
	static const char *const early[] = { "end.date=2026-12-18", "return.date=2027-01-04" };

	(void)state;
	try_state("2025-11-20", "considered", refused, 1);
	try_state("2025-11-21", "declined", refused, 1);
	try_state("2025-12-17", "applied", unsuccessful, 1);
	try_state("2025-12-18", "declined", unsuccessful, 1);
	try_state("2026-01-09", "selected", given_up, 1);
	try_state("2026-01-10", "withdrawn", given_up, 1);
	try_state("2025-11-01", "permitted", undated, 1);
	try_state("2026-01-20", "selected", inside, 2);
	try_state("2026-01-21", "agreed", inside, 2);
	try_state("2026-01-21", "agreed", letter, 5);
	try_state("2026-01-21", "selected", long_letter, 5);
	try_state("2026-03-31", "selected", adopted, 2);
	try_state("2026-04-01", "active", adopted, 2);
	try_state("2027-03-12", "ended", lost, 2);
	try_state("2027-03-13", "overrun", lost, 2);
	try_state("2026-12-18", "active", early, 2);
	try_state("2026-12-19", "ended", early, 2);
}

/* ---- the schema as a text for people */

static bool is_sentence(const char *s)
{
	size_t len = s ? strlen(s) : 0;

	return len > 1 && s[len - 1] != '.' && s[len - 1] != ' ';
}

static void everything_has_its_words(void **state)
{
	(void)state;
	for (int i = 0; i < schema.kinds; i++) {
		assert_true(is_sentence(schema.kind[i].label));
		assert_true(is_sentence(schema.kind[i].help));
	}
	for (int i = 0; i < schema.fields; i++) {
		assert_true(is_sentence(schema.field[i].label));
		assert_true(is_sentence(schema.field[i].help));
		assert_true(isupper((unsigned char)schema.field[i].label[0]));
	}
	for (int i = 0; i < schema.deriveds; i++)
		assert_true(is_sentence(schema.derived[i].help) && is_sentence(schema.derived[i].label));
	for (int i = 0; i < schema.states; i++)
		assert_true(is_sentence(schema.state[i].help) && is_sentence(schema.state[i].label));
	for (int i = 0; i < schema.rules; i++) {
		assert_true(is_sentence(schema.rule[i].summary));
		assert_true(is_sentence(schema.rule[i].source_text));
		assert_non_null(schema.rule[i].advice);
		assert_true(!schema.rule[i].assert_that || (schema.rule[i].message && schema.rule[i].at));
	}
	for (int i = 0; i < schema.dues; i++) {
		assert_true(is_sentence(schema.due[i].summary));
		assert_true(is_sentence(schema.due[i].source_text));
		assert_true(schema.due[i].owners > 0);
	}
	for (int i = 0; i < schema.policies; i++)
		assert_true(schema.policy[i].help && *schema.policy[i].help);
}

/* A heading of a CSV file may be a label, and a waiver names a rule or a due item. */
static void names_are_told_apart(void **state)
{
	(void)state;
	for (int i = 0; i < schema.fields; i++)
		for (int j = i + 1; j < schema.fields; j++)
			if (sec_utf8_same(sec_str(schema.field[i].label), sec_str(schema.field[j].label)))
				fail_msg("two fields are labelled '%s'", schema.field[i].label);
	for (int i = 0; i < schema.dues; i++)
		assert_int_equal(sec_schema_rule(&schema, sec_str(schema.due[i].kind)), -1);
}

static void bare_keys_mean_what_people_type(void **state)
{
	static const struct {
		const char *key, *kind;
	} bare[] = {
		{ "start", "dates" }, { "end", "dates" }, { "name", "person" }, { "ref", "person" },
		{ "post", "person" }, { "title", "secondment" }, { "type", "secondment" },
		{ "direction", "secondment" }, { "decision", "permission" }, { "fte", "work" },
		{ "manager", NULL }, { "lead", NULL }, { "organisation", NULL }, { "department", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bare) / sizeof(*bare); i++) {
		int one, two, field = sec_schema_bare_field(&schema, sec_str(bare[i].key), &one, &two);

		if (!bare[i].kind)
			assert_int_equal(field, -2);
		else if (field < 0)
			fail_msg("'%s' means no field", bare[i].key);
		else
			assert_string_equal(schema.kind[schema.field[field].kind].name, bare[i].kind);
	}
}

/* ---- the catalogue */

static bool is_known(const char *what, struct sec_str name)
{
	struct sec_err err = SEC_ERR_INIT;
	struct sec_address a;
	bool known;

	if (strcmp(what, "section") == 0)
		return sec_schema_kind(&schema, name) >= 0;
	if (strcmp(what, "derived") == 0)
		return sec_schema_derived(&schema, name) >= 0;
	if (strcmp(what, "state") == 0)
		return sec_schema_state(&schema, name) >= 0;
	if (strcmp(what, "rule") == 0)
		return sec_schema_rule(&schema, name) >= 0;
	if (strcmp(what, "due") == 0)
		return sec_schema_due(&schema, name) >= 0;
	if (strcmp(what, "policy") == 0)
		return sec_schema_policy(&schema, name) >= 0;
	if (strcmp(what, "picture") == 0)
		return sec_schema_raw(&schema, "picture", name);
	if (strcmp(what, "document") == 0)
		return sec_schema_raw(&schema, "document", name);
	if (strcmp(what, "field") != 0)
		return false;
	known = sec_schema_address(&schema, name, &a, &err) == 0 && a.field >= 0;
	sec_err_clear(&err);
	return known;
}

/* An item of the guides, and the names of what answers it. */
static void try_item(unsigned line, const char *names, unsigned *missing)
{
	char *text, *rest, *entry;

	text = rest = xstrdup(names);
	while ((entry = strsep(&rest, " "))) {
		char *name = entry;
		const char *what = strsep(&name, ":");

		if (!name || !is_known(what, sec_str(name))) {
			print_error("catalogue.tsv:%u: nothing is %s:%s\n", line, what,
				name ? name : "");
			++*missing;
		}
	}
	free(text);
}

static void the_guides_are_covered(void **state)
{
	unsigned missing = 0;

	(void)state;
	read_table("tests/data/catalogue.tsv");
	for (size_t i = 0; i < rows; i++) {
		assert_int_equal(row[i].changes, 0);
		try_item(row[i].line, row[i].day, &missing);
	}
	assert_int_equal(missing, 0);
	assert_int_equal(rows, 145); /* no item gets lost */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everything_has_its_words),
		cmocka_unit_test(names_are_told_apart),
		cmocka_unit_test(bare_keys_mean_what_people_type),
		cmocka_unit_test(a_life_goes_through_its_states),
		cmocka_unit_test(other_ways_through_the_states),
		cmocka_unit_test(a_whole_life_has_no_gap),
		cmocka_unit_test(every_rule_finds_and_is_quiet),
		cmocka_unit_test(every_bound_is_tried_on_both_sides),
		cmocka_unit_test(numbers_leave_the_closed_alone),
		cmocka_unit_test(every_due_item_opens_and_closes),
		cmocka_unit_test(the_guides_are_covered),
	};

	return cmocka_run_group_tests_name("domain", tests, set_up, tear_down);
}
