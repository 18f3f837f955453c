/* SPDX-License-Identifier: ISC
 *
 * sec-log --verify and --anchor: whether the history can be believed, as findings.
 */
#ifndef SEC_TOOLS_VERIFYING_H
#define SEC_TOOLS_VERIFYING_H

#include "parts/cli.h"

struct verifying {
	sec_day since, until; /* SEC_DAY_NONE: open */
	const char *anchor;   /* the notebook of tips, or NULL */
	bool strict;          /* warnings fail too */
};

/* Whether --format is one that findings have. */
bool verifying_has_format(const char *format);
/* The exit code. */
int verifying_run(struct cli *c, struct sec_register *r, const struct verifying *o);

#endif
