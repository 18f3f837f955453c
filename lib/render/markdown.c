/* SPDX-License-Identifier: ISC */
#include "render/markdown.h"

#include "base/utf8.h"
#include "render/markdown/mark.h"

static bool alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* `1.`, `12)`, `(iv)`, `a.` at the beginning of a line would begin a list: the
 * offset of the byte to escape, or 0. */
static size_t enumerator(struct sec_str line)
{
	size_t i = line.len && line.s[0] == '(', from = i;

	while (i < line.len && i - from < 10
		&& ((line.s[i] >= '0' && line.s[i] <= '9') || (line.s[i] >= 'a' && line.s[i] <= 'z')))
		i++;
	if (i == from || i == line.len || (line.s[i] != '.' && line.s[i] != ')'))
		return 0;
	return i + 1 == line.len || line.s[i + 1] == ' ' || line.s[i + 1] == '\t' ? i : 0;
}

/* `:word:` is a picture to some. */
static bool emoji(struct sec_str line, size_t i)
{
	size_t from = ++i;

	while (i < line.len && (alnum(line.s[i]) || strchr("_+-", line.s[i])))
		i++;
	return i > from && i < line.len && line.s[i] == ':';
}

/* Does the byte at `i` need a backslash? Outside a value anything may stand. */
static bool special(struct sec_str line, size_t i)
{
	char c = line.s[i];
	char before = i ? line.s[i - 1] : '\0';
	char after = i + 1 < line.len ? line.s[i + 1] : '\0';

	switch (c) {
	case '\\': case '`': case '*': case '[': case ']': case '<': case '>': case '|':
	case '~': case '$': case '^': case '{':
		return true;
	case '_':
		return !alnum(before) || !alnum(after);
	case '&':
		return !after || after == '#' || alnum(after);
	case '!':
		return !after;
	case '#':
		return !before || before == ' ' || before == '\t';
	case '@':
		return !alnum(before);
	case ':':
		return !before || emoji(line, i);
	case '-': case '+': case '=': case '%':
		return !before;
	}
	return false;
}

static bool number(struct sec_str line)
{
	size_t i = 0;

	while (i < line.len && line.s[i] >= '0' && line.s[i] <= '9')
		i++;
	return line.len && i == line.len;
}

static void escape_line(struct sec_buf *out, struct sec_str line)
{
	size_t i, enumerates;

	for (; line.len && (line.s[0] == ' ' || line.s[0] == '\t'); line.s++, line.len--)
		sec_buf_addstr(out, line.s[0] == ' ' ? "&nbsp;" : "&nbsp;&nbsp;&nbsp;&nbsp;");
	enumerates = enumerator(line);
	for (i = 0; i < line.len; i++) {
		if (special(line, i) || (i && i == enumerates))
			sec_buf_addch(out, '\\');
		sec_buf_addch(out, line.s[i]);
	}
}

void sec_markdown_escape(struct sec_buf *out, struct sec_str text)
{
	struct sec_buf seen = SEC_BUF_INIT;
	struct sec_str rest;

	sec_visible_text(&seen, text.s, text.len);
	rest = sec_buf_str(&seen);
	for (;;) {
		const char *nl = memchr(rest.s, '\n', rest.len);
		struct sec_str line = { rest.s, nl ? (size_t)(nl - rest.s) : rest.len };

		if (!nl && line.s > seen.s && number(line)) {
			/* what follows the value could be the full stop of `1.` */
			sec_buf_addf(out, "&#%d;", line.s[0]);
			line.s++;
			line.len--;
		}
		escape_line(out, line);
		if (!nl)
			break;
		sec_buf_addstr(out, MARK_LINE);
		rest.len -= (size_t)(nl + 1 - rest.s);
		rest.s = nl + 1;
	}
	sec_buf_release(&seen);
}

void sec_markdown_gap(struct sec_buf *out, struct sec_str words)
{
	sec_buf_addstr(out, MARK_GAP "[");
	sec_markdown_escape(out, words);
	sec_buf_addstr(out, "]" MARK_GAP_END);
}

