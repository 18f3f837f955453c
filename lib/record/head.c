/* SPDX-License-Identifier: ISC
 *
 * Section lines and key lines. Each has a short way for what is right; what is
 * wrong is looked at closely, to say what would be right.
 */
#include <stdio.h>

#include "record/reader.h"

static bool kind_legal(struct sec_str name, const struct sec_dialect *d)
{
	(void)d;
	return sec_kind_is_legal(name);
}

static bool key_legal(struct sec_str name, const struct sec_dialect *d)
{
	(void)d;
	return sec_key_is_legal(name);
}

static struct sec_str cut(struct sec_str s, size_t from, size_t to)
{
	while (from < to && sec_is_blank(s.s[from]))
		from++;
	while (to > from && sec_is_blank(s.s[to - 1]))
		to--;
	return (struct sec_str){ s.s + from, to - from };
}

/* Long names are shown by their beginning. */
static int shown(struct sec_str s)
{
	return s.len > 40 ? 40 : (int)s.len;
}

static void add_section(struct sec_reader *rd, struct sec_str kind, struct sec_str id, bool faulty)
{
	struct sec_record *r = rd->rec;

	SEC_GROW(r->section, r->sections, r->section_alloc);
	r->section[r->sections++] = (struct sec_section){ .kind = kind, .id = id,
		.line = (uint32_t)(rd->line - r->line), .first = r->entries, .faulty = faulty };
}

void sec_read_entry(struct sec_reader *rd, struct sec_str key, struct sec_str value,
	size_t col, bool faulty)
{
	struct sec_record *r = rd->rec;

	rd->line->kind = SEC_LINE_KEY;
	if (!r->sections) {
		sec_reader_error(rd, "syntax-line", 0,
			"a key before the first section: write its [section] above it");
		add_section(rd, (struct sec_str){ "", 0 }, (struct sec_str){ "", 0 }, true);
	}
	SEC_GROW(r->entry, r->entries, r->entry_alloc);
	r->entry[r->entries++] = (struct sec_entry){ .key = key, .value = value,
		.line = (uint32_t)(rd->line - r->line), .lines = 1, .col = (uint32_t)col + 1,
		.section = r->sections - 1, .faulty = faulty };
	r->section[r->sections - 1].entries++;
}

/* Takes `kind` or `kind id` apart as it should be written. */
static bool split_section(struct sec_str body, const struct sec_dialect *d, struct sec_str *kind,
	struct sec_str *id)
{
	size_t i = 0;

	while (i < body.len && sec_is_name_char(body.s[i]))
		i++;
	*kind = (struct sec_str){ body.s, i };
	*id = (struct sec_str){ "", 0 };
	if (!sec_kind_is_legal(*kind) || i == body.len)
		return i == body.len && sec_kind_is_legal(*kind);
	if (!sec_is_blank(body.s[i]))
		return false;
	*id = (struct sec_str){ body.s + i + 1, body.len - i - 1 };
	if (id->len >= 2 && id->s[0] == '"' && id->s[id->len - 1] == '"')
		*id = (struct sec_str){ id->s + 1, id->len - 2 };
	return sec_id_is_legal_in(*id, d);
}

/* A kind that the schema knows, or such a kind with a day or a number behind it, is
 * no sentence but a section whose brackets were forgotten. */
static bool bare_section(struct sec_reader *rd, struct sec_str s, struct sec_str *kind,
	struct sec_str *id)
{
	const struct sec_dialect *d = rd->dialect;

	return d && d->known_key && split_section(s, d, kind, id)
		&& (!id->len || (id->s[0] >= '0' && id->s[0] <= '9'))
		&& d->known_key(d->ctx, *kind, (struct sec_str){ "", 0 });
}

/* ---- keys ---- */

static void faulty_key(struct sec_reader *rd, struct sec_str s, struct sec_str name,
	struct sec_str mended, size_t sep)
{
	if (s.s[sep] == ':')
		sec_reader_error(rd, "syntax-line", sep,
			"':' does not separate a key from its value: write =");
	else if (name.len > 32)
		sec_reader_error(rd, "key-name", 0, "a key of %zu bytes: 32 are the limit",
			name.len);
	else if (mended.len)
		sec_reader_error(rd, "key-name", 0, "'%.*s' is no key: write '%.*s'", shown(name),
			name.s, SEC_ARG(mended));
	else
		sec_reader_error(rd, "key-name", 0, "'%.*s' is no key: write a-z, 0-9 and '-', "
			"a letter first", shown(name), name.s);
}

