/* SPDX-License-Identifier: ISC
 *
 * Who commits: GIT_AUTHOR_* and GIT_COMMITTER_* (NAME, EMAIL, DATE), else the
 * configuration's author.*, committer.*, user.*, from wherever git takes it.
 * Nothing is ever invented.
 * Dates are raw ("1767225600 +0100", with or without @) or ISO 8601
 * ("2026-01-01T00:00:00+01:00"; no zone means the local one).
 */
#ifndef SEC_REGISTER_GIT_IDENTITY_H
#define SEC_REGISTER_GIT_IDENTITY_H

#include "base/err.h"

struct git_signature;
struct sec_git;

/* The caller frees both with git_signature_free(). */
int sec_git_identity(struct sec_git *git, struct git_signature **author,
	struct git_signature **committer, struct sec_err *err);

#endif
