/* SPDX-License-Identifier: ISC */
#include "rules/expr/inner.h"
#include "rules/facts/inner.h"

static enum sec_tri as_tri(bool yes)
{
	return yes ? SEC_YES : SEC_NO_WAY;
}

static bool ordered(int cmp, int order)
{
	switch ((enum sec_cmp)cmp) {
	case SEC_CMP_EQ: return order == 0;
	case SEC_CMP_NE: return order != 0;
	case SEC_CMP_LT: return order < 0;
	case SEC_CMP_LE: return order <= 0;
	case SEC_CMP_GT: return order > 0;
	case SEC_CMP_GE: return order >= 0;
	}
	return false;
}

static int order_of(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

/* Months have no fixed length: durations compare only where months and days
 * agree which is longer. */
static enum sec_tri compare_durations(int cmp, struct sec_dur a, struct sec_dur b)
{
	int months = order_of(a.months, b.months), days = order_of(a.days, b.days);

	if (months && days && months != days)
		return SEC_UNKNOWN;
	return as_tri(ordered(cmp, months ? months : days));
}

/* Aside states lie outside the order: no comparison of order with one holds. */
static bool compare_states(const struct sec_facts *f, int cmp, int a, int b)
{
	if (cmp != SEC_CMP_EQ && cmp != SEC_CMP_NE
		&& (f->schema->state[a].aside || f->schema->state[b].aside))
		return false;
	return ordered(cmp, order_of(a, b));
}

/* Every item of `items` is one of `list`. */
bool sec_list_includes(struct sec_str list, struct sec_str items)
{
	struct sec_str item, rest, other;

	while (sec_str_split(&items, ',', &item)) {
		bool found = false;

		for (rest = list; !found && sec_str_split(&rest, ',', &other);)
			found = sec_utf8_same(item, other);
		if (!found)
			return false;
	}
	return true;
}

static enum sec_tri compare_values(const struct sec_facts *f, enum sec_as as, int cmp,
	const struct sec_val *a, const struct sec_val *b)
{
	bool same;

	if (!a->known || !b->known)
		return SEC_UNKNOWN;
	switch (as) {
	case SEC_AS_DATE:
		if (a->day == SEC_DAY_NONE || b->day == SEC_DAY_NONE)
			return SEC_UNKNOWN;
		return as_tri(ordered(cmp, order_of(a->day, b->day)));
	case SEC_AS_NUMBER:
		return as_tri(ordered(cmp, order_of(a->number, b->number)));
	case SEC_AS_DURATION:
		return compare_durations(cmp, a->dur, b->dur);
	case SEC_AS_YESNO:
		return as_tri(ordered(cmp, order_of(a->yes, b->yes)));
	case SEC_AS_STATE:
		return as_tri(compare_states(f, cmp, a->state, b->state));
	case SEC_AS_BYTES:
		return as_tri(ordered(cmp, sec_str_cmp(a->text, b->text)));
	case SEC_AS_TEXT:
		same = sec_utf8_same(a->text, b->text);
		return as_tri(same == (cmp == SEC_CMP_EQ));
	case SEC_AS_LIST:
		same = sec_list_includes(a->text, b->text) && sec_list_includes(b->text, a->text);
		return as_tri(same == (cmp == SEC_CMP_EQ));
	}
	return SEC_UNKNOWN;
}

static enum sec_tri test_compare(const struct sec_term *n, struct sec_facts *f,
	const struct sec_scope *s)
{
	struct sec_str one, two;
	struct sec_val a, b;

	if (n->as == SEC_AS_DATE) {
		sec_day x = sec_term_day(n->first, f, s), y = sec_term_day(n->first->next, f, s);

		if (x == SEC_DAY_NONE || y == SEC_DAY_NONE)
			return SEC_UNKNOWN;
		return as_tri(ordered(n->cmp, order_of(x, y)));
	}
	if (n->as == SEC_AS_BYTES) {
		if (!sec_term_text(n->first, f, s, &one) || !sec_term_text(n->first->next, f, s, &two))
			return SEC_UNKNOWN;
		return as_tri(ordered(n->cmp, sec_str_cmp(one, two)));
	}
	a = sec_term_eval(n->first, f, s);
	b = sec_term_eval(n->first->next, f, s);
	return compare_values(f, n->as, n->cmp, &a, &b);
}

static enum sec_tri test_in(const struct sec_term *n, struct sec_facts *f, const struct sec_scope *s)
{
	struct sec_val a = sec_term_eval(n->first, f, s), b;
	enum sec_tri r = SEC_NO_WAY, t;
	const struct sec_term *o;

	if (!a.known)
		return SEC_UNKNOWN;
	for (o = n->first->next; o; o = o->next) {
		b = sec_term_eval(o, f, s);
		t = compare_values(f, n->as, SEC_CMP_EQ, &a, &b);
		if (t == SEC_YES)
			return t;
		if (t == SEC_UNKNOWN)
			r = t;
	}
	return r;
}

static enum sec_tri test_match(const struct sec_term *n, struct sec_facts *f, const struct sec_scope *s)
{
	struct sec_str text;

	if (!sec_term_text(n->first, f, s, &text))
		return SEC_UNKNOWN;
	return as_tri(sec_pattern_match(n->pattern, text) == (n->cmp == SEC_CMP_EQ));
}

/* and: the first no decides; or: the first yes. */
static enum sec_tri test_joined(const struct sec_term *n, struct sec_facts *f, const struct sec_scope *s,
	enum sec_tri decides)
{
	enum sec_tri r = decides == SEC_YES ? SEC_NO_WAY : SEC_YES, t;
	const struct sec_term *o;

	for (o = n->first; o; o = o->next) {
		t = sec_term_test(o, f, s);
		if (t == decides)
			return t;
		if (t == SEC_UNKNOWN)
			r = t;
	}
	return r;
}

enum sec_tri sec_term_test(const struct sec_term *n, struct sec_facts *f, const struct sec_scope *s)
{
	struct sec_val v;
	enum sec_tri t;

	switch ((enum sec_op)n->op) {
	case SEC_OP_AND:
		return test_joined(n, f, s, SEC_NO_WAY);
	case SEC_OP_OR:
		return test_joined(n, f, s, SEC_YES);
	case SEC_OP_NOT:
		t = sec_term_test(n->first, f, s);
		return t == SEC_UNKNOWN ? t : as_tri(t == SEC_NO_WAY);
	case SEC_OP_COMPARE:
		return test_compare(n, f, s);
	case SEC_OP_IN:
		return test_in(n, f, s);
	case SEC_OP_MATCH:
		return test_match(n, f, s);
	case SEC_OP_PRESENT:
	case SEC_OP_DONE:
	case SEC_OP_ANY:
	case SEC_OP_ALL:
	case SEC_OP_INCLUDES:
	case SEC_OP_REACHED:
		return as_tri(sec_call_test(n, f, s));
	default:
		v = sec_term_eval(n, f, s);
		return v.known && v.type == SEC_TYPE_YESNO ? as_tri(v.yes) : SEC_UNKNOWN;
	}
}
