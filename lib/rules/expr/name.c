/* SPDX-License-Identifier: ISC */
#include "rules/expr/inner.h"

static int field_here(struct sec_compiler *c, struct sec_term *n, int field);

static int done(struct sec_term *n, enum sec_op op, enum sec_type type, int index)
{
	n->op = (uint8_t)op;
	n->type = (uint8_t)type;
	n->index = index;
	return 0;
}

static int constant(struct sec_compiler *c, struct sec_term *n, struct sec_val val)
{
	n->val = sec_arena_alloc(c->site->arena, sizeof(*n->val));
	*n->val = val;
	n->val->known = true;
	n->val->day = SEC_DAY_NONE;
	return done(n, SEC_OP_CONST, val.type, 0);
}

/* The meaning a bare word gets from what it stands beside. */
static bool word_beside(struct sec_compiler *c, struct sec_term *n, struct sec_beside beside)
{
	struct sec_str word = n->name->key;
	int i;

	if (beside.words && (i = sec_words_find(beside.words, word)) >= 0) {
		struct sec_val val = { .type = SEC_TYPE_ENUM, .text = sec_str(beside.words->word[i]) };

		n->words = beside.words;
		constant(c, n, val);
		return true;
	}
	if (beside.state && (i = sec_schema_state(c->site->schema, word)) >= 0) {
		struct sec_val val = { .type = SEC_TYPE_STATE, .state = i };

		constant(c, n, val);
		return true;
	}
	return false;
}

static void set_field_type(struct sec_term *n, const struct sec_field *f)
{
	n->type = (uint8_t)f->type;
	if (f->values.n)
		n->words = &f->values;
}

static void earlier_value(struct sec_compiler *c, struct sec_term *n)
{
	set_field_type(n, c->site->was);
	done(n, SEC_OP_WAS, c->site->was->type, 0);
}

/* The built-in names. 1 when it is one, and may be used here. */
static int built_in_name(struct sec_compiler *c, struct sec_term *n)
{
	struct sec_str word = n->name->key;
	bool next_due = sec_str_is(word, "next-due");

	if (sec_str_is(word, "today"))
		done(n, SEC_OP_TODAY, SEC_TYPE_DATE, 0);
	else if (sec_str_is(word, "state"))
		done(n, SEC_OP_STATE, SEC_TYPE_STATE, 0);
	else if (sec_str_is(word, "who"))
		done(n, SEC_OP_WHO, SEC_TYPE_TEXT, 0);
	else if (c->site->was && sec_str_is(word, "was"))
		earlier_value(c, n);
	else if (sec_str_is(word, "due") && c->site->due)
		done(n, SEC_OP_DUE, SEC_TYPE_DATE, 0);
	else if (sec_str_is(word, "due"))
		return sec_compiler_fail(c, n->at, "'due' has a meaning only in when, done and title of a due item");
	else if (sec_str_is(word, "missing"))
		return sec_compiler_fail(c, n->at, "'missing' is no value: write not present(…)");
	else if (sec_str_is(word, "and") || sec_str_is(word, "or") || sec_str_is(word, "not")
		|| sec_str_is(word, "in"))
		return sec_compiler_fail(c, n->at, "'%.*s' is no value here", SEC_ARG(word));
	else if (!next_due && !sec_str_is(word, "findings"))
		return 0;
	else if (!c->site->pseudo)
		return sec_compiler_fail(c, n->at, "'%.*s' can be asked for only where records are selected "
			"and shown", SEC_ARG(word));
	else
		done(n, SEC_OP_PSEUDO, next_due ? SEC_TYPE_DATE : SEC_TYPE_NUMBER, 0);
	return 1;
}

static int derived_value(struct sec_compiler *c, struct sec_term *n, int i)
{
	const struct sec_derived *d = &c->site->schema->derived[i];
	int r;

	if (d->type == SEC_TYPE_NONE) {
		/* the loader compiles its values in order of need */
		r = sec_schema_resolve_derived((struct sec_schema *)c->site->schema, i, c->err);
		if (r < 0)
			return c->failed = c->broken = r;
		d = &c->site->schema->derived[i];
	}
	if (d->values.n)
		n->words = &d->values;
	if (d->type == SEC_TYPE_DURATION && d->value)
		n->span = d->value->root->span;
	return done(n, SEC_OP_DERIVED, d->type, i);
}

