/* SPDX-License-Identifier: ISC
 *
 * Merging: two versions of a record that grew from one base, put together key by
 * key. What only one side changed is taken from it; what both changed alike is
 * taken once; what both changed differently becomes a conflict, with markers
 * round that key (or section) alone. Lines that nobody changed, comments and
 * order stay as `ours` has them; what `theirs` adds goes where `theirs` has it,
 * beside the same neighbours, and events keep the order of their days.
 *
 * Never guessed: a section that one side removed and the other changed is a
 * conflict round the section; likewise a key. So is a section that a side may have
 * renamed (it is gone, and a new one says the same, key by key) and that the other
 * side changed, renamed otherwise or removed: both stand between the markers.
 *
 * Comments belong to the key or section they stand directly above and travel with
 * it; a comment both changed is a conflict too, comments both added are all kept,
 * and so is one that was written above what the other side removed. No comment is
 * lost; one that both sides moved, each elsewhere, stands at the upper of the two
 * places (beside a conflict at both, for one side may yet be dropped).
 *
 * A side that left the base's text as it was takes the other's, byte for byte.
 *
 * The three need not be records of secondments: every INI file of a register is
 * merged this way. A version with a line that the reader cannot place (a fault
 * of level error that makes a line unreadable, or something that stands twice)
 * cannot be merged by key: SEC_ABSENT, and the caller merges by lines.
 */
#ifndef SEC_RECORD_MERGE_H
#define SEC_RECORD_MERGE_H

#include "record/record.h"

struct sec_merge {
	const struct sec_record *base; /* NULL: both sides made the file */
	const struct sec_record *ours, *theirs;
	unsigned marker;           /* length of the markers; 7 in git */
	const char *ours_name;     /* behind <<<<<<< */
	const char *theirs_name;   /* behind >>>>>>> */
	const char *base_name;     /* behind |||||||; NULL: the base is not shown */
	struct sec_buf *where;     /* gets a line for each conflict: `section:id.key`,
	                              `section:id (removed by ours)`, "the comments at …";
	                              may be NULL */
};

/* Appends the merged text and counts its conflicts. */
int sec_record_merge(const struct sec_merge *m, struct sec_buf *out, unsigned *conflicts,
	struct sec_err *err);

/* sec_record_parse() for a base. Where both branches merged the other's earlier work
 * git makes one base of several, and what was in conflict between those stands
 * between markers: such a key gets a value that no side has, so that it is decided
 * by what the sides made of it, and all else is merged by key as ever. */
int sec_merge_parse_base(struct sec_record *r, const struct sec_dialect *dialect,
	struct sec_err *err);

#endif
