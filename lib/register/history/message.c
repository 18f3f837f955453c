/* SPDX-License-Identifier: ISC
 *
 * Messages, as `git interpret-trailers` reads them: trailers are the last
 * paragraph, never the first, where each of its lines is one or continues one.
 */
#include "register/history/inner.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* "Key: value" in one line: letters, digits and `-`, blanks perhaps, a colon. */
static bool split(struct sec_str line, struct sec_str *key, struct sec_str *value)
{
	size_t n = 0, colon;

	while (n < line.len && (line.s[n] == '-' || (line.s[n] >= '0' && line.s[n] <= '9')
		|| (line.s[n] >= 'A' && line.s[n] <= 'Z') || (line.s[n] >= 'a' && line.s[n] <= 'z')))
		n++;
	for (colon = n; colon < line.len && is_blank(line.s[colon]); colon++)
		;
	if (!n || colon == line.len || line.s[colon] != ':')
		return false;
	*key = (struct sec_str){ line.s, n };
	*value = (struct sec_str){ line.s + colon + 1, line.len - colon - 1 };
	return true;
}

/* What git itself puts between trailers. */
static bool is_picked(struct sec_str line)
{
	static const char picked[] = "(cherry picked from commit ";

	return line.len >= sizeof(picked) - 1 && memcmp(line.s, picked, sizeof(picked) - 1) == 0;
}

static bool are_trailers(struct sec_str paragraph)
{
	struct sec_str line, key, value;
	bool any = false;

	while (paragraph.len) {
		line = sec_str_cut(&paragraph, '\n');
		if (split(line, &key, &value))
			any = true;
		else if (!is_picked(line) && !(any && line.len && is_blank(line.s[0])))
			return false;
	}
	return any;
}

/* Where the last paragraph begins. */
static size_t last_paragraph(struct sec_str text)
{
	struct sec_str rest = text, line;
	size_t at = 0;

	while (rest.len) {
		line = sec_str_cut(&rest, '\n');
		if (!sec_str_trim(line).len)
			at = (size_t)(rest.s - text.s);
	}
	return at;
}

/* What git lists below the message of a merge that stopped, and keeps where no editor
 * was opened: a last paragraph of "# Conflicts:" and "#\tPATH". */
static struct sec_str without_conflicts(struct sec_str text)
{
	static const char begins[] = "# Conflicts:";
	struct sec_str last = sec_str_trim(text);
	size_t at = last_paragraph(last);

	last.s += at;
	last.len -= at;
	if (last.len >= strlen(begins) && memcmp(last.s, begins, strlen(begins)) == 0)
		text.len = (size_t)(last.s - text.s);
	return text;
}

void sec_history_split(struct sec_str message, struct sec_past *out)
{
	struct sec_str rest = sec_str_trim(message), last, key, value;
	size_t at;

	while (rest.len && sec_str_trim(sec_str_cut(&rest, '\n')).len)
		; /* the subject */
	at = last_paragraph(rest);
	last = (struct sec_str){ rest.s + at, rest.len - at };
	out->trailers = (struct sec_str){ rest.s + rest.len, 0 };
	if (are_trailers(last)) {
		out->trailers = last;
		rest.len = at;
	}
	out->reason = sec_str_trim(without_conflicts(rest));
	rest = out->trailers;
	while (sec_trailer_next(&rest, &key, &value)) {
		if (!out->tool.s && sec_str_is(key, "Sec-Tool"))
			out->tool = value;
		out->forced |= sec_str_is(key, "Sec-Forced");
	}
}

bool sec_trailer_next(struct sec_str *rest, struct sec_str *key, struct sec_str *value)
{
	while (rest->len) {
		if (!split(sec_str_cut(rest, '\n'), key, value))
			continue;
		while (rest->len && is_blank(rest->s[0])) {
			struct sec_str more = sec_str_cut(rest, '\n');

			value->len = (size_t)(more.s + more.len - value->s);
		}
		*value = sec_str_trim(*value);
		return true;
	}
	return false;
}
