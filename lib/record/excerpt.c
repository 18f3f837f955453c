/* SPDX-License-Identifier: ISC */
#include "record/excerpt.h"

#include <stdlib.h>

#include "base/mem.h"
#include "record/place.h"

struct piece {
	char *kind, *id;
	struct sec_str text; /* whole lines */
	bool says; /* more than its section line */
	bool used;
};

struct excerpt {
	struct sec_editor *e;
	const struct sec_section_name *shown;
	size_t n;
	struct piece *piece;
	size_t pieces;
	size_t *of; /* for each shown section its piece, or NONE */
	bool *done;
};
#define NONE ((size_t)-1)

void sec_section_lines(const struct sec_record *r, const struct sec_section *s, uint32_t *from,
	uint32_t *to)
{
	*from = s->line;
	while (*from && r->line[*from - 1].kind == SEC_LINE_COMMENT)
		--*from;
	*to = sec_place_next(r, s);
	while (*to > s->line + 1 && r->line[*to - 1].kind == SEC_LINE_EMPTY)
		--*to;
}

static size_t offset(const struct sec_record *r, uint32_t line)
{
	return line < r->lines ? r->line[line].start : r->text.len;
}

static void cut(struct excerpt *x, const struct sec_record *r)
{
	uint32_t i, from, to;

	x->piece = xcalloc(r->sections, sizeof(*x->piece));
	for (i = 0; i < r->sections; i++) {
		const struct sec_section *s = &r->section[i];
		struct piece *p = &x->piece[x->pieces++];

		sec_section_lines(r, s, &from, &to);
		*p = (struct piece){ .kind = xstrndup(s->kind.s, s->kind.len),
			.id = xstrndup(s->id.s, s->id.len), .says = to > s->line + 1,
			.text = { r->text.s + offset(r, from), offset(r, to) - offset(r, from) } };
	}
}

static bool is_called(const struct piece *p, const struct sec_section_name *name)
{
	return strcmp(p->kind, name->kind) == 0 && strcmp(p->id, name->id) == 0;
}

static bool is_shown(const struct excerpt *x, const struct piece *p)
{
	size_t i;

	for (i = 0; i < x->n; i++)
		if (is_called(p, &x->shown[i]))
			return true;
	return false;
}

static void pair(struct excerpt *x)
{
	size_t i, k;

	x->of = xcalloc(x->n, sizeof(*x->of));
	for (i = 0; i < x->n; i++) {
		for (k = 0; k < x->pieces; k++)
			if (!x->piece[k].used && is_called(&x->piece[k], &x->shown[i]))
				break;
		x->of[i] = k < x->pieces ? k : NONE;
		if (k < x->pieces)
			x->piece[k].used = true;
	}
	for (i = 0; i < x->n; i++) {
		for (k = 0; x->of[i] == NONE && k < x->pieces; k++)
			if (!x->piece[k].used && strcmp(x->piece[k].kind, x->shown[i].kind) == 0
				&& !is_shown(x, &x->piece[k])) {
				x->of[i] = k;
				x->piece[k].used = true;
			}
	}
}

/* The piece in the place of the section. */
static int put(struct sec_editor *e, const char *kind, const char *id, struct sec_str text,
	struct sec_err *err)
{
	struct sec_record *r = e->rec;
	const struct sec_section *s = sec_record_section(r, kind, id);
	struct sec_buf *t = &r->text;
	uint32_t from, to;
	size_t at;

	if (!s)
		return sec_err_set(err, SEC_FAIL, "[%s %s] cannot be put into the record", kind, id);
	sec_section_lines(r, s, &from, &to);
	at = offset(r, from);
	sec_buf_remove(t, at, offset(r, to) - at);
	sec_buf_insert(t, at, text.s, text.len);
	if (t->len > SEC_RECORD_MAX)
		return sec_err_set(err, SEC_FAIL, "the record would pass %d bytes", SEC_RECORD_MAX);
	return sec_record_parse(r, e->dialect, err);
}

