/* SPDX-License-Identifier: ISC */
#include "parts/log/chronicle.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/suggest.h"
#include "base/utf8.h"
#include "parts/log/entries.h"
#include "render/wrap.h"

enum { WIDTH = 80, FLUSH = 64 * 1024 };

/* ---- what is asked for */

static bool fits_field(const struct chronicle_field *f, const struct sec_diff *d)
{
	if (f->loose)
		return sec_str_eq(f->kind, d->kind) || (d->key.s && sec_str_eq(f->kind, d->key));
	if (f->kind.s && !sec_str_eq(f->kind, d->kind))
		return false;
	if (f->key.s && !(d->key.s && sec_str_eq(f->key, d->key)))
		return false;
	return !f->id.s || sec_str_eq(f->id, d->id) ||
	       (d->what == SEC_DIFF_SECTION_RENAMED && sec_str_eq(f->id, d->old));
}

/* The differences that fit --field; NULL: all, as it was not given. */
static const struct sec_diffs *only(struct chronicle *c, const struct sec_step *step)
{
	if (!c->field)
		return NULL;
	c->only.n = 0;
	for (size_t i = 0; i < step->diffs->n; i++) {
		if (!fits_field(c->field, &step->diffs->item[i]))
			continue;
		SEC_GROW(c->only.item, c->only.n, c->only.alloc);
		c->only.item[c->only.n++] = step->diffs->item[i];
	}
	return &c->only;
}

static bool fits(const struct chronicle *c, const struct sec_git_person *author)
{
	sec_day day = sec_day_of_clock(author->time, author->offset);

	if ((c->since != SEC_DAY_NONE && day < c->since) || (c->until != SEC_DAY_NONE && day > c->until))
		return false;
	return !c->author || sec_utf8_contains(author->name, sec_str(c->author)) ||
	       sec_utf8_contains(author->email, sec_str(c->author));
}

static bool known_kind(const struct sec_schema *s, struct sec_str kind)
{
	return sec_schema_kind(s, kind) >= 0 || sec_name_is_private(kind);
}

/* Not even a label: a section may have been meant as well as a key. */
static int unknown(const struct sec_schema *s, struct sec_str kind, struct sec_str word,
	struct sec_err *err)
{
	struct sec_suggest g;

	sec_suggest_init(&g, kind);
	for (int i = 0; i < s->kinds; i++)
		sec_suggest_offer(&g, s->kind[i].name);
	if (g.best)
		return sec_err_set(err, SEC_FAIL, "unknown section '%.*s', did you mean '%s'?",
			SEC_ARG(kind), g.best);
	return kind.len == word.len ? err->code : sec_err_set(err, SEC_FAIL, "unknown section '%.*s'",
		SEC_ARG(kind));
}

int chronicle_field_parse(struct chronicle_field *f, const struct sec_schema *s, const char *text,
	struct sec_err *err)
{
	struct sec_str word = sec_str_trim(sec_str(text)), left;
	struct sec_address a;
	const char *colon;
	int rc;

	f->text = xstrndup(word.s, word.len);
	word.s = f->text;
	left = word;
	if (!memchr(word.s, '.', word.len)) {
		colon = memchr(word.s, ':', word.len);
		if (colon)
			left.len = (size_t)(colon - word.s);
		if (known_kind(s, left)) {
			f->kind = left;
			f->loose = !colon && sec_schema_kind(s, left) < 0;
			if (colon)
				f->id = (struct sec_str){ colon + 1, word.len - left.len - 1 };
			return 0;
		}
	}
	rc = sec_schema_address(s, word, &a, err);
	if (rc)
		return memchr(word.s, '.', word.len) ? rc : unknown(s, left, word, err);
	f->kind = a.kind_name;
	f->key = a.key;
	if (a.id.len)
		f->id = a.id;
	return 0;
}

/* ---- text */

static void put(struct chronicle *c, bool all)
{
	if (all || c->out.len >= FLUSH)
		cli_put(c->cli, &c->out);
}

