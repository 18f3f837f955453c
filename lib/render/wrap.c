/* SPDX-License-Identifier: ISC */
#include "render/wrap.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"

enum { BETWEEN = 2, COLUMN_MIN = 6, ROOM_MIN = 12, ROOM_LINES = 3 };

static void add(struct sec_lines *l, const char *s, size_t len)
{
	SEC_GROW(l->line, l->n, l->alloc);
	l->line[l->n++] = (struct sec_str){ s, len };
}

/* Bytes of the longest beginning that is at most `width` wide, at least one
 * character. */
static size_t cut(const char *s, size_t len, size_t width)
{
	size_t n = 0, w = 0;

	while (n < len) {
		uint32_t cp;
		enum sec_char kind;
		size_t one = sec_utf8_next(s + n, len - n, &cp, &kind);

		w += sec_utf8_width(s + n, one);
		if (n && w > width)
			break;
		n += one;
	}
	return n;
}

/* Bytes of the text's first line. */
static size_t first_line(struct sec_str t, size_t width)
{
	size_t n, fits = 0;

	for (n = 0; n <= t.len; n++) {
		if (n < t.len && t.s[n] != ' ')
			continue;
		if (sec_utf8_width(t.s, n) > width)
			break;
		fits = n;
	}
	return fits ? fits : cut(t.s, t.len, width);
}

static void wrap_line(struct sec_lines *out, struct sec_str line, size_t width)
{
	do {
		size_t n = first_line(line, width);

		add(out, line.s, n);
		while (n < line.len && line.s[n] == ' ')
			n++;
		line.s += n;
		line.len -= n;
	} while (line.len);
}

void sec_wrap(struct sec_lines *out, struct sec_str text, size_t width)
{
	for (;;) {
		const char *nl = memchr(text.s, '\n', text.len);
		size_t len = nl ? (size_t)(nl - text.s) : text.len;

		wrap_line(out, (struct sec_str){ text.s, len }, width);
		if (!nl)
			return;
		text.s += len + 1;
		text.len -= len + 1;
	}
}

void sec_lines_split(struct sec_lines *out, struct sec_str text)
{
	while (text.len) {
		struct sec_str line = sec_str_cut(&text, '\n');

		add(out, line.s, line.len);
	}
}

void sec_lines_release(struct sec_lines *l)
{
	free(l->line);
	*l = (struct sec_lines){ 0 };
}

void sec_grid_add(struct sec_grid *g, struct sec_str text)
{
	SEC_GROW(g->cell, g->n, g->alloc);
	sec_buf_init(&g->cell[g->n]);
	sec_buf_addslice(&g->cell[g->n++], text);
}

void sec_grid_release(struct sec_grid *g)
{
	size_t i;

	for (i = 0; i < g->n; i++)
		sec_buf_release(&g->cell[i]);
	free(g->cell);
	*g = (struct sec_grid){ 0 };
}

/* The widest line of a cell, or with `words` its widest word. */
static size_t widest(const struct sec_buf *cell, bool words)
{
	size_t i, from = 0, most = 0, w;

	for (i = 0; i <= cell->len; i++)
		if (i == cell->len || cell->s[i] == '\n' || (words && cell->s[i] == ' ')) {
			w = sec_utf8_width(cell->s + from, i - from);
			most = w > most ? w : most;
			from = i + 1;
		}
	return most;
}

/* Narrows columns, always the widest, until all fit: first no further than their
 * longest words, then as far as it takes. */
static void fit(size_t *wide, const size_t *least, size_t columns, size_t width)
{
	size_t i, sum = 0, pick;

	for (i = 0; i < columns; i++)
		sum += wide[i] + (i ? BETWEEN : 0);
	for (; sum > width; sum--) {
		pick = columns;
		for (i = 0; i < columns; i++)
			if (wide[i] > least[i] && (pick == columns || wide[i] > wide[pick]))
				pick = i;
		for (i = 0; pick == columns && i < columns; i++)
			if (wide[i] > COLUMN_MIN)
				pick = i;
		if (pick == columns)
			return;
		wide[pick]--;
	}
}

