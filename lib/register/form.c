/* SPDX-License-Identifier: ISC */
#include "register/form.h"

#include <stdlib.h>

#include "base/mem.h"
#include "record/stream.h"

static struct sec_editor editor_of(const struct sec_form *f, struct sec_dialect *dialect,
	struct sec_record *rec)
{
	void *schema = (void *)(uintptr_t)f->schema;

	*dialect = (struct sec_dialect){ .known_key = sec_schema_known_key, .ctx = schema };
	return (struct sec_editor){ rec, dialect, sec_schema_order, schema };
}

/* The next line with its end. */
static bool next_line(struct sec_str *rest, struct sec_str *line)
{
	const char *lf = rest->len ? memchr(rest->s, '\n', rest->len) : NULL;

	if (!rest->len)
		return false;
	*line = (struct sec_str){ rest->s, lf ? (size_t)(lf - rest->s) + 1 : rest->len };
	rest->s += line->len;
	rest->len -= line->len;
	return true;
}

static bool begins(struct sec_str line, const char *with)
{
	return line.len >= strlen(with) && memcmp(line.s, with, strlen(with)) == 0;
}

/* The text without a byte order mark, which is the editor's: in front of the
 * record stand lines of ours. */
static struct sec_str without_bom(struct sec_str text)
{
	static const char bom[] = "\xef\xbb\xbf";
	size_t n = begins(text, bom) ? strlen(bom) : 0;

	return (struct sec_str){ text.s + n, text.len - n };
}

int sec_form_mark(struct sec_form *f, struct sec_err *err)
{
	bool taken = true;
	size_t i;

	strcpy(f->mark, "#");
	while (taken) {
		if (strlen(f->mark) + 2 > sizeof(f->mark))
			return sec_err_set(err, SEC_FAIL, "comments that begin with '%s' leave no mark for "
				"an editor's form", f->mark);
		strcat(f->mark, "!");
		taken = false;
		for (i = 0; i < f->records; i++) {
			struct sec_str rest = sec_buf_str(&f->record[i].base), line;

			while (!taken && next_line(&rest, &line))
				taken = begins(line, f->mark);
		}
	}
	return 0;
}

/* ---- writing ---- */

static void add_words(const struct sec_words *w, struct sec_buf *out)
{
	unsigned i;

	for (i = 0; i < w->n; i++)
		sec_buf_addf(out, "%s%s", i ? ", " : "", w->word[i]);
}

/* How a value of the field is written. */
static void add_manner(const struct sec_field *d, struct sec_buf *out)
{
	const char *form = sec_type_form(d->type);

	if (d->values.n) {
		sec_buf_addstr(out, d->type == SEC_TYPE_LIST ? "any of: " : "one of: ");
		add_words(&d->values, out);
	} else if (form) {
		sec_buf_addstr(out, form);
	}
}

static void add_help(const struct sec_form *f, const struct sec_field *d, const char *eol,
	struct sec_buf *out)
{
	struct sec_buf manner = SEC_BUF_INIT;

	sec_buf_addf(out, "%s %s%s%s%s", f->mark, d->label ? d->label : d->key, d->help ? ": " : "",
		d->help ? d->help : "", eol);
	add_manner(d, &manner);
	if (manner.len)
		sec_buf_addf(out, "%s   (%s)%s", f->mark, manner.s, eol);
	sec_buf_release(&manner);
}

static void add_line(const struct sec_record *r, uint32_t line, const char *eol, struct sec_buf *out)
{
	const struct sec_line *l = &r->line[line];

	sec_buf_add(out, r->text.s + l->start, (size_t)l->len + l->end);
	if (!l->end)
		sec_buf_addstr(out, eol);
}

static const struct sec_field *field_at(const struct sec_form *f, const struct sec_record *r,
	int kind, uint32_t line)
{
	uint32_t i;
	int field;

	for (i = 0; i < r->entries; i++)
		if (r->entry[i].line == line) {
			field = sec_schema_field(f->schema, kind, r->entry[i].key);
			return field < 0 ? NULL : &f->schema->field[field];
		}
	return NULL;
}

static void add_missing(const struct sec_form *f, const struct sec_record *r,
	const struct sec_section *s, int kind, const char *eol, struct sec_buf *out)
{
	const struct sec_kind *k = &f->schema->kind[kind];
	int i;

	for (i = k->first_field; i < k->first_field + k->fields; i++) {
		const struct sec_field *d = &f->schema->field[i];

		if (sec_section_entry(r, s, d->key))
			continue;
		add_help(f, d, eol, out);
		sec_buf_addf(out, "%s =%s", d->key, eol);
	}
}

