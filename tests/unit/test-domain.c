/* SPDX-License-Identifier: ISC
 *
 * The domain as data, the INI files of schema: it loads, is whole and speaks with one
 * voice; and each rule and due item says yes and no where it should
 * (tests/data/domain).
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
#include "record/edit.h"
#include "rules/check.h"
#include "rules/due.h"

enum { CELLS = 24, FILE_LIMIT = 1 << 20 };

static struct sec_schema schema;

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
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	sec_schema_release(&schema);
	return 0;
}

/* ---- tables: tab-separated, `#` begins a comment line */

struct row {
	const char *cell[CELLS];
	unsigned cells, line;
};

static void each_row(const char *name, void (*each)(void *ctx, const struct row *row), void *ctx)
{
	struct sec_buf text = SEC_BUF_INIT;
	unsigned line = 0;
	char *s, *next;

	read_into(&text, name);
	for (s = text.s; *s; s = next) {
		struct row row = { .line = ++line };
		char *cell, *rest;

		next = s + strcspn(s, "\n");
		if (*next)
			*next++ = '\0';
		if (!*s || *s == '#')
			continue;
		for (rest = s; (cell = strsep(&rest, "\t"));) {
			assert_true(row.cells < CELLS);
			row.cell[row.cells++] = cell;
		}
		each(ctx, &row);
	}
	sec_buf_release(&text);
}

/* ---- a record, changed and seen on a day */

struct seen {
	struct sec_env env;
	struct sec_record rec;
	struct sec_facts *facts;
	struct sec_faults faults;
	struct sec_due_items due;
};

/* KIND[:ID].KEY=VALUE, KIND[:ID].KEY= or -KIND[:ID]; splits `text` in place. */
static void change(struct sec_editor *e, char *text)
{
	struct sec_err err = SEC_ERR_INIT;
	bool whole = *text == '-';
	char *kind = text + whole, *value = kind, *key = NULL, *id;
	int rc;

	if (!whole) {
		strsep(&value, "=");
		key = strrchr(kind, '.');
		assert_non_null(value);
		assert_non_null(key);
		*key++ = '\0';
	}
	id = strchr(kind, ':');
	if (id)
		*id++ = '\0';
	if (whole)
		rc = sec_edit_remove_section(e, kind, id, &err);
	else if (*value)
		rc = sec_edit_set(e, kind, id, key, sec_str(value), NULL, &err);
	else
		rc = sec_edit_remove(e, kind, id, key, &err);
	if (rc && rc != SEC_ABSENT)
		fail_msg("%s: %s", text, err.msg);
}

static void see(struct seen *v, const char *record, const char *day, const char *const *changes,
	unsigned n)
{
	struct sec_dialect dialect = { .known_key = sec_schema_known_key, .ctx = &schema };
	struct sec_err err = SEC_ERR_INIT;
	struct sec_editor e = { .rec = &v->rec, .dialect = &dialect, .order = sec_schema_order,
		.ctx = &schema };
	struct sec_check check = { .stem = "2026-03-k7v2d", .out = &v->faults };

	*v = (struct seen){ .env = { .schema = &schema, .today = day_of(day) } };
	sec_record_init(&v->rec);
	read_into(&v->rec.text, record);
	assert_int_equal(sec_record_parse(&v->rec, &dialect, &err), 0);
	for (unsigned i = 0; i < n; i++) {
		char *text = xstrdup(changes[i]);

		change(&e, text);
		free(text);
	}
	v->facts = sec_facts_new(&v->env);
	sec_facts_bind(v->facts, &v->rec);
	check.facts = v->facts;
	sec_check_record(&check);
	sec_faults_sort(&v->faults);
	sec_due_collect(v->facts, &v->due);
}

static void forget(struct seen *v)
{
	sec_facts_free(v->facts);
	sec_faults_release(&v->faults);
	sec_due_items_release(&v->due);
	sec_record_release(&v->rec);
}

/* ---- what the tables say */

struct tally {
	unsigned char yes[512], no[512];
	unsigned wrong;
};

static bool does_find(const struct row *row)
{
	bool found = false;
	struct seen v;

	see(&v, "tests/data/domain/life.ini", row->cell[2], row->cell + 3, row->cells - 3);
	for (size_t i = 0; i < v.faults.n; i++)
		found |= strcmp(v.faults.item[i].rule, row->cell[0]) == 0;
	forget(&v);
	return found;
}

