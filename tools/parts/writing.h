/* SPDX-License-Identifier: ISC
 *
 * What writers share: run a change through the commit routine, say what
 * happened, and refuse in words that tell what to add to the same command.
 */
#ifndef SEC_TOOLS_WRITING_H
#define SEC_TOOLS_WRITING_H

#include "parts/cli.h"
#include "register/change.h"

struct writing_target {
	char *path; /* of the record, from the register's root */
	void *arg;  /* for `edit` */
};

struct writing {
	struct cli *cli;
	struct sec_register *reg;
	bool fresh; /* the records are new */
	/* Edits one record; may use writing_log(). */
	int (*edit)(struct writing *w, void *arg, const char *id, struct sec_editor *e,
		struct sec_err *err);
	struct writing_target *target;
	size_t targets, target_alloc;

	/* private */
	struct sec_change change;
	struct sec_draft *draft;
	size_t current;
	bool *changed;       /* one a target */
	struct sec_buf said; /* what replaced what */
};

void writing_add(struct writing *w, const char *path, void *arg);
/* A log for sec_assign_apply() that fills the commit's Sec-Field trailers and
 * says what replaced what. `id` is the record's. */
struct writing_log {
	struct writing *writing;
	const char *id;
};
void writing_changed(void *log, const char *field, struct sec_str old, struct sec_str now);
void writing_note(void *log, const char *text);

/* Writes all targets as one commit, prints their paths; the exit code. */
int writing_run(struct writing *w);
void writing_release(struct writing *w);

#endif
