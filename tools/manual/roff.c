/* SPDX-License-Identifier: ISC */
#include "roff.h"

#include <ctype.h>

#include "base/utf8.h"

static bool at_line_start(const struct sec_buf *out)
{
	return !out->len || out->s[out->len - 1] == '\n';
}

static void add_char(struct sec_buf *out, uint32_t cp, bool code)
{
	if (at_line_start(out) && (cp == '.' || cp == '\''))
		sec_buf_addstr(out, "\\&");
	if (cp == '\\')
		sec_buf_addstr(out, "\\e");
	else if (code && cp == '-')
		sec_buf_addstr(out, "\\-");
	else if (code && cp == '\'')
		sec_buf_addstr(out, "\\(aq");
	else if (code && cp == '"')
		sec_buf_addstr(out, "\\(dq");
	else if (code && cp == '`')
		sec_buf_addstr(out, "\\(ga");
	else if (code && cp == '^')
		sec_buf_addstr(out, "\\(ha");
	else if (code && cp == '~')
		sec_buf_addstr(out, "\\(ti");
	else if (cp < 0x80)
		sec_buf_addch(out, (char)cp);
	else
		sec_buf_addf(out, "\\[u%04X]", (unsigned)cp);
}

/* Does a sentence end before, and another begin after, the blanks at `i`? An
 * initial (`J. Brandt`) ends none. */
static bool between_sentences(struct sec_str text, size_t i)
{
	if (i < 3 || !strchr(".!?", text.s[i - 1]) || !islower((unsigned char)text.s[i - 2])
		|| !isalnum((unsigned char)text.s[i - 3]))
		return false;
	while (i < text.len && isspace((unsigned char)text.s[i]))
		i++;
	return i < text.len && isupper((unsigned char)text.s[i]);
}

/* `dates.end`, `sec-set`, `{effective-end}`: a word that must not be hyphenated,
 * or nobody could type it. */
static bool is_typed(struct sec_str text, size_t i)
{
	size_t end = i;

	while (end < text.len && !isspace((unsigned char)text.s[end]))
		end++;
	while (end > i && strchr(".,;:)'\"", text.s[end - 1]))
		end--;
	for (; i < end; i++)
		if (strchr(".=-:{}", text.s[i]))
			return true;
	return false;
}

static bool is_blank(struct sec_str text, size_t i)
{
	return isspace((unsigned char)text.s[i]);
}

/* Adds text with its blanks and line ends as single blanks; a new sentence
 * begins a new line, as mdoc(7) wants it. */
static void add(struct sec_buf *out, struct sec_str text, bool code)
{
	enum sec_char kind;
	uint32_t cp;
	size_t i, n;

	text = sec_str_trim(text);
	for (i = 0; i < text.len; i += n) {
		n = sec_utf8_next(text.s + i, text.len - i, &cp, &kind);
		if (is_blank(text, i)) {
			if (!is_blank(text, i - 1))
				sec_buf_addch(out, !code && between_sentences(text, i) ? '\n' : ' ');
			continue;
		}
		if ((i == 0 || is_blank(text, i - 1)) && is_typed(text, i))
			sec_buf_addstr(out, "\\%");
		add_char(out, cp, code);
	}
}

void roff_code(struct sec_buf *out, struct sec_str text)
{
	sec_buf_addstr(out, "\\fB");
	add(out, text, true);
	sec_buf_addstr(out, "\\fP");
}

void roff_words(struct sec_buf *out, const char *const *word, unsigned n)
{
	unsigned i;

	for (i = 0; i < n; i++) {
		sec_buf_addstr(out, i ? ", " : "");
		roff_code(out, sec_str(word[i]));
	}
}

/* A blank beside backticks is kept: add() trims what it is given. */
static void add_words(struct sec_buf *out, struct sec_str words)
{
	if (words.len && isspace((unsigned char)words.s[0]))
		sec_buf_addch(out, ' ');
	add(out, words, false);
	if (sec_str_trim(words).len && isspace((unsigned char)words.s[words.len - 1]))
		sec_buf_addch(out, ' ');
}

void roff_text(struct sec_buf *out, const char *text)
{
	const char *open, *close;

	while ((open = strchr(text, '`')) && (close = strchr(open + 1, '`'))) {
		add_words(out, (struct sec_str){ text, (size_t)(open - text) });
		roff_code(out, (struct sec_str){ open + 1, (size_t)(close - open) - 1 });
		text = close + 1;
	}
	add_words(out, sec_str(text));
}

/* `end` is a word, `dates.end` the name of a key that stays as it is. */
static bool begins_with_word(const char *text)
{
	while (isalpha((unsigned char)*text))
		text++;
	return *text == ' ' || *text == ',' || *text == '\0';
}

void roff_sentence(struct sec_buf *out, const char *text)
{
	size_t at = out->len;

	if (!text || !*text)
		return;
	roff_text(out, text);
	if (begins_with_word(text))
		out->s[at] = (char)toupper((unsigned char)out->s[at]);
	if (!strchr(".!?", out->s[out->len - 1]))
		sec_buf_addch(out, '.');
	sec_buf_addch(out, '\n');
}
