/* SPDX-License-Identifier: ISC
 *
 * Findings in the forms that people and programs read.
 *
 *   text    PATH:LINE:COL: error: message [rule]
 *   tsv     path, line, column, level, rule, message
 *   json    one object a line: version, file, line, column, level, rule, message,
 *           advice, identity, old
 *   sarif   SARIF 2.1.0, one run; `baselineState` says what is new
 *   github  workflow commands of GitHub, errors first, and a last line with the total
 *   gitlab  Code Quality of GitLab, one array
 *   junit   JUnit XML: a suite a record, a case a finding (a failure where it fails
 *           the check), and one that passes for a record without
 *
 * A line or column that is not known is left out (text), empty (tsv), null (json)
 * or the first (where a format must have one). What a person reads in the last
 * four says `PATH:LINE:COL:` too, so that a plain log is enough.
 *
 * Identity: what a finding is called from one run to the next, whatever moves in
 * the file and however the file was named: its own path, rule, address and a number
 * that counts those which have all three in common.
 */
#ifndef SEC_RENDER_FINDINGS_H
#define SEC_RENDER_FINDINGS_H

#include <stdbool.h>

#include "base/buf.h"
#include "record/fault.h"
#include "rules/schema.h"

enum sec_findings_format { SEC_FINDINGS_TEXT, SEC_FINDINGS_TSV, SEC_FINDINGS_JSON,
	SEC_FINDINGS_SARIF, SEC_FINDINGS_GITHUB, SEC_FINDINGS_GITLAB, SEC_FINDINGS_JUNIT };
bool sec_findings_format_parse(const char *name, enum sec_findings_format *format);

struct sec_finding {
	const struct sec_fault *fault;
	unsigned number; /* among those of its record with the same rule and address, from 0 */
	bool old;        /* known before: it is told, and fails nothing */
};

struct sec_findings_options {
	enum sec_findings_format format;
	const struct sec_schema *schema; /* what the rules say of themselves */
	const char *program;             /* who found it: "sec-check" */
	bool colour;       /* the level word is coloured (text only) */
	bool strict;       /* warnings fail (junit) */
};

struct sec_findings;
struct sec_findings *sec_findings_new(const struct sec_findings_options *o);
/* The findings of one record, in order; none at all is told too. The path is as
 * somebody typed it, for the last four formats from the repository's root; `own` the
 * one that stands in identities. */
void sec_findings_add(struct sec_findings *f, const char *path, const char *own,
	const struct sec_finding *item, size_t n, struct sec_buf *out);
void sec_findings_finish(struct sec_findings *f, struct sec_buf *out);
void sec_findings_free(struct sec_findings *f);

/* Appends the identity, in one line that a terminal can be shown. */
void sec_finding_identity(const char *own, const struct sec_finding *f, struct sec_buf *out);

/* One finding on its own, in text, tsv or json. */
void sec_finding_print(enum sec_findings_format format, const char *path,
	const struct sec_fault *f, bool colour, struct sec_buf *out);

#endif
