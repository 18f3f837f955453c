/* SPDX-License-Identifier: ISC
 *
 * The desk: a form of records in an editor's file, and all that is needed to go
 * on with it later. The file begins with lines of ours: what it is, and why it is
 * shown again.
 */
#ifndef SEC_TOOLS_DESK_H
#define SEC_TOOLS_DESK_H

#include "parts/cli.h"
#include "parts/set/rescue.h"
#include "register/form.h"

enum { DESK_TOP = 2 }; /* lines that every file begins with */

struct desk {
	struct cli *cli;
	struct sec_register *reg;
	struct sec_form form; /* from the caller: schema, ids, sections */
	char **path;          /* of the records, from the register's root; the caller's */
	struct sec_buf body;  /* the form without its top */
	bool typed;           /* somebody has typed something into it, some time */

	/* private */
	struct rescue rescue;
	struct sec_buf shown; /* the file as the editor got it */
	char *gitdir;
	char *again;          /* the command that goes on with it */
	char *drop;           /* … and the one that drops it */
	char *kept;           /* what a signal says */
};

/* Reads the records as HEAD has them and makes the form, or takes up one that was
 * not saved. Refuses what would only be refused after the work: no identity, an
 * uncommitted edit, another editor at the same record. */
int desk_open(struct desk *d, struct sec_err *err);
/* Writes the file: its top, the remarks (whole lines, each with the form's mark;
 * may be empty), the body. */
int desk_show(struct desk *d, struct sec_str remarks, struct sec_err *err);
/* Runs the editor on it and appends the file as it is then. SEC_ABSENT: there is
 * none any more. */
int desk_edit(struct desk *d, struct sec_buf *typed, struct sec_err *err);
/* The records' bases and the body are others now: whole records. */
int desk_rebase(struct desk *d, struct sec_err *err);

/* Three ways to leave it: it is saved or given up; it is not saved, and where it is
 * is said; or that only where somebody typed something. */
void desk_clear(struct desk *d);
void desk_keep(const struct desk *d);
void desk_leave(struct desk *d);
void desk_release(struct desk *d); /* not the caller's paths */

#endif
