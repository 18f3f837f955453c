/* SPDX-License-Identifier: ISC */
#include "rules/expr.h"

#include <stdarg.h>

#include "rules/expr/inner.h"

/* Bytes that stand before the text of a continuation line: blanks, and the dot
 * that protects what follows it. */
static unsigned indent(struct sec_str lines, unsigned line)
{
	const char *s = lines.s, *end;
	unsigned n = 0;

	if (!lines.len)
		return 0;
	end = s + lines.len;
	for (; line && s < end; line--) {
		s = memchr(s, '\n', (size_t)(end - s));
		s = s ? s + 1 : end;
	}
	while (s < end && (*s == ' ' || *s == '\t')) {
		s++;
		n++;
	}
	return s < end && *s == '.' ? n + 1 : n;
}

int sec_compiler_fail(struct sec_compiler *c, uint32_t at, const char *fmt, ...)
{
	const struct sec_expr_site *site = c->site;
	struct sec_buf msg = SEC_BUF_INIT;
	unsigned line = 0, col = site->col + at;
	uint32_t i;
	va_list ap;

	if (c->trying)
		return SEC_FAIL;
	c->failed = SEC_FAIL;
	for (i = 0; i < at && i < c->text.len; i++) {
		if (c->text.s[i] != '\n')
			continue;
		line++;
		col = at - i + indent(site->lines, line);
	}
	va_start(ap, fmt);
	sec_buf_vaddf(&msg, fmt, ap);
	va_end(ap);
	sec_err_at(c->err, SEC_FAIL, site->file, site->line ? site->line + line : 0, col, "%s", msg.s);
	sec_buf_release(&msg);
	return SEC_FAIL;
}

struct sec_str sec_compiler_text(const struct sec_compiler *c, const struct sec_term *n)
{
	return (struct sec_str){ c->text.s + n->at, n->end - n->at };
}

void sec_expr_site_entry(struct sec_expr_site *site, const struct sec_record *rec,
	const struct sec_entry *entry)
{
	const struct sec_line *line = &rec->line[entry->line];
	const char *text = rec->text.s;
	uint32_t from = line->start + entry->col - 1;

	site->file = rec->path;
	site->line = entry->line + 1;
	site->col = entry->col;
	if (entry->lines > 1 && from >= line->start + line->len) { /* nothing stands behind the `=` */
		line++;
		from = line->start;
		while (from < line->start + line->len && (text[from] == ' ' || text[from] == '\t'))
			from++;
		site->line++;
		site->col = from - line->start + 1;
	}
	site->lines = (struct sec_str){ text + from, rec->text.len - from };
}

static int start(struct sec_compiler *c, const struct sec_expr_site *site, struct sec_str text,
	struct sec_err *err)
{
	memset(c, 0, sizeof(*c));
	c->site = site;
	c->err = err;
	c->text = (struct sec_str){ text.s, text.len > SEC_EXPR_BYTES ? 0 : text.len };
	if (text.len > SEC_EXPR_BYTES)
		return sec_compiler_fail(c, 0, "an expression has at most %d bytes", SEC_EXPR_BYTES);
	c->text.s = sec_arena_strndup(site->arena, text.s, text.len);
	if (site->for_kind != SEC_FOR_ONCE)
		c->frame[c->frames++] = site->for_kind;
	return sec_lex_next(c);
}

static int check_several(struct sec_compiler *c, struct sec_term *n)
{
	static const struct sec_beside nothing;
	struct sec_term *anchor = n->first, *step, *until;
	int r;

	if (!anchor || !(step = anchor->next) || !(until = step->next) || until->next)
		return sec_compiler_fail(c, n->at, "write dates(anchor, step, until)");
	if ((r = sec_check_term(c, anchor, nothing)) < 0 || (r = sec_check_term(c, step, nothing)) < 0
		|| (r = sec_check_term(c, until, nothing)) < 0)
		return r;
	if (!sec_type_is_date(anchor->type) || !sec_type_is_date(until->type)
		|| step->type != SEC_TYPE_DURATION)
		return sec_compiler_fail(c, n->at, "dates() wants a date, a duration and a date");
	n->op = SEC_OP_DATES;
	n->type = SEC_TYPE_DATE;
	return 0;
}

