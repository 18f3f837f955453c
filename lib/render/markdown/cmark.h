/* SPDX-License-Identifier: ISC
 *
 * Private to lib/render/markdown-*.c: nothing else includes cmark's headers.
 */
#ifndef SEC_RENDER_MARKDOWN_CMARK_H
#define SEC_RENDER_MARKDOWN_CMARK_H

#include <cmark-gfm.h>
#include <cmark-gfm-extension_api.h>

#include "base/buf.h"

/* The tree of Markdown with marks. Free node and parser afterwards. */
cmark_node *sec_markdown_parse(cmark_parser **parser, struct sec_str marked);

#endif
