/* SPDX-License-Identifier: ISC
 *
 * Baselines: see reporting.h.
 */
#ifndef TOOLS_BASELINE_H
#define TOOLS_BASELINE_H

#include "parts/check/checking.h"
#include "parts/cli.h"

/* Writes the findings of a check as a baseline. */
int baseline_write(const struct checking *k, const char *file, struct sec_err *err);

/* Takes away what the baseline knows, and says which of its lines nobody needs. */
int baseline_apply(struct cli *c, struct checking *k, const char *file);

#endif
