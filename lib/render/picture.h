/* SPDX-License-Identifier: ISC
 *
 * Pictures of several records, declared in schema files: what a bar's days and
 * label are, and what marks stand on it, in the expression language.
 *
 *   [picture timeline]
 *   title   heading of the picture
 *   when    which records have a bar; the row of any other stays empty
 *   start, agreed, end, returned   days; `end` may be unknown
 *   label   text of the row, with {expr}
 *   ticks   what its marks are called
 *
 *   [tick NAME]
 *   picture, for, when, day, label, done
 *   done = yes: what happened; otherwise it was missed, or lies ahead
 *
 * Bars come sorted by start, then by id; records without a start last.
 */
#ifndef SEC_RENDER_PICTURE_H
#define SEC_RENDER_PICTURE_H

#include "rules/facts.h"

enum sec_picture_format { SEC_PICTURE_SVG, SEC_PICTURE_HTML, SEC_PICTURE_TXT };

struct sec_picture;

bool sec_picture_exists(const struct sec_schema *s, const char *name);
int sec_picture_new(struct sec_picture **out, const struct sec_schema *s, const char *name,
	struct sec_err *err);
void sec_picture_add(struct sec_picture *p, struct sec_facts *f);
/* `width` in columns, for text. */
void sec_picture_finish(struct sec_picture *p, enum sec_picture_format format, sec_day today,
	size_t width, struct sec_buf *out);
void sec_picture_free(struct sec_picture *p);

#endif
