/* SPDX-License-Identifier: ISC
 *
 * Faults: what is wrong in a text, each under the name of a rule of rules.ini,
 * with its place. The reader makes them; sec-check prints them beside what the
 * rules find; both are the same struct so that they sort together.
 */
#ifndef SEC_RECORD_FAULT_H
#define SEC_RECORD_FAULT_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

enum sec_level {
	SEC_LEVEL_INFO,
	SEC_LEVEL_WARNING,
	SEC_LEVEL_ERROR,
};

struct sec_fault {
	const char *rule; /* id of the rule, a string that outlives the list */
	enum sec_level level;
	uint32_t line; /* 1-based; 0: the whole file */
	uint32_t col;  /* 1-based byte column; 0: the whole line */
	char *message; /* owned; lower case, no full stop */
	char *advice;  /* owned, or NULL: how to mend it */
	char *address; /* owned, or NULL: `section.key` or `section:id.key` it is about */
};

struct sec_faults {
	struct sec_fault *item;
	size_t n, alloc;
};

void sec_faults_clear(struct sec_faults *f);
void sec_faults_release(struct sec_faults *f);
/* Adds one; returns it so that advice and address (malloc'ed) can be set. The
 * pointer is good until the next one is added. */
struct sec_fault *sec_faults_add(struct sec_faults *f, const char *rule, enum sec_level level,
	uint32_t line, uint32_t col, const char *fmt, ...) __attribute__((format(printf, 6, 7)));
struct sec_fault *sec_faults_vadd(struct sec_faults *f, const char *rule, enum sec_level level,
	uint32_t line, uint32_t col, const char *fmt, va_list ap);
/* By line, column, rule, message. */
void sec_faults_sort(struct sec_faults *f);
const char *sec_level_name(enum sec_level level); /* "error", "warning", "info" */

#endif
