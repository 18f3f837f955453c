/* SPDX-License-Identifier: ISC */
#include "record/reader.h"

#include <stdarg.h>

static const char bom[] = "\xef\xbb\xbf";

static struct sec_fault *report(struct sec_reader *rd, const char *rule, enum sec_level level,
	size_t at, const char *fmt, va_list ap)
{
	uint32_t number = (uint32_t)(rd->line - rd->rec->line) + 1;

	return sec_faults_vadd(&rd->rec->faults, rule, level, number, (uint32_t)at + 1, fmt, ap);
}

struct sec_fault *sec_reader_error(struct sec_reader *rd, const char *rule, size_t at,
	const char *fmt, ...)
{
	struct sec_fault *f;
	va_list ap;

	if (rd->line->faulty)
		return NULL;
	rd->line->faulty = true;
	va_start(ap, fmt);
	f = report(rd, rule, SEC_LEVEL_ERROR, at, fmt, ap);
	va_end(ap);
	return f;
}

struct sec_fault *sec_reader_warning(struct sec_reader *rd, const char *rule, size_t at,
	const char *fmt, ...)
{
	struct sec_fault *f;
	va_list ap;

	va_start(ap, fmt);
	f = report(rd, rule, SEC_LEVEL_WARNING, at, fmt, ap);
	va_end(ap);
	return f;
}

void sec_advise(struct sec_fault *f, const char *advice)
{
	if (f)
		f->advice = xstrdup(advice);
}

bool sec_split_key(struct sec_str s, struct sec_str *key, size_t *value_at)
{
	size_t i = 0;

	if (!s.len || s.s[0] < 'a' || s.s[0] > 'z')
		return false;
	while (i < s.len && sec_is_name_char(s.s[i]))
		i++;
	*key = (struct sec_str){ s.s, i };
	while (i < s.len && sec_is_blank(s.s[i]))
		i++;
	if (i == s.len || s.s[i] != '=' || key->len > 32)
		return false;
	for (i++; i < s.len && sec_is_blank(s.s[i]); i++)
		;
	*value_at = i;
	return true;
}

bool sec_looks_like_section(struct sec_str s)
{
	size_t i = 1;

	if (s.len < 2 || s.s[0] != '[' || s.s[1] < 'a' || s.s[1] > 'z')
		return false;
	while (i < s.len && sec_is_name_char(s.s[i]))
		i++;
	return i == s.len || s.s[i] == ']' || sec_is_blank(s.s[i]);
}

struct sec_str sec_continuation_text(struct sec_str line)
{
	while (line.len && sec_is_blank(line.s[0])) {
		line.s++;
		line.len--;
	}
	if (line.len && line.s[0] == '.') {
		line.s++;
		line.len--;
	}
	return line;
}

/* ---- lines ---- */

static void orphan(struct sec_reader *rd, struct sec_str s, size_t indent)
{
	struct sec_str text = { s.s + indent, s.len - indent }, key;
	size_t at;

	if (!rd->conflict && sec_split_key(text, &key, &at)) {
		sec_reader_error(rd, "syntax-line", 0,
			"the indented line continues nothing: begin the key '%.*s' in column one",
			SEC_ARG(key));
		sec_read_entry(rd, key, (struct sec_str){ text.s + at, text.len - at },
			indent + at, true);
		rd->indented = true;
		return;
	}
	rd->line->kind = SEC_LINE_FAULTY;
	if (rd->after != SEC_AFTER_FAULT && !rd->conflict)
		sec_advise(sec_reader_error(rd, "syntax-line", 0,
			"the indented line continues nothing"),
			"a value goes on directly below its key; all else begins in column one");
	rd->line->faulty = true;
}

static void read_indented(struct sec_reader *rd, struct sec_str s)
{
	struct sec_record *r = rd->rec;
	struct sec_str text, key;
	size_t indent = 0, at;
	const struct sec_dialect *d = rd->dialect;

	while (sec_is_blank(s.s[indent]))
		indent++;
	text = (struct sec_str){ s.s + indent, s.len - indent };
	if (rd->after != SEC_AFTER_KEY || (rd->indented && sec_split_key(text, &key, &at))) {
		orphan(rd, s, indent);
		return;
	}
	rd->line->kind = SEC_LINE_CONTINUATION;
	r->entry[r->entries - 1].lines++;
	if (text.s[0] == '#' || text.s[0] == ';') {
		sec_reader_error(rd, "syntax-line", indent, "'%c' begins a continuation: "
			"write '.%c' for text, or begin the comment in column one",
			text.s[0], text.s[0]);
	} else if (sec_looks_like_section(text)) {
		sec_reader_warning(rd, "indented-key", indent, "the indented section line is part "
			"of the value above: begin it in column one, or write '.[' for text");
	} else if (d && d->known_key && sec_split_key(text, &key, &at)
		&& d->known_key(d->ctx, r->section[r->sections - 1].kind, key)) {
		sec_reader_warning(rd, "indented-key", indent, "the indented key '%.*s' is part "
			"of the value above: begin it in column one, or write '.%.*s' for text",
			SEC_ARG(key), SEC_ARG(key));
	}
}

