/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "rules/schema/index.h"

static const char *text_of(struct sec_schema *s, struct sec_str t)
{
	return sec_arena_strndup(&s->arena, t.s, t.len);
}

/* The comment lines directly above a line, joined with blanks. */
static const char *comment_above(struct sec_schema *s, const struct sec_record *r, uint32_t line)
{
	struct sec_buf out = SEC_BUF_INIT;
	uint32_t first = line;
	const char *text = NULL;

	while (first > 0 && r->line[first - 1].kind == SEC_LINE_COMMENT)
		first--;
	for (uint32_t i = first; i < line; i++) {
		struct sec_str t = { r->text.s + r->line[i].start + 1, r->line[i].len - 1 };

		t = sec_str_trim(t);
		if (out.len && t.len)
			sec_buf_addch(&out, ' ');
		sec_buf_addslice(&out, t);
	}
	if (out.len)
		text = text_of(s, sec_buf_str(&out));
	sec_buf_release(&out);
	return text;
}

/* [severity] and [values]: kept until rules and policies are known. */
static void keep(struct sec_schema *s, struct sec_raw *raw, const struct sec_entry *e,
	struct sec_place place)
{
	struct sec_raw_key k = {
		.key = text_of(s, e->key),
		.value = { text_of(s, e->value), e->value.len },
		.place = place, .col = e->col,
	};
	struct sec_raw_key *old = (struct sec_raw_key *)sec_raw_find(raw, k.key);

	if (old) {
		*old = k;
		return;
	}
	SEC_GROW(raw->key, raw->keys, raw->key_alloc);
	raw->key[raw->keys++] = k;
}

static int read_register(struct sec_loader *l, const struct sec_section *sec, const char *file)
{
	struct sec_schema *s = l->schema;
	int64_t format;

	for (uint32_t i = 0; i < sec->entries; i++) {
		const struct sec_entry *e = &l->rec.entry[sec->first + i];

		if (sec_str_is(e->key, "name")) {
			s->register_name = text_of(s, e->value);
		} else if (sec_str_is(e->key, "format")) {
			if (!sec_number_parse(e->value, &format) || format != SEC_NUMBER_ONE)
				return sec_err_at(l->err, SEC_FAIL, file, e->line + 1, e->col,
					"this register has format '%.*s', this program reads format 1",
					SEC_ARG(e->value));
			s->format = 1;
		} else {
			return sec_err_at(l->err, SEC_FAIL, file, e->line + 1, 1,
				"unknown key '%.*s' in [register]: it has format and name",
				SEC_ARG(e->key));
		}
	}
	return 0;
}

static int unknown(struct sec_loader *l, const struct sec_entry *e, const char *file)
{
	struct sec_suggest g;
	char room[96];

	sec_suggest_init(&g, e->key);
	for (int i = 0; i < l->schema->policies; i++)
		sec_suggest_offer(&g, l->schema->policy[i].name);
	return sec_err_at(l->err, SEC_FAIL, file, e->line + 1, 1, "unknown policy '%.*s'%s",
		SEC_ARG(e->key), sec_did_you_mean(&g, room, sizeof(room)));
}

static int read_key(struct sec_loader *l, const struct sec_section *sec,
	const struct sec_entry *e, const char *file, bool register_policy)
{
	struct sec_schema *s = l->schema;
	int at = sec_schema_policy(s, e->key);
	struct sec_policy *p;

	if (at < 0 && register_policy)
		return unknown(l, e, file);
	if (at >= 0) {
		p = &s->policy[at];
		if (!l->local || p->place.file == file)
			return sec_err_at(l->err, SEC_FAIL, file, e->line + 1, 1,
				"policy '%s' stands in %s:%u already", p->name, p->place.file,
				p->place.line);
	} else {
		SEC_GROW(s->policy, s->policies, l->policy_alloc);
		p = &s->policy[s->policies];
		*p = (struct sec_policy){ .name = text_of(s, e->key),
			.section = text_of(s, sec->kind), .text_built_in = text_of(s, e->value),
			.help = comment_above(s, &l->rec, e->line) };
		sec_name_add(s, SEC_NAME_POLICY, 0, sec_str(p->name), s->policies++);
	}
	p->text = text_of(s, e->value);
	p->place = (struct sec_place){ file, e->line + 1 };
	p->local = l->local;
	return 0;
}

