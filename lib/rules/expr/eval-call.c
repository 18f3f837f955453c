/* SPDX-License-Identifier: ISC */
#include "rules/expr/inner.h"
#include "rules/facts/inner.h"

static bool is_there(const struct sec_val *v)
{
	return v->known || v->bad;
}

static struct sec_val missing(enum sec_type type)
{
	return (struct sec_val){ .type = (uint8_t)type, .text = { "", 0 }, .day = SEC_DAY_NONE };
}

static struct sec_val a_number(int64_t whole)
{
	struct sec_val v = missing(SEC_TYPE_NUMBER);

	v.known = true;
	v.number = whole * SEC_NUMBER_ONE;
	return v;
}

static bool is_done(const struct sec_term *n, struct sec_facts *f, const struct sec_scope *s)
{
	struct sec_val v;

	if (n->first->op == SEC_OP_ENTRY_VALUE && n->first->type == SEC_TYPE_TEXT)
		v = sec_facts_read(s->entry, sec_thing_type(f, s), NULL); /* only its field tells its type */
	else
		v = sec_term_eval(n->first, f, s);
	return sec_val_done(&v, f->env->today);
}

/* How many there are for which the condition is `want`; stops at `enough`. */
static int64_t count(const struct sec_term *n, struct sec_facts *f, const struct sec_scope *s,
	bool want, int64_t enough)
{
	struct sec_visit v;
	int64_t found = 0;

	sec_visit_start(&v, f, n->index, s, true);
	while (found < enough && sec_visit_next(&v, f))
		if (!n->first || (sec_term_test(n->first, f, &v.scope) == SEC_YES) == want)
			found++;
	return found;
}

static bool includes(const struct sec_term *n, struct sec_facts *f, const struct sec_scope *s)
{
	struct sec_val a = sec_term_eval(n->first, f, s), b;

	if (!a.known)
		return false;
	b = sec_term_eval(n->first->next, f, s);
	return b.known && sec_list_includes(a.text, b.text);
}

bool sec_call_test(const struct sec_term *n, struct sec_facts *f, const struct sec_scope *s)
{
	struct sec_val v;

	switch ((enum sec_op)n->op) {
	case SEC_OP_PRESENT:
		v = sec_term_eval(n->first, f, s);
		return is_there(&v);
	case SEC_OP_DONE:
		return is_done(n, f, s);
	case SEC_OP_ANY:
		return count(n, f, s, true, 1) > 0;
	case SEC_OP_ALL:
		return count(n, f, s, false, 1) == 0;
	case SEC_OP_INCLUDES:
		return includes(n, f, s);
	case SEC_OP_REACHED:
		return sec_facts_reached(f, n->index);
	default:
		return false;
	}
}

/* By id, then the kinds' order, then the key: file order never matters. */
static int order(const struct sec_scope *a, const struct sec_scope *b)
{
	int r = sec_str_cmp(a->instance->id, b->instance->id);

	if (!r)
		r = a->instance->kind - b->instance->kind;
	if (!r && a->entry)
		r = sec_str_cmp(a->entry->key, b->entry->key);
	return r;
}

static struct sec_val pick_end(const struct sec_term *n, struct sec_facts *f, const struct sec_scope *s)
{
	const struct sec_term *cond = n->first->next;
	struct sec_val best = missing(n->type), v;
	struct sec_scope best_scope = { .instance = NULL };
	struct sec_visit visit;

	sec_visit_start(&visit, f, n->index, s, true);
	while (sec_visit_next(&visit, f)) {
		if (best_scope.instance && (order(&visit.scope, &best_scope) < 0) != (n->op == SEC_OP_FIRST))
			continue;
		if (cond && sec_term_test(cond, f, &visit.scope) != SEC_YES)
			continue;
		v = sec_term_eval(n->first, f, &visit.scope);
		if (is_there(&v)) {
			best = v;
			best_scope = visit.scope;
		}
	}
	return best;
}

static struct sec_val pick_previous(const struct sec_term *n, struct sec_facts *f,
	const struct sec_scope *s)
{
	const struct sec_term *cond = n->first->next;
	struct sec_scope inner = { .due = s->due, .outer = s };
	const struct sec_instance *in = s->instance;
	struct sec_val v;

	if (!in)
		return missing(n->type);
	while (in > &f->instance[f->group[n->index].first]) {
		in--;
		if (in->day != SEC_DAY_NONE && in->day > f->env->today)
			continue;
		inner.instance = in;
		if (cond && sec_term_test(cond, f, &inner) != SEC_YES)
			continue;
		v = sec_term_eval(n->first, f, &inner);
		if (is_there(&v))
			return v;
	}
	return missing(n->type);
}

