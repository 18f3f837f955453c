/* SPDX-License-Identifier: ISC */
#include "record/edit.h"

#include "record/fold.h"
#include "record/place.h"
#include "record/reader.h"

static int check_names(const struct sec_editor *e, const char *kind, const char *id,
	const char *key, struct sec_err *err)
{
	if (!sec_kind_is_legal(sec_str(kind)))
		return sec_err_set(err, SEC_FAIL, "'%s' is no section: write a-z, 0-9 and '-', "
			"a letter first, at most 16", kind);
	if (id && *id && !sec_id_is_legal_in(sec_str(id), e->dialect))
		return sec_err_set(err, SEC_FAIL, "'%s' is no id of a section: write a-z, 0-9 "
			"and '-', at most 32", id);
	if (key && !sec_key_is_legal(sec_str(key)))
		return sec_err_set(err, SEC_FAIL, "'%s' is no key: write a-z, 0-9 and '-', "
			"a letter first, at most 32", key);
	return SEC_OK;
}

static const char *eol(const struct sec_record *r)
{
	return r->crlf ? "\r\n" : "\n";
}

/* Puts `with` in the place of the bytes, adds a missing last line end, and reads
 * the whole again. */
static int splice(struct sec_editor *e, size_t from, size_t to, struct sec_str with,
	struct sec_err *err)
{
	struct sec_record *r = e->rec;
	struct sec_buf *t = &r->text;
	const char *end = eol(r);
	bool ended = !r->lines || r->line[r->lines - 1].end;

	if (t->len - (to - from) + with.len + 2 > SEC_RECORD_MAX)
		return sec_err_set(err, SEC_FAIL, "the record would pass %d bytes",
			SEC_RECORD_MAX);
	sec_buf_remove(t, from, to - from);
	if (!ended && from == t->len && with.len && with.s[with.len - 1] == '\n') {
		sec_buf_addstr(t, end); /* whole lines behind a last one without end */
		from = t->len;
	}
	sec_buf_insert(t, from, with.s, with.len);
	if (t->len && t->s[t->len - 1] != '\n')
		sec_buf_addstr(t, end);
	return sec_record_parse(r, e->dialect, err);
}

static size_t line_start(const struct sec_record *r, uint32_t line)
{
	return line < r->lines ? r->line[line].start : r->text.len;
}

static void add_head(struct sec_buf *out, const char *kind, const char *id)
{
	if (id && *id)
		sec_buf_addf(out, "[%s %s]", kind, id);
	else
		sec_buf_addf(out, "[%s]", kind);
}

/* ---- keys ---- */

/* Where the value of an entry begins: behind the blanks that follow `=`, also
 * where nothing follows them. */
static size_t value_start(const struct sec_record *r, const struct sec_entry *e)
{
	const struct sec_line *l = &r->line[e->line];
	size_t at = e->col - 1;

	while (at < l->len && sec_is_blank(r->text.s[l->start + at]))
		at++;
	return l->start + at;
}

static int replace(struct sec_editor *ed, const struct sec_entry *e, struct sec_str value,
	bool *folded, struct sec_err *err)
{
	const struct sec_record *r = ed->rec;
	const struct sec_line *l = &r->line[e->line];
	struct sec_str last = sec_record_line(r, e->line + e->lines - 1);
	size_t from = value_start(r, e), to = (size_t)(last.s - r->text.s) + last.len;
	struct sec_buf text = SEC_BUF_INIT;
	int rc;

	if (e->faulty && !sec_is_blank(r->text.s[l->start])) {
		sec_buf_addf(&text, "%.*s = ", SEC_ARG(e->key));
		from = l->start;
	} else if (from > l->start + 1 && r->text.s[from - 1] == '='
		&& sec_is_blank(r->text.s[from - 2])) {
		sec_buf_addch(&text, ' ');
	}
	rc = sec_value_write(&text, from - l->start + text.len, value, eol(r), folded, err);
	if (!rc)
		rc = splice(ed, from, to > from ? to : from, sec_buf_str(&text), err);
	sec_buf_release(&text);
	return rc;
}

static int add_key(struct sec_editor *ed, const struct sec_section *s, const char *kind,
	const char *id, const char *key, struct sec_str value, bool *folded, struct sec_err *err)
{
	struct sec_record *r = ed->rec;
	struct sec_buf text = SEC_BUF_INIT;
	struct sec_place place = { 0 };
	int rc;

	if (r->entries >= SEC_KEYS_MAX)
		return sec_err_set(err, SEC_FAIL, "the record has %d keys, the most there may be",
			SEC_KEYS_MAX);
	if (s) {
		place.line = sec_place_key(r, s);
	} else {
		place = sec_place_section(ed, sec_str(kind));
		sec_buf_addstr(&text, place.empty_above ? eol(r) : "");
		add_head(&text, kind, id);
		sec_buf_addstr(&text, eol(r));
	}
	sec_buf_addf(&text, "%s = ", key);
	rc = sec_value_write(&text, strlen(key) + 3, value, eol(r), folded, err);
	sec_buf_addstr(&text, eol(r));
	sec_buf_addstr(&text, place.empty_below ? eol(r) : "");
	if (!rc)
		rc = splice(ed, line_start(r, place.line), line_start(r, place.line),
			sec_buf_str(&text), err);
	sec_buf_release(&text);
	return rc;
}

