/* SPDX-License-Identifier: ISC
 *
 * What looking back (history/, verify/, ranges) needs of git, and only it.
 * Reached as sec_git()->past. Paths are from the repository's root.
 */
#ifndef SEC_REGISTER_GIT_PAST_H
#define SEC_REGISTER_GIT_PAST_H

#include "register/git.h"
#include "register/git-write.h"

struct sec_git_person {
	struct sec_str name, email;
	int64_t time; /* seconds since 1970, UTC */
	int offset;   /* of the person's zone, minutes east of UTC */
};

struct sec_git_commit {
	struct sec_git_id id, tree;
	const struct sec_git_id *parent;
	unsigned parents;
	bool cut; /* a shallow clone: it has parents, and they are not here */
	struct sec_git_person author, committer;
	struct sec_str message;
};

struct sec_git_past {
	/* Every commit that is reachable from `tip` and not from `hide` (NULL: none),
	 * each after all its children; among those that could come next the latest
	 * by committer's clock. With `path` (`paths` > 0) those alone that may have
	 * changed one of these files or folders: all that have it otherwise than a
	 * parent, so each merge of which a side did something to it, and perhaps others,
	 * found by the changed-path filters of the commit-graph where there is one.
	 * `each` sees a commit that is good for that call and stops the walk by
	 * returning non-zero, which is handed on. */
	int (*commits)(struct sec_git *git, const struct sec_git_id *tip,
		const struct sec_git_id *hide, const char *const *path, size_t paths,
		int (*each)(void *ctx, const struct sec_git_commit *commit), void *ctx,
		struct sec_err *err);
	/* One of them. */
	int (*commit)(struct sec_git *git, const struct sec_git_id *id,
		int (*each)(void *ctx, const struct sec_git_commit *commit), void *ctx,
		struct sec_err *err);
	/* Every file below `folder` ("" for all), or that file, that differs between two
	 * trees (NULL: an empty one), in tree order; subtrees that are the same are not
	 * opened. */
	int (*differ)(struct sec_git *git, const struct sec_git_id *before,
		const struct sec_git_id *after, const char *folder,
		int (*each)(void *ctx, const char *path, const struct sec_git_entry *before,
			const struct sec_git_entry *after),
		void *ctx, struct sec_err *err);
	/* Appends a file's bytes; of one with more than `limit` none, which is no error:
	 * then *large is true, and nothing of it was inflated. */
	int (*blob)(struct sec_git *git, const struct sec_git_id *id, size_t limit,
		struct sec_buf *out, bool *large, struct sec_err *err);
	/* The best common ancestor. SEC_ABSENT: there is none here; *shallow says
	 * whether a deeper clone may have one. */
	int (*base)(struct sec_git *git, const struct sec_git_id *a, const struct sec_git_id *b,
		struct sec_git_id *out, bool *shallow, struct sec_err *err);
	/* Whether refs/replace or a file of grafts make git itself show another history
	 * than was committed, which is the one that is told here. */
	bool (*disguised)(struct sec_git *git);
	/* The signature of a commit as it stands there, and the bytes that it signs.
	 * SEC_ABSENT: it has none. */
	int (*signature)(struct sec_git *git, const struct sec_git_id *commit,
		struct sec_buf *signature, struct sec_buf *signed_text, struct sec_err *err);
};

#endif
