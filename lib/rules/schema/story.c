/* SPDX-License-Identifier: ISC */
#include "rules/message.h"
#include "rules/schema/index.h"

/* `for = SECTION`, `for = SECTION.KEY`, or none: the record. */
static int read_for(const struct sec_schema *s, const struct sec_raw *r, struct sec_story *st,
	struct sec_err *err)
{
	const struct sec_raw_key *k = sec_raw_value(r, "for");
	struct sec_str key, name;
	struct sec_suggest g;
	char room[96];

	if (!k)
		return 0;
	key = k->value;
	sec_str_split(&key, '.', &name);
	st->kind = sec_schema_kind(s, name);
	if (st->kind >= 0 && key.len)
		st->field = sec_schema_field(s, st->kind, key);
	if (st->kind >= 0 && (!key.len || st->field >= 0))
		return 0;
	sec_suggest_init(&g, key.len && st->kind >= 0 ? key : name);
	for (int i = 0; st->kind < 0 && i < s->kinds; i++)
		sec_suggest_offer(&g, s->kind[i].name);
	for (int i = 0; st->kind >= 0 && i < s->kind[st->kind].fields; i++)
		sec_suggest_offer(&g, s->field[s->kind[st->kind].first_field + i].key);
	return sec_raw_error(err, k, "unknown %s '%s'%s", st->kind < 0 ? "section" : "field",
		k->value.s, sec_did_you_mean(&g, room, sizeof(room)));
}

static int read_on(const struct sec_raw *r, struct sec_story *st, struct sec_err *err)
{
	static const char *const words[] = { "added", "changed", "removed" };
	static const struct sec_words on = { words, 3 };
	const struct sec_raw_key *k = sec_raw_value(r, "on");
	struct sec_str rest, item;
	int at;

	st->on = SEC_STORY_ADDED;
	if (!k)
		return 0;
	st->on = 0;
	for (rest = k->value; sec_str_split(&rest, ',', &item);) {
		at = sec_words_find(&on, item);
		if (at < 0)
			return sec_raw_error(err, k, "'on' is added, changed or removed, or several of them, "
				"not '%.*s'", SEC_ARG(item));
		st->on |= 1u << at;
	}
	if (st->field < 0 && st->on & SEC_STORY_CHANGED)
		return sec_raw_error(err, k, "a %s is added or removed; what changes is one of its keys: "
			"write for = SECTION.KEY", st->kind < 0 ? "record" : "section");
	return 0;
}

static int fill_story(struct sec_schema *s, const struct sec_raw *r, struct sec_err *err)
{
	static const char *const keys[] = { "for", "on", "when", "say", "why", NULL };
	struct sec_story *st = &s->story[s->stories];
	int rc = sec_raw_keys(r, keys, NULL, err);

	*st = (struct sec_story){ .name = r->id, .kind = -1, .field = -1, .local = r->local,
		.place = r->place };
	if (!rc && !sec_raw_value(r, "say"))
		rc = sec_err_at(err, SEC_FAIL, r->place.file, r->place.line, 1,
			"story '%s' has no 'say'", r->id);
	if (!rc)
		rc = read_for(s, r, st, err);
	if (!rc)
		rc = read_on(r, st, err);
	s->stories++;
	return rc;
}

int sec_stories_fill(struct sec_schema *s, struct sec_err *err)
{
	const struct sec_raw *r = NULL;
	int rc = 0;

	s->story = sec_arena_alloc(&s->arena, (size_t)sec_raw_count(s, "story") * sizeof(*s->story));
	while (!rc && (r = sec_schema_raw_next(s, "story", r)))
		rc = fill_story(s, r, err);
	return rc;
}

static int compile_expr(struct sec_schema *s, const struct sec_story *st,
	const struct sec_raw_key *k, enum sec_want want, struct sec_expr **out, struct sec_err *err)
{
	struct sec_expr_site site;

	if (!k)
		return 0;
	site = sec_raw_site(s, k, st->kind);
	site.was = st->field >= 0 ? &s->field[st->field] : NULL;
	return sec_expr_compile(out, &site, k->value, want, err);
}

static int compile_story(struct sec_schema *s, struct sec_story *st, struct sec_err *err)
{
	const struct sec_raw *r = sec_schema_raw(s, "story", sec_str(st->name));
	struct sec_expr_site site = sec_raw_site(s, sec_raw_value(r, "say"), st->kind);
	int rc = compile_expr(s, st, sec_raw_value(r, "when"), SEC_WANT_YESNO, &st->when, err);

	if (!rc)
		rc = compile_expr(s, st, sec_raw_value(r, "why"), SEC_WANT_TEXT, &st->why, err);
	if (rc)
		return rc;
	site.was = st->field >= 0 ? &s->field[st->field] : NULL;
	site.parts = true;
	return sec_message_compile(&st->say, &site, sec_raw_value(r, "say")->value, err);
}

int sec_stories_compile(struct sec_schema *s, struct sec_err *err)
{
	int rc = 0;

	for (int i = 0; i < s->stories && !rc; i++)
		rc = compile_story(s, &s->story[i], err);
	return rc;
}
