/* SPDX-License-Identifier: ISC */
#include "base/suggest.h"
#include "rules/expr/inner.h"

static const struct sec_beside nothing;

struct function {
	const char *name;
	enum sec_op op;
	unsigned least, most; /* operands */
	const char *form;
	int (*check)(struct sec_compiler *c, struct sec_term *n, struct sec_beside beside);
};

static int typed(struct sec_term *n, enum sec_type type)
{
	n->type = (uint8_t)type;
	return 0;
}

static int wanted(struct sec_compiler *c, const struct sec_term *n, const char *what)
{
	return sec_compiler_fail(c, n->at, "%s is wanted here, this is %s", what, sec_type_phrase(n->type));
}

static int push(struct sec_compiler *c, int for_kind)
{
	c->frame[c->frames++] = for_kind; /* deep enough for the deepest nesting */
	return 0;
}

static int check_present(struct sec_compiler *c, struct sec_term *n, struct sec_beside beside)
{
	(void)beside;
	n->type = SEC_TYPE_YESNO;
	return sec_check_term(c, n->first, nothing);
}

static int check_done(struct sec_compiler *c, struct sec_term *n, struct sec_beside beside)
{
	struct sec_term *a = n->first;
	int r = sec_check_term(c, a, nothing);

	(void)beside;
	if (r < 0)
		return r;
	if (!sec_type_is_date(a->type) && a->op != SEC_OP_ENTRY_VALUE)
		return wanted(c, a, "a date or evidence");
	return typed(n, SEC_TYPE_YESNO);
}

/* any, all, count: a condition in the scope of a section. */
static int check_each(struct sec_compiler *c, struct sec_term *n, struct sec_beside beside)
{
	struct sec_term *kind = n->first;
	int r = sec_resolve_kind(c, kind, &n->index);

	(void)beside;
	if (r < 0)
		return r;
	n->first = kind->next;
	if (n->first) {
		push(c, n->index);
		r = sec_check_yesno(c, n->first);
		c->frames--;
		if (r < 0)
			return r;
	}
	return typed(n, n->op == SEC_OP_COUNT ? SEC_TYPE_NUMBER : SEC_TYPE_YESNO);
}

/* The expression and the condition of first, last and prev, in a scope. */
static int check_pick(struct sec_compiler *c, struct sec_term *n, int for_kind,
	struct sec_beside beside)
{
	struct sec_term *what = n->first, *cond = what->next;
	int r;

	push(c, for_kind);
	r = sec_check_term(c, what, beside);
	if (r == 0 && cond)
		r = sec_check_yesno(c, cond);
	c->frames--;
	n->words = what->words;
	n->span = what->span;
	n->type = what->type;
	return r;
}

static int check_ends(struct sec_compiler *c, struct sec_term *n, struct sec_beside beside)
{
	struct sec_term *kind = n->first;
	int r = sec_resolve_kind(c, kind, &n->index);

	if (r < 0)
		return r;
	n->first = kind->next;
	return check_pick(c, n, n->index, beside);
}

static int check_prev(struct sec_compiler *c, struct sec_term *n, struct sec_beside beside)
{
	int frame = c->frames ? c->frame[c->frames - 1] : SEC_FOR_ONCE;

	if (frame < 0)
		return sec_compiler_fail(c, n->at, "prev() has a meaning only where the sections of one kind "
			"are gone through");
	n->index = frame;
	return check_pick(c, n, frame, beside);
}

/* Operands that share one type: what the whole then has. */
static int unite(struct sec_compiler *c, struct sec_term *n, const struct sec_term *first,
	const struct sec_term *o)
{
	enum sec_type a = n->type, b = o->type;

	if (o == first) {
		n->type = o->type;
		n->words = o->words;
		n->span = o->span;
		return 0;
	}
	if (n->span != o->span)
		n->span = SEC_SPAN_OPEN;
	if (a == b)
		return 0;
	if (sec_type_is_date(a) && sec_type_is_date(b))
		return typed(n, SEC_TYPE_DATE);
	if ((a == SEC_TYPE_TEXT || a == SEC_TYPE_PROSE || a == SEC_TYPE_ENUM)
		&& (b == SEC_TYPE_TEXT || b == SEC_TYPE_PROSE || b == SEC_TYPE_ENUM))
		return typed(n, SEC_TYPE_TEXT);
	return sec_compiler_fail(c, o->at, "%s stands beside %s: all results have one type",
		sec_type_phrase(b), sec_type_phrase(a));
}

/* Operand number i of if() is a result, not a condition. */
static bool is_result(const struct sec_term *o, unsigned i)
{
	return i % 2 == 1 || !o->next;
}

static struct sec_beside beside_results(struct sec_compiler *c, struct sec_term *n, bool all)
{
	struct sec_beside b = { 0 };
	struct sec_term *o;
	unsigned i = 0;

	for (o = n->first; o && !b.words && !b.state; o = o->next, i++)
		if (all || is_result(o, i))
			b = sec_beside_of(c, o);
	return b;
}

