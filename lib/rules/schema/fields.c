/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>

#include "rules/schema/index.h"

static int fill_kind(struct sec_schema *s, const struct sec_raw *r, struct sec_err *err)
{
	static const char *const keys[] = { "repeat", "label", "help", "ids", "keys", "noun",
		NULL };
	static const char *const words[] = { "no", "date", "slug" };
	static const struct sec_words repeats = { words, 3 };
	const struct sec_raw_key *repeat = sec_raw_value(r, "repeat");
	struct sec_kind *k = &s->kind[s->kinds];
	int rc = sec_raw_keys(r, keys, NULL, err), at;

	if (rc)
		return rc;
	*k = (struct sec_kind){ .name = r->id, .label = sec_raw_text(r, "label"),
		.help = sec_raw_text(r, "help"), .noun = sec_raw_text(r, "noun"), .local = r->local,
		.place = r->place };
	if (!k->label)
		k->label = k->name;
	if (repeat) {
		at = sec_words_find(&repeats, repeat->value);
		if (at < 0)
			return sec_raw_error(err, repeat, "'repeat' is date, slug or no, not '%s'",
				repeat->value.s);
		k->repeat = (enum sec_repeat)at;
	}
	rc = sec_raw_words(s, r, "ids", &k->ids, err);
	if (!rc)
		rc = sec_raw_type(r, "keys", &k->any, err);
	if (!rc && k->ids.n && k->repeat != SEC_REPEAT_SLUG)
		rc = sec_raw_error(err, sec_raw_value(r, "ids"),
			"only a section with 'repeat = slug' has 'ids'");
	sec_name_add(s, SEC_RAW_SECTION, 0, sec_str(k->name), s->kinds++);
	return rc;
}

/* "1..5", "0..", "..10" in millionths */
static int read_range(const struct sec_raw *r, struct sec_field *f, struct sec_err *err)
{
	const struct sec_raw_key *k = sec_raw_value(r, "range");
	const char *dots;
	struct sec_str low, high;
	bool good;

	f->least = INT64_MIN;
	f->most = INT64_MAX;
	if (!k)
		return 0;
	if (f->type != SEC_TYPE_NUMBER)
		return sec_raw_error(err, k, "only a field of type number has a 'range'");
	dots = strstr(k->value.s, "..");
	if (!dots)
		return sec_raw_error(err, k, "'range' is written 1..5, 0.. or ..10, not '%s'",
			k->value.s);
	low = sec_str_trim((struct sec_str){ k->value.s, (size_t)(dots - k->value.s) });
	high = sec_str_trim(sec_str(dots + 2));
	good = (!low.len || sec_number_parse(low, &f->least)) &&
	       (!high.len || sec_number_parse(high, &f->most)) &&
	       (low.len || high.len) && f->least <= f->most;
	if (!good)
		return sec_raw_error(err, k, "'range' is written 1..5, 0.. or ..10, not '%s'",
			k->value.s);
	return 0;
}

static int check_values(const struct sec_raw *r, const struct sec_field *f, struct sec_err *err)
{
	const struct sec_raw_key *values = sec_raw_value(r, "values");
	const struct sec_raw_key *first = sec_raw_value(r, "default");

	if (f->type == SEC_TYPE_ENUM && !values)
		return sec_err_at(err, SEC_FAIL, r->place.file, r->place.line, 1,
			"field '%s' is an enum: list its 'values'", r->id);
	if (values && f->type != SEC_TYPE_ENUM && f->type != SEC_TYPE_LIST)
		return sec_raw_error(err, values, "only an enum or a list has 'values'");
	if (first && f->type == SEC_TYPE_ENUM && sec_words_find(&f->values, first->value) < 0)
		return sec_raw_error(err, first, "the default '%s' is none of the values",
			first->value.s);
	return 0;
}

static int fill_field(struct sec_schema *s, const struct sec_raw *r, int kind, struct sec_err *err)
{
	static const char *const keys[] = { "type", "values", "range", "label", "help", "main",
		"default", "required-from", "optional-when", "supplier", "noun", NULL };
	struct sec_field *f = &s->field[s->fields];
	const char *key = strchr(r->id, '.') + 1;
	int rc;

	*f = (struct sec_field){ .key = key, .label = sec_raw_text(r, "label"),
		.help = sec_raw_text(r, "help"), .noun = sec_raw_text(r, "noun"), .value_default = sec_raw_text(r, "default"),
		.kind = kind, .slot = s->kind[kind].fields, .type = SEC_TYPE_TEXT,
		.required_from = -1, .supplier = -1, .local = r->local, .place = r->place };
	if (!f->label)
		f->label = f->key;
	rc = sec_raw_keys(r, keys, NULL, err);
	if (!rc)
		rc = sec_raw_type(r, "type", &f->type, err);
	if (!rc)
		rc = sec_raw_words(s, r, "values", &f->values, err);
	if (!rc)
		rc = check_values(r, f, err);
	if (!rc)
		rc = read_range(r, f, err);
	if (!rc)
		rc = sec_raw_yesno(r, "main", &f->main, err);
	if (!rc)
		rc = sec_raw_name(s, r, "required-from", SEC_RAW_STATE, &f->required_from, err);
	if (!rc)
		rc = sec_raw_name(s, r, "supplier", SEC_RAW_ROLE, &f->supplier, err);
	if (rc)
		return rc;
	s->kind[kind].fields++;
	sec_name_add(s, SEC_RAW_FIELD, kind, sec_str(key), s->fields++);
	return 0;
}