int sec_edit_set(struct sec_editor *e, const char *kind, const char *id, const char *key,
	struct sec_str value, bool *trimmed, struct sec_err *err)
{
	const struct sec_section *s;
	const struct sec_entry *entry;
	struct sec_buf legal = SEC_BUF_INIT;
	bool folded = false;
	int rc = check_names(e, kind, id, key, err);

	if (trimmed)
		*trimmed = false;
	if (!rc)
		rc = sec_value_trim(&legal, value, err);
	if (rc)
		goto out;
	s = sec_record_section(e->rec, kind, id);
	entry = s ? sec_section_entry(e->rec, s, key) : NULL;
	if (!entry)
		rc = add_key(e, s, kind, id, key, sec_buf_str(&legal), &folded, err);
	else if (entry->faulty || !sec_str_eq(entry->value, sec_buf_str(&legal)))
		rc = replace(e, entry, sec_buf_str(&legal), &folded, err);
	if (trimmed)
		*trimmed = folded;
out:
	sec_buf_release(&legal);
	return rc;
}

static int absent(const char *kind, const char *id, const char *key, struct sec_err *err)
{
	return sec_err_set(err, SEC_ABSENT, "there is no %s%s%s%s%s", kind, id && *id ? ":" : "",
		id ? id : "", key ? "." : "", key ? key : "");
}

int sec_edit_remove(struct sec_editor *e, const char *kind, const char *id, const char *key,
	struct sec_err *err)
{
	const struct sec_record *r = e->rec;
	const struct sec_section *s = sec_record_section(r, kind, id);
	const struct sec_entry *entry = s ? sec_section_entry(r, s, key) : NULL;

	if (!entry)
		return absent(kind, id, key, err);
	return splice(e, line_start(r, entry->line), line_start(r, entry->line + entry->lines),
		SEC_STR(""), err);
}

/* ---- sections ---- */

int sec_edit_add_section(struct sec_editor *e, const char *kind, const char *id,
	struct sec_err *err)
{
	struct sec_buf text = SEC_BUF_INIT;
	struct sec_place place;
	int rc = check_names(e, kind, id, NULL, err);

	if (rc || sec_record_section(e->rec, kind, id))
		return rc;
	place = sec_place_section(e, sec_str(kind));
	sec_buf_addstr(&text, place.empty_above ? eol(e->rec) : "");
	add_head(&text, kind, id);
	sec_buf_addstr(&text, eol(e->rec));
	sec_buf_addstr(&text, place.empty_below ? eol(e->rec) : "");
	rc = splice(e, line_start(e->rec, place.line), line_start(e->rec, place.line),
		sec_buf_str(&text), err);
	sec_buf_release(&text);
	return rc;
}

int sec_edit_remove_section(struct sec_editor *e, const char *kind, const char *id,
	struct sec_err *err)
{
	const struct sec_record *r = e->rec;
	const struct sec_section *s = sec_record_section(r, kind, id);
	uint32_t from, to;

	if (!s)
		return absent(kind, id, NULL, err);
	from = s->line;
	to = sec_place_next(r, s);
	if (to == r->lines) /* no empty lines at the end of the file */
		while (from && r->line[from - 1].kind == SEC_LINE_EMPTY)
			from--;
	return splice(e, line_start(r, from), line_start(r, to), SEC_STR(""), err);
}

int sec_edit_rename_section(struct sec_editor *e, const char *kind, const char *id,
	const char *new_id, struct sec_err *err)
{
	const struct sec_record *r = e->rec;
	const struct sec_section *s = sec_record_section(r, kind, id);
	struct sec_buf text = SEC_BUF_INIT;
	struct sec_str line;
	int rc = check_names(e, kind, new_id, NULL, err);

	if (rc)
		return rc;
	if (!s)
		return absent(kind, id, NULL, err);
	if (sec_str_is(s->id, new_id))
		return SEC_OK;
	if (sec_record_section(r, kind, new_id))
		return sec_err_set(err, SEC_FAIL, "there is a section %s:%s already", kind, new_id);
	line = sec_record_line(r, s->line);
	add_head(&text, kind, new_id);
	rc = splice(e, r->line[s->line].start, r->line[s->line].start + line.len,
		sec_buf_str(&text), err);
	sec_buf_release(&text);
	return rc;
}
