/* SPDX-License-Identifier: ISC
 *
 * Texts of the schema as text lines of a manual page. Nothing of them can be
 * taken for a request or an escape: a backslash is written \e, a dot or an
 * apostrophe that begins a line has \& in front, characters beyond ASCII are
 * \[uXXXX]. Line ends become blanks, so that every call adds to one line.
 */
#ifndef SEC_TOOLS_MANUAL_ROFF_H
#define SEC_TOOLS_MANUAL_ROFF_H

#include "base/buf.h"

/* Words; what stands between two `backticks` becomes bold. */
void roff_text(struct sec_buf *out, const char *text);
/* What is typed as it stands: bold, hyphens as minus, quotes straight; good
 * between double quotes on a macro's line too. */
void roff_code(struct sec_buf *out, struct sec_str text);
/* Words that are typed as they stand, separated by commas. */
void roff_words(struct sec_buf *out, const char *const *word, unsigned n);
/* Words as a sentence on a line of its own: its first letter large, a full stop
 * behind. Nothing for an empty text. */
void roff_sentence(struct sec_buf *out, const char *text);

#endif
