/* SPDX-License-Identifier: ISC */
#include <cmark-gfm-core-extensions.h>
#include <stdlib.h>

#include "render/markdown/cmark.h"
#include "render/markdown/mark.h"

cmark_node *sec_markdown_parse(cmark_parser **parser, struct sec_str marked)
{
	struct sec_buf settled = SEC_BUF_INIT;

	cmark_gfm_core_extensions_ensure_registered();
	*parser = cmark_parser_new(CMARK_OPT_DEFAULT);
	cmark_parser_attach_syntax_extension(*parser, cmark_find_syntax_extension("table"));
	sec_markdown_settle(&settled, marked, true);
	cmark_parser_feed(*parser, settled.s, settled.len);
	sec_buf_release(&settled);
	return cmark_parser_finish(*parser);
}

/* What the HTML needs beyond cmark's. cmark puts every tag of a table on a line
 * of its own, and text is escaped, so tags and marks are only what we put there. */
struct finish {
	struct sec_buf *out;
	bool row_heads; /* a table without headings: its first cells are the headings */
	bool row_start;
};

/* The lines of a table's head that is empty; 0 when it says something. */
static size_t empty_head(struct sec_str rest)
{
	size_t at, len;

	if (strncmp(rest.s, "<thead>\n", 8) != 0)
		return 0;
	for (at = 8; at < rest.len; at += len + 1) {
		struct sec_str line = { rest.s + at, strcspn(rest.s + at, "\n") };

		len = line.len;
		if (sec_str_is(line, "</thead>"))
			return at + len + 1;
		if (!sec_str_is(line, "<tr>") && !sec_str_is(line, "</tr>") && !sec_str_is(line, "<th></th>"))
			break;
	}
	return 0;
}

static void add_marked(struct sec_buf *out, struct sec_str s)
{
	static const char *const tags[] = { "<mark>", "</mark>", "<br />" };
	size_t i = 0;

	while (i < s.len) {
		int mark = sec_mark_at(s.s + i, s.len - i);

		if (mark < 0)
			sec_buf_addch(out, s.s[i]);
		else
			sec_buf_addstr(out, tags[mark]);
		i += mark < 0 ? 1 : MARK_LEN;
	}
}

static void finish_line(struct finish *f, struct sec_str line)
{
	bool head = f->row_heads && f->row_start && line.len >= 9 && memcmp(line.s, "<td>", 4) == 0;

	f->row_start = sec_str_is(line, "<tr>");
	if (sec_str_is(line, "</table>"))
		f->row_heads = false;
	if (line.len > 4 && memcmp(line.s, "<th", 3) == 0 && strchr(" >", line.s[3])) {
		sec_buf_addstr(f->out, "<th scope=\"col\"");
		add_marked(f->out, (struct sec_str){ line.s + 3, line.len - 3 });
	} else if (head) {
		sec_buf_addstr(f->out, "<th scope=\"row\">");
		add_marked(f->out, (struct sec_str){ line.s + 4, line.len - 9 });
		sec_buf_addstr(f->out, "</th>");
	} else {
		add_marked(f->out, line);
	}
	sec_buf_addch(f->out, '\n');
}

void sec_markdown_html(struct sec_buf *out, struct sec_str marked)
{
	struct finish f = { .out = out };
	cmark_parser *parser;
	cmark_node *root = sec_markdown_parse(&parser, marked);
	char *html = cmark_render_html(root, CMARK_OPT_DEFAULT, cmark_parser_get_syntax_extensions(parser));
	struct sec_str rest = sec_str(html);

	while (rest.len) {
		size_t n = empty_head(rest);

		if (n) {
			f.row_heads = true;
		} else {
			n = strcspn(rest.s, "\n");
			finish_line(&f, (struct sec_str){ rest.s, n });
			n += rest.s[n] == '\n';
		}
		rest.s += n;
		rest.len -= n;
	}
	free(html);
	cmark_node_free(root);
	cmark_parser_free(parser);
}
