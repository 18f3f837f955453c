/* SPDX-License-Identifier: ISC
 *
 * Telling what a check found: in a format of render/findings.h, less what a
 * baseline knows.
 *
 * A baseline is a text file, the identity of a finding a line, sorted, `#` before
 * a comment. With one, an old register can be held to every rule from today on,
 * without mending all of it first. What it lists and nobody finds any more is
 * told, so that it shrinks.
 */
#ifndef TOOLS_REPORTING_H
#define TOOLS_REPORTING_H

#include "parts/check/checking.h"
#include "parts/cli.h"
#include "render/findings.h"

struct reporting {
	enum sec_findings_format format;
	bool strict;
	const char *baseline, *write_baseline; /* files, or NULL */
};

/* `--format F`: NULL is text; auto is github where GITHUB_ACTIONS says so, else text. */
bool reporting_format(const char *name, enum sec_findings_format *format);

/* Prints the findings, and on standard error how many; the exit code. */
int reporting_print(struct cli *c, const struct sec_register *r, struct checking *k,
	const struct reporting *o);

#endif