static int check_wanted(struct sec_compiler *c, struct sec_expr *e, enum sec_want want)
{
	struct sec_beside beside = { .words = c->site->values.n ? &c->site->values : NULL };
	struct sec_term *n = e->root;
	int r;

	if (want == SEC_WANT_YESNO)
		return sec_check_yesno(c, n);
	if (want == SEC_WANT_LIST_OF_DATES && n->op == SEC_OP_CALL && sec_str_is(n->name->key, "dates"))
		return check_several(c, n);
	if ((r = sec_check_term(c, n, beside)) < 0)
		return r;
	e->as_date = want == SEC_WANT_DATE || want == SEC_WANT_LIST_OF_DATES;
	if (e->as_date && !sec_type_is_date(n->type))
		return sec_compiler_fail(c, n->at, "a date is wanted here, this is %s", sec_type_phrase(n->type));
	if (beside.words && n->type != SEC_TYPE_ENUM)
		return sec_compiler_fail(c, n->at, "%s is wanted here, this is %s",
			sec_words_phrase(c, beside.words), sec_type_phrase(n->type));
	return 0;
}

static int compile_one(struct sec_expr **out, struct sec_compiler *c, enum sec_want want)
{
	struct sec_expr *e = sec_arena_alloc(c->site->arena, sizeof(*e));
	int r;

	if (c->token.kind == SEC_TOKEN_END)
		return sec_compiler_fail(c, c->token.at, "an expression is wanted here");
	if (!(e->root = sec_parse(c)))
		return c->failed;
	if (c->token.kind != SEC_TOKEN_END && !sec_token_is(c, ","))
		return sec_compiler_fail(c, c->token.at, "an operator is wanted before this");
	e->schema = c->site->schema;
	e->text = c->text;
	if ((r = check_wanted(c, e, want)) < 0)
		return r;
	if (e->root->words)
		e->words = *e->root->words;
	*out = e;
	return 0;
}

int sec_expr_compile(struct sec_expr **out, const struct sec_expr_site *site, struct sec_str text,
	enum sec_want want, struct sec_err *err)
{
	struct sec_compiler c;
	int r = start(&c, site, text, err);

	*out = NULL;
	if (r < 0 || (r = compile_one(out, &c, want)) < 0)
		return r;
	if (c.token.kind == SEC_TOKEN_END)
		return 0;
	*out = NULL;
	return sec_compiler_fail(&c, c.token.at, "one expression is wanted here, not a list");
}

int sec_expr_compile_list(struct sec_expr ***out, unsigned *n, const struct sec_expr_site *site,
	struct sec_str text, enum sec_want want, struct sec_err *err)
{
	struct sec_expr *list[SEC_EXPR_TERMS];
	struct sec_compiler c;
	int r = start(&c, site, text, err);

	*out = NULL;
	*n = 0;
	while (r == 0) {
		/* every expression takes a term, so there are no more than terms */
		if ((r = compile_one(&list[*n], &c, want)) < 0)
			break;
		(*n)++;
		if (c.token.kind == SEC_TOKEN_END)
			break;
		r = sec_lex_next(&c);
	}
	if (r < 0) {
		*n = 0;
		return r;
	}
	*out = sec_arena_alloc(site->arena, *n * sizeof(**out));
	memcpy(*out, list, *n * sizeof(**out));
	return 0;
}

enum sec_type sec_expr_type(const struct sec_expr *e)
{
	return e->as_date ? SEC_TYPE_DATE : e->root->type;
}

struct sec_words sec_expr_values(const struct sec_expr *e)
{
	return e->words;
}

void sec_term_refs(const struct sec_term *n,
	void (*each)(void *ctx, enum sec_ref_kind kind, int index), void *ctx)
{
	const struct sec_term *o;

	switch ((enum sec_op)n->op) {
	case SEC_OP_FIELD:
	case SEC_OP_KEY:
	case SEC_OP_SECTION_FIELD:
		each(ctx, SEC_REF_FIELD, n->index);
		break;
	case SEC_OP_DERIVED:
		each(ctx, SEC_REF_DERIVED, n->index);
		break;
	case SEC_OP_STATE:
		each(ctx, SEC_REF_STATE_OF_RECORD, -1);
		break;
	case SEC_OP_REACHED:
		each(ctx, SEC_REF_REACHED, n->index);
		break;
	case SEC_OP_POLICY:
		each(ctx, SEC_REF_POLICY, n->index);
		break;
	case SEC_OP_ANY:
	case SEC_OP_ALL:
	case SEC_OP_COUNT:
	case SEC_OP_FIRST:
	case SEC_OP_LAST:
		each(ctx, SEC_REF_SECTIONS, n->index);
		break;
	default:
		break;
	}
	for (o = n->first; o; o = o->next)
		sec_term_refs(o, each, ctx);
}

void sec_expr_refs(const struct sec_expr *e, void (*each)(void *ctx, enum sec_ref_kind kind, int index),
	void *ctx)
{
	sec_term_refs(e->root, each, ctx);
}
