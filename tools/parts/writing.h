/* SPDX-License-Identifier: ISC
 *
 * What writers share: run a change through the commit routine, say what
 * happened, and refuse in words that tell what to add to the same command.
 */
#ifndef SEC_TOOLS_WRITING_H
#define SEC_TOOLS_WRITING_H

#include "parts/cli.h"
#include "parts/progress.h"
#include "register/change.h"
#include "register/sheet.h"

struct writing_target {
	char *path; /* of the record, from the register's root; what is printed */
	void *arg;  /* for `edit` or `replace` */
	const struct sec_csv_row *row; /* of the sheet that it comes from, or NULL */
};

struct writing {
	struct cli *cli;
	struct sec_register *reg;
	bool fresh; /* the records are new */
	/* Edits one record; may use writing_log(). */
	int (*edit)(struct writing *w, void *arg, const char *id, struct sec_editor *e,
		struct sec_err *err);
	/* In the place of `edit`: all of it for one target, through sec_change_replace()
	 * with `change` and `draft` below. */
	int (*replace)(struct writing *w, struct writing_target *t, bool *changed,
		struct sec_err *err);
	/* Called before the targets of an attempt; may be NULL. */
	int (*begin)(struct writing *w, struct sec_err *err);
	const struct sec_sheet *sheet; /* findings name its rows; NULL: there is none */
	struct progress *progress;     /* or NULL */
	struct writing_target *target;
	size_t targets, target_alloc;

	struct sec_change change;
	struct sec_draft *draft;     /* of the attempt under way */
	struct sec_outcome outcome;
	struct sec_buf diff; /* -n: of the last attempt */

	/* private */
	size_t current;
	bool *changed;       /* one a target */
	struct sec_buf said; /* what replaced what */
	size_t replaced, replaced_in; /* how many values, in how many records */
	size_t replaced_last;         /* the last of those records, from 1 */
};

/* Picks the records that the operands name, for which -q is true; all must be in the
 * register. */
int writing_select(struct cli *c, struct sec_register *r, struct sec_selection *selection);

/* Before somebody does work that a commit is to save: refuses what would refuse any
 * commit (no name for git, a merge under way), shows `look` a draft of HEAD, and
 * writes nothing. */
int writing_ahead(struct cli *c, struct sec_register *r,
	int (*look)(void *ctx, struct sec_draft *d, struct sec_err *err), void *ctx);

/* The target stays good until the next one. */
struct writing_target *writing_add(struct writing *w, const char *path, void *arg);
/* A log for sec_assign_apply() that fills the commit's Sec-Field trailers and
 * says what replaced what. `id` is the record's. */
struct writing_log {
	struct writing *writing;
	const char *id;
};
void writing_changed(void *log, const char *field, struct sec_str old, struct sec_str now);
void writing_note(void *log, const char *text);

/* The subject of a commit in which every target goes; for `begin`. */
void writing_subject_deleted(struct writing *w);

/* Writes all targets as one commit, prints their paths; the exit code. */
int writing_run(struct writing *w);
/* The two halves of it: an attempt (a SEC_* code; nothing is printed), and what is
 * printed of the last one. */
int writing_try(struct writing *w);
int writing_tell(struct writing *w, int rc);
void writing_release(struct writing *w);

#endif