static void add_section(const struct sec_form *f, const struct sec_record *r,
	const struct sec_section *s, struct sec_buf *out)
{
	const char *eol = r->crlf ? "\r\n" : "\n";
	int kind = sec_schema_kind(f->schema, s->kind);
	uint32_t line, from, to;
	const struct sec_field *d;

	sec_section_lines(r, s, &from, &to);
	for (line = from; line < to; line++) {
		if (line == s->line && kind >= 0)
			sec_buf_addf(out, "%s %s: %s%s", f->mark, f->schema->kind[kind].label,
				f->schema->kind[kind].help, eol);
		d = kind < 0 ? NULL : field_at(f, r, kind, line);
		if (d)
			add_help(f, d, eol, out);
		add_line(r, line, eol, out);
	}
	if (kind >= 0)
		add_missing(f, r, s, kind, eol, out);
}

static int add_sections(const struct sec_form *f, struct sec_editor *e, struct sec_buf *out,
	struct sec_err *err)
{
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < f->sections; i++) {
		const struct sec_section_name *name = &f->section[i];

		rc = sec_edit_add_section(e, name->kind, name->id, err);
		if (rc)
			break;
		sec_buf_addstr(out, i ? e->rec->crlf ? "\r\n" : "\n" : "");
		add_section(f, e->rec, sec_record_section(e->rec, name->kind, name->id), out);
	}
	return rc;
}

int sec_form_write(struct sec_form *f, struct sec_buf *out, struct sec_err *err)
{
	struct sec_record r;
	struct sec_dialect dialect;
	struct sec_editor e = editor_of(f, &dialect, &r);
	size_t i;
	int rc = 0;

	sec_record_init(&r);
	for (i = 0; rc == 0 && i < f->records; i++) {
		struct sec_buf *base = &f->record[i].base;

		if (f->records > 1)
			sec_stream_separator(out, f->record[i].id);
		if (f->sections) {
			rc = sec_record_parse_text(&r, base->s, base->len, &dialect, err);
			if (rc == 0)
				rc = add_sections(f, &e, out, err);
			sec_buf_addstr(out, i + 1 < f->records ? "\n" : "");
		} else {
			sec_buf_addslice(out, sec_buf_str(base));
		}
		if (out->len && out->s[out->len - 1] != '\n')
			sec_buf_addch(out, '\n');
	}
	sec_record_release(&r);
	return rc;
}

/* ---- reading ---- */

void sec_form_strip(const struct sec_form *f, struct sec_str text, bool top, struct sec_buf *out)
{
	struct sec_str line;
	bool seen = false;

	text = without_bom(text);
	while (next_line(&text, &line)) {
		if (!(top && seen) && begins(line, f->mark))
			continue;
		seen = true;
		sec_buf_addslice(out, line);
	}
}

/* The ends of the base's lines: 1 LF, 2 CR LF, 0 both. */
static int ends_of(struct sec_str text)
{
	struct sec_str line;
	bool lf = false, crlf = false;

	while (next_line(&text, &line)) {
		bool ended = line.s[line.len - 1] == '\n';
		bool cr = ended && line.len > 1 && line.s[line.len - 2] == '\r';

		lf = lf || (ended && !cr);
		crlf = crlf || cr;
	}
	return lf && crlf ? 0 : crlf ? 2 : 1;
}

/* Appends the text with the line ends that the base has, if they are all alike. */
static void add_as(struct sec_buf *out, struct sec_str text, int ends)
{
	struct sec_str line;

	while (next_line(&text, &line)) {
		bool lf = line.s[line.len - 1] == '\n';

		if (ends && lf) {
			line.len -= line.len > 1 && line.s[line.len - 2] == '\r' ? 2 : 1;
			sec_buf_addslice(out, line);
			sec_buf_addstr(out, ends == 2 ? "\r\n" : "\n");
		} else {
			sec_buf_addslice(out, line);
		}
	}
}

/* A file that ended without a line end did not get one by being looked at. */
static void match_end(struct sec_form_record *rec)
{
	const struct sec_buf *b = &rec->base;
	struct sec_buf *t = &rec->text;

	if (b->len && b->s[b->len - 1] != '\n' && t->len > b->len && t->len <= b->len + 2
		&& memcmp(t->s, b->s, b->len) == 0 && t->s[t->len - 1] == '\n')
		sec_buf_remove(t, b->len, t->len - b->len);
}

