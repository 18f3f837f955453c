/* SPDX-License-Identifier: ISC
 *
 * A temporary folder of our own, below $TMPDIR, that nobody else can look into:
 * for programs that take files and no streams. What is in it goes with it.
 */
#ifndef SEC_BASE_SCRATCH_H
#define SEC_BASE_SCRATCH_H

#include <signal.h>

#include "base/buf.h"
#include "base/err.h"

struct sec_scratch {
	char *folder; /* absolute unless $TMPDIR is not; NULL: there is none */
	sigset_t signals;
};

/* Makes it. Until it is removed again, what would end this process (Ctrl-C, the
 * terminal gone, SIGTERM) waits, though not in programs that are run meanwhile. */
int sec_scratch_make(struct sec_scratch *s, struct sec_err *err);
/* Removes it with all its files; nothing where it was not made. */
void sec_scratch_remove(struct sec_scratch *s);

/* The path of a file in it; the caller frees. */
char *sec_scratch_path(const struct sec_scratch *s, const char *name);
/* The same with these bytes in it; NULL with `err`. */
char *sec_scratch_put(const struct sec_scratch *s, const char *name, struct sec_str text,
	struct sec_err *err);

#endif
