/* SPDX-License-Identifier: ISC
 *
 * Patterns: POSIX extended regular expressions, unanchored, any case for ASCII
 * letters, as schema files and -q use them.
 *
 * Why not regcomp: its matcher takes a lock that all threads share, a short text
 * can make it ask for gigabytes, and what it does depends on the locale. A
 * pattern here is a table that is walked byte by byte, made once when it is
 * compiled, never changed, shared by threads, the same in every locale.
 *
 * `.` and `[^…]` match a whole UTF-8 character. Not there: back-references,
 * collating elements `[.x.]` and `[=x=]`, ranges of and exclusion of non-ASCII
 * characters in brackets, and what POSIX leaves undefined (`\w`, `*a`).
 *
 * Limits, checked before anything is built: 200 bytes, repeat counts up to 64
 * and not nested.
 *
 * Algorithm: Thompson's construction, then the subset construction, both as in
 * Aho, Sethi, Ullman, "Compilers", ch. 3.7. The ends of the text are two symbols
 * more that `^` and `$` match. A table that would have more than 256 rows is cut
 * there; a text that leads beyond is matched by walking sets of states.
 */
#ifndef SEC_RULES_PATTERN_H
#define SEC_RULES_PATTERN_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"

struct sec_pattern;

/* On an error the message says what is wrong with the pattern; no place is set.
 * The pattern lives in the arena. */
int sec_pattern_compile(struct sec_pattern **out, struct sec_arena *arena, struct sec_str text,
	struct sec_err *err);
bool sec_pattern_match(const struct sec_pattern *p, struct sec_str text);

#endif
