/* SPDX-License-Identifier: ISC */
#include "base/table.h"

#include <libsmartcols.h>
#include <locale.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"

struct sec_table {
	struct libscols_table *scols;
	size_t columns;
	struct sec_buf cell; /* reused */
};

struct sec_table *sec_table_new(const char *const *heading, size_t columns)
{
	struct sec_table *t = xcalloc(1, sizeof(*t));
	size_t i;

	sec_buf_init(&t->cell);
	t->columns = columns;
	t->scols = scols_new_table();
	scols_table_enable_noencoding(t->scols, 1); /* cells are made safe below */
	for (i = 0; i < columns; i++) {
		int flags = heading[i][0] == '>' ? SCOLS_FL_RIGHT
			: heading[i][0] == '~' ? SCOLS_FL_TRUNC : 0;

		scols_table_new_column(t->scols, heading[i] + (flags ? 1 : 0), 0, flags);
	}
	return t;
}

void sec_table_row(struct sec_table *t, const struct sec_str *cell, const char *colour)
{
	struct libscols_line *line = scols_table_new_line(t->scols, NULL);
	size_t i;

	for (i = 0; i < t->columns; i++) {
		sec_buf_clear(&t->cell);
		sec_visible(&t->cell, cell[i].s, cell[i].len);
		scols_line_set_data(line, i, t->cell.s);
	}
	if (colour)
		scols_line_set_color(line, colour);
}

/* libsmartcols pads the last column: take trailing blanks off each line. */
static void add_lines(struct sec_buf *out, const char *s)
{
	while (*s) {
		size_t n = strcspn(s, "\n"), keep = n;

		while (keep && s[keep - 1] == ' ')
			keep--;
		sec_buf_add(out, s, keep);
		sec_buf_addch(out, '\n');
		s += n + (s[n] == '\n');
	}
}

/* libsmartcols asks the locale how wide a character is, and in the C locale it
 * never gets past one that is not ASCII. Our texts are UTF-8 wherever we run. */
static locale_t use_utf8(locale_t *made)
{
	*made = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	return *made ? uselocale(*made) : (locale_t)0;
}

static void print_in_utf8(struct sec_table *t, char **text)
{
	locale_t utf8, old = use_utf8(&utf8);

	if (scols_print_table_to_string(t->scols, text) != 0)
		*text = NULL;
	if (utf8) {
		uselocale(old);
		freelocale(utf8);
	}
}

void sec_table_print(struct sec_table *t, struct sec_buf *out, size_t width, bool colour)
{
	char *text = NULL;

	scols_table_enable_colors(t->scols, colour);
	scols_table_set_termforce(t->scols, width ? SCOLS_TERMFORCE_ALWAYS : SCOLS_TERMFORCE_NEVER);
	if (width)
		scols_table_set_termwidth(t->scols, width);
	print_in_utf8(t, &text);
	if (text)
		add_lines(out, text);
	free(text);
}

void sec_table_free(struct sec_table *t)
{
	if (!t)
		return;
	scols_unref_table(t->scols);
	sec_buf_release(&t->cell);
	free(t);
}
