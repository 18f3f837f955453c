/* SPDX-License-Identifier: ISC */
#include "rules/expr/inner.h"

static bool is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

/* What may not follow a number, a duration or a date. */
static bool goes_on(char c)
{
	return is_lower(c) || is_digit(c) || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' || c == '_';
}

/* The byte at `at`, NUL behind the end. */
static char byte(const struct sec_compiler *c, uint32_t at)
{
	return at < c->text.len ? c->text.s[at] : '\0';
}

static struct sec_str slice(const struct sec_compiler *c, uint32_t from, uint32_t to)
{
	return (struct sec_str){ c->text.s + from, to - from };
}

bool sec_token_is(const struct sec_compiler *c, const char *sign)
{
	return c->token.kind == SEC_TOKEN_SIGN && strcmp(c->token.sign, sign) == 0;
}

bool sec_token_is_word(const struct sec_compiler *c, const char *word)
{
	const struct sec_name *n = &c->token.name;

	return c->token.kind == SEC_TOKEN_NAME && !n->dotted && !n->section.len
		&& sec_str_is(n->key, word);
}

static int lex_text(struct sec_compiler *c)
{
	const char *start = c->text.s + c->pos + 1;
	const char *end = memchr(start, '"', c->text.len - c->pos - 1);

	if (!end)
		return sec_compiler_fail(c, c->pos, "this text has no closing quote");
	c->token.kind = SEC_TOKEN_VALUE;
	c->token.val = (struct sec_val){ .type = SEC_TYPE_TEXT, .known = true,
		.text = { start, (size_t)(end - start) }, .day = SEC_DAY_NONE };
	c->pos = (uint32_t)(end + 1 - c->text.s);
	return 0;
}

static int bad_number(struct sec_compiler *c, uint32_t from)
{
	uint32_t to = from;
	struct sec_str s;
	sec_day day;
	char iso[11];

	while (goes_on(byte(c, to)) || byte(c, to) == '/')
		to++;
	s = slice(c, from, to);
	if (sec_day_guess(s.s, s.len, &day)) {
		sec_day_format(day, iso);
		return sec_compiler_fail(c, from, "'%.*s' is not a day: write %s", SEC_ARG(s), iso);
	}
	return sec_compiler_fail(c, from,
		"'%.*s' is no number, duration or date%s", SEC_ARG(s),
		memchr(s.s, '-', s.len) ? "; put blanks round minus" : "");
}

static bool looks_like_day(const struct sec_compiler *c, uint32_t at)
{
	static const char form[] = "dddd-dd-dd";
	uint32_t i;

	for (i = 0; i < 10; i++)
		if (form[i] == 'd' ? !is_digit(byte(c, at + i)) : byte(c, at + i) != form[i])
			return false;
	return !goes_on(byte(c, at + 10));
}

/* A date, a duration or a number: whatever begins with a digit. */
static int lex_digits(struct sec_compiler *c)
{
	uint32_t from = c->pos, to = from;
	enum sec_type type = SEC_TYPE_NUMBER;
	struct sec_str s;

	if (looks_like_day(c, from)) {
		type = SEC_TYPE_DATE;
		to = from + 10;
	} else {
		while (is_digit(byte(c, to)))
			to++;
		if (byte(c, to) && strchr("dwmy", byte(c, to))) {
			type = SEC_TYPE_DURATION;
			to++;
		} else if (byte(c, to) == '.' && is_digit(byte(c, to + 1))) {
			for (to++; is_digit(byte(c, to)); to++)
				;
		}
	}
	if (goes_on(byte(c, to)))
		return bad_number(c, from);
	s = slice(c, from, to);
	c->token.kind = SEC_TOKEN_VALUE;
	c->pos = to;
	if (sec_val_parse(type, s, &c->token.val))
		return 0;
	return sec_compiler_fail(c, from, type == SEC_TYPE_DATE
		? "%.*s is not a day of the calendar" : "%.*s is too large or too fine", SEC_ARG(s));
}

/* The end of a WORD that begins at `from`, or `from`. */
static uint32_t word_end(const struct sec_compiler *c, uint32_t from)
{
	uint32_t to = from;

	if (!is_lower(byte(c, to)))
		return from;
	while (is_lower(byte(c, to)) || is_digit(byte(c, to)) || byte(c, to) == '-')
		to++;
	while (c->text.s[to - 1] == '-')
		to--;
	return to;
}

/* What directly follows a name must not look like a part of it. */
static int end_of_name(struct sec_compiler *c)
{
	char next = byte(c, c->pos);

	if (next == '-')
		return sec_compiler_fail(c, c->pos, "put blanks round minus");
	if (next == '.' || next == ':' || next == '_' || (next >= 'A' && next <= 'Z'))
		return sec_compiler_fail(c, c->pos,
			"a name ends before '%c': names are lower-case letters, digits and hyphens, "
			"as in section.key", next);
	return 0;
}

