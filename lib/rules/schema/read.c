/* SPDX-License-Identifier: ISC */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "rules/message.h"
#include "rules/schema/index.h"

int sec_raw_error(struct sec_err *err, const struct sec_raw_key *k, const char *fmt, ...)
{
	va_list ap;
	char *msg;

	va_start(ap, fmt);
	if (vasprintf(&msg, fmt, ap) < 0)
		msg = xstrdup("");
	va_end(ap);
	sec_err_at(err, SEC_FAIL, k->place.file, k->place.line, k->col, "%s", msg);
	free(msg);
	return SEC_FAIL;
}

const struct sec_raw_key *sec_raw_find(const struct sec_raw *r, const char *key)
{
	for (unsigned i = 0; i < r->keys; i++)
		if (strcmp(r->key[i].key, key) == 0)
			return &r->key[i];
	return NULL;
}

const struct sec_raw_key *sec_raw_value(const struct sec_raw *r, const char *key)
{
	const struct sec_raw_key *k = sec_raw_find(r, key);

	return k && k->value.len ? k : NULL;
}

const char *sec_raw_text(const struct sec_raw *r, const char *key)
{
	const struct sec_raw_key *k = sec_raw_value(r, key);

	return k ? k->value.s : NULL;
}

int sec_raw_count(const struct sec_schema *s, const char *kind)
{
	const struct sec_raw *r = NULL;
	int n = 0;

	while ((r = sec_schema_raw_next(s, kind, r)))
		n++;
	return n;
}

int sec_raw_yesno(const struct sec_raw *r, const char *key, bool *out, struct sec_err *err)
{
	const struct sec_raw_key *k = sec_raw_value(r, key);

	if (!k)
		return 0;
	*out = sec_str_is(k->value, "yes");
	if (!*out && !sec_str_is(k->value, "no"))
		return sec_raw_error(err, k, "'%s' is yes or no, not '%s'", key, k->value.s);
	return 0;
}

int sec_raw_words(struct sec_schema *s, const struct sec_raw *r, const char *key,
	struct sec_words *out, struct sec_err *err)
{
	const struct sec_raw_key *k = sec_raw_value(r, key);
	struct sec_str rest, item;
	const char **word;
	unsigned n = 0;

	if (!k)
		return 0;
	for (rest = k->value; sec_str_split(&rest, ',', &item);)
		n++;
	word = sec_arena_alloc(&s->arena, n * sizeof(*word));
	*out = (struct sec_words){ word, 0 };
	for (rest = k->value; sec_str_split(&rest, ',', &item);) {
		if (sec_words_find(out, item) >= 0)
			return sec_raw_error(err, k, "'%.*s' stands twice in '%s'", SEC_ARG(item), key);
		word[out->n++] = sec_arena_strndup(&s->arena, item.s, item.len);
	}
	return 0;
}

int sec_raw_name(const struct sec_schema *s, const struct sec_raw *r, const char *key,
	enum sec_raw_class class, int *out, struct sec_err *err)
{
	const struct sec_raw_key *k = sec_raw_value(r, key);
	struct sec_suggest g;
	char room[96];

	if (!k)
		return 0;
	*out = sec_name_find(s, class, 0, k->value);
	if (*out >= 0)
		return 0;
	sec_suggest_init(&g, k->value);
	for (int i = 0; i < s->raws; i++)
		if (s->raw[i].kind == sec_raw_kinds[class])
			sec_suggest_offer(&g, s->raw[i].id);
	return sec_raw_error(err, k, "unknown %s '%s'%s", sec_raw_kinds[class], k->value.s,
		sec_did_you_mean(&g, room, sizeof(room)));
}

int sec_raw_range(const struct sec_schema *s, const struct sec_raw *r, int *from, int *until,
	bool *aside, struct sec_err *err)
{
	int rc = sec_raw_name(s, r, "from", SEC_RAW_STATE, from, err);
	bool low, high;

	if (!rc)
		rc = sec_raw_name(s, r, "until", SEC_RAW_STATE, until, err);
	if (rc)
		return rc;
	low = *from >= 0 && !s->state[*from].aside;
	high = *until >= 0 && !s->state[*until].aside;
	if (low && high && *from > *until)
		return sec_raw_error(err, sec_raw_value(r, "until"),
			"'%s' comes before '%s': no state lies from one until the other",
			s->state[*until].name, s->state[*from].name);
	*aside = (*from >= 0 && !low) || (*until >= 0 && !high);
	return 0;
}

