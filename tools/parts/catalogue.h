/* SPDX-License-Identifier: ISC
 *
 * What programs list of the schema in force: rules, the policy, names.
 */
#ifndef SEC_TOOLS_CATALOGUE_H
#define SEC_TOOLS_CATALOGUE_H

#include "parts/cli.h"
#include "render/rows.h"

int catalogue_rules(struct cli *c, const struct sec_register *r);
/* Every value in force, where it was set, what is built in, what it is for; then
 * the severities that [severity] has changed. */
int catalogue_policy(struct cli *c, const struct sec_register *r);
/* Every name that -o and -q take: what is built in, states, derived values, keys; and
 * `KIND:` for the sections that stand more than once. */
int catalogue_names(struct cli *c, const struct sec_register *r);

/* The form of rows that --format asks for, a table by default; rows to standard output. */
enum sec_rows_format catalogue_format(const struct cli *c);
void catalogue_put(struct cli *c, struct sec_rows *rows);

#endif
