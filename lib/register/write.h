/* SPDX-License-Identifier: ISC
 *
 * Writing: the one commit routine that every writer goes through. One operation
 * is one commit of only the paths it touches; the user's staged and unstaged
 * work stays as it was; an unchanged record makes no commit.
 *
 * A writer gives a function that prepares the change: it reads records as HEAD
 * has them, edits them in memory, validates, and puts the new texts into the
 * draft. Nothing a person sees has changed until it returns, and no lock is held
 * meanwhile. It is called again on a fresh draft where an interrupted writer had
 * to be tidied up after first, so it must not keep anything from the call before.
 * When somebody else moved the branch in between, the same draft goes on top of
 * it if every path it touches is still as it was read; otherwise SEC_FAIL says
 * who changed it and when.
 *
 * The order of steps, the journal, and the repair that finishes or undoes what
 * a killed writer left are described in write.c and write/repair.c.
 *
 * What is not done: git's hooks do not run, filters and encodings on a path are
 * refused, and so are wanted signatures. Temporary files are called
 * `.NAME.sec-TOKEN` and stand beside the file; a register ignores `.*.sec-*`.
 *
 * Errors: SEC_NO, a change refused by `prepare`; SEC_FAIL, it could not be done
 * and nothing changed, or (outcome.committed is then set) the commit stands but
 * a file could not be refreshed; SEC_AGAIN never leaves here.
 */
#ifndef SEC_REGISTER_WRITE_H
#define SEC_REGISTER_WRITE_H

#include "register/git.h"

struct sec_draft;

/* The text of `path` (from the register's root) at HEAD, or as this draft has
 * already changed it. SEC_ABSENT: HEAD has no such file. A file in the work tree
 * that git does not have yet is SEC_FAIL, "not committed yet". */
int sec_draft_read(struct sec_draft *d, const char *path, struct sec_buf *text, struct sec_err *err);
/* A new text for `path`; the file need not exist. Line ends are LF here. */
void sec_draft_put(struct sec_draft *d, const char *path, struct sec_str text);
void sec_draft_remove(struct sec_draft *d, const char *path);
/* Refuses, long before a change is made, what would stop one of this path: an edit
 * of the file that is not committed, something staged, a filter. */
int sec_draft_check(struct sec_draft *d, const char *path, struct sec_err *err);
/* Appends "NAME at 2026-03-01 14:05": who changed the path last at HEAD; nothing
 * when nobody did. */
void sec_draft_who(struct sec_draft *d, const char *path, struct sec_buf *out);
/* The work tree's own git directory: what stands there is private to this clone
 * and never committed. */
const char *sec_draft_private(const struct sec_draft *d);
/* Every file below `folder` (from the register's root) at HEAD. */
int sec_draft_walk(struct sec_draft *d, const char *folder,
	int (*each)(void *ctx, const char *path), void *ctx, struct sec_err *err);

/* The commit message: subject `TOOL: ID: key, key` (or `TOOL: N records: keys`),
 * the reason as body, then trailers Sec-Tool, Sec-Record one a record, Sec-Field
 * one a changed key, and `Sec-Forced: yes`. Never a value. The reason cannot
 * forge a trailer: lines of it that look like one are indented. */
void sec_draft_record(struct sec_draft *d, const char *id);
void sec_draft_field(struct sec_draft *d, const char *field);
/* A paragraph of the body above the reason, as safe from forging as that is. */
void sec_draft_explain(struct sec_draft *d, struct sec_str text);
/* For commits that are not about records (sec-init): replaces the subject's
 * part after the program's name. */
void sec_draft_subject(struct sec_draft *d, const char *subject);

struct sec_write {
	const char *dir;    /* the register's folder */
	const char *tool;   /* "sec-set" */
	const char *reason; /* -m, or NULL */
	bool forced;        /* --force was given */
	bool dry_run;       /* prepare, and print the difference to `diff`; write nothing */
	struct sec_buf *diff;
	int (*prepare)(void *ctx, struct sec_draft *d, struct sec_err *err);
	/* Called now and then while it goes on; may be NULL. total 0: nobody knows. */
	void (*progress)(void *ctx, const char *what, size_t done, size_t total);
	void *ctx;
};

struct sec_outcome {
	bool committed;      /* false: nothing to change */
	char hash[12];       /* short hash of the commit */
	struct sec_buf share;/* what to type so that others get it ("git push"); empty: no remote */
	struct sec_buf notes;/* lines for standard error: repairs done, hints */
};
void sec_outcome_release(struct sec_outcome *o);

int sec_write(const struct sec_write *w, struct sec_outcome *out, struct sec_err *err);

#endif
