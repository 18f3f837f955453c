/* SPDX-License-Identifier: ISC
 *
 * Inside lib/record only: whom each line belongs to.
 *
 * Every line of a text that has no faulty line stands in exactly one span:
 *
 *     tail of no section       # what stands at the top of the file
 *     above of a section                                  (empty lines alone)
 *     lead of a section        # comments directly above it
 *     body of a section        [dates]
 *     above of a key           # empty lines, comments with an empty line below
 *     lead of a key            # comments directly above it
 *     body of a key            start = 2026-03-01
 *     tail of a section        # what stands below its last key
 *     end                                                 (empty lines alone)
 */
#ifndef SEC_RECORD_SPAN_H
#define SEC_RECORD_SPAN_H

#include "record/record.h"

/* Lines `from` to before `to`. All zero: no lines of nothing. */
struct sec_span {
	const struct sec_record *r;
	uint32_t from, to;
};

struct sec_spans {
	struct sec_span above, lead, body;
};

struct sec_spans sec_spans_section(const struct sec_record *r, const struct sec_section *s);
struct sec_spans sec_spans_key(const struct sec_record *r, const struct sec_entry *e);
/* s NULL: the top of the file. */
struct sec_span sec_span_tail(const struct sec_record *r, const struct sec_section *s);
struct sec_span sec_span_end(const struct sec_record *r);

/* The same bytes, line ends apart. */
bool sec_span_same(struct sec_span a, struct sec_span b);
/* The same comments, empty lines apart. */
bool sec_span_remarks_same(struct sec_span a, struct sec_span b);
/* The next comment at or behind line *at; false when there is none left. */
bool sec_span_remark(struct sec_span s, uint32_t *at, struct sec_str *text);

#endif
