/* SPDX-License-Identifier: ISC
 *
 * Line-wise edits of a record: only the lines that change are touched; every
 * other byte (comments, order, spacing, line ends) stays as it was. After each
 * call the record is parsed again, so slices taken before are gone.
 *
 * Rules 12-14 of the record format: a replaced value keeps the key's own
 * spelling of `key = `; a new key goes after the last key of its section; a new
 * section goes after the last of its kind, else where `order` puts it, with an
 * empty line in front where the file uses them.
 *
 * Values are trimmed to legal ones (rule 11): outer blanks and empty lines go,
 * CR LF becomes LF. *trimmed, when given, says whether more than that changed: a
 * line too long was folded. A value that cannot be written (empty, a control
 * byte, not UTF-8, over the limits) is SEC_FAIL and changes nothing. A value
 * that is there already changes no byte.
 *
 * A key or section line with a fault that the reader understood (`End = x`) is
 * written right when it is set or renamed.
 */
#ifndef SEC_RECORD_EDIT_H
#define SEC_RECORD_EDIT_H

#include "record/record.h"

struct sec_editor {
	struct sec_record *rec;
	const struct sec_dialect *dialect; /* for the reader; may be NULL */
	/* Place of a kind among all kinds: a smaller number stands earlier. NULL:
	 * new kinds go last. */
	int (*order)(void *ctx, struct sec_str kind);
	void *ctx;
};

/* Sets section.key, making section and key where they are missing. */
int sec_edit_set(struct sec_editor *e, const char *kind, const char *id, const char *key,
	struct sec_str value, bool *trimmed, struct sec_err *err);
/* Removes the key with its continuations. SEC_ABSENT when it is not there. */
int sec_edit_remove(struct sec_editor *e, const char *kind, const char *id, const char *key,
	struct sec_err *err);
/* Makes an empty section (nothing happens when it is there). */
int sec_edit_add_section(struct sec_editor *e, const char *kind, const char *id,
	struct sec_err *err);
/* Removes a section with its keys and the comments inside it; comments directly
 * above the next section stay. */
int sec_edit_remove_section(struct sec_editor *e, const char *kind, const char *id,
	struct sec_err *err);
int sec_edit_rename_section(struct sec_editor *e, const char *kind, const char *id,
	const char *new_id, struct sec_err *err);

/* Lossless repairs (rules 1, 2, 3, 6): BOM, trailing blanks, CR LF, a missing
 * last line end, upper-case keys. Returns how many changes were made; none
 * changes what a reader without the fault would have read. */
int sec_edit_repair(struct sec_editor *e, struct sec_err *err);

#endif
