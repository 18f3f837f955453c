/* SPDX-License-Identifier: ISC */
#include "rules/expr/inner.h"
#include "rules/facts/inner.h"

__extension__ typedef __int128 wide; /* products of millionths need it */

static const struct sec_scope no_scope = { .due = SEC_DAY_NONE };

static struct sec_val unknown(enum sec_type type, bool bad)
{
	return (struct sec_val){ .type = (uint8_t)type, .bad = bad, .text = { "", 0 }, .day = SEC_DAY_NONE };
}

static struct sec_val a_day(sec_day day, bool bad)
{
	struct sec_val v = unknown(SEC_TYPE_DATE, bad);

	v.known = day != SEC_DAY_NONE;
	v.day = day;
	return v;
}

static struct sec_val a_text(enum sec_type type, struct sec_str text)
{
	struct sec_val v = unknown(type, false);

	v.known = text.len > 0;
	v.text = text;
	return v;
}

static const struct sec_scope *up(const struct sec_scope *s, unsigned n)
{
	while (n--)
		s = s->outer;
	return s;
}

static struct sec_val eval_id(const struct sec_term *n, const struct sec_scope *s)
{
	const struct sec_instance *in = up(s, n->up)->instance;

	if (!in)
		return unknown(n->type, false);
	return n->type == SEC_TYPE_DATE ? a_day(in->day, in->day == SEC_DAY_NONE) : a_text(SEC_TYPE_ID, in->id);
}

/* A key that the schema does not list. */
static struct sec_val eval_loose(const struct sec_term *n, struct sec_facts *f,
	const struct sec_scope *s)
{
	const struct sec_instance *in = NULL;
	const struct sec_section *section = NULL;
	unsigned count;
	uint32_t i;

	if (n->index < 0) {
		for (i = 0; i < f->rec->sections && !section; i++)
			if (sec_str_eq(f->rec->section[i].kind, n->name->section)
				&& sec_str_eq(f->rec->section[i].id, n->name->id))
				section = &f->rec->section[i];
	} else if (n->up != SEC_NOWHERE && f->schema->kind[n->index].repeat != SEC_REPEAT_NO) {
		in = up(s, n->up)->instance;
	} else if (n->name->id.len) {
		in = sec_facts_instance(f, n->index, n->name->id);
	} else {
		in = sec_facts_instances(f, n->index, &count);
	}
	if (in)
		section = &f->rec->section[in->section];
	for (i = 0; section && i < section->entries; i++)
		if (sec_str_eq(f->rec->entry[section->first + i].key, n->name->key))
			return sec_facts_read(&f->rec->entry[section->first + i], n->type, NULL);
	return unknown(n->type, false);
}

enum sec_type sec_thing_type(const struct sec_facts *f, const struct sec_scope *s)
{
	int32_t field = f->entry_field[s->entry - f->rec->entry];

	return field >= 0 ? f->schema->field[field].type : f->schema->kind[s->instance->kind].any;
}

static struct sec_val eval_thing(const struct sec_term *n, const struct sec_facts *f,
	const struct sec_scope *s)
{
	const struct sec_entry *e = s->entry;

	if (!e)
		return unknown(n->type, false);
	if (n->op == SEC_OP_ENTRY_KEY)
		return a_text(SEC_TYPE_ID, e->key);
	if (n->op == SEC_OP_ENTRY_VALUE)
		return sec_facts_read(e, n->type, NULL);
	return a_text(SEC_TYPE_ENUM, sec_str(sec_type_name(sec_thing_type(f, s))));
}

static struct sec_val eval_state(struct sec_facts *f)
{
	struct sec_val v = unknown(SEC_TYPE_STATE, false);
	int state = sec_facts_state(f);

	v.known = state >= 0;
	v.state = state;
	return v;
}

static struct sec_val eval_pseudo(const struct sec_term *n, struct sec_facts *f)
{
	static const char *const name[] = { "next-due", "findings" };
	struct sec_val v = unknown(n->type, false);
	const struct sec_env *env = f->env;

	if (!env->pseudo || !env->pseudo(env->ctx, f, name[n->type == SEC_TYPE_NUMBER], &v))
		return unknown(n->type, false);
	return v;
}

/* Day counts are 32 bits wide; what does not fit is unknown. */
static struct sec_val a_duration(int64_t months, int64_t days, bool known, bool bad)
{
	struct sec_val v = unknown(SEC_TYPE_DURATION, bad);

