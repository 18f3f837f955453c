/* SPDX-License-Identifier: ISC
 *
 * A record: one INI text, its lines, sections and entries, and what is wrong
 * with it. The format is described in secondment(5); the reader reports every
 * fault with line and column and never stops at the first.
 *
 * Ownership: a record owns its text and everything below; slices (`sec_str`)
 * point into it and stay good until the record is changed, cleared or released.
 * A record is made to be reused: sec_record_clear() keeps the memory, so that a
 * scan over many files allocates for the largest only.
 *
 * Lines and columns that people see are 1-based; a column counts bytes. Line numbers are those
 * of the file (the BOM, if any, belongs to no line's text).
 *
 * Identity: the concatenation of BOM, line texts and line ends is the text, for
 * every file, legal or not.
 */
#ifndef SEC_RECORD_RECORD_H
#define SEC_RECORD_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "record/fault.h"

enum {
	SEC_LINE_MAX = 4096,          /* bytes in a line, its end not counted */
	SEC_RECORD_MAX = 1024 * 1024, /* bytes in a file */
	SEC_KEYS_MAX = 10000,         /* keys in a file */
};

enum sec_line_kind {
	SEC_LINE_EMPTY,
	SEC_LINE_COMMENT,
	SEC_LINE_SECTION,
	SEC_LINE_KEY,
	SEC_LINE_CONTINUATION,
	SEC_LINE_MERGE, /* <<<<<<< ||||||| ======= >>>>>>> */
	SEC_LINE_FAULTY,
};

struct sec_line {
	uint32_t start; /* offset in the text */
	uint32_t len;   /* without its line end */
	uint8_t end;    /* bytes of the line end: 0 (last line), 1 (LF), 2 (CR LF) */
	uint8_t kind;   /* enum sec_line_kind */
	bool faulty;    /* an error stands on it */
	bool conflict;  /* inside a merge conflict, its markers included */
};

/* `key = value`, with its continuation lines.
 *
 * A line with a fault still counts as present where its meaning is plain, so
 * that one mistake gives one finding: `End = x`, `in_post = x`, `end: x` and an
 * indented `end = x` below a section are entries under the name that was meant
 * (`end`, `in-post`), marked faulty. The same holds for sections: `[Dates` and a
 * bare `dates` are the section `dates`. */
struct sec_entry {
	struct sec_str key;   /* a legal key, always */
	struct sec_str value; /* pieces joined with LF; empty = a missing value */
	uint32_t line;        /* index of the key's line */
	uint32_t lines;       /* how many lines it takes, the key's own included */
	uint32_t col;         /* column of the first byte of the value on its line (or of
	                         the place where it would begin), 1-based */
	uint32_t section;     /* index of its section */
	bool faulty;          /* the key is not written as above; already reported */
};

/* `[kind]` or `[kind id]` and the entries up to the next one. A kind that is
 * empty: a name beyond repair, or keys before the first section (then `line` is
 * that of the first key); both are already reported, and nothing finds them. */
struct sec_section {
	struct sec_str kind;
	struct sec_str id; /* without quotes; empty when there is none */
	uint32_t line;     /* index of its line */
	uint32_t first;    /* index of its first entry */
	uint32_t entries;
	bool faulty;       /* not written as above; already reported */
};

struct sec_record {
	const char *path; /* as the user should see it, or NULL; kept in path_text */
	struct sec_buf path_text;
	struct sec_buf text;
	bool bom;  /* text begins with a BOM */
	bool crlf; /* its first line ends in CR LF: what an edit writes */
	struct sec_line *line;
	uint32_t lines, line_alloc;
	struct sec_section *section;
	uint32_t sections, section_alloc;
	struct sec_entry *entry;
	uint32_t entries, entry_alloc;
	struct sec_faults faults;
	struct sec_arena joined; /* values of several pieces, mended names */
	uint32_t *slot; /* hash index over sections and keys, see index.c */
	uint32_t slots, slot_alloc;
};

/* What a text may look like beyond the grammar that all our INI files share. */
struct sec_dialect {
	/* Is `key` a key that section `kind` knows? Asked about continuation lines
	 * that look like a key indented by accident. An empty key: is there such a
	 * kind? Asked about a line that may be a section without its brackets. NULL:
	 * no key and no kind is known. */
	bool (*known_key)(void *ctx, struct sec_str kind, struct sec_str key);
	void *ctx;
	/* Section ids of schema files: dots are legal too, up to 64 bytes
	 * (`[field review.held]`). */
	bool dotted_ids;
	/* Lists that grow with the register (people.ini) have no limit on size and
	 * keys. */
	bool unlimited;
};

void sec_record_init(struct sec_record *r);
void sec_record_clear(struct sec_record *r);
void sec_record_release(struct sec_record *r);
void sec_record_set_path(struct sec_record *r, const char *path);

/* `dialect` may be NULL: the grammar of records, no key known.
 *
 * Reads `r->text`, which the caller has filled. What is wrong with the text is
 * not an error but a fault in `r->faults`; an error (SEC_FAIL) is only
 * "libinih disagrees at line N". */
int sec_record_parse(struct sec_record *r, const struct sec_dialect *dialect, struct sec_err *err);

/* Sets the text and parses it. */
int sec_record_parse_text(struct sec_record *r, const char *text, size_t len,
	const struct sec_dialect *dialect, struct sec_err *err);

/* The section of that kind and id (id "" or NULL: without id), or NULL. The
 * first, where one stands twice. */
const struct sec_section *sec_record_section(const struct sec_record *r, const char *kind,
	const char *id);
/* The entry of that key in the section, or NULL. The first, where a key stands twice. */
const struct sec_entry *sec_section_entry(const struct sec_record *r,
	const struct sec_section *s, const char *key);
/* The same for names that are slices. A record never parsed has none. */
const struct sec_section *sec_record_find(const struct sec_record *r, struct sec_str kind,
	struct sec_str id);
const struct sec_entry *sec_section_find(const struct sec_record *r,
	const struct sec_section *s, struct sec_str key);
/* The line's bytes without line end and trailing blanks. */
struct sec_str sec_record_line(const struct sec_record *r, uint32_t line);
/* Both in one; its value, or an empty slice. */
struct sec_str sec_record_value(const struct sec_record *r, const char *kind, const char *id,
	const char *key);

/* Legal names: [a-z][a-z0-9-]{0,15}, [a-z0-9][a-z0-9-]{0,31}, [a-z][a-z0-9-]{0,31} */
bool sec_kind_is_legal(struct sec_str kind);
bool sec_id_is_legal(struct sec_str id);
bool sec_key_is_legal(struct sec_str key);
/* [0-9]{4}-[01][0-9]-[a-z0-9][a-z0-9-]{0,31}: the id of a whole record */
bool sec_record_id_is_legal(struct sec_str id);
/* `x-…`: a key or a kind of somebody's own, which no schema needs to know. */
bool sec_name_is_private(struct sec_str name);
/* The id of a section in a dialect: schema files allow dots and 64 bytes. */
bool sec_id_is_legal_in(struct sec_str id, const struct sec_dialect *dialect);

#endif
