/* SPDX-License-Identifier: ISC */
#include "rules/expr/inner.h"

/* Every function returns NULL when it has failed; the error is set then. */

static struct sec_term *parse_or(struct sec_compiler *c);

static struct sec_term *new_term(struct sec_compiler *c, enum sec_op op, uint32_t at)
{
	struct sec_term *n;

	if (c->terms++ >= SEC_EXPR_TERMS) {
		sec_compiler_fail(c, at, "this expression has more than %d parts", SEC_EXPR_TERMS);
		return NULL;
	}
	n = sec_arena_alloc(c->site->arena, sizeof(*n));
	n->op = (uint8_t)op;
	n->at = at;
	n->end = at;
	return n;
}

/* A term over operands that stand in a row already. */
static struct sec_term *over(struct sec_compiler *c, enum sec_op op, struct sec_term *first)
{
	struct sec_term *n = new_term(c, op, first->at), *last = first;

	if (!n)
		return NULL;
	n->first = first;
	while (last->next)
		last = last->next;
	n->end = last->end;
	return n;
}

static bool take(struct sec_compiler *c, const char *sign)
{
	return sec_token_is(c, sign) && sec_lex_next(c) == 0;
}

static bool deeper(struct sec_compiler *c)
{
	if (c->depth++ < SEC_EXPR_DEPTH)
		return true;
	sec_compiler_fail(c, c->token.at, "this expression is nested deeper than %d", SEC_EXPR_DEPTH);
	return false;
}

static struct sec_term *unexpected(struct sec_compiler *c)
{
	sec_compiler_fail(c, c->token.at, "an operator is wanted before this");
	return NULL;
}

static const char *token_phrase(const struct sec_compiler *c)
{
	return c->token.kind == SEC_TOKEN_END ? "the end" : "this";
}

/* `expr, expr, …)`: a row of operands; the bracket before it has been taken. */
static struct sec_term *parse_row(struct sec_compiler *c, uint32_t *end)
{
	struct sec_term *first = NULL, **tail = &first;

	do {
		if (!(*tail = parse_or(c)))
			return NULL;
		tail = &(*tail)->next;
	} while (take(c, ","));
	if (c->failed)
		return NULL;
	if (!sec_token_is(c, ")")) {
		sec_compiler_fail(c, c->token.at, "a ',' or ')' is wanted before %s", token_phrase(c));
		return NULL;
	}
	*end = c->token.end;
	return sec_lex_next(c) == 0 ? first : NULL;
}

static struct sec_term *parse_brackets(struct sec_compiler *c)
{
	uint32_t at = c->token.at, end;
	struct sec_term *n;

	if (sec_lex_next(c) < 0 || !deeper(c) || !(n = parse_row(c, &end)))
		return NULL;
	c->depth--;
	if (n->next) {
		sec_compiler_fail(c, n->next->at, "one expression stands in brackets; several only after in");
		return NULL;
	}
	n->at = at;
	n->end = end;
	return n;
}

static struct sec_term *parse_call(struct sec_compiler *c)
{
	struct sec_term *n = new_term(c, SEC_OP_CALL, c->token.at);
	struct sec_str word = c->token.name.key;
	uint32_t end;

	if (!n)
		return NULL;
	if (sec_str_is(word, "not") || sec_str_is(word, "and") || sec_str_is(word, "or")
		|| sec_str_is(word, "in")) {
		sec_compiler_fail(c, c->token.end, "put a blank between %.*s and '('", SEC_ARG(word));
		return NULL;
	}
	n->name = sec_arena_alloc(c->site->arena, sizeof(*n->name));
	*n->name = c->token.name;
	if (sec_lex_next(c) < 0 || sec_lex_next(c) < 0 || !deeper(c))
		return NULL;
	if (sec_token_is(c, ")")) {
		n->end = c->token.end;
		c->depth--;
		return sec_lex_next(c) == 0 ? n : NULL;
	}
	if (!(n->first = parse_row(c, &end)))
		return NULL;
	n->end = end;
	c->depth--;
	return n;
}

static struct sec_term *parse_value(struct sec_compiler *c)
{
	struct sec_term *n = new_term(c, SEC_OP_CONST, c->token.at);

	if (!n)
		return NULL;
	n->end = c->token.end;
	n->type = c->token.val.type;
	n->val = sec_arena_alloc(c->site->arena, sizeof(*n->val));
	*n->val = c->token.val;
	return sec_lex_next(c) == 0 ? n : NULL;
}

static struct sec_term *parse_name(struct sec_compiler *c)
{
	bool things = c->token.kind == SEC_TOKEN_THINGS;
	struct sec_term *n;

	if (sec_token_is_word(c, "yes") || sec_token_is_word(c, "no")) {
		c->token.val = (struct sec_val){ .type = SEC_TYPE_YESNO, .known = true,
			.yes = sec_token_is_word(c, "yes"), .day = SEC_DAY_NONE };
		return parse_value(c);
	}
	n = new_term(c, things ? SEC_OP_THINGS : SEC_OP_NAME, c->token.at);
	if (!n)
		return NULL;
	n->end = c->token.end;
	n->name = sec_arena_alloc(c->site->arena, sizeof(*n->name));
	*n->name = c->token.name;
	return sec_lex_next(c) == 0 ? n : NULL;
}

