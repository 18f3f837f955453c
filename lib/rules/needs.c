/* SPDX-License-Identifier: ISC
 *
 * What a record still needs for a state, in the order in which people work it
 * off: step by step along the way; in each step first the keys that it or a rule
 * asks for, then what a rule would refuse, then what its condition waits for
 * (signatures come after terms). Keys stand in the order of fields.ini. A key
 * with `optional-when = yes` is an exception to the usual way and never asked for.
 */
#include <stdlib.h>

#include "rules/check/inner.h"
#include "rules/message.h"
#include "rules/role.h"
#include "rules/schema/index.h"

/* A key that is missing. */
struct lack {
	int field;
	struct sec_str id;
};

struct asking {
	struct sec_facts *f;
	const struct sec_schema *s;
	struct sec_needs *out;
	int now, target;
	struct lack *lack;
	size_t lacks, lack_alloc;
	const struct sec_rule *rule;
	bool *held; /* by field: read by a condition, and there */
};

static bool is_listed(const struct sec_needs *out, const char *address, const char *what)
{
	for (size_t i = 0; i < out->n; i++)
		if (strcmp(out->item[i].address, address) == 0 &&
		    strcmp(out->item[i].what, what) == 0)
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
static void add(struct asking *a, char *address, char *what, int supplied)
{
	if (is_listed(a->out, address, what)) {
		free(address);
		free(what);
		return;
	}
	SEC_GROW(a->out->item, a->out->n, a->out->alloc);
	a->out->item[a->out->n++] =
		(struct sec_need){ address, what, supplier_of(a, supplied) };
}

static char *address_of(const struct asking *a, int field, struct sec_str id)
{
	const struct sec_field *d = &a->s->field[field];
	const char *kind = a->s->kind[d->kind].name;

	return id.len ? xasprintf("%s:%.*s.%s", kind, SEC_ARG(id), d->key) :
			xasprintf("%s.%s", kind, d->key);
}

static void note_ref(void *ctx, enum sec_ref_kind kind, int index)
{
	(void)kind;
	(void)index;
	*(bool *)ctx = true;
}

static bool is_exception(struct asking *a, int field)
{
	const struct sec_expr *e = a->s->field[field].optional_when;
	bool reads = false;

	if (e)
		sec_expr_refs(e, note_ref, &reads);
	return e && !reads && sec_expr_test(e, a->f, NULL) == SEC_YES;
}

static void note_lack(void *ctx, int field, struct sec_str id)
{
	struct asking *a = ctx;

	if (is_exception(a, field))
		return;
	SEC_GROW(a->lack, a->lacks, a->lack_alloc);
	a->lack[a->lacks++] = (struct lack){ field, id };
}

static int by_field(const void *x, const void *y)
{
	const struct lack *a = x, *b = y;

	if (a->field != b->field)
		return a->field < b->field ? -1 : 1;
	return sec_str_cmp(a->id, b->id);
}

static void add_lacks(struct asking *a)
{
	if (a->lacks)
		qsort(a->lack, a->lacks, sizeof(*a->lack), by_field);
	for (size_t i = 0; i < a->lacks; i++)
		add(a, address_of(a, a->lack[i].field, a->lack[i].id),
			xstrdup(a->s->field[a->lack[i].field].label), a->lack[i].field);
	a->lacks = 0;
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
		    !sec_field_is_optional(a->f, NULL, field))
			note_lack(a, field, (struct sec_str){ "", 0 });
		for (unsigned j = 0; j < n; j++)
			if (!sec_facts_entry(a->f, &i[j], field) &&
			    !sec_field_is_optional(a->f, &i[j], field))
				note_lack(a, field, i[j].id);
	}
}

/* What does a rule read: the state (what it says of today's says nothing of a
 * later one), anything of the record at all (or nobody could supply it)? */
struct reads {
	const struct sec_schema *s;
	bool state, record;
};

static void note_read(void *ctx, enum sec_ref_kind kind, int index)
{
	struct reads *r = ctx;

	if (kind == SEC_REF_DERIVED)
		sec_expr_refs(r->s->derived[index].value, note_read, r);
	r->state |= kind == SEC_REF_STATE_OF_RECORD || kind == SEC_REF_REACHED;
	r->record |= kind == SEC_REF_FIELD || kind == SEC_REF_SECTIONS;
}

/* Error rules that begin at this step (at the first: those without a beginning,
 * too) and do not end before today's state; never those that read the state
 * itself, or nothing at all. */
static bool is_asked(struct asking *a, const struct sec_rule *rule, int state, bool first)
{
	struct reads r = { .s = a->s };

	if (rule->level != SEC_LEVEL_ERROR || !rule->assert_that ||
	    (rule->from != state && !(first && rule->from < 0)) ||
	    (rule->until >= 0 && !rule->aside && rule->until < a->now))
		return false;
	if (rule->when)
		sec_expr_refs(rule->when, note_read, &r);
	sec_expr_refs(rule->assert_that, note_read, &r);
	return r.record && !r.state && !sec_waived(a->f, rule->id, NULL);
}

static bool fails_in(struct asking *a, const struct sec_scope *scope)
{
	const struct sec_rule *rule = a->rule;

	return (!rule->when || sec_expr_test(rule->when, a->f, scope) == SEC_YES) &&
	       sec_expr_test(rule->assert_that, a->f, scope) == SEC_NO_WAY;
}