static void try_rule(void *ctx, const struct row *row)
{
	struct tally *t = ctx;
	int rule = sec_schema_rule(&schema, sec_str(row->cell[0]));
	bool finds = strcmp(row->cell[1], "finds") == 0;

	if (rule < 0 || (!finds && strcmp(row->cell[1], "quiet") != 0))
		fail_msg("rules.tsv:%u: no such rule or verdict", row->line);
	(finds ? t->yes : t->no)[rule]++;
	if (does_find(row) != finds) {
		print_error("rules.tsv:%u: %s %s\n", row->line, row->cell[0],
			finds ? "finds nothing" : "finds something");
		t->wrong++;
	}
}

/* These need the record before, other records or a text that no edit writes. */
static bool is_tried_elsewhere(const struct sec_rule *rule)
{
	static const char *const verbs[] = { "reader", "kept", "unchanged", "overlap",
		"cumulative", NULL };

	for (int i = 0; rule->check && verbs[i]; i++)
		if (strcmp(rule->check, verbs[i]) == 0 && strcmp(rule->id, "section-name") != 0)
			return true;
	return false;
}

static void every_rule_finds_and_is_quiet(void **state)
{
	struct tally t = { { 0 }, { 0 }, 0 };

	(void)state;
	assert_true(schema.rules < 512);
	each_row("tests/data/domain/rules.tsv", try_rule, &t);
	for (int i = 0; i < schema.rules; i++) {
		const struct sec_rule *rule = &schema.rule[i];
		bool by_policy = strcmp(rule->id, "name-in-record") == 0 ||
				 strcmp(rule->id, "early-end-forbidden") == 0; /* below */

		if (is_tried_elsewhere(rule))
			continue;
		if ((!t.yes[i] && !by_policy) || !t.no[i]) {
			print_error("rules.tsv: no row where %s %s\n", rule->id,
				t.no[i] ? "finds" : "is quiet");
			t.wrong++;
		}
	}
	assert_int_equal(t.wrong, 0);
}

static void policy_switches_rules(void **state)
{
	static const struct row rows[] = {
		{ { "name-in-record", "", "2027-10-01", "person.name=A. Kovacs" }, 4, 0 },
		{ { "name-in-record", "", "2027-10-01", "person.email=k@example.org" }, 4, 0 },
		{ { "early-end-forbidden", "", "2027-03-05", "end.kind=early" }, 4, 0 },
	};
	static const struct row silent[] = {
		{ { "permission-before-application", "", "2025-12-20", "permission.date=2025-12-02" }, 4, 0 },
		{ { "step-skipped", "", "2025-12-20", "permission.decision=" }, 4, 0 },
	};

	(void)state;
	load("[policy]\nearly-end = forbidden\npermission = notify\n[privacy]\nnames = refs\n");
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (!does_find(&rows[i]))
			fail_msg("%s finds nothing", rows[i].cell[0]);
	for (size_t i = 0; i < sizeof(silent) / sizeof(*silent); i++)
		if (does_find(&silent[i]))
			fail_msg("%s finds something", silent[i].cell[0]);
	load(NULL);
}

/* What is closed is not judged anew when a number changes. */
static void numbers_leave_the_closed_alone(void **state)
{
	struct seen v;

	(void)state;
	load("[policy]\nservice-least = 9y\nshort-least = 9y\nshort-term = 9y\nlong = 1d\n"
	     "longest = 1d\nhr-informed = 0d\nclearance-margin = 9y\ninduction = 0d\n"
	     "mentor = 0d\nobjectives = 0d\nobjectives-most = 0\ngoals = 0d\npdp = 0d\n"
	     "pdp-review = 0d\nmidpoint-grace = 0d\nreview-every = 0d\nreview-late = 0d\n"
	     "contact-slack = 0\nsilence = 0d\nextension-notice = 9y\nextension-decide = 0d\n"
	     "overrun-after = 0d\npost-change-tell = 0d\nreturn-talk = 9y\ndebrief-gap = 0d\n");
	see(&v, "tests/data/domain/life.ini", "2027-10-01", NULL, 0);
	for (size_t i = 0; i < v.faults.n; i++)
		print_error("%s: %s\n", v.faults.item[i].rule, v.faults.item[i].message);
	assert_int_equal(v.faults.n, 0);
	forget(&v);
	load(NULL);
}