static bool is_marker(struct sec_str s)
{
	size_t i;

	for (i = 1; i < 7; i++)
		if (i == s.len || s.s[i] != s.s[0])
			return false;
	return s.s[0] == '<' || s.s[0] == '|' || s.s[0] == '=' || s.s[0] == '>';
}

/* One finding a conflict: at the marker that opens it. */
static void read_marker(struct sec_reader *rd, char c)
{
	rd->line->kind = SEC_LINE_MERGE;
	rd->line->conflict = true;
	if (!rd->conflict || c == '<')
		sec_advise(sec_reader_error(rd, "merge-marker", 0,
			"an unfinished merge: settle it up to '>>>>>>>'"),
			"keep the right lines, remove the marker lines, then git add the file");
	rd->line->faulty = true;
	rd->conflict = c != '>';
}

static void read_other(struct sec_reader *rd, struct sec_str s)
{
	rd->line->kind = SEC_LINE_FAULTY;
	if (s.s[0] == '=')
		sec_reader_error(rd, "syntax-line", 0, "no key before '=': write 'key = value'");
	else
		sec_advise(sec_reader_error(rd, "syntax-line", 0,
			"not a comment, a section, a key or a continuation"),
			"begin the line with '#' for a comment, with a blank to continue the value above");
}

static void classify(struct sec_reader *rd, struct sec_str s)
{
	struct sec_line *l = rd->line;

	if (!s.len) {
		l->kind = SEC_LINE_EMPTY;
	} else if (s.s[0] == '#' || s.s[0] == ';') {
		l->kind = SEC_LINE_COMMENT;
	} else if (sec_is_blank(s.s[0])) {
		read_indented(rd, s);
	} else if (s.s[0] == '[') {
		sec_read_section(rd, s);
	} else if ((s.s[0] >= 'a' && s.s[0] <= 'z') || (s.s[0] >= 'A' && s.s[0] <= 'Z')) {
		rd->indented = false;
		sec_read_key(rd, s);
	} else if (is_marker(s)) {
		read_marker(rd, s.s[0]);
	} else {
		read_other(rd, s);
	}
	if (l->kind == SEC_LINE_KEY || l->kind == SEC_LINE_CONTINUATION)
		rd->after = SEC_AFTER_KEY;
	else if (l->kind == SEC_LINE_FAULTY || l->kind == SEC_LINE_MERGE)
		rd->after = SEC_AFTER_FAULT;
	else
		rd->after = SEC_AFTER_OTHER;
}

static void check_end(struct sec_reader *rd)
{
	const struct sec_line *l = rd->line;

	if (l->end == 2 && !rd->crlf_said) {
		rd->crlf_said = true;
		sec_reader_warning(rd, "line-end", l->len, "lines end in CR LF");
	} else if (l->end == 0) {
		sec_advise(sec_reader_warning(rd, "line-end", l->len, "the last line has no line end"),
			"press Enter at its end; the next change by sec-set ends it too");
	}
}

static void read_line(struct sec_reader *rd, size_t start, size_t len, unsigned end)
{
	struct sec_record *r = rd->rec;
	uint32_t number = r->lines++;

	rd->line = &r->line[number];
	*rd->line = (struct sec_line){ .start = (uint32_t)start, .len = (uint32_t)len,
		.end = (uint8_t)end, .conflict = rd->conflict };
	if (rd->odd < start + len && rd->odd_kind != SEC_CHAR_INVISIBLE)
		sec_check_characters(rd);
	if (len > SEC_LINE_MAX)
		sec_reader_error(rd, "limits", SEC_LINE_MAX, "a line of %zu bytes: %d are the limit",
			len, SEC_LINE_MAX);
	classify(rd, sec_record_line(r, number));
	if (rd->odd < start + len + end)
		sec_check_characters(rd);
	if (rd->line->kind == SEC_LINE_KEY || rd->line->kind == SEC_LINE_CONTINUATION)
		sec_check_semicolon(rd);
	if (end != 1)
		check_end(rd);
}

