/* SPDX-License-Identifier: ISC
 *
 * The first commit of a register: policy.ini, .gitattributes and .gitignore, as
 * far as they are missing. A file that is there is left alone; the line it lacks
 * is told.
 */
#ifndef SEC_TOOLS_FOUNDING_H
#define SEC_TOOLS_FOUNDING_H

#include "parts/cli.h"
#include "register/write.h"

struct founding {
	const struct cli *cli;
	struct sec_str name;   /* of the register */
	struct sec_str preset; /* lines of policy.ini, or nothing */
};

int founding_commit(const struct founding *f, const char *dir, struct sec_outcome *o,
	struct sec_err *err);

#endif