static bool lacks_in(void *ctx, const struct sec_scope *scope)
{
	struct asking *a = ctx;

	if (fails_in(a, scope))
		sec_expr_missing(a->rule->assert_that, a->f, scope, note_lack, a);
	return true;
}

/* A rule that fails though nothing is missing: what it says. */
static bool says_in(void *ctx, const struct sec_scope *scope)
{
	struct asking *a = ctx;
	const struct sec_rule *rule = a->rule;
	size_t before = a->lacks;
	struct sec_buf text = SEC_BUF_INIT;
	struct sec_spot spot;

	if (!fails_in(a, scope))
		return true;
	sec_expr_missing(rule->assert_that, a->f, scope, note_lack, a);
	if (a->lacks > before) {
		a->lacks = before;
		return true;
	}
	spot = sec_spot_rule(a->f, rule, scope);
	if (rule->message && spot.col)
		sec_message_print(rule->message, a->f, scope, &text);
	else /* a message would speak of a key that is not there */
		sec_buf_addstr(&text, rule->summary ? rule->summary : rule->id);
	add(a, spot.address ? spot.address : xstrdup(rule->id), sec_buf_detach(&text),
		rule->at_field);
	return true;
}

static void ask_rules(struct asking *a, int state, bool first,
	bool (*ask)(void *ctx, const struct sec_scope *scope))
{
	for (const int *at = a->s->index->rules_in[a->target]; *at >= 0; at++) {
		a->rule = &a->s->rule[*at];
		if (is_asked(a, a->rule, state, first))
			sec_scope_each(a->f, a->rule->for_kind, ask, a);
	}
}

static void note_held(void *ctx, enum sec_ref_kind kind, int index)
{
	struct asking *a = ctx;

	if (kind == SEC_REF_DERIVED)
		sec_expr_refs(a->s->derived[index].value, note_held, a);
	if (kind == SEC_REF_FIELD && sec_facts_field(a->f, index).known)
		a->held[index] = true;
}

static bool is_to_come(struct asking *a, int field)
{
	struct sec_val v = sec_facts_field(a->f, field);

	return a->held[field] && sec_val_day(&v) != SEC_DAY_NONE &&
	       sec_val_day(&v) >= sec_facts_env(a->f)->today;
}

/* What a condition without a missing key waits for: days still to come, or else
 * all that its untrue parts read. */
static void ask_held(struct asking *a, int state)
{
	const struct sec_state *st = &a->s->state[state];
	struct sec_buf text = SEC_BUF_INIT;
	bool waits = false;
	int first = -1;

	memset(a->held, 0, (size_t)a->s->fields * sizeof(*a->held));
	sec_expr_untrue_refs(st->when, a->f, note_held, a);
	for (int i = 0; i < a->s->fields; i++)
		waits |= is_to_come(a, i);
	for (int i = 0; i < a->s->fields; i++) {
		struct sec_val v;

		if (!a->held[i] || (waits && !is_to_come(a, i)))
			continue;
		v = sec_facts_field(a->f, i);
		sec_buf_addf(&text, "%s %s is ", first < 0 ? ":" : ",", a->s->field[i].label);
		sec_facts_format(a->f, &v, &text);
		if (first < 0)
			first = i;
	}
	add(a, first < 0 ? xstrdup(st->name) : address_of(a, first, (struct sec_str){ "", 0 }),
		xasprintf("not yet '%s'%s", st->name, text.s), waits ? -1 : first);
	sec_buf_release(&text);
}

static void ask_condition(struct asking *a, int state)
{
	if (sec_facts_reached(a->f, state))
		return;
	sec_expr_missing(a->s->state[state].when, a->f, NULL, note_lack, a);
	if (a->lacks)
		add_lacks(a);
	else
		ask_held(a, state);
}

static bool is_skipped(struct asking *a, int state)
{
	const struct sec_expr *e = a->s->state[state].optional_when;

	return e && !sec_facts_reached(a->f, state) && sec_expr_test(e, a->f, NULL) == SEC_YES;
}

static void ask_step(struct asking *a, int state, bool first)
{
	if (state != a->target && is_skipped(a, state))
		return;
	ask_required(a, state);
	ask_rules(a, state, first, lacks_in);
	add_lacks(a);
	ask_rules(a, state, first, says_in);
	ask_condition(a, state);
}

/* The states below, each before the one that names it; one without `after` follows
 * the one before it in the file, unless it is aside. */
static void go(struct asking *a, int state)
{
	const struct sec_state *st = &a->s->state[state];
	int before = st->after;

	if (before < 0 && state > 0 && !st->aside)
		before = state - 1;
	if (before >= 0)
		go(a, before);
	ask_step(a, state, before < 0);
}

void sec_check_needs(struct sec_facts *f, int state, struct sec_needs *out)
{
	struct asking a = { .f = f, .s = sec_facts_env(f)->schema, .out = out,
		.now = sec_facts_state(f), .target = state };

	a.held = xcalloc((size_t)a.s->fields, sizeof(*a.held));
	go(&a, state);
	free(a.held);
	free(a.lack);
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
