/* SPDX-License-Identifier: ISC */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "rules/message.h"
#include "rules/schema/index.h"

enum {
	FILES_MAX = 64,
	FILE_MAX = 256 * 1024,
	ENTRIES_MAX = 2000,
};

const char *const sec_raw_kinds[] = {
	"section", "field", "derived", "state", "rule", "role", "due", "story",
	"document", "list", "picture", "tick", NULL,
};

int sec_raw_class(struct sec_str kind)
{
	for (int i = 0; sec_raw_kinds[i]; i++)
		if (sec_str_is(kind, sec_raw_kinds[i]))
			return i;
	return -1;
}

const char *sec_did_you_mean(struct sec_suggest *g, char *room, size_t size)
{
	room[0] = '\0';
	if (g->best)
		snprintf(room, size, ", did you mean '%s'?", g->best);
	return room;
}

/* Where the value begins, and its lines as they stand, so that an error in it
 * can be pointed at. */
static void place_value(struct sec_loader *l, const struct sec_entry *e, struct sec_raw_key *k)
{
	const struct sec_record *r = &l->rec;
	const struct sec_line *first = &r->line[e->line], *last = first + e->lines - 1;
	size_t skip = e->col - 1, end = last->start + last->len;

	k->col = e->col;
	if (e->lines > 1 && !sec_str_trim((struct sec_str){ r->text.s + first->start + skip,
						  first->len - skip }).len) {
		first++;
		k->place.line++;
		for (skip = 0; strchr(" \t", r->text.s[first->start + skip]); skip++)
			;
		k->col = (unsigned)skip + 1;
	}
	k->lines.s = r->text.s + first->start + skip;
	k->lines.len = end - first->start - skip;
	k->lines.s = sec_arena_strndup(&l->schema->arena, k->lines.s, k->lines.len);
}

/* What a register may not do to what comes with the program: change how often a
 * section stands or the type of a field, and change what a rule of level error
 * asserts. */
static int override_repeat(const struct sec_loader *l, const struct sec_raw *raw,
	const struct sec_raw_key *now)
{
	const char *was = sec_raw_text(raw, "repeat");

	if (!was)
		was = "no";
	if (strcmp(was, now->value.s) == 0)
		return 0;
	return sec_raw_error(l->err, now,
		"[%s] is a built-in section with 'repeat = %s': a register may not change that",
		raw->id, was);
}

static int override_type(const struct sec_loader *l, const struct sec_raw *raw,
	const struct sec_raw_key *now)
{
	const char *was = sec_raw_text(raw, "type");

	if (!was)
		was = sec_type_name(SEC_TYPE_TEXT);
	if (strcmp(was, now->value.s) == 0)
		return 0;
	return sec_raw_error(l->err, now,
		"'%s' is a built-in field of type %s: a register may not change its type", raw->id,
		was);
}

static int override_rule(const struct sec_loader *l, const struct sec_raw *raw,
	const struct sec_raw_key *now)
{
	static const char *const free_keys[] = { "message", "advice", "source", "summary", "at",
		NULL };
	const char *was = sec_raw_text(raw, "severity");

	if (!was || strcmp(was, "error") != 0)
		return 0;
	if (strcmp(now->key, "severity") == 0) {
		if (strcmp(now->value.s, "error") == 0)
			return 0;
		return sec_raw_error(l->err, now,
			"the built-in rule '%s' is an error: its severity may not be lowered", raw->id);
	}
	for (int i = 0; free_keys[i]; i++)
		if (strcmp(free_keys[i], now->key) == 0)
			return 0;
	return sec_raw_error(l->err, now,
		"the built-in rule '%s' is an error: a register may not change its '%s'", raw->id,
		now->key);
}

static int may_override(const struct sec_loader *l, const struct sec_raw *raw,
	const struct sec_raw_key *now)
{
	if (!l->local || raw->local)
		return 0;
	if (strcmp(raw->kind, "section") == 0 && strcmp(now->key, "repeat") == 0)
		return override_repeat(l, raw, now);
	if (strcmp(raw->kind, "field") == 0 && strcmp(now->key, "type") == 0)
		return override_type(l, raw, now);
	if (strcmp(raw->kind, "rule") == 0)
		return override_rule(l, raw, now);
	return 0;
}

static int merge_key(struct sec_loader *l, struct sec_raw *raw, const char *file,
	const struct sec_entry *e)
{
	struct sec_arena *a = &l->schema->arena;
	struct sec_raw_key k = {
		.key = sec_arena_strndup(a, e->key.s, e->key.len),
		.value = { sec_arena_strndup(a, e->value.s, e->value.len), e->value.len },
		.place = { file, e->line + 1 },
		.local = l->local,
	};
	struct sec_raw_key *old = (struct sec_raw_key *)sec_raw_find(raw, k.key);
	int rc;

	place_value(l, e, &k);
	if (old && old->local == l->local)
		return sec_raw_error(l->err, &k, "'%s' of [%s %s] stands in %s:%u already", k.key,
			raw->kind, raw->id, old->place.file, old->place.line);
	rc = may_override(l, raw, &k);
	if (rc)
		return rc;
	if (old) {
		k.built_in = old->value.s;
		*old = k;
		return 0;
	}
	SEC_GROW(raw->key, raw->keys, raw->key_alloc);
	raw->key[raw->keys++] = k;
	return 0;
}

