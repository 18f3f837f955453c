/* SPDX-License-Identifier: ISC */
#include "rules/schema.h"

#include <stdlib.h>

#include "base/suggest.h"
#include "base/utf8.h"
#include "rules/schema/index.h"

int sec_words_find(const struct sec_words *w, struct sec_str word)
{
	for (unsigned i = 0; i < w->n; i++)
		if (word.len && w->word[i][0] == word.s[0] && sec_str_is(word, w->word[i]))
			return (int)i;
	return -1;
}

/* FNV-1a */
static uint32_t hash_of(int class, int scope, struct sec_str name)
{
	uint32_t h = 2166136261u ^ ((uint32_t)class << 16 | (uint32_t)scope);

	for (size_t i = 0; i < name.len; i++)
		h = (h ^ (unsigned char)name.s[i]) * 16777619u;
	return h ^ h >> 15;
}

static struct sec_name *slot_of(const struct sec_schema_index *x, uint32_t hash, int class,
	int scope, struct sec_str name)
{
	uint32_t i = hash & (x->size - 1);

	for (;; i = (i + 1) & (x->size - 1)) {
		struct sec_name *n = &x->slot[i];

		if (!n->name.s)
			return n;
		if (n->hash == hash && n->class == class && n->scope == scope &&
		    sec_str_eq(n->name, name))
			return n;
	}
}

static void grow(struct sec_schema_index *x)
{
	struct sec_name *old = x->slot;
	uint32_t size = x->size;

	x->size = size ? size * 2 : 1024;
	x->slot = xcalloc(x->size, sizeof(*x->slot));
	for (uint32_t i = 0; i < size; i++)
		if (old[i].name.s)
			*slot_of(x, old[i].hash, old[i].class, old[i].scope, old[i].name) = old[i];
	free(old);
}

int sec_name_find(const struct sec_schema *s, int class, int scope, struct sec_str name)
{
	const struct sec_schema_index *x = s->index;
	const struct sec_name *n;

	if (!x || !x->size)
		return -1;
	n = slot_of(x, hash_of(class, scope, name), class, scope, name);
	return n->name.s ? n->index : -1;
}

bool sec_name_add(struct sec_schema *s, int class, int scope, struct sec_str name, int index)
{
	struct sec_schema_index *x = s->index;
	uint32_t hash = hash_of(class, scope, name);
	struct sec_name *n;

	if (x->used * 2 >= x->size)
		grow(x);
	n = slot_of(x, hash, class, scope, name);
	if (n->name.s)
		return false;
	*n = (struct sec_name){ hash, class, scope, name, index };
	x->used++;
	return true;
}

int sec_schema_kind(const struct sec_schema *s, struct sec_str name)
{
	return sec_name_find(s, SEC_RAW_SECTION, 0, name);
}

int sec_schema_field(const struct sec_schema *s, int kind, struct sec_str key)
{
	return sec_name_find(s, SEC_RAW_FIELD, kind, key);
}

int sec_schema_derived(const struct sec_schema *s, struct sec_str name)
{
	return sec_name_find(s, SEC_RAW_DERIVED, 0, name);
}

int sec_schema_state(const struct sec_schema *s, struct sec_str name)
{
	return sec_name_find(s, SEC_RAW_STATE, 0, name);
}

int sec_schema_rule(const struct sec_schema *s, struct sec_str id)
{
	return sec_name_find(s, SEC_RAW_RULE, 0, id);
}

int sec_schema_role(const struct sec_schema *s, struct sec_str name)
{
	return sec_name_find(s, SEC_RAW_ROLE, 0, name);
}

int sec_schema_due(const struct sec_schema *s, struct sec_str kind)
{
	return sec_name_find(s, SEC_RAW_DUE, 0, kind);
}

int sec_schema_policy(const struct sec_schema *s, struct sec_str name)
{
	return sec_name_find(s, SEC_NAME_POLICY, 0, name);
}

const struct sec_raw *sec_schema_raw(const struct sec_schema *s, const char *kind,
	struct sec_str id)
{
	int class = sec_raw_class(sec_str(kind));
	int i = class < 0 ? -1 : sec_name_find(s, SEC_NAME_RAW + class, 0, id);

	return i < 0 ? NULL : &s->raw[i];
}

const struct sec_raw *sec_schema_raw_next(const struct sec_schema *s, const char *kind,
	const struct sec_raw *last)
{
	int class = sec_raw_class(sec_str(kind));

	for (int i = last ? (int)(last - s->raw) + 1 : 0; i < s->raws && class >= 0; i++)
		if (s->raw[i].kind == sec_raw_kinds[class])
			return &s->raw[i];
	return NULL;
}

bool sec_schema_in_range(const struct sec_schema *s, int from, int until, int state)
{
	bool low = from >= 0 && !s->state[from].aside;
	bool high = until >= 0 && !s->state[until].aside;

	if (from < 0 && until < 0)
		return true;
	if (state == from || state == until)
		return true;
	if (s->state[state].aside || (!low && !high))
		return false;
	return (!low || state >= from) && (!high || state <= until);
}

int sec_schema_order(void *schema, struct sec_str kind)
{
	const struct sec_schema *s = schema;
	int i = sec_schema_kind(s, kind);

	return i < 0 ? s->kinds : i;
}

bool sec_schema_known_key(void *schema, struct sec_str kind, struct sec_str key)
{
	const struct sec_schema *s = schema;
	int i = sec_schema_kind(s, kind);

	return i >= 0 && (!key.len || sec_schema_field(s, i, key) >= 0);
}

void sec_schema_release(struct sec_schema *s)
{
	struct sec_schema_index *x = s->index;

	for (int i = 0; i < s->raws; i++)
		free(s->raw[i].key);
	free(s->raw);
	free(s->policy);
	if (x) {
		free(x->severity.key);
		free(x->values.key);
		free(x->slot);
		free(x);
	}
	sec_arena_release(&s->arena);
	memset(s, 0, sizeof(*s));
}
