/* SPDX-License-Identifier: ISC */
#include <cmark-gfm-core-extensions.h>
#include <stdlib.h>

#include "render/markdown-cmark.h"
#include "render/markdown-mark.h"

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

/* Text is escaped by now, so `<th` and marks are only what we put there. */
void sec_markdown_html(struct sec_buf *out, struct sec_str marked)
{
	static const char *const tags[] = { "<mark>", "</mark>", "<br />" };
	cmark_parser *parser;
	cmark_node *root = sec_markdown_parse(&parser, marked);
	char *html = cmark_render_html(root, CMARK_OPT_DEFAULT, cmark_parser_get_syntax_extensions(parser));
	struct sec_str rest = sec_str(html);

	while (rest.len) {
		int mark = sec_mark_at(rest.s, rest.len);
		size_t n = mark < 0 ? 1 : MARK_LEN;

		if (mark >= 0) {
			sec_buf_addstr(out, tags[mark]);
		} else if (rest.len > 4 && memcmp(rest.s, "<th", 3) == 0 && strchr(" >", rest.s[3])) {
			sec_buf_addstr(out, "<th scope=\"col\"");
			n = 3;
		} else {
			sec_buf_addch(out, *rest.s);
		}
		rest.s += n;
		rest.len -= n;
	}
	free(html);
	cmark_node_free(root);
	cmark_parser_free(parser);
}
