/* SPDX-License-Identifier: ISC */
#include "base/charset.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"

enum { NAME_MAX_BYTES = 32, PIECE = 4096 };

/* Sets in which ASCII is not ASCII, or that change from byte to byte what bytes
 * mean, are none in which git keeps anything. */
static bool is_plain(struct sec_str charset, char name[NAME_MAX_BYTES + 1])
{
	static const char *const strange[] = { "utf-7", "utf7", "utf-16", "utf16", "utf-32", "utf32",
		"ucs", "iso-2022", "iso2022", "hz" };
	size_t i;

	if (!charset.len || charset.len > NAME_MAX_BYTES)
		return false;
	for (i = 0; i < charset.len; i++)
		if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", charset.s[i])
			|| !charset.s[i])
			return false;
	memcpy(name, charset.s, charset.len);
	name[charset.len] = '\0';
	for (i = 0; i < sizeof(strange) / sizeof(*strange); i++)
		if (strncasecmp(name, strange[i], strlen(strange[i])) == 0)
			return false;
	return strcasecmp(name, "utf-8") != 0 && strcasecmp(name, "utf8") != 0;
}

static bool convert(struct sec_str text, const char *name, struct sec_buf *out)
{
	iconv_t cd = iconv_open("UTF-8", name);
	size_t begin = out->len, left = text.len, done = 0;
	char piece[PIECE], *in = (char *)text.s; /* iconv() writes nothing there */

	if (cd == (iconv_t)-1)
		return false;
	while (left && done != (size_t)-1) {
		char *to = piece;
		size_t room = sizeof(piece);

		done = iconv(cd, &in, &left, &to, &room);
		sec_buf_add(out, piece, (size_t)(to - piece));
		if (done == (size_t)-1 && errno == E2BIG)
			done = 0;
	}
	iconv_close(cd);
	if (left)
		sec_buf_remove(out, begin, out->len - begin);
	return !left;
}

/* The first byte from there on that is no part of UTF-8, or the length. */
static size_t find_stray(struct sec_str s, size_t from)
{
	enum sec_char kind;
	uint32_t cp;
	size_t n;

	for (; from < s.len; from += n) {
		n = sec_utf8_next(s.s + from, s.len - from, &cp, &kind);
		if (kind == SEC_CHAR_INVALID && n == 1)
			break;
	}
	return from;
}

bool sec_charset_decode(struct sec_str text, struct sec_str charset, struct sec_buf *out)
{
	char name[NAME_MAX_BYTES + 1];
	size_t at = 0, stray;

	if (is_plain(charset, name) && convert(text, name, out))
		return true;
	stray = find_stray(text, 0);
	if (stray == text.len)
		return false;
	for (; at < text.len; stray = find_stray(text, at)) {
		sec_buf_add(out, text.s + at, stray - at);
		at = stray;
		if (at < text.len) {
			unsigned char byte = (unsigned char)text.s[at++];

			sec_buf_addch(out, (char)(0xc0 | byte >> 6));
			sec_buf_addch(out, (char)(0x80 | (byte & 0x3f)));
		}
	}
	return true;
}
