/* SPDX-License-Identifier: ISC
 *
 * Rule 1 of the record format, and the semicolons that other readers take for
 * comments. The reader keeps the place of the next odd character and of the next
 * semicolon, so that a text without them is searched once and not line by line.
 */
#include "record/reader.h"

static void odd_next(struct sec_reader *rd, size_t from)
{
	struct sec_buf *t = &rd->rec->text;

	rd->odd = sec_utf8_scan(t->s, t->len, from, &rd->odd_cp, &rd->odd_kind);
	if (rd->odd < t->len)
		rd->odd_len = sec_utf8_next(t->s + rd->odd, t->len - rd->odd, &rd->odd_cp,
			&rd->odd_kind);
}

static void report_odd(struct sec_reader *rd, size_t at)
{
	unsigned cp = rd->odd_cp;

	switch (rd->odd_kind) {
	case SEC_CHAR_INVALID:
		if (cp >= 0x100)
			sec_reader_error(rd, "encoding", at, "noncharacter U+%04X", cp);
		else
			sec_advise(sec_reader_error(rd, "encoding", at, "byte 0x%02X is not UTF-8", cp),
				"convert the file, for example with iconv -f WINDOWS-1252 -t UTF-8");
		break;
	case SEC_CHAR_NUL:
		sec_reader_error(rd, "encoding", at, "NUL byte");
		break;
	case SEC_CHAR_CONTROL:
		if (cp == '\r')
			sec_advise(sec_reader_error(rd, "encoding", at, "CR that ends no line"),
				"end lines with LF");
		else
			sec_reader_error(rd, "encoding", at, "control character U+%04X", cp);
		break;
	case SEC_CHAR_BIDI:
		sec_reader_error(rd, "encoding", at, "text direction control U+%04X", cp);
		break;
	default:
		sec_reader_error(rd, "encoding", at, "byte order mark U+FEFF inside the text");
	}
}

void sec_check_characters(struct sec_reader *rd)
{
	struct sec_line *l = rd->line;
	size_t end = l->start + l->len;
	bool warned = l->kind != SEC_LINE_KEY && l->kind != SEC_LINE_CONTINUATION;

	while (rd->odd < end) {
		size_t at = rd->odd - l->start;

		if (rd->odd_kind != SEC_CHAR_INVISIBLE) {
			report_odd(rd, at);
		} else if (!warned) {
			sec_reader_warning(rd, "invisible", at, "%s U+%04X",
				rd->odd_cp == 0xa0 ? "no-break space" : "zero-width character",
				(unsigned)rd->odd_cp);
			warned = true;
		}
		odd_next(rd, rd->odd + rd->odd_len);
	}
	while (rd->odd < end + l->end) /* the CR of CR LF */
		odd_next(rd, rd->odd + rd->odd_len);
}

static void semicolon_next(struct sec_reader *rd, size_t from)
{
	struct sec_buf *t = &rd->rec->text;
	const char *p = memchr(t->s + from, ';', t->len - from);

	rd->semicolon = p ? (size_t)(p - t->s) : t->len;
}

/* Readers of INI cut a value at a semicolon behind a blank. */
void sec_check_semicolon(struct sec_reader *rd)
{
	size_t start = rd->line->start, end = start + rd->line->len;

	if (rd->semicolon < start)
		semicolon_next(rd, start);
	while (rd->semicolon < end) {
		if (rd->semicolon > start && sec_is_blank(rd->rec->text.s[rd->semicolon - 1])) {
			if (!rd->line->faulty)
				sec_advise(sec_reader_warning(rd, "value-comment", rd->semicolon - start,
					"other readers of INI cut the value at ' ;'"),
					"put a comma or a full stop instead of the semicolon");
			return;
		}
		semicolon_next(rd, rd->semicolon + 1);
	}
}

void sec_characters_start(struct sec_reader *rd, size_t from)
{
	odd_next(rd, from);
	semicolon_next(rd, from);
}
