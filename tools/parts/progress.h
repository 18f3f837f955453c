/* SPDX-License-Identifier: ISC
 *
 * A line that says how far a long run is. Only on a terminal, only after a while,
 * a few times a second, and gone when anything else is printed.
 */
#ifndef SEC_TOOLS_PROGRESS_H
#define SEC_TOOLS_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

struct progress {
	const char *program;
	bool on;
	double next;  /* not before */
	size_t shown; /* columns to wipe */
};

void progress_start(struct progress *p, const char *program);
/* "sec-new: WHAT 1200 of 10000"; total 0: nobody knows yet. `p` may be NULL. */
void progress_step(struct progress *p, const char *what, size_t done, size_t total);
/* Wipes the line; a later step may show it again. */
void progress_clear(struct progress *p);

#endif
