/* SPDX-License-Identifier: ISC */
#include "base/csv.h"

#include <csv.h>
#include <stdlib.h>

#include "base/escape.h"
#include "base/mem.h"
#include "base/utf8.h"

static const char separators[] = ",;\t";

struct reading {
	struct sec_csv *csv;
	const char *name;
	struct sec_str rest;
	unsigned number; /* of the row at hand */
	size_t first;    /* its first cell */
	bool between;    /* no row has begun */
};

static void take_cell(void *s, size_t len, void *data)
{
	struct sec_csv *c = ((struct reading *)data)->csv;
	struct sec_str cell = sec_unguard_csv((struct sec_str){ s, len });

	size_t start = c->text.len, i;

	for (i = 0; i < cell.len; i++)
		if (cell.s[i] != '\r')
			sec_buf_addch(&c->text, cell.s[i]);
		else if (i + 1 == cell.len || cell.s[i + 1] != '\n')
			sec_buf_addch(&c->text, '\n');
	SEC_GROW(c->place, c->places, c->place_alloc);
	c->place[c->places++] = (struct sec_csv_place){ start, c->text.len - start };
}

static bool has_value(const struct sec_csv *c, size_t first)
{
	size_t i;

	for (i = first; i < c->places; i++)
		if (sec_utf8_trim((struct sec_str){ c->text.s + c->place[i].at, c->place[i].len }).len)
			return true;
	return false;
}

static void take_row(int end, void *data)
{
	struct reading *r = data;
	struct sec_csv *c = r->csv;

	(void)end;
	if (has_value(c, r->first)) {
		SEC_GROW(c->row, c->rows, c->row_alloc);
		c->row[c->rows++] = (struct sec_csv_row){ r->number, r->first, c->places - r->first };
	} else {
		c->places = r->first;
	}
	r->number++;
	r->first = c->places;
	r->between = true;
}

/* The next line with its end; inside a quoted cell a part of it. */
static struct sec_str next_piece(struct sec_str *rest)
{
	struct sec_str piece = *rest;
	size_t n = 0;

	while (n < rest->len && rest->s[n] != '\n' && rest->s[n] != '\r')
		n++;
	if (n < rest->len)
		n += rest->s[n] == '\r' && n + 1 < rest->len && rest->s[n + 1] == '\n' ? 2 : 1;
	piece.len = n;
	rest->s += n;
	rest->len -= n;
	return piece;
}

/* What is wrong in the cell that has begun. */
static int fault(const struct reading *r, const char *what, struct sec_err *err)
{
	char letters[16];

	sec_csv_letters(r->csv->places - r->first, letters);
	return sec_err_set(err, SEC_FAIL, "%s, row %u, column %s: %s", r->name, r->number, letters, what);
}

static int misquoted(const struct reading *r, bool open, struct sec_err *err)
{
	return fault(r, open ? "a quotation mark opens a cell there and none closes it"
		: "a quotation mark inside a cell: put the whole cell into quotation marks and double "
		"those in it", err);
}

static int no_text(const struct reading *r, unsigned char byte, struct sec_err *err)
{
	char *what = xasprintf("not UTF-8 (byte 0x%02x); save it as \"CSV UTF-8\", or: "
		"iconv -f WINDOWS-1252 -t UTF-8", byte);
	int rc = fault(r, byte ? what : "a NUL byte, which no text has; take it out, or: tr -d '\\0'",
		err);

	free(what);
	return rc;
}

/* The offset of the first byte that stands in no text. */
static size_t text_ends(struct sec_str piece)
{
	enum sec_char kind = SEC_CHAR_FINE;
	uint32_t cp;
	size_t at = 0;

	while ((at = sec_utf8_scan(piece.s, piece.len, at, &cp, &kind)) < piece.len) {
		if (kind == SEC_CHAR_NUL || kind == SEC_CHAR_INVALID)
			break;
		at += sec_utf8_next(piece.s + at, piece.len - at, &cp, &kind);
	}
	return at;
}

static int parse(struct reading *r, struct sec_err *err)
{
	struct csv_parser p;
	int rc = 0;

	if (csv_init(&p, CSV_STRICT | CSV_STRICT_FINI) != 0)
		return sec_err_set(err, SEC_FAIL, "cannot start libcsv");
	csv_set_delim(&p, (unsigned char)r->csv->separator);
	while (rc == 0 && r->rest.len) {
		struct sec_str piece = next_piece(&r->rest);
		size_t fine = text_ends(piece);

		if (r->between && !sec_str_trim(piece).len) {
			r->number++;
			continue;
		}
		r->between = false;
		if (csv_parse(&p, piece.s, fine, take_cell, take_row, r) != fine)
			rc = misquoted(r, false, err);
		else if (fine < piece.len)
			rc = no_text(r, (unsigned char)piece.s[fine], err);
	}
	if (rc == 0 && csv_fini(&p, take_cell, take_row, r) != 0)
		rc = misquoted(r, true, err);
	csv_free(&p);
	return rc;
}