int sec_raw_type(const struct sec_raw *r, const char *key, enum sec_type *out,
	struct sec_err *err)
{
	const struct sec_raw_key *k = sec_raw_value(r, key);
	struct sec_suggest g;
	char room[96];

	if (!k || sec_type_parse(k->value, out))
		return 0;
	sec_suggest_init(&g, k->value);
	for (int t = SEC_TYPE_TEXT; t <= SEC_TYPE_STATE; t++)
		sec_suggest_offer(&g, sec_type_name((enum sec_type)t));
	return sec_raw_error(err, k, "unknown type '%s'%s", k->value.s,
		sec_did_you_mean(&g, room, sizeof(room)));
}

struct sec_expr_site sec_raw_site(struct sec_schema *s, const struct sec_raw_key *k, int for_kind)
{
	return (struct sec_expr_site){
		.schema = s, .file = k->place.file, .line = k->place.line, .col = k->col,
		.lines = k->lines, .for_kind = for_kind, .arena = &s->arena,
	};
}

/* The key that holds an expression, and where that stands; NULL: there is none. */
static const struct sec_raw_key *find_site(struct sec_schema *s, const struct sec_raw *r,
	const char *key, int for_kind, bool due, struct sec_expr_site *out)
{
	const struct sec_raw_key *k = sec_raw_value(r, key);

	if (k) {
		*out = sec_raw_site(s, k, for_kind);
		out->due = due;
	}
	return k;
}

int sec_raw_expr(struct sec_schema *s, const struct sec_raw *r, const char *key, int for_kind,
	bool due, enum sec_want want, struct sec_expr **out, struct sec_err *err)
{
	struct sec_expr_site site;
	const struct sec_raw_key *k = find_site(s, r, key, for_kind, due, &site);

	return k ? sec_expr_compile(out, &site, k->value, want, err) : 0;
}

int sec_raw_exprs(struct sec_schema *s, const struct sec_raw *r, const char *key, int for_kind,
	bool due, enum sec_want want, struct sec_expr ***out, unsigned *n, struct sec_err *err)
{
	struct sec_expr_site site;
	const struct sec_raw_key *k = find_site(s, r, key, for_kind, due, &site);

	return k ? sec_expr_compile_list(out, n, &site, k->value, want, err) : 0;
}

int sec_raw_message(struct sec_schema *s, const struct sec_raw *r, const char *key, int for_kind,
	bool due, struct sec_message **out, struct sec_err *err)
{
	struct sec_expr_site site;
	const struct sec_raw_key *k = find_site(s, r, key, for_kind, due, &site);

	return k ? sec_message_compile(out, &site, k->value, err) : 0;
}

static bool listed(const char *const *list, const char *key)
{
	for (; list && *list; list++)
		if (strcmp(*list, key) == 0)
			return true;
	return false;
}

static int unknown_key(const struct sec_raw *r, const struct sec_raw_key *k,
	const char *const *known, const char *const *more, struct sec_err *err)
{
	struct sec_suggest g;
	char room[96];

	sec_suggest_init(&g, sec_str(k->key));
	for (; *known; known++)
		sec_suggest_offer(&g, *known);
	for (; more && *more; more++)
		sec_suggest_offer(&g, *more);
	return sec_err_at(err, SEC_FAIL, k->place.file, k->place.line, 1,
		"unknown key '%s' in [%s %s]%s", k->key, r->kind, r->id,
		sec_did_you_mean(&g, room, sizeof(room)));
}

int sec_raw_keys(const struct sec_raw *r, const char *const *known, const char *const *more,
	struct sec_err *err)
{
	for (unsigned i = 0; i < r->keys; i++) {
		const struct sec_raw_key *k = &r->key[i];

		if (strncmp(k->key, "x-", 2) != 0 && !listed(known, k->key) &&
		    !listed(more, k->key))
			return unknown_key(r, k, known, more, err);
	}
	return 0;
}
