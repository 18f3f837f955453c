/* SPDX-License-Identifier: ISC
 *
 * Inside source*.c only: what a kind of source is made of. Each begins with a
 * struct sec_source.
 */
#ifndef SEC_REGISTER_SOURCE_INNER_H
#define SEC_REGISTER_SOURCE_INNER_H

#include "register/source.h"

/* Where a list of files goes: records to `out`, leavings to `debris` (or NULL). */
struct sec_source_listing {
	struct sec_paths *out, *debris;
};

struct sec_source_ops {
	int (*list)(struct sec_source *s, const char *folder, const struct sec_source_listing *l,
		struct sec_err *err);
	int (*read)(struct sec_source *s, const char *path, size_t limit, struct sec_buf *out,
		struct sec_err *err);
	bool (*exists)(struct sec_source *s, const char *path); /* the path is safe */
	int (*blobs)(struct sec_source *s, const char *folder, sec_source_blob_fn *each, void *ctx,
		struct sec_err *err); /* NULL: a work tree has none */
	void (*close)(struct sec_source *s);
};

struct sec_source {
	const struct sec_source_ops *ops;
};

/* Puts the file where it belongs, or nowhere when it is neither. */
void sec_source_listed(const struct sec_source_listing *l, const char *path);

#endif
