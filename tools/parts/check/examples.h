/* SPDX-License-Identifier: ISC
 *
 * The examples of a rule or a kind of due item: the first row of each verdict in
 * the tables beside the built-in schema, judged by that schema alone.
 */
#ifndef SEC_TOOLS_EXAMPLES_H
#define SEC_TOOLS_EXAMPLES_H

#include "parts/cli.h"

/* Appends them, nothing for a name that has none. Fails with c->err set. */
int examples_add(struct cli *c, const char *name, bool due, struct sec_buf *out);

#endif
