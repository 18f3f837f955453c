/* SPDX-License-Identifier: ISC
 *
 * Somebody's editor, and questions on a terminal.
 */
#ifndef SEC_TOOLS_EDITOR_H
#define SEC_TOOLS_EDITOR_H

#include <stdbool.h>

#include "base/err.h"

/* Opens the file in what VISUAL names, else EDITOR, else vi, else editor, through
 * the shell as git does, so that options may stand there. Files it makes are its
 * owner's alone. SEC_FAIL: there is no such program; or it ended with an error,
 * which means: give it up. */
int editor_run(const char *file, struct sec_err *err);

/* Whether there is somebody to ask: standard error is a terminal, and so is
 * standard input or what is left of it. */
bool editor_may_ask(void);
/* Asks until the answer begins with one of the letters, and returns it. The last
 * one stands for no answer at all. */
char editor_ask(const char *program, const char *question, const char *letters);

#endif
