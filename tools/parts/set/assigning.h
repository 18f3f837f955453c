/* SPDX-License-Identifier: ISC
 *
 * sec-set with assignments: the same ones applied to each record, as one change.
 */
#ifndef SEC_TOOLS_ASSIGNING_H
#define SEC_TOOLS_ASSIGNING_H

#include "parts/cli.h"
#include "register/assign.h"

/* Parses the operands that are assignments; the others name records. */
int assigning_parse(struct cli *c, struct sec_register *r, char *const *operand, size_t n,
	struct sec_assigns *assigns);
/* Prints the paths of the records that changed; the exit code. */
int assigning_run(struct cli *c, struct sec_register *r, const struct sec_selection *selection,
	struct sec_assigns *assigns);
/* The same with what the rows of a sheet say (register/sheet.h), and the assignments
 * besides. `from`: a file, or `-`. */
int assigning_rows(struct cli *c, struct sec_register *r, const char *from,
	const struct sec_assigns *assigns);

#endif
