/* SPDX-License-Identifier: ISC
 *
 * What the files here share and nobody else includes. Object ids cross this
 * border as struct sec_git_id; git_oid has the same twenty bytes.
 */
#ifndef SEC_REGISTER_GIT_INNER_H
#define SEC_REGISTER_GIT_INNER_H

#include "register/git-past.h"

struct git_repository;
struct git_tree;
struct git_packbuilder;

struct sec_git {
	struct git_repository *repo;
	char *workdir; /* no slash at the end; NULL when bare */
	char *gitdir;  /* this work tree's own git directory, no slash at the end */
	char *common;  /* the one that all linked work trees share */
	struct sec_git_id *shallow; /* the file of that name, sorted, once it was read */
	size_t shallows;
	bool shallow_read;
	struct sec_git_seen *seen; /* differ.c: the trees that it compared last */
};

/* Sets "TEXT: what libgit2 said", with the way to find out more where an object
 * is broken, and returns `code`. */
int sec_git_error(struct sec_err *err, int code, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* The tree of a point, or of the commit alone. */
int sec_git_tree(struct sec_git *git, const struct sec_git_id *tree, struct git_tree **out,
	struct sec_err *err);
int sec_git_commit_tree(struct sec_git *git, const struct sec_git_id *commit,
	struct git_tree **out, struct sec_err *err);

/* Absolute path without a slash at its end; the caller frees. */
char *sec_git_unslash(const char *path);

int sec_git_resolve(struct sec_git *git, const char *what, struct sec_git_point *out,
	struct sec_err *err);
int sec_git_walk(struct sec_git *git, const struct sec_git_point *at, const char *folder,
	int (*each)(void *ctx, const char *path, const struct sec_git_id *blob, unsigned mode),
	void *ctx, struct sec_err *err);
int sec_git_read(struct sec_git *git, const struct sec_git_id *blob, size_t limit,
	struct sec_buf *out, struct sec_err *err);
int sec_git_read_path(struct sec_git *git, const struct sec_git_point *at, const char *path,
	size_t limit, struct sec_buf *out, struct sec_err *err);
bool sec_git_has_file(struct sec_git *git, const struct sec_git_point *at, const char *path);
int sec_git_size(struct sec_git *git, const struct sec_git_id *blob, size_t *out,
	struct sec_err *err);
int sec_git_staged(struct sec_git *git,
	int (*each)(void *ctx, const char *path, const struct sec_git_id *blob, unsigned mode,
		int stage),
	void *ctx, struct sec_err *err);
int sec_git_init(const char *dir, bool bare, struct sec_err *err);
int sec_git_unborn(struct sec_git *git, struct sec_buf *fetched, struct sec_err *err);
int sec_git_configure(struct sec_git *git, const char *key, const char *value,
	bool only_if_unset, struct sec_err *err);
int sec_git_setting(struct sec_git *git, const char *key, enum sec_git_kind kind,
	struct sec_buf *out, struct sec_err *err);

int sec_git_may_write(struct sec_git *git, struct sec_err *err);
int sec_git_may_touch(struct sec_git *git, const char *path, struct sec_git_eol *eol,
	struct sec_err *err);
bool sec_git_lacks_driver(struct sec_git *git, const char *path);
void sec_git_share(struct sec_git *git, const char *branch, const struct sec_git_id *commit,
	struct sec_buf *out);
int sec_git_head(struct sec_git *git, struct sec_git_head *out, struct sec_err *err);
int sec_git_entry(struct sec_git *git, const struct sec_git_head *head, const char *path,
	struct sec_git_entry *out, struct sec_err *err);
int sec_git_hash(struct sec_str text, struct sec_git_id *out, struct sec_err *err);
int sec_git_commit(struct sec_git *git, const struct sec_git_head *head, struct sec_git_put *puts,
	size_t n, const char *message, bool sign, struct sec_git_id *out, struct sec_err *err);
/* Writes it among the repository's packs (pack.c); libgit2's code. */
int sec_git_pack_write(struct sec_git *git, struct git_packbuilder *pb);
void sec_git_pack_sweep(struct sec_git *git, const char *name);
int sec_git_swap(struct sec_git *git, const struct sec_git_head *head,
	const struct sec_git_id *commit, const char *token, const char *subject,
	struct sec_err *err);
void sec_git_swap_undo(struct sec_git *git, const char *branch, const struct sec_git_id *commit);
int sec_git_contains(struct sec_git *git, const char *branch, const struct sec_git_id *commit,
	bool *yes, struct sec_err *err);
int sec_git_changes(struct sec_git *git, const struct sec_git_id *commit,
	int (*each)(void *ctx, const char *path, const struct sec_git_entry *before,
		const struct sec_git_entry *after),
	void *ctx, struct sec_err *err);
void sec_git_who(struct sec_git *git, const struct sec_git_head *head,
	const struct sec_git_id *from, const char *path, struct sec_buf *out);
int sec_git_diff(const struct sec_git_put *before, const struct sec_git_put *after,
	struct sec_buf *out, struct sec_err *err);
int sec_git_index_open(struct sec_git_index **out, const char *file, struct sec_err *err);
void sec_git_index_free(struct sec_git_index *index);
int sec_git_index_get(struct sec_git_index *index, const char *path, struct sec_git_entry *out,
	struct sec_err *err);
int sec_git_index_set(struct sec_git_index *index, const char *path,
	const struct sec_git_entry *entry, const struct stat *st, struct sec_err *err);
int sec_git_index_write(struct sec_git_index *index, struct sec_err *err);

int sec_git_past_commits(struct sec_git *git, const struct sec_git_id *tip,
	const struct sec_git_id *hide, const char *const *path, size_t paths,
	int (*each)(void *ctx, const struct sec_git_commit *commit), void *ctx,
	struct sec_err *err);
int sec_git_past_commit(struct sec_git *git, const struct sec_git_id *id,
	int (*each)(void *ctx, const struct sec_git_commit *commit), void *ctx,
	struct sec_err *err);
int sec_git_past_differ(struct sec_git *git, const struct sec_git_id *before,
	const struct sec_git_id *after, const char *folder,
	int (*each)(void *ctx, const char *path, const struct sec_git_entry *before,
		const struct sec_git_entry *after),
	void *ctx, struct sec_err *err);
void sec_git_seen_free(struct sec_git_seen *seen);
int sec_git_past_blob(struct sec_git *git, const struct sec_git_id *id, size_t limit,
	struct sec_buf *out, bool *large, struct sec_err *err);
int sec_git_past_base(struct sec_git *git, const struct sec_git_id *a,
	const struct sec_git_id *b, struct sec_git_id *out, bool *shallow, struct sec_err *err);
bool sec_git_past_disguised(struct sec_git *git);
int sec_git_past_signature(struct sec_git *git, const struct sec_git_id *id,
	struct sec_buf *signature, struct sec_buf *signed_text, struct sec_err *err);

#endif
