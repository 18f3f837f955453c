/* SPDX-License-Identifier: ISC
 *
 * Inside lib/record only: where new lines go (rule 14 of the record format), and
 * which lines belong to a section.
 *
 * Comments directly above a section line belong to that section; empty lines
 * above them belong to nobody.
 */
#ifndef SEC_RECORD_PLACE_H
#define SEC_RECORD_PLACE_H

#include "record/edit.h"

struct sec_place {
	uint32_t line; /* index of the line that the new ones stand in front of */
	bool empty_above, empty_below;
};

/* Behind the section's last key. */
uint32_t sec_place_key(const struct sec_record *r, const struct sec_section *s);
/* A new section of that kind. */
struct sec_place sec_place_section(const struct sec_editor *e, struct sec_str kind);
/* The first line that belongs to the next section, or the number of lines. */
uint32_t sec_place_next(const struct sec_record *r, const struct sec_section *s);

#endif
