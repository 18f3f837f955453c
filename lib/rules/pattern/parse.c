/* SPDX-License-Identifier: ISC */
#include "rules/pattern/inner.h"

struct parser {
	struct sec_arena *arena;
	struct sec_err *err;
	const char *s, *end;
};

static struct sec_tree *parse_alternatives(struct parser *p);

static struct sec_tree *fail(struct parser *p, const char *what)
{
	sec_err_set(p->err, SEC_FAIL, "%s", what);
	return NULL;
}

static struct sec_tree *tree(struct parser *p, enum sec_tree_kind kind, struct sec_tree *a,
	struct sec_tree *b)
{
	struct sec_tree *t = sec_arena_alloc(p->arena, sizeof(*t));

	t->kind = kind;
	t->a = a;
	t->b = b;
	t->counted = (a && a->counted) || (b && b->counted);
	return t;
}

static struct sec_tree *one(struct parser *p, unsigned symbol)
{
	struct sec_tree *t = tree(p, SEC_TREE_SET, NULL, NULL);

	sec_set_add(&t->set, symbol);
	if (symbol < 128 && ((symbol | 32) >= 'a' && (symbol | 32) <= 'z'))
		sec_set_add(&t->set, symbol ^ 32);
	return t;
}

static struct sec_tree *range(struct parser *p, unsigned from, unsigned to)
{
	struct sec_tree *t = tree(p, SEC_TREE_SET, NULL, NULL);

	for (; from <= to; from++)
		sec_set_add(&t->set, from);
	return t;
}

/* A character beyond ASCII, whichever: a first byte and those that go on. */
static struct sec_tree *any_wide(struct parser *p)
{
	struct sec_tree *more = tree(p, SEC_TREE_REPEAT, range(p, 0x80, 0xbf), NULL);

	more->most = SEC_ENDLESS;
	return tree(p, SEC_TREE_CAT, range(p, 0xc0, 0xff), more);
}

/* The character at the place, all its bytes. */
static struct sec_tree *take_char(struct parser *p)
{
	struct sec_tree *t = one(p, (unsigned char)*p->s++);

	while (p->s < p->end && ((unsigned char)*p->s & 0xc0) == 0x80)
		t = tree(p, SEC_TREE_CAT, t, one(p, (unsigned char)*p->s++));
	return t;
}

static bool in_class(struct sec_str name, unsigned c)
{
	bool lower = c >= 'a' && c <= 'z', upper = c >= 'A' && c <= 'Z', digit = c >= '0' && c <= '9';
	bool graph = c > 32 && c < 127;

	if (sec_str_is(name, "alpha") || sec_str_is(name, "lower") || sec_str_is(name, "upper"))
		return lower || upper; /* any case */
	if (sec_str_is(name, "digit"))
		return digit;
	if (sec_str_is(name, "alnum"))
		return lower || upper || digit;
	if (sec_str_is(name, "xdigit"))
		return digit || ((c | 32) >= 'a' && (c | 32) <= 'f');
	if (sec_str_is(name, "blank"))
		return c == ' ' || c == '\t';
	if (sec_str_is(name, "space"))
		return c == ' ' || (c >= 9 && c <= 13);
	if (sec_str_is(name, "punct"))
		return graph && !lower && !upper && !digit;
	if (sec_str_is(name, "graph"))
		return graph;
	if (sec_str_is(name, "print"))
		return graph || c == ' ';
	return sec_str_is(name, "cntrl") && (c < 32 || c == 127);
}

/* `[:name:]`, the place being at its inner `:`. */
static bool take_class(struct parser *p, struct sec_set *set)
{
	const char *from = p->s + 1, *to = from;
	unsigned c;
	bool any = false;

	while (to + 1 < p->end && !(to[0] == ':' && to[1] == ']'))
		to++;
	if (to + 1 >= p->end)
		return fail(p, "a class in brackets is written [[:alpha:]]");
	for (c = 0; c < 128; c++) {
		if (in_class((struct sec_str){ from, (size_t)(to - from) }, c)) {
			sec_set_add(set, c);
			any = true;
		}
	}
	p->s = to + 2;
	return any || fail(p, "unknown class in brackets: there are alpha, digit, alnum, upper, lower, "
		"space, blank, punct, print, graph, cntrl and xdigit");
}

static bool add_range(struct parser *p, struct sec_set *set, unsigned from, unsigned to)
{
	if (from > to || to > 127)
		return fail(p, "a range in brackets goes up, from one ASCII character to another");
	for (; from <= to; from++) {
		sec_set_add(set, from);
		if ((from | 32) >= 'a' && (from | 32) <= 'z')
			sec_set_add(set, from ^ 32);
	}
	return true;
}

/* One member of a bracket expression; *wide gathers characters beyond ASCII. */
static bool take_member(struct parser *p, struct sec_set *set, struct sec_tree **wide)
{
	unsigned from = (unsigned char)p->s[0];

	if (from == '[' && p->s + 1 < p->end && p->s[1] == ':') {
		p->s++;
		return take_class(p, set);
	}
	if (from == '[' && p->s + 1 < p->end && (p->s[1] == '.' || p->s[1] == '='))
		return fail(p, "[. .] and [= =] are not known here");
	if (from >= 128) {
		struct sec_tree *t = take_char(p);

		*wide = *wide ? tree(p, SEC_TREE_ALT, *wide, t) : t;
		return !(p->s + 1 < p->end && p->s[0] == '-' && p->s[1] != ']')
			|| fail(p, "a range in brackets goes up, from one ASCII character to another");
	}
	if (p->s + 2 < p->end && p->s[1] == '-' && p->s[2] != ']') {
		p->s += 3;
		return add_range(p, set, from, (unsigned char)p->s[-1]);
	}
	p->s++;
	return add_range(p, set, from, from);
}