static int check_section(struct sec_loader *l, const char *file, const struct sec_section *sec)
{
	struct sec_suggest g;
	char room[96];
	int class = sec_raw_class(sec->kind);
	unsigned line = sec->line + 1;

	if (class < 0) {
		sec_suggest_init(&g, sec->kind);
		for (int i = 0; sec_raw_kinds[i]; i++)
			sec_suggest_offer(&g, sec_raw_kinds[i]);
		return sec_err_at(l->err, SEC_FAIL, file, line, 1, "unknown section [%.*s]%s",
			SEC_ARG(sec->kind), sec_did_you_mean(&g, room, sizeof(room)));
	}
	if (!sec->id.len)
		return sec_err_at(l->err, SEC_FAIL, file, line, 1, "[%.*s] needs a name: [%.*s NAME]",
			SEC_ARG(sec->kind), SEC_ARG(sec->kind));
	if (class == SEC_RAW_FIELD || class >= SEC_RAW_KEPT)
		return 0;
	if (class == SEC_RAW_SECTION ? !sec_kind_is_legal(sec->id) : !sec_key_is_legal(sec->id))
		return sec_err_at(l->err, SEC_FAIL, file, line, 1,
			"'%.*s' is no legal name: a-z, then a-z, 0-9 and '-', up to %d",
			SEC_ARG(sec->id), class == SEC_RAW_SECTION ? 16 : 32);
	return 0;
}

static int merge_section(struct sec_loader *l, const char *file, const struct sec_section *sec)
{
	struct sec_schema *s = l->schema;
	int class = sec_raw_class(sec->kind), at, rc = check_section(l, file, sec);
	struct sec_raw *raw;

	if (rc)
		return rc;
	at = sec_name_find(s, SEC_NAME_RAW + class, 0, sec->id);
	if (at < 0) {
		if (s->raws >= ENTRIES_MAX)
			return sec_err_at(l->err, SEC_FAIL, file, sec->line + 1, 1,
				"a schema has at most %d sections", ENTRIES_MAX);
		SEC_GROW(s->raw, s->raws, l->raw_alloc);
		at = s->raws++;
		s->raw[at] = (struct sec_raw){
			.kind = sec_raw_kinds[class],
			.id = sec_arena_strndup(&s->arena, sec->id.s, sec->id.len),
			.local = l->local,
			.place = { file, sec->line + 1 },
		};
		sec_name_add(s, SEC_NAME_RAW + class, 0, sec_str(s->raw[at].id), at);
	}
	raw = &s->raw[at];
	for (uint32_t i = 0; i < sec->entries && !rc; i++)
		rc = merge_key(l, raw, file, &l->rec.entry[sec->first + i]);
	return rc;
}

static int parse(struct sec_loader *l, const char *name, struct sec_str text)
{
	static const struct sec_dialect dialect = { .dotted_ids = true };
	const struct sec_faults *f = &l->rec.faults;
	int rc;

	if (++l->files > FILES_MAX)
		return sec_err_at(l->err, SEC_FAIL, name, 0, 0, "a schema has at most %d files",
			FILES_MAX);
	if (text.len > FILE_MAX)
		return sec_err_at(l->err, SEC_FAIL, name, 0, 0,
			"a schema file has at most %d KiB", FILE_MAX / 1024);
	sec_record_clear(&l->rec);
	rc = sec_record_parse_text(&l->rec, text.s, text.len, &dialect, l->err);
	for (size_t i = 0; i < f->n && !rc; i++)
		if (f->item[i].level == SEC_LEVEL_ERROR)
			rc = sec_err_at(l->err, SEC_FAIL, name, f->item[i].line, f->item[i].col, "%s",
				f->item[i].message);
	return rc;
}

static bool is_policy(const char *name)
{
	const char *slash = strrchr(name, '/');

	return strcmp(slash ? slash + 1 : name, "policy.ini") == 0;
}

int sec_load_file(void *loader, const char *name, struct sec_str text)
{
	struct sec_loader *l = loader;
	const char *file = sec_arena_strndup(&l->schema->arena, name, strlen(name));
	int rc = parse(l, file, text);

	if (rc)
		return rc;
	if (is_policy(file))
		return sec_load_policy(l, file, false);
	for (uint32_t i = 0; i < l->rec.sections && !rc; i++)
		rc = merge_section(l, file, &l->rec.section[i]);
	return rc;
}

int sec_load_register(struct sec_loader *l, const char *name, struct sec_str text)
{
	const char *file = sec_arena_strndup(&l->schema->arena, name, strlen(name));
	int rc = parse(l, file, text);

	return rc ? rc : sec_load_policy(l, file, true);
}
