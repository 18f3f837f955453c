/* SPDX-License-Identifier: ISC
 *
 * What somebody is typing, kept where nothing loses it: a folder of its own below
 * the git directory, GITDIR/sec-edit/NAME, that only its owner may read and that
 * is never committed. The editor's file stands in it from the first, so whatever
 * ends the program (a signal, a full disk, a power cut) leaves the text there,
 * and the next edit of the same name goes on with it.
 */
#ifndef SEC_TOOLS_RESCUE_H
#define SEC_TOOLS_RESCUE_H

#include "base/buf.h"
#include "base/err.h"

struct rescue {
	char *dir;  /* absolute */
	char *file; /* in it: what the editor opens, NAME.ini */
	bool found; /* it stood there already: an edit that was not saved */

	/* private */
	int lock; /* the folder, flock'ed; -1 */
};

/* SEC_FAIL where another program has it open. */
int rescue_open(struct rescue *x, const char *gitdir, const char *name, struct sec_err *err);
/* Writes the file, or (`beside` not NULL) one beside it, in one step. */
int rescue_write(const struct rescue *x, const char *beside, struct sec_str text,
	struct sec_err *err);
/* Appends it; SEC_ABSENT when there is none. */
int rescue_read(const struct rescue *x, const char *beside, struct sec_buf *out,
	struct sec_err *err);
/* Whether the file is these bytes. */
bool rescue_is(const struct rescue *x, struct sec_str text);
/* Removes the folder with all that editors left in it. */
void rescue_drop(const struct rescue *x);
void rescue_close(struct rescue *x);

/* From now on TERM, HUP and INT remove the folder where the file is still `shown`
 * (s NULL: it never is), else print the message; then they end us as always. All
 * of it must stay until rescue_unguard(). */
void rescue_guard(const struct rescue *x, struct sec_str shown, const char *message);
void rescue_unguard(void);

#endif
