/* SPDX-License-Identifier: ISC */
#include "rules/check/inner.h"

#include <stdlib.h>

#include "base/file.h"

const struct sec_operand *sec_rule_operand(const struct sec_rule *rule, const char *name)
{
	for (unsigned i = 0; i < rule->operands; i++)
		if (strcmp(rule->operand[i].name, name) == 0)
			return &rule->operand[i];
	return NULL;
}

struct present {
	struct sec_facts *f;
	int field;
};

static void look(void *ctx, enum sec_ref_kind kind, int index)
{
	struct present *p = ctx;
	const struct sec_schema *s = sec_facts_env(p->f)->schema;
	const struct sec_instance *i;
	unsigned n;

	if (p->field >= 0)
		return;
	if (kind == SEC_REF_DERIVED)
		sec_expr_refs(s->derived[index].value, look, p);
	if (kind != SEC_REF_FIELD)
		return;
	i = sec_facts_instances(p->f, s->field[index].kind, &n);
	if (n && sec_facts_entry(p->f, i, index))
		p->field = index;
}

int sec_expr_first_present(const struct sec_expr *e, struct sec_facts *f)
{
	struct present p = { f, -1 };

	sec_expr_refs(e, look, &p);
	return p.field;
}

static struct sec_spot spot_of(struct sec_facts *f, int field)
{
	unsigned n;
	const struct sec_instance *i;

	if (field < 0)
		return (struct sec_spot){ .line = 1 };
	i = sec_facts_instances(f, sec_facts_env(f)->schema->field[field].kind, &n);
	return sec_spot_field(f, n ? i : NULL, field);
}

/* The record's own id: legal, and the name of its file. */
static void check_id(struct sec_checking *k, const struct sec_rule *rule)
{
	struct sec_str id = sec_facts_id(k->f);
	int kind = sec_schema_kind(k->s, SEC_STR("secondment"));
	int field = kind < 0 ? -1 : sec_schema_field(k->s, kind, SEC_STR("id"));

	if (!id.len)
		return; /* `required` speaks */
	if (!sec_record_id_is_legal(id))
		sec_check_find(k, rule, spot_of(k->f, field),
			"'%.*s' is no legal id: YYYY-MM- and up to 32 of a-z, 0-9 and '-'",
			SEC_ARG(id));
	else if (k->c->stem && !sec_str_is(id, k->c->stem))
		sec_check_find(k, rule, spot_of(k->f, field),
			"the id is '%.*s', but the file is named '%s.ini'", SEC_ARG(id), k->c->stem);
	else if (k->c->place)
		sec_check_find(k, rule, spot_of(k->f, field), "the file belongs at %s", k->c->place);
}

/* A value that proves something: a day, `n/a: why`, yes, or any words. */
static bool proves(struct sec_facts *f, const struct sec_instance *i, int field)
{
	const struct sec_entry *e = sec_facts_entry(f, i, field);
	struct sec_val v;

	if (!e)
		return false;
	v = sec_facts_value(f, i, field);
	if (v.type == SEC_TYPE_YESNO)
		return v.known && v.yes;
	if (v.type == SEC_TYPE_EVIDENCE)
		return v.known && !sec_str_is(sec_str_trim(e->value), "pending");
	return true;
}

static bool is_same(struct sec_facts *base, const struct sec_instance *bi, struct sec_facts *f,
	const struct sec_instance *i, int field)
{
	const struct sec_entry *a = sec_facts_entry(base, bi, field);
	const struct sec_entry *b = i ? sec_facts_entry(f, i, field) : NULL;

	return !a || (b && sec_str_eq(a->value, b->value));
}

/* Lowers what has been found from `first` on, where a reason may still come. */
static void soften(struct sec_checking *k, size_t first)
{
	struct sec_faults *out = k->c->out;

	for (; k->c->unexplained && first < out->n; first++)
		if (out->item[first].level == SEC_LEVEL_ERROR)
			out->item[first].level = SEC_LEVEL_WARNING;
}

static void check_history_of(struct sec_checking *k, const struct sec_rule *rule, int field,
	const struct sec_instance *before)
{
	const struct sec_instance *now =
		sec_facts_instance(k->f, k->s->field[field].kind, before->id);
	struct sec_facts *base = k->c->base;
	struct sec_spot spot = sec_spot_field(k->f, now, field);

	if (strcmp(rule->check, "unchanged") == 0) {
		if (!is_same(base, before, k->f, now, field)) {
			sec_check_say(k, rule, NULL, spot, "what was agreed has been changed");
			return;
		}
	} else if (proves(base, before, field) && !(now && proves(k->f, now, field))) {
		if (!now) { /* not even the section: name it all the same */
			free(spot.address);
			spot = sec_spot_field(base, before, field);
			spot.line = 1;
			spot.col = 0;
		}
		spot.nowhere = true; /* so that the message names the key */
		sec_check_say(k, rule, NULL, spot, "evidence has been removed");
		return;
	}
	free(spot.address);
}

