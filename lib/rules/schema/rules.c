/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "rules/message.h"
#include "rules/schema/index.h"

/* What an operand of a verb must be. */
enum operand { OP_TEXT, OP_DATE, OP_NUMBER, OP_DURATION, OP_YESNO, OP_FIELDS };

struct verb {
	const char *name;
	struct {
		const char *name;
		enum operand is;
		bool optional;
	} operand[8];
};

static const struct verb verbs[] = {
	{ "reader", { { 0 } } },
	{ "schema", { { "first", OP_DATE, true }, { "last", OP_DATE, true } } },
	{ "id", { { 0 } } },
	{ "steps", { { 0 } } },
	{ "waiver", { { 0 } } },
	{ "kept", { { "keep", OP_FIELDS, false }, { "lapses", OP_YESNO, true } } },
	{ "unchanged", { { "keep", OP_FIELDS, false } } },
	{ "file", { { "path", OP_TEXT, false } } },
	{ "tree", { { 0 } } },
	{ "history", { { "asks", OP_TEXT, true }, { "first", OP_DATE, true },
		{ "slack", OP_DURATION, true }, { "late", OP_DURATION, true },
		{ "key", OP_TEXT, true }, { "start", OP_DATE, true }, { "end", OP_DATE, true } } },
	{ "overlap", { { "key", OP_TEXT, false }, { "start", OP_DATE, false },
		{ "end", OP_DATE, false }, { "weight", OP_NUMBER, false },
		{ "limit", OP_NUMBER, false } } },
	{ "cumulative", { { "key", OP_TEXT, false }, { "start", OP_DATE, false },
		{ "end", OP_DATE, false }, { "gap", OP_DURATION, false },
		{ "longest", OP_DURATION, false }, { "together", OP_DURATION, true },
		{ "home", OP_DURATION, true } } },
	{ "apart", { { "key", OP_TEXT, false }, { "start", OP_DATE, false },
		{ "end", OP_DATE, false }, { "least", OP_DURATION, false } } },
};

static const struct verb *verb_of(const char *name)
{
	for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++)
		if (strcmp(verbs[i].name, name) == 0)
			return &verbs[i];
	return NULL;
}

static int unknown_verb(const struct sec_raw_key *k, struct sec_err *err)
{
	struct sec_suggest g;
	char room[96];

	sec_suggest_init(&g, k->value);
	for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++)
		sec_suggest_offer(&g, verbs[i].name);
	return sec_raw_error(err, k, "unknown check '%s'%s", k->value.s,
		sec_did_you_mean(&g, room, sizeof(room)));
}

static int check_keys(const struct sec_raw *r, struct sec_err *err)
{
	static const char *const keys[] = { "severity", "from", "until", "for", "when", "assert",
		"check", "at", "message", "advice", "source", "grace", "summary", NULL };
	const struct sec_raw_key *k = sec_raw_value(r, "check");
	const struct verb *v = k ? verb_of(k->value.s) : NULL;
	const char *more[9] = { 0 };
	int rc;

	if (k && !v)
		return unknown_verb(k, err);
	for (int i = 0; v && v->operand[i].name; i++)
		more[i] = v->operand[i].name;
	rc = sec_raw_keys(r, keys, more, err);
	if (rc)
		return rc;
	if (!k == !sec_raw_value(r, "assert"))
		return sec_err_at(err, SEC_FAIL, r->place.file, r->place.line, 1,
			"rule '%s' needs either 'assert' or 'check'", r->id);
	for (int i = 0; v && v->operand[i].name; i++)
		if (!v->operand[i].optional && !sec_raw_value(r, v->operand[i].name))
			return sec_err_at(err, SEC_FAIL, r->place.file, r->place.line, 1,
				"rule '%s' needs '%s' for its check '%s'", r->id,
				v->operand[i].name, v->name);
	return 0;
}

static int read_level(const struct sec_raw *r, struct sec_rule *rule, struct sec_err *err)
{
	static const char *const words[] = { "info", "warning", "error" };
	static const struct sec_words levels = { words, 3 };
	const struct sec_raw_key *k = sec_raw_value(r, "severity");
	int level;

	if (!k)
		return sec_err_at(err, SEC_FAIL, r->place.file, r->place.line, 1,
			"rule '%s' has no 'severity'", r->id);
	level = sec_words_find(&levels, k->value);
	if (level < 0)
		return sec_raw_error(err, k, "a severity is error, warning or info, not '%s'",
			k->value.s);
	rule->level = (enum sec_level)level;
	if (k->built_in)
		level = sec_words_find(&levels, sec_str(k->built_in));
	rule->level_built_in = (enum sec_level)level;
	return 0;
}

