/* SPDX-License-Identifier: ISC
 *
 * Findings in the forms that people and programs read.
 *
 *   text  PATH:LINE:COL: error: message [rule]
 *   tsv   path, line, column, level, rule, message
 *   json  one object a line: version, file, line, column, level, rule, message,
 *         advice
 *
 * A line or column that is not known is left out (text), empty (tsv) or null.
 */
#ifndef SEC_RENDER_FINDINGS_H
#define SEC_RENDER_FINDINGS_H

#include <stdbool.h>

#include "base/buf.h"
#include "record/fault.h"

enum sec_findings_format { SEC_FINDINGS_TEXT, SEC_FINDINGS_TSV, SEC_FINDINGS_JSON };
bool sec_findings_format_parse(const char *name, enum sec_findings_format *format);

/* Appends one finding. `colour`: the level word is coloured (text only). */
void sec_finding_print(enum sec_findings_format format, const char *path,
	const struct sec_fault *f, bool colour, struct sec_buf *out);

#endif
