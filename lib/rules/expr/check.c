/* SPDX-License-Identifier: ISC */
#include "rules/expr/inner.h"

static const struct sec_beside nothing;

struct sec_beside sec_beside_of(struct sec_compiler *c, struct sec_term *n)
{
	struct sec_beside b = { 0 };
	bool trying = c->trying;
	struct sec_term try;

	if (n->op == SEC_OP_CALL)
		return sec_beside_of_call(c, n);
	try = *n;
	if (n->op == SEC_OP_NAME) {
		c->trying = true;
		if (sec_resolve_name(c, &try, nothing) < 0)
			try.type = SEC_TYPE_NONE;
		c->trying = trying;
	}
	if (try.type == SEC_TYPE_ENUM || try.type == SEC_TYPE_ID || try.type == SEC_TYPE_LIST)
		b.words = try.words;
	b.state = try.type == SEC_TYPE_STATE;
	return b;
}

static bool is_text(enum sec_type t)
{
	return t == SEC_TYPE_TEXT || t == SEC_TYPE_PROSE || t == SEC_TYPE_ENUM;
}

static bool how(enum sec_type a, enum sec_type b, enum sec_as *as)
{
	if (sec_type_is_date(a) && sec_type_is_date(b))
		*as = SEC_AS_DATE;
	else if (a == SEC_TYPE_ENUM && b == SEC_TYPE_ENUM)
		*as = SEC_AS_BYTES;
	else if (is_text(a) && is_text(b))
		*as = SEC_AS_TEXT;
	else if ((a == SEC_TYPE_ID && (b == SEC_TYPE_ID || is_text(b))) || (b == SEC_TYPE_ID && is_text(a)))
		*as = SEC_AS_BYTES;
	else if ((a == SEC_TYPE_LIST && (b == SEC_TYPE_LIST || is_text(b)))
		|| (b == SEC_TYPE_LIST && is_text(a)))
		*as = SEC_AS_LIST;
	else if (a != b)
		return false;
	else if (a == SEC_TYPE_NUMBER)
		*as = SEC_AS_NUMBER;
	else if (a == SEC_TYPE_DURATION)
		*as = SEC_AS_DURATION;
	else if (a == SEC_TYPE_YESNO)
		*as = SEC_AS_YESNO;
	else if (a == SEC_TYPE_STATE)
		*as = SEC_AS_STATE;
	else
		return false;
	return true;
}

/* A date difference somewhere in a duration: its two dates, as written. */
static bool difference(struct sec_compiler *c, const struct sec_term *n, struct sec_str text,
	struct sec_str *later, struct sec_str *earlier)
{
	const struct sec_term *o;

	if (n->op == SEC_OP_SUB && sec_type_is_date(n->first->type)) {
		o = n->first->next;
		*later = (struct sec_str){ text.s + n->first->at, n->first->end - n->first->at };
		*earlier = (struct sec_str){ text.s + o->at, o->end - o->at };
		return true;
	}
	if (n->op == SEC_OP_DERIVED) {
		const struct sec_expr *e = c->site->schema->derived[n->index].value;

		return e && difference(c, e->root, e->text, later, earlier);
	}
	for (o = n->first; o; o = o->next)
		if (o->type == SEC_TYPE_DURATION && difference(c, o, text, later, earlier))
			return true;
	return false;
}

/* Days and months are not compared: a month has no fixed length. */
static int check_spans(struct sec_compiler *c, struct sec_term *n, struct sec_term *a,
	struct sec_term *b)
{
	static const char *const sign[] = { "=", "!=", "<", "<=", ">", ">=" };
	static const char *const turned[] = { "=", "!=", ">", ">=", "<", "<=" };
	struct sec_term *days = a->span == SEC_SPAN_DAYS ? a : b, *months = days == a ? b : a;
	struct sec_str later, earlier, m;

