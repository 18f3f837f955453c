/* SPDX-License-Identifier: ISC
 *
 * What git should know in every clone of a register and keeps in no commit: how
 * to show records, how to merge them, and that a pull merges. What somebody set
 * already stays; a merge driver that an earlier sec-init set is renewed.
 */
#ifndef SEC_TOOLS_WIRING_H
#define SEC_TOOLS_WIRING_H

#include "register/git.h"

int wiring_set(struct sec_git *git, struct sec_err *err);

#endif
