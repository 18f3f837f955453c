/* SPDX-License-Identifier: ISC
 *
 * What the write*.c files share. `struct writer` is one call of sec_write();
 * the draft in it lists the changes, and each step of write.c fills in what the
 * next one needs.
 */
#ifndef SEC_REGISTER_WRITE_INNER_H
#define SEC_REGISTER_WRITE_INNER_H

#include <signal.h>
#include <sys/stat.h>

#include "base/err.h"
#include "register/git-write.h"
#include "register/write/journal.h"
#include "register/write.h"

/* A temporary file that is not whole yet ends in this. */
#define SEC_PART ".part"

/* The largest file that a commit may touch. */
#define WRITE_LIMIT (16u << 20)

struct change {
	char *full;       /* the path from the repository's root */
	const char *path; /* … from the register's root: the end of `full` */
	bool touched;     /* put or removed, not only read */
	bool removed;
	struct sec_buf text; /* the new text as git stores it */

	bool looked; /* `base` is filled */
	struct sec_git_entry base; /* at the draft's HEAD: what the writer read */
	struct sec_git_eol eol;
	struct sec_git_entry after; /* what the commit has */

	/* the file */
	struct sec_buf was, now; /* its bytes before and after */
	mode_t mode;             /* of the file before */
	int folder;              /* descriptor, owned by the writer's list */
	const char *name;        /* in that folder */
	char *temp;              /* beside it; NULL: not made */
	struct stat st;          /* of the temporary file */
};

/* Strings in the order first seen, each once. */
struct names {
	char **item;
	size_t n, alloc;
	void *seen; /* tsearch */
};

struct sec_draft {
	struct sec_git *git;
	int root;            /* the work tree, a descriptor */
	const char *prefix;  /* the register's folder in it, "" or "a/b/" */
	struct sec_git_head head;
	struct change **item; /* sorted by path once prepared */
	size_t n, alloc;
	void *seen; /* tsearch, by full path */
	struct names records, fields;
	char *subject;
	struct sec_buf body; /* paragraphs above the reason */
};

struct folder {
	char *path;
	int fd;
	bool made; /* by us */
};

struct writer {
	const struct sec_write *w;
	struct sec_outcome *out;
	struct sec_git *git;
	const struct sec_git_write *ops;
	const char *gitdir;
	int root, gitfd;
	char *prefix;
	int queue;     /* flock'ed descriptor, or -1 */
	bool unlocked; /* the file system has no flock */
	bool signs;    /* commits are to be signed */

	struct sec_draft draft;
	struct sec_git_put *puts; /* one for each change */
	struct sec_buf message;

	/* one attempt */
	struct sec_journal journal; /* token, branch, commit */
	struct sec_git_head head;
	bool made; /* the commit stands in the journal, on top of `head` */
	struct sec_git_index *index;
	struct folder *folders;
	size_t n_folders, alloc_folders;
	bool holds_index, has_journal, blocked;
	sigset_t old_signals;
};

/* draft.c */
int sec_draft_begin(struct sec_draft *d, struct writer *wr, struct sec_err *err);
void sec_draft_release(struct sec_draft *d);
struct change *sec_draft_change(struct sec_draft *d, const char *path);
/* Fills base, eol, after; drops what does not change anything; sorts. */
int sec_draft_settle(struct sec_draft *d, const struct sec_git_write *ops, struct sec_err *err);
void sec_change_free(struct change *c);
bool sec_entry_same(const struct sec_git_entry *a, const struct sec_git_entry *b);

/* Says how far it is, to whoever wants to know. */
static inline void sec_write_progress(const struct writer *wr, const char *what, size_t done,
	size_t total)
{
	if (wr->w->progress)
		wr->w->progress(wr->w->ctx, what, done, total);
}

/* steps.c: step 4, the commit on top of what HEAD names now */
int sec_write_make(struct writer *wr, struct sec_err *err);
/* One try; SEC_AGAIN when the branch has moved. Makes the commit where none is. */
int sec_write_attempt(struct writer *wr, struct sec_err *err);

/* message.c */
int sec_write_message(const struct sec_write *w, const struct sec_draft *d, struct sec_buf *out,
	struct sec_err *err);

/* lock.c */
/* Waits in the queue of all writers of this work tree. */
int sec_queue_enter(struct writer *wr, struct sec_err *err);
void sec_queue_leave(struct writer *wr);
/* Takes index.lock, waiting for it, and holds signals back from then on. */
int sec_index_lock(struct writer *wr, struct sec_err *err);
void sec_index_unlock(struct writer *wr);
void sec_signals_release(struct writer *wr);
void sec_pause(unsigned least_ms, unsigned most_ms);
double sec_clock(void); /* seconds, monotonic */

/* check.c: the files as they are */
int sec_files_check(struct sec_draft *d, const struct sec_git_write *ops, struct sec_err *err);
/* The bytes of one file; SEC_ABSENT where there is none. */
int sec_file_load(int root, const struct change *c, struct sec_buf *out, mode_t *mode,
	struct sec_err *err);
/* Whether these bytes are the blob, as they are or with CRLF for LF. */
bool sec_file_is(const struct sec_git_write *ops, const struct sec_buf *bytes,
	const struct sec_git_id *blob, bool *crlf);
void sec_text_crlf(struct sec_buf *out, const struct sec_buf *text);
void sec_text_lf(struct sec_buf *text);

/* files.c: the files as they shall be */
int sec_files_stage(struct writer *wr, struct change **item, size_t n, struct sec_err *err);
void sec_files_unstage(struct writer *wr, struct change **item, size_t n);
/* Puts the staged files in place. `lost` gets the paths that an editor saved
 * meanwhile and that keep the editor's text, one a line. */
int sec_files_place(struct writer *wr, struct change **item, size_t n, struct sec_buf *lost,
	struct sec_err *err);
void sec_files_close(struct writer *wr);
/* Removes the folders above `path` that are empty. */
void sec_files_prune(int root, const char *path);

/* index.c: the index's side */
int sec_index_check(struct sec_draft *d, const struct sec_git_write *ops,
	struct sec_git_index *index, struct sec_err *err);
/* A private copy, open in wr->index. */
int sec_index_copy(struct writer *wr, struct sec_err *err);
/* Writes the private copy; nothing a person sees changes. */
int sec_index_stage(struct writer *wr, struct sec_err *err);
/* The staged index once more, if placing the files has changed their times. */
void sec_index_touch_up(struct writer *wr);
int sec_index_place(struct writer *wr, struct sec_err *err);
char *sec_own_path(const struct writer *wr, const char *suffix);

/* repair.c */
bool sec_repair_needed(struct writer *wr);
/* Finishes or undoes what a killed writer left. */
int sec_repair(struct writer *wr, struct sec_err *err);
bool sec_lock_is_ours(struct writer *wr, struct sec_journal *out);

/* sweep.c: removes private files of killed writers. Only the holder of the queue
 * may: then no other writer is alive, but for one that packs what it is to sign, whose
 * folder is locked. */
void sec_sweep(struct writer *wr);

#endif