static void no_key(struct sec_reader *rd)
{
	sec_advise(sec_reader_error(rd, "syntax-line", 0,
		"a line without '=': write 'key = value'"),
		"text that continues the value above begins with a blank");
}

/* The key that somebody meant with what stands before a separator. */
static struct sec_str meant(struct sec_reader *rd, struct sec_str s, size_t sep)
{
	return sec_name_mend(&rd->rec->joined, cut(s, 0, sep), key_legal, NULL);
}

void sec_read_key(struct sec_reader *rd, struct sec_str s)
{
	struct sec_str key, mended, id;
	size_t at, sep = 0;

	if (sec_split_key(s, &key, &at)) {
		sec_read_entry(rd, key, (struct sec_str){ s.s + at, s.len - at }, at, false);
		return;
	}
	if (bare_section(rd, s, &key, &id)) {
		sec_reader_error(rd, "section-name", 0, "a section stands in brackets: write [%.*s]",
			SEC_ARG(s));
		rd->line->kind = SEC_LINE_SECTION;
		add_section(rd, key, id, true);
		return;
	}
	while (sep < s.len && !strchr("=: \t", s.s[sep]))
		sep++;
	while (sep < s.len && sec_is_blank(s.s[sep]))
		sep++;
	if (sep == s.len || s.s[sep] != ':' || !meant(rd, s, sep).len) {
		const char *p = memchr(s.s, '=', s.len);

		sep = p ? (size_t)(p - s.s) : s.len;
	}
	mended = meant(rd, s, sep);
	if (sep == s.len)
		no_key(rd);
	else
		faulty_key(rd, s, cut(s, 0, sep), mended, sep);
	if (sep == s.len || !mended.len) {
		rd->line->kind = SEC_LINE_FAULTY;
		return;
	}
	for (at = sep + 1; at < s.len && sec_is_blank(s.s[at]); at++)
		;
	sec_read_entry(rd, mended, (struct sec_str){ s.s + at, s.len - at }, at, true);
}

/* ---- sections ---- */

static bool mend_section(struct sec_reader *rd, struct sec_str body, struct sec_str *kind,
	struct sec_str *id)
{
	struct sec_arena *a = &rd->rec->joined;
	size_t i = 0;

	body = cut(body, 0, body.len);
	while (i < body.len && !sec_is_blank(body.s[i]) && body.s[i] != '"')
		i++;
	*kind = sec_name_mend(a, cut(body, 0, i), kind_legal, NULL);
	*id = cut(body, i, body.len);
	if (id->len && (id->s[0] == '"' || id->s[0] == '\''))
		*id = cut(*id, 1, id->len);
	if (id->len && (id->s[id->len - 1] == '"' || id->s[id->len - 1] == '\''))
		*id = cut(*id, 0, id->len - 1);
	if (!kind->len || !id->len)
		return kind->len > 0;
	*id = sec_name_mend(a, *id, sec_id_is_legal_in, rd->dialect);
	return id->len > 0;
}

/* `right` is what should be written, or empty. */
static void faulty_section(struct sec_reader *rd, struct sec_str s, size_t close, const char *right)
{
	size_t at = close == s.len ? close : close + 1 < s.len ? close + 1 : 1;
	const char *what = close == s.len ? "a section line without ']'"
		: close + 1 < s.len ? "text after ']'" : NULL;

	if (what)
		sec_reader_error(rd, "section-name", at, "%s: write [%s]", what,
			*right ? right : "kind id");
	else if (*right)
		sec_reader_error(rd, "section-name", at, "'%.*s' is no section: write [%s]",
			shown(s), s.s, right);
	else
		sec_reader_error(rd, "section-name", at, "'%.*s' is no section: write [kind] or "
			"[kind id] with a-z, 0-9 and '-', at most 16 and 32", shown(s), s.s);
}

void sec_read_section(struct sec_reader *rd, struct sec_str s)
{
	const char *p = memchr(s.s, ']', s.len);
	size_t close = p ? (size_t)(p - s.s) : s.len;
	struct sec_str body = { s.s + 1, close - 1 }, kind, id;
	char right[128] = "";

	rd->line->kind = SEC_LINE_SECTION;
	if (close + 1 == s.len && split_section(body, rd->dialect, &kind, &id)) {
		add_section(rd, kind, id, false);
		return;
	}
	if (mend_section(rd, body, &kind, &id))
		snprintf(right, sizeof(right), "%.*s%s%.*s", SEC_ARG(kind), id.len ? " " : "",
			SEC_ARG(id));
	else
		kind = id = (struct sec_str){ "", 0 };
	faulty_section(rd, s, close, right);
	add_section(rd, kind, id, true);
}
