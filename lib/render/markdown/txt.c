/* SPDX-License-Identifier: ISC */
#include <cmark-gfm-core-extensions.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "render/markdown/cmark.h"
#include "render/markdown/mark.h"
#include "render/wrap.h"

struct page {
	struct sec_buf *out;
	size_t width;
	struct sec_buf indent;  /* stands before every line */
	struct sec_buf first;   /* stands before the next line instead, once */
	bool tight;             /* no empty lines between the items of this list */
	size_t start;           /* of the output */
};

static void blocks(struct page *p, cmark_node *parent);

/* The text of a node's inlines; line ends are hard breaks. */
static void inlines(struct sec_buf *out, cmark_node *parent)
{
	cmark_node *n;

	for (n = cmark_node_first_child(parent); n; n = cmark_node_next(n)) {
		switch (cmark_node_get_type(n)) {
		case CMARK_NODE_TEXT:
		case CMARK_NODE_CODE:
			sec_buf_addstr(out, cmark_node_get_literal(n));
			break;
		case CMARK_NODE_SOFTBREAK:
			sec_buf_addch(out, ' ');
			break;
		case CMARK_NODE_LINEBREAK:
			sec_buf_addch(out, '\n');
			break;
		case CMARK_NODE_LINK:
			inlines(out, n);
			sec_buf_addf(out, " (%s)", cmark_node_get_url(n));
			break;
		default:
			inlines(out, n);
		}
	}
}

/* The same without marks. */
static void words_of(struct sec_buf *out, cmark_node *n)
{
	struct sec_buf with = SEC_BUF_INIT;
	size_t i = 0;

	inlines(&with, n);
	while (i < with.len) {
		int mark = sec_mark_at(with.s + i, with.len - i);

		if (mark == MARK_IS_LINE)
			sec_buf_addch(out, '\n');
		else if (mark < 0)
			sec_buf_addch(out, with.s[i]);
		i += mark < 0 ? 1 : MARK_LEN;
	}
	sec_buf_release(&with);
}

static size_t room(const struct page *p)
{
	size_t indent = sec_utf8_width(p->indent.s, p->indent.len);

	return p->width > indent + 20 ? p->width - indent : 20;
}

static void start_line(struct page *p)
{
	if (p->first.len)
		sec_buf_addslice(p->out, sec_buf_str(&p->first));
	else
		sec_buf_addslice(p->out, sec_buf_str(&p->indent));
	sec_buf_clear(&p->first);
}

static void end_line(struct page *p)
{
	while (p->out->len > p->start && p->out->s[p->out->len - 1] == ' ')
		sec_buf_remove(p->out, p->out->len - 1, 1);
	sec_buf_addch(p->out, '\n');
}

static void print_lines(struct page *p, const struct sec_lines *l)
{
	size_t i;

	for (i = 0; i < l->n; i++) {
		start_line(p);
		sec_buf_addslice(p->out, l->line[i]);
		end_line(p);
	}
}

static void text(struct page *p, cmark_node *n)
{
	struct sec_buf words = SEC_BUF_INIT;
	struct sec_lines lines = { 0 };

	words_of(&words, n);
	sec_wrap(&lines, sec_buf_str(&words), room(p));
	print_lines(p, &lines);
	sec_lines_release(&lines);
	sec_buf_release(&words);
}

static void rule(struct page *p, char c, size_t n)
{
	start_line(p);
	while (n--)
		sec_buf_addch(p->out, c);
	end_line(p);
}

static void heading(struct page *p, cmark_node *n)
{
	struct sec_buf words = SEC_BUF_INIT;
	int level = cmark_node_get_heading_level(n);
	size_t width;

	words_of(&words, n);
	width = sec_utf8_width(words.s, words.len);
	text(p, n);
	if (level < 3)
		rule(p, level == 1 ? '=' : '-', width < room(p) ? width : room(p));
	sec_buf_release(&words);
}

