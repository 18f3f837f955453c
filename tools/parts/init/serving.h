/* SPDX-License-Identifier: ISC
 *
 * A repository that others push to: bare, with the hook that checks what comes,
 * and with git's own protections of history switched on.
 */
#ifndef TOOLS_SERVING_H
#define TOOLS_SERVING_H

#include "parts/cli.h"

/* Makes it, or adds what is missing to the one that is there; the exit code. */
int serving_make(struct cli *c, const char *dir);

#endif
