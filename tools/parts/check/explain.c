/* SPDX-License-Identifier: ISC */
#include "parts/check/explain.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/suggest.h"
#include "parts/check/examples.h"
#include "rules/uses.h"

/* A label and its text, further lines below the first. */
static void add_line(struct sec_buf *out, const char *label, const char *text)
{
	const char *p;

	if (!text || !*text)
		return;
	sec_buf_addf(out, "%-10s", label);
	for (p = text; *p; p++) {
		sec_buf_addch(out, *p);
		if (*p == '\n')
			sec_buf_addf(out, "%10s", "");
	}
	sec_buf_addch(out, '\n');
}

static void add_states(struct sec_buf *out, const struct sec_schema *s, int from, int until)
{
	if (from < 0 && until < 0)
		return;
	sec_buf_addf(out, "%-10s", "states");
	if (from >= 0)
		sec_buf_addf(out, "from %s%s", s->state[from].name, until >= 0 ? " " : "");
	if (until >= 0)
		sec_buf_addf(out, "until %s", s->state[until].name);
	sec_buf_addch(out, '\n');
}

static void add_policies(struct sec_buf *out, const struct sec_schema *s, const bool *used)
{
	bool local = false;
	int i;

	for (i = 0; i < s->policies; i++) {
		const struct sec_policy *p = &s->policy[i];

		if (!used[i])
			continue;
		sec_buf_addf(out, "%-10s%s = %s", "policy", p->name, p->text);
		local |= p->local && strcmp(p->text, p->text_built_in) != 0;
		if (!p->local)
			sec_buf_addstr(out, " (built in)\n");
		else if (strcmp(p->text, p->text_built_in) == 0)
			sec_buf_addf(out, " (%s:%u)\n", p->place.file, p->place.line);
		else
			sec_buf_addf(out, " (%s:%u; built in: %s)\n", p->place.file, p->place.line,
				p->text_built_in);
	}
	if (local)
		add_line(out, "examples", "with the numbers as built in");
}

static int explain_rule(struct cli *c, const struct sec_schema *s, const struct sec_rule *rule,
	struct sec_buf *out)
{
	bool *used = xcalloc((size_t)s->policies + 1, sizeof(*used));

	sec_buf_addf(out, "%s (%s)\n\n", rule->id, rule->off ? "off" : sec_level_name(rule->level));
	add_line(out, "what", rule->summary);
	add_line(out, "why", rule->source_text);
	add_states(out, s, rule->from, rule->until);
	add_line(out, "when", rule->when_text);
	add_line(out, "wants", rule->assert_text);
	add_line(out, "says", rule->message_text);
	if (rule->check && strcmp(rule->check, "history") == 0)
		add_line(out, "judged", "commit by commit, by sec-log --verify");
	if (rule->check && strcmp(rule->check, "tree") == 0)
		add_line(out, "judged", "in what is pushed, by sec-check --pre-receive");
	add_line(out, "mend", rule->advice_text);
	sec_rule_uses(s, rule, used);
	add_policies(out, s, used);
	if (rule->level_place.file && (rule->off || rule->level != rule->level_built_in))
		sec_buf_addf(out, "%-10sset in %s:%u; built in: %s\n", "level", rule->level_place.file,
			rule->level_place.line, sec_level_name(rule->level_built_in));
	if (rule->grace)
		add_line(out, "grace", "only a warning for a while in a record that was adopted");
	free(used);
	return examples_add(c, rule->id, false, out);
}

static int explain_due(struct cli *c, const struct sec_schema *s, const struct sec_due *due,
	struct sec_buf *out)
{
	const struct sec_raw *raw = sec_schema_raw(s, "due", sec_str(due->kind));
	static const char *const keys[][2] = { { "when", "when" }, { "due", "at" }, { "done", "done" },
		{ "owner", "owner" }, { "tell", "tell" }, { "title", "title" } };
	bool *used = xcalloc((size_t)s->policies + 1, sizeof(*used));
	char lead[40];
	size_t i;

	sec_buf_addf(out, "%s (due item, %s)\n\n", due->kind, due->hard ? "hard" : "advised");
	add_line(out, "what", due->summary);
	add_line(out, "why", due->source_text);
	add_states(out, s, due->from, due->until);
	for (i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		const struct sec_raw_key *k = sec_raw_find(raw, keys[i][1]);

		add_line(out, keys[i][0], k ? k->value.s : NULL);
	}
	sec_dur_format(due->lead, lead);
	sec_buf_addf(out, "%-10s%s before%s\n", "shows", lead,
		due->workday ? "; moves back from weekends and holidays" : "");
	sec_due_uses(s, due, used);
	add_policies(out, s, used);
	free(used);
	return examples_add(c, due->kind, true, out);
}

static int unknown(struct cli *c, const struct sec_schema *s, const char *name)
{
	struct sec_suggest g;
	int i;

	sec_suggest_init(&g, sec_str(name));
	for (i = 0; i < s->rules; i++)
		sec_suggest_offer(&g, s->rule[i].id);
	for (i = 0; i < s->dues; i++)
		sec_suggest_offer(&g, s->due[i].kind);
	if (g.best)
		return sec_err_set(&c->err, SEC_USAGE, "no rule or due item is named '%s'; did you mean "
			"'%s'?", name, g.best);
	return sec_err_set(&c->err, SEC_USAGE, "no rule or due item is named '%s'; sec-check --list-rules "
		"and sec-due --list-kinds have them all", name);
}

int explain_name(struct cli *c, const struct sec_register *r, const char *name)
{
	const struct sec_schema *s = &r->schema;
	struct sec_buf out = SEC_BUF_INIT;
	int rule = sec_schema_rule(s, sec_str(name)), due = sec_schema_due(s, sec_str(name)), rc;

	if (rule >= 0)
		rc = explain_rule(c, s, &s->rule[rule], &out);
	else if (due >= 0)
		rc = explain_due(c, s, &s->due[due], &out);
	else
		rc = unknown(c, s, name);
	if (rc == 0)
		cli_put(c, &out);
	sec_buf_release(&out);
	return rc ? cli_fail(c) : 0;
}
