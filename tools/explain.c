/* SPDX-License-Identifier: ISC */
#include "explain.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/suggest.h"
#include "render/rows.h"
#include "rules/check.h"

static enum sec_rows_format rows_format(const struct cli *c)
{
	enum sec_rows_format format = SEC_ROWS_TABLE;

	if (c->format)
		sec_rows_format_parse(c->format, &format);
	return format;
}

static void put_rows(struct cli *c, struct sec_rows *rows)
{
	struct sec_buf out = SEC_BUF_INIT;

	sec_rows_finish(rows, c->width, c->colour, &out);
	cli_put(c, &out);
	sec_buf_release(&out);
	sec_rows_free(rows);
}

int explain_list(struct cli *c, const struct sec_register *r)
{
	static const struct sec_column columns[] = {
		{ .name = "rule" }, { .name = "level" }, { .name = "summary", .cut = true } };
	struct sec_rows *rows = sec_rows_new(rows_format(c), columns, 3);
	int i;

	for (i = 0; i < r->schema.rules; i++) {
		const struct sec_rule *rule = &r->schema.rule[i];
		struct sec_str cell[] = { sec_str(rule->id), sec_str(sec_level_name(rule->level)),
			sec_str(rule->summary ? rule->summary : "") };

		sec_rows_add(rows, cell, NULL);
	}
	put_rows(c, rows);
	return 0;
}

static void add_line(struct sec_buf *out, const char *label, const char *text)
{
	const char *p;

	if (!text || !*text)
		return;
	sec_buf_addf(out, "%-10s", label);
	for (p = text; *p; p++) {
		sec_buf_addch(out, *p);
		if (*p == '\n')
			sec_buf_addstr(out, "          ");
	}
	sec_buf_addch(out, '\n');
}

static void add_states(struct sec_buf *out, const struct sec_schema *s, const struct sec_rule *rule)
{
	if (rule->from < 0 && rule->until < 0)
		return;
	sec_buf_addf(out, "%-10s", "states");
	if (rule->from >= 0)
		sec_buf_addf(out, "from %s%s", s->state[rule->from].name, rule->until >= 0 ? " " : "");
	if (rule->until >= 0)
		sec_buf_addf(out, "until %s", s->state[rule->until].name);
	sec_buf_addch(out, '\n');
}

struct policies {
	struct sec_buf *out;
	const struct sec_schema *schema;
};

static void add_policy(void *ctx, enum sec_ref_kind kind, int index)
{
	const struct policies *p = ctx;
	const struct sec_policy *policy;

	if (kind != SEC_REF_POLICY)
		return;
	policy = &p->schema->policy[index];
	sec_buf_addf(p->out, "%-10s%s = %s", "policy", policy->name, policy->text);
	if (strcmp(policy->text, policy->text_built_in) == 0)
		sec_buf_addstr(p->out, " (built in)\n");
	else
		sec_buf_addf(p->out, " (%s:%u; built in: %s)\n", policy->place.file, policy->place.line,
			policy->text_built_in);
}

static int unknown_rule(struct cli *c, const struct sec_schema *s, const char *id)
{
	struct sec_suggest g;
	int i;

	sec_suggest_init(&g, sec_str(id));
	for (i = 0; i < s->rules; i++)
		sec_suggest_offer(&g, s->rule[i].id);
	if (g.best)
		sec_err_set(&c->err, SEC_USAGE, "there is no rule '%s'; did you mean '%s'?", id, g.best);
	else
		sec_err_set(&c->err, SEC_USAGE, "there is no rule '%s'; sec-check --list-rules has them all", id);
	return cli_fail(c);
}