	if (a->span == SEC_SPAN_OPEN || b->span == SEC_SPAN_OPEN || a->span == b->span)
		return 0;
	if (n->op != SEC_OP_COMPARE || !difference(c, days, c->text, &later, &earlier))
		return sec_compiler_fail(c, b->at, "days are not compared with months or years: "
			"add each to a date and compare the dates");
	m = sec_compiler_text(c, months);
	return sec_compiler_fail(c, b->at, "days are not compared with months or years: write "
		"%.*s %s %.*s + %.*s", SEC_ARG(later), days == a ? sign[n->cmp] : turned[n->cmp],
		SEC_ARG(earlier), SEC_ARG(m));
}

/* A state that a comparison of order names lies on the main line. */
static int check_order(struct sec_compiler *c, struct sec_term *n, struct sec_term *a, enum sec_as as)
{
	struct sec_term *o;

	if (n->op != SEC_OP_COMPARE || n->cmp == SEC_CMP_EQ || n->cmp == SEC_CMP_NE)
		return 0;
	if (as == SEC_AS_TEXT || as == SEC_AS_LIST || as == SEC_AS_YESNO || a->type == SEC_TYPE_ENUM)
		return sec_compiler_fail(c, a->at, "%s has no order: compare it with = or !=",
			sec_type_phrase(a->type));
	if (as != SEC_AS_STATE)
		return 0;
	for (o = a; o; o = o->next)
		if (o->op == SEC_OP_CONST && c->site->schema->state[o->val->state].aside)
			return sec_compiler_fail(c, o->at, "'%s' lies outside the order of states: "
				"compare it with =, != or in", c->site->schema->state[o->val->state].name);
	return 0;
}

/* Checks that `b` can be compared with `a`; both have been checked. */
static int check_pair(struct sec_compiler *c, struct sec_term *n, struct sec_term *a,
	struct sec_term *b, enum sec_as *as)
{
	int r;

	if (!how(a->type, b->type, as))
		return sec_compiler_fail(c, b->at, "%s is compared with %s: write %s",
			sec_type_phrase(a->type), sec_type_phrase(b->type), sec_right_phrase(c, a));
	if (*as == SEC_AS_DURATION && (r = check_spans(c, n, a, b)) < 0)
		return r;
	if (*as == SEC_AS_TEXT && ((r = sec_check_literal(c, b, a->words)) < 0
		|| (r = sec_check_literal(c, a, b->words)) < 0))
		return r;
	return 0;
}

static int check_compare(struct sec_compiler *c, struct sec_term *n)
{
	struct sec_term *a = n->first, *b = a->next;
	struct sec_beside for_a = sec_beside_of(c, b), for_b = sec_beside_of(c, a);
	enum sec_as as = SEC_AS_TEXT;
	int r;

	if ((r = sec_check_term(c, a, for_a)) < 0 || (r = sec_check_term(c, b, for_b)) < 0
		|| (r = check_pair(c, n, a, b, &as)) < 0 || (r = check_order(c, n, a, as)) < 0)
		return r;
	n->as = (uint8_t)as;
	n->type = SEC_TYPE_YESNO;
	return 0;
}

static int check_in(struct sec_compiler *c, struct sec_term *n)
{
	struct sec_term *a = n->first, *o;
	struct sec_beside for_a = { 0 }, for_rest;
	enum sec_as as = SEC_AS_TEXT, first = SEC_AS_TEXT;
	int r;

	for (o = a->next; o && !for_a.words && !for_a.state; o = o->next)
		for_a = sec_beside_of(c, o);
	for_rest = sec_beside_of(c, a);
	if ((r = sec_check_term(c, a, for_a)) < 0)
		return r;
	for (o = a->next; o; o = o->next) {
		if ((r = sec_check_term(c, o, for_rest)) < 0 || (r = check_pair(c, n, a, o, &as)) < 0)
			return r;
		if (o != a->next && as != first) /* enums among texts: compared as texts */
			as = SEC_AS_TEXT;
		first = as;
	}
	n->as = (uint8_t)as;
	n->type = SEC_TYPE_YESNO;
	return 0;
}

