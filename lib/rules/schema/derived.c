/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "rules/schema/index.h"

/* Names that mean something else where a derived value could stand. */
static bool is_taken(const char *name)
{
	static const char *const words[] = { "and", "or", "not", "in", "yes", "no", "missing",
		"today", "due", "state", "policy", "who", "next-due", "findings", "events", NULL };

	for (int i = 0; words[i]; i++)
		if (strcmp(name, words[i]) == 0)
			return true;
	return false;
}

static int check_name(const struct sec_raw *r, struct sec_err *err)
{
	if (!is_taken(r->id))
		return 0;
	return sec_err_at(err, SEC_FAIL, r->place.file, r->place.line, 1,
		"'%s' is a word of the language: choose another name", r->id);
}

static int fill_derived(struct sec_schema *s, const struct sec_raw *r, struct sec_err *err)
{
	static const char *const keys[] = { "value", "type", "values", "label", "help", NULL };
	struct sec_derived *d = &s->derived[s->deriveds];
	const struct sec_raw_key *values = sec_raw_value(r, "values");
	int rc = sec_raw_keys(r, keys, NULL, err);

	if (!rc)
		rc = check_name(r, err);
	if (rc)
		return rc;
	*d = (struct sec_derived){ .name = r->id, .label = sec_raw_text(r, "label"),
		.help = sec_raw_text(r, "help"), .source_text = sec_raw_text(r, "value"),
		.local = r->local, .place = r->place };
	if (!d->label)
		d->label = d->name;
	if (!d->source_text)
		return sec_err_at(err, SEC_FAIL, r->place.file, r->place.line, 1,
			"derived value '%s' has no 'value'", r->id);
	rc = sec_raw_type(r, "type", &d->type, err);
	if (!rc)
		rc = sec_raw_words(s, r, "values", &d->values, err);
	if (!rc && values && d->type != SEC_TYPE_ENUM)
		rc = sec_raw_error(err, values, "only a derived value of type enum has 'values'");
	if (!rc && !values && d->type == SEC_TYPE_ENUM)
		rc = sec_err_at(err, SEC_FAIL, r->place.file, r->place.line, 1,
			"derived value '%s' is an enum: list its 'values'", r->id);
	sec_name_add(s, SEC_RAW_DERIVED, 0, sec_str(d->name), s->deriveds++);
	return rc;
}

int sec_derived_fill(struct sec_schema *s, struct sec_err *err)
{
	const struct sec_raw *r = NULL;
	int rc = 0;

	s->derived = sec_arena_alloc(&s->arena,
		(size_t)sec_raw_count(s, "derived") * sizeof(*s->derived));
	while (!rc && (r = sec_schema_raw_next(s, "derived", r)))
		rc = fill_derived(s, r, err);
	return rc;
}

static int circle(const struct sec_schema *s, int derived, struct sec_err *err)
{
	const struct sec_schema_index *x = s->index;
	struct sec_buf way = SEC_BUF_INIT;
	int from = 0;

	while (x->resolving[from] != derived)
		from++;
	for (; from < x->depth; from++)
		sec_buf_addf(&way, "%s → ", s->derived[x->resolving[from]].name);
	sec_err_at(err, SEC_FAIL, s->derived[derived].place.file, s->derived[derived].place.line, 1,
		"derived values form a circle: %s%s", way.s, s->derived[derived].name);
	sec_buf_release(&way);
	return SEC_FAIL;
}

static enum sec_want want_of(enum sec_type type)
{
	return type == SEC_TYPE_YESNO ? SEC_WANT_YESNO :
	       type == SEC_TYPE_DATE ? SEC_WANT_DATE : SEC_WANT_ANY;
}

static int compile(struct sec_schema *s, int derived, struct sec_err *err)
{
	struct sec_derived *d = &s->derived[derived];
	const struct sec_raw_key *k =
		sec_raw_value(sec_schema_raw(s, "derived", sec_str(d->name)), "value");
	struct sec_expr_site site = {
		.schema = s, .file = k->place.file, .line = k->place.line, .col = k->col,
		.lines = k->lines, .for_kind = SEC_FOR_ONCE, .arena = &s->arena,
		.values = d->values,
	};
	enum sec_type type;
	int rc = sec_expr_compile(&d->value, &site, k->value, want_of(d->type), err);

	if (rc)
		return rc;
	type = sec_expr_type(d->value);
	if (d->type == SEC_TYPE_NONE) {
		d->type = type;
		d->values = sec_expr_values(d->value);
	} else if (d->type != type && d->type != SEC_TYPE_ENUM) {
		return sec_raw_error(err, k, "'%s' says type = %s, but its value is %s", d->name,
			sec_type_name(d->type), sec_type_name(type));
	}
	return 0;
}

enum { DEEPEST = 64 }; /* compiling one inside the other takes stack */

int sec_schema_resolve_derived(struct sec_schema *s, int derived, struct sec_err *err)
{
	struct sec_schema_index *x = s->index;
	int rc;

	if (x->resolved[derived])
		return 0;
	for (int i = 0; i < x->depth; i++)
		if (x->resolving[i] == derived)
			return circle(s, derived, err);
	if (x->depth >= DEEPEST)
		return sec_err_at(err, SEC_FAIL, s->derived[derived].place.file,
			s->derived[derived].place.line, 1,
			"derived values need one another more than %d deep", DEEPEST);
	x->resolving[x->depth++] = derived;
	rc = compile(s, derived, err);
	x->depth--;
	x->resolved[derived] = rc == 0;
	return rc;
}

int sec_derived_compile(struct sec_schema *s, struct sec_err *err)
{
	struct sec_schema_index *x = s->index;
	int rc = 0;

	x->resolving = sec_arena_alloc(&s->arena, (size_t)s->deriveds * sizeof(*x->resolving));
	x->resolved = sec_arena_alloc(&s->arena, (size_t)s->deriveds * sizeof(*x->resolved));
	for (int i = 0; i < s->deriveds && !rc; i++)
		rc = sec_schema_resolve_derived(s, i, err);
	return rc;
}