/* The kind that the name of a field section begins with. */
static int kind_of(const struct sec_schema *s, const struct sec_raw *r, struct sec_err *err)
{
	const char *dot = strchr(r->id, '.');
	struct sec_suggest g;
	struct sec_str name;
	char room[96];
	int kind;

	if (!dot || !sec_key_is_legal(sec_str(dot + 1)))
		return sec_err_at(err, SEC_FAIL, r->place.file, r->place.line, 1,
			"a field is named [field SECTION.KEY], not [field %s]", r->id);
	name = (struct sec_str){ r->id, (size_t)(dot - r->id) };
	kind = sec_schema_kind(s, name);
	if (kind >= 0)
		return kind;
	sec_suggest_init(&g, name);
	for (int i = 0; i < s->kinds; i++)
		sec_suggest_offer(&g, s->kind[i].name);
	return sec_err_at(err, SEC_FAIL, r->place.file, r->place.line, 1,
		"field '%s' stands in no section: [section %.*s] is missing%s", r->id, SEC_ARG(name),
		sec_did_you_mean(&g, room, sizeof(room)));
}

/* Two built-in fields, or two local ones, may not both be meant by one key. */
static int check_main(const struct sec_schema *s, struct sec_err *err)
{
	for (int i = 0; i < s->fields; i++)
		for (int j = 0; s->field[i].main && j < i; j++)
			if (s->field[j].main && s->field[j].local == s->field[i].local &&
			    strcmp(s->field[i].key, s->field[j].key) == 0)
				return sec_err_at(err, SEC_FAIL, s->field[i].place.file,
					s->field[i].place.line, 1, "'%s' is the main one in [%s] already",
					s->field[i].key, s->kind[s->field[j].kind].name);
	return 0;
}

/* The fields of a kind stand together, whatever the order of their sections. */
static int fill_fields(struct sec_schema *s, struct sec_err *err)
{
	size_t n = (size_t)sec_raw_count(s, "field"), i = 0;
	struct {
		const struct sec_raw *raw;
		int kind;
	} *all = xcalloc(n, sizeof(*all));
	const struct sec_raw *r = NULL;
	int rc = 0;

	s->field = sec_arena_alloc(&s->arena, n * sizeof(*s->field));
	for (; !rc && (r = sec_schema_raw_next(s, "field", r)); i++) {
		all[i].raw = r;
		all[i].kind = kind_of(s, r, err);
		rc = all[i].kind < 0 ? SEC_FAIL : 0;
	}
	for (int k = 0; k < s->kinds && !rc; k++) {
		s->kind[k].first_field = s->fields;
		for (i = 0; i < n && !rc; i++)
			if (all[i].kind == k)
				rc = fill_field(s, all[i].raw, k, err);
	}
	free(all);
	return rc ? rc : check_main(s, err);
}

int sec_fields_fill(struct sec_schema *s, struct sec_err *err)
{
	const struct sec_raw *r = NULL;
	int rc = 0;

	s->kind = sec_arena_alloc(&s->arena,
		(size_t)sec_raw_count(s, "section") * sizeof(*s->kind));
	while (!rc && (r = sec_schema_raw_next(s, "section", r)))
		rc = fill_kind(s, r, err);
	return rc ? rc : fill_fields(s, err);
}

static void sort_by_state(struct sec_schema *s)
{
	int **in = sec_arena_alloc(&s->arena, (size_t)s->states * sizeof(*in));

	for (int state = 0; state < s->states; state++) {
		int n = 0;

		in[state] = sec_arena_alloc(&s->arena, (size_t)(s->fields + 1) * sizeof(**in));
		for (int i = 0; i < s->fields; i++)
			if (s->field[i].required_from >= 0 &&
			    sec_schema_in_range(s, s->field[i].required_from, -1, state))
				in[state][n++] = i;
		in[state][n] = -1;
	}
	s->index->required_in = in;
}

int sec_fields_compile(struct sec_schema *s, struct sec_err *err)
{
	const struct sec_raw *r = NULL;
	int rc = 0;

	while (!rc && (r = sec_schema_raw_next(s, "field", r))) {
		const char *dot = strchr(r->id, '.');
		int kind = sec_schema_kind(s, (struct sec_str){ r->id, (size_t)(dot - r->id) });
		int field = sec_schema_field(s, kind, sec_str(dot + 1));

		rc = sec_raw_expr(s, r, "optional-when",
			s->kind[kind].repeat == SEC_REPEAT_NO ? SEC_FOR_ONCE : kind, false,
			SEC_WANT_YESNO, &s->field[field].optional_when, err);
	}
	sort_by_state(s);
	return rc;
}
