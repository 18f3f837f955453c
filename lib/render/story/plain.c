/* SPDX-License-Identifier: ISC */
#include <ctype.h>
#include <stdlib.h>

#include "base/mem.h"
#include "render/story/inner.h"

struct sec_buf *sec_clause_add(struct sec_clauses *c)
{
	size_t before = c->alloc;

	SEC_GROW(c->item, c->n, c->alloc);
	for (; before < c->alloc; before++)
		sec_buf_init(&c->item[before]);
	sec_buf_clear(&c->item[c->n]);
	return &c->item[c->n++];
}

void sec_clauses_clear(struct sec_clauses *c)
{
	c->n = 0;
}

void sec_clauses_release(struct sec_clauses *c)
{
	for (size_t i = 0; i < c->alloc; i++)
		sec_buf_release(&c->item[i]);
	free(c->item);
	memset(c, 0, sizeof(*c));
}

/* Another "and" behind it would be taken for one of its own. */
static bool enumerates(const struct sec_buf *clause)
{
	struct sec_str s = sec_buf_str(clause);

	return memchr(s.s, ',', s.len) || memmem(s.s, s.len, " and ", 5);
}

void sec_clauses_join(const struct sec_clauses *c, const char *sep, struct sec_buf *out)
{
	const char *last = " and ";

	if (*sep == ';' && c->n > 2)
		last = "; and ";
	else if (*sep == ';' && c->n == 2 && enumerates(&c->item[0]))
		last = ", and ";
	for (size_t i = 0; i < c->n; i++) {
		if (i)
			sec_buf_addstr(out, i + 1 == c->n ? last : sep);
		sec_buf_addslice(out, sec_buf_str(&c->item[i]));
	}
}

int sec_story_kind(const struct sec_teller *t, const struct sec_diff *d)
{
	return sec_schema_kind(t->schema, d->kind);
}

int sec_story_field(const struct sec_teller *t, const struct sec_diff *d)
{
	int kind = sec_story_kind(t, d);

	return kind < 0 || !d->key.s ? -1 : sec_schema_field(t->schema, kind, d->key);
}

/* "Host manager" within a sentence; "HR contact" stays. */
static void lower_first(const char *words, struct sec_buf *out)
{
	bool word = !words[1] || !isupper((unsigned char)words[1]);

	sec_buf_addch(out, word ? (char)tolower((unsigned char)words[0]) : words[0]);
	sec_buf_addstr(out, words + 1);
}

/* `inside`: where its section is named, so that "Objective kind" is "kind". */
static void label(const struct sec_teller *t, const struct sec_diff *d, bool inside,
	struct sec_buf *out)
{
	int field = sec_story_field(t, d);
	const char *words, *section;
	size_t n;

	if (field < 0) {
		sec_buf_addslice(out, d->key);
		return;
	}
	words = t->schema->field[field].label;
	section = t->schema->kind[t->schema->field[field].kind].label;
	n = strlen(section);
	if (inside && strncmp(words, section, n) == 0 && words[n] == ' ')
		words += n + 1;
	lower_first(words, out);
}

static void noun(const struct sec_teller *t, const struct sec_diff *d, struct sec_buf *out)
{
	int field = sec_story_field(t, d);

	if (field >= 0 && t->schema->field[field].noun)
		sec_buf_addstr(out, t->schema->field[field].noun);
	else
		label(t, d, false, out);
}

static bool is_event(const struct sec_teller *t, const struct sec_diff *d)
{
	int kind = sec_story_kind(t, d);

	return kind >= 0 && t->schema->kind[kind].repeat == SEC_REPEAT_DATE;
}

/* "17 June 2026", "17 June 2026 (b)", "“team-merge”" */
static void which(const struct sec_teller *t, const struct sec_diff *d, struct sec_str id,
	struct sec_buf *out)
{
	char words[32];
	sec_day day;

	if (!is_event(t, d) || id.len < 10 || !sec_day_parse(id.s, 10, &day)) {
		sec_buf_addf(out, "“%.*s”", SEC_ARG(id));
		return;
	}
	sec_day_words(day, words);
	sec_buf_addstr(out, words);
	if (id.len > 11)
		sec_buf_addf(out, " (%.*s)", (int)id.len - 11, id.s + 11);
}

/* "the mentor", "the review of 17 June 2026", "the objective “team-merge”" */
static void thing(const struct sec_teller *t, const struct sec_diff *d, struct sec_str id,
	struct sec_buf *out)
{
	int kind = sec_story_kind(t, d);
	const struct sec_kind *k = kind < 0 ? NULL : &t->schema->kind[kind];

