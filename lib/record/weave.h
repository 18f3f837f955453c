/* SPDX-License-Identifier: ISC
 *
 * Inside lib/record only: one order for the sections, or keys, of two versions.
 * Ours keep theirs; what theirs alone has goes behind the one it stands behind
 * there, and behind what ours alone has at that place.
 */
#ifndef SEC_RECORD_WEAVE_H
#define SEC_RECORD_WEAVE_H

#include <stdbool.h>
#include <stdint.h>

#define SEC_WEAVE_NONE UINT32_MAX

struct sec_strand {
	uint32_t ours, theirs; /* SEC_WEAVE_NONE: it has none */
};

struct sec_weave {
	uint32_t ours, theirs;   /* how many */
	const uint32_t *ours_of; /* for each of theirs: the same in ours, or SEC_WEAVE_NONE */
	/* One that ours alone has must stand behind one that theirs alone has. */
	bool (*later)(void *ctx, uint32_t ours, uint32_t theirs);
	void *ctx;
};

/* Fills `out`, which has room for both counts, and returns how many there are. */
uint32_t sec_weave(const struct sec_weave *w, struct sec_strand *out);

#endif
