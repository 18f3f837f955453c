/* SPDX-License-Identifier: ISC */
#include "rules/message.h"

/* A row of pieces: a text, or an expression in its place. */
struct piece {
	struct piece *next;
	struct sec_str text;
	struct sec_expr *expr;
};

struct sec_message {
	struct piece *first;
};

/* The end of `{expr`: its brace, not one inside a text in quotes. */
static const char *closing(const char *s, const char *end)
{
	bool quoted = false;

	for (; s < end; s++) {
		if (*s == '"')
			quoted = !quoted;
		else if (*s == '}' && !quoted)
			return s;
	}
	return NULL;
}

static struct piece *append(struct sec_arena *arena, struct piece ***tail)
{
	struct piece *p = sec_arena_alloc(arena, sizeof(*p));

	**tail = p;
	*tail = &p->next;
	return p;
}

/* The place of byte `at`, which lies on the text's line number `line` (from 0). */
static struct sec_expr_site site_at(const struct sec_expr_site *site, struct sec_str text, size_t at)
{
	struct sec_expr_site inner = *site;
	const char *s = text.s, *end = text.s + at, *nl;
	struct sec_str lines = site->lines;

	inner.col = site->col + (unsigned)at;
	while ((nl = memchr(s, '\n', (size_t)(end - s)))) {
		const char *raw = lines.len ? memchr(lines.s, '\n', lines.len) : NULL;
		unsigned indent = 0;

		s = nl + 1;
		if (raw) {
			lines.len -= (size_t)(raw + 1 - lines.s);
			lines.s = raw + 1;
			while (indent < lines.len && (lines.s[indent] == ' ' || lines.s[indent] == '\t'))
				indent++;
			indent += indent < lines.len && lines.s[indent] == '.';
		}
		inner.line += inner.line > 0;
		inner.col = indent + 1 + (unsigned)(end - s);
	}
	return inner;
}

static int add_expr(struct piece ***tail, const struct sec_expr_site *site, struct sec_str text,
	const char *open, const char **rest, struct sec_err *err)
{
	const char *end = text.s + text.len, *close = closing(open + 1, end);
	struct sec_expr_site inner = site_at(site, text, (size_t)(open - text.s));
	struct sec_str expr;

	if (!close)
		return sec_err_at(err, SEC_FAIL, site->file, inner.line, inner.col,
			"'{' has no '}'; a brace itself is written '{{'");
	inner.col++;
	expr = (struct sec_str){ open + 1, (size_t)(close - open - 1) };
	*rest = close + 1;
	return sec_expr_compile(&append(site->arena, tail)->expr, &inner, expr, SEC_WANT_TEXT, err);
}

int sec_message_compile(struct sec_message **out, const struct sec_expr_site *site,
	struct sec_str text, struct sec_err *err)
{
	struct sec_message *m = sec_arena_alloc(site->arena, sizeof(*m));
	struct piece **tail = &m->first;
	const char *s, *end, *open;
	int r;

	text.s = sec_arena_strndup(site->arena, text.s, text.len);
	s = text.s;
	end = s + text.len;
	*out = NULL;
	while (s < end) {
		open = memchr(s, '{', (size_t)(end - s));
		if (!open)
			open = end;
		if (end - open >= 2 && open[1] == '{') {
			append(site->arena, &tail)->text = (struct sec_str){ s, (size_t)(open + 1 - s) };
			s = open + 2;
			continue;
		}
		if (open > s)
			append(site->arena, &tail)->text = (struct sec_str){ s, (size_t)(open - s) };
		s = open;
		if (s < end && (r = add_expr(&tail, site, text, open, &s, err)) < 0)
			return r;
	}
	*out = m;
	return 0;
}

void sec_message_refs(const struct sec_message *m,
	void (*each)(void *ctx, enum sec_ref_kind kind, int index), void *ctx)
{
	const struct piece *p;

	for (p = m->first; p; p = p->next)
		if (p->expr)
			sec_expr_refs(p->expr, each, ctx);
}

void sec_message_print(const struct sec_message *m, struct sec_facts *f,
	const struct sec_scope *scope, struct sec_buf *out)
{
	const struct piece *p;
	struct sec_val v;

	for (p = m->first; p; p = p->next) {
		if (!p->expr) {
			sec_buf_addslice(out, p->text);
			continue;
		}
		v = sec_expr_eval(p->expr, f, scope);
		if (v.known)
			sec_facts_format(f, &v, out);
		else if (v.bad && v.text.len)
			sec_buf_addslice(out, v.text);
		else
			sec_buf_addstr(out, "(missing)");
	}
}