static int state_value(struct sec_compiler *c, struct sec_term *n, int i)
{
	return constant(c, n, (struct sec_val){ .type = SEC_TYPE_STATE, .state = i });
}

static const char *kind_of(const struct sec_schema *s, int field)
{
	return s->kind[s->field[field].kind].name;
}

/* A word alone. Built-in names come before local ones, so that what a register
 * adds never changes the meaning of a script. */
static int resolve_word(struct sec_compiler *c, struct sec_term *n, struct sec_beside beside)
{
	const struct sec_schema *s = c->site->schema;
	struct sec_str word = n->name->key;
	int r, derived, state, field, one = -1, two = -1;

	if (word_beside(c, n, beside))
		return 0;
	if ((r = built_in_name(c, n)) != 0)
		return r < 0 ? r : 0;
	derived = sec_schema_derived(s, word);
	if (derived >= 0 && !s->derived[derived].local)
		return derived_value(c, n, derived);
	state = sec_schema_state(s, word);
	if (state >= 0 && !s->state[state].local)
		return state_value(c, n, state);
	field = sec_schema_bare_field(s, word, &one, &two);
	if (field >= 0 && !s->field[field].local)
		return field_here(c, n, field);
	if (derived >= 0 && (field != -2 || s->field[one].local))
		return derived_value(c, n, derived);
	if (state >= 0 && (field != -2 || s->field[one].local))
		return state_value(c, n, state);
	if (field >= 0)
		return field_here(c, n, field);
	if (field == -2)
		return sec_compiler_fail(c, n->at, "'%.*s' stands in several sections: write %s.%.*s or %s.%.*s",
			SEC_ARG(word), kind_of(s, one), SEC_ARG(word), kind_of(s, two), SEC_ARG(word));
	return sec_unknown_word(c, n, beside);
}

static bool frame_is(int frame, int kind)
{
	return frame == kind || frame == SEC_FOR_KEYS_OF(kind);
}

/* How many scopes up a section of that kind stands. From within a function over
 * the same kind, `review.key` is the section outside, since `.key` is the one
 * inside. */
static int scope_of(const struct sec_compiler *c, int kind)
{
	int i;

	for (i = (int)c->frames - 2; i >= 0; i--)
		if (frame_is(c->frame[i], kind))
			return (int)c->frames - 1 - i;
	return c->frames && frame_is(c->frame[c->frames - 1], kind) ? 0 : -1;
}

/* A field by section and key, or by its bare key. */
static int field_here(struct sec_compiler *c, struct sec_term *n, int field)
{
	const struct sec_schema *s = c->site->schema;
	const struct sec_field *f = &s->field[field];
	const struct sec_kind *k = &s->kind[f->kind];
	int up;

	set_field_type(n, f);
	if (k->repeat == SEC_REPEAT_NO)
		return done(n, SEC_OP_FIELD, f->type, field);
	up = scope_of(c, f->kind);
	if (up < 0)
		return sec_unknown_instance(c, n, k, sec_str(f->key));
	n->up = (uint8_t)up;
	return done(n, SEC_OP_KEY, f->type, field);
}

/* A key the schema does not list: `x-…`, or any key where the section takes any. */
static int loose_key(struct sec_compiler *c, struct sec_term *n, int kind, int up)
{
	const struct sec_schema *s = c->site->schema;
	enum sec_type type = kind >= 0 ? s->kind[kind].any : SEC_TYPE_NONE;

	if (sec_name_is_private(n->name->key) || kind < 0)
		type = SEC_TYPE_TEXT;
	if (type == SEC_TYPE_NONE)
		return sec_unknown_key(c, n, kind);
	n->up = (uint8_t)up;
	return done(n, SEC_OP_LOOSE, type, kind);
}

