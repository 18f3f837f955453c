/* SPDX-License-Identifier: ISC
 *
 * Intake: the texts of new records, each with its id: one made from assignments,
 * or those of a stream, or the rows of a sheet.
 */
#ifndef SEC_TOOLS_INTAKE_H
#define SEC_TOOLS_INTAKE_H

#include "parts/progress.h"
#include "register/assign.h"
#include "register/register.h"
#include "register/sheet.h"

struct intake_record {
	char *id;
	struct sec_buf text;
	const struct sec_csv_row *row; /* of the sheet, or NULL */
};

struct intake {
	struct sec_register *reg;
	const char *id; /* --id, or NULL */
	struct progress *progress; /* or NULL */
	struct intake_record *record;
	size_t n, alloc;
	struct sec_sheet sheet; /* after intake_sheet() */
	void *ids; /* private: tsearch */
};

/* One record, of assignments alone. */
int intake_one(struct intake *in, const struct sec_assigns *assigns, struct sec_err *err);
/* Records from a file, or standard input (`-`): as text, or as rows of a sheet. In
 * both, assignments fill in what a record lacks. A mistake in a sheet does not end
 * its reading: all are told at once. */
int intake_stream(struct intake *in, const char *from, const struct sec_assigns *assigns,
	struct sec_err *err);
int intake_sheet(struct intake *in, const char *from, const struct sec_assigns *assigns,
	struct sec_err *err);
void intake_release(struct intake *in);

/* The whole of a file or of standard input (`-`), which *name then says. */
int intake_load(const char *from, struct sec_buf *text, const char **name, struct sec_err *err);

#endif
