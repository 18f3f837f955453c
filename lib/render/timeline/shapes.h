/* SPDX-License-Identifier: ISC
 *
 * What the SVG timeline is drawn with: texts, lines, stretches of a bar, marks.
 * Coordinates are whole tenths of a pixel and are written with one decimal, so
 * that no locale and no rounding of floats shows. Classes get their colours, for
 * light and dark, from sec_shape_styles(); every shape differs in form too.
 */
#ifndef SEC_RENDER_TIMELINE_SHAPES_H
#define SEC_RENDER_TIMELINE_SHAPES_H

#include "render/timeline/axis.h"

enum { PX = 10, BAR = 16 * PX, DISK = 55 /* radius of a mark */ };

void sec_shape_styles(struct sec_buf *out);

/* Widths in tenths of a pixel at 13 and 11 px. */
int sec_shape_width(const char *s, size_t len);
int sec_shape_width_small(const char *s, size_t len);

/* A text as XML, control bytes made visible; NULL is nothing. */
void sec_shape_words(struct sec_buf *out, const char *text);
/* The same at a place; `anchor` is "start", "middle", "end" or NULL. */
void sec_shape_text(struct sec_buf *out, const char *class, const char *anchor, int x, int y,
	const char *text);
void sec_shape_line(struct sec_buf *out, const char *class, int x1, int y1, int x2, int y2);
void sec_shape_rect(struct sec_buf *out, const char *attributes, int x, int y, int w, int h);
/* Part of a bar, with its upper left corner. */
void sec_shape_stretch(struct sec_buf *out, enum sec_stretch kind, int x, int y, int w);
/* A mark round its middle: a disk with a tick, a cross, or nothing yet. */
void sec_shape_mark(struct sec_buf *out, enum sec_tick_kind kind, int x, int y);
/* The arrow head of a return, its point to the left. */
void sec_shape_home(struct sec_buf *out, int x, int y);

#endif