	v.known = known && months > INT32_MIN && months <= INT32_MAX && days > INT32_MIN && days <= INT32_MAX;
	if (v.known)
		v.dur = (struct sec_dur){ (int32_t)months, (int32_t)days };
	return v;
}

static struct sec_val a_number(wide number, bool known, bool bad)
{
	struct sec_val v = unknown(SEC_TYPE_NUMBER, bad);

	v.known = known && number > INT64_MIN && number <= INT64_MAX;
	if (v.known)
		v.number = (int64_t)number;
	return v;
}

static struct sec_val eval_sum(const struct sec_term *n, struct sec_facts *f, const struct sec_scope *s)
{
	struct sec_val a = sec_term_eval(n->first, f, s), b = sec_term_eval(n->first->next, f, s);
	int sign = n->op == SEC_OP_ADD ? 1 : -1;
	bool known = a.known && b.known, bad = a.bad || b.bad;
	sec_day x = sec_val_day(&a), y = sec_val_day(&b);

	if (n->type == SEC_TYPE_NUMBER)
		return a_number(known ? (wide)a.number + sign * (wide)b.number : 0, known, bad);
	if (n->type == SEC_TYPE_DATE) {
		if (!known || x == SEC_DAY_NONE)
			return a_day(SEC_DAY_NONE, bad);
		return a_day(sign > 0 ? sec_day_add(x, b.dur) : sec_day_sub(x, b.dur), false);
	}
	if (sec_type_is_date(a.type)) {
		known = known && x != SEC_DAY_NONE && y != SEC_DAY_NONE;
		return a_duration(0, known ? (int64_t)x - y : 0, known, bad);
	}
	if (!known)
		return unknown(SEC_TYPE_DURATION, bad);
	return a_duration((int64_t)a.dur.months + sign * (int64_t)b.dur.months,
		(int64_t)a.dur.days + sign * (int64_t)b.dur.days, true, false);
}

/* Rounded down, for negative results too. */
static wide floor_div(wide a, wide b)
{
	wide q = a / b;

	return q - (a % b != 0 && (a < 0) != (b < 0));
}

/* A duration times up/down. Whole months stay months; otherwise a month is 30 days. */
static struct sec_val scaled(struct sec_dur d, int64_t times, int64_t by)
{
	wide months = (wide)d.months * times, days = (wide)d.days * times;

	if (months % by == 0 && days % by == 0)
		return a_duration((int64_t)(months / by), (int64_t)(days / by),
			months / by == (int64_t)(months / by) && days / by == (int64_t)(days / by), false);
	days = floor_div(months * 30 + days, by);
	return a_duration(0, (int64_t)days, days == (int64_t)days, false);
}

static struct sec_val eval_product(const struct sec_term *n, struct sec_facts *f,
	const struct sec_scope *s)
{
	struct sec_val a = sec_term_eval(n->first, f, s), b = sec_term_eval(n->first->next, f, s);
	bool times = n->op == SEC_OP_MUL;

	if (!a.known || !b.known || (!times && b.number == 0))
		return unknown(n->type, a.bad || b.bad);
	if (n->type == SEC_TYPE_DURATION) {
		struct sec_dur d = a.type == SEC_TYPE_DURATION ? a.dur : b.dur;
		int64_t number = a.type == SEC_TYPE_DURATION ? b.number : a.number;

		return times ? scaled(d, number, SEC_NUMBER_ONE) : scaled(d, SEC_NUMBER_ONE, number);
	}
	return a_number(times ? floor_div((wide)a.number * b.number, SEC_NUMBER_ONE)
		: floor_div((wide)a.number * SEC_NUMBER_ONE, b.number), true, false);
}

static struct sec_val eval_was(const struct sec_term *n, const struct sec_scope *s)
{
	while (s && !s->was)
		s = s->outer;
	return s ? *s->was : unknown((enum sec_type)n->type, false);
}