int sec_raw_for(const struct sec_schema *s, const struct sec_raw *r, int *for_kind,
	struct sec_err *err)
{
	const struct sec_raw_key *k = sec_raw_value(r, "for");
	struct sec_suggest g;
	struct sec_str name;
	char room[96];
	bool keys;
	int kind;

	*for_kind = SEC_FOR_ONCE;
	if (!k)
		return 0;
	name = k->value;
	keys = name.len > 2 && strcmp(name.s + name.len - 2, ".*") == 0;
	if (keys)
		name.len -= 2;
	kind = sec_schema_kind(s, name);
	if (keys && sec_str_is(name, "*"))
		*for_kind = SEC_FOR_ALL_KEYS;
	else if (!keys && sec_str_is(name, "events"))
		*for_kind = SEC_FOR_EVENTS;
	else if (kind >= 0)
		*for_kind = keys ? SEC_FOR_KEYS_OF(kind) : kind;
	else {
		sec_suggest_init(&g, name);
		for (int i = 0; i < s->kinds; i++)
			sec_suggest_offer(&g, s->kind[i].name);
		return sec_raw_error(err, k, "unknown section '%.*s'%s", SEC_ARG(name),
			sec_did_you_mean(&g, room, sizeof(room)));
	}
	return 0;
}

/* `.key`, `.id`, `.value` in the scope of `for`; else a field by its address. */
static int read_at(const struct sec_schema *s, const struct sec_raw *r, struct sec_rule *rule,
	struct sec_err *err)
{
	const struct sec_raw_key *k = sec_raw_value(r, "at");
	struct sec_err why = SEC_ERR_INIT;
	struct sec_address a;
	int rc;

	rule->at_field = -1;
	if (!k)
		return 0;
	rule->at = k->value.s;
	if (rule->at[0] == '.') {
		bool fine = rule->for_kind == SEC_FOR_ONCE ? false :
			    rule->for_kind <= SEC_FOR_ALL_KEYS ? strcmp(rule->at, ".value") == 0 :
			    strcmp(rule->at, ".id") == 0;

		if (!fine && rule->for_kind >= 0) {
			rule->at_field = sec_schema_field(s, rule->for_kind, sec_str(rule->at + 1));
			fine = rule->at_field >= 0;
		}
		return fine ? 0 : sec_raw_error(err, k, "'at = %s' names nothing here", rule->at);
	}
	rc = sec_schema_address(s, k->value, &a, &why);
	if (rc)
		rc = sec_raw_error(err, k, "%s", why.msg);
	else if (a.field < 0)
		rc = sec_raw_error(err, k, "'at' names no field of the schema: '%s'", rule->at);
	sec_err_clear(&why);
	rule->at_field = a.field;
	rule->at_id = a.id;
	return rc;
}

static int fill_rule(struct sec_schema *s, const struct sec_raw *r, struct sec_err *err)
{
	struct sec_rule *rule = &s->rule[s->rules];
	int rc = check_keys(r, err);

	*rule = (struct sec_rule){ .id = r->id, .summary = sec_raw_text(r, "summary"),
		.message_text = sec_raw_text(r, "message"), .advice_text = sec_raw_text(r, "advice"),
		.source_text = sec_raw_text(r, "source"), .from = -1, .until = -1,
		.when_text = sec_raw_text(r, "when"), .assert_text = sec_raw_text(r, "assert"),
		.check = sec_raw_text(r, "check"), .local = r->local, .place = r->place };
	if (!rc)
		rc = read_level(r, rule, err);
	if (!rc)
		rc = sec_raw_range(s, r, &rule->from, &rule->until, &rule->aside, err);
	if (!rc)
		rc = sec_raw_for(s, r, &rule->for_kind, err);
	if (!rc)
		rc = sec_raw_yesno(r, "grace", &rule->grace, err);
	if (!rc)
		rc = read_at(s, r, rule, err);
	sec_name_add(s, SEC_RAW_RULE, 0, sec_str(rule->id), s->rules++);
	return rc;
}

int sec_rules_fill(struct sec_schema *s, struct sec_err *err)
{
	const struct sec_raw *r = NULL;
	int rc = 0;

	s->rule = sec_arena_alloc(&s->arena, (size_t)sec_raw_count(s, "rule") * sizeof(*s->rule));
	while (!rc && (r = sec_schema_raw_next(s, "rule", r)))
		rc = fill_rule(s, r, err);
	return rc;
}

