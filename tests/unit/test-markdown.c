/* SPDX-License-Identifier: ISC
 *
 * Markdown: what goes in as a value comes out as the same text, wherever it
 * stands; and the three forms of a page.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "render/markdown/cmark.h"
#include "render/markdown/mark.h"
#include "render/wrap.h"

/* All text of a tree: line ends for hard breaks, an empty line between blocks. */
static void text_of(struct sec_buf *out, cmark_node *root)
{
	cmark_iter *i = cmark_iter_new(root);
	cmark_event_type e;

	while ((e = cmark_iter_next(i)) != CMARK_EVENT_DONE) {
		cmark_node *n = cmark_iter_get_node(i);
		cmark_node_type t = cmark_node_get_type(n);

		if (e == CMARK_EVENT_ENTER && (t == CMARK_NODE_TEXT || t == CMARK_NODE_CODE
				|| t == CMARK_NODE_HTML_INLINE))
			sec_buf_addstr(out, cmark_node_get_literal(n));
		else if (e == CMARK_EVENT_ENTER && (t == CMARK_NODE_LINEBREAK || t == CMARK_NODE_SOFTBREAK))
			sec_buf_addch(out, '\n');
		else if (e == CMARK_EVENT_ENTER && t == CMARK_NODE_PARAGRAPH && out->len)
			sec_buf_addstr(out, "\n\n");
		else if (e == CMARK_EVENT_ENTER && (t == CMARK_NODE_EMPH || t == CMARK_NODE_STRONG
				|| t == CMARK_NODE_LINK || t == CMARK_NODE_IMAGE || t == CMARK_NODE_HTML_BLOCK
				|| t == CMARK_NODE_CODE_BLOCK || t == CMARK_NODE_THEMATIC_BREAK))
			sec_buf_addf(out, "{{%s}}", cmark_node_get_type_string(n));
	}
	cmark_iter_free(i);
}

/* No-break blanks become blanks, marks of line ends line ends. */
static void plain(struct sec_buf *b)
{
	struct sec_buf out = SEC_BUF_INIT;
	size_t i = 0;

	while (i < b->len) {
		if (sec_mark_at(b->s + i, b->len - i) == MARK_IS_LINE) {
			sec_buf_addch(&out, '\n');
			i += MARK_LEN;
		} else if (i + 1 < b->len && b->s[i] == '\xc2' && b->s[i + 1] == '\xa0') {
			sec_buf_addch(&out, ' ');
			i += 2;
		} else {
			sec_buf_addch(&out, b->s[i++]);
		}
	}
	sec_buf_release(b);
	*b = out;
}

static const struct place {
	const char *before, *after;
	enum { LINES, ONE_LINE, CELL } lines;
} places[] = {
	{ "", "", LINES },
	{ "- ", "", LINES },
	{ "12. ", "", LINES },
	{ "> - ", "", LINES },
	{ "Said: ", ".", LINES },
	{ "# ", "", ONE_LINE },
	{ "### x ", "", ONE_LINE },
	{ "| h |\n|---|\n| ", " |", CELL },
	{ "| h | i |\n|---|---|\n| x ", " y | z |", CELL },
};

/* The value as the place is to show it. */
static void expect(struct sec_buf *out, const struct place *place, const char *value)
{
	const char *first = strrchr(place->before, '|'), *words;

	words = first ? first + 1 : place->before + strspn(place->before, "#>-.0123456789 ");
	if (place->lines == CELL)
		sec_buf_addstr(out, strncmp(place->before, "| h | i", 7) == 0 ? "hix " : "h");
	else
		sec_buf_addstr(out, words);
	for (; *value; value++)
		if (*value == '\n' && place->lines == ONE_LINE) {
			sec_buf_addch(out, ' ');
			value += strspn(value, "\n") - 1;
		} else {
			sec_buf_addch(out, *value);
		}
	if (place->lines == CELL)
		sec_buf_addstr(out, strncmp(place->before, "| h | i", 7) == 0 ? " yz" : "");
	else
		sec_buf_addstr(out, place->after);
}

static void in_and_out(const char *value)
{
	size_t i;

	for (i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		struct sec_buf marked = SEC_BUF_INIT, got = SEC_BUF_INIT, want = SEC_BUF_INIT;
		cmark_parser *parser;
		cmark_node *root;

		sec_buf_addstr(&marked, places[i].before);
		sec_markdown_escape(&marked, sec_str(value));
		sec_buf_addf(&marked, "%s\n", places[i].after);
		root = sec_markdown_parse(&parser, sec_buf_str(&marked));
		text_of(&got, root);
		plain(&got);
		expect(&want, &places[i], value);
		if (strcmp(got.s, want.s) != 0)
			fail_msg("in '%s…': value:\n%s\nas Markdown:\n%s\nshows:\n%s\nexpected:\n%s",
				places[i].before, value, marked.s, got.s, want.s);
		cmark_node_free(root);
		cmark_parser_free(parser);
		sec_buf_release(&marked);
		sec_buf_release(&got);
		sec_buf_release(&want);
	}
}

