/* SPDX-License-Identifier: ISC */
#include <ctype.h>

#include "base/utf8.h"
#include "render/story/inner.h"

enum {
	PROSE = 72, /* columns of a text in a sentence */
	WORDS = 160,
};

void sec_story_shorten(struct sec_str text, size_t columns, struct sec_buf *out)
{
	size_t i = 0, width = 0, start = out->len, blank = 0;
	enum sec_char kind;
	uint32_t cp;

	text = sec_str_trim(text);
	while (i < text.len) {
		size_t n = sec_utf8_next(text.s + i, text.len - i, &cp, &kind);
		bool space = cp == ' ' || cp == '\n' || cp == '\t' || cp == '\r';

		width += space ? 1 : sec_utf8_width(text.s + i, n);
		if (width > columns) {
			if (blank > start + columns / 2)
				sec_buf_remove(out, blank, out->len - blank);
			sec_buf_addstr(out, "…");
			return;
		}
		if (space && out->len > start && out->s[out->len - 1] != ' ')
			blank = out->len;
		if (!space)
			sec_buf_add(out, text.s + i, n);
		else if (out->len > start && out->s[out->len - 1] != ' ')
			sec_buf_addch(out, ' ');
		i += n;
	}
}

static void day_words(const struct sec_teller *t, sec_day day, struct sec_buf *out)
{
	char words[32];

	if (day == t->env.today) {
		sec_buf_addstr(out, SEC_STORY_TODAY);
		return;
	}
	sec_day_words(day, words);
	sec_buf_addstr(out, words);
}

/* A year in words, "March 2026": the text names a day besides. */
static bool names_a_day(struct sec_str s)
{
	size_t i, k;

	for (i = 1; i + 4 < s.len; i++) {
		for (k = 1; k < 5 && isdigit((unsigned char)s.s[i + k]); k++)
			;
		if (s.s[i] == ' ' && isalpha((unsigned char)s.s[i - 1]) && k == 5)
			return true;
	}
	return false;
}

void sec_story_settle_day(const struct sec_teller *t, struct sec_buf *text)
{
	struct sec_str rest = sec_buf_str(text);
	struct sec_buf out = SEC_BUF_INIT;
	bool plain = !names_a_day(rest);
	const char *mark;
	char words[32];

	if (plain)
		strcpy(words, "that day");
	else
		sec_day_words(t->env.today, words);
	while (rest.len && (mark = memmem(rest.s, rest.len, SEC_STORY_TODAY, strlen(SEC_STORY_TODAY)))) {
		struct sec_str before = { rest.s, (size_t)(mark - rest.s) };

		if (plain && before.len >= 4 && memcmp(mark - 4, " on ", 4) == 0)
			before.len -= 3; /* "given by R. Osei that day" */
		sec_buf_addf(&out, "%.*s%s", SEC_ARG(before), words);
		rest.len -= (size_t)(mark - rest.s) + strlen(SEC_STORY_TODAY);
		rest.s = mark + strlen(SEC_STORY_TODAY);
	}
	sec_buf_addslice(&out, rest);
	sec_buf_clear(text);
	sec_buf_addslice(text, sec_buf_str(&out));
	sec_buf_release(&out);
}

void sec_story_role(const struct sec_schema *s, int role, struct sec_buf *out)
{
	const char *words = s->role[role].label;

	sec_buf_addf(out, "%s%s", isupper((unsigned char)*words) ? "" : "the ", words);
}

static void name(const struct sec_teller *t, struct sec_str text, struct sec_buf *out)
{
	struct sec_str known = { 0 };
	sec_day day;

	if (sec_day_parse(text.s, text.len, &day)) {
		day_words(t, day, out);
		return;
	}
	for (int i = 0; i < t->schema->roles; i++) {
		if (sec_utf8_same(text, sec_str(t->schema->role[i].label))) {
			sec_story_role(t->schema, i, out);
			return;
		}
	}
	if (t->env.person_name)
		known = t->env.person_name(t->env.ctx, text);
	sec_story_shorten(known.len ? known : text, WORDS, out);
}

static void names(const struct sec_teller *t, struct sec_str text, struct sec_buf *out)
{
	struct sec_str item, next;
	bool first = true, more = sec_str_split(&text, ',', &item);

	for (; more; item = next) {
		more = sec_str_split(&text, ',', &next);
		if (!first)
			sec_buf_addstr(out, more ? ", " : " and ");
		name(t, item, out);
		first = false;
	}
}

/* Lines, each a day and words. */
static void dated(const struct sec_teller *t, struct sec_str text, struct sec_buf *out)
{
	struct sec_str line;
	bool first = true;
	sec_day day;

	while (sec_str_split(&text, '\n', &line)) {
		if (!first)
			sec_buf_addstr(out, ", ");
		first = false;
		if (line.len >= 10 && sec_day_parse(line.s, 10, &day)) {
			day_words(t, day, out);
			line.s += 10;
			line.len -= 10;
			if (line.len)
				sec_buf_addch(out, ' ');
		}
		sec_story_shorten(line, PROSE, out);
	}
}

static void prose(struct sec_str text, struct sec_buf *out)
{
	sec_buf_addstr(out, "“");
	sec_story_shorten(text, PROSE, out);
	sec_buf_addstr(out, "”");
}

void sec_story_text(const struct sec_teller *t, enum sec_type type, struct sec_str text,
	struct sec_buf *out)
{
	struct sec_val v;

	switch (type) {
	case SEC_TYPE_DATE:
	case SEC_TYPE_EVIDENCE:
		if (sec_val_parse(type, text, &v) && v.day != SEC_DAY_NONE)
			day_words(t, v.day, out);
		else
			sec_story_shorten(text, WORDS, out);
		break;
	case SEC_TYPE_DATED: dated(t, text, out); break;
	case SEC_TYPE_PROSE: prose(text, out); break;
	case SEC_TYPE_LIST: names(t, text, out); break;
	default: name(t, text, out);
	}
}

void sec_story_value(struct sec_teller *t, const struct sec_val *v, struct sec_buf *out)
{
	struct sec_buf *raw = &t->raw;

	sec_buf_clear(raw);
	if (!v->known) {
		sec_story_shorten(v->bad && v->text.len ? v->text : SEC_STR("(missing)"), WORDS, out);
	} else if (v->type == SEC_TYPE_DATE) {
		day_words(t, v->day, out);
	} else {
		sec_facts_format(t->after, v, raw);
		sec_story_text(t, (enum sec_type)v->type, sec_buf_str(raw), out);
	}
}
