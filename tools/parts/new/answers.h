/* SPDX-License-Identifier: ISC
 *
 * What a person types for a field, and the value it means: the number or the
 * beginning of a listed word, y or n, a day as assignments take it.
 */
#ifndef SEC_TOOLS_ANSWERS_H
#define SEC_TOOLS_ANSWERS_H

#include "rules/schema.h"

/* Appends how the field may be answered, "1 internal, 2 external"; nothing where
 * any text will do. */
void answers_describe(const struct sec_field *f, struct sec_buf *out);
/* Appends the value; false with what is wrong appended to `wrong`. */
bool answers_read(const struct sec_field *f, struct sec_str answer, sec_day today,
	struct sec_buf *value, struct sec_buf *wrong);

#endif
