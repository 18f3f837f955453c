/* SPDX-License-Identifier: ISC */
#include "rules/peers-inner.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "rules/message.h"
#include "rules/schema/index.h"

struct sec_peers *sec_peers_new(const struct sec_schema *schema, unsigned flags)
{
	struct sec_peers *p = xcalloc(1, sizeof(*p));

	p->schema = schema;
	p->flags = flags;
	sec_buf_init(&p->room);
	return p;
}

void sec_peers_free(struct sec_peers *p)
{
	if (!p)
		return;
	free(p->row);
	sec_arena_release(&p->arena);
	sec_buf_release(&p->room);
	free(p);
}

static const char *keep(struct sec_peers *p, const char *s)
{
	return s ? sec_arena_strndup(&p->arena, s, strlen(s)) : NULL;
}

static uint32_t hash_of(const char *s)
{
	uint32_t h = 2166136261u;

	while (*s)
		h = (h ^ (unsigned char)*s++) * 16777619u;
	return h;
}

static struct sec_val operand(const struct sec_rule *rule, const char *name, struct sec_facts *f)
{
	const struct sec_operand *op = sec_rule_operand(rule, name);

	return op ? sec_expr_eval(op->list[0], f, NULL) : (struct sec_val){ .day = SEC_DAY_NONE };
}

static void duration(const struct sec_rule *rule, const char *name, struct sec_facts *f,
	struct sec_dur *out)
{
	struct sec_val v = operand(rule, name, f);

	if (v.known && v.type == SEC_TYPE_DURATION)
		*out = v.dur;
}

/* False where something that the rule counts with is unknown. */
static bool read_period(const struct sec_rule *rule, struct sec_facts *f, struct sec_peer *row)
{
	struct sec_val start = operand(rule, "start", f), end = operand(rule, "end", f);

	row->start = sec_val_day(&start);
	row->end = sec_val_day(&end);
	if (row->start == SEC_DAY_NONE || row->end == SEC_DAY_NONE || row->end < row->start)
		return false;
	if (strcmp(rule->check, "overlap") == 0) {
		struct sec_val weight = operand(rule, "weight", f), limit = operand(rule, "limit", f);

		row->weight = weight.number;
		row->limit = limit.number;
		return weight.known && limit.known && weight.number > 0;
	}
	duration(rule, "gap", f, &row->gap);
	duration(rule, "longest", f, &row->longest);
	duration(rule, "together", f, &row->together);
	duration(rule, "home", f, &row->home);
	duration(rule, "least", f, &row->least);
	return true;
}

static bool read_row(struct sec_peers *p, const struct sec_rule *rule, struct sec_facts *f,
	struct sec_peer *row)
{
	sec_buf_clear(&p->room);
	if (strcmp(rule->check, "id") == 0) {
		sec_buf_addslice(&p->room, sec_facts_id(f));
	} else {
		struct sec_val key = operand(rule, "key", f);

		if (!key.known || !read_period(rule, f, row))
			return false;
		sec_utf8_fold(&p->room, key.text.s, key.text.len);
	}
	return p->room.len > 0;
}

static int spot_field(const struct sec_rule *rule, struct sec_facts *f)
{
	const struct sec_schema *s = sec_facts_env(f)->schema;
	const struct sec_operand *op = sec_rule_operand(rule, "start");
	int kind = sec_schema_kind(s, SEC_STR("secondment"));

	if (op)
		return rule->at_field >= 0 ? rule->at_field :
					     sec_expr_first_present(op->list[0], f);
	return kind < 0 ? -1 : sec_schema_field(s, kind, SEC_STR("id"));
}

static void add_waiver(const struct sec_peers *p, const struct sec_rule *rule,
	struct sec_facts *f, struct sec_peer *row)
{
	const struct sec_instance *all;
	struct sec_spot spot;
	unsigned n, which;

	if ((p->flags & SEC_PEERS_NO_WAIVE) || !sec_waived(f, rule->id, &which))
		return;
	all = sec_facts_instances(f, sec_schema_kind(p->schema, SEC_STR("waive")), &n);
	spot = sec_spot_section(f, &all[which]);
	row->waived = true;
	row->waiver_line = spot.line;
	row->waiver_col = spot.col;
	free(spot.address);
}

static void add_row(struct sec_peers *p, const struct sec_rule *rule, struct sec_facts *f,
	const char *stem, size_t number)
{
	struct sec_peer row = { .rule = (int)(rule - p->schema->rule), .number = number,
		.level = (uint8_t)rule->level, .line = 1 };
	struct sec_str id = sec_facts_id(f);
	const struct sec_instance *i;
	struct sec_spot spot;
	int field;
	unsigned n;

	if (!read_row(p, rule, f, &row))
		return;
	row.key = keep(p, p->room.s);
	row.hash = hash_of(row.key);
	row.stem = stem ? keep(p, stem) : sec_arena_strndup(&p->arena, id.s, id.len);
	add_waiver(p, rule, f, &row);
	field = spot_field(rule, f);
	if (field >= 0) {
		i = sec_facts_instances(f, p->schema->field[field].kind, &n);
		spot = sec_spot_field(f, n ? i : NULL, field);
		row.line = spot.line;
		row.col = spot.col;
		row.address = keep(p, spot.address);
		free(spot.address);
	}
	SEC_GROW(p->row, p->n, p->alloc);
	p->row[p->n++] = row;
}