static void known_values(void **state)
{
	static const char *const values[] = {
		"plain", "Smith ; Sons", "O'Brien & Co", "AT&T &amp; &#65; R&D &", "a_b _c_ __d__ snake_case",
		"*x* **y** ***", "`code` ``", "[x](y) ![i](j) [x]: z [^1]", "<script>alert(1)</script>",
		"<a href=\"javascript:x\">y</a> <!-- c --> ]]>", "1. one", "12) twelve", "(iv) four", "a. letter",
		"- dash", "+ plus", "* star", "# no heading", "C #", "a # b", "=====", "-----", "- - -", "***",
		"> quote", "| a | b |", "a\\|b", "\\", "a\\", "\\\\", "\\*", "~~gone~~", "~~~", "```\nx\n```",
		"line one\nline two", "one\n\ntwo\n- three\n  indented\n1. four", "x\n===\ny\n---", "    code",
		"x\ty", "a\n\n    deep", "http://x.org www.x.org a@b.org @who", ":--\n--:", "{.class}", "$x$ ^y^",
		"J. Brandt", "1986", "2026-03-01", "100%", "% title", "so :smile: it is", "14:30:00", "!", "!\n[", "\"q\" 'r' -- ... \xe2\x80\xa6",
		"\xe2\x98\x90 \xe4\xb8\xad\xe6\x96\x87 \xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d", "Hello.\n:  definition",
		"a\n|--|\n|x|", "&copy", "a:\n\n   b", "no.\n)", "x\n#", "_", "a_\n_b", "-", "+", "1.", "(1)",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		in_and_out(values[i]);
}

static uint32_t seed = 20261121;
static uint32_t roll(uint32_t n)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % n;
}

/* A legal value: no blanks at the end of a line or before the first, no more than
 * one empty line in a row, none at either end. */
static void random_value(char *out, size_t room)
{
	static const char *const pieces[] = { "\\", "`", "*", "_", "{", "}", "[", "]", "(", ")", "#", "+", "-",
		".", "!", "<", ">", "&", "|", "~", "=", "\"", "'", "$", ":", "/", "@", "^", "%", ";", "?", ",",
		" ", " ", "  ", "a", "B", "z9", "1", "42", "word", "&amp;", "<b>", "](", "**", "__", "```", "~~~",
		"---", "===", "1. ", "- ", "\n", "\n", "\n\n", "\n    ", "\xc3\xa9", "\xe2\x80\x93", "\xe4\xb8\xad",
		"http://x.y", "\n| a |", "\n|-|" };
	size_t n = 0, i, count = 1 + roll(14);

	for (i = 0; i < count; i++) {
		const char *p = pieces[roll(sizeof(pieces) / sizeof(pieces[0]))];
		size_t len = strlen(p);

		while (n && out[n - 1] == ' ' && *p == '\n')
			n--;
		if (*p == '\n' && n > 1 && out[n - 1] == '\n') {
			p += strspn(p, "\n");
			len = strlen(p);
		}
		if (!n) {
			p += strspn(p, " \n");
			len = strlen(p);
		}
		if (n + len + 1 >= room)
			break;
		memcpy(out + n, p, len);
		n += len;
	}
	while (n && strchr(" \n", out[n - 1]))
		n--;
	out[n] = '\0';
}

static void random_values(void **state)
{
	char value[256];
	int i;

	(void)state;
	for (i = 0; i < 20000; i++) {
		random_value(value, sizeof(value));
		if (*value)
			in_and_out(value);
	}
}

static const char sample[] =
	"# Title\n\n\n\n"
	"One paragraph that is long enough to be wrapped when the page is narrow, "
	"with **bold** and `code`.\\\nNext line.\n\n"
	"| Key | A long heading |\n|---|---|\n| a | short |\n| b | " "x" MARK_LINE "y \\| z |\n\n"
	"- item one is also long enough to be wrapped\n- " MARK_GAP "[due: day]" MARK_GAP_END
	"\n\n  1. inner" MARK_LINE "second line\n\n"
	"> quoted\n\n| | |\n|---|---|\n| row | cell |\n\n## Sub" MARK_LINE "title\n\n---\n\n<b>raw</b> [link](http://x.y)\n";

