/* SPDX-License-Identifier: ISC
 *
 * Inside history.c and history/, and last.c, which looks at one commit alone.
 *
 *   ../history.c which commits, in which order
 *   tell.c       what is told of each, record by record
 *   changes.c    which files a commit changed against one parent
 *   pairs.c      which of them are the same record
 *   merge.c      what of a merge is against every parent
 *   undone.c     what a merge takes back that a parent had done
 *   records.c    records by the id of their blob, each parsed once
 *   wanted.c     the records that were asked for, and what they were before
 *   message.c    reason and trailers
 */
#ifndef SEC_REGISTER_HISTORY_INNER_H
#define SEC_REGISTER_HISTORY_INNER_H

#include "register/history.h"

/* ---- records */

/* A record as a blob has it. One over SEC_RECORD_MAX is not read: its text is empty. */
struct sec_kept {
	struct sec_git_id id;
	struct sec_record record;
	unsigned long used; /* in the turn of that number */
};

struct sec_keeper {
	struct sec_git *git;
	struct sec_dialect dialect;
	struct sec_kept *slot[512];
	size_t bytes;            /* of the texts in slots */
	struct sec_kept **over;  /* of this turn, where the slot is taken by another */
	size_t overs, over_alloc;
	struct sec_kept **spare;
	size_t spares, spare_alloc;
	unsigned long turn;      /* number of the one at hand, from 1 */
};

/* Begins the next turn: what was handed out may go. */
void sec_keeper_next(struct sec_keeper *k);
/* NULL with `err` filled where it cannot be read. */
const struct sec_kept *sec_keeper_get(struct sec_keeper *k, const struct sec_git_id *blob,
	struct sec_err *err);
void sec_keeper_release(struct sec_keeper *k);

/* ---- changed files */

/* A record's file that differs from one parent. Paths from the register's root. */
struct sec_change {
	const char *path, *id;
	struct sec_git_entry before, after; /* not present: no record stood there */
	bool told; /* against every parent */
	/* Of a merge: the file where this parent and the one it agrees with parted, and
	 * whether this parent had changed it since, which the merge does not have. */
	struct sec_git_entry base;
	bool undone;
};

struct sec_changes {
	struct sec_change *item; /* sorted by id, then path */
	size_t n, alloc;
};

struct sec_comparing {
	struct sec_git *git;
	const char *place;       /* of the register in the repository: "" or "hr/" */
	bool others;             /* look at the whole repository */
	const struct sec_paths *only; /* look at these alone; NULL: at all records */
	struct sec_arena *arena; /* for paths and ids */
};

/* Fills `out`, and `other` with the rest of the files, from the repository's root. */
int sec_changes_find(const struct sec_comparing *c, const struct sec_git_id *before,
	const struct sec_git_id *after, struct sec_changes *out, struct sec_paths *other,
	struct sec_err *err);
/* What is no plain file is no record. */
struct sec_git_entry sec_change_plain(const struct sec_git_entry *e);
/* The one of that path, or NULL. */
struct sec_change *sec_changes_at(const struct sec_changes *c, const struct sec_change *path);
/* Whether some record went while another came, which may be the same one. */
bool sec_changes_may_move(const struct sec_changes *c);
/* One of a record of that id that went, or NULL. */
struct sec_change *sec_changes_gone(const struct sec_changes *c, const char *id);

/* ---- pairs */

/* One record: where it was (NULL: it came) and where it is (NULL: it went). */
struct sec_pair {
	const struct sec_change *was, *is;
};

struct sec_pairs {
	struct sec_pair *item; /* sorted by id, then path; those told or undone */
	size_t n, alloc;
};

/* Takes turns of the keeper's: nothing that it handed out before is good after. */
int sec_pairs_find(struct sec_keeper *k, const struct sec_changes *c, struct sec_pairs *out,
	struct sec_err *err);

/* ---- merges */

