/* SPDX-License-Identifier: ISC
 *
 * Comparing: what differs between two versions of a record, in the record's own
 * terms and never by lines. What moved, or was only written another way (order,
 * spacing, comments, spelling of a key, quotes round an id), is no difference.
 *
 * Sections pair by kind and id. Where a section went and another of its kind
 * came that says much the same (the same values of at least half the keys, and
 * of one or more), it was renamed, and only what differs inside is told besides;
 * those most alike pair first. Past a million pairs none is looked for.
 *
 * Order: sections as they stand in `after`, those that went where they stood
 * among their neighbours in `before`; a section's own line (added, removed,
 * renamed) before its keys; keys likewise. An added section tells each of its
 * keys too, with `old` missing; a removed one each it had, with `now` missing.
 *
 * Where a text has faults, what the reader understood is compared. Of sections
 * and keys that stand twice the first counts, as everywhere; a key without a value
 * is a missing one.
 */
#ifndef SEC_RECORD_COMPARE_H
#define SEC_RECORD_COMPARE_H

#include "record/record.h"

enum sec_diff_kind {
	SEC_DIFF_SECTION_ADDED,
	SEC_DIFF_SECTION_REMOVED,
	SEC_DIFF_SECTION_RENAMED, /* `id` is the new one, `old` the old one */
	SEC_DIFF_KEY,
};

/* Slices point into the two records (s NULL: missing there). */
struct sec_diff {
	enum sec_diff_kind what;
	struct sec_str kind, id; /* of the section as it is now, or was */
	struct sec_str key;      /* s NULL: it is about the section */
	struct sec_str old, now;
	bool whole;              /* a key that came or went with its section */
};

struct sec_diffs {
	struct sec_diff *item;
	size_t n, alloc;
};

/* Fills `out`, which is emptied first. A record that does not exist is NULL. */
void sec_record_compare(const struct sec_record *before, const struct sec_record *after,
	struct sec_diffs *out);
void sec_diffs_release(struct sec_diffs *d);

/* Appends `section.key` or `section:id.key`; without the key for sections. */
void sec_diff_address(const struct sec_diff *d, struct sec_buf *out);

#endif
