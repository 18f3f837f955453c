/* SPDX-License-Identifier: ISC */
#include "base/escape.h"

#include <csv.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/utf8.h"

void sec_escape_tsv(struct sec_buf *out, struct sec_str s)
{
	size_t i, plain = 0;

	for (i = 0; i < s.len; i++) {
		const char *with = s.s[i] == '\t' ? "\\t"
			: s.s[i] == '\n' ? "\\n"
			: s.s[i] == '\r' ? "\\r"
			: s.s[i] == '\\' ? "\\\\"
			: NULL;

		if (!with)
			continue;
		sec_buf_add(out, s.s + plain, i - plain);
		sec_buf_addstr(out, with);
		plain = i + 1;
	}
	sec_buf_add(out, s.s + plain, s.len - plain);
}

void sec_escape_xml(struct sec_buf *out, struct sec_str s)
{
	size_t i;

	for (i = 0; i < s.len; i++) {
		switch (s.s[i]) {
		case '&': sec_buf_addstr(out, "&amp;"); break;
		case '<': sec_buf_addstr(out, "&lt;"); break;
		case '>': sec_buf_addstr(out, "&gt;"); break;
		case '"': sec_buf_addstr(out, "&quot;"); break;
		case '#': sec_buf_addstr(out, i && s.s[i - 1] == '#' ? "&#35;" : "#"); break;
		default: sec_buf_addch(out, s.s[i]);
		}
	}
}

void sec_escape_github(struct sec_buf *out, struct sec_str s, bool property)
{
	size_t i;

	for (i = 0; i < s.len; i++) {
		if (strchr(property ? "%\r\n:," : "%\r\n", s.s[i]))
			sec_buf_addf(out, "%%%02X", (unsigned char)s.s[i]);
		else
			sec_buf_addch(out, s.s[i]);
	}
}

void sec_escape_ics(struct sec_buf *out, struct sec_str s)
{
	struct sec_buf shown = SEC_BUF_INIT;
	size_t i;

	sec_visible_text(&shown, s.s, s.len);
	for (i = 0; i < shown.len; i++) {
		if (shown.s[i] == '\n') {
			sec_buf_addstr(out, "\\n");
			continue;
		}
		if (strchr("\\;,", shown.s[i]))
			sec_buf_addch(out, '\\');
		sec_buf_addch(out, shown.s[i]);
	}
	sec_buf_release(&shown);
}

/* The text with what is not UTF-8 replaced by U+FFFD. */
static void add_valid(struct sec_buf *out, struct sec_str s)
{
	size_t i = 0;

	while (i < s.len) {
		uint32_t cp;
		enum sec_char kind;
		size_t n = sec_utf8_next(s.s + i, s.len - i, &cp, &kind);

		if (kind == SEC_CHAR_INVALID && n == 1)
			sec_buf_addstr(out, "\xef\xbf\xbd");
		else
			sec_buf_add(out, s.s + i, n);
		i += n;
	}
}

void sec_escape_json(struct sec_buf *out, struct sec_str s)
{
	json_t *text = json_stringn(s.s, s.len);
	struct sec_buf valid = SEC_BUF_INIT;
	char *dumped, *rest, *at;

	if (!text) {
		add_valid(&valid, s);
		text = json_stringn(valid.s, valid.len);
		sec_buf_release(&valid);
	}
	dumped = json_dumps(text, JSON_ENCODE_ANY);
	for (rest = dumped; (at = strstr(rest, "##")); rest = at + 2) {
		sec_buf_add(out, rest, (size_t)(at - rest));
		sec_buf_addstr(out, "#\\u0023");
	}
	sec_buf_addstr(out, rest);
	free(dumped);
	json_decref(text);
}

static bool needs_quotes(struct sec_str s)
{
	size_t i;

	if (s.len && (s.s[0] == ' ' || s.s[s.len - 1] == ' '))
		return true;
	for (i = 0; i < s.len; i++)
		if (strchr(",\"\r\n;\t", s.s[i]))
			return true;
	return false;
}

/* What a spreadsheet might compute, however many guards stand before it: were
 * `'=x` left alone, it could not be told from a guarded `=x`. */
static bool needs_guard(struct sec_str s)
{
	size_t i = 0;

	while (i < s.len && s.s[i] == '\'')
		i++;
	return i < s.len && (!s.s[i] || strchr("=+-@\t\r", s.s[i]));
}

struct sec_str sec_unguard_csv(struct sec_str s)
{
	size_t guard = s.len && s.s[0] == '\'' && needs_guard(s);

	return (struct sec_str){ s.s + guard, s.len - guard };
}

/* A ref 0042 or 1e5, a name 3/4: with quotes a spreadsheet can be told to leave it. */
static bool reads_as_number(struct sec_str s)
{
	sec_day day;
	size_t i;

	for (i = 0; i < s.len; i++)
		if (!s.s[i] || !strchr("0123456789.,:/%eE+-", s.s[i]))
			return false;
	return s.len && strchr("0123456789.", s.s[0]) && !sec_day_parse(s.s, s.len, &day);
}

void sec_escape_csv(struct sec_buf *out, struct sec_str s, bool raw)
{
	struct sec_buf guarded = SEC_BUF_INIT;

	if (!raw && needs_guard(s)) {
		sec_buf_addch(&guarded, '\'');
		sec_buf_addslice(&guarded, s);
		s = sec_buf_str(&guarded);
	}
	if (needs_quotes(s) || (!raw && reads_as_number(s))) {
		sec_buf_reserve(out, 2 * s.len + 2);
		out->len += csv_write(out->s + out->len, 2 * s.len + 2, s.s, s.len);
		out->s[out->len] = '\0';
	} else {
		sec_buf_addslice(out, s);
	}
	sec_buf_release(&guarded);
}

void sec_escape_shell(struct sec_buf *out, struct sec_str s)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/+:-";
	size_t i;

	for (i = 0; i < s.len && strchr(plain, s.s[i]) && s.s[i]; i++)
		;
	if (s.len && i == s.len) {
		sec_buf_addslice(out, s);
		return;
	}
	sec_buf_addch(out, '\'');
	for (i = 0; i < s.len; i++)
		if (s.s[i] == '\'')
			sec_buf_addstr(out, "'\\''");
		else
			sec_buf_addch(out, s.s[i]);
	sec_buf_addch(out, '\'');
}
