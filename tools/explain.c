/* SPDX-License-Identifier: ISC */
#include "explain.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/suggest.h"
#include "render/rows.h"
#include "rules/check.h"

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

int explain_name(struct cli *c, const struct sec_register *r, const char *id)
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
