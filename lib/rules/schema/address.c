/* SPDX-License-Identifier: ISC */
#include "base/suggest.h"
#include "base/utf8.h"
#include "rules/schema.h"

enum { CANDIDATES = 6 };

/* One pass over the built-in fields or over the local ones. */
static int bare_among(const struct sec_schema *s, struct sec_str key, bool local, int *first,
	int *second)
{
	int found = -1, more = -1;

	for (int i = 0; i < s->fields; i++) {
		const struct sec_field *f = &s->field[i];

		if (f->local != local || !sec_str_is(key, f->key))
			continue;
		if (f->main)
			return i;
		if (found < 0)
			found = i;
		else if (more < 0)
			more = i;
	}
	if (more < 0)
		return found;
	*first = found;
	*second = more;
	return -2;
}

int sec_schema_bare_field(const struct sec_schema *s, struct sec_str key, int *first, int *second)
{
	int f = bare_among(s, key, false, first, second);

	return f == -1 ? bare_among(s, key, true, first, second) : f;
}

/* "label" or "section label", in any case. */
static bool has_label(const struct sec_schema *s, const struct sec_field *f, struct sec_str text,
	struct sec_buf *full)
{
	if (!f->label)
		return false;
	if (sec_utf8_same(text, sec_str(f->label)))
		return true;
	if (!s->kind[f->kind].label)
		return false;
	sec_buf_clear(full);
	sec_buf_addf(full, "%s %s", s->kind[f->kind].label, f->label);
	return sec_utf8_same(text, sec_buf_str(full));
}

/* The first field of that label; *second when there is another one. */
static int by_label(const struct sec_schema *s, struct sec_str text, int *second)
{
	struct sec_buf full = SEC_BUF_INIT;
	int found = -1;

	*second = -1;
	for (int i = 0; i < s->fields && *second < 0; i++) {
		if (!has_label(s, &s->field[i], text, &full))
			continue;
		if (found < 0)
			found = i;
		else
			*second = i;
	}
	sec_buf_release(&full);
	return found;
}

static void fill(const struct sec_schema *s, int field, struct sec_address *out)
{
	out->field = field;
	out->kind = s->field[field].kind;
	out->kind_name = sec_str(s->kind[out->kind].name);
	out->key = sec_str(s->field[field].key);
}

/* Names the first few of those that are meant by the same key or label. */
static int several(const struct sec_schema *s, struct sec_str text, struct sec_err *err)
{
	struct sec_buf all = SEC_BUF_INIT, full = SEC_BUF_INIT;
	size_t last = 0;
	int n = 0;

	for (int i = 0; i < s->fields && n < CANDIDATES; i++) {
		const struct sec_field *f = &s->field[i];

		if (!sec_str_is(text, f->key) && !has_label(s, f, text, &full))
			continue;
		last = all.len;
		sec_buf_addf(&all, "%s%s.%s", n++ ? ", " : "", s->kind[f->kind].name, f->key);
	}
	sec_err_set(err, SEC_FAIL, "'%.*s' may be %.*s or %s: write the section too", SEC_ARG(text),
		(int)last, all.s, all.s + last + (last ? 2 : 0));
	sec_buf_release(&all);
	sec_buf_release(&full);
	return SEC_FAIL;
}

static int nothing(const struct sec_schema *s, struct sec_str text, struct sec_err *err)
{
	struct sec_suggest g;

	sec_suggest_init(&g, text);
	for (int i = 0; i < s->fields; i++) {
		sec_suggest_offer(&g, s->field[i].key);
		if (s->field[i].label)
			sec_suggest_offer(&g, s->field[i].label);
	}
	if (g.best)
		return sec_err_set(err, SEC_FAIL, "unknown field '%.*s', did you mean '%s'?",
			SEC_ARG(text), g.best);
	return sec_err_set(err, SEC_FAIL, "unknown field '%.*s'", SEC_ARG(text));
}

static int bare(const struct sec_schema *s, struct sec_str text, struct sec_address *out,
	struct sec_err *err)
{
	int a = -1, b = -1, f = sec_schema_bare_field(s, text, &a, &b);

	if (f == -2)
		return several(s, text, err);
	if (f < 0)
		f = by_label(s, text, &b);
	if (f < 0)
		return nothing(s, text, err);
	if (b >= 0)
		return several(s, text, err);
	fill(s, f, out);
	return 0;
}

static int no_kind(const struct sec_schema *s, struct sec_str name, struct sec_err *err)
{
	struct sec_suggest g;

	sec_suggest_init(&g, name);
	for (int i = 0; i < s->kinds; i++)
		sec_suggest_offer(&g, s->kind[i].name);
	if (g.best)
		return sec_err_set(err, SEC_FAIL, "unknown section '%.*s', did you mean '%s'?",
			SEC_ARG(name), g.best);
	return sec_err_set(err, SEC_FAIL, "unknown section '%.*s'", SEC_ARG(name));
}

static int no_key(const struct sec_schema *s, const struct sec_address *a, struct sec_err *err)
{
	const struct sec_kind *k = &s->kind[a->kind];
	struct sec_suggest g;

	sec_suggest_init(&g, a->key);
	for (int i = 0; i < k->fields; i++)
		sec_suggest_offer(&g, s->field[k->first_field + i].key);
	if (g.best)
		return sec_err_set(err, SEC_FAIL, "unknown field '%s.%.*s', did you mean '%s.%s'?",
			k->name, SEC_ARG(a->key), k->name, g.best);
	return sec_err_set(err, SEC_FAIL, "unknown field '%s.%.*s'", k->name, SEC_ARG(a->key));
}

/* Cuts `section[:id][.key]`. False where it does not look like one. */
static bool cut(struct sec_str text, struct sec_address *out)
{
	const char *dot = memchr(text.s, '.', text.len), *colon;
	struct sec_str left = text;

	if (dot) {
		left.len = (size_t)(dot - text.s);
		out->key = (struct sec_str){ dot + 1, text.len - left.len - 1 };
	}
	colon = memchr(left.s, ':', left.len);
	out->kind_name = left;
	if (colon) {
		out->kind_name.len = (size_t)(colon - left.s);
		out->id = (struct sec_str){ colon + 1, left.len - out->kind_name.len - 1 };
	}
	return dot && sec_kind_is_legal(out->kind_name) && sec_key_is_legal(out->key) &&
	       (!colon || sec_id_is_legal(out->id));
}

int sec_schema_address(const struct sec_schema *s, struct sec_str text,
	struct sec_address *out, struct sec_err *err)
{
	*out = (struct sec_address){ .kind = -1, .field = -1 };
	text = sec_str_trim(text);
	if (!text.len)
		return sec_err_set(err, SEC_FAIL, "no field is named: write section.key");
	if (!cut(text, out)) {
		*out = (struct sec_address){ .kind = -1, .field = -1 };
		return bare(s, text, out, err);
	}
	out->kind = sec_schema_kind(s, out->kind_name);
	if (out->kind < 0)
		return sec_name_is_private(out->kind_name) ? 0 : no_kind(s, out->kind_name, err);
	out->field = sec_schema_field(s, out->kind, out->key);
	if (out->field < 0 && !sec_name_is_private(out->key) && s->kind[out->kind].any == SEC_TYPE_NONE)
		return no_key(s, out, err);
	return 0;
}
