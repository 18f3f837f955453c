/* SPDX-License-Identifier: ISC
 *
 * What a record still needs for a state, in the order in which people work it
 * off: step by step along the way, in each step first what must be there, then
 * what its condition waits for, then what a rule would refuse there.
 */
#include <stdio.h>
#include <stdlib.h>

#include "rules/check-inner.h"
#include "rules/message.h"
#include "rules/role.h"
#include "rules/schema-index.h"

struct asking {
	struct sec_facts *f;
	const struct sec_schema *s;
	struct sec_needs *out;
	bool added;             /* by the last question */
	struct sec_buf holding; /* what a condition reads and the record has */
	int first_held;
	const struct sec_rule *rule;
};

static bool is_listed(const struct sec_needs *out, const char *address)
{
	for (size_t i = 0; i < out->n; i++)
		if (strcmp(out->item[i].address, address) == 0)
			return true;
	return false;
}

static char *supplier_of(struct asking *a, int field)
{
	struct sec_buf who = SEC_BUF_INIT;

	if (field >= 0 && a->s->field[field].supplier >= 0)
		sec_role_print(a->f, a->s->field[field].supplier, &who);
	return who.len ? sec_buf_detach(&who) : xstrdup("");
}

/* Takes over address and what. */
static void add(struct asking *a, char *address, char *what, int field)
{
	a->added = true;
	if (is_listed(a->out, address)) {
		free(address);
		free(what);
		return;
	}
	SEC_GROW(a->out->item, a->out->n, a->out->alloc);
	a->out->item[a->out->n++] =
		(struct sec_need){ address, what, supplier_of(a, field) };
}

static void add_field(struct asking *a, struct sec_str id, int field)
{
	const struct sec_field *d = &a->s->field[field];
	const struct sec_kind *kind = &a->s->kind[d->kind];
	char *address = id.len ? xasprintf("%s:%.*s.%s", kind->name, SEC_ARG(id), d->key) :
				 xasprintf("%s.%s", kind->name, d->key);

	add(a, address, xstrdup(d->label), field);
}

/* The keys that the step itself asks for. */
static void ask_required(struct asking *a, int state)
{
	for (int field = 0; field < a->s->fields; field++) {
		const struct sec_field *d = &a->s->field[field];
		const struct sec_instance *i;
		unsigned n;

		if (d->required_from != state)
			continue;
		i = sec_facts_instances(a->f, d->kind, &n);
		if (!n && a->s->kind[d->kind].repeat == SEC_REPEAT_NO &&
		    sec_field_is_wanted(a->f, NULL, field))
			add_field(a, (struct sec_str){ 0 }, field);
		for (unsigned j = 0; j < n; j++)
			if (sec_field_is_wanted(a->f, &i[j], field))
				add_field(a, i[j].id, field);
	}
}

static void missing(void *ctx, int field, struct sec_str id)
{
	add_field(ctx, id, field);
}

/* "label is value" for a field that a condition reads. */
static void held(void *ctx, enum sec_ref_kind kind, int index)
{
	struct asking *a = ctx;
	struct sec_val v;
	char said[64];

	if (kind == SEC_REF_DERIVED)
		sec_expr_refs(a->s->derived[index].value, held, a);
	if (kind != SEC_REF_FIELD)
		return;
	v = sec_facts_field(a->f, index);
	if (!v.known)
		return;
	snprintf(said, sizeof(said), "%s is ", a->s->field[index].label);
	if (strstr(a->holding.s, said))
		return;
	sec_buf_addf(&a->holding, "%s%s", a->holding.len ? ", " : "", said);
	sec_facts_format(a->f, &v, &a->holding);
	if (a->first_held < 0)
		a->first_held = index;
}

