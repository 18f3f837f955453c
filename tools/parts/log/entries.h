/* SPDX-License-Identifier: ISC
 *
 * The entries of a chronicle as rows: one a change of one field, section or record.
 *
 * id, when (of the author's clock, with its offset), who (the author's name as
 * committed), field, old, new, reason (the body of the message). A row about a
 * section has its name as the field, one about the record none, and `new` says
 * what happened: added, removed, renamed (`old` is the name before), moved (the
 * file), layout (only comments, spacing or order). JSON has more members.
 */
#ifndef SEC_TOOLS_ENTRIES_H
#define SEC_TOOLS_ENTRIES_H

#include "register/history.h"
#include "render/rows.h"
#include "render/story.h"

struct sec_rows *entries_new(enum sec_rows_format format);
/* Adds the rows of a step, those of `only` where it is given; how many. */
size_t entries_add(struct sec_rows *rows, const struct sec_past *past,
	const struct sec_step *step, const struct sec_diffs *only, const struct sec_told *told);

#endif