static void try_due(void *ctx, const struct row *row)
{
	struct tally *t = ctx;
	int kind = sec_schema_due(&schema, sec_str(row->cell[0]));
	const char *want = row->cell[1];
	bool none = *want == '-', found = false;
	sec_day day = want[none] ? day_of(want + none) : SEC_DAY_NONE;
	struct seen v;

	if (kind < 0)
		fail_msg("due.tsv:%u: no such kind", row->line);
	(none ? t->no : t->yes)[kind]++;
	see(&v, "tests/data/domain/life.ini", row->cell[2], row->cell + 3, row->cells - 3);
	for (size_t i = 0; i < v.due.n; i++)
		found |= v.due.item[i].kind == &schema.due[kind] &&
			 (day == SEC_DAY_NONE || v.due.item[i].due == day);
	if (found == none) {
		print_error("due.tsv:%u: %s is %s\n", row->line, row->cell[0],
			found ? "open" : "not open on that day");
		t->wrong++;
	}
	forget(&v);
}

static void every_due_item_opens_and_closes(void **state)
{
	struct tally t = { { 0 }, { 0 }, 0 };

	(void)state;
	assert_true(schema.dues < 512);
	each_row("tests/data/domain/due.tsv", try_due, &t);
	for (int i = 0; i < schema.dues; i++)
		if (!t.yes[i] || !t.no[i]) {
			print_error("due.tsv: no row where %s is %s\n", schema.due[i].kind,
				t.no[i] ? "open" : "not open");
			t.wrong++;
		}
	assert_int_equal(t.wrong, 0);
}

static void a_whole_life_has_no_gap(void **state)
{
	struct seen v;

	(void)state;
	see(&v, "tests/data/domain/life.ini", "2027-10-01", NULL, 0);
	for (size_t i = 0; i < v.faults.n; i++)
		print_error("%u: %s [%s]\n", v.faults.item[i].line, v.faults.item[i].message,
			v.faults.item[i].rule);
	assert_int_equal(v.faults.n, 0);
	assert_int_equal(v.due.n, 1);
	assert_string_equal(v.due.item[0].kind->kind, "retention");
	forget(&v);
}

struct moment {
	const char *day, *state, *phase, *agreed_end, *effective_end, *midpoint;
};

static void assert_derived(struct seen *v, const char *name, const char *want)
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
		struct seen v;

		see(&v, "tests/data/domain/life.ini", m->day, NULL, 0);
		assert_string_equal(schema.state[sec_facts_state(v.facts)].name, m->state);
		assert_derived(&v, "phase", m->phase);
		assert_derived(&v, "agreed-end", m->agreed_end);
		assert_derived(&v, "effective-end", m->effective_end);
		assert_derived(&v, "midpoint", m->midpoint);
		forget(&v);
	}
}

static void try_state(const char *day, const char *want, const char *const *changes, unsigned n)
{
	struct seen v;

	see(&v, "tests/data/domain/life.ini", day, changes, n);
	assert_string_equal(schema.state[sec_facts_state(v.facts)].name, want);
	forget(&v);
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

struct items {
	unsigned seen, wrong;
};

static void try_item(void *ctx, const struct row *row)
{
	struct items *t = ctx;
	char *text, *rest, *entry;

	t->seen++;
	assert_int_equal(row->cells, 3);
	text = rest = xstrdup(row->cell[2]);
	while ((entry = strsep(&rest, " "))) {
		char *name = entry;
		const char *what = strsep(&name, ":");

		if (!name || !is_known(what, sec_str(name))) {
			print_error("catalogue.tsv:%u: nothing is %s:%s\n", row->line, what,
				name ? name : "");
			t->wrong++;
		}
	}
	free(text);
}

static void the_guides_are_covered(void **state)
{
	struct items t = { 0, 0 };

	(void)state;
	each_row("tests/data/catalogue.tsv", try_item, &t);
	assert_int_equal(t.wrong, 0);
	assert_int_equal(t.seen, 145); /* no item gets lost */
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
		cmocka_unit_test(policy_switches_rules),
		cmocka_unit_test(numbers_leave_the_closed_alone),
		cmocka_unit_test(every_due_item_opens_and_closes),
		cmocka_unit_test(the_guides_are_covered),
	};

	return cmocka_run_group_tests_name("domain", tests, set_up, tear_down);
}