	sec_buf_addstr(out, "the ");
	if (!k)
		sec_buf_addslice(out, d->kind);
	else if (k->noun)
		sec_buf_addstr(out, k->noun);
	else
		lower_first(k->label, out);
	if (!id.len)
		return;
	sec_buf_addstr(out, is_event(t, d) ? " of " : " ");
	which(t, d, id, out);
}

static enum sec_type type_of(const struct sec_teller *t, const struct sec_diff *d)
{
	int field = sec_story_field(t, d), kind = sec_story_kind(t, d);

	if (field >= 0)
		return t->schema->field[field].type;
	return kind >= 0 ? t->schema->kind[kind].any : SEC_TYPE_NONE;
}

static void value(const struct sec_teller *t, const struct sec_diff *d, struct sec_str text,
	struct sec_buf *out)
{
	sec_story_text(t, type_of(t, d), text, out);
}

/* " (kind: midpoint; held: yes)" of what came or went with its section */
static void details(const struct sec_teller *t, const struct sec_diff *d, size_t n, bool *told,
	struct sec_buf *out)
{
	bool open = false;

	for (size_t i = 0; i < n; i++) {
		if (told[i] || !d[i].whole)
			continue;
		if (!open && t->ends_plain && out->len && out->s[out->len - 1] == ')') {
			sec_buf_remove(out, out->len - 1, 1); /* goes on in the brackets there */
			open = true;
		}
		sec_buf_addstr(out, open ? "; " : " (");
		label(t, &d[i], true, out);
		sec_buf_addstr(out, ": ");
		value(t, &d[i], d[i].now.s ? d[i].now : d[i].old, out);
		told[i] = open = true;
	}
	if (open)
		sec_buf_addch(out, ')');
}

void sec_story_section(struct sec_teller *t, const struct sec_diff *d, bool *told)
{
	struct sec_buf *out = sec_clause_add(&t->clause);

	told[0] = true;
	t->ends_plain = false;
	switch (d->what) {
	case SEC_DIFF_SECTION_ADDED:
		sec_buf_addstr(out, "recorded ");
		thing(t, d, d->id, out);
		break;
	case SEC_DIFF_SECTION_REMOVED:
		sec_buf_addstr(out, "removed ");
		thing(t, d, d->id, out);
		break;
	case SEC_DIFF_SECTION_RENAMED:
	case SEC_DIFF_KEY:
		sec_buf_addstr(out, is_event(t, d) ? "moved " : "renamed ");
		thing(t, d, d->old, out);
		sec_buf_addstr(out, " to ");
		which(t, d, d->id, out);
		break;
	}
}

enum verb { RECORDED, CHANGED, REWORDED, LENGTHENED, SHORTENED, REMOVED, VERBS };

/* Appends the items of a list that the other does not have; how many they are. */
static size_t items_beyond(struct sec_str list, struct sec_str other, struct sec_buf *out)
{
	struct sec_str item, rest, have;
	size_t n = 0;

	while (sec_str_split(&list, ',', &item)) {
		bool there = false;

		for (rest = other; !there && sec_str_split(&rest, ',', &have);)
			there = sec_str_eq(item, have);
		if (there)
			continue;
		sec_buf_addstr(out, n++ ? ", " : "");
		sec_buf_addslice(out, item);
	}
	return n;
}

/* What came to a list or a text and left the rest as it was, or went from a list:
 * it stands in t->raw then. */
static enum verb verb_of(struct sec_teller *t, const struct sec_diff *d)
{
	enum sec_type type = type_of(t, d);
	size_t came;

	sec_buf_clear(&t->raw);
	if (!d->old.s || !d->now.s)
		return d->now.s ? RECORDED : REMOVED;
	if (type == SEC_TYPE_LIST) {
		came = items_beyond(d->now, d->old, &t->raw);
		if (!items_beyond(d->old, d->now, &t->raw))
			return came ? LENGTHENED : CHANGED;
		return came ? CHANGED : SHORTENED;
	}
	if (type != SEC_TYPE_PROSE)
		return CHANGED;
	if (d->now.len < d->old.len || memcmp(d->now.s, d->old.s, d->old.len) != 0)
		return REWORDED;
	sec_buf_add(&t->raw, d->now.s + d->old.len, d->now.len - d->old.len);
	return LENGTHENED;
}

/* "recorded A. Cole as the host manager", but "recorded the return talk (3 May 2026)" */
static bool goes_before(const struct sec_teller *t, const struct sec_diff *d)
{
	enum sec_type type = type_of(t, d);

	return type == SEC_TYPE_TEXT || type == SEC_TYPE_ENUM || type == SEC_TYPE_LIST ||
	       type == SEC_TYPE_NUMBER;
}

