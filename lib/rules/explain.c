/* SPDX-License-Identifier: ISC */
#include "rules/expr/inner.h"
#include "rules/facts/inner.h"

/* Why an expression is not true: walks to the fields that are missing, through
 * derived values and states, leaving out what did not matter. */
struct search {
	struct sec_facts *f;
	void (*each)(void *ctx, int field, struct sec_str id);
	void *ctx;
	unsigned depth;
	unsigned found;
};

enum { DEEPEST = 64 };

static void find_missing(struct search *x, const struct sec_term *n, const struct sec_scope *s);

static void find_in_operands(struct search *x, const struct sec_term *n, const struct sec_scope *s)
{
	const struct sec_term *o;

	for (o = n->first; o; o = o->next)
		find_missing(x, o, s);
}

static void find_in_first(struct search *x, const struct sec_term *n, const struct sec_scope *s)
{
	const struct sec_term *o;
	unsigned before = x->found;

	for (o = n->first; o && x->found == before; o = o->next)
		find_missing(x, o, s);
}

/* The operands of and, or that are not true. */
static void find_untrue(struct search *x, const struct sec_term *n, const struct sec_scope *s)
{
	const struct sec_term *o;

	for (o = n->first; o; o = o->next)
		if (sec_term_test(o, x->f, s) != SEC_YES)
			find_missing(x, o, s);
}

static void find_in_expr(struct search *x, const struct sec_expr *e)
{
	static const struct sec_scope none = { .due = SEC_DAY_NONE };

	if (!e || x->depth >= DEEPEST)
		return;
	x->depth++;
	find_missing(x, e->root, &none);
	x->depth--;
}

/* all(): the sections for which the condition is not true. */
static void find_in_sections(struct search *x, const struct sec_term *n, const struct sec_scope *s)
{
	struct sec_visit v;

	if (!n->first)
		return;
	sec_visit_start(&v, x->f, n->index, s, true);
	while (sec_visit_next(&v, x->f))
		if (sec_term_test(n->first, x->f, &v.scope) != SEC_YES)
			find_missing(x, n->first, &v.scope);
}

static void find_field(struct search *x, const struct sec_term *n, const struct sec_scope *s,
	bool undone)
{
	struct sec_val v = sec_term_eval(n, x->f, s);
	struct sec_str id = { "", 0 };
	unsigned up = n->up;

	if (n->op == SEC_OP_SECTION_FIELD)
		id = n->name->id;
	if (n->op == SEC_OP_KEY) {
		while (up--)
			s = s->outer;
		if (s->instance)
			id = s->instance->id;
	}
	if (!v.known || undone) {
		x->found++;
		x->each(x->ctx, n->index, id);
	}
}

static bool is_field(const struct sec_term *n)
{
	return n->op == SEC_OP_FIELD || n->op == SEC_OP_KEY || n->op == SEC_OP_SECTION_FIELD;
}

static void find_missing(struct search *x, const struct sec_term *n, const struct sec_scope *s)
{
	switch ((enum sec_op)n->op) {
	case SEC_OP_FIELD:
	case SEC_OP_KEY:
	case SEC_OP_SECTION_FIELD:
		find_field(x, n, s, false);
		break;
	case SEC_OP_DERIVED:
		if (!sec_facts_keep_derived(x->f, n->index)->known || n->type == SEC_TYPE_YESNO)
			find_in_expr(x, x->f->schema->derived[n->index].value);
		break;
	case SEC_OP_REACHED:
		if (!sec_facts_reached(x->f, n->index))
			find_in_expr(x, x->f->schema->state[n->index].when);
		break;
	case SEC_OP_AND:
	case SEC_OP_OR:
		find_untrue(x, n, s);
		break;
	case SEC_OP_DONE:
		if (is_field(n->first) && !sec_call_test(n, x->f, s))
			find_field(x, n->first, s, true);
		else
			find_in_operands(x, n, s);
		break;
	case SEC_OP_ALL:
		find_in_sections(x, n, s);
		break;
	case SEC_OP_EITHER:
	case SEC_OP_MIN:
	case SEC_OP_MAX: /* one would do: the first that has a key to name */
		if (!sec_term_eval(n, x->f, s).known)
			find_in_first(x, n, s);
		break;
	case SEC_OP_ANY:
	case SEC_OP_COUNT:
	case SEC_OP_FIRST:
	case SEC_OP_LAST:
	case SEC_OP_PREV:
		break; /* a section is missing, or none is as it should be: no key to name */
	default:
		find_in_operands(x, n, s);
		break;
	}
}

void sec_expr_missing(const struct sec_expr *e, struct sec_facts *f, const struct sec_scope *scope,
	void (*each)(void *ctx, int field, struct sec_str id), void *ctx)
{
	static const struct sec_scope none = { .due = SEC_DAY_NONE };
	struct search x = { .f = f, .each = each, .ctx = ctx };

	find_missing(&x, e->root, scope ? scope : &none);
}

struct untrue {
	struct sec_facts *f;
	void (*each)(void *ctx, enum sec_ref_kind kind, int index);
	void *ctx;
	unsigned depth;
};

/* Goes down through and, or, yes-no derived values and states to the tests. */
static void name_untrue(struct untrue *u, const struct sec_term *n)
{
	static const struct sec_scope none = { .due = SEC_DAY_NONE };
	const struct sec_schema *s = u->f->schema;
	const struct sec_expr *inner = n->op == SEC_OP_REACHED ? s->state[n->index].when :
				       n->op == SEC_OP_DERIVED && n->type == SEC_TYPE_YESNO ?
					       s->derived[n->index].value : NULL;
	const struct sec_term *o;

	if (sec_term_test(n, u->f, &none) == SEC_YES || u->depth >= DEEPEST)
		return;
	u->depth++;
	if (n->op == SEC_OP_AND || n->op == SEC_OP_OR)
		for (o = n->first; o; o = o->next)
			name_untrue(u, o);
	else if (inner)
		name_untrue(u, inner->root);
	else
		sec_term_refs(n, u->each, u->ctx);
	u->depth--;
}

void sec_expr_untrue_refs(const struct sec_expr *e, struct sec_facts *f,
	void (*each)(void *ctx, enum sec_ref_kind kind, int index), void *ctx)
{
	struct untrue u = { .f = f, .each = each, .ctx = ctx };

	name_untrue(&u, e->root);
}
