/* SPDX-License-Identifier: ISC
 *
 * What the commit routine (write*.c) needs of git, and only it. Reached as
 * sec_git()->write. Paths are from the repository's root. Functions that return
 * int give 0 or a SEC_* code with `err` filled; SEC_AGAIN where another process
 * was faster and a new try makes sense.
 */
#ifndef SEC_REGISTER_GIT_WRITE_H
#define SEC_REGISTER_GIT_WRITE_H

#include <sys/stat.h>

#include "register/git.h"

/* A file as a tree or the index has it. */
struct sec_git_entry {
	bool present;
	unsigned mode;
	struct sec_git_id id;
};

/* The branch that HEAD names, and its tip. */
struct sec_git_head {
	char *branch; /* "refs/heads/main"; owned */
	bool born;    /* false: no commit yet, `tip` is zero */
	struct sec_git_id tip;
};

/* How git converts line ends of a path. */
struct sec_git_eol {
	bool normalise; /* what is stored has LF alone */
	bool automatic; /* …unless what is stored already has CRLF */
	bool crlf;      /* a new file is checked out with CRLF */
};

/* One path of a commit to be made. */
struct sec_git_put {
	const char *path;
	bool remove;
	struct sec_str text;
	unsigned mode;
	struct sec_git_id id; /* filled: the blob */
};

/* A folder in which `commit` makes a pack: `sec-`, sixteen hex digits, and this. */
#define SEC_GIT_PACK ".pack"

struct sec_git_index; /* an index file, read into memory */

struct sec_git_write {
	/* This work tree's own git directory, absolute, no slash at its end. */
	const char *(*gitdir)(const struct sec_git *git);

	/* Refuses what cannot be written safely: a bare repository, an index that
	 * is not the usual one or cannot be read, no identity. */
	int (*may_write)(struct sec_git *git, struct sec_err *err);
	/* The same for one path: filters and encodings. Fills `eol`. */
	int (*may_touch)(struct sec_git *git, const char *path, struct sec_git_eol *eol,
		struct sec_err *err);
	/* The path wants a merge driver that this clone's configuration lacks. */
	bool (*lacks_driver)(struct sec_git *git, const char *path);
	/* Appends what to type so that others get `commit`, which is the branch's tip:
	 * "git push", "git pull && git push" where its upstream, as last fetched, has
	 * what is not here, "git push -u origin HEAD" where it has no upstream. Nothing
	 * where there is no remote. */
	void (*share)(struct sec_git *git, const char *branch, const struct sec_git_id *commit,
		struct sec_buf *out);

	/* Refuses a detached HEAD and a merge, rebase, … under way. */
	int (*head)(struct sec_git *git, struct sec_git_head *out, struct sec_err *err);
	int (*entry)(struct sec_git *git, const struct sec_git_head *head, const char *path,
		struct sec_git_entry *out, struct sec_err *err);
	/* The id that a blob of these bytes has; stores nothing. */
	int (*hash)(struct sec_str text, struct sec_git_id *out, struct sec_err *err);
	/* Stores blobs, trees and a commit on top of `head`, durably; moves nothing.
	 * The tree is HEAD's with the puts applied; `puts` is sorted by path. With
	 * `sign` the commit is signed (signer.h); a question for a passphrase may come. */
	int (*commit)(struct sec_git *git, const struct sec_git_head *head, struct sec_git_put *puts,
		size_t n, const char *message, bool sign, struct sec_git_id *out, struct sec_err *err);
	/* Removes `name` in the git directory, in which `commit` made a pack, where its
	 * writer is dead. */
	void (*pack_sweep)(struct sec_git *git, const char *name);
	/* Moves the branch from head->tip to `commit`, if it still stands there;
	 * `token` names the files it needs meanwhile. SEC_AGAIN when it has moved. */
	int (*swap)(struct sec_git *git, const struct sec_git_head *head,
		const struct sec_git_id *commit, const char *token, const char *subject,
		struct sec_err *err);
	/* Removes the branch's lock where a killed swap to `commit` left it. */
	void (*swap_undo)(struct sec_git *git, const char *branch, const struct sec_git_id *commit);
	/* Whether `commit` is the branch's tip or an ancestor of it. */
	int (*contains)(struct sec_git *git, const char *branch, const struct sec_git_id *commit,
		bool *yes, struct sec_err *err);
	/* Every path that differs between a commit and its first parent. */
	int (*changes)(struct sec_git *git, const struct sec_git_id *commit,
		int (*each)(void *ctx, const char *path, const struct sec_git_entry *before,
			const struct sec_git_entry *after),
		void *ctx, struct sec_err *err);
	/* Appends "NAME at 2026-03-01 14:05": the last commit after `from` (the zero
	 * id: from the start) that changed the path; nothing when there is none. */
	void (*who)(struct sec_git *git, const struct sec_git_head *head,
		const struct sec_git_id *from, const char *path, struct sec_buf *out);
	/* Appends a unified diff of one path. */
	int (*diff)(const struct sec_git_put *before, const struct sec_git_put *after,
		struct sec_buf *out, struct sec_err *err);

	/* An index file by its path; a missing one is empty. */
	int (*index_open)(struct sec_git_index **out, const char *file, struct sec_err *err);
	void (*index_free)(struct sec_git_index *index);
	/* SEC_NO when the path is in an unfinished merge or outside the checkout. */
	int (*index_get)(struct sec_git_index *index, const char *path, struct sec_git_entry *out,
		struct sec_err *err);
	/* Sets or (entry absent) removes one path; `st` is the file's, or NULL. */
	int (*index_set)(struct sec_git_index *index, const char *path,
		const struct sec_git_entry *entry, const struct stat *st, struct sec_err *err);
	/* Writes it to the path it was opened from. */
	int (*index_write)(struct sec_git_index *index, struct sec_err *err);
};

void sec_git_head_release(struct sec_git_head *head);

#endif