int explain_rule(struct cli *c, const struct sec_register *r, const char *id)
{
	const struct sec_schema *s = &r->schema;
	struct sec_buf out = SEC_BUF_INIT;
	struct policies policies = { &out, s };
	int i = sec_schema_rule(s, sec_str(id));
	const struct sec_rule *rule;

	if (i < 0)
		return unknown_rule(c, s, id);
	rule = &s->rule[i];
	sec_buf_addf(&out, "%s (%s)\n\n", rule->id, sec_level_name(rule->level));
	add_line(&out, "what", rule->summary);
	add_line(&out, "why", rule->source_text);
	add_states(&out, s, rule);
	add_line(&out, "when", rule->when_text);
	add_line(&out, "wants", rule->assert_text);
	add_line(&out, "says", rule->message_text);
	add_line(&out, "mend", rule->advice_text);
	if (rule->when)
		sec_expr_refs(rule->when, add_policy, &policies);
	if (rule->assert_that)
		sec_expr_refs(rule->assert_that, add_policy, &policies);
	if (rule->level != rule->level_built_in)
		sec_buf_addf(&out, "%-10sbuilt in as %s\n", "level", sec_level_name(rule->level_built_in));
	if (rule->grace)
		add_line(&out, "grace", "a warning for the first 30 days of an adopted record");
	cli_put(c, &out);
	sec_buf_release(&out);
	return 0;
}

/* One list a record, filled in threads and printed in order afterwards. */
struct gather {
	int state; /* -1: undecided rules */
	struct sec_needs *needs;
};

static void add_undecided(void *ctx, const struct sec_rule *rule, const char *missing)
{
	struct sec_needs *n = ctx;

	SEC_GROW(n->item, n->n, n->alloc);
	n->item[n->n++] = (struct sec_need){ xstrdup(missing), xstrdup(rule->id), xstrdup("") };
}

static void visit(void *ctx, const struct sec_visit *v)
{
	struct gather *g = ctx;

	if (g->state >= 0)
		sec_check_needs(v->facts, g->state, &g->needs[v->number]);
	else
		sec_check_undecided(v->facts, add_undecided, &g->needs[v->number]);
}

static size_t print_needs(struct cli *c, const struct sec_selection *selection,
	const struct sec_needs *needs, bool undecided)
{
	static const struct sec_column for_state[] = {
		{ .name = "id" }, { .name = "key" }, { .name = "what", .cut = true }, { .name = "who" } };
	static const struct sec_column for_rules[] = {
		{ .name = "id" }, { .name = "missing" }, { .name = "rule" } };
	struct sec_rows *rows = sec_rows_new(rows_format(c), undecided ? for_rules : for_state,
		undecided ? 3 : 4);
	size_t i, k, n = 0;

	for (i = 0; i < selection->n; i++) {
		for (k = 0; k < needs[i].n; k++, n++) {
			const struct sec_need *need = &needs[i].item[k];
			struct sec_str cell[] = { sec_str(selection->item[i].stem), sec_str(need->address),
				sec_str(need->what), sec_str(need->who) };

			sec_rows_add(rows, cell, NULL);
		}
	}
	put_rows(c, rows);
	return n;
}

static int find_state(struct cli *c, const struct sec_schema *s, const char *name)
{
	int state = sec_schema_state(s, sec_str(name)), i;
	struct sec_suggest g;

	if (state >= 0)
		return state;
	sec_suggest_init(&g, sec_str(name));
	for (i = 0; i < s->states; i++)
		sec_suggest_offer(&g, s->state[i].name);
	if (g.best)
		sec_err_set(&c->err, SEC_USAGE, "there is no state '%s'; did you mean '%s'?", name, g.best);
	else
		sec_err_set(&c->err, SEC_USAGE, "there is no state '%s'", name);
	return -1;
}

int explain_records(struct cli *c, struct sec_register *r, const struct sec_selection *selection,
	const struct sec_expr *condition, const char *state)
{
	struct gather g = { -1, NULL };
	struct sec_scan scan = { .reg = r, .selection = selection, .keep = condition, .visit = visit,
		.ctx = &g };
	struct sec_scan_report report;
	size_t i, n;
	int code;

	if (state) {
		g.state = find_state(c, &r->schema, state);
		if (g.state < 0)
			return cli_fail(c);
	}
	g.needs = xcalloc(selection->n, sizeof(*g.needs));
	sec_scan(&scan, &report);
	n = print_needs(c, selection, g.needs, !state);
	if (!n && !report.errors)
		cli_say(c, state ? "nothing is missing" : "every rule could be judged");
	code = cli_report(c, &report, n && state ? 1 : 0);
	for (i = 0; i < selection->n; i++)
		sec_needs_release(&g.needs[i]);
	free(g.needs);
	sec_scan_report_release(&report);
	return code;
}