/* A commit beside one of its parents. */
struct sec_beside {
	struct sec_changes changes;
	struct sec_pairs pairs;
	struct sec_paths other;
};

/* Marks as told what all have in common; what is not told, a branch tells. */
void sec_merge_mark(struct sec_beside *b, size_t parents);
/* Keeps of the first one's other files only those that all have. */
void sec_merge_others(struct sec_beside *b, size_t parents);
/* Fills `twin` with the pairs of all parents that end where this one of the first
 * does, and *base with the one that is the most like it was. False: not all have one. */
bool sec_merge_twins(const struct sec_beside *b, size_t parents, const struct sec_pair *pair,
	const struct sec_pair **twin, size_t *base);
/* Keeps in `d` only what is also in `with`, or only what is not. */
void sec_merge_diffs(struct sec_diffs *d, const struct sec_diffs *with, bool also);

/* Fills `base` and `undone` of the changes of a merge. */
int sec_undone_mark(const struct sec_comparing *how, const struct sec_git_commit *c,
	struct sec_beside *b, struct sec_err *err);
/* Whether something that was done to the record may have been taken back. */
bool sec_undone_is(const struct sec_pair *p);
/* Of a record that was and is: what it was where the parents parted; NULL: nothing. */
const struct sec_git_entry *sec_undone_base(const struct sec_beside *b, size_t parents,
	const struct sec_pair *pair);
/* Keeps in `d`, from a parent to the merge, what is about something the parent had
 * done; `own` goes from the parent to that. */
void sec_undone_diffs(struct sec_diffs *d, const struct sec_diffs *own);
/* Whether it was moved by that parent, and the merge has it where it stood before. */
bool sec_undone_move(const struct sec_pair *p);

/* ---- what was asked for */

struct sec_wanted {
	char *id;
	bool named;  /* not only followed to */
	bool met;    /* something is known of it */
	struct sec_git_id renamed; /* followed: the commit that gave it another id */
	bool passed; /* that commit was told */
	bool over;   /* a later record of the same id is another one */
};

struct sec_wishes {
	struct sec_wanted *item;
	size_t n, alloc;
	struct sec_paths path; /* where they stood, from the register's root */
};

void sec_wishes_init(struct sec_wishes *w, const char *const *id, size_t ids);
void sec_wishes_release(struct sec_wishes *w);
bool sec_wishes_all_met(const struct sec_wishes *w);
/* Learns from what a commit did. True: something new. */
bool sec_wishes_learn(struct sec_wishes *w, const struct sec_pairs *p,
	const struct sec_git_id *commit);
/* Whether a pair is of a record that is wanted, while telling, oldest first. */
bool sec_wishes_want(struct sec_wishes *w, const struct sec_pair *p);
void sec_wishes_pass(struct sec_wishes *w, const struct sec_git_id *commit);

/* ---- telling */

/* A step before its records are read. */
struct sec_tale {
	const struct sec_pair *pair;
	bool undone;  /* a pair of any parent, which the merge takes back; else of the first */
	size_t order; /* in which it was found */
	bool says;    /* a merge's: there is something to tell */
};

struct sec_telling {
	struct sec_keeper keeper;
	struct sec_beside *beside; /* one a parent; of a commit without any, one too */
	const struct sec_pair **twin; /* likewise */
	size_t besides, parents;
	struct sec_tale *tale; /* by id */
	size_t tales, tale_alloc;
	struct sec_step step; /* the one read last */
	struct sec_diffs diffs; /* of it */
	struct sec_diffs scratch, earlier;
};

/* Makes room for a commit with so many parents, whose `beside` the caller fills. */
void sec_telling_room(struct sec_telling *t, size_t parents);
/* Fills `tale` with what is wanted of it. */
int sec_telling_list(struct sec_telling *t, struct sec_wishes *wishes, struct sec_err *err);
void sec_telling_release(struct sec_telling *t);

/* ---- messages */

void sec_history_split(struct sec_str message, struct sec_past *out);

#endif
