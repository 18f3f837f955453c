/* SPDX-License-Identifier: ISC */
#include "rules/message.h"

/* A row of pieces: a text, or an expression in its place. */
struct piece {
	struct piece *next;
	struct sec_str text;
	struct sec_expr *expr;
	bool in_part;    /* between [ and ] */
	bool first_of;   /* the first piece there */
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

struct compiling {
	const struct sec_expr_site *site;
	struct sec_str text;
	struct piece **tail;
	const char *part; /* where the part began */
	bool in_part, fresh;
};

static struct piece *add_piece(struct compiling *m)
{
	struct piece *p = append(m->site->arena, &m->tail);

	p->in_part = m->in_part;
	p->first_of = m->fresh;
	m->fresh = false;
	return p;
}

static int add_expr(struct compiling *m, const char *open, const char **rest, struct sec_err *err)
{
	const char *end = m->text.s + m->text.len, *close = closing(open + 1, end);
	struct sec_expr_site inner = site_at(m->site, m->text, (size_t)(open - m->text.s));
	struct sec_str expr;

	if (!close)
		return sec_err_at(err, SEC_FAIL, inner.file, inner.line, inner.col,
			"'{' has no '}'; a brace itself is written '{{'");
	inner.col++;
	expr = (struct sec_str){ open + 1, (size_t)(close - open - 1) };
	*rest = close + 1;
	return sec_expr_compile(&add_piece(m)->expr, &inner, expr, SEC_WANT_TEXT, err);
}

/* The next byte that is more than text: a brace, and where there are parts a bracket. */
static const char *special(const char *s, const char *end, bool parts, bool in_part)
{
	while (s < end && *s != '{' && !(parts && (*s == '[' || (*s == ']' && in_part))))
		s++;
	return s;
}

/* A bracket at `s`: a part begins or ends. */
static int turn(struct compiling *m, const char *s, struct sec_err *err)
{
	struct sec_expr_site at = site_at(m->site, m->text, (size_t)(s - m->text.s));

	if (*s == '[' && m->in_part)
		return sec_err_at(err, SEC_FAIL, at.file, at.line, at.col,
			"a part between [ and ] holds no other; a bracket itself is written '[['");
	m->in_part = *s == '[';
	m->part = s;
	m->fresh = m->in_part;
	return 0;
}

/* One step from `s`, which moves on. */
static int compile_next(struct compiling *m, const char **s, struct sec_err *err)
{
	const char *end = m->text.s + m->text.len;
	const char *at = special(*s, end, m->site->parts, m->in_part);

	if (end - at >= 2 && *at != ']' && at[1] == *at) {
		add_piece(m)->text = (struct sec_str){ *s, (size_t)(at + 1 - *s) };
		*s = at + 2;
		return 0;
	}
	if (at > *s)
		add_piece(m)->text = (struct sec_str){ *s, (size_t)(at - *s) };
	*s = at;
	if (at == end)
		return 0;
	if (*at == '{')
		return add_expr(m, at, s, err);
	*s = at + 1;
	return turn(m, at, err);
}

int sec_message_compile(struct sec_message **out, const struct sec_expr_site *site,
	struct sec_str text, struct sec_err *err)
{
	struct sec_message *message = sec_arena_alloc(site->arena, sizeof(*message));
	struct compiling m = { .site = site, .text = text, .tail = &message->first };
	const char *s;
	int r = 0;

	m.text.s = s = sec_arena_strndup(site->arena, text.s, text.len);
	*out = NULL;
	while (r == 0 && s < m.text.s + text.len)
		r = compile_next(&m, &s, err);
	if (r == 0 && m.in_part) {
		struct sec_expr_site at = site_at(site, m.text, (size_t)(m.part - m.text.s));

		r = sec_err_at(err, SEC_FAIL, at.file, at.line, at.col,
			"'[' has no ']'; a bracket itself is written '[['");
	}
	if (r == 0)
		*out = message;
	return r;
}

void sec_message_refs(const struct sec_message *m,
	void (*each)(void *ctx, enum sec_ref_kind kind, int index), void *ctx)
{
	const struct piece *p;

	for (p = m->first; p; p = p->next)
		if (p->expr)
			sec_expr_refs(p->expr, each, ctx);
}

/* Is every value of the part that begins at `p` there? */
static bool part_is_known(const struct piece *p, struct sec_facts *f, const struct sec_scope *scope)
{
	struct sec_val v = { .known = true };

	do {
		if (p->expr)
			v = sec_expr_eval(p->expr, f, scope);
		p = p->next;
	} while (v.known && p && p->in_part && !p->first_of);
	return v.known;
}

void sec_message_each(const struct sec_message *m, struct sec_facts *f,
	const struct sec_scope *scope,
	void (*each)(void *ctx, struct sec_str text, const struct sec_expr *expr,
		const struct sec_val *value),
	void *ctx)
{
	const struct piece *p;
	bool shown = true;
	struct sec_val v;

	for (p = m->first; p; p = p->next) {
		if (p->first_of)
			shown = part_is_known(p, f, scope);
		if (p->in_part && !shown)
			continue;
		if (p->expr)
			v = sec_expr_eval(p->expr, f, scope);
		each(ctx, p->text, p->expr, p->expr ? &v : NULL);
	}
}

struct printing {
	struct sec_facts *facts;
	struct sec_buf *out;
};

static void print_piece(void *ctx, struct sec_str text, const struct sec_expr *expr,
	const struct sec_val *value)
{
	const struct printing *p = ctx;

	if (!expr)
		sec_buf_addslice(p->out, text);
	else if (value->known)
		sec_facts_format(p->facts, value, p->out);
	else if (value->bad && value->text.len)
		sec_buf_addslice(p->out, value->text);
	else
		sec_buf_addstr(p->out, "(missing)");
}

void sec_message_print(const struct sec_message *m, struct sec_facts *f,
	const struct sec_scope *scope, struct sec_buf *out)
{
	struct printing p = { f, out };

	sec_message_each(m, f, scope, print_piece, &p);
}

static bool ends(struct sec_str s, const char *with)
{
	size_t n = strlen(with);

	return s.len >= n && memcmp(s.s + s.len - n, with, n) == 0;
}

void sec_advice_add(struct sec_buf *out, struct sec_str advice, struct sec_str id)
{
	static const char meant[] = " ID";
	const char *found;

	while (sec_record_id_is_legal(id) && (found = memmem(advice.s, advice.len, meant, strlen(meant)))) {
		struct sec_str before = { advice.s, (size_t)(found - advice.s) };
		bool ours = ends(before, "sec-set") || ends(before, "sec-set --delete");

		sec_buf_addf(out, "%.*s %.*s", SEC_ARG(before), ours ? (int)id.len : 2, ours ? id.s : "ID");
		advice.s = found + strlen(meant);
		advice.len -= before.len + strlen(meant);
	}
	sec_buf_addslice(out, advice);
}