static void read_lines(struct sec_reader *rd)
{
	struct sec_record *r = rd->rec;
	const char *s = r->text.s, *end = s + r->text.len, *lf;
	size_t at = r->bom ? 3 : 0;

	for (; at < r->text.len; at = (size_t)(lf - s) + 1) {
		size_t len;

		SEC_GROW(r->line, r->lines, r->line_alloc);
		lf = memchr(s + at, '\n', (size_t)(end - s) - at);
		if (!lf) {
			read_line(rd, at, r->text.len - at, 0);
			return;
		}
		len = (size_t)(lf - s) - at;
		if (len && lf[-1] == '\r')
			read_line(rd, at, len - 1, 2);
		else
			read_line(rd, at, len, 1);
	}
}

/* ---- values ---- */

static struct sec_str first_text(const struct sec_record *r, const struct sec_entry *e)
{
	struct sec_str s = sec_record_line(r, e->line);
	size_t at = e->col - 1 < s.len ? e->col - 1 : s.len;

	return (struct sec_str){ s.s + at, s.len - at };
}

static void join(struct sec_record *r, struct sec_entry *e)
{
	struct sec_str s = first_text(r, e);
	uint32_t i, from = s.len ? 0 : 1;
	size_t len = 0;
	char *out;

	for (i = from; i < e->lines; i++)
		len += r->line[e->line + i].len + 1;
	out = sec_arena_alloc(&r->joined, len);
	e->value = (struct sec_str){ out, 0 };
	for (i = from; i < e->lines; i++) {
		if (i)
			s = sec_continuation_text(sec_record_line(r, e->line + i));
		if (i > from)
			*out++ = '\n';
		if (s.len)
			memcpy(out, s.s, s.len);
		out += s.len;
	}
	e->value.len = (size_t)(out - e->value.s);
}

/* ---- where a fault belongs ---- */

static char *address_of(const struct sec_record *r, uint32_t line)
{
	const struct sec_entry *e;
	const struct sec_section *s;
	uint32_t i;

	SEC_FIRST_NOT(i, r->entries, r->entry[i].line <= line);
	if (!i)
		return NULL;
	e = &r->entry[i - 1];
	s = &r->section[e->section];
	if (line >= e->line + e->lines || !s->kind.len)
		return NULL;
	return xasprintf("%.*s%s%.*s.%.*s", SEC_ARG(s->kind), s->id.len ? ":" : "",
		SEC_ARG(s->id), SEC_ARG(e->key));
}

static void finish_faults(struct sec_record *r)
{
	size_t i;

	for (i = 0; i < r->faults.n; i++)
		if (r->faults.item[i].line)
			r->faults.item[i].address = address_of(r, r->faults.item[i].line - 1);
	sec_faults_sort(&r->faults);
}

static void check_file(struct sec_record *r, bool unlimited)
{
	if (!unlimited && r->text.len > SEC_RECORD_MAX)
		sec_faults_add(&r->faults, "limits", SEC_LEVEL_ERROR, 0, 0,
			"a file of %zu bytes: %d are the limit", r->text.len, SEC_RECORD_MAX);
	if (r->bom)
		sec_faults_add(&r->faults, "byte-order-mark", SEC_LEVEL_WARNING, 1, 1,
			"the file begins with a byte order mark");
	if (!unlimited && r->entries > SEC_KEYS_MAX)
		sec_faults_add(&r->faults, "limits", SEC_LEVEL_ERROR,
			r->entry[SEC_KEYS_MAX].line + 1, 1, "a file of %u keys: %d are the limit",
			r->entries, SEC_KEYS_MAX);
}

int sec_record_parse(struct sec_record *r, const struct sec_dialect *dialect, struct sec_err *err)
{
	struct sec_reader rd = { .rec = r, .dialect = dialect };
	uint32_t i;

	r->lines = r->sections = r->entries = r->slots = 0;
	sec_faults_clear(&r->faults);
	sec_arena_clear(&r->joined);
	if (r->text.len > UINT32_MAX / 2)
		return sec_err_set(err, SEC_FAIL, "a text of %zu bytes is too long", r->text.len);
	r->bom = r->text.len >= 3 && memcmp(r->text.s, bom, 3) == 0;
	sec_characters_start(&rd, r->bom ? 3 : 0);
	read_lines(&rd);
	r->crlf = r->lines && r->line[0].end == 2;
	for (i = 0; i < r->entries; i++)
		if (r->entry[i].lines > 1)
			join(r, &r->entry[i]);
	check_file(r, dialect && dialect->unlimited);
	sec_index_build(&rd);
	if (r->faults.n)
		finish_faults(r);
	return sec_feed(r, err);
}
