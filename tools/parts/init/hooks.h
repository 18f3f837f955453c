/* SPDX-License-Identifier: ISC
 *
 * Hooks: scripts that git runs and that run sec-check, by the absolute path it has
 * beside the program that writes them. A hook that is there already stays, and is
 * an error: the check would not run.
 */
#ifndef TOOLS_HOOKS_H
#define TOOLS_HOOKS_H

#include "register/git.h"

/* pre-commit, in the clone around the register `dir`. */
int hooks_commit(struct sec_git *git, const char *dir, struct sec_err *err);
/* pre-receive, in a bare repository. */
int hooks_receive(struct sec_git *git, const char *dir, struct sec_err *err);

#endif
