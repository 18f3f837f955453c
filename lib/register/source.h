/* SPDX-License-Identifier: ISC
 *
 * Sources: where a register's bytes come from: its work tree, one commit, or what
 * is staged for the next one. Paths are relative to the register's root. Reading a work tree never starts
 * libgit2; no symlink is followed below the root.
 */
#ifndef SEC_REGISTER_SOURCE_H
#define SEC_REGISTER_SOURCE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/err.h"
#include "register/git.h"

struct sec_source;

struct sec_paths {
	char **item; /* sorted bytewise */
	size_t n, alloc;
};
void sec_paths_add(struct sec_paths *p, const char *path);
void sec_paths_sort(struct sec_paths *p);
void sec_paths_unique(struct sec_paths *p); /* sorted, each once */
void sec_paths_release(struct sec_paths *p);

/* The work tree below `root`. */
int sec_source_open_tree(struct sec_source **out, const char *root, struct sec_err *err);
/* The register at `root` as committed at a revision or a day; *day is the
 * commit's. A bare repository has no folders: there `folder` says which of its
 * tree is the register ("": all of it); elsewhere it is NULL. */
int sec_source_open_commit(struct sec_source **out, const char *root, const char *folder,
	const char *rev_or_day, sec_day *day, struct sec_err *err);
/* The register at `root` as the index has it (GIT_INDEX_FILE's, where set). A
 * file in an unfinished merge is there, and reads as our side has it. */
int sec_source_open_index(struct sec_source **out, const char *root, struct sec_err *err);
void sec_source_close(struct sec_source *s);

/* Every `*.ini` below the folder ("secondments", "schema", "" for all), sorted, leavings of
 * editors and sync folders left out (handed to `debris` when it is given).
 * A folder that is not there holds nothing. */
int sec_source_list(struct sec_source *s, const char *folder, struct sec_paths *out,
	struct sec_paths *debris, struct sec_err *err);
/* Appends the file; SEC_ABSENT when it is not there. Threads may call it at the
 * same time; reads from git are serialised inside. */
int sec_source_read(struct sec_source *s, const char *path, size_t limit, struct sec_buf *out,
	struct sec_err *err);
/* The name of a file that is read: `*.ini`, and not hidden. */
bool sec_source_is_record(const char *name);
bool sec_source_exists(struct sec_source *s, const char *path);
/* Is the file in an unfinished merge? Only in an index it can be. */
bool sec_source_unmerged(struct sec_source *s, const char *path);
/* The size of a file that git has stored. */
int sec_source_size(struct sec_source *s, const struct sec_git_id *blob, size_t *size,
	struct sec_err *err);
/* The commit that a source of one reads. */
const struct sec_git_point *sec_source_point(const struct sec_source *s);

/* What git has stored, whatever it is: of a commit or the index every file below
 * the folder ("" for all), links and submodules too, in git's order. Stages 1 to 3
 * of the index are the sides of an unfinished merge. */
typedef int sec_source_blob_fn(void *ctx, const char *path, const struct sec_git_id *blob,
	unsigned mode, int stage);
int sec_source_blobs(struct sec_source *s, const char *folder, sec_source_blob_fn *each,
	void *ctx, struct sec_err *err);

#endif
