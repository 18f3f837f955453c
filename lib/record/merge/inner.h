/* SPDX-License-Identifier: ISC
 *
 * Inside lib/record only: what check.c lets pass, merge.c decides,
 * order.c puts in order, renamed.c pairs, put.c writes down and
 * twice.c looks over.
 * Lines of ours keep their bytes; lines of theirs get the line end of ours.
 */
#ifndef SEC_RECORD_MERGE_INNER_H
#define SEC_RECORD_MERGE_INNER_H

#include "record/compare.h"
#include "record/merge.h"
#include "record/span.h"
#include "record/weave.h"

enum sec_version {
	SEC_BASE,
	SEC_OURS,
	SEC_THEIRS,
	SEC_BOTH, /* neither is right alone: a conflict */
};

/* By number: what became of a section of the base, and where one of the side comes
 * from; NULL where it is not known to be renamed. */
struct sec_renamed {
	const struct sec_section **to, **from;
};

struct sec_merging {
	const struct sec_merge *m;
	const struct sec_record *v[3];
	struct sec_buf *out;
	size_t start;      /* of what is ours in `out` */
	const char *eol;
	struct sec_diff at; /* the section and key at hand, for what is told */
	unsigned conflicts;
	bool marked; /* the last line is a marker */
	struct sec_renamed renamed[3]; /* of ours and theirs */
	bool *told[3]; /* by section: it stands in a conflict already */
};

/* SEC_ABSENT where a line of it cannot be placed. */
int sec_merge_check(const struct sec_record *r, const char *whose, struct sec_err *err);

/* The sections of both in their order; the caller frees it. */
struct sec_strand *sec_merge_order(const struct sec_record *ours, const struct sec_record *theirs,
	uint32_t *count);

/* Of one kind, with the same keys and values; false where there are none. */
bool sec_merge_says_same(const struct sec_record *base, const struct sec_section *was,
	const struct sec_record *side, const struct sec_section *is);
/* `side` against the base; what `other` has too is not looked at. */
void sec_merge_renamed(const struct sec_record *base, const struct sec_record *side,
	const struct sec_record *other, struct sec_renamed *out);
void sec_renamed_release(struct sec_renamed *r);

void sec_merge_begin(struct sec_merging *c);
void sec_merge_end(struct sec_merging *c);
void sec_merge_put(struct sec_merging *c, struct sec_span s);
/* The empty lines above a section: some where a first section is first no more,
 * none where it became the first. */
void sec_merge_put_above(struct sec_merging *c, struct sec_span s);
/* False, and nothing happens, where a side did more than add comments. */
bool sec_merge_put_union(struct sec_merging *c, const struct sec_span v[3]);
void sec_merge_put_conflict(struct sec_merging *c, const struct sec_span v[3], bool remarks);
/* Round a section that a side removed or renamed; s[] as the three have it, or NULL. */
void sec_merge_put_section(struct sec_merging *c, const struct sec_section *const s[3]);

/* What is put, without the second of comments that both sides moved. */
void sec_merge_cut_twice(struct sec_merging *c);

#endif
