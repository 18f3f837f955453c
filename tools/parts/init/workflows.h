/* SPDX-License-Identifier: ISC
 *
 * Workflows: what a forge, or pre-commit, reads to run sec-check. The texts stand
 * in ci/ beside the schema, with @OPTIONS@ where a register that is a folder of a
 * larger repository is named. They go to the top of the repository, as a commit of
 * their own; a file that is there stays, and what it lacks is told.
 */
#ifndef TOOLS_WORKFLOWS_H
#define TOOLS_WORKFLOWS_H

#include "parts/cli.h"
#include "register/git.h"

/* "github", "gitlab", "forgejo", "pre-commit" */
bool workflows_know(const char *kind);
/* Writes those of the kind for the register `dir`. */
int workflows_write(struct cli *c, struct sec_git *git, const char *dir, const char *kind);

#endif
