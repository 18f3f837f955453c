/* SPDX-License-Identifier: ISC
 *
 * What headers and bodies are made of: words of printable ASCII, and lines that
 * survive the way.
 */
#include "base/utf8.h"
#include "render/mail.h"

enum {
	/* RFC 2047, section 2: 75, and no line with one above 76, which may be one of
	 * `Reply-To: ` */
	ENCODED_MAX = 66,
	WORD_MAX = 66,    /* a longer one is encoded */
	LINE_MAX_QP = 76, /* RFC 2045, section 6.7 */
};

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

static bool is_among(char c, const char *set)
{
	return c && (strchr(letters, c) || strchr(set, c));
}

/* In one line, blanks as one, nothing in it that a program could act on. */
static void clean(struct sec_buf *out, struct sec_str text)
{
	size_t i = 0, end;

	while (i < text.len) {
		while (i < text.len && strchr(" \t\r\n", text.s[i]) && text.s[i])
			i++;
		for (end = i; end < text.len && (!text.s[end] || !strchr(" \t\r\n", text.s[end]));)
			end++;
		if (out->len && end > i)
			sec_buf_addch(out, ' ');
		sec_visible(out, text.s + i, end - i);
		i = end;
	}
}

/* Can it stand as it is? */
static bool is_plain(const struct sec_buf *text)
{
	size_t i, word = 0;

	for (i = 0; i < text->len; i++) {
		word = text->s[i] == ' ' ? 0 : word + 1;
		if ((unsigned char)text->s[i] < 0x20 || (unsigned char)text->s[i] > 0x7e || word > WORD_MAX)
			return false;
	}
	return !strstr(text->s, "=?");
}

static void encode(struct sec_buf *out, const struct sec_buf *text)
{
	static const char begin[] = "=?utf-8?q?", end[] = "?=";
	enum sec_char kind;
	uint32_t cp;
	size_t i = 0, n, k, used = 0;

	while (i < text->len) {
		bool bare;

		n = sec_utf8_next(text->s + i, text->len - i, &cp, &kind);
		bare = n == 1 && (is_among(text->s[i], "!*+-/") || text->s[i] == ' ');
		if (used && used + (bare ? 1 : 3 * n) + sizeof(end) - 1 > ENCODED_MAX) {
			sec_buf_addf(out, "%s ", end);
			used = 0;
		}
		if (!used) {
			sec_buf_addstr(out, begin);
			used = sizeof(begin) - 1;
		}
		for (k = 0; !bare && k < n; k++)
			sec_buf_addf(out, "=%02X", (unsigned char)text->s[i + k]);
		if (bare)
			sec_buf_addch(out, text->s[i] == ' ' ? '_' : text->s[i]);
		used += bare ? 1 : 3 * n;
		i += n;
	}
	if (used)
		sec_buf_addstr(out, end);
}

void sec_mail_text(struct sec_buf *out, struct sec_str text)
{
	struct sec_buf words = SEC_BUF_INIT;

	clean(&words, text);
	if (is_plain(&words))
		sec_buf_addslice(out, sec_buf_str(&words));
	else
		encode(out, &words);
	sec_buf_release(&words);
}

void sec_mail_phrase(struct sec_buf *out, struct sec_str name)
{
	struct sec_buf words = SEC_BUF_INIT;
	bool atoms = true;
	size_t i;

	clean(&words, name);
	for (i = 0; i < words.len; i++)
		atoms = atoms && is_among(words.s[i], " !#$%&'*+-/=?^_`{|}~");
	if (!is_plain(&words)) {
		encode(out, &words);
	} else if (atoms) {
		sec_buf_addslice(out, sec_buf_str(&words));
	} else {
		sec_buf_addch(out, '"');
		for (i = 0; i < words.len; i++)
			sec_buf_addf(out, strchr("\"\\", words.s[i]) ? "\\%c" : "%c", words.s[i]);
		sec_buf_addch(out, '"');
	}
	sec_buf_release(&words);
}

/* May the byte not stand there as it is? `used`: characters of the line so far. */
static bool is_quoted(struct sec_str rest, size_t used)
{
	unsigned char c = (unsigned char)rest.s[0];
	bool last = rest.len == 1 || rest.s[1] == '\n';

	if (c == ' ' || c == '\t')
		return last;
	if (c <= 0x20 || c > 0x7e || c == '=')
		return true;
	return used == 0 && (c == '.' || c == '>' || (rest.len > 4 && memcmp(rest.s, "From ", 5) == 0));
}

void sec_mail_quoted_printable(struct sec_buf *out, struct sec_str text)
{
	size_t i, used = 0;

	for (i = 0; i < text.len; i++) {
		struct sec_str rest = { text.s + i, text.len - i };
		bool quoted;

		if (text.s[i] == '\n') {
			sec_buf_addch(out, '\n');
			used = 0;
			continue;
		}
		quoted = is_quoted(rest, used);
		if (used + (quoted ? 3 : 1) > LINE_MAX_QP - 1) {
			sec_buf_addstr(out, "=\n");
			used = 0;
			quoted = is_quoted(rest, used);
		}
		sec_buf_addf(out, quoted ? "=%02X" : "%c", (unsigned char)text.s[i]);
		used += quoted ? 3 : 1;
	}
	if (used)
		sec_buf_addch(out, '\n');
}
