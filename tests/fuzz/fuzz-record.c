/* SPDX-License-Identifier: ISC
 *
 * libFuzzer: any bytes as a record. Its lines must be its text, libinih must
 * agree, and an edit and a repair must do what they say. Behind the first 0xFF,
 * which no legal text has, stands the value to set.
 */
#include <stdint.h>
#include <stdlib.h>

#include "record/edit.h"
#include "record/stream.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool truth)
{
	if (!truth)
		abort();
}

static bool known_key(void *ctx, struct sec_str kind, struct sec_str key)
{
	(void)ctx;
	return kind.len && key.len % 2;
}

static const struct sec_dialect dialect = { .known_key = known_key };

static void check(const struct sec_record *r)
{
	size_t at = r->bom ? 3 : 0;
	uint32_t i;

	for (i = 0; i < r->lines; i++) {
		must(r->line[i].start == at);
		at += r->line[i].len + r->line[i].end;
		must(!r->line[i].end || r->text.s[at - 1] == '\n');
	}
	must(at == r->text.len);
	for (i = 0; i < r->entries; i++) {
		must(sec_key_is_legal(r->entry[i].key));
		must(r->entry[i].section < r->sections);
		must(r->entry[i].line + r->entry[i].lines <= r->lines);
	}
	for (i = 0; i < r->faults.n; i++)
		must(r->faults.item[i].line <= (r->lines ? r->lines : 1));
}

static void edit(struct sec_record *r, struct sec_str value)
{
	struct sec_editor e = { .rec = r, .dialect = &dialect };
	uint32_t entries = r->entries;
	bool folded, there = sec_record_section(r, "a", NULL)
		&& sec_section_entry(r, sec_record_section(r, "a", NULL), "b");

	if (!sec_edit_set(&e, "a", NULL, "b", value, &folded, NULL)) {
		struct sec_str got = sec_record_value(r, "a", NULL, "b");

		must(r->entries == entries + !there);
		must(sec_edit_set(&e, "a", NULL, "b", got, &folded, NULL) == SEC_OK && !folded);
		must(sec_edit_remove(&e, "a", NULL, "b", NULL) == SEC_OK);
		must(r->entries + 1 == entries + !there);
	}
	check(r);
	must(sec_edit_add_section(&e, "x-new", "1", NULL) == SEC_OK);
	must(sec_record_section(r, "x-new", "1") != NULL);
	must(sec_edit_rename_section(&e, "x-new", "1", "2", NULL) != SEC_ABSENT);
	check(r);
	must(sec_edit_repair(&e, NULL) >= 0);
	must(sec_edit_repair(&e, NULL) == 0);
	check(r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *cut = size ? memchr(data, 0xff, size) : NULL;
	struct sec_str text = { (const char *)data, cut ? (size_t)(cut - data) : size };
	struct sec_str value = { text.s + text.len, size - text.len };
	struct sec_stream stream;
	struct sec_stream_piece piece;
	struct sec_record r;

	if (cut) {
		value.s++;
		value.len--;
	}
	sec_record_init(&r);
	must(sec_record_parse_text(&r, text.s, text.len, &dialect, NULL) == SEC_OK);
	check(&r);
	edit(&r, value);
	sec_stream_init(&stream, text);
	while (sec_stream_next(&stream, &piece))
		must(piece.text.s >= text.s && piece.text.s + piece.text.len <= text.s + text.len);
	sec_record_release(&r);
	return 0;
}