static struct sec_tree *parse_bracket(struct parser *p)
{
	struct sec_tree *t = tree(p, SEC_TREE_SET, NULL, NULL), *wide = NULL;
	bool not, first = true;
	unsigned c;

	not = p->s < p->end && *p->s == '^';
	p->s += not;
	for (; p->s < p->end && (first || *p->s != ']'); first = false)
		if (!take_member(p, &t->set, &wide))
			return NULL;
	if (p->s == p->end)
		return fail(p, "this pattern has '[' without ']'");
	p->s++;
	if (!not)
		return wide ? tree(p, SEC_TREE_ALT, t, wide) : t;
	if (wide)
		return fail(p, "[^…] can leave out ASCII characters only");
	for (c = 0; c < 2; c++)
		t->set.bits[c] = ~t->set.bits[c];
	return tree(p, SEC_TREE_ALT, t, any_wide(p));
}

static struct sec_tree *parse_escape(struct parser *p)
{
	unsigned char c = p->s < p->end ? (unsigned char)*p->s : 0;

	if (c >= '1' && c <= '9')
		return fail(p, "a pattern has no back-references");
	if (c <= 32 || c >= 127 || (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z')
		|| memchr("<>`'", c, 4))
		return fail(p, "'\\' stands before a punctuation mark that is meant literally");
	return take_char(p);
}

static struct sec_tree *parse_group(struct parser *p)
{
	struct sec_tree *t = parse_alternatives(p);

	if (!t)
		return NULL;
	if (p->s == p->end)
		return fail(p, "this pattern has '(' without ')'");
	p->s++;
	return t;
}

static struct sec_tree *parse_atom(struct parser *p)
{
	switch (*p->s) {
	case '(':
		p->s++;
		return parse_group(p);
	case '[':
		p->s++;
		return parse_bracket(p);
	case '.':
		p->s++;
		return tree(p, SEC_TREE_ALT, range(p, 0, 127), any_wide(p));
	case '^':
		p->s++;
		return one(p, SEC_SYMBOL_START);
	case '$':
		p->s++;
		return one(p, SEC_SYMBOL_END);
	case '\\':
		p->s++;
		return parse_escape(p);
	case '*':
	case '+':
	case '?':
	case '{':
		return fail(p, "'*', '+', '?' or '{' repeats nothing here; write \\ before one that is meant");
	}
	return take_char(p);
}

static int take_count(struct parser *p)
{
	int n = 0;

	if (p->s == p->end || *p->s < '0' || *p->s > '9')
		return -1;
	while (p->s < p->end && *p->s >= '0' && *p->s <= '9' && n <= SEC_PATTERN_REPEATS)
		n = n * 10 + (*p->s++ - '0');
	return n;
}

/* `{2}`, `{2,}`, `{2,5}`; the place is behind the brace. */
static bool take_counts(struct parser *p, struct sec_tree *t)
{
	t->least = t->most = take_count(p);
	if (p->s < p->end && *p->s == ',') {
		p->s++;
		t->most = p->s < p->end && *p->s == '}' ? SEC_ENDLESS : take_count(p);
		if (t->most < 0 && p->s < p->end && *p->s != '}')
			return fail(p, "a repeat count is written {2}, {2,} or {2,5}");
	}
	if (t->least < 0 || p->s == p->end || *p->s != '}' || (t->most >= 0 && t->most < t->least)) {
		if (t->least > SEC_PATTERN_REPEATS || t->most > SEC_PATTERN_REPEATS)
			return fail(p, "a pattern repeats up to 64 times");
		return fail(p, "a repeat count is written {2}, {2,} or {2,5}");
	}
	p->s++;
	if (t->least > SEC_PATTERN_REPEATS || t->most > SEC_PATTERN_REPEATS)
		return fail(p, "a pattern repeats up to 64 times");
	if (t->a->counted)
		return fail(p, "repeat counts stand not inside one another");
	t->counted = true;
	return true;
}

static struct sec_tree *parse_repeated(struct parser *p)
{
	struct sec_tree *t = parse_atom(p);

	while (t && p->s < p->end && memchr("*+?{", *p->s, 4)) {
		char how = *p->s++;

		t = tree(p, SEC_TREE_REPEAT, t, NULL);
		t->least = how == '+';
		t->most = how == '?' ? 1 : SEC_ENDLESS;
		if (how == '{' && !take_counts(p, t))
			return NULL;
	}
	return t;
}

static struct sec_tree *parse_branch(struct parser *p)
{
	struct sec_tree *t = tree(p, SEC_TREE_EMPTY, NULL, NULL), *next;

	while (p->s < p->end && *p->s != '|' && *p->s != ')') {
		if (!(next = parse_repeated(p)))
			return NULL;
		t = t->kind == SEC_TREE_EMPTY ? next : tree(p, SEC_TREE_CAT, t, next);
	}
	return t;
}

static struct sec_tree *parse_alternatives(struct parser *p)
{
	struct sec_tree *t = parse_branch(p), *next;

	while (t && p->s < p->end && *p->s == '|') {
		p->s++;
		next = parse_branch(p);
		t = next ? tree(p, SEC_TREE_ALT, t, next) : NULL;
	}
	return t;
}

struct sec_tree *sec_pattern_parse(struct sec_arena *arena, struct sec_str text, struct sec_err *err)
{
	struct parser p = { arena, err, text.s, text.s + text.len };
	struct sec_tree *t;

	if (text.len > SEC_PATTERN_BYTES)
		return fail(&p, "a pattern has at most 200 bytes");
	if (!text.len)
		return fail(&p, "this pattern is empty");
	t = parse_alternatives(&p);
	if (t && p.s < p.end)
		return fail(&p, "this pattern has ')' without '('");
	return t;
}