static struct sec_term *parse_atom(struct sec_compiler *c)
{
	switch (c->token.kind) {
	case SEC_TOKEN_VALUE:
		return parse_value(c);
	case SEC_TOKEN_NAME:
	case SEC_TOKEN_THINGS:
		return parse_name(c);
	case SEC_TOKEN_CALL:
		return parse_call(c);
	case SEC_TOKEN_SIGN:
		if (sec_token_is(c, "("))
			return parse_brackets(c);
		if (sec_token_is(c, "-")) {
			sec_compiler_fail(c, c->token.at, "there is no sign: write 0 - 5");
			return NULL;
		}
		break;
	case SEC_TOKEN_END:
		break;
	}
	sec_compiler_fail(c, c->token.at, "a value or a name is wanted before %s", token_phrase(c));
	return NULL;
}

/* Operators of one strength, from the left: `signs` are two of one byte each. */
static struct sec_term *parse_chain(struct sec_compiler *c, const char *signs,
	enum sec_op one, enum sec_op other, struct sec_term *(*part)(struct sec_compiler *c))
{
	struct sec_term *n = part(c);

	while (n && c->token.kind == SEC_TOKEN_SIGN && !c->token.sign[1]
		&& strchr(signs, c->token.sign[0])) {
		enum sec_op op = c->token.sign[0] == signs[0] ? one : other;

		if (sec_lex_next(c) < 0 || !(n->next = part(c)))
			return NULL;
		n = over(c, op, n);
	}
	return n;
}

static struct sec_term *parse_product(struct sec_compiler *c)
{
	return parse_chain(c, "*/", SEC_OP_MUL, SEC_OP_DIV, parse_atom);
}

static struct sec_term *parse_sum(struct sec_compiler *c)
{
	return parse_chain(c, "+-", SEC_OP_ADD, SEC_OP_SUB, parse_product);
}

static bool is_comparison(const struct sec_compiler *c, int *cmp, bool *match)
{
	static const char *const sign[] = { "=", "!=", "<", "<=", ">", ">=", "~", "!~" };
	size_t i;

	for (i = 0; i < sizeof(sign) / sizeof(sign[0]); i++) {
		if (!sec_token_is(c, sign[i]))
			continue;
		*match = i >= 6;
		*cmp = (int)(*match ? i - 6 : i);
		return true;
	}
	return false;
}

/* `in (…)` behind its first operand; `in` is the token to be taken. */
static struct sec_term *parse_in(struct sec_compiler *c, struct sec_term *left)
{
	uint32_t end;

	if (sec_lex_next(c) < 0)
		return NULL;
	if (!sec_token_is(c, "(")) {
		sec_compiler_fail(c, c->token.at, "after in come values in brackets: in (a, b)");
		return NULL;
	}
	if (sec_lex_next(c) < 0 || !deeper(c) || !(left->next = parse_row(c, &end)))
		return NULL;
	c->depth--;
	left = over(c, SEC_OP_IN, left);
	if (left)
		left->end = end;
	return left;
}

static struct sec_term *parse_not_in(struct sec_compiler *c, struct sec_term *left)
{
	if (sec_lex_next(c) < 0)
		return NULL;
	if (!sec_token_is_word(c, "in") && c->token.kind != SEC_TOKEN_CALL) {
		sec_compiler_fail(c, c->token.at, "after a value, not is followed by in (…)");
		return NULL;
	}
	if (c->token.kind == SEC_TOKEN_CALL) /* `not in(`, `not f(`: its message is the right one */
		return parse_call(c);
	left = parse_in(c, left);
	return left ? over(c, SEC_OP_NOT, left) : NULL;
}

static struct sec_term *parse_test(struct sec_compiler *c)
{
	struct sec_term *n = parse_sum(c);
	int cmp;
	bool match;

	if (!n)
		return NULL;
	if (is_comparison(c, &cmp, &match)) {
		if (sec_lex_next(c) < 0 || !(n->next = parse_sum(c))
			|| !(n = over(c, match ? SEC_OP_MATCH : SEC_OP_COMPARE, n)))
			return NULL;
		n->cmp = (uint8_t)cmp;
	} else if (sec_token_is_word(c, "in")) {
		n = parse_in(c, n);
	} else if (sec_token_is_word(c, "not")) {
		n = parse_not_in(c, n);
	} else if (c->token.kind == SEC_TOKEN_CALL) {
		return parse_call(c) ? unexpected(c) : NULL; /* `in(`: its message is the right one */
	} else {
		return n;
	}
	if (n && (is_comparison(c, &cmp, &match) || sec_token_is_word(c, "in"))) {
		sec_compiler_fail(c, c->token.at, "comparisons do not chain: write a < b and b < c");
		return NULL;
	}
	return n;
}

static struct sec_term *parse_not(struct sec_compiler *c)
{
	uint32_t at = c->token.at;
	struct sec_term *n;

	if (!sec_token_is_word(c, "not"))
		return parse_test(c);
	if (sec_lex_next(c) < 0 || !deeper(c) || !(n = parse_not(c)))
		return NULL;
	c->depth--;
	n = over(c, SEC_OP_NOT, n);
	if (n)
		n->at = at;
	return n;
}

/* `part WORD part WORD …`: all of them operands of one term. */
static struct sec_term *parse_joined(struct sec_compiler *c, const char *word, enum sec_op op,
	struct sec_term *(*part)(struct sec_compiler *c))
{
	struct sec_term *first = part(c), *last = first;

	while (last && sec_token_is_word(c, word)) {
		if (sec_lex_next(c) < 0)
			return NULL;
		last = last->next = part(c);
	}
	if (!last || first == last)
		return last;
	return over(c, op, first);
}

static struct sec_term *parse_and(struct sec_compiler *c)
{
	return parse_joined(c, "and", SEC_OP_AND, parse_not);
}

static struct sec_term *parse_or(struct sec_compiler *c)
{
	return parse_joined(c, "or", SEC_OP_OR, parse_and);
}

struct sec_term *sec_parse(struct sec_compiler *c)
{
	return parse_or(c);
}
