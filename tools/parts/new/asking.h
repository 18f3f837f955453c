/* SPDX-License-Identifier: ISC
 *
 * Asking for a new record on a terminal, field by field, as the schema has them:
 * in the sections up to the one that the first day stands in, whatever is needed
 * sooner or later or goes by its bare name; then whatever the rules still miss.
 *
 * Lines are read as the terminal gives them, nothing of it is changed, questions
 * go to standard error. An answer is judged at once, and asked for again where it
 * is wrong.
 */
#ifndef SEC_TOOLS_ASKING_H
#define SEC_TOOLS_ASKING_H

#include "parts/cli.h"
#include "register/assign.h"

/* Standard input and error are a terminal. */
bool asking_can(void);
/* The answers. SEC_NO: it is not to be created; SEC_FAIL: the input ended. An
 * interrupt ends the program as it would any other. */
int asking_run(struct cli *c, struct sec_register *r, struct sec_assigns *out);

#endif
