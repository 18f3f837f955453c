/* SPDX-License-Identifier: ISC
 *
 * sec-check --explain: all that is known of one rule, or of one kind of due item.
 */
#ifndef SEC_TOOLS_EXPLAIN_H
#define SEC_TOOLS_EXPLAIN_H

#include "parts/cli.h"

int explain_name(struct cli *c, const struct sec_register *r, const char *name);

#endif