static int section_id(struct sec_compiler *c, struct sec_term *n, int kind, int up)
{
	const struct sec_kind *k = kind >= 0 ? &c->site->schema->kind[kind] : NULL;

	if (k && k->repeat == SEC_REPEAT_NO)
		return sec_unknown_key(c, n, kind);
	n->up = (uint8_t)up;
	if (!k || k->repeat == SEC_REPEAT_DATE)
		return done(n, SEC_OP_ID, SEC_TYPE_DATE, kind);
	if (k->ids.n)
		n->words = &k->ids;
	return done(n, SEC_OP_ID, SEC_TYPE_ID, kind);
}

/* `section:id.key` */
static int resolve_at_id(struct sec_compiler *c, struct sec_term *n, int kind)
{
	const struct sec_kind *k = &c->site->schema->kind[kind];
	struct sec_name *name = n->name;
	sec_day day;
	int field;

	if (k->repeat == SEC_REPEAT_NO)
		return sec_compiler_fail(c, n->at, "'%s' stands once: write %s.%.*s", k->name, k->name,
			SEC_ARG(name->key));
	if (k->repeat == SEC_REPEAT_DATE && (name->id.len < 10 || !sec_day_parse(name->id.s, 10, &day)))
		return sec_compiler_fail(c, n->at, "the id of '%s' begins with a date, as in %s:2026-03-01",
			k->name, k->name);
	if (k->ids.n && sec_words_find(&k->ids, name->id) < 0)
		return sec_compiler_fail(c, n->at, "unknown id '%.*s': write %s", SEC_ARG(name->id),
			sec_words_phrase(c, &k->ids));
	field = sec_schema_field(c->site->schema, kind, name->key);
	if (field < 0)
		return loose_key(c, n, kind, SEC_NOWHERE);
	set_field_type(n, &c->site->schema->field[field]);
	return done(n, SEC_OP_SECTION_FIELD, n->type, field);
}

static int resolve_policy(struct sec_compiler *c, struct sec_term *n)
{
	const struct sec_schema *s = c->site->schema;
	int i = sec_schema_policy(s, n->name->key);
	const struct sec_policy *p;

	if (i < 0)
		return sec_unknown_policy(c, n);
	p = &s->policy[i];
	if (p->values.n)
		n->words = &p->values;
	if (p->type == SEC_TYPE_DURATION)
		n->span = p->value.dur.months ? SEC_SPAN_MONTHS : SEC_SPAN_DAYS;
	return done(n, SEC_OP_POLICY, p->type, i);
}

static int resolve_sectioned(struct sec_compiler *c, struct sec_term *n)
{
	const struct sec_schema *s = c->site->schema;
	struct sec_name *name = n->name;
	int kind = sec_schema_kind(s, name->section), field;

	if (!name->key.len)
		return sec_compiler_fail(c, n->at, "'%.*s' is a section: name one of its keys",
			SEC_ARG(sec_compiler_text(c, n)));
	if (sec_str_is(name->section, "policy") && !name->id.len)
		return resolve_policy(c, n);
	if (kind < 0 && sec_name_is_private(name->section))
		return loose_key(c, n, -1, SEC_NOWHERE);
	if (kind < 0)
		return sec_unknown_section(c, n, name->section);
	if (name->id.len)
		return resolve_at_id(c, n, kind);
	field = sec_schema_field(s, kind, name->key);
	if (field >= 0)
		return field_here(c, n, field);
	if (s->kind[kind].repeat == SEC_REPEAT_NO)
		return loose_key(c, n, kind, SEC_NOWHERE);
	if (scope_of(c, kind) < 0)
		return sec_unknown_instance(c, n, &s->kind[kind], name->key);
	if (sec_str_is(name->key, "id"))
		return section_id(c, n, kind, scope_of(c, kind));
	return loose_key(c, n, kind, scope_of(c, kind));
}

/* The type all keys of a section share, or text. */
static enum sec_type shared_type(const struct sec_schema *s, int kind, const struct sec_words **words)
{
	const struct sec_kind *k = &s->kind[kind];
	enum sec_type type = k->any;
	int i;

	for (i = 0; i < k->fields; i++) {
		const struct sec_field *f = &s->field[k->first_field + i];

		if (type == SEC_TYPE_NONE)
			type = f->type;
		if (f->type != type || f->values.n)
			return SEC_TYPE_TEXT;
	}
	*words = NULL;
	return type == SEC_TYPE_NONE ? SEC_TYPE_TEXT : type;
}

