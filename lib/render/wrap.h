/* SPDX-License-Identifier: ISC
 *
 * Text in lines of a given width, and tables of such text.
 */
#ifndef SEC_RENDER_WRAP_H
#define SEC_RENDER_WRAP_H

#include "base/buf.h"

struct sec_lines {
	struct sec_str *line; /* slices of the text that was wrapped */
	size_t n, alloc;
};
/* Appends the text's lines, broken at blanks; a word wider than `width` is cut
 * between characters. A line end in the text is one in the result. */
void sec_wrap(struct sec_lines *out, struct sec_str text, size_t width);
/* The lines as they are; a last line end begins no line. */
void sec_lines_split(struct sec_lines *out, struct sec_str text);
void sec_lines_release(struct sec_lines *l);

/* A table of cells, row by row, the first row its heading; where that is empty
 * it is left out. */
struct sec_grid {
	size_t columns;
	struct sec_buf *cell;
	size_t n, alloc;
};
void sec_grid_add(struct sec_grid *g, struct sec_str text);
/* Columns two blanks apart, as wide as they need and `width` lets them; where
 * cells take several lines, empty lines keep the rows apart. An empty cell is
 * underlined, as room to write in; alone in its row it is three such lines. */
void sec_grid_print(const struct sec_grid *g, struct sec_buf *out, size_t width);
void sec_grid_release(struct sec_grid *g);

#endif
