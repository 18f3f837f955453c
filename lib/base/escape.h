/* SPDX-License-Identifier: ISC
 *
 * Escaping: one function for each format that our bytes end up in. Every byte
 * that comes from a register passes through one of these (or through jansson
 * for JSON, sec_visible() for terminals).
 */
#ifndef SEC_BASE_ESCAPE_H
#define SEC_BASE_ESCAPE_H

#include "base/buf.h"

/* TSV: tab, newline, CR and backslash become \t \n \r \\ */
void sec_escape_tsv(struct sec_buf *out, struct sec_str s);
/* HTML, SVG, XML text and double-quoted attributes: & < > ", and # behind another,
 * because a build server obeys `##[error]` in its log. */
void sec_escape_xml(struct sec_buf *out, struct sec_str s);
/* A JSON string with its quotes; the text is UTF-8 or bad bytes become U+FFFD.
 * Here too ## is written so that no build server reads it. */
void sec_escape_json(struct sec_buf *out, struct sec_str s);
/* Text of a GitHub workflow command, line ends and % encoded; of one of its
 * properties : and , as well. */
void sec_escape_github(struct sec_buf *out, struct sec_str s, bool property);
/* A word of a command line that a person copies into a shell: in quotes where it
 * must be. */
void sec_escape_shell(struct sec_buf *out, struct sec_str s);
/* A TEXT value of iCalendar (RFC 5545, 3.3.11): \\ ; , and newlines escaped, what a
 * terminal or a parser could act on made visible first. */
void sec_escape_ics(struct sec_buf *out, struct sec_str s);
/* RFC 4180 field, quoted where needed, formula guard on: a leading = + - @ TAB
 * CR or NUL gets a single quote in front (OWASP), and so it does where single
 * quotes stand before it already. Text that reads as a number and is no ISO day is
 * quoted, so that a spreadsheet can tell it from one. `raw` switches both off. */
void sec_escape_csv(struct sec_buf *out, struct sec_str s, bool raw);
/* The field without the guard: exactly what sec_escape_csv() was given. */
struct sec_str sec_unguard_csv(struct sec_str s);

#endif
