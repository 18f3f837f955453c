/* SPDX-License-Identifier: ISC */
#include "rules/check.h"

#include <stdio.h>
#include <stdlib.h>

#include "rules/check/inner.h"
#include "rules/message.h"
#include "rules/schema/index.h"

const struct sec_rule *sec_check_rule(const struct sec_schema *s, const char *id)
{
	int at = sec_schema_rule(s, sec_str(id));

	return at < 0 || s->rule[at].off ? NULL : &s->rule[at];
}

enum sec_level sec_check_level(const struct sec_rule *rule, bool grace)
{
	return rule->grace && grace && rule->level == SEC_LEVEL_ERROR ? SEC_LEVEL_WARNING :
									rule->level;
}

static bool is_waived(struct sec_checking *k, const struct sec_rule *rule)
{
	unsigned which;

	if (!k->waived || k->c->no_waive)
		return false;
	if (rule->check && (strcmp(rule->check, "reader") == 0 ||
			    strcmp(rule->check, "schema") == 0 ||
			    strcmp(rule->check, "waiver") == 0))
		return false;
	if (!sec_waived(k->f, rule->id, &which))
		return false;
	k->waived[which] = true;
	return true;
}

/* Takes over message, advice and spot.address. */
static void find(struct sec_checking *k, const struct sec_rule *rule,
	struct sec_spot spot, char *message, char *advice)
{
	struct sec_fault *fault;

	if (is_waived(k, rule)) {
		free(spot.address);
		free(advice);
	} else {
		bool add = spot.nowhere && spot.address && !strstr(message, spot.address);

		fault = sec_faults_add(k->c->out, rule->id, sec_check_level(rule, k->grace),
			spot.line, spot.col, "%s%s%s%s", message, add ? " (" : "",
			add ? spot.address : "", add ? ")" : "");
		fault->address = spot.address;
		fault->advice = advice;
	}
	free(message);
}

static char *advice_of(const struct sec_checking *k, const struct sec_rule *rule,
	const struct sec_scope *scope)
{
	struct sec_buf text = SEC_BUF_INIT, out = SEC_BUF_INIT;

	if (!rule->advice)
		return NULL;
	sec_message_print(rule->advice, k->f, scope, &text);
	sec_advice_add(&out, sec_buf_str(&text), k->c->stem ? sec_str(k->c->stem) : sec_facts_id(k->f));
	sec_buf_release(&text);
	return sec_buf_detach(&out);
}

void sec_check_find(struct sec_checking *k, const struct sec_rule *rule,
	struct sec_spot spot, const char *fmt, ...)
{
	struct sec_buf text = SEC_BUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	sec_buf_vaddf(&text, fmt, ap);
	va_end(ap);
	find(k, rule, spot, sec_buf_detach(&text), advice_of(k, rule, NULL));
}

void sec_check_say(struct sec_checking *k, const struct sec_rule *rule,
	const struct sec_scope *scope, struct sec_spot spot, const char *fallback)
{
	struct sec_buf message = SEC_BUF_INIT;

	if (rule->message)
		sec_message_print(rule->message, k->f, scope, &message);
	else
		sec_buf_addstr(&message, fallback);
	find(k, rule, spot, sec_buf_detach(&message), advice_of(k, rule, scope));
}

/* What the reader found, at the severity that policy gives its rules. */
static void copy_reader(struct sec_checking *k)
{
	const struct sec_faults *faults = &k->rec->faults;

	for (size_t i = 0; i < faults->n; i++) {
		const struct sec_fault *f = &faults->item[i];
		int at = sec_schema_rule(k->s, sec_str(f->rule));
		const struct sec_rule *rule = at < 0 ? NULL : &k->s->rule[at];
		enum sec_level level = f->level;
		struct sec_fault *copy;

		if (rule && rule->off)
			continue;
		if (rule && level == rule->level_built_in)
			level = rule->level;
		copy = sec_faults_add(k->c->out, f->rule, level, f->line, f->col, "%s", f->message);
		copy->advice = f->advice ? xstrdup(f->advice) :
			       rule ? advice_of(k, rule, NULL) : NULL;
		copy->address = f->address ? xstrdup(f->address) : NULL;
	}
}

struct visit {
	struct sec_checking *k;
	const struct sec_rule *rule;
};