static void forms(void **state)
{
	struct sec_buf out = SEC_BUF_INIT;

	(void)state;
	sec_markdown_md(&out, sec_str(sample));
	assert_string_equal(out.s,
		"# Title\n\nOne paragraph that is long enough to be wrapped when the page is narrow, "
		"with **bold** and `code`.\\\nNext line.\n\n| Key | A long heading |\n|---|---|\n| a | short |\n"
		"| b | x<br>y \\| z |\n\n- item one is also long enough to be wrapped\n- **[due: day]**\n\n"
		"  1. inner\\\n     second line\n\n> quoted\n\n| | |\n|---|---|\n| row | cell |\n\n## Sub title\n\n---\n\n<b>raw</b> [link](http://x.y)\n");
	sec_buf_clear(&out);
	sec_markdown_html(&out, sec_str(sample));
	assert_string_equal(out.s,
		"<h1>Title</h1>\n<p>One paragraph that is long enough to be wrapped when the page is narrow, with "
		"<strong>bold</strong> and <code>code</code>.<br />\nNext line.</p>\n<table>\n<thead>\n<tr>\n"
		"<th scope=\"col\">Key</th>\n<th scope=\"col\">A long heading</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n"
		"<td>a</td>\n<td>short</td>\n</tr>\n<tr>\n<td>b</td>\n<td>x<br />y | z</td>\n</tr>\n</tbody>\n</table>\n"
		"<ul>\n<li>\n<p>item one is also long enough to be wrapped</p>\n</li>\n<li>\n"
		"<p><mark>[due: day]</mark></p>\n<ol>\n<li>inner<br />\nsecond line</li>\n</ol>\n</li>\n</ul>\n"
		"<blockquote>\n<p>quoted</p>\n</blockquote>\n<table>\n<tbody>\n<tr>\n<th scope=\"row\">row</th>\n"
		"<td>cell</td>\n</tr>\n</tbody>\n</table>\n<h2>Sub title</h2>\n<hr />\n"
		"<p><!-- raw HTML omitted -->raw<!-- raw HTML omitted --> <a href=\"http://x.y\">link</a></p>\n");
	sec_buf_clear(&out);
	sec_markdown_txt(&out, sec_str(sample), 30);
	assert_string_equal(out.s,
		"Title\n=====\n\nOne paragraph that is long\nenough to be wrapped when the\npage is narrow, with bold and\n"
		"code.\nNext line.\n\nKey  A long heading\n---  --------------\na    short\n\nb    x\n     y | z\n\n"
		"- item one is also long enough\n  to be wrapped\n\n- [due: day]\n\n  1. inner\n     second line\n\n"
		"> quoted\n\nrow  cell\n\nSub title\n---------\n\n------------------------------\n\nraw link (http://x.y)\n");
	sec_buf_release(&out);
}

static void tables(void **state)
{
	static const struct {
		size_t width, columns;
		const char *cells; /* separated by / */
		const char *expected;
	} cases[] = {
		{ 20, 2, "A/B/1/2", "A    B\n---  ---\n1    2\n" },
		{ 20, 2, "A/B/one two three/four five six",
			"A          B\n---------  ---------\none two    four five\nthree      six\n" },
		{ 12, 1, "H/abcdefghijklmnopqrstuvwxyz", "H\n------------\nabcdefghijkl\nmnopqrstuvwx\nyz\n" },
		{ 30, 2, "H/I/\xe4\xb8\xad\xe6\x96\x87/x", "H     I\n----  ---\n\xe4\xb8\xad\xe6\x96\x87  x\n" },
		{ 30, 2, "H/I/x/", "H    I\n---  ------------\nx    ____________\n" },
		{ 8, 1, "H/", "H\n--------\n________\n________\n________\n" },
		{ 30, 2, "//x/y", "x    y\n" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct sec_grid g = { .columns = cases[i].columns };
		struct sec_buf out = SEC_BUF_INIT;
		const char *s = cases[i].cells;

		for (;; s++) {
			size_t n = strcspn(s, "/");

			sec_grid_add(&g, (struct sec_str){ s, n });
			s += n;
			if (!*s)
				break;
		}
		assert_int_equal(g.n % g.columns, 0);
		sec_grid_print(&g, &out, cases[i].width);
		assert_string_equal(out.s, cases[i].expected);
		sec_buf_release(&out);
		sec_grid_release(&g);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_values),
		cmocka_unit_test(random_values),
		cmocka_unit_test(forms),
		cmocka_unit_test(tables),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