/* What a line of a list item or a quotation begins with, for the lines that go
 * on in it: list markers as blanks, `>` as it is. */
static void prefix_of(struct sec_buf *out, struct sec_str line)
{
	size_t i = 0, n;

	for (;;) {
		while (i < line.len && line.s[i] == ' ') {
			sec_buf_addch(out, ' ');
			i++;
		}
		n = i;
		while (n < line.len && line.s[n] >= '0' && line.s[n] <= '9')
			n++;
		if (n > i && n < line.len && (line.s[n] == '.' || line.s[n] == ')'))
			n++;
		else if (n == i && n < line.len && strchr("-*+>", line.s[n]))
			n++;
		else
			return;
		if (n == line.len || line.s[n] != ' ')
			return;
		for (; i < n; i++)
			sec_buf_addch(out, line.s[i] == '>' ? '>' : ' ');
	}
}

enum place { IN_TEXT, IN_TABLE, IN_HEADING };

static enum place place_of(struct sec_str line)
{
	line = sec_str_trim(line);
	if (line.len && line.s[0] == '|')
		return IN_TABLE;
	return line.len && line.s[0] == '#' ? IN_HEADING : IN_TEXT;
}

/* A line end of a value. `rest` is the line after it. Returns the bytes of
 * further marks that were dealt with. */
static size_t line_end(struct sec_buf *out, enum place place, const struct sec_buf *prefix,
	struct sec_str rest, bool keep)
{
	size_t more = 0;

	if (place == IN_TABLE) {
		sec_buf_addstr(out, keep ? MARK_LINE : "<br>");
		return 0;
	}
	while (sec_mark_at(rest.s + more, rest.len - more) == MARK_IS_LINE)
		more += MARK_LEN;
	if (place == IN_HEADING) {
		sec_buf_addch(out, ' ');
		return more;
	}
	if (more) {
		sec_buf_addch(out, '\n');
		sec_buf_addslice(out, sec_buf_str(prefix));
		while (out->s[out->len - 1] == ' ')
			sec_buf_remove(out, out->len - 1, 1);
	} else if (rest.len) {
		sec_buf_addch(out, '\\');
	}
	sec_buf_addch(out, '\n');
	sec_buf_addslice(out, sec_buf_str(prefix));
	return more;
}

static void settle_line(struct sec_buf *out, struct sec_str line, bool keep)
{
	enum place place = place_of(line);
	struct sec_buf prefix = SEC_BUF_INIT;
	size_t i = 0;

	prefix_of(&prefix, line);
	while (i < line.len) {
		int mark = sec_mark_at(line.s + i, line.len - i);

		if (mark < 0) {
			sec_buf_addch(out, line.s[i++]);
			continue;
		}
		i += MARK_LEN;
		if (mark == MARK_IS_LINE)
			i += line_end(out, place, &prefix,
				(struct sec_str){ line.s + i, line.len - i }, keep);
		else if (keep)
			sec_buf_add(out, line.s + i - MARK_LEN, MARK_LEN);
		else
			sec_buf_addstr(out, "**");
	}
	sec_buf_release(&prefix);
}

void sec_markdown_settle(struct sec_buf *out, struct sec_str marked, bool keep)
{
	bool empty = true; /* nothing before, or an empty line */

	while (marked.len) {
		struct sec_str line = sec_str_cut(&marked, '\n');

		while (line.len && (line.s[line.len - 1] == ' ' || line.s[line.len - 1] == '\t'))
			line.len--;
		if (line.len || !empty) {
			settle_line(out, line, keep);
			sec_buf_addch(out, '\n');
		}
		empty = !line.len;
	}
	if (empty && out->len && out->s[out->len - 1] == '\n')
		sec_buf_remove(out, out->len - 1, 1);
}

void sec_markdown_md(struct sec_buf *out, struct sec_str marked)
{
	sec_markdown_settle(out, marked, false);
}
