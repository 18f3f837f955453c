/* SPDX-License-Identifier: ISC */
#include "render/mustache-parse.h"

#include <stdlib.h>

#include "base/mem.h"

enum { SECTIONS_MAX = 64, DELIMITER_MAX = 16 };

struct parser {
	const char *name;
	struct sec_str text;
	size_t indent;
	size_t at;                  /* next byte to look at */
	size_t line_at;             /* where the line begins that `line` counts */
	unsigned line;
	struct sec_str open, close; /* delimiters in force */
	size_t section[SECTIONS_MAX];
	size_t sections;
	struct sec_tags *out;
	struct sec_err *err;
};

/* A tag as it stands in the text, before its line is looked at. */
struct found {
	size_t from, to; /* with delimiters */
	char sigil;      /* # ^ / > = ! & {, or 0 */
	struct sec_str inner;
};

static bool blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool has_blank(struct sec_str s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (blank(s.s[i]) || s.s[i] == '\n' || s.s[i] == '\r')
			return true;
	return false;
}

/* Line and column of an offset not before those asked for earlier. */
static void place(struct parser *p, size_t at, unsigned *line, unsigned *col)
{
	const char *nl;

	while ((nl = memchr(p->text.s + p->line_at, '\n', at - p->line_at))) {
		p->line_at = (size_t)(nl - p->text.s) + 1;
		p->line++;
	}
	*line = p->line;
	*col = (unsigned)(at - p->line_at + 1);
	if (*col > p->indent)
		*col -= (unsigned)p->indent;
}

#define FAIL_AT(p, where, ...) fail_at((p), sec_err_set((p)->err, SEC_FAIL, __VA_ARGS__), (where))
static int fail_at(struct parser *p, int rc, size_t where)
{
	struct sec_err *err = p->err;

	if (!err)
		return rc;
	free(err->path);
	err->path = xstrdup(p->name);
	place(p, where, &err->line, &err->col);
	return rc;
}

static struct sec_tag *add(struct parser *p, enum sec_tag_kind kind, struct sec_str text, size_t at)
{
	struct sec_tag *t;

	SEC_GROW(p->out->item, p->out->n, p->out->alloc);
	t = &p->out->item[p->out->n++];
	*t = (struct sec_tag){ .kind = kind, .text = text };
	place(p, at, &t->line, &t->col);
	return t;
}

static void add_text(struct parser *p, size_t from, size_t to)
{
	if (to > from)
		add(p, SEC_TAG_TEXT, (struct sec_str){ p->text.s + from, to - from }, from);
}

static const char *find(const struct parser *p, size_t from, struct sec_str what)
{
	return memmem(p->text.s + from, p->text.len - from, what.s, what.len);
}

/* The next tag at or after p->at. 0: there is none, 1: found. */
static int next_tag(struct parser *p, struct found *f)
{
	const char *open = find(p, p->at, p->open), *end;
	char closing[DELIMITER_MAX + 1];
	struct sec_str close = { closing, 0 };
	size_t inner;

	if (!open)
		return 0;
	f->from = (size_t)(open - p->text.s);
	inner = f->from + p->open.len;
	f->sigil = inner < p->text.len && p->text.s[inner]
		&& strchr("#^/>=!&{", p->text.s[inner]) ? p->text.s[inner] : '\0';
	if (f->sigil)
		inner++;
	if (f->sigil == '=' || f->sigil == '{')
		closing[close.len++] = f->sigil == '=' ? '=' : '}';
	memcpy(closing + close.len, p->close.s, p->close.len);
	close.len += p->close.len;
	end = find(p, inner, close);
	if (!end)
		return FAIL_AT(p, f->from, "a tag is not closed: '%.*s' is missing", SEC_ARG(close));
	f->inner = sec_str_trim((struct sec_str){ p->text.s + inner,
		(size_t)(end - p->text.s) - inner });
	f->to = (size_t)(end - p->text.s) + close.len;
	return 1;
}

static bool legal_delimiter(struct sec_str d)
{
	return d.len >= 1 && d.len < DELIMITER_MAX && !memchr(d.s, '=', d.len) && !has_blank(d);
}

