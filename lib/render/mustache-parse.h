/* SPDX-License-Identifier: ISC
 *
 * A Mustache template as a flat row of tags and texts: what mustache.c walks.
 * Standalone lines have been taken out here, as the specification's modules
 * want: a comment, section, partial or delimiter tag that is alone on its line
 * takes the line along.
 */
#ifndef SEC_RENDER_MUSTACHE_PARSE_H
#define SEC_RENDER_MUSTACHE_PARSE_H

#include "base/buf.h"
#include "base/err.h"

enum sec_tag_kind {
	SEC_TAG_TEXT,     /* literal */
	SEC_TAG_VARIABLE, /* {{x}} */
	SEC_TAG_RAW,      /* {{{x}}} {{&x}} */
	SEC_TAG_SECTION,  /* {{#x}} */
	SEC_TAG_INVERTED, /* {{^x}} */
	SEC_TAG_END,      /* {{/x}} */
	SEC_TAG_PARTIAL   /* {{>x}} */
};

struct sec_tag {
	enum sec_tag_kind kind;
	struct sec_str text;   /* the literal, or the name */
	struct sec_str indent; /* of a partial alone on its line: the blanks before it */
	size_t end;            /* of a section: index of its end */
	unsigned line, col;    /* 1-based, of the tag's first byte */
};

struct sec_tags {
	struct sec_tag *item;
	size_t n, alloc;
};

/* `name` is for errors; `indent`: how many bytes were put in front of every line
 * of `text`, so that columns are those of the file. Slices point into `text`. */
int sec_tags_parse(struct sec_tags *out, const char *name, struct sec_str text, size_t indent,
	struct sec_err *err);
void sec_tags_release(struct sec_tags *t);

#endif