static int check_match(struct sec_compiler *c, struct sec_term *n)
{
	struct sec_term *a = n->first, *b = a->next;
	struct sec_err why = SEC_ERR_INIT;
	struct sec_str pattern;
	int r;

	if ((r = sec_check_term(c, a, nothing)) < 0 || (r = sec_check_term(c, b, nothing)) < 0)
		return r;
	if (!is_text(a->type) && a->type != SEC_TYPE_LIST && a->type != SEC_TYPE_ID
		&& a->type != SEC_TYPE_EVIDENCE && a->type != SEC_TYPE_DATED)
		return sec_compiler_fail(c, a->at, "%s has no text that a pattern could match: compare it with =",
			sec_type_phrase(a->type));
	if (b->op == SEC_OP_CONST && b->type == SEC_TYPE_TEXT)
		pattern = b->val->text;
	else if (b->op == SEC_OP_POLICY && is_text(b->type))
		pattern = c->site->schema->policy[b->index].value.text;
	else
		return sec_compiler_fail(c, b->at, "a pattern is a text in quotes or a policy's text");
	if (sec_pattern_compile(&n->pattern, c->site->arena, pattern, &why) < 0) {
		r = sec_compiler_fail(c, b->at, "%s", why.msg);
		sec_err_clear(&why);
		return r;
	}
	n->type = SEC_TYPE_YESNO;
	return 0;
}

static uint8_t joined_span(const struct sec_term *a, const struct sec_term *b)
{
	if (a->span == SEC_SPAN_MONTHS || b->span == SEC_SPAN_MONTHS)
		return SEC_SPAN_MONTHS;
	return a->span == b->span ? a->span : SEC_SPAN_OPEN;
}

static int check_sum(struct sec_compiler *c, struct sec_term *n)
{
	struct sec_term *a = n->first, *b = a->next;
	bool plus = n->op == SEC_OP_ADD;

	if (sec_type_is_date(a->type) && b->type == SEC_TYPE_DURATION) {
		n->type = SEC_TYPE_DATE;
	} else if (sec_type_is_date(a->type) && sec_type_is_date(b->type) && !plus) {
		n->type = SEC_TYPE_DURATION;
		n->span = SEC_SPAN_DAYS;
	} else if (a->type == SEC_TYPE_DURATION && b->type == SEC_TYPE_DURATION) {
		n->type = SEC_TYPE_DURATION;
		n->span = joined_span(a, b);
	} else if (a->type == SEC_TYPE_NUMBER && b->type == SEC_TYPE_NUMBER) {
		n->type = SEC_TYPE_NUMBER;
	} else if (a->type == SEC_TYPE_DURATION && sec_type_is_date(b->type) && plus) {
		return sec_compiler_fail(c, n->at, "write the date first: %.*s + %.*s",
			SEC_ARG(sec_compiler_text(c, b)), SEC_ARG(sec_compiler_text(c, a)));
	} else {
		bool date = sec_type_is_date(a->type);
		bool first = !date && a->type != SEC_TYPE_NUMBER && a->type != SEC_TYPE_DURATION;

		return sec_compiler_fail(c, first ? a->at : b->at, "%s %s %s: write %s",
			sec_type_phrase(a->type), plus ? "plus" : "minus", sec_type_phrase(b->type),
			first ? "a date, a duration or a number on the left"
			: date || a->type == SEC_TYPE_DURATION ? "a duration such as 14d" : "a number such as 12.5");
	}
	return 0;
}