static int read_fields(struct sec_schema *s, const struct sec_raw_key *k, struct sec_operand *op,
	struct sec_err *err)
{
	struct sec_str rest, item;
	struct sec_address a;
	int *field;

	for (rest = k->value; sec_str_split(&rest, ',', &item);)
		op->fields++;
	field = sec_arena_alloc(&s->arena, op->fields * sizeof(*field));
	op->field = field;
	for (rest = k->value; sec_str_split(&rest, ',', &item);) {
		struct sec_err why = SEC_ERR_INIT;
		int rc = sec_schema_address(s, item, &a, &why);

		if (rc)
			sec_raw_error(err, k, "%s", why.msg);
		else if (a.field < 0)
			rc = sec_raw_error(err, k, "'%.*s' is no field of the schema", SEC_ARG(item));
		sec_err_clear(&why);
		if (rc)
			return rc;
		*field++ = a.field;
	}
	return 0;
}

static bool fits(enum operand is, enum sec_type type)
{
	switch (is) {
	case OP_DATE:
		return sec_type_is_date(type);
	case OP_NUMBER:
		return type == SEC_TYPE_NUMBER;
	case OP_DURATION:
		return type == SEC_TYPE_DURATION;
	case OP_YESNO:
		return type == SEC_TYPE_YESNO;
	default:
		return true;
	}
}

static int read_operand(struct sec_schema *s, const struct sec_raw *r, const char *name,
	enum operand is, struct sec_operand *op, struct sec_err *err)
{
	static const char *const words[] = { "text", "a date", "a number", "a duration",
		"yes or no" };
	const struct sec_raw_key *k = sec_raw_value(r, name);
	int rc;

	*op = (struct sec_operand){ .name = name, .text = k->value.s };
	if (is == OP_FIELDS)
		return read_fields(s, k, op, err);
	rc = sec_raw_exprs(s, r, name, SEC_FOR_ONCE, false, SEC_WANT_ANY, &op->list, &op->n, err);
	if (!rc && (op->n != 1 || !fits(is, sec_expr_type(op->list[0]))))
		rc = sec_raw_error(err, k, "'%s' must be %s", name, words[is]);
	return rc;
}

static int compile_rule(struct sec_schema *s, struct sec_rule *rule, struct sec_err *err)
{
	const struct sec_raw *r = sec_schema_raw(s, "rule", sec_str(rule->id));
	const struct verb *v = rule->check ? verb_of(rule->check) : NULL;
	int k = rule->for_kind, rc;

	rc = sec_raw_expr(s, r, "when", k, false, SEC_WANT_YESNO, &rule->when, err);
	if (!rc)
		rc = sec_raw_expr(s, r, "assert", k, false, SEC_WANT_YESNO, &rule->assert_that, err);
	if (!rc)
		rc = sec_raw_message(s, r, "message", k, false, &rule->message, err);
	if (!rc)
		rc = sec_raw_message(s, r, "advice", k, false, &rule->advice, err);
	if (rc || !v)
		return rc;
	rule->operand = sec_arena_alloc(&s->arena, 8 * sizeof(*rule->operand));
	for (int i = 0; !rc && v->operand[i].name; i++)
		if (sec_raw_value(r, v->operand[i].name))
			rc = read_operand(s, r, v->operand[i].name, v->operand[i].is,
				&rule->operand[rule->operands++], err);
	return rc;
}

/* Rules about history ask the earlier version for its state. */
static bool in_state(const struct sec_schema *s, const struct sec_rule *r, int state)
{
	if (r->check && (strcmp(r->check, "kept") == 0 || strcmp(r->check, "unchanged") == 0))
		return true;
	return sec_schema_in_range(s, r->from, r->until, state);
}

/* For each state the rules that speak of it and are not switched off. */
static void sort_by_state(struct sec_schema *s)
{
	int **in = sec_arena_alloc(&s->arena, (size_t)s->states * sizeof(*in));

	for (int state = 0; state < s->states; state++) {
		int n = 0;

		in[state] = sec_arena_alloc(&s->arena, (size_t)(s->rules + 1) * sizeof(**in));
		for (int i = 0; i < s->rules; i++)
			if (!s->rule[i].off && in_state(s, &s->rule[i], state))
				in[state][n++] = i;
		in[state][n] = -1;
	}
	s->index->rules_in = in;
}

int sec_rules_compile(struct sec_schema *s, struct sec_err *err)
{
	int rc = 0;

	for (int i = 0; i < s->rules && !rc; i++)
		rc = compile_rule(s, &s->rule[i], err);
	if (!rc)
		sort_by_state(s);
	return rc;
}