static int check_either(struct sec_compiler *c, struct sec_term *n, struct sec_beside beside)
{
	struct sec_term *o;
	int r;

	if (!beside.words && !beside.state)
		beside = beside_results(c, n, true);
	for (o = n->first; o; o = o->next)
		if ((r = sec_check_term(c, o, beside)) < 0 || (r = unite(c, n, n->first, o)) < 0)
			return r;
	return 0;
}

static int check_if(struct sec_compiler *c, struct sec_term *n, struct sec_beside beside)
{
	struct sec_term *o;
	unsigned i = 0, operands = 0;
	int r;

	for (o = n->first; o; o = o->next)
		operands++;
	if (operands % 2 == 0)
		return sec_compiler_fail(c, n->at, "if() lacks what holds otherwise: if(c, a, otherwise)");
	if (!beside.words && !beside.state)
		beside = beside_results(c, n, false);
	for (o = n->first; o; o = o->next, i++) {
		if (!is_result(o, i))
			r = sec_check_yesno(c, o);
		else if ((r = sec_check_term(c, o, beside)) == 0)
			r = unite(c, n, n->first->next, o);
		if (r < 0)
			return r;
	}
	return 0;
}

static int check_extreme(struct sec_compiler *c, struct sec_term *n, struct sec_beside beside)
{
	struct sec_term *o;
	int r;

	(void)beside;
	for (o = n->first; o; o = o->next) {
		if ((r = sec_check_term(c, o, nothing)) < 0)
			return r;
		if (!sec_type_is_date(o->type) && o->type != SEC_TYPE_NUMBER && o->type != SEC_TYPE_DURATION)
			return wanted(c, o, "a date, a number or a duration");
		if (o != n->first && n->span != SEC_SPAN_OPEN && o->span != SEC_SPAN_OPEN
			&& n->span != o->span)
			return sec_compiler_fail(c, o->at, "days are not compared with months or years: "
				"add each to a date and compare the dates");
		if ((r = unite(c, n, n->first, o)) < 0)
			return r;
	}
	if (sec_type_is_date(n->type))
		n->type = SEC_TYPE_DATE;
	return 0;
}

/* Every item of a literal is one of the list's values. */
static int check_items(struct sec_compiler *c, const struct sec_term *b, const struct sec_words *w)
{
	struct sec_str rest, item;
	struct sec_suggest g;
	unsigned i;

	if (!w || b->op != SEC_OP_CONST || b->type != SEC_TYPE_TEXT)
		return 0;
	for (rest = b->val->text; sec_str_split(&rest, ',', &item);) {
		bool known = false;

		sec_suggest_init(&g, item);
		for (i = 0; i < w->n; i++) {
			known = known || sec_utf8_same(item, sec_str(w->word[i]));
			sec_suggest_offer(&g, w->word[i]);
		}
		if (!known && g.best)
			return sec_compiler_fail(c, b->at, "unknown value '%.*s', did you mean '%s'?",
				SEC_ARG(item), g.best);
		if (!known)
			return sec_compiler_fail(c, b->at, "unknown value '%.*s': write %s",
				SEC_ARG(item), sec_words_phrase(c, w));
	}
	return 0;
}

static int check_includes(struct sec_compiler *c, struct sec_term *n, struct sec_beside beside)
{
	struct sec_term *a = n->first, *b = a->next;
	int r;

	(void)beside;
	if ((r = sec_check_term(c, a, nothing)) < 0
		|| (r = sec_check_term(c, b, sec_beside_of(c, a))) < 0)
		return r;
	if (a->type != SEC_TYPE_LIST)
		return wanted(c, a, "a list");
	if (b->type != SEC_TYPE_LIST && b->type != SEC_TYPE_TEXT && b->type != SEC_TYPE_ENUM)
		return wanted(c, b, "a list or a text such as \"a, b\"");
	if ((r = check_items(c, b, a->words)) < 0)
		return r;
	return typed(n, SEC_TYPE_YESNO);
}

static int check_length(struct sec_compiler *c, struct sec_term *n, struct sec_beside beside)
{
	struct sec_term *a = n->first;
	int r = sec_check_term(c, a, nothing);

	(void)beside;
	if (r < 0)
		return r;
	if (a->type != SEC_TYPE_TEXT && a->type != SEC_TYPE_PROSE)
		return wanted(c, a, "a text");
	return typed(n, SEC_TYPE_NUMBER);
}

static int check_days(struct sec_compiler *c, struct sec_term *n, struct sec_beside beside)
{
	int r = sec_check_term(c, n->first, nothing);

	(void)beside;
	if (r < 0)
		return r;
	if (n->first->type != SEC_TYPE_DURATION)
		return wanted(c, n->first, "a duration");
	return typed(n, SEC_TYPE_NUMBER);
}

static int check_workday(struct sec_compiler *c, struct sec_term *n, struct sec_beside beside)
{
	int r = sec_check_term(c, n->first, nothing);

	(void)beside;
	if (r < 0)
		return r;
	if (!sec_type_is_date(n->first->type))
		return wanted(c, n->first, "a date");
	return typed(n, SEC_TYPE_DATE);
}