/* The lines of a text, each behind so many blanks. */
static void add_lines(struct chronicle *c, struct sec_str text, size_t indent)
{
	size_t width = c->cli->width && c->cli->width < WIDTH ? c->cli->width : WIDTH;
	struct sec_lines lines = { 0 };

	sec_wrap(&lines, text, width > 2 * indent ? width - indent : width);
	for (size_t i = 0; i < lines.n; i++)
		sec_buf_addf(&c->out, "%*s%.*s\n", (int)indent, "", SEC_ARG(lines.line[i]));
	sec_lines_release(&lines);
}

static void end_paragraph(struct chronicle *c)
{
	if (c->paragraph.len)
		add_lines(c, sec_buf_str(&c->paragraph), 0);
	sec_buf_clear(&c->paragraph);
}

/* What stands above a record's sentences. */
static void name_record(struct sec_buf *out, const struct sec_told *told)
{
	sec_buf_clear(out);
	sec_buf_addstr(out, told->id);
	if (told->record.len)
		sec_buf_addf(out, ": %.*s", SEC_ARG(told->record));
}

static void add_to_story(struct chronicle *c, const struct sec_told *told)
{
	name_record(&c->record, told);
	if (!c->told || told->day != c->day) {
		end_paragraph(c);
		sec_buf_addch(&c->out, '\n');
		c->that_day = 0;
	} else {
		sec_buf_addch(&c->paragraph, ' ');
	}
	sec_told_sentence(told, c->that_day++, &c->paragraph);
}

/* Only now is it known what the record is called after all that happened. */
static void head_story(struct chronicle *c)
{
	struct sec_buf story = c->out;

	sec_buf_init(&c->out);
	if (c->told)
		add_lines(c, sec_buf_str(&c->record), 0);
	sec_buf_addslice(&c->out, sec_buf_str(&story));
	sec_buf_release(&story);
}

static void add_to_days(struct chronicle *c, const struct sec_told *told)
{
	bool same_day = c->told && told->day == c->day;
	struct sec_buf *record = &c->paragraph;
	char words[32];

	if (!same_day) {
		sec_day_words(told->day, words);
		sec_buf_addf(&c->out, "%s%s\n", c->told ? "\n" : "", words);
		sec_buf_clear(&c->record);
	}
	name_record(record, told);
	if (!sec_str_eq(sec_buf_str(record), sec_buf_str(&c->record))) {
		add_lines(c, sec_buf_str(record), 2);
		sec_buf_clear(&c->record);
		sec_buf_addslice(&c->record, sec_buf_str(record));
	}
	sec_buf_clear(record);
	sec_told_clause(told, record);
	add_lines(c, sec_buf_str(record), 4);
	sec_buf_clear(record);
}

/* ---- both */

void chronicle_begin(struct chronicle *c, struct sec_register *r)
{
	c->teller = sec_teller_new(r);
	c->day = SEC_DAY_NONE;
	sec_buf_init(&c->out);
	sec_buf_init(&c->paragraph);
	sec_buf_init(&c->record);
	if (!c->text)
		c->rows = entries_new(c->format);
}

void chronicle_add(struct chronicle *c, const struct sec_past *past, const struct sec_step *step)
{
	const struct sec_diffs *some;
	struct sec_told told;

	if (!fits(c, &past->commit->author))
		return;
	some = only(c, step);
	if (some && !some->n)
		return;
	sec_teller_tell(c->teller, past, step, some, &told);
	if (!c->text) {
		c->told += entries_add(c->rows, past, step, some, &told);
		sec_rows_flush(c->rows, &c->out);
	} else {
		if (c->one)
			add_to_story(c, &told);
		else
			add_to_days(c, &told);
		c->day = told.day;
		c->told++;
	}
	if (!c->text || !c->one)
		put(c, false);
}

void chronicle_end(struct chronicle *c)
{
	if (c->text)
		end_paragraph(c);
	if (c->text && c->one)
		head_story(c);
	if (!c->text)
		sec_rows_finish(c->rows, 0, false, &c->out);
	put(c, true);
	sec_teller_free(c->teller);
	sec_rows_free(c->rows);
	free(c->only.item);
	sec_buf_release(&c->out);
	sec_buf_release(&c->paragraph);
	sec_buf_release(&c->record);
}
