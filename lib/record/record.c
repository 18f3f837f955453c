/* SPDX-License-Identifier: ISC */
#include "record/record.h"

#include <stdlib.h>

#include "record/reader.h"

void sec_record_init(struct sec_record *r)
{
	*r = (struct sec_record){ 0 };
	sec_buf_init(&r->path_text);
	sec_buf_init(&r->text);
}

void sec_record_clear(struct sec_record *r)
{
	r->path = NULL;
	sec_buf_clear(&r->text);
	r->bom = r->crlf = false;
	r->lines = r->sections = r->entries = r->slots = 0;
	sec_faults_clear(&r->faults);
	sec_arena_clear(&r->joined);
}

void sec_record_release(struct sec_record *r)
{
	sec_record_clear(r);
	sec_buf_release(&r->path_text);
	sec_buf_release(&r->text);
	free(r->line);
	free(r->section);
	free(r->entry);
	free(r->slot);
	sec_faults_release(&r->faults);
	sec_arena_release(&r->joined);
	sec_record_init(r);
}

void sec_record_set_path(struct sec_record *r, const char *path)
{
	sec_buf_clear(&r->path_text);
	if (path)
		sec_buf_addstr(&r->path_text, path);
	r->path = path ? r->path_text.s : NULL;
}

int sec_record_parse_text(struct sec_record *r, const char *text, size_t len,
	const struct sec_dialect *dialect, struct sec_err *err)
{
	sec_buf_clear(&r->text);
	sec_buf_add(&r->text, text, len);
	return sec_record_parse(r, dialect, err);
}

struct sec_str sec_record_line(const struct sec_record *r, uint32_t line)
{
	struct sec_str s = { r->text.s + r->line[line].start, r->line[line].len };

	while (s.len && sec_is_blank(s.s[s.len - 1]))
		s.len--;
	return s;
}

struct sec_str sec_record_value(const struct sec_record *r, const char *kind, const char *id,
	const char *key)
{
	const struct sec_section *s = sec_record_section(r, kind, id);
	const struct sec_entry *e = s ? sec_section_entry(r, s, key) : NULL;

	return e ? e->value : (struct sec_str){ "", 0 };
}