static int check_dates(struct sec_compiler *c, struct sec_term *n, struct sec_beside beside)
{
	(void)beside;
	return sec_compiler_fail(c, n->at, "dates() gives several dates: it stands alone, where a list of "
		"dates is wanted");
}

static int check_reached(struct sec_compiler *c, struct sec_term *n, struct sec_beside beside)
{
	int state = sec_resolve_state(c, n->first);

	(void)beside;
	if (state < 0)
		return state;
	n->index = state;
	n->first = NULL;
	return typed(n, SEC_TYPE_YESNO);
}

static const struct function functions[] = {
	{ "present", SEC_OP_PRESENT, 1, 1, "present(x)", check_present },
	{ "done", SEC_OP_DONE, 1, 1, "done(x)", check_done },
	{ "any", SEC_OP_ANY, 1, 2, "any(section, condition)", check_each },
	{ "all", SEC_OP_ALL, 2, 2, "all(section, condition)", check_each },
	{ "count", SEC_OP_COUNT, 1, 2, "count(section, condition)", check_each },
	{ "first", SEC_OP_FIRST, 2, 3, "first(section, value, condition)", check_ends },
	{ "last", SEC_OP_LAST, 2, 3, "last(section, value, condition)", check_ends },
	{ "prev", SEC_OP_PREV, 1, 2, "prev(value, condition)", check_prev },
	{ "min", SEC_OP_MIN, 1, SEC_EXPR_TERMS, "min(a, b)", check_extreme },
	{ "max", SEC_OP_MAX, 1, SEC_EXPR_TERMS, "max(a, b)", check_extreme },
	{ "either", SEC_OP_EITHER, 2, 2, "either(a, b)", check_either },
	{ "if", SEC_OP_IF, 3, SEC_EXPR_TERMS, "if(condition, a, otherwise)", check_if },
	{ "includes", SEC_OP_INCLUDES, 2, 2, "includes(list, \"a, b\")", check_includes },
	{ "length", SEC_OP_LENGTH, 1, 1, "length(text)", check_length },
	{ "days", SEC_OP_DAYS, 1, 1, "days(duration)", check_days },
	{ "workday", SEC_OP_WORKDAY, 1, 1, "workday(date)", check_workday },
	{ "dates", SEC_OP_DATES, 3, 3, "dates(anchor, step, until)", check_dates },
	{ "reached", SEC_OP_REACHED, 1, 1, "reached(state)", check_reached },
};
enum { FUNCTIONS = sizeof(functions) / sizeof(functions[0]) };

static const struct function *find(struct sec_str name)
{
	size_t i;

	for (i = 0; i < FUNCTIONS; i++)
		if (sec_str_is(name, functions[i].name))
			return &functions[i];
	return NULL;
}

static int unknown_function(struct sec_compiler *c, const struct sec_term *n)
{
	struct sec_suggest g;
	size_t i;

	sec_suggest_init(&g, n->name->key);
	for (i = 0; i < FUNCTIONS; i++)
		sec_suggest_offer(&g, functions[i].name);
	return sec_compiler_fail(c, n->at, "unknown function '%.*s'%s%s%s", SEC_ARG(n->name->key),
		g.best ? ", did you mean '" : "", g.best ? g.best : "", g.best ? "'?" : "");
}

int sec_check_call(struct sec_compiler *c, struct sec_term *n, struct sec_beside beside)
{
	const struct function *fn = find(n->name->key);
	const struct sec_term *o;
	unsigned operands = 0;

	if (!fn)
		return unknown_function(c, n);
	for (o = n->first; o; o = o->next)
		operands++;
	if (operands < fn->least || operands > fn->most)
		return sec_compiler_fail(c, n->at, "too %s operands: write %s",
			operands < fn->least ? "few" : "many", fn->form);
	n->op = (uint8_t)fn->op;
	return fn->check(c, n, beside);
}

struct sec_beside sec_beside_of_call(struct sec_compiler *c, struct sec_term *n)
{
	const struct function *fn = find(n->name->key);
	struct sec_beside b = { 0 };
	bool trying = c->trying;
	int kind = SEC_FOR_ONCE;

	if (!fn || !n->first)
		return b;
	if (fn->op == SEC_OP_EITHER || fn->op == SEC_OP_IF)
		return beside_results(c, n, fn->op == SEC_OP_EITHER);
	if (fn->op == SEC_OP_PREV)
		kind = c->frames ? c->frame[c->frames - 1] : SEC_FOR_ONCE;
	else if ((fn->op != SEC_OP_FIRST && fn->op != SEC_OP_LAST) || !n->first->next)
		return b;
	c->trying = true;
	if (fn->op == SEC_OP_PREV || sec_resolve_kind(c, n->first, &kind) == 0) {
		push(c, kind);
		b = sec_beside_of(c, fn->op == SEC_OP_PREV ? n->first : n->first->next);
		c->frames--;
	}
	c->trying = trying;
	return b;
}