static int check_product(struct sec_compiler *c, struct sec_term *n)
{
	struct sec_term *a = n->first, *b = a->next;
	bool times = n->op == SEC_OP_MUL;

	if (a->type == SEC_TYPE_NUMBER && b->type == SEC_TYPE_NUMBER) {
		n->type = SEC_TYPE_NUMBER;
		return 0;
	}
	if ((a->type == SEC_TYPE_DURATION && b->type == SEC_TYPE_NUMBER)
		|| (times && a->type == SEC_TYPE_NUMBER && b->type == SEC_TYPE_DURATION)) {
		const struct sec_term *d = a->type == SEC_TYPE_DURATION ? a : b;

		n->type = SEC_TYPE_DURATION;
		n->span = d->span == SEC_SPAN_DAYS ? SEC_SPAN_DAYS : SEC_SPAN_OPEN;
		return 0;
	}
	return sec_compiler_fail(c, b->at, "%s %s %s: a number or a duration is %s by a number",
		sec_type_phrase(a->type), times ? "times" : "divided by", sec_type_phrase(b->type),
		times ? "multiplied" : "divided");
}

int sec_check_yesno(struct sec_compiler *c, struct sec_term *n)
{
	int r = sec_check_term(c, n, nothing);

	if (r < 0 || n->type == SEC_TYPE_YESNO)
		return r;
	return sec_compiler_fail(c, n->at, "a yes-no is wanted here, this is %s: compare it, or write "
		"present(%.*s)", sec_type_phrase(n->type), SEC_ARG(sec_compiler_text(c, n)));
}

static int check_logic(struct sec_compiler *c, struct sec_term *n)
{
	struct sec_term *o;
	int r;

	for (o = n->first; o; o = o->next)
		if ((r = sec_check_yesno(c, o)) < 0)
			return r;
	n->type = SEC_TYPE_YESNO;
	return 0;
}

static int check_arithmetic(struct sec_compiler *c, struct sec_term *n)
{
	int r;

	if ((r = sec_check_term(c, n->first, nothing)) < 0
		|| (r = sec_check_term(c, n->first->next, nothing)) < 0)
		return r;
	return n->op == SEC_OP_ADD || n->op == SEC_OP_SUB ? check_sum(c, n) : check_product(c, n);
}

/* yes and no may be values of an enum; a duration's units are known. */
static int check_constant(struct sec_term *n, struct sec_beside beside)
{
	int i;

	if (n->type == SEC_TYPE_DURATION)
		n->span = n->val->dur.months ? SEC_SPAN_MONTHS : SEC_SPAN_DAYS;
	if (n->type != SEC_TYPE_YESNO || !beside.words)
		return 0;
	i = sec_words_find(beside.words, sec_str(n->val->yes ? "yes" : "no"));
	if (i >= 0) {
		n->type = n->val->type = SEC_TYPE_ENUM;
		n->val->text = sec_str(beside.words->word[i]);
		n->words = beside.words;
	}
	return 0;
}

int sec_check_term(struct sec_compiler *c, struct sec_term *n, struct sec_beside beside)
{
	if (c->broken)
		return c->broken;
	switch ((enum sec_op)n->op) {
	case SEC_OP_CONST:
		return check_constant(n, beside);
	case SEC_OP_NAME:
		return sec_resolve_name(c, n, beside);
	case SEC_OP_CALL:
		return sec_check_call(c, n, beside);
	case SEC_OP_THINGS:
		return sec_compiler_fail(c, n->at, "'%.*s' stands only as the first operand of any, all, "
			"count, first or last", SEC_ARG(sec_compiler_text(c, n)));
	case SEC_OP_AND:
	case SEC_OP_OR:
	case SEC_OP_NOT:
		return check_logic(c, n);
	case SEC_OP_COMPARE:
		return check_compare(c, n);
	case SEC_OP_MATCH:
		return check_match(c, n);
	case SEC_OP_IN:
		return check_in(c, n);
	case SEC_OP_ADD:
	case SEC_OP_SUB:
	case SEC_OP_MUL:
	case SEC_OP_DIV:
		return check_arithmetic(c, n);
	default:
		return 0; /* checked before */
	}
}
