/* SPDX-License-Identifier: ISC
 *
 * Excerpts: some sections of a record taken out as a text of their own, and an
 * edited excerpt put back in their place. What stands elsewhere in the record
 * keeps every byte; comments directly above a section line go with the section.
 */
#ifndef SEC_RECORD_EXCERPT_H
#define SEC_RECORD_EXCERPT_H

#include "record/edit.h"

struct sec_section_name {
	char *kind, *id; /* id "" where there is none */
};

/* The lines that belong to a section: from the comments directly above it to
 * before what belongs to the next, empty lines at the end left out. */
void sec_section_lines(const struct sec_record *r, const struct sec_section *s, uint32_t *from,
	uint32_t *to);

/* Puts the sections of `text` in the place of those that were `shown`: one with
 * the same name where that stood, else one of its kind that lost its name (it was
 * renamed), else it is new and goes where sec_edit_add_section() puts it. A shown
 * section that `text` lacks is removed. One that was not shown and stands in the
 * record already is SEC_NO; so is text that is in no section. A section that was
 * not there before and says nothing is passed over. */
int sec_edit_excerpt(struct sec_editor *e, const struct sec_section_name *shown, size_t n,
	struct sec_str text, struct sec_err *err);

#endif
