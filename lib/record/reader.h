/* SPDX-License-Identifier: ISC
 *
 * Inside lib/record only: what the parts of the reader share.
 *
 *   reader.c      cuts the text into lines, says what each is
 *   characters.c  characters that are illegal or worth a warning
 *   names.c       legal names, and the name somebody meant
 *   head.c        section lines and key lines
 *   index.c       finds sections and keys; finds those that stand twice
 *   feed.c        hands the keys to libinih and compares what comes back
 */
#ifndef SEC_RECORD_READER_H
#define SEC_RECORD_READER_H

#include "base/utf8.h"
#include "record/record.h"

enum sec_reader_after {
	SEC_AFTER_OTHER, /* a continuation here continues nothing */
	SEC_AFTER_KEY,
	SEC_AFTER_FAULT, /* it belongs to a mistake that is already reported */
};

struct sec_reader {
	struct sec_record *rec;
	const struct sec_dialect *dialect;
	struct sec_line *line; /* the one at hand */
	size_t odd;            /* next character that is not fine, or the text's length */
	size_t odd_len;
	uint32_t odd_cp;
	enum sec_char odd_kind;
	size_t semicolon; /* next one at or after the line at hand, or the length */
	enum sec_reader_after after;
	bool indented; /* the last key was indented by mistake */
	bool conflict; /* between the markers of a merge conflict */
	bool crlf_said;
};

static inline bool sec_is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static inline bool sec_is_name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

/* Reports an error on the line at hand, at `at` within it, and marks the line.
 * NULL when the line already has one: one mistake, one finding. The result is
 * for the advice (malloc'ed). */
struct sec_fault *sec_reader_error(struct sec_reader *rd, const char *rule, size_t at,
	const char *fmt, ...) __attribute__((format(printf, 4, 5)));
struct sec_fault *sec_reader_warning(struct sec_reader *rd, const char *rule, size_t at,
	const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* Gives the fault its advice (copied); nothing happens without a fault. */
void sec_advise(struct sec_fault *f, const char *advice);

void sec_characters_start(struct sec_reader *rd, size_t from);
/* Reports the first character of the line that is an error, and the first that
 * is only worth a warning (which counts in values alone). */
void sec_check_characters(struct sec_reader *rd);
void sec_check_semicolon(struct sec_reader *rd);

/* `key =` at the start of `s`: the key, and where the value begins. */
bool sec_split_key(struct sec_str s, struct sec_str *key, size_t *value_at);
/* The text begins as a section line does: `[kind`, then a blank, `]` or nothing. */
bool sec_looks_like_section(struct sec_str s);
/* A continuation's text: outer blanks off, one leading dot dropped. */
struct sec_str sec_continuation_text(struct sec_str line);

/* The legal name that somebody meant with `s`: lower case, `-` for `_` and
 * blanks. Empty when even so it is none. */
struct sec_str sec_name_mend(struct sec_arena *a, struct sec_str s,
	bool (*legal)(struct sec_str name, const struct sec_dialect *d),
	const struct sec_dialect *d);

void sec_read_section(struct sec_reader *rd, struct sec_str s);
void sec_read_key(struct sec_reader *rd, struct sec_str s);
/* Adds the entry; `col` is the 0-based offset of the value in its line. */
void sec_read_entry(struct sec_reader *rd, struct sec_str key, struct sec_str value,
	size_t col, bool faulty);

/* Builds the index and reports duplicates. */
void sec_index_build(struct sec_reader *rd);

/* SEC_FAIL "libinih disagrees at line N". */
int sec_feed(const struct sec_record *r, struct sec_err *err);

#endif
