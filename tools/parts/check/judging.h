/* SPDX-License-Identifier: ISC
 *
 * What sec-check does once it knows what was asked: opens the register as it is,
 * as it was, or as it would be; picks the records; and prints findings, or what is
 * needed, or repairs.
 */
#ifndef TOOLS_JUDGING_H
#define TOOLS_JUDGING_H

#include "parts/cli.h"
#include "parts/check/ranging.h"
#include "parts/check/reporting.h"

struct judging {
	struct ranging ranging;
	struct reporting reporting;
	bool no_waive, undecided, fix, dry;
	const char *as;             /* a state, or NULL */
	const char *stdin_filename; /* standard input is this record's text, or NULL */
};

/* The exit code. */
int judging_run(struct cli *c, const struct judging *o);

#endif