void sec_peers_add(struct sec_peers *p, struct sec_facts *f, const char *stem, size_t number)
{
	for (const int *at = p->schema->index->rules_in[sec_facts_state(f)]; *at >= 0; at++) {
		const struct sec_rule *rule = &p->schema->rule[*at];

		if (!rule->check || (strcmp(rule->check, "id") != 0 &&
				     strcmp(rule->check, "overlap") != 0 &&
				     strcmp(rule->check, "cumulative") != 0 &&
				     strcmp(rule->check, "apart") != 0))
			continue;
		if (!rule->when || sec_expr_test(rule->when, f, NULL) == SEC_YES)
			add_row(p, rule, f, stem, number);
	}
}

bool sec_peers_shared(const struct sec_peers *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (strcmp(p->schema->rule[p->row[i].rule].check, "id") != 0)
			return true;
	return false;
}

void sec_peers_merge(struct sec_peers *p, struct sec_peers *from)
{
	for (size_t i = 0; i < from->n; i++) {
		struct sec_peer row = from->row[i];

		row.key = keep(p, row.key);
		row.stem = keep(p, row.stem);
		row.address = keep(p, row.address);
		SEC_GROW(p->row, p->n, p->alloc);
		p->row[p->n++] = row;
	}
	from->n = 0;
	sec_arena_clear(&from->arena);
}

static char *advice_for(const struct sec_rule *rule, const struct sec_peer *row)
{
	struct sec_buf out = SEC_BUF_INIT;

	if (!rule->advice_text)
		return NULL;
	sec_advice_add(&out, sec_str(rule->advice_text), sec_str(row->stem));
	return sec_buf_detach(&out);
}

void sec_verdict_add(struct sec_verdicts *v, struct sec_peer *row, const char *fmt, ...)
{
	const struct sec_rule *rule = &v->schema->rule[row->rule];
	struct sec_buf text = SEC_BUF_INIT;
	va_list ap;

	row->silenced = row->waived;
	if (row->waived)
		return;
	va_start(ap, fmt);
	sec_buf_vaddf(&text, fmt, ap);
	va_end(ap);
	SEC_GROW(v->item, v->n, v->alloc);
	v->item[v->n++] = (struct sec_verdict){ row->number, {
		.rule = rule->id, .advice = advice_for(rule, row), .level = (enum sec_level)row->level,
		.line = row->line, .col = row->col, .message = sec_buf_detach(&text),
		.address = row->address ? xstrdup(row->address) : NULL } };
}

static int by_key(const void *x, const void *y)
{
	const struct sec_peer *a = x, *b = y;
	int diff;

	if (a->rule != b->rule)
		return a->rule < b->rule ? -1 : 1;
	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	diff = strcmp(a->key, b->key);
	if (diff)
		return diff;
	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	return a->number < b->number ? -1 : a->number > b->number;
}

static int by_number(const void *x, const void *y)
{
	const struct sec_verdict *a = x, *b = y;

	if (a->number != b->number)
		return a->number < b->number ? -1 : 1;
	return strcmp(a->fault.rule, b->fault.rule);
}

static void judge_group(struct sec_peers *p, struct sec_verdicts *v, size_t from, size_t until)
{
	const char *check = p->schema->rule[p->row[from].rule].check;

	if (until - from < 2)
		return;
	if (strcmp(check, "id") == 0)
		sec_peers_same_id(v, &p->row[from], until - from);
	else if (strcmp(check, "overlap") == 0)
		sec_peers_overlap(v, &p->row[from], until - from);
	else if (strcmp(check, "apart") == 0)
		sec_peers_apart(v, &p->row[from], until - from);
	else
		sec_peers_cumulative(v, &p->row[from], until - from);
}

/* The record's other findings say so of the rules that look at it alone. */
static void unused_waivers(const struct sec_peers *p, struct sec_verdicts *v)
{
	const struct sec_rule *rule = sec_check_rule(p->schema, "waiver");

	for (size_t i = 0; rule && (p->flags & SEC_PEERS_ALL) && i < p->n; i++) {
		const struct sec_peer *row = &p->row[i];
		const struct sec_rule *waived = &p->schema->rule[row->rule];

		if (!row->waived || row->silenced || strcmp(waived->check, "id") == 0)
			continue;
		SEC_GROW(v->item, v->n, v->alloc);
		v->item[v->n++] = (struct sec_verdict){ row->number, {
			.rule = rule->id, .level = rule->level, .line = row->waiver_line,
			.col = row->waiver_col, .advice = advice_for(rule, row),
			.message = xasprintf("the waiver of '%s' silences nothing: remove it",
				waived->id) } };
	}
}

void sec_peers_judge(struct sec_peers *p,
	void (*each)(void *ctx, size_t number, const struct sec_fault *fault), void *ctx)
{
	struct sec_verdicts v = { .schema = p->schema };
	size_t from = 0;

	if (p->n)
		qsort(p->row, p->n, sizeof(*p->row), by_key);
	for (size_t i = 1; i <= p->n; i++) {
		if (i < p->n && p->row[i].rule == p->row[from].rule &&
		    p->row[i].hash == p->row[from].hash &&
		    strcmp(p->row[i].key, p->row[from].key) == 0)
			continue;
		judge_group(p, &v, from, i);
		from = i;
	}
	unused_waivers(p, &v);
	if (v.n)
		qsort(v.item, v.n, sizeof(*v.item), by_number);
	for (size_t i = 0; i < v.n; i++) {
		each(ctx, v.item[i].number, &v.item[i].fault);
		free(v.item[i].fault.message);
		free(v.item[i].fault.advice);
		free(v.item[i].fault.address);
	}
	free(v.item);
}
