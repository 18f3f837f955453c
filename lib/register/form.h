/* SPDX-License-Identifier: ISC
 *
 * Forms: what an editor shows of records, and what the text that comes back from
 * it means.
 *
 * A form shows whole records as they are, or of each the sections asked for: a
 * section that is not there yet with its name, above each key what the schema
 * says of it, and the keys that are missing as `key =`. Lines that begin with the
 * form's mark are ours and are dropped when it is read; the mark (`#!`, with more
 * `!` where somebody wrote such comments) begins no line of the records, so that
 * nobody's own comment is ever taken for ours. In a form of sections a key left
 * empty is dropped too.
 *
 * Several records stand behind separators, as in a stream (record/stream.h).
 */
#ifndef SEC_REGISTER_FORM_H
#define SEC_REGISTER_FORM_H

#include "record/excerpt.h"
#include "rules/schema.h"

struct sec_form_record {
	char *id;
	struct sec_buf base; /* the record as it was opened */
	struct sec_buf text; /* … as the form last read has it */
	unsigned line;       /* of the form, where its text begins; 0: not known */
};

struct sec_form {
	const struct sec_schema *schema;
	struct sec_form_record *record;
	size_t records;
	struct sec_section_name *section; /* none: whole records */
	size_t sections;
	char mark[16];
};

/* Finds the mark; to be called when the bases are there. */
int sec_form_mark(struct sec_form *f, struct sec_err *err);
/* Appends the form of the bases. */
int sec_form_write(struct sec_form *f, struct sec_buf *out, struct sec_err *err);
/* Fills `text` of each record; one that the form lacks stays as its base. `edited`
 * has LF or CR LF ends, whatever the bases have. SEC_NO says what cannot be
 * understood; what is merely wrong with a record is for its rules to say. */
int sec_form_read(struct sec_form *f, struct sec_str edited, struct sec_err *err);
/* Appends the text without the lines that begin with the mark; `top`: only those
 * before the first that does not. */
void sec_form_strip(const struct sec_form *f, struct sec_str text, bool top, struct sec_buf *out);
void sec_form_release(struct sec_form *f);

#endif
