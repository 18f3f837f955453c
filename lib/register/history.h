/* SPDX-License-Identifier: ISC
 *
 * History: what happened to records, found by comparing them from commit to
 * commit, never by trusting what messages say. Works on commits made by hand as
 * well as on ours.
 *
 * A commit is compared with its parent. Of a merge only what differs from every
 * parent is told, key by key: what came from a branch is told by the branch's own
 * commits, and a merge that does no more than join them tells nothing. Where the
 * parents had different things, the old value is that of the parent in which the
 * record stood where it stands now, the first such one. Told too is what a merge
 * takes back: what one parent had done to a record since it parted from the other,
 * and the merge has as it was before (`git merge -s ours` does that) or as the other
 * made it (a conflict settled for one side); its old value is that parent's. Such a
 * merge may have two steps of one record.
 *
 * Records pair by id, so that a file that moved stays itself; a file that went
 * and one that came in the same commit under another id, and that say much the
 * same (the same bytes, or two thirds of the keys of the larger have the same
 * values), are one record renamed, and its earlier history follows the old id.
 *
 * Records are plain files `*.ini` below secondments/, with whatever faults. One of
 * more than SEC_RECORD_MAX bytes is not read: its text is empty, so that all it said
 * goes and comes back, perhaps otherwise.
 *
 * Order: oldest first, every commit after its parents; clocks that go backwards
 * change nothing in it. A commit at the edge of a shallow clone cannot be compared;
 * it is told only with `others`, and without steps.
 */
#ifndef SEC_REGISTER_HISTORY_H
#define SEC_REGISTER_HISTORY_H

#include "record/compare.h"
#include "register/git-past.h"
#include "register/register.h"

/* What one commit did to one record. */
struct sec_step {
	const char *path;     /* from the register's root, as it is after; NULL: it went */
	const char *old_path; /* NULL: it came */
	const char *id;       /* file name without .ini, after (before, where it went) */
	const char *old_id;   /* another one, where the record was renamed; else NULL */
	const struct sec_record *before, *after; /* NULL: not there */
	const struct sec_diffs *diffs;           /* may be empty: comments, spacing, a move */
};

/* One commit, as far as the register is concerned. */
struct sec_past {
	const struct sec_git_commit *commit;
	size_t steps; /* see sec_past_step() */
	char *const *other; /* files of the repository that it changed besides, from its root */
	size_t others;
	struct sec_str reason; /* body of the message, trailers and outer blanks off */
	struct sec_str trailers; /* the last paragraph where it is one of trailers; else empty */
	struct sec_str tool;     /* of Sec-Tool, which our programs write; s NULL: there is none */
	bool forced;             /* it has Sec-Forced */
	struct sec_telling *telling; /* private */
};

struct sec_history {
	struct sec_register *reg;
	const char *tip;       /* a revision; NULL: HEAD */
	const struct sec_git_id *hide; /* what it reaches is not told; NULL: all is */
	/* Only these records (whole ids); none: all. They are looked for where their
	 * ids put them and wherever they were moved; only one that never stood there is
	 * looked for in every folder. They need not exist any more. */
	const char *const *id;
	size_t ids;
	bool others;           /* commits that touch no record are told too, and `other` is filled */
	int (*each)(void *ctx, const struct sec_past *past, struct sec_err *err);
	void *ctx;
	bool cut;              /* filled: a shallow clone, there is more before this */
};

/* `each` stops the walk by returning non-zero, which is handed on; what it gets is
 * good for that call. SEC_ABSENT: there is no commit yet, or no repository. A `tip`
 * that names nothing is SEC_FAIL. */
int sec_history_walk(struct sec_history *h, struct sec_err *err);

/* The steps of a commit, in order of id, from 0. The records of a step are read when
 * it is asked for; it is good until the next is. NULL with `err` filled where one
 * cannot be read. */
const struct sec_step *sec_past_step(const struct sec_past *past, size_t i, struct sec_err *err);

/* The next "Key: value" of a sec_past's trailers; `rest` begins as `trailers`. */
bool sec_trailer_next(struct sec_str *rest, struct sec_str *key, struct sec_str *value);

#endif
