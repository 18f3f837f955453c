/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "register/history/inner.h"

/* More bytes of text than these are not kept from turn to turn. */
enum { KEEP_MAX = 8 * 1024 * 1024 };
enum { SLOTS = sizeof(((struct sec_keeper *)0)->slot) / sizeof(struct sec_kept *) };

static void keep_spare(struct sec_keeper *k, struct sec_kept *kept)
{
	SEC_GROW(k->spare, k->spares, k->spare_alloc);
	k->spare[k->spares++] = kept;
}

static void kept_free(struct sec_kept *kept)
{
	if (kept)
		sec_record_release(&kept->record);
	free(kept);
}

static void free_all(struct sec_keeper *k)
{
	size_t i;

	for (i = 0; i < SLOTS; i++) {
		kept_free(k->slot[i]);
		k->slot[i] = NULL;
	}
	while (k->overs)
		kept_free(k->over[--k->overs]);
	while (k->spares)
		kept_free(k->spare[--k->spares]);
	k->bytes = 0;
}

void sec_keeper_next(struct sec_keeper *k)
{
	if (k->bytes > KEEP_MAX)
		free_all(k);
	while (k->overs)
		keep_spare(k, k->over[--k->overs]);
	k->turn++;
}

static struct sec_kept *new_kept(struct sec_keeper *k)
{
	struct sec_kept *kept;

	if (k->spares)
		return k->spare[--k->spares];
	kept = xcalloc(1, sizeof(*kept));
	sec_record_init(&kept->record);
	return kept;
}

static int read_kept(struct sec_keeper *k, const struct sec_git_id *blob, struct sec_kept *kept,
	struct sec_err *err)
{
	bool large;
	int rc;

	sec_record_clear(&kept->record);
	kept->id = *blob;
	kept->used = k->turn;
	rc = sec_git()->past->blob(k->git, blob, SEC_RECORD_MAX, &kept->record.text, &large, err);
	return rc < 0 ? rc : sec_record_parse(&kept->record, &k->dialect, err);
}

const struct sec_kept *sec_keeper_get(struct sec_keeper *k, const struct sec_git_id *blob,
	struct sec_err *err)
{
	struct sec_kept **slot, *kept;
	uint32_t hash;

	memcpy(&hash, blob->raw, sizeof(hash));
	slot = &k->slot[hash % SLOTS];
	if (*slot && memcmp(&(*slot)->id, blob, sizeof(*blob)) == 0) {
		(*slot)->used = k->turn;
		return *slot;
	}
	kept = new_kept(k);
	if (read_kept(k, blob, kept, err) < 0) {
		kept_free(kept);
		return NULL;
	}
	if (*slot && (*slot)->used == k->turn) {
		SEC_GROW(k->over, k->overs, k->over_alloc);
		k->over[k->overs++] = kept;
		return kept;
	}
	if (*slot) {
		k->bytes -= (*slot)->record.text.alloc;
		keep_spare(k, *slot);
	}
	k->bytes += kept->record.text.alloc;
	*slot = kept;
	return kept;
}

void sec_keeper_release(struct sec_keeper *k)
{
	free_all(k);
	free(k->over);
	free(k->spare);
}
