/* SPDX-License-Identifier: ISC
 *
 * Intake: the texts of new records, made from assignments or read from a stream,
 * each with its id.
 */
#ifndef SEC_TOOLS_INTAKE_H
#define SEC_TOOLS_INTAKE_H

#include "register/assign.h"
#include "register/register.h"

struct intake_record {
	char *id;
	struct sec_buf text;
};

struct intake {
	struct sec_register *reg;
	const char *id; /* --id, or NULL */
	struct intake_record *record;
	size_t n, alloc;
};

/* `from`: a file, `-`, or NULL for one record of assignments alone. */
int intake_read(struct intake *in, const char *from, char *const *operand, size_t operands,
	struct sec_err *err);
void intake_release(struct intake *in);

#endif
