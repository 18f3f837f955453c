/* SPDX-License-Identifier: ISC
 *
 * Markdown: how values get into it without becoming markup, and how it becomes
 * an HTML fragment or plain text, over libcmark-gfm with its tables, never with
 * raw HTML let through.
 *
 * A value may have lines and paragraphs, but only the finished page shows what
 * it stands in: a table cell, a list item, a heading. So escaping leaves marks
 * (Unicode noncharacters, which no legal value has and escaping makes visible)
 * for line ends and gaps, and the three functions below settle them:
 *
 *   line end     in a paragraph or list item a hard break, an empty line a new
 *                paragraph; in a table cell <br>; in a heading a blank
 *   gap          **[…]** in Markdown, <mark>[…]</mark> in HTML, […] in text
 */
#ifndef SEC_RENDER_MARKDOWN_H
#define SEC_RENDER_MARKDOWN_H

#include "base/buf.h"

/* A value, so that cmark and pandoc (-f gfm) print exactly its text. Blanks at
 * the beginning of a line become no-break blanks. */
void sec_markdown_escape(struct sec_buf *out, struct sec_str text);
/* The mark of a gap: what is missing, in words, which are escaped. */
void sec_markdown_gap(struct sec_buf *out, struct sec_str words);

/* Each takes Markdown with marks and appends: Markdown, at most one empty line
 * in a row; */
void sec_markdown_md(struct sec_buf *out, struct sec_str marked);
/* an HTML fragment, headings of tables with their scope; */
void sec_markdown_html(struct sec_buf *out, struct sec_str marked);
/* plain text, wrapped at `width` columns, tables aligned. */
void sec_markdown_txt(struct sec_buf *out, struct sec_str marked, size_t width);

#endif