static void measure(const struct sec_grid *g, size_t *wide, size_t width)
{
	size_t *least = xcalloc(g->columns, sizeof(*least)), i, w;

	for (i = 0; i < g->n; i++) {
		w = widest(&g->cell[i], false);
		wide[i % g->columns] = w > wide[i % g->columns] ? w : wide[i % g->columns];
		w = widest(&g->cell[i], true);
		least[i % g->columns] = w > least[i % g->columns] ? w : least[i % g->columns];
	}
	for (i = 0; i < g->n; i++) {
		size_t room = i < g->columns || g->cell[i].len ? 3 : g->columns == 1 ? width : ROOM_MIN;

		w = wide[i % g->columns];
		wide[i % g->columns] = w > room ? w : room;
	}
	fit(wide, least, g->columns, width);
	free(least);
}

static void pad(struct sec_buf *out, char c, size_t n)
{
	while (n--)
		sec_buf_addch(out, c);
}

static void end_line(struct sec_buf *out)
{
	while (out->len && out->s[out->len - 1] == ' ')
		sec_buf_remove(out, out->len - 1, 1);
	sec_buf_addch(out, '\n');
}

/* An empty cell is room to write in by hand. */
static void print_room(struct sec_buf *out, size_t wide, size_t lines)
{
	while (lines--) {
		pad(out, '_', wide);
		sec_buf_addch(out, '\n');
	}
}

static void print_row(struct sec_buf *out, const struct sec_buf *cell, const size_t *wide,
	size_t columns, bool heading)
{
	struct sec_lines *lines = xcalloc(columns, sizeof(*lines));
	size_t i, k, most = 0;

	for (i = 0; i < columns; i++) {
		sec_wrap(&lines[i], sec_buf_str(&cell[i]), wide[i]);
		most = lines[i].n > most ? lines[i].n : most;
	}
	for (k = 0; k < most; k++) {
		for (i = 0; i < columns; i++) {
			struct sec_str s = k < lines[i].n ? lines[i].line[k] : SEC_STR("");
			size_t w = sec_utf8_width(s.s, s.len);

			sec_buf_addslice(out, s);
			pad(out, k || cell[i].len || heading ? ' ' : '_', wide[i] > w ? wide[i] - w : 0);
			pad(out, ' ', BETWEEN);
		}
		end_line(out);
	}
	for (i = 0; i < columns; i++)
		sec_lines_release(&lines[i]);
	free(lines);
}

static bool several_lines(const struct sec_grid *g, const size_t *wide)
{
	size_t i;

	for (i = g->columns; i < g->n; i++)
		if (memchr(g->cell[i].s, '\n', g->cell[i].len)
			|| widest(&g->cell[i], false) > wide[i % g->columns])
			return true;
	return false;
}

static bool has_heading(const struct sec_grid *g)
{
	size_t i;

	for (i = 0; i < g->columns; i++)
		if (g->cell[i].len)
			return true;
	return false;
}

void sec_grid_print(const struct sec_grid *g, struct sec_buf *out, size_t width)
{
	size_t *wide, i, k;
	bool apart;

	if (!g->columns || g->n < g->columns)
		return;
	wide = xcalloc(g->columns, sizeof(*wide));
	measure(g, wide, width);
	apart = several_lines(g, wide);
	if (has_heading(g)) {
		print_row(out, g->cell, wide, g->columns, true);
		for (k = 0; k < g->columns; k++) {
			pad(out, '-', wide[k]);
			pad(out, ' ', k + 1 < g->columns ? BETWEEN : 0);
		}
		sec_buf_addch(out, '\n');
	}
	for (i = g->columns; i + g->columns <= g->n; i += g->columns) {
		if (i > g->columns && apart)
			sec_buf_addch(out, '\n');
		if (g->columns == 1 && !g->cell[i].len)
			print_room(out, wide[0], ROOM_LINES);
		else
			print_row(out, g->cell + i, wide, g->columns, false);
	}
	free(wide);
}
