/* SPDX-License-Identifier: ISC */
#include "base/utf8.h"

#include <stdlib.h>
#include <utf8proc.h>

#include "base/mem.h"

static enum sec_char kind_of(uint32_t cp)
{
	if (cp == 0)
		return SEC_CHAR_NUL;
	if ((cp < 0x20 && cp != '\t' && cp != '\n') || (cp >= 0x7f && cp < 0xa0)
		|| cp == 0x2028 || cp == 0x2029)
		return SEC_CHAR_CONTROL;
	if ((cp >= 0x202a && cp <= 0x202e) || (cp >= 0x2066 && cp <= 0x2069)
		|| cp == 0x200e || cp == 0x200f || cp == 0x061c)
		return SEC_CHAR_BIDI;
	if (cp == 0xfeff)
		return SEC_CHAR_BOM;
	if (cp == 0xa0 || (cp >= 0x200b && cp <= 0x200d))
		return SEC_CHAR_INVISIBLE;
	if ((cp >= 0xfdd0 && cp <= 0xfdef) || (cp & 0xfffe) == 0xfffe)
		return SEC_CHAR_INVALID;
	return SEC_CHAR_FINE;
}

size_t sec_utf8_next(const char *s, size_t len, uint32_t *cp, enum sec_char *kind)
{
	utf8proc_int32_t c;
	utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)s,
		(utf8proc_ssize_t)len, &c);

	if (n <= 0) {
		*cp = (unsigned char)s[0];
		*kind = SEC_CHAR_INVALID;
		return 1;
	}
	*cp = (uint32_t)c;
	*kind = kind_of(*cp);
	return (size_t)n;
}

/* Eight bytes at a time: true when all are printable ASCII or LF. No sum carries
 * from one byte into the next, so each byte's high bit speaks for it alone. */
static bool plain8(const char *s)
{
	const uint64_t high = 0x8080808080808080u;
	uint64_t w, low, printable, lf;

	memcpy(&w, s, 8);
	low = w & ~high;
	printable = (w | high) - 0x2020202020202020u; /* high: 0x20 or more */
	lf = ~((low ^ 0x0a0a0a0a0a0a0a0au) + ~high);   /* high: exactly 0x0a */
	return !((w | (low + 0x0101010101010101u) | ~(printable | lf)) & high);
}

size_t sec_utf8_scan(const char *s, size_t len, size_t from, uint32_t *cp, enum sec_char *kind)
{
	size_t i = from;

	while (i < len) {
		unsigned char c = (unsigned char)s[i];

		if (len - i >= 8 && plain8(s + i)) {
			i += 8;
		} else if ((c >= 0x20 && c < 0x7f) || c == '\n' || c == '\t') {
			i++;
		} else {
			size_t n = sec_utf8_next(s + i, len - i, cp, kind);

			if (*kind != SEC_CHAR_FINE)
				return i;
			i += n;
		}
	}
	return len;
}

size_t sec_utf8_width(const char *s, size_t len)
{
	size_t i = 0, width = 0;

	while (i < len) {
		uint32_t cp;
		enum sec_char kind;
		int w;

		i += sec_utf8_next(s + i, len - i, &cp, &kind);
		w = kind == SEC_CHAR_INVALID ? 1 : utf8proc_charwidth((utf8proc_int32_t)cp);
		width += w > 0 ? (size_t)w : 0;
	}
	return width;
}

static bool is_blank(uint32_t cp)
{
	return cp == ' ' || (cp >= '\t' && cp <= '\r') || cp == 0xa0 || cp == 0x1680
		|| (cp >= 0x2000 && cp <= 0x200b) || cp == 0x202f || cp == 0x205f || cp == 0x2060
		|| cp == 0x3000 || cp == 0xfeff;
}

struct sec_str sec_utf8_trim(struct sec_str s)
{
	size_t i = 0, start = s.len, end = s.len;
	enum sec_char kind;
	uint32_t cp;

	while (i < s.len) {
		size_t n = sec_utf8_next(s.s + i, s.len - i, &cp, &kind);

		if (!is_blank(cp) || kind == SEC_CHAR_INVALID) {
			start = start == s.len ? i : start;
			end = i + n;
		}
		i += n;
	}
	return (struct sec_str){ s.s + start, end - start };
}

void sec_utf8_squeeze(struct sec_buf *out, struct sec_str s)
{
	struct sec_str rest = sec_utf8_trim(s);
	bool gap = false;

	while (rest.len) {
		enum sec_char kind;
		uint32_t cp;
		size_t n = sec_utf8_next(rest.s, rest.len, &cp, &kind);
		bool blank = is_blank(cp) && kind != SEC_CHAR_INVALID;

		if (blank && !gap)
			sec_buf_addch(out, ' ');
		else if (!blank)
			sec_buf_add(out, rest.s, n);
		gap = blank;
		rest.s += n;
		rest.len -= n;
	}
}

/* ASCII without NUL */
static bool ascii(const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if ((signed char)s[i] <= 0)
			return false;
	return true;
}