static int in_the_way(const struct piece *p, struct sec_err *err)
{
	return sec_err_set(err, SEC_NO, "[%s%s%s] stands in the record already and was not opened here",
		p->kind, *p->id ? " " : "", p->id);
}

static int put_piece(struct excerpt *x, const struct sec_section_name *name, const struct piece *p,
	struct sec_err *err)
{
	bool there = name && sec_record_section(x->e->rec, name->kind, name->id);
	bool same = name && is_called(p, name);
	int rc;

	if (!same && sec_record_section(x->e->rec, p->kind, p->id))
		return in_the_way(p, err);
	if (there)
		return put(x->e, name->kind, name->id, p->text, err);
	if (!p->says)
		return 0;
	rc = sec_edit_add_section(x->e, p->kind, p->id, err);
	return rc ? rc : put(x->e, p->kind, p->id, p->text, err);
}

/* Everything in the text must belong to a section that has a name. */
static int check_whole(const struct sec_record *r, struct sec_err *err)
{
	uint32_t i, line = 0, from = r->lines, to;

	if (r->sections)
		sec_section_lines(r, &r->section[0], &from, &to);
	while (line < from && (r->line[line].kind == SEC_LINE_EMPTY
		|| r->line[line].kind == SEC_LINE_COMMENT))
		line++;
	for (i = 0; line == from && i < r->sections; i++)
		if (!r->section[i].kind.len) {
			line = r->section[i].line;
			from = r->lines;
		}
	if (line < from)
		return sec_err_set(err, SEC_NO, "'%.*s' stands in no section",
			SEC_ARG(sec_record_line(r, line)));
	return 0;
}

/* From the last section to the first: a comment that a piece ends with then stands
 * above a section that has been dealt with, and is not taken for that one's. */
static int put_shown(struct excerpt *x, struct sec_err *err)
{
	const struct sec_record *r = x->e->rec;
	uint32_t at = r->sections;
	size_t i;
	int rc = 0;

	while (rc == 0 && at--) {
		const struct sec_section *s = &r->section[at];

		for (i = 0; i < x->n; i++)
			if (sec_str_is(s->kind, x->shown[i].kind) && sec_str_is(s->id, x->shown[i].id))
				break;
		if (i == x->n)
			continue;
		rc = x->of[i] != NONE ? put_piece(x, &x->shown[i], &x->piece[x->of[i]], err)
			: sec_edit_remove_section(x->e, x->shown[i].kind, x->shown[i].id, err);
		x->done[i] = true;
	}
	return rc;
}

static int put_new(struct excerpt *x, struct sec_err *err)
{
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < x->n; i++)
		if (!x->done[i] && x->of[i] != NONE)
			rc = put_piece(x, &x->shown[i], &x->piece[x->of[i]], err);
	for (i = 0; rc == 0 && i < x->pieces; i++)
		if (!x->piece[i].used)
			rc = put_piece(x, NULL, &x->piece[i], err);
	return rc;
}

int sec_edit_excerpt(struct sec_editor *e, const struct sec_section_name *shown, size_t n,
	struct sec_str text, struct sec_err *err)
{
	struct excerpt x = { .e = e, .shown = shown, .n = n };
	struct sec_record r;
	size_t i;
	int rc;

	sec_record_init(&r);
	rc = sec_record_parse_text(&r, text.s, text.len, e->dialect, err);
	if (rc == 0)
		rc = check_whole(&r, err);
	if (rc == 0) {
		cut(&x, &r);
		pair(&x);
		x.done = xcalloc(n, sizeof(*x.done));
		rc = put_shown(&x, err);
		if (rc == 0)
			rc = put_new(&x, err);
	}
	for (i = 0; i < x.pieces; i++) {
		free(x.piece[i].kind);
		free(x.piece[i].id);
	}
	free(x.piece);
	free(x.of);
	free(x.done);
	sec_record_release(&r);
	return rc;
}
