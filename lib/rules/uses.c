/* SPDX-License-Identifier: ISC */
#include "rules/uses.h"

#include <stdlib.h>

#include "rules/message.h"

struct walk {
	const struct sec_schema *s;
	bool *used, *derived, *state; /* by index: was there */
};

static void ref(void *ctx, enum sec_ref_kind kind, int index);

static void in_expr(struct walk *w, const struct sec_expr *e)
{
	if (e)
		sec_expr_refs(e, ref, w);
}

static void in_derived(struct walk *w, int i)
{
	if (i < 0 || w->derived[i])
		return;
	w->derived[i] = true;
	in_expr(w, w->s->derived[i].value);
}

static void ref(void *ctx, enum sec_ref_kind kind, int index)
{
	struct walk *w = ctx;

	if (kind == SEC_REF_POLICY) {
		w->used[index] = true;
	} else if (kind == SEC_REF_DERIVED) {
		in_derived(w, index);
	} else if (kind == SEC_REF_REACHED && !w->state[index]) {
		w->state[index] = true;
		in_expr(w, w->s->state[index].when);
	}
}

static void ref_of_state(void *ctx, enum sec_ref_kind kind, int index)
{
	if (kind != SEC_REF_REACHED)
		ref(ctx, kind, index);
}

static void in_name(struct walk *w, const char *name)
{
	int at = sec_schema_policy(w->s, sec_str(name));

	if (at >= 0)
		w->used[at] = true;
}

static void start(struct walk *w, const struct sec_schema *s, int from, bool *used)
{
	*w = (struct walk){ s, used, xcalloc((size_t)s->deriveds + 1, 1),
		xcalloc((size_t)s->states + 1, 1) };
	if (from >= 0 && s->state[from].when)
		sec_expr_refs(s->state[from].when, ref_of_state, w);
}

static void end(struct walk *w)
{
	free(w->derived);
	free(w->state);
}

static void in_check(struct walk *w, const struct sec_rule *rule)
{
	for (unsigned i = 0; i < rule->operands; i++)
		for (unsigned j = 0; rule->operand[i].list && j < rule->operand[i].n; j++)
			in_expr(w, rule->operand[i].list[j]);
	for (int i = 0; rule->check && strcmp(rule->check, "steps") == 0 && i < w->s->states; i++)
		in_expr(w, w->s->state[i].optional_when);
}

void sec_rule_uses(const struct sec_schema *s, const struct sec_rule *rule, bool *used)
{
	struct walk w;

	start(&w, s, rule->from, used);
	in_expr(&w, rule->when);
	in_expr(&w, rule->assert_that);
	in_check(&w, rule);
	if (rule->message)
		sec_message_refs(rule->message, ref, &w);
	if (rule->advice)
		sec_message_refs(rule->advice, ref, &w);
	if (rule->grace)
		in_derived(&w, sec_schema_derived(s, SEC_STR("in-grace")));
	end(&w);
}

void sec_due_uses(const struct sec_schema *s, const struct sec_due *due, bool *used)
{
	struct walk w;

	start(&w, s, due->from, used);
	in_expr(&w, due->when);
	in_expr(&w, due->done);
	for (unsigned i = 0; i < due->ats; i++)
		in_expr(&w, due->at[i]);
	if (due->title)
		sec_message_refs(due->title, ref, &w);
	if (due->lead_policy >= 0)
		used[due->lead_policy] = true;
	if (due->workday) {
		in_name(&w, "workdays");
		in_name(&w, "holidays");
	}
	end(&w);
}
