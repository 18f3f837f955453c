/* SPDX-License-Identifier: ISC
 *
 * A chronicle: what happened to records, printed as it comes, oldest first. As
 * text it is the story of one record, a paragraph a day, or of several, day by
 * day; else rows, one a change of one field, section or record.
 */
#ifndef SEC_TOOLS_CHRONICLE_H
#define SEC_TOOLS_CHRONICLE_H

#include "parts/cli.h"
#include "register/history.h"
#include "render/rows.h"
#include "render/story.h"

/* --field: a section, one of its sections, a key, or one key of one section. */
struct chronicle_field {
	char *text;                   /* what the slices point into */
	struct sec_str kind, id, key; /* s NULL: any */
	bool loose;                   /* `x-…`: a section or a key of that name */
};

struct chronicle {
	struct cli *cli;
	bool text;                 /* sentences, else rows */
	enum sec_rows_format format;
	bool one;                  /* the story of one record */
	sec_day since, until;      /* SEC_DAY_NONE: open */
	const char *author;        /* part of a name or address, or NULL */
	const struct chronicle_field *field; /* or NULL */
	size_t told;               /* what was printed so far */

	/* private */
	struct sec_teller *teller;
	struct sec_rows *rows;
	struct sec_diffs only;
	struct sec_buf out, paragraph, record;
	sec_day day;
	size_t that_day; /* sentences of it, of one record */
};

int chronicle_field_parse(struct chronicle_field *f, const struct sec_schema *s, const char *text,
	struct sec_err *err);
void chronicle_begin(struct chronicle *c, struct sec_register *r);
void chronicle_add(struct chronicle *c, const struct sec_past *past, const struct sec_step *step);
/* Prints the rest and frees everything. */
void chronicle_end(struct chronicle *c);

#endif
