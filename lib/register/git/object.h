/* SPDX-License-Identifier: ISC
 *
 * Commits and trees as objects, read by ourselves: libgit2 looks for parents where a
 * shallow clone has none. refs/replace and grafts count for nothing here: what
 * is told is what was committed.
 */
#ifndef SEC_REGISTER_GIT_OBJECT_H
#define SEC_REGISTER_GIT_OBJECT_H

#include "register/git-past.h"

struct git_odb_object;

/* A commit and the memory that it stands in. Zero to begin with. Its texts are UTF-8,
 * whatever git keeps them in. */
struct sec_git_object {
	struct sec_git_commit commit;
	struct git_odb_object *object;
	struct sec_buf decoded; /* its bytes, where these are in another character set */
	struct sec_git_id *parent;
	size_t parents, alloc;
};

/* The bytes of a commit or tree; the caller frees `out`, also where it fails.
 * SEC_ABSENT: there is no such commit. A tree that is not there is SEC_FAIL. */
int sec_git_raw_read(struct sec_git *git, const struct sec_git_id *id, bool tree,
	struct git_odb_object **out, struct sec_str *text, struct sec_err *err);

/* Reuses `out`. SEC_ABSENT: there is no such commit. */
int sec_git_object_read(struct sec_git *git, const struct sec_git_id *id,
	struct sec_git_object *out, struct sec_err *err);
void sec_git_object_release(struct sec_git_object *o);

/* Whether the clone is shallow: commits have parents that are not here. */
bool sec_git_is_shallow(struct sec_git *git);

#endif
