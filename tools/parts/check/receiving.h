/* SPDX-License-Identifier: ISC
 *
 * Receiving a push: what the pre-receive hook of a bare repository asks for.
 *
 * What was pushed is judged by the policy and schema that the server already has
 * (parts/check/origin.h). A push may change them if they can be read, and if what it
 * brings is then without an error, old ones included, by those it replaces.
 *
 * Each ref is judged for itself; all lines are read before the first verdict. A
 * deletion has nothing to check (receive.denyDeletes decides), a tag is peeled,
 * what is neither branch nor tag is let through unread, unless it replaces commits.
 * A branch without a register is let through, and that is said, where the server has
 * one elsewhere. What is reported are findings that the push brings, on standard
 * output (parts/check/verdict.h).
 */
#ifndef TOOLS_RECEIVING_H
#define TOOLS_RECEIVING_H

#include "parts/cli.h"

/* Reads standard input (parts/check/pushed.h), for the repository around the current
 * folder. `folder`: of the register in its trees, "" for all. The exit code: 1
 * refuses the push, and so does 2. */
int receiving_run(struct cli *c, const char *folder, bool no_waive);

#endif
