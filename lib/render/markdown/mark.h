/* SPDX-License-Identifier: ISC
 *
 * The marks that stand in Markdown until a page is settled.
 */
#ifndef SEC_RENDER_MARKDOWN_MARK_H
#define SEC_RENDER_MARKDOWN_MARK_H

#include "render/markdown.h"

/* U+FDD0 … U+FDD2 */
#define MARK_GAP "\xef\xb7\x90"
#define MARK_GAP_END "\xef\xb7\x91"
#define MARK_LINE "\xef\xb7\x92"
enum { MARK_LEN = 3 };

/* Is there a mark at `s`? Returns its last byte's low bits: 0, 1, 2; else -1. */
static inline int sec_mark_at(const char *s, size_t len)
{
	if (len < MARK_LEN || s[0] != '\xef' || s[1] != '\xb7')
		return -1;
	return s[2] >= '\x90' && s[2] <= '\x92' ? s[2] - '\x90' : -1;
}
enum { MARK_IS_GAP, MARK_IS_GAP_END, MARK_IS_LINE };

/* Lines set out for the place they stand in. `keep`: gaps, and line ends in
 * table cells, stay marks; otherwise they become Markdown. */
void sec_markdown_settle(struct sec_buf *out, struct sec_str marked, bool keep);

#endif
