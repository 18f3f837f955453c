/* SPDX-License-Identifier: ISC
 *
 * UTF-8: validity as the record format wants it, folding, width, and making
 * control characters visible. Tables come from utf8proc; what is legal in a
 * record comes from rule 1 of the record format.
 */
#ifndef SEC_BASE_UTF8_H
#define SEC_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

enum sec_char {
	SEC_CHAR_FINE,
	SEC_CHAR_NUL,      /* NUL byte */
	SEC_CHAR_CONTROL,  /* C0 but TAB and LF, DEL, C1, U+2028, U+2029 */
	SEC_CHAR_BIDI,     /* U+202A-E, U+2066-9, U+200E, U+200F, U+061C */
	SEC_CHAR_BOM,      /* U+FEFF inside the text */
	SEC_CHAR_INVISIBLE,/* U+200B-D, U+00A0: legal, worth a warning */
	SEC_CHAR_INVALID,  /* not UTF-8: stray byte, overlong, surrogate, noncharacter */
};

/* Decodes one code point at `s` (len > 0). Returns the bytes it takes; for an
 * invalid sequence 1, with *cp = the byte and *kind = SEC_CHAR_INVALID.
 * Noncharacters are SEC_CHAR_INVALID with their whole length. */
size_t sec_utf8_next(const char *s, size_t len, uint32_t *cp, enum sec_char *kind);

/* The offset of the first character at or after `from` that is not
 * SEC_CHAR_FINE (LF counts as fine), or `len`. Fast on ASCII. */
size_t sec_utf8_scan(const char *s, size_t len, size_t from, uint32_t *cp, enum sec_char *kind);

/* Columns a terminal gives the text (East Asian wide = 2, combining = 0). */
size_t sec_utf8_width(const char *s, size_t len);

/* Without the blanks at its ends, those included that look like nothing: U+00A0, the
 * spaces of U+2000 and on, U+3000, U+200B, U+FEFF. */
struct sec_str sec_utf8_trim(struct sec_str s);
/* Appends it trimmed so, each run of such blanks inside as one space. */
void sec_utf8_squeeze(struct sec_buf *out, struct sec_str s);

/* Appends the text case-folded (Unicode, NFC), trimmed, inner blanks as one:
 * what "equal in any case" compares. */
void sec_utf8_fold(struct sec_buf *out, const char *s, size_t len);
/* The same with letters bare of their marks: what a name of ASCII is made from. */
void sec_utf8_plain(struct sec_buf *out, const char *s, size_t len);
bool sec_utf8_same(struct sec_str a, struct sec_str b);     /* folded equal */
bool sec_utf8_contains(struct sec_str a, struct sec_str b); /* folded b is part of folded a */

/* Appends the text with everything a terminal could act on made visible:
 * `\x1b`, `\u{202E}`. sec_visible() shows newline and TAB too, as `\n`, `\t`, and
 * breaks what a build server would obey in a line of its log (`##[error]`);
 * sec_visible_text() lets newlines through, for output of several lines. */
void sec_visible(struct sec_buf *out, const char *s, size_t len);
void sec_visible_text(struct sec_buf *out, const char *s, size_t len);

#endif
