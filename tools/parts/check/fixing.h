/* SPDX-License-Identifier: ISC
 *
 * Repairing files: byte order marks, line ends, trailing blanks, capitals in keys.
 * Nothing that a repair touches changes what a reader would have read; nothing is
 * guessed. Files are changed where they stand and not committed: what was edited
 * by hand is committed by hand.
 */
#ifndef TOOLS_FIXING_H
#define TOOLS_FIXING_H

#include "parts/cli.h"

/* Repairs the selected files and says which; with `dry` the difference is printed
 * instead. */
int fixing_run(struct cli *c, struct sec_register *r, const struct sec_selection *selection,
	bool dry);

#endif
