/* SPDX-License-Identifier: ISC */
#include "record/stream.h"

static const char mark[] = "# --- ", suffix[] = ".ini";

/* The first line of `s`, its line end and trailing blanks off; *taken: with them. */
static struct sec_str first_line(struct sec_str s, size_t *taken)
{
	const char *lf = memchr(s.s, '\n', s.len);
	struct sec_str line = { s.s, lf ? (size_t)(lf - s.s) : s.len };

	*taken = line.len + (lf ? 1 : 0);
	while (line.len && strchr(" \t\r", line.s[line.len - 1]) && line.s[line.len - 1])
		line.len--;
	return line;
}

static bool is_separator(struct sec_str line, struct sec_str *id)
{
	size_t i, head = sizeof(mark) - 1, tail = sizeof(suffix) - 1;

	if (line.len <= head + tail || memcmp(line.s, mark, head) != 0
		|| memcmp(line.s + line.len - tail, suffix, tail) != 0)
		return false;
	*id = (struct sec_str){ line.s + head, line.len - head - tail };
	for (i = 0; i < id->len; i++)
		if (id->s[i] == ' ' || id->s[i] == '\t')
			return false;
	return true;
}

static bool is_remark(struct sec_str line)
{
	return !line.len || line.s[0] == '#' || line.s[0] == ';';
}

static void skip(struct sec_stream *s, size_t bytes)
{
	s->rest.s += bytes;
	s->rest.len -= bytes;
	s->line++;
}

void sec_stream_init(struct sec_stream *s, struct sec_str text)
{
	struct sec_str rest = text, id;
	bool remarks = true; /* nothing else so far */
	size_t taken;

	*s = (struct sec_stream){ .rest = text, .line = 1 };
	if (rest.len >= 3 && memcmp(rest.s, "\xef\xbb\xbf", 3) == 0)
		rest = (struct sec_str){ rest.s + 3, rest.len - 3 };
	text = rest;
	while (rest.len && !s->separated) {
		struct sec_str line = first_line(rest, &taken);

		s->separated = is_separator(line, &id);
		if (s->separated)
			break;
		remarks = remarks && is_remark(line);
		rest.s += taken;
		rest.len -= taken;
	}
	if (!s->separated)
		return;
	/* Remarks above the first separator belong to no record. */
	s->rest = text;
	while (remarks && s->rest.s < rest.s) {
		first_line(s->rest, &taken);
		skip(s, taken);
	}
}

static bool next_separated(struct sec_stream *s, struct sec_stream_piece *piece)
{
	size_t taken;
	struct sec_str id;

	*piece = (struct sec_stream_piece){ .id = { "", 0 } };
	if (is_separator(first_line(s->rest, &taken), &piece->id))
		skip(s, taken);
	piece->line = s->line;
	piece->text.s = s->rest.s;
	while (s->rest.len && !is_separator(first_line(s->rest, &taken), &id))
		skip(s, taken);
	piece->text.len = (size_t)(s->rest.s - piece->text.s);
	return true;
}

static bool next_cut(struct sec_stream *s, struct sec_stream_piece *piece)
{
	struct sec_stream at = *s, cut = *s;
	bool seen = false, remarks = false, any = false;
	size_t taken;

	*piece = (struct sec_stream_piece){ .text = s->rest, .id = { "", 0 }, .line = s->line };
	while (at.rest.len) {
		struct sec_str line = first_line(at.rest, &taken);

		any = any || line.len;
		if (sec_str_is(line, "[secondment]")) {
			if (seen) {
				*s = remarks ? cut : at;
				piece->text.len = (size_t)(s->rest.s - piece->text.s);
				return true;
			}
			seen = true;
		}
		if (is_remark(line) && !remarks)
			cut = at;
		remarks = is_remark(line);
		skip(&at, taken);
	}
	*s = at;
	return any;
}

bool sec_stream_next(struct sec_stream *s, struct sec_stream_piece *piece)
{
	if (!s->rest.len)
		return false;
	return s->separated ? next_separated(s, piece) : next_cut(s, piece);
}

void sec_stream_separator(struct sec_buf *out, const char *id)
{
	sec_buf_addf(out, "%s%s%s\n", mark, id, suffix);
}
