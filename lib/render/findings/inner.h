/* SPDX-License-Identifier: ISC
 *
 * Inside findings*.c only: what a format is made of.
 */
#ifndef SEC_RENDER_FINDINGS_INNER_H
#define SEC_RENDER_FINDINGS_INNER_H

#include "render/findings.h"

struct sec_findings {
	struct sec_findings_options o;
	bool begun;
	const char *own;        /* the path for identities of the record at hand */
	size_t told;            /* findings so far */
	bool *named;            /* one a rule of the schema: it has found something (sarif) */
	struct sec_buf held[3]; /* lines kept to the end, by level (github) */
	size_t count[3];        /* by level (github) */
};

/* A format begins (may be NULL), tells of a record, ends. */
struct sec_findings_writer {
	void (*begin)(struct sec_findings *f, struct sec_buf *out);
	void (*record)(struct sec_findings *f, const char *path, const struct sec_finding *item,
		size_t n, struct sec_buf *out);
	void (*end)(struct sec_findings *f, struct sec_buf *out);
};
extern const struct sec_findings_writer sec_findings_sarif, sec_findings_github,
	sec_findings_gitlab, sec_findings_junit;

/* `PATH:LINE:COL`, as far as it is known, control bytes made visible. */
void sec_finding_place(const char *path, const struct sec_fault *f, struct sec_buf *out);
/* `PATH:LINE:COL: message`: what stands in a plain log. */
void sec_finding_log(const char *path, const struct sec_fault *f, struct sec_buf *out);

#endif
