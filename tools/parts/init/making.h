/* SPDX-License-Identifier: ISC
 *
 * Making a register in a folder, or wiring the one that is there: repository,
 * git's configuration, hooks, first commit.
 */
#ifndef TOOLS_MAKING_H
#define TOOLS_MAKING_H

#include "parts/cli.h"
#include "parts/init/founding.h"

struct making {
	struct founding founding;
	struct cli *cli;
	const char *dir;
	bool named; /* by --name */
	bool hooks;
	const char *ci; /* a kind that workflows_know(), or NULL */
};

/* Prints the folder and says what next; the exit code. */
int making_run(struct making *in);

#endif
