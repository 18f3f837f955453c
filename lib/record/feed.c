/* SPDX-License-Identifier: ISC
 *
 * libinih reads every key, and we compare.
 *
 * Left alone, libinih of some builds cuts lines at 200 bytes and takes the rest
 * for new lines, drops ` ;` and what follows, and takes an indented line for a
 * key that stands twice. So it never sees the file: it is given one short line
 * after the other, each within the room it offers,
 *
 *     key=\1TEXT\1     the beginning of a value
 *     +=\1TEXT\1       a further piece of it; `+` is no legal key
 *
 * where the guards keep blanks, and `;` stands as \2 (neither byte is legal in
 * a value). Lines with a fault are given empty. Each line must come back at
 * once, by name and text, exactly; else the two readings differ and the record
 * is not believed.
 */
#include <ini.h>

#include "record/reader.h"

/* A build may have switches for what is fixed at compile time elsewhere. With
 * inline comments off it is twice as fast; nothing else depends on it. */
extern bool ini_allow_inline_comments __attribute__((weak));

__attribute__((constructor)) static void switch_off_comments(void)
{
	if (&ini_allow_inline_comments)
		ini_allow_inline_comments = false;
}

enum { GUARD = 1, SEMICOLON = 2, LEAST = 4 };

struct feed {
	const struct sec_record *rec;
	uint32_t entry, piece; /* the next piece to give: of which entry, which line of it */
	struct sec_str rest;   /* of the piece being given */
	bool more;             /* there is a rest, though it may be empty */
	struct sec_str name, chunk; /* given, and not yet come back */
	bool given, differs;
	uint32_t line; /* index of the line being given */
};

static bool next_piece(struct feed *f)
{
	const struct sec_record *r = f->rec;
	const struct sec_entry *e;

	if (f->entry < r->entries && f->piece == r->entry[f->entry].lines) {
		f->entry++;
		f->piece = 0;
	}
	if (f->entry == r->entries)
		return false;
	e = &r->entry[f->entry];
	f->line = e->line + f->piece;
	f->name = f->piece ? SEC_STR("+") : e->key;
	if (r->line[f->line].faulty) {
		f->rest = (struct sec_str){ "", 0 };
	} else if (f->piece) {
		f->rest = sec_continuation_text(sec_record_line(r, f->line));
	} else if (e->lines == 1) {
		f->rest = e->value;
	} else {
		f->rest = sec_record_line(r, f->line);
		f->rest.s += e->col - 1;
		f->rest.len -= e->col - 1;
	}
	f->piece++;
	f->more = true;
	return true;
}

static char *put_chunk(char *out, struct sec_str chunk)
{
	size_t i;

	memcpy(out, chunk.s, chunk.len);
	if (memchr(chunk.s, ';', chunk.len))
		for (i = 0; i < chunk.len; i++)
			if (out[i] == ';')
				out[i] = SEMICOLON;
	return out + chunk.len;
}

static char *give(char *line, int room, void *ctx)
{
	struct feed *f = ctx;
	size_t head;
	char *out = line;

	if (f->given)
		f->differs = true;
	if (f->differs || (!f->more && !next_piece(f)))
		return NULL;
	head = f->name.len + 2; /* `=` and guard; behind the text guard, LF and NUL */
	if (room < 0 || (size_t)room < head + LEAST + 3) {
		f->differs = true;
		return NULL;
	}
	f->chunk = f->rest;
	if (f->chunk.len > (size_t)room - head - 3)
		f->chunk.len = (size_t)room - head - 3;
	memcpy(out, f->name.s, f->name.len);
	out += f->name.len;
	*out++ = '=';
	*out++ = GUARD;
	if (f->chunk.len)
		out = put_chunk(out, f->chunk);
	memcpy(out, "\1\n", 3);
	f->given = true;
	return line;
}

static bool same_chunk(const char *value, struct sec_str chunk)
{
	size_t i;

	if (strlen(value) != chunk.len + 2 || value[0] != GUARD || value[chunk.len + 1] != GUARD)
		return false;
	if (memcmp(value + 1, chunk.s, chunk.len) == 0)
		return true;
	for (i = 0; i < chunk.len; i++)
		if (value[i + 1] != (chunk.s[i] == ';' ? SEMICOLON : chunk.s[i]))
			return false;
	return true;
}

static int take(void *ctx, const char *section, const char *name, const char *value)
{
	struct feed *f = ctx;

	(void)section;
	if (!name && !value) /* some builds announce sections */
		return 1;
	if (!f->given || !name || !value || strlen(name) != f->name.len
		|| memcmp(name, f->name.s, f->name.len) != 0 || !same_chunk(value, f->chunk)) {
		f->differs = true;
		return 0;
	}
	f->given = false;
	f->rest.s += f->chunk.len;
	f->rest.len -= f->chunk.len;
	f->more = f->rest.len > 0;
	f->name = SEC_STR("+");
	return 1;
}

int sec_feed(const struct sec_record *r, struct sec_err *err)
{
	struct feed f = { .rec = r };
	int bad = 0;

	if (r->entries)
		bad = ini_parse_stream(give, &f, take, &f);
	if (bad || f.differs || f.given || f.entry != r->entries)
		return sec_err_at(err, SEC_FAIL, r->path, f.line + 1, 0,
			"libinih disagrees at line %u", f.line + 1);
	return SEC_OK;
}