/* `.key`, `.value`, `.type` of KIND.* and *.* */
static int resolve_thing(struct sec_compiler *c, struct sec_term *n, int frame)
{
	static const char *const type_word[] = { "text", "prose", "enum", "number", "yes-no", "date",
		"duration", "list", "evidence", "dated" };
	static const struct sec_words types = { type_word, sizeof(type_word) / sizeof(type_word[0]) };
	struct sec_str key = n->name->key;

	n->up = 0;
	if (sec_str_is(key, "key"))
		return done(n, SEC_OP_ENTRY_KEY, SEC_TYPE_ID, 0);
	if (sec_str_is(key, "type")) {
		n->words = &types;
		return done(n, SEC_OP_ENTRY_TYPE, SEC_TYPE_ENUM, 0);
	}
	if (!sec_str_is(key, "value"))
		return sec_compiler_fail(c, n->at, "unknown name '.%.*s': of a key there are .key, .value and .type",
			SEC_ARG(key));
	return done(n, SEC_OP_ENTRY_VALUE, frame == SEC_FOR_ALL_KEYS ? SEC_TYPE_TEXT
		: shared_type(c->site->schema, SEC_FOR_KEYS_OF(frame), &n->words), 0);
}

static int resolve_dotted(struct sec_compiler *c, struct sec_term *n)
{
	const struct sec_schema *s = c->site->schema;
	int frame = c->frames ? c->frame[c->frames - 1] : SEC_FOR_ONCE, field;
	struct sec_str key = n->name->key;

	if (frame == SEC_FOR_ONCE)
		return sec_compiler_fail(c, n->at, "'.%.*s' has a meaning only where sections are gone through: "
			"any(SECTION, .%.*s = …)", SEC_ARG(key), SEC_ARG(key));
	if (frame == SEC_FOR_EVENTS) {
		if (sec_str_is(key, "id"))
			return section_id(c, n, -1, 0);
		return sec_compiler_fail(c, n->at, "unknown name '.%.*s': of events in general there is .id",
			SEC_ARG(key));
	}
	if (frame < 0)
		return resolve_thing(c, n, frame);
	field = sec_schema_field(s, frame, key);
	if (field >= 0 && s->kind[frame].repeat == SEC_REPEAT_NO)
		return field_here(c, n, field);
	if (field >= 0) {
		set_field_type(n, &s->field[field]);
		return done(n, SEC_OP_KEY, n->type, field);
	}
	if (sec_str_is(key, "id"))
		return section_id(c, n, frame, 0);
	return loose_key(c, n, frame, 0);
}

int sec_resolve_name(struct sec_compiler *c, struct sec_term *n, struct sec_beside beside)
{
	if (n->name->dotted)
		return resolve_dotted(c, n);
	if (n->name->section.len)
		return resolve_sectioned(c, n);
	return resolve_word(c, n, beside);
}

int sec_resolve_kind(struct sec_compiler *c, struct sec_term *n, int *for_kind)
{
	const struct sec_schema *s = c->site->schema;
	bool things = n->op == SEC_OP_THINGS;
	struct sec_str name;
	int kind;

	if (things && sec_str_is(n->name->section, "*")) {
		*for_kind = SEC_FOR_ALL_KEYS;
		return 0;
	}
	if (!things && (n->op != SEC_OP_NAME || n->name->dotted || n->name->section.len))
		return sec_compiler_fail(c, n->at, "the name of a section is wanted here");
	name = things ? n->name->section : n->name->key;
	if (!things && sec_str_is(name, "events")) {
		*for_kind = SEC_FOR_EVENTS;
		return 0;
	}
	kind = sec_schema_kind(s, name);
	if (kind < 0)
		return sec_unknown_section(c, n, name);
	*for_kind = things ? SEC_FOR_KEYS_OF(kind) : kind;
	return 0;
}

int sec_resolve_state(struct sec_compiler *c, struct sec_term *n)
{
	int i;

	if (n->op != SEC_OP_NAME || n->name->dotted || n->name->section.len)
		return sec_compiler_fail(c, n->at, "the name of a state is wanted here");
	i = sec_schema_state(c->site->schema, n->name->key);
	return i >= 0 ? i : sec_unknown_state(c, n);
}