static void item(struct page *p, cmark_node *n, const char *sign)
{
	size_t indent = p->indent.len;

	if (!p->first.len)
		sec_buf_addslice(&p->first, sec_buf_str(&p->indent));
	sec_buf_addstr(&p->first, sign);
	sec_buf_addf(&p->indent, "%*s", (int)strlen(sign), "");
	blocks(p, n);
	sec_buf_remove(&p->indent, indent, p->indent.len - indent);
	if (p->first.len) { /* an item without text */
		start_line(p);
		end_line(p);
	}
}

static void list(struct page *p, cmark_node *n)
{
	bool outer = p->tight, ordered = cmark_node_get_list_type(n) == CMARK_ORDERED_LIST;
	int number = cmark_node_get_list_start(n);
	cmark_node *i;
	char sign[16];

	p->tight = cmark_node_get_list_tight(n);
	for (i = cmark_node_first_child(n); i; i = cmark_node_next(i)) {
		snprintf(sign, sizeof(sign), "%d. ", number++);
		if (i != cmark_node_first_child(n) && !p->tight)
			rule(p, ' ', 0);
		item(p, i, ordered ? sign : "- ");
	}
	p->tight = outer;
}

static void quote(struct page *p, cmark_node *n)
{
	size_t indent = p->indent.len;

	sec_buf_addstr(&p->indent, "> ");
	if (p->first.len)
		sec_buf_addstr(&p->first, "> ");
	blocks(p, n);
	sec_buf_remove(&p->indent, indent, 2);
}

static void code(struct page *p, cmark_node *n)
{
	struct sec_str rest = sec_str(cmark_node_get_literal(n));

	while (rest.len) {
		struct sec_str line = sec_str_cut(&rest, '\n');

		start_line(p);
		sec_buf_addf(p->out, "    %.*s", SEC_ARG(line));
		end_line(p);
	}
}

static void table(struct page *p, cmark_node *n)
{
	struct sec_grid g = { .columns = cmark_gfm_extensions_get_table_columns(n) };
	struct sec_lines lines = { 0 };
	struct sec_buf cell = SEC_BUF_INIT, all = SEC_BUF_INIT;
	cmark_node *row, *c;

	for (row = cmark_node_first_child(n); row; row = cmark_node_next(row))
		for (c = cmark_node_first_child(row); c; c = cmark_node_next(c)) {
			sec_buf_clear(&cell);
			words_of(&cell, c);
			sec_grid_add(&g, sec_buf_str(&cell));
		}
	sec_grid_print(&g, &all, room(p));
	sec_lines_split(&lines, sec_buf_str(&all));
	print_lines(p, &lines);
	sec_lines_release(&lines);
	sec_buf_release(&all);
	sec_buf_release(&cell);
	sec_grid_release(&g);
}

static void block(struct page *p, cmark_node *n)
{
	cmark_node_type type = cmark_node_get_type(n);

	if (type == CMARK_NODE_PARAGRAPH)
		text(p, n);
	else if (type == CMARK_NODE_HEADING)
		heading(p, n);
	else if (type == CMARK_NODE_LIST)
		list(p, n);
	else if (type == CMARK_NODE_BLOCK_QUOTE)
		quote(p, n);
	else if (type == CMARK_NODE_THEMATIC_BREAK)
		rule(p, '-', room(p));
	else if (type == CMARK_NODE_CODE_BLOCK)
		code(p, n);
	else if (strcmp(cmark_node_get_type_string(n), "table") == 0)
		table(p, n);
}

static void blocks(struct page *p, cmark_node *parent)
{
	cmark_node *n;

	for (n = cmark_node_first_child(parent); n; n = cmark_node_next(n)) {
		if (cmark_node_get_type(n) == CMARK_NODE_HTML_BLOCK)
			continue;
		if (cmark_node_previous(n) && !p->tight)
			rule(p, ' ', 0);
		block(p, n);
	}
}

void sec_markdown_txt(struct sec_buf *out, struct sec_str marked, size_t width)
{
	struct page p = { .out = out, .width = width, .indent = SEC_BUF_INIT, .first = SEC_BUF_INIT,
		.start = out->len };
	cmark_parser *parser;
	cmark_node *root = sec_markdown_parse(&parser, marked);

	blocks(&p, root);
	cmark_node_free(root);
	cmark_parser_free(parser);
	sec_buf_release(&p.indent);
	sec_buf_release(&p.first);
}