/* The separator that stands most often outside quotes in the first line that is
 * not empty. */
static int find_separator(struct reading *r, struct sec_err *err)
{
	size_t count[sizeof(separators)] = { 0 }, i, best = 0, other = 0;
	struct sec_str text = r->rest;
	bool quoted = false, any = false;

	for (i = 0; i < text.len; i++) {
		const char *which = text.s[i] ? strchr(separators, text.s[i]) : NULL;

		if (text.s[i] == '"')
			quoted = !quoted;
		else if (!quoted && which)
			count[which - separators]++;
		else if (!quoted && any && (text.s[i] == '\n' || text.s[i] == '\r'))
			break;
		any = any || !strchr(" \t\r\n", text.s[i]);
	}
	for (i = 1; separators[i]; i++) {
		other = count[i] < count[best] ? other < count[i] ? count[i] : other : count[best];
		best = count[i] > count[best] ? i : best;
	}
	r->csv->separator = separators[best];
	if (other && other == count[best])
		return sec_err_set(err, SEC_FAIL, "%s: the heading line has commas, semicolons or tabs "
			"equally often, so what separates its cells is not clear; quote the headings",
			r->name);
	return 0;
}

static bool begins(struct sec_str s, const char *with, size_t len)
{
	return s.len >= len && memcmp(s.s, with, len) == 0;
}

/* `sep=;` on a line of its own in front: what some programs tell Excel, which does
 * not count that line. */
static bool take_separator(struct reading *r)
{
	struct sec_str rest = r->rest, line = next_piece(&rest);

	if (!begins(line, "sep=", 4) || line.len < 6 || strchr("\"\r\n", line.s[4])
		|| !strchr("\r\n", line.s[5]))
		return false;
	r->csv->separator = line.s[4];
	r->rest = rest;
	return true;
}

/* UTF-16 has a mark in front, or a NUL in its first character. */
static const char *utf16(struct sec_str text)
{
	if (begins(text, "\xff\xfe", 2) || begins(text, "\xfe\xff", 2))
		return "UTF-16";
	if (text.len < 2 || !text.s[0] == !text.s[1])
		return NULL;
	return text.s[0] ? "UTF-16LE" : "UTF-16BE";
}

static int check_kind(struct sec_str text, const char *name, struct sec_err *err)
{
	const char *wide = utf16(text);

	if (wide)
		return sec_err_set(err, SEC_FAIL, "%s is UTF-16; save it as \"CSV UTF-8\", or: "
			"iconv -f %s -t UTF-8", name, wide);
	if (begins(text, "PK\003\004", 4) || begins(text, "\xd0\xcf\x11\xe0", 4))
		return sec_err_set(err, SEC_FAIL, "%s is a spreadsheet's own file; save it as "
			"\"CSV UTF-8\"", name);
	return 0;
}

int sec_csv_read(struct sec_csv *c, const char *name, struct sec_str text, struct sec_err *err)
{
	struct reading r = { .csv = c, .name = name, .rest = text, .number = 1, .between = true };
	int rc = check_kind(text, name, err);

	memset(c, 0, sizeof(*c));
	sec_buf_init(&c->text);
	if (begins(text, "\xef\xbb\xbf", 3)) {
		r.rest.s += 3;
		r.rest.len -= 3;
	}
	if (rc == 0 && !take_separator(&r))
		rc = find_separator(&r, err);
	return rc == 0 ? parse(&r, err) : rc;
}

struct sec_str sec_csv_cell(const struct sec_csv *c, const struct sec_csv_row *row, size_t column)
{
	const struct sec_csv_place *p = c->place + row->first + column;

	return column < row->cells ? (struct sec_str){ c->text.s + p->at, p->len } : SEC_STR("");
}

void sec_csv_letters(size_t column, char out[16])
{
	char reversed[16];
	size_t n = 0, i;

	for (column++; column && n < sizeof(reversed) - 1; column = (column - 1) / 26)
		reversed[n++] = (char)('A' + (column - 1) % 26);
	for (i = 0; i < n; i++)
		out[i] = reversed[n - 1 - i];
	out[n] = '\0';
}

void sec_csv_release(struct sec_csv *c)
{
	free(c->row);
	free(c->place);
	sec_buf_release(&c->text);
	memset(c, 0, sizeof(*c));
}
