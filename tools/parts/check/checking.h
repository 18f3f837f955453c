/* SPDX-License-Identifier: ISC
 *
 * Checking a selection: the findings of each record and, because some rules look
 * at several, of the whole register. Rows come in order of path.
 *
 * Over a range (register/range.h) the records that changed are reported on, those
 * that are gone, and of the others what others bring upon them. A finding that the
 * range did not bring is told as known before, and counts for nothing.
 */
#ifndef SEC_TOOLS_CHECKING_H
#define SEC_TOOLS_CHECKING_H

#include "parts/check/checked.h"
#include "register/range.h"
#include "register/scan.h"
#include "rules/check.h"

struct checking {
	struct checked *row;
	size_t rows;
	size_t records;  /* reported on */
	size_t count[3]; /* findings by level, those known before left out */
	size_t told;     /* all findings */
	size_t old;      /* those known before */

	/* to be set before, if wanted */
	const struct sec_range *range;
	bool unexplained; /* see struct sec_check */
	bool all_new;     /* what was there before counts as well */
	bool some;        /* somebody named records, so none that is gone is told */
	struct sec_source *index; /* the register's source, where it is the index */

	/* private */
	struct sec_pick *gone; /* of records that the range removed */
	struct sec_selection all; /* the selection, then the rest of the register */
	size_t named;
	bool no_waive, in_register;
	const struct sec_expr *keep;
	const struct sec_schema *schema;
	struct sec_peers *peers, *before;
};

/* Checks the records of `selection` (taken over). */
int checking_run(struct checking *k, struct sec_register *r, struct sec_selection *selection,
	const struct sec_expr *keep, bool no_waive, struct sec_scan_report *report,
	struct sec_err *err);
void checking_release(struct checking *k);

#endif