/* The condition of the state itself. */
static void ask_condition(struct asking *a, int state)
{
	const struct sec_state *st = &a->s->state[state];
	const struct sec_field *d;

	if (sec_facts_reached(a->f, state))
		return;
	a->added = false;
	sec_expr_missing(st->when, a->f, NULL, missing, a);
	if (a->added)
		return;
	sec_buf_clear(&a->holding);
	a->first_held = -1;
	sec_expr_refs(st->when, held, a);
	if (a->first_held < 0) {
		add(a, xstrdup(st->name), xasprintf("not %s yet", st->label), -1);
		return;
	}
	d = &a->s->field[a->first_held];
	add(a, xasprintf("%s.%s", a->s->kind[d->kind].name, d->key),
		xasprintf("not %s yet: %s", st->label, a->holding.s), a->first_held);
}

/* Does the rule ask for the state? What it says of today's says nothing of later. */
static void note_state(void *ctx, enum sec_ref_kind kind, int index)
{
	struct asking *a = ctx;

	if (kind == SEC_REF_DERIVED)
		sec_expr_refs(a->s->derived[index].value, note_state, a);
	if (kind == SEC_REF_STATE_OF_RECORD || kind == SEC_REF_REACHED)
		a->added = true;
}

static bool asks_for_state(struct asking *a, const struct sec_rule *rule)
{
	a->added = false;
	if (rule->when)
		sec_expr_refs(rule->when, note_state, a);
	sec_expr_refs(rule->assert_that, note_state, a);
	return a->added;
}

static bool would_fail(void *ctx, const struct sec_scope *scope)
{
	struct asking *a = ctx;
	const struct sec_rule *rule = a->rule;
	struct sec_buf text = SEC_BUF_INIT;
	struct sec_spot spot;

	if ((rule->when && sec_expr_test(rule->when, a->f, scope) != SEC_YES) ||
	    sec_expr_test(rule->assert_that, a->f, scope) != SEC_NO_WAY)
		return true;
	spot = sec_spot_rule(a->f, rule, scope);
	if (rule->message)
		sec_message_print(rule->message, a->f, scope, &text);
	else
		sec_buf_addstr(&text, rule->summary ? rule->summary : rule->id);
	add(a, spot.address ? spot.address : xstrdup(rule->id), sec_buf_detach(&text),
		rule->at_field);
	return true;
}

/* Rules at error level whose range begins at this step (the first: those without
 * a beginning, too) and still lasts in the state asked for. */
static void ask_rules(struct asking *a, int state, bool first, int target)
{
	for (const int *at = a->s->index->rules_in[target]; *at >= 0; at++) {
		const struct sec_rule *rule = &a->s->rule[*at];

		if (rule->level != SEC_LEVEL_ERROR || !rule->assert_that ||
		    (rule->from != state && !(first && rule->from < 0)) ||
		    asks_for_state(a, rule) || sec_waived(a->f, rule->id, NULL))
			continue;
		a->rule = rule;
		sec_scope_each(a->f, rule->for_kind, would_fail, a);
	}
}

static bool is_skipped(struct asking *a, int state)
{
	const struct sec_expr *e = a->s->state[state].optional_when;

	return e && !sec_facts_reached(a->f, state) && sec_expr_test(e, a->f, NULL) == SEC_YES;
}

static void ask_step(struct asking *a, int state, bool first, int target)
{
	if (state != target && is_skipped(a, state))
		return;
	ask_required(a, state);
	ask_condition(a, state);
	ask_rules(a, state, first, target);
}

/* The states below, each before the one that names it; one without `after` follows
 * the one before it in the file, unless it is aside. */
static void go(struct asking *a, int state, int target)
{
	const struct sec_state *st = &a->s->state[state];
	int before = st->after;

	if (before < 0 && state > 0 && !st->aside)
		before = state - 1;
	if (before >= 0)
		go(a, before, target);
	ask_step(a, state, before < 0, target);
}

void sec_check_needs(struct sec_facts *f, int state, struct sec_needs *out)
{
	struct asking a = { .f = f, .s = sec_facts_env(f)->schema, .out = out,
		.holding = SEC_BUF_INIT };

	go(&a, state, state);
	sec_buf_release(&a.holding);
}

void sec_needs_release(struct sec_needs *n)
{
	for (size_t i = 0; i < n->n; i++) {
		free(n->item[i].address);
		free(n->item[i].what);
		free(n->item[i].who);
	}
	free(n->item);
	*n = (struct sec_needs){ 0 };
}
