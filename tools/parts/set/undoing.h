/* SPDX-License-Identifier: ISC
 *
 * sec-set --undo: each record becomes what it was before the last commit that
 * changed it, and no other record does. Where that commit made the record it
 * goes; where it deleted, moved or renamed it, it comes back to where it was.
 * Undoing once more is a redo.
 */
#ifndef SEC_TOOLS_UNDOING_H
#define SEC_TOOLS_UNDOING_H

#include "parts/cli.h"

/* Takes the operands that are whole ids of records which are not there (any more)
 * from `c` to `gone`, which has room for all; how many. */
size_t undoing_take_gone(struct cli *c, struct sec_register *r, char **gone);
/* Prints the paths that changed, as they are after (of records that went, as they
 * were); the exit code. */
int undoing_run(struct cli *c, struct sec_register *r, const struct sec_selection *selection,
	char *const *gone, size_t gones);

#endif
