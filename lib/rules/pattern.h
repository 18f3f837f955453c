/* SPDX-License-Identifier: ISC
 *
 * Patterns: POSIX extended regular expressions, unanchored, any case for ASCII,
 * as schema files use them.
 *
 * Limits, checked before anything is compiled: 200 bytes, no back-references,
 * repeat counts up to 64 and not nested. A pattern belongs to an arena, is never
 * changed after compiling, and may be used by several threads at once.
 */
#ifndef SEC_RULES_PATTERN_H
#define SEC_RULES_PATTERN_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"

struct sec_pattern;

/* On an error the message says what is wrong with the pattern; no place is set. */
int sec_pattern_compile(struct sec_pattern **out, struct sec_arena *arena, struct sec_str text,
	struct sec_err *err);
bool sec_pattern_match(const struct sec_pattern *p, struct sec_str text);

#endif