/* Is `a` beyond `b`, the way that min or max goes? Durations that cannot be
 * compared make the result unknown. */
static enum sec_tri beyond(const struct sec_term *n, const struct sec_val *a, const struct sec_val *b)
{
	int64_t d, m;

	if (n->type == SEC_TYPE_DATE)
		d = (int64_t)a->day - b->day;
	else if (n->type == SEC_TYPE_NUMBER)
		d = (a->number > b->number) - (a->number < b->number);
	else {
		d = (int64_t)a->dur.days - b->dur.days;
		m = (int64_t)a->dur.months - b->dur.months;
		if (d && m && (d < 0) != (m < 0))
			return SEC_UNKNOWN;
		d += m;
	}
	return (n->op == SEC_OP_MIN ? d < 0 : d > 0) ? SEC_YES : SEC_NO_WAY;
}

static struct sec_val extreme(const struct sec_term *n, struct sec_facts *f, const struct sec_scope *s)
{
	struct sec_val best = missing(n->type), v;
	const struct sec_term *o;
	enum sec_tri t;

	for (o = n->first; o; o = o->next) {
		v = sec_term_eval(o, f, s);
		if (v.bad)
			return v;
		if (!v.known || (n->type == SEC_TYPE_DATE && v.day == SEC_DAY_NONE))
			continue;
		t = best.known ? beyond(n, &v, &best) : SEC_YES;
		if (t == SEC_UNKNOWN)
			return missing(n->type);
		if (t == SEC_YES)
			best = v;
	}
	best.type = n->type; /* evidence gives its date */
	return best;
}

static struct sec_val eval_if(const struct sec_term *n, struct sec_facts *f, const struct sec_scope *s)
{
	const struct sec_term *o = n->first;

	while (o->next && sec_term_test(o, f, s) != SEC_YES)
		o = o->next->next;
	return sec_term_eval(o->next ? o->next : o, f, s);
}

static struct sec_val text_length(const struct sec_term *n, struct sec_facts *f,
	const struct sec_scope *s)
{
	struct sec_val v = sec_term_eval(n->first, f, s);
	int64_t length = 0;
	size_t i;

	if (!v.known)
		return missing(SEC_TYPE_NUMBER);
	for (i = 0; i < v.text.len; i++)
		length += ((unsigned char)v.text.s[i] & 0xc0) != 0x80;
	return a_number(length);
}

static struct sec_val in_days(const struct sec_term *n, struct sec_facts *f, const struct sec_scope *s)
{
	struct sec_val v = sec_term_eval(n->first, f, s);

	return v.known ? a_number((int64_t)v.dur.months * 30 + v.dur.days) : missing(SEC_TYPE_NUMBER);
}

/* The day itself, or the last one before it that is worked on. */
static struct sec_val workday(const struct sec_term *n, struct sec_facts *f, const struct sec_scope *s)
{
	const struct sec_env *env = f->env;
	struct sec_val v = missing(SEC_TYPE_DATE);
	sec_day day = sec_term_day(n->first, f, s);
	int tries;

	if (day == SEC_DAY_NONE)
		return v;
	for (tries = 0; tries < 366; tries++, day--)
		if (sec_day_weekday(day) < 5 && !(env->holiday && env->holiday(env->ctx, day)))
			break;
	v.known = day >= SEC_DAY_MIN;
	v.day = day;
	return v;
}

struct sec_val sec_call_eval(const struct sec_term *n, struct sec_facts *f, const struct sec_scope *s)
{
	struct sec_val v = missing(n->type);
	enum sec_tri t;

	switch ((enum sec_op)n->op) {
	case SEC_OP_COUNT:
		return a_number(count(n, f, s, true, INT64_MAX));
	case SEC_OP_FIRST:
	case SEC_OP_LAST:
		return pick_end(n, f, s);
	case SEC_OP_PREV:
		return pick_previous(n, f, s);
	case SEC_OP_MIN:
	case SEC_OP_MAX:
		return extreme(n, f, s);
	case SEC_OP_EITHER:
		v = sec_term_eval(n->first, f, s);
		return is_there(&v) ? v : sec_term_eval(n->first->next, f, s);
	case SEC_OP_IF:
		return eval_if(n, f, s);
	case SEC_OP_LENGTH:
		return text_length(n, f, s);
	case SEC_OP_DAYS:
		return in_days(n, f, s);
	case SEC_OP_WORKDAY:
		return workday(n, f, s);
	case SEC_OP_DATES: /* several: sec_expr_dates() */
		return v;
	default: /* a yes-no */
		t = sec_term_test(n, f, s);
		v.known = t != SEC_UNKNOWN;
		v.yes = t == SEC_YES;
		return v;
	}
}