struct sec_val sec_term_eval(const struct sec_term *n, struct sec_facts *f,
	const struct sec_scope *s)
{
	switch ((enum sec_op)n->op) {
	case SEC_OP_CONST:
		return *n->val;
	case SEC_OP_FIELD:
		return *sec_facts_keep(f, n->index);
	case SEC_OP_KEY:
		return sec_facts_value(f, up(s, n->up)->instance, n->index);
	case SEC_OP_SECTION_FIELD:
		return sec_facts_value(f, sec_facts_instance(f, f->schema->field[n->index].kind, n->name->id),
			n->index);
	case SEC_OP_LOOSE:
		return eval_loose(n, f, s);
	case SEC_OP_ID:
		return eval_id(n, s);
	case SEC_OP_ENTRY_KEY:
	case SEC_OP_ENTRY_VALUE:
	case SEC_OP_ENTRY_TYPE:
		return eval_thing(n, f, s);
	case SEC_OP_DERIVED:
		return *sec_facts_keep_derived(f, n->index);
	case SEC_OP_POLICY:
		return f->schema->policy[n->index].value;
	case SEC_OP_STATE:
		return eval_state(f);
	case SEC_OP_TODAY:
		return a_day(f->env->today, false);
	case SEC_OP_DUE:
		return a_day(s->due, false);
	case SEC_OP_WAS:
		return eval_was(n, s);
	case SEC_OP_WHO:
		return a_text(SEC_TYPE_TEXT, sec_facts_who(f));
	case SEC_OP_PSEUDO:
		return eval_pseudo(n, f);
	case SEC_OP_ADD:
	case SEC_OP_SUB:
		return eval_sum(n, f, s);
	case SEC_OP_MUL:
	case SEC_OP_DIV:
		return eval_product(n, f, s);
	default:
		return sec_call_eval(n, f, s);
	}
}

sec_day sec_term_day(const struct sec_term *n, struct sec_facts *f, const struct sec_scope *s)
{
	struct sec_val v;

	switch ((enum sec_op)n->op) {
	case SEC_OP_FIELD:
		return sec_val_day(sec_facts_keep(f, n->index));
	case SEC_OP_DERIVED:
		return sec_val_day(sec_facts_keep_derived(f, n->index));
	case SEC_OP_TODAY:
		return f->env->today;
	default:
		v = sec_term_eval(n, f, s);
		return sec_val_day(&v);
	}
}

bool sec_term_text(const struct sec_term *n, struct sec_facts *f, const struct sec_scope *s,
	struct sec_str *text)
{
	const struct sec_val *kept = NULL;
	struct sec_val v;

	if (n->op == SEC_OP_CONST)
		kept = n->val;
	else if (n->op == SEC_OP_FIELD)
		kept = sec_facts_keep(f, n->index);
	else if (n->op == SEC_OP_ENTRY_VALUE && n->type == SEC_TYPE_TEXT && s->entry) {
		*text = s->entry->value;
		return text->len > 0;
	} else if (n->op == SEC_OP_ENTRY_TYPE && s->entry) {
		*text = sec_str(sec_type_name(sec_thing_type(f, s)));
		return text->len > 0;
	}
	if (!kept) {
		v = sec_term_eval(n, f, s);
		kept = &v;
	}
	*text = kept->text;
	return kept->known;
}

struct sec_val sec_expr_eval(const struct sec_expr *e, struct sec_facts *f,
	const struct sec_scope *scope)
{
	struct sec_val v = sec_term_eval(e->root, f, scope ? scope : &no_scope);

	return e->as_date ? a_day(sec_val_day(&v), v.bad) : v;
}

enum sec_tri sec_expr_test(const struct sec_expr *e, struct sec_facts *f,
	const struct sec_scope *scope)
{
	return sec_term_test(e->root, f, scope ? scope : &no_scope);
}

enum { MOST_DATES = 4096 };

void sec_expr_dates(const struct sec_expr *e, struct sec_facts *f, const struct sec_scope *scope,
	void (*each)(void *ctx, sec_day day), void *ctx)
{
	const struct sec_term *n = e->root;
	const struct sec_scope *s = scope ? scope : &no_scope;
	sec_day anchor, until, day, before;
	struct sec_val step;
	int i;

	if (n->op != SEC_OP_DATES) {
		if ((day = sec_term_day(n, f, s)) != SEC_DAY_NONE)
			each(ctx, day);
		return;
	}
	anchor = sec_term_day(n->first, f, s);
	step = sec_term_eval(n->first->next, f, s);
	until = sec_term_day(n->first->next->next, f, s);
	if (anchor == SEC_DAY_NONE || until == SEC_DAY_NONE || !step.known)
		return;
	for (i = 0, day = anchor, before = SEC_DAY_NONE; i < MOST_DATES; i++) {
		struct sec_val many = scaled(step.dur, i, 1);

		/* each counted from the anchor: 31 January + 2 · 1m is 31 March */
		if (!many.known)
			return;
		day = sec_day_add(anchor, many.dur);
		if (day == SEC_DAY_NONE || day > until || (i && day <= before))
			return;
		each(ctx, day);
		before = day;
	}
}
