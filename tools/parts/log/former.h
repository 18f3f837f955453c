/* SPDX-License-Identifier: ISC
 *
 * Which records history is asked about: those that are there, and those that were.
 * -q is judged on a record as it is, on one that has gone as it last was.
 */
#ifndef SEC_TOOLS_FORMER_H
#define SEC_TOOLS_FORMER_H

#include "parts/cli.h"
#include "register/history.h"

struct former {
	bool all;            /* every record there is and was */
	struct sec_paths id; /* else these; none: nothing was selected */

	/* private */
	struct sec_paths gone; /* named, and not there now */
	bool *seen;            /* one a gone id: history knows it */
};

int former_select(struct former *f, struct cli *c, struct sec_register *r);
/* What the walk met; then SEC_FAIL for a name that no record ever had. */
void former_met(struct former *f, const struct sec_step *step);
int former_check(const struct former *f, struct sec_err *err);
void former_release(struct former *f);

#endif