int sec_load_policy(struct sec_loader *l, const char *name, bool register_policy)
{
	struct sec_schema_index *x = l->schema->index;
	int rc = 0;

	for (uint32_t i = 0; i < l->rec.sections && !rc; i++) {
		const struct sec_section *sec = &l->rec.section[i];
		bool severity = sec_str_is(sec->kind, "severity");
		bool values = sec_str_is(sec->kind, "values");

		if (sec->id.len)
			return sec_err_at(l->err, SEC_FAIL, name, sec->line + 1, 1,
				"a section of policy has no second word");
		if (sec_str_is(sec->kind, "register")) {
			rc = register_policy ? read_register(l, sec, name) : 0;
			continue;
		}
		for (uint32_t j = 0; j < sec->entries && !rc; j++) {
			const struct sec_entry *e = &l->rec.entry[sec->first + j];
			struct sec_place place = { name, e->line + 1 };

			if (severity || values)
				keep(l->schema, severity ? &x->severity : &x->values, e, place);
			else
				rc = read_key(l, sec, e, name, register_policy);
		}
	}
	return rc;
}

static enum sec_type type_of(struct sec_str text)
{
	static const enum sec_type tried[] = { SEC_TYPE_DURATION, SEC_TYPE_NUMBER, SEC_TYPE_DATE,
		SEC_TYPE_YESNO };
	struct sec_val v;

	for (size_t i = 0; i < sizeof(tried) / sizeof(*tried); i++)
		if (text.len && sec_val_parse(tried[i], text, &v))
			return tried[i];
	return SEC_TYPE_TEXT;
}

static int type_policy(struct sec_schema *s, struct sec_policy *p, struct sec_err *err)
{
	const struct sec_raw_key *k = sec_raw_value(&s->index->values, p->name);
	struct sec_suggest g;
	char room[96];
	int rc;

	p->type = type_of(sec_str(p->text_built_in));
	if (k) {
		p->type = SEC_TYPE_ENUM;
		rc = sec_raw_words(s, &s->index->values, p->name, &p->values, err);
		if (rc)
			return rc;
	}
	p->value = (struct sec_val){ .type = (uint8_t)p->type, .day = SEC_DAY_NONE };
	if (!p->text[0])
		return 0;
	if (k && sec_words_find(&p->values, sec_str(p->text)) < 0) {
		sec_suggest_init(&g, sec_str(p->text));
		for (unsigned i = 0; i < p->values.n; i++)
			sec_suggest_offer(&g, p->values.word[i]);
		return sec_err_at(err, SEC_FAIL, p->place.file, p->place.line, 0,
			"policy '%s' is one of %s, not '%s'%s", p->name, k->value.s, p->text,
			sec_did_you_mean(&g, room, sizeof(room)));
	}
	if (!sec_val_parse(p->type, sec_str(p->text), &p->value))
		return sec_err_at(err, SEC_FAIL, p->place.file, p->place.line, 0,
			"policy '%s' is a %s like %s, not '%s'", p->name, sec_type_name(p->type),
			p->text_built_in, p->text);
	return 0;
}

static int apply_severity(struct sec_schema *s, const struct sec_raw_key *k, struct sec_err *err)
{
	static const char *const words[] = { "info", "warning", "error", "off" };
	static const struct sec_words levels = { words, 4 };
	int at = sec_schema_rule(s, sec_str(k->key)), level = sec_words_find(&levels, k->value);
	struct sec_suggest g;
	char room[96];
	struct sec_rule *r;

	if (at < 0) {
		sec_suggest_init(&g, sec_str(k->key));
		for (int i = 0; i < s->rules; i++)
			sec_suggest_offer(&g, s->rule[i].id);
		return sec_raw_error(err, k, "unknown rule '%s' in [severity]%s", k->key,
			sec_did_you_mean(&g, room, sizeof(room)));
	}
	if (level < 0)
		return sec_raw_error(err, k, "a severity is error, warning, info or off, not '%s'",
			k->value.s);
	r = &s->rule[at];
	if (!r->local && r->level_built_in == SEC_LEVEL_ERROR && level != SEC_LEVEL_ERROR)
		return sec_raw_error(err, k,
			"the built-in rule '%s' is an error: its severity may not be lowered", r->id);
	r->level_place = k->place;
	r->off = level > SEC_LEVEL_ERROR;
	if (!r->off)
		r->level = (enum sec_level)level;
	return 0;
}

int sec_policy_finish(struct sec_schema *s, struct sec_err *err)
{
	const struct sec_raw *values = &s->index->values, *severity = &s->index->severity;
	int rc = 0;

	for (unsigned i = 0; i < values->keys; i++)
		if (sec_schema_policy(s, sec_str(values->key[i].key)) < 0)
			return sec_raw_error(err, &values->key[i], "[values] names no policy: '%s'",
				values->key[i].key);
	for (int i = 0; i < s->policies && !rc; i++)
		rc = type_policy(s, &s->policy[i], err);
	for (unsigned i = 0; i < severity->keys && !rc; i++)
		rc = apply_severity(s, &severity->key[i], err);
	return rc;
}
