/* SPDX-License-Identifier: ISC
 *
 * sec-set --delete: records go, all of them or none, in one commit. Why must be
 * given; what a record was stays in history, and --undo brings it back.
 */
#ifndef SEC_TOOLS_REMOVING_H
#define SEC_TOOLS_REMOVING_H

#include "parts/cli.h"

/* Prints the paths that went; the exit code. */
int removing_run(struct cli *c, struct sec_register *r, const struct sec_selection *selection);

#endif
