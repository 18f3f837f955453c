/* SPDX-License-Identifier: ISC */
#include "record/fold.h"

#include "record/reader.h"

static struct sec_str without_end(struct sec_str line)
{
	if (line.len && line.s[line.len - 1] == '\r')
		line.len--;
	while (line.len && sec_is_blank(line.s[line.len - 1]))
		line.len--;
	return line;
}

static int check_characters(struct sec_str s, struct sec_err *err)
{
	uint32_t cp;
	enum sec_char kind;
	size_t at = 0;

	while ((at = sec_utf8_scan(s.s, s.len, at, &cp, &kind)) < s.len) {
		if (kind == SEC_CHAR_INVALID && cp < 0x100)
			return sec_err_set(err, SEC_FAIL, "the value is not UTF-8: byte 0x%02X",
				(unsigned)cp);
		if (kind != SEC_CHAR_INVISIBLE)
			return sec_err_set(err, SEC_FAIL,
				"no value may hold the character U+%04X", (unsigned)cp);
		at += sec_utf8_next(s.s + at, s.len - at, &cp, &kind);
	}
	return SEC_OK;
}

int sec_value_trim(struct sec_buf *out, struct sec_str value, struct sec_err *err)
{
	struct sec_str rest = value;
	size_t start = out->len, empty = 0;
	int rc;

	while (rest.len) {
		struct sec_str line = without_end(sec_str_cut(&rest, '\n'));

		if (!line.len) { /* written when a line with text follows */
			empty++;
			continue;
		}
		if (out->len == start) {
			while (sec_is_blank(line.s[0])) {
				line.s++;
				line.len--;
			}
		} else {
			for (empty++; empty; empty--)
				sec_buf_addch(out, '\n');
		}
		empty = 0;
		sec_buf_addslice(out, line);
	}
	if (out->len == start)
		return sec_err_set(err, SEC_FAIL, "the value is empty: remove the key instead");
	rc = check_characters((struct sec_str){ out->s + start, out->len - start }, err);
	if (rc)
		out->len = start;
	return rc;
}

static bool needs_dot(struct sec_str text)
{
	struct sec_str key;
	size_t at;

	return !text.len || strchr(".#;[ \t", text.s[0]) || sec_split_key(text, &key, &at);
}

/* How much of the line fits in `room` bytes; less than all of it ends at a blank. */
static size_t fitting(struct sec_str line, size_t room)
{
	size_t n = room;

	if (line.len <= room)
		return line.len;
	while (n && !sec_is_blank(line.s[n]))
		n--;
	while (n && sec_is_blank(line.s[n - 1]))
		n--;
	return n;
}

int sec_value_write(struct sec_buf *out, size_t prefix, struct sec_str value, const char *eol,
	bool *folded, struct sec_err *err)
{
	struct sec_str rest = value, line = sec_str_cut(&rest, '\n');
	bool first = true;

	for (;;) {
		bool dot = !first && needs_dot(line);
		size_t used = first ? prefix : dot ? 3 : 2;
		size_t n = used < SEC_LINE_MAX ? fitting(line, SEC_LINE_MAX - used) : 0;

		if (line.len && !n)
			return sec_err_set(err, SEC_FAIL, "a line of the value passes %d bytes and "
				"has no blank to fold it at", SEC_LINE_MAX);
		if (!first)
			sec_buf_addf(out, "%s  %s", eol, dot ? "." : "");
		sec_buf_add(out, line.s, n);
		first = false;
		if (n < line.len) {
			*folded = true;
			while (n < line.len && sec_is_blank(line.s[n]))
				n++;
			line = (struct sec_str){ line.s + n, line.len - n };
		} else if (rest.len) {
			line = sec_str_cut(&rest, '\n');
		} else {
			return SEC_OK;
		}
	}
}
