/* SPDX-License-Identifier: ISC
 *
 * Streams of records: one text that holds several. Where any line is a
 * separator `# --- ID.ini`, the text is cut at separators; otherwise at each
 * `[secondment]`, the comments and empty lines directly above going with it.
 * The separator line itself belongs to no record.
 */
#ifndef SEC_RECORD_STREAM_H
#define SEC_RECORD_STREAM_H

#include <stdbool.h>

#include "base/buf.h"

struct sec_stream {
	struct sec_str rest;
	bool separated;
	unsigned line; /* of the stream, where the next piece begins; 1-based */
};

struct sec_stream_piece {
	struct sec_str text;
	struct sec_str id; /* from the separator; empty without one */
	unsigned line;     /* of the stream, where `text` begins; 1-based */
};

void sec_stream_init(struct sec_stream *s, struct sec_str text);
bool sec_stream_next(struct sec_stream *s, struct sec_stream_piece *piece);
/* Writes the separator line. */
void sec_stream_separator(struct sec_buf *out, const char *id);

#endif