/* The text without keys whose value is empty. */
static int drop_empty(const struct sec_form *f, struct sec_buf *text, struct sec_err *err)
{
	struct sec_record r;
	struct sec_dialect dialect;
	uint32_t i;
	int rc;

	sec_record_init(&r);
	editor_of(f, &dialect, &r);
	rc = sec_record_parse_text(&r, text->s, text->len, &dialect, err);
	for (i = r.entries; rc == 0 && i--;) {
		const struct sec_entry *e = &r.entry[i];
		size_t from, to;

		if (e->value.len)
			continue;
		from = r.line[e->line].start;
		to = e->line + e->lines < r.lines ? r.line[e->line + e->lines].start : text->len;
		sec_buf_remove(text, from, to - from);
	}
	sec_record_release(&r);
	return rc;
}

static int put_sections(const struct sec_form *f, struct sec_form_record *rec, struct sec_err *err)
{
	struct sec_record r;
	struct sec_dialect dialect;
	struct sec_editor e = editor_of(f, &dialect, &r);
	int rc = drop_empty(f, &rec->text, err);

	sec_record_init(&r);
	if (rc == 0)
		rc = sec_record_parse_text(&r, rec->base.s, rec->base.len, &dialect, err);
	if (rc == 0)
		rc = sec_edit_excerpt(&e, f->section, f->sections, sec_buf_str(&rec->text), err);
	sec_buf_clear(&rec->text);
	sec_buf_addslice(&rec->text, sec_buf_str(rc == 0 ? &r.text : &rec->base));
	sec_record_release(&r);
	return rc;
}

static struct sec_form_record *find(struct sec_form *f, struct sec_str id)
{
	size_t i;

	for (i = 0; i < f->records; i++)
		if (sec_str_is(id, f->record[i].id))
			return &f->record[i];
	return NULL;
}

static int read_piece(struct sec_form *f, struct sec_form_record *rec, struct sec_str text,
	unsigned line, struct sec_err *err)
{
	int rc = 0;

	rec->line = f->sections ? 0 : line;
	sec_buf_clear(&rec->text);
	add_as(&rec->text, text, ends_of(sec_buf_str(&rec->base)));
	if (f->sections)
		rc = put_sections(f, rec, err);
	match_end(rec);
	return rc ? sec_err_prefix(err, "%s: ", rec->id) : 0;
}

static int read_pieces(struct sec_form *f, struct sec_str text, struct sec_err *err)
{
	struct sec_stream stream;
	struct sec_stream_piece piece;
	bool *seen = xcalloc(f->records, sizeof(*seen));
	int rc = 0;

	sec_stream_init(&stream, text);
	while (rc == 0 && sec_stream_next(&stream, &piece)) {
		struct sec_form_record *rec = find(f, piece.id);

		if (!rec)
			rc = sec_err_set(err, SEC_NO, piece.id.len ? "'%.*s' was not opened here"
				: "what stands above the first line '# --- ID.ini' is of no record%.*s",
				SEC_ARG(piece.id));
		else if (seen[rec - f->record])
			rc = sec_err_set(err, SEC_NO, "%s stands there twice", rec->id);
		else
			rc = read_piece(f, rec, piece.text, piece.line, err);
		if (rec)
			seen[rec - f->record] = true;
	}
	free(seen);
	return rc;
}

int sec_form_read(struct sec_form *f, struct sec_str edited, struct sec_err *err)
{
	struct sec_buf text = SEC_BUF_INIT;
	size_t i;
	int rc;

	for (i = 0; i < f->records; i++) {
		sec_buf_clear(&f->record[i].text);
		sec_buf_addslice(&f->record[i].text, sec_buf_str(&f->record[i].base));
		f->record[i].line = 0;
	}
	sec_form_strip(f, edited, false, &text);
	rc = f->records == 1 ? read_piece(f, &f->record[0], sec_buf_str(&text), 1, err)
		: read_pieces(f, sec_buf_str(&text), err);
	sec_buf_release(&text);
	return rc;
}

void sec_form_release(struct sec_form *f)
{
	size_t i;

	for (i = 0; i < f->records; i++) {
		free(f->record[i].id);
		sec_buf_release(&f->record[i].base);
		sec_buf_release(&f->record[i].text);
	}
	for (i = 0; i < f->sections; i++) {
		free(f->section[i].kind);
		free(f->section[i].id);
	}
	free(f->record);
	free(f->section);
	*f = (struct sec_form){ 0 };
}