static void check_history(struct sec_checking *k, const struct sec_rule *rule)
{
	const struct sec_operand *keep = sec_rule_operand(rule, "keep");
	struct sec_facts *base = k->c->base;
	size_t first = k->c->out->n;

	if (!base || k->c->reason ||
	    !sec_schema_in_range(k->s, rule->from, rule->until, sec_facts_state(base)) ||
	    (rule->when && sec_expr_test(rule->when, base, NULL) != SEC_YES))
		return;
	for (unsigned i = 0; i < keep->fields; i++) {
		unsigned n;
		const struct sec_instance *before =
			sec_facts_instances(base, k->s->field[keep->field[i]].kind, &n);

		for (unsigned j = 0; j < n; j++)
			check_history_of(k, rule, keep->field[i], &before[j]);
	}
	soften(k, first);
}

/* What `keep` names and the base proves: how many, and the first of them. */
static unsigned count_proven(struct sec_facts *base, const struct sec_operand *keep, int *first)
{
	const struct sec_schema *s = sec_facts_env(base)->schema;
	unsigned proven = 0, i, j, n;

	for (i = 0; i < keep->fields; i++) {
		const struct sec_instance *in =
			sec_facts_instances(base, s->field[keep->field[i]].kind, &n);

		for (j = 0; j < n; j++)
			if (proves(base, &in[j], keep->field[i]) && proven++ == 0)
				*first = keep->field[i];
	}
	return proven;
}

static void check_gone(struct sec_checking *k, const struct sec_rule *rule)
{
	const struct sec_operand *lapses = sec_rule_operand(rule, "lapses");
	struct sec_spot nowhere = { 0 };
	unsigned n;
	int first;

	if (rule->off || (lapses && sec_expr_test(lapses->list[0], k->c->base, NULL) == SEC_YES))
		return;
	n = count_proven(k->c->base, sec_rule_operand(rule, "keep"), &first);
	if (n)
		sec_check_find(k, rule, nowhere, "the record is gone, and with it %s.%s%s",
			k->s->kind[k->s->field[first].kind].name, k->s->field[first].key,
			n > 1 ? " and more that was to be kept" : ", which was to be kept");
}

void sec_check_gone(const struct sec_check *c)
{
	struct sec_checking k = { .c = c, .f = c->facts, .s = sec_facts_env(c->facts)->schema,
		.rec = sec_facts_record(c->facts) };

	for (int i = 0; !c->reason && i < k.s->rules; i++)
		if (k.s->rule[i].check && strcmp(k.s->rule[i].check, "kept") == 0)
			check_gone(&k, &k.s->rule[i]);
	soften(&k, 0);
}

static bool is_optional(struct sec_checking *k, int state)
{
	const struct sec_expr *e = k->s->state[state].optional_when;

	return e && sec_expr_test(e, k->f, NULL) == SEC_YES;
}

/* Each step missing below one that is reached is named once. */
static void check_steps(struct sec_checking *k, const struct sec_rule *rule)
{
	for (int state = 0, told = -1; state < k->s->states; state++) {
		int before = k->s->state[state].after;
		const struct sec_expr *when = k->s->state[state].when;

		if (before < 0 || !sec_facts_reached(k->f, state))
			continue;
		while (before >= 0 && !sec_facts_reached(k->f, before) && is_optional(k, before))
			before = k->s->state[before].after;
		if (before < 0 || before <= told || sec_facts_reached(k->f, before))
			continue;
		told = before;
		sec_check_find(k, rule, spot_of(k->f, sec_expr_first_present(when, k->f)),
			"the record is '%s' without having been '%s'", k->s->state[state].name,
			k->s->state[before].name);
	}
}

static void check_file(struct sec_checking *k, const struct sec_rule *rule)
{
	const struct sec_env *env = sec_facts_env(k->f);
	const struct sec_operand *op = sec_rule_operand(rule, "path");
	struct sec_val v = sec_expr_eval(op->list[0], k->f, NULL);
	int field = sec_expr_first_present(op->list[0], k->f);
	char *path;

	if (!v.known || !v.text.len || memmem(v.text.s, v.text.len, "://", 3))
		return;
	path = xstrndup(v.text.s, v.text.len);
	if (!sec_path_is_safe(path))
		sec_check_find(k, rule, spot_of(k->f, field),
			"'%s' is neither a path below the register nor an address with ://", path);
	else if (env->file_exists && !env->file_exists(env->ctx, v.text))
		sec_check_find(k, rule, spot_of(k->f, field), "there is no file '%s'", path);
	free(path);
}

void sec_check_verb(struct sec_checking *k, const struct sec_rule *rule)
{
	static const struct {
		const char *name;
		void (*check)(struct sec_checking *k, const struct sec_rule *rule);
		bool history;
	} verbs[] = {
		{ "id", check_id, false },
		{ "kept", check_history, true },
		{ "unchanged", check_history, true },
		{ "steps", check_steps, false },
		{ "file", check_file, false },
	};

	for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++) {
		if (strcmp(verbs[i].name, rule->check) != 0)
			continue;
		if (verbs[i].history || !rule->when ||
		    sec_expr_test(rule->when, k->f, NULL) == SEC_YES)
			verbs[i].check(k, rule);
		return;
	}
}
