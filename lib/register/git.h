/* SPDX-License-Identifier: ISC
 *
 * Git, behind one table of functions: nothing else in the project knows
 * libgit2, and nothing starts it before the first call of sec_git(). Reading a
 * work tree never does.
 *
 * Only the files of git/ include git2.h. What libgit2 leaves undone (identity from the
 * environment, fsync, refusing what it cannot keep safe) is done here.
 */
#ifndef SEC_REGISTER_GIT_H
#define SEC_REGISTER_GIT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/err.h"

struct sec_git;       /* an open repository */
struct sec_git_write; /* git-write.h: what the commit routine needs */
struct sec_git_past;  /* git-past.h: what looking back needs */

struct sec_git_id {
	unsigned char raw[20];
};
#define SEC_GIT_HEX 40
void sec_git_id_hex(const struct sec_git_id *id, char out[SEC_GIT_HEX + 1]);
/* 40 digits, 0-9 and a-f, and nothing else. */
bool sec_git_id_parse(struct sec_str text, struct sec_git_id *out);

/* A commit that somebody named. */
struct sec_git_point {
	struct sec_git_id commit, tree;
	sec_day day; /* the committer's civil day, in the committer's zone */
};

/* What git's configuration may hold. */
enum sec_git_kind {
	SEC_GIT_TEXT,
	SEC_GIT_BOOL, /* any of git's spellings; given as "true" or "false" */
	SEC_GIT_PATH, /* ~ is expanded; a relative one is from the work tree's top */
};

struct sec_git_ops {
	/* Opens the repository that holds the folder `dir`, as git would (with
	 * GIT_DIR and the quarantine variables). SEC_ABSENT: not in one. */
	int (*open)(struct sec_git **out, const char *dir, struct sec_err *err);
	void (*free)(struct sec_git *git);
	/* Absolute path of the work tree, no slash at its end; NULL when bare. */
	const char *(*workdir)(const struct sec_git *git);
	/* The git directory that all its work trees share, likewise. */
	const char *(*common)(const struct sec_git *git);

	/* A revision as git names it, or a day: then the last commit of HEAD's
	 * first-parent line whose committer day is at most that day. */
	int (*resolve)(struct sec_git *git, const char *rev_or_day, struct sec_git_point *out,
		struct sec_err *err);
	/* Every file, link and submodule below `folder` ("" for all) of the point's
	 * tree, in tree order; `each` gets the path from the repository's root and stops the walk
	 * by returning non-zero, which is handed on. */
	int (*walk)(struct sec_git *git, const struct sec_git_point *at, const char *folder,
		int (*each)(void *ctx, const char *path, const struct sec_git_id *blob, unsigned mode),
		void *ctx, struct sec_err *err);
	/* Appends a blob; more than `limit` bytes is SEC_FAIL without inflating it. */
	int (*read)(struct sec_git *git, const struct sec_git_id *blob, size_t limit,
		struct sec_buf *out, struct sec_err *err);
	/* The same by path; SEC_ABSENT when the tree has no such file. */
	int (*read_path)(struct sec_git *git, const struct sec_git_point *at, const char *path,
		size_t limit, struct sec_buf *out, struct sec_err *err);

	/* Is there a plain file at the path? Its bytes are not looked at. */
	bool (*has_file)(struct sec_git *git, const struct sec_git_point *at, const char *path);
	/* The bytes a blob has, without inflating it. */
	int (*size)(struct sec_git *git, const struct sec_git_id *blob, size_t *out,
		struct sec_err *err);

	/* Every entry of the index (GIT_INDEX_FILE's where that is set) that a commit
	 * would have, so none of git add -N, by path; stage 1 to 3 are the sides of an unfinished merge. As walk otherwise. */
	int (*staged)(struct sec_git *git,
		int (*each)(void *ctx, const char *path, const struct sec_git_id *blob, unsigned mode,
			int stage),
		void *ctx, struct sec_err *err);

	/* A new repository in `dir` (made where missing), branch `main` or what
	 * init.defaultBranch says; `bare`: without a work tree. Nothing happens where `dir` lies in one already. */
	int (*init)(const char *dir, bool bare, struct sec_err *err);
	/* 0; SEC_NO where HEAD has no commit yet though somebody's branch was fetched,
	 * whose name (origin/main) is then appended. */
	int (*unborn)(struct sec_git *git, struct sec_buf *fetched, struct sec_err *err);
	/* Sets key = value in the repository's own configuration; with
	 * `only_if_unset`, not where git already has a value from anywhere. */
	int (*configure)(struct sec_git *git, const char *key, const char *value, bool only_if_unset,
		struct sec_err *err);
	/* Appends what git has for a key, from wherever git takes it. SEC_ABSENT: it
	 * has nothing; SEC_FAIL: not a value of that kind. */
	int (*setting)(struct sec_git *git, const char *key, enum sec_git_kind kind,
		struct sec_buf *out, struct sec_err *err);

	const struct sec_git_write *write;
	const struct sec_git_past *past;
};

/* The table; libgit2 is started by the first call. */
const struct sec_git_ops *sec_git(void);

#endif
