/* SPDX-License-Identifier: ISC
 *
 * Running another program: an editor, what signs a commit, what checks a
 * signature. Never through a shell, unless the caller makes one of `argv`.
 */
#ifndef SEC_BASE_SPAWN_H
#define SEC_BASE_SPAWN_H

#include "base/buf.h"
#include "base/err.h"

struct sec_spawn {
	const char *const *argv; /* NULL at its end; argv[0] is looked up in PATH */
	struct sec_str input;    /* for its standard input; s NULL: it inherits ours */
	struct sec_buf *output;  /* its standard output is appended; NULL: it inherits ours */
	struct sec_buf *errors;  /* likewise standard error; may be the same as `output` */
	int status;              /* filled: its exit code, 128 + N where signal N ended it */
};

/* A program that has our standard input and output is at the terminal as under
 * system(3): while it runs, Ctrl-C and Ctrl-\ are its own and end us not.
 *
 * 0 when it ran, whatever its status. SEC_ABSENT: there is no such program. A
 * program that does not read its input, or that writes without end (above 16
 * MiB it is stopped, SEC_FAIL), does not hang or kill this one. */
int sec_spawn(struct sec_spawn *s, struct sec_err *err);

#endif