static bool blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void add_folded_ascii(struct sec_buf *out, const char *s, size_t len)
{
	size_t i, start = out->len;

	sec_buf_reserve(out, len);
	for (i = 0; i < len; i++) {
		char c = s[i];

		if (blank(c)) {
			if (out->len > start && out->s[out->len - 1] != ' ')
				out->s[out->len++] = ' ';
		} else {
			out->s[out->len++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
		}
	}
	while (out->len > start && out->s[out->len - 1] == ' ')
		out->len--;
	out->s[out->len] = '\0';
}

static void fold(struct sec_buf *out, const char *s, size_t len, utf8proc_option_t how)
{
	utf8proc_uint8_t *folded = NULL;
	utf8proc_ssize_t n;

	if (!len)
		return;
	if (ascii(s, len)) {
		add_folded_ascii(out, s, len);
		return;
	}
	n = utf8proc_map((const utf8proc_uint8_t *)s, (utf8proc_ssize_t)len, &folded,
		UTF8PROC_CASEFOLD | UTF8PROC_STABLE | how);
	if (n < 0) /* not UTF-8: compare the bytes as they are */
		add_folded_ascii(out, s, len);
	else
		add_folded_ascii(out, (const char *)folded, (size_t)n);
	free(folded);
}

void sec_utf8_fold(struct sec_buf *out, const char *s, size_t len)
{
	fold(out, s, len, UTF8PROC_COMPOSE);
}

void sec_utf8_plain(struct sec_buf *out, const char *s, size_t len)
{
	fold(out, s, len, UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK);
}

/* The next byte of the folded text; '\0' at its end. Moves on. */
static char next_folded(const char **s, const char *end)
{
	bool gap = false;
	char c;

	while (*s < end && blank(**s)) {
		gap = true;
		(*s)++;
	}
	if (*s == end)
		return '\0';
	if (gap)
		return ' ';
	c = *(*s)++;
	return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

/* Compares what sec_utf8_fold() would make of two ASCII texts. */
static bool same_ascii(struct sec_str a, struct sec_str b)
{
	const char *s = a.s, *end = a.s + a.len, *t = b.s, *tend = b.s + b.len;
	char c;

	while (s < end && blank(*s))
		s++;
	while (t < tend && blank(*t))
		t++;
	do {
		c = next_folded(&s, end);
		if (c != next_folded(&t, tend))
			return false;
	} while (c);
	return true;
}

bool sec_utf8_same(struct sec_str a, struct sec_str b)
{
	struct sec_buf x = SEC_BUF_INIT, y = SEC_BUF_INIT;
	bool same;

	if (ascii(a.s, a.len) && ascii(b.s, b.len))
		return same_ascii(a, b);
	sec_utf8_fold(&x, a.s, a.len);
	sec_utf8_fold(&y, b.s, b.len);
	same = sec_str_eq(sec_buf_str(&x), sec_buf_str(&y));
	sec_buf_release(&x);
	sec_buf_release(&y);
	return same;
}

bool sec_utf8_contains(struct sec_str a, struct sec_str b)
{
	struct sec_buf x = SEC_BUF_INIT, y = SEC_BUF_INIT;
	bool found;

	sec_utf8_fold(&x, a.s, a.len);
	sec_utf8_fold(&y, b.s, b.len);
	found = memmem(x.s, x.len, y.s, y.len) != NULL;
	sec_buf_release(&x);
	sec_buf_release(&y);
	return found;
}

/* `##[name]` or `##name[`, wherever it stands in a line of a log: GitHub's runner,
 * Azure Pipelines and TeamCity do what it says. */
static bool is_log_command(const char *s, size_t len)
{
	size_t i = 2;

	if (len < 3 || s[0] != '#' || s[1] != '#')
		return false;
	while (i < len && s[i] >= 'a' && s[i] <= 'z')
		i++;
	return i < len && s[i] == '[';
}

static void add_visible(struct sec_buf *out, const char *s, size_t len, bool lines)
{
	size_t i = 0;

	while (i < len) {
		uint32_t cp;
		enum sec_char kind;
		size_t n = sec_utf8_next(s + i, len - i, &cp, &kind);

		if (!lines && is_log_command(s + i, len - i))
			sec_buf_addstr(out, "\\x23");
		else if (cp == '\n' && !lines)
			sec_buf_addstr(out, "\\n");
		else if (cp == '\t' && !lines)
			sec_buf_addstr(out, "\\t");
		else if (kind == SEC_CHAR_FINE || (kind == SEC_CHAR_INVISIBLE && cp == 0xa0))
			sec_buf_add(out, s + i, n);
		else if (cp < 0x100)
			sec_buf_addf(out, "\\x%02x", (unsigned)cp);
		else
			sec_buf_addf(out, "\\u{%04X}", (unsigned)cp);
		i += n;
	}
}

void sec_visible(struct sec_buf *out, const char *s, size_t len)
{
	add_visible(out, s, len, false);
}

void sec_visible_text(struct sec_buf *out, const char *s, size_t len)
{
	add_visible(out, s, len, true);
}