/* What the verb is about: "the status of the objective “x”" */
static void object(const struct sec_teller *t, const struct sec_diff *d, bool in_section,
	struct sec_buf *out)
{
	sec_buf_addstr(out, "the ");
	noun(t, d, out);
	if (in_section || (!d->id.len && sec_story_field(t, d) >= 0))
		return;
	sec_buf_addstr(out, " of ");
	thing(t, d, d->id, out);
}

/* In "from A to B" nobody would see where it ends. */
static bool runs_on(struct sec_str text)
{
	return memchr(text.s, ',', text.len) || memmem(text.s, text.len, " to ", 4);
}

static void from_to(const struct sec_teller *t, const struct sec_diff *d, struct sec_buf *out)
{
	enum sec_type type = type_of(t, d);

	if (type == SEC_TYPE_TEXT && (runs_on(d->old) || runs_on(d->now)))
		type = SEC_TYPE_PROSE;
	sec_buf_addstr(out, " from ");
	sec_story_text(t, type, d->old, out);
	sec_buf_addstr(out, " to ");
	sec_story_text(t, type, d->now, out);
}

static void bracketed(const struct sec_teller *t, const struct sec_diff *d, struct sec_str text,
	struct sec_buf *out)
{
	sec_buf_addstr(out, " (");
	value(t, d, text, out);
	sec_buf_addch(out, ')');
}

/* The text that a verb is about. */
static struct sec_str text_of(const struct sec_teller *t, const struct sec_diff *d, enum verb verb)
{
	if (verb == LENGTHENED || verb == SHORTENED)
		return sec_buf_str(&t->raw);
	return verb == REMOVED ? d->old : d->now;
}

/* A clause of its own: "changed the status of … from …", "added winter to the tags" */
static void tell_one(const struct sec_teller *t, const struct sec_diff *d, enum verb verb,
	struct sec_buf *out)
{
	static const char *const begin[] = { "recorded ", "changed ", "reworded ", "added ", "removed ",
		"removed " };
	static const char *const link[] = { " as ", "", "", " to ", " from ", "" };
	bool before = verb == LENGTHENED || verb == SHORTENED || (verb == RECORDED && goes_before(t, d));

	sec_buf_addstr(out, begin[verb]);
	if (before) {
		value(t, d, text_of(t, d, verb), out);
		sec_buf_addstr(out, link[verb]);
	}
	object(t, d, false, out);
	if (verb == CHANGED) {
		from_to(t, d, out);
	} else if (verb == REWORDED) {
		sec_buf_addstr(out, " to ");
		value(t, d, d->now, out);
	} else if (!before) {
		bracketed(t, d, text_of(t, d, verb), out);
	}
}

/* One of several: "the status from open to met", "the post (Analyst)" */
static void tell_item(const struct sec_teller *t, const struct sec_diff *d, enum verb verb,
	struct sec_buf *out)
{
	object(t, d, true, out);
	if (verb == CHANGED)
		from_to(t, d, out);
	else
		bracketed(t, d, text_of(t, d, verb), out);
}

/* All that this verb tells of the section's keys. */
static void tell_keys(struct sec_teller *t, const struct sec_diff *d, size_t n, bool *told,
	enum verb verb)
{
	static const char *const begin[] = { "recorded", "changed", "reworded", "added to",
		"removed from", "removed" };
	const struct sec_diff *one = NULL;
	struct sec_buf *out;

	sec_clauses_clear(&t->items);
	for (size_t i = 0; i < n; i++) {
		if (told[i] || !d[i].key.s || verb_of(t, &d[i]) != verb)
			continue;
		told[i] = true;
		one = &d[i];
		tell_item(t, one, verb, sec_clause_add(&t->items));
	}
	if (!one)
		return;
	out = sec_clause_add(&t->clause);
	if (t->items.n == 1) {
		verb_of(t, one); /* for what it leaves */
		tell_one(t, one, verb, out);
		return;
	}
	sec_buf_addstr(out, begin[verb]);
	if (one->id.len || sec_story_kind(t, one) < 0) {
		sec_buf_addstr(out, ", in ");
		thing(t, one, one->id, out);
		sec_buf_addch(out, ',');
	}
	sec_buf_addch(out, ' ');
	sec_clauses_join(&t->items, ", ", out);
}

void sec_story_plain(struct sec_teller *t, const struct sec_diff *d, size_t n, bool *told,
	bool begun)
{
	if (!d->key.s && !told[0]) {
		sec_story_section(t, d, told);
		begun = true;
	}
	if (begun)
		details(t, d, n, told, &t->clause.item[t->clause.n - 1]);
	for (int verb = 0; verb < VERBS; verb++)
		tell_keys(t, d, n, told, (enum verb)verb);
}