static int set_delimiters(struct parser *p, const struct found *f)
{
	struct sec_str open = f->inner, close = f->inner;

	while (open.len && has_blank(open))
		open.len--;
	close.s += open.len;
	close.len -= open.len;
	close = sec_str_trim(close);
	if (!legal_delimiter(open) || !legal_delimiter(close))
		return FAIL_AT(p, f->from, "new delimiters are written '{{=<%% %%>=}}'");
	p->open = open;
	p->close = close;
	return 0;
}

static int close_section(struct parser *p, const struct found *f)
{
	struct sec_tag *open;

	if (!p->sections)
		return FAIL_AT(p, f->from, "'%.*s' is closed but was not opened", SEC_ARG(f->inner));
	open = &p->out->item[p->section[--p->sections]];
	if (!sec_str_eq(open->text, f->inner))
		return FAIL_AT(p, f->from, "'%.*s' is closed where '%.*s' of line %u is open",
			SEC_ARG(f->inner), SEC_ARG(open->text), open->line);
	open->end = p->out->n;
	add(p, SEC_TAG_END, f->inner, f->from);
	return 0;
}

static int add_tag(struct parser *p, const struct found *f, struct sec_str indent)
{
	static const char sigils[] = "#^>&{";
	static const enum sec_tag_kind kinds[] = { SEC_TAG_SECTION, SEC_TAG_INVERTED,
		SEC_TAG_PARTIAL, SEC_TAG_RAW, SEC_TAG_RAW, SEC_TAG_VARIABLE };
	enum sec_tag_kind kind;

	if (f->sigil == '!')
		return 0;
	if (f->sigil == '=')
		return set_delimiters(p, f);
	if (!f->inner.len)
		return FAIL_AT(p, f->from, "a tag has no name");
	if (has_blank(f->inner))
		return FAIL_AT(p, f->from, "a name has no blanks: '%.*s'", SEC_ARG(f->inner));
	if (f->sigil == '/')
		return close_section(p, f);
	kind = f->sigil ? kinds[strchr(sigils, f->sigil) - sigils] : SEC_TAG_VARIABLE;
	if (kind == SEC_TAG_SECTION || kind == SEC_TAG_INVERTED) {
		if (p->sections == SECTIONS_MAX)
			return FAIL_AT(p, f->from, "sections nest more than %d deep", SECTIONS_MAX);
		p->section[p->sections++] = p->out->n;
	}
	add(p, kind, f->inner, f->from)->indent = indent;
	return 0;
}

/* Is the tag alone on its line? Then *from and *to are widened to the line. */
static bool alone(const struct parser *p, const struct found *f, size_t *from, size_t *to)
{
	const struct sec_str t = p->text;
	size_t a = f->from, b = f->to;

	if (!f->sigil || strchr("&{", f->sigil))
		return false;
	while (a > 0 && blank(t.s[a - 1]))
		a--;
	while (b < t.len && blank(t.s[b]))
		b++;
	if (b < t.len && t.s[b] == '\r' && b + 1 < t.len && t.s[b + 1] == '\n')
		b++;
	if ((a > 0 && t.s[a - 1] != '\n') || (b < t.len && t.s[b] != '\n'))
		return false;
	*from = a;
	*to = b < t.len ? b + 1 : b;
	return true;
}

int sec_tags_parse(struct sec_tags *out, const char *name, struct sec_str text, size_t indent,
	struct sec_err *err)
{
	struct parser p = { .name = name, .text = text, .indent = indent, .line = 1,
		.open = SEC_STR("{{"), .close = SEC_STR("}}"), .out = out, .err = err };
	struct found f = { 0 };
	int rc;

	while ((rc = next_tag(&p, &f)) > 0) {
		size_t from = f.from, to = f.to;
		struct sec_str before = { text.s, 0 };

		if (alone(&p, &f, &from, &to))
			before = (struct sec_str){ text.s + from, f.from - from };
		add_text(&p, p.at, from);
		rc = add_tag(&p, &f, before);
		if (rc < 0)
			return rc;
		p.at = to;
	}
	if (rc < 0)
		return rc;
	add_text(&p, p.at, text.len);
	if (p.sections) {
		const struct sec_tag *open = &out->item[p.section[p.sections - 1]];

		return sec_err_at(err, SEC_FAIL, name, open->line, open->col,
			"section '%.*s' is never closed", SEC_ARG(open->text));
	}
	return 0;
}

void sec_tags_release(struct sec_tags *t)
{
	free(t->item);
	*t = (struct sec_tags){ 0 };
}
