/* SPDX-License-Identifier: ISC
 *
 * Checking a selection: the findings of each record and, because some rules look
 * at several, of the whole register. Rows come in order of path.
 */
#ifndef SEC_TOOLS_CHECKING_H
#define SEC_TOOLS_CHECKING_H

#include "register/scan.h"
#include "render/findings.h"
#include "rules/check.h"

struct checking_row {
	const struct sec_pick *pick;
	bool kept; /* named, and kept by -q: its findings are reported */
	struct sec_faults faults; /* sorted */
	struct sec_finding *finding; /* what is told of them, in the same order */
	size_t findings;
};

struct checking {
	struct checking_row *row;
	size_t rows;
	size_t records;  /* reported on */
	size_t count[3]; /* findings by level, those known before left out */
	size_t told;     /* all findings */
	size_t old;      /* those known before */

	/* private */
	struct sec_selection all; /* the selection, then the rest of the register */
	size_t named;
	bool no_waive, in_register;
	const struct sec_expr *keep;
	const struct sec_schema *schema;
	struct sec_peers *peers;
};

/* Checks the records of `selection` (taken over). */
int checking_run(struct checking *k, struct sec_register *r, struct sec_selection *selection,
	const struct sec_expr *keep, bool no_waive, struct sec_scan_report *report,
	struct sec_err *err);
void checking_release(struct checking *k);

/* What findings call a record: the path as it was typed, else from the root. */
const char *checking_path(const struct checking_row *row);
/* The path from the register's root, however it was typed. */
const char *checking_own_path(const struct checking_row *row);

#endif
