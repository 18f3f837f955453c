/* SPDX-License-Identifier: ISC
 *
 * The parts of a schema file: a comment `# ---- TITLE` heads the entries below
 * it, up to the next. What stands behind a colon in it is for those who write
 * schemas, and left out.
 */
#ifndef SEC_TOOLS_MANUAL_HEADING_H
#define SEC_TOOLS_MANUAL_HEADING_H

#include "rules/schema.h"

struct heading {
	const char *file;      /* the one read last */
	struct sec_buf text;   /* of that file */
	struct sec_str title;  /* the one that stands last in the page */
};
#define HEADING_INIT { .text = SEC_BUF_INIT }

/* Begins a list before the first entry, and before one below another title: the
 * list so far ends, and `.Ss TITLE` stands in front. */
void heading_before(struct heading *h, struct sec_place place, struct sec_buf *out);
/* Ends the last list. */
void heading_end(struct heading *h, struct sec_buf *out);

#endif