static bool assert_in(void *ctx, const struct sec_scope *scope)
{
	const struct visit *v = ctx;
	const struct sec_rule *rule = v->rule;
	struct sec_facts *f = v->k->f;

	if (rule->when && sec_expr_test(rule->when, f, scope) != SEC_YES)
		return true;
	if (sec_expr_test(rule->assert_that, f, scope) == SEC_NO_WAY)
		sec_check_say(v->k, rule, scope, sec_spot_rule(f, rule, scope),
			rule->summary ? rule->summary : rule->assert_text);
	return true;
}

static bool in_grace(struct sec_facts *f)
{
	int at = sec_schema_derived(sec_facts_env(f)->schema, SEC_STR("in-grace"));
	struct sec_val v;

	if (at < 0)
		return false;
	v = sec_facts_derived(f, at);
	return v.known && v.type == SEC_TYPE_YESNO && v.yes;
}

void sec_check_record(const struct sec_check *c)
{
	struct sec_checking k = {
		.c = c, .f = c->facts, .s = sec_facts_env(c->facts)->schema,
		.rec = sec_facts_record(c->facts), .state = sec_facts_state(c->facts),
		.grace = in_grace(c->facts),
	};
	const struct sec_rule *waivers = NULL;
	unsigned n = 0;

	sec_facts_instances(k.f, sec_schema_kind(k.s, SEC_STR("waive")), &n);
	if (n)
		k.waived = xcalloc(n, sizeof(*k.waived));
	copy_reader(&k);
	sec_check_range_init(&k);
	sec_check_schema(&k);
	sec_check_required(&k);
	for (const int *at = k.s->index->rules_in[k.state]; *at >= 0; at++) {
		const struct sec_rule *rule = &k.s->rule[*at];
		struct visit v = { &k, rule };

		if (rule->assert_that)
			sec_scope_each(k.f, rule->for_kind, assert_in, &v);
		else if (strcmp(rule->check, "waiver") == 0)
			waivers = rule; /* last: the others use them */
		else
			sec_check_verb(&k, rule);
	}
	if (waivers)
		sec_check_waivers(&k, waivers);
	free(k.waived);
}

struct undecided {
	struct sec_facts *f;
	const struct sec_rule *rule;
	void (*each)(void *ctx, const struct sec_rule *rule, const char *missing);
	void *ctx;
	struct sec_buf named; /* what has been named for the rule, a line each */
};

static void name_missing(void *ctx, int field, struct sec_str id)
{
	struct undecided *u = ctx;
	const struct sec_schema *s = sec_facts_env(u->f)->schema;
	const char *kind = s->kind[s->field[field].kind].name, *key = s->field[field].key;
	char *text = id.len ? xasprintf("%s:%.*s.%s", kind, SEC_ARG(id), key) :
			      xasprintf("%s.%s", kind, key);
	struct sec_str rest = sec_buf_str(&u->named), line;
	bool again = false;

	while (!again && sec_str_split(&rest, '\n', &line))
		again = sec_str_is(line, text);
	if (!again) {
		u->each(u->ctx, u->rule, text);
		sec_buf_addf(&u->named, "%s\n", text);
	}
	free(text);
}

static bool undecided_in(void *ctx, const struct sec_scope *scope)
{
	struct undecided *u = ctx;
	const struct sec_rule *rule = u->rule;

	if (rule->when && sec_expr_test(rule->when, u->f, scope) != SEC_YES)
		return true;
	if (sec_expr_test(rule->assert_that, u->f, scope) != SEC_UNKNOWN)
		return true;
	sec_expr_missing(rule->assert_that, u->f, scope, name_missing, u);
	if (!u->named.len)
		u->each(u->ctx, rule, "");
	return true;
}

void sec_check_undecided(struct sec_facts *f,
	void (*each)(void *ctx, const struct sec_rule *rule, const char *missing), void *ctx)
{
	const struct sec_schema *s = sec_facts_env(f)->schema;
	struct undecided u = { .f = f, .each = each, .ctx = ctx,
		.named = SEC_BUF_INIT };

	for (const int *at = s->index->rules_in[sec_facts_state(f)]; *at >= 0; at++) {
		u.rule = &s->rule[*at];
		sec_buf_clear(&u.named);
		if (u.rule->assert_that)
			sec_scope_each(f, u.rule->for_kind, undecided_in, &u);
	}
	sec_buf_release(&u.named);
}