/* `:ID` and `.WORD` after a section's name. */
static int lex_name_rest(struct sec_compiler *c)
{
	struct sec_name *n = &c->token.name;
	uint32_t to;

	n->section = n->key;
	n->key = (struct sec_str){ "", 0 };
	if (byte(c, c->pos) == ':') {
		to = ++c->pos;
		while (is_lower(byte(c, to)) || is_digit(byte(c, to))
			|| (byte(c, to) == '-' && to > c->pos))
			to++;
		if (to == c->pos)
			return sec_compiler_fail(c, c->pos,
				"after ':' comes the id of a section, as in section:id.key");
		n->id = slice(c, c->pos, to);
		c->pos = to;
	}
	if (byte(c, c->pos) != '.')
		return end_of_name(c);
	if (byte(c, c->pos + 1) == '*' && !n->id.len) {
		c->token.kind = SEC_TOKEN_THINGS;
		c->pos += 2;
		return 0;
	}
	to = word_end(c, ++c->pos);
	if (to == c->pos)
		return sec_compiler_fail(c, c->pos, "after '.' comes a key, as in section.key");
	n->key = slice(c, c->pos, to);
	c->pos = to;
	return end_of_name(c);
}

static int lex_name(struct sec_compiler *c)
{
	uint32_t to = word_end(c, c->pos);

	c->token.kind = SEC_TOKEN_NAME;
	c->token.name.key = slice(c, c->pos, to);
	c->pos = to;
	if (byte(c, to) == '(') {
		c->token.kind = SEC_TOKEN_CALL;
		return 0;
	}
	if (byte(c, to) == ':' || byte(c, to) == '.')
		return lex_name_rest(c);
	return end_of_name(c);
}

static int lex_dotted(struct sec_compiler *c)
{
	uint32_t to = word_end(c, c->pos + 1);

	if (to == c->pos + 1)
		return sec_compiler_fail(c, c->pos, "after '.' comes a key, as in .key");
	c->token.kind = SEC_TOKEN_NAME;
	c->token.name.dotted = true;
	c->token.name.key = slice(c, c->pos + 1, to);
	c->pos = to;
	return end_of_name(c);
}

static int unexpected(struct sec_compiler *c)
{
	struct sec_str rest = slice(c, c->pos, (uint32_t)c->text.len);
	unsigned char first = (unsigned char)rest.s[0];
	int n = 1;

	if (rest.len >= 3 && memcmp(rest.s, "\xe2\x80", 2) == 0)
		return sec_compiler_fail(c, c->pos, "texts stand in straight quotes: \"…\"");
	if (first >= 'A' && first <= 'Z')
		return sec_compiler_fail(c, c->pos, "names begin with a lower-case letter, texts stand in \"…\"");
	if (first == '\'')
		return sec_compiler_fail(c, c->pos, "texts stand in double quotes: \"…\"");
	if (first == '&' || first == '|')
		return sec_compiler_fail(c, c->pos, "write %s", first == '&' ? "and" : "or");
	while (first >= 0x80 && (size_t)n < rest.len && ((unsigned char)rest.s[n] & 0xc0) == 0x80)
		n++;
	return sec_compiler_fail(c, c->pos, "'%.*s' means nothing here", n, rest.s);
}

static int lex_sign(struct sec_compiler *c)
{
	static const char *const two[] = { "!=", "<=", ">=", "!~" };
	char first = byte(c, c->pos), second = byte(c, c->pos + 1);
	char *sign = c->token.sign;
	size_t i;

	c->token.kind = SEC_TOKEN_SIGN;
	sign[0] = first;
	for (i = 0; i < sizeof(two) / sizeof(two[0]); i++)
		if (first == two[i][0] && second == two[i][1])
			sign[1] = second;
	if (first == '=' && second == '=')
		return sec_compiler_fail(c, c->pos, "write one '='");
	if (first == '<' && second == '>')
		return sec_compiler_fail(c, c->pos, "write !=");
	if (!first || (!sign[1] && !strchr("=<>~+-*/(),", first)))
		return unexpected(c);
	if (first == '-' && (c->pos == 0 || !is_blank(byte(c, c->pos - 1)) || !is_blank(second)))
		return sec_compiler_fail(c, c->pos, "put blanks round minus");
	c->pos += sign[1] ? 2 : 1;
	return 0;
}

int sec_lex_next(struct sec_compiler *c)
{
	char first;
	int r;

	while (c->pos < c->text.len && is_blank(c->text.s[c->pos]))
		c->pos++;
	c->token = (struct sec_token){ .at = c->pos, .end = c->pos };
	if (c->pos == c->text.len)
		return 0;
	first = c->text.s[c->pos];
	if (first == '"') {
		r = lex_text(c);
	} else if (is_digit(first)) {
		r = lex_digits(c);
	} else if (is_lower(first)) {
		r = lex_name(c);
	} else if (first == '.') {
		r = lex_dotted(c);
	} else if (c->text.len - c->pos >= 3 && memcmp(c->text.s + c->pos, "*.*", 3) == 0) {
		c->token.kind = SEC_TOKEN_THINGS;
		c->token.name.section = slice(c, c->pos, c->pos + 1);
		c->pos += 3;
		r = 0;
	} else {
		r = lex_sign(c);
	}
	c->token.end = c->pos;
	return r;
}
