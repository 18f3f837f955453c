/* SPDX-License-Identifier: ISC
 *
 * Anchors: a notebook of tips that a history had when it was verified, kept where
 * those who can rewrite the history cannot write. A commit's hash proves all that
 * came before it; what only an anchor shows is that the end was replaced.
 *
 *   [register]
 *   name = Thornley Council
 *
 *   [anchor 1]
 *   commit = 3f0c…            the tip, 40 digits
 *   day = 2026-07-20          of that commit, by its committer's clock
 *   verified = 2026-07-21     when it was written here
 *
 * Sections are only ever added at the end; comments and spacing stay.
 */
#ifndef SEC_REGISTER_ANCHOR_H
#define SEC_REGISTER_ANCHOR_H

#include "register/verify.h"

struct sec_anchor {
	struct sec_git_id commit;
	sec_day day;
	unsigned line;
};

struct sec_anchors {
	struct sec_anchor *item;
	size_t n, alloc;
	struct sec_buf text; /* of the file; empty where there was none */
	char *name;          /* of the register, or NULL */
};

/* A file that is not there has no anchors; one that is something else is SEC_FAIL. */
int sec_anchors_read(struct sec_anchors *a, const char *path, struct sec_err *err);
/* Appends a finding (rule history-anchor) for each that the verified history does
 * not hold, or not with that day. One that a signed redaction renamed counts
 * under its new name. */
void sec_anchors_check(const struct sec_anchors *a, const struct sec_verify *v,
	struct sec_faults *out);
/* Adds the tip to `text`; false where the last one is the tip already. */
bool sec_anchors_add(struct sec_anchors *a, const struct sec_verify *v);
void sec_anchors_release(struct sec_anchors *a);

#endif
