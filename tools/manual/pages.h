/* SPDX-License-Identifier: ISC
 *
 * The parts of manual pages that are made from the schema, as mdoc(7). Each
 * function appends whole lines.
 */
#ifndef SEC_TOOLS_MANUAL_PAGES_H
#define SEC_TOOLS_MANUAL_PAGES_H

#include "rules/schema.h"

/* secondment(5): what a record may hold, and what follows from it */
void record_sections(const struct sec_schema *s, struct sec_buf *out);
void record_states(const struct sec_schema *s, struct sec_buf *out);
void record_derived(const struct sec_schema *s, struct sec_buf *out);

/* sec-rules(7): what is checked, what needs doing */
void judging_rules(const struct sec_schema *s, struct sec_buf *out);
void judging_dues(const struct sec_schema *s, struct sec_buf *out);
/* sec-rules(7): who does it, by which numbers */
void policy_roles(const struct sec_schema *s, struct sec_buf *out);
void policy_numbers(const struct sec_schema *s, struct sec_buf *out);

#endif
