/* SPDX-License-Identifier: ISC
 *
 * Naming records: from what a person typed, or another program wrote, to a list
 * of records, each once, in the order first named.
 *
 * A name is an id; an unambiguous prefix of an id or of its part after the
 * month; a path from the current folder or from the register; a folder, which
 * names every record below it; `@TEXT`: the records whose who, ref or title
 * contains TEXT in any case; `-`: names from standard input, one a line, the
 * first tab-separated field counting. Nothing named: every record.
 */
#ifndef SEC_REGISTER_SELECT_H
#define SEC_REGISTER_SELECT_H

#include "register/register.h"

struct sec_pick {
	char *path;  /* from the register's root, or from the current folder */
	char *typed; /* the same as it was named, for findings; NULL: not by a path */
	char *stem;  /* file name without .ini */
	bool inside; /* path is below the register's root; else from the current folder */
};

struct sec_selection {
	struct sec_pick *item;
	size_t n, alloc;
	bool empty_input; /* `-` was named and standard input had no name */
	struct sec_paths debris; /* leavings of editors and sync folders, where all was listed */
};

struct sec_select_options {
	bool one;      /* a writer: nothing named is an error, and @TEXT or a prefix
	                  must mean exactly one record */
	int input;     /* descriptor that `-` reads */
	struct sec_paths *gone; /* takes whole ids that no record has; NULL: they are an error */
};

/* Appends to `out`; what it holds already counts as named. */
int sec_select(struct sec_selection *out, struct sec_register *r, char *const *name, size_t names,
	const struct sec_select_options *o, struct sec_err *err);
/* Appends the record whose file is, or will be, at `path`, and has it read as
 * `text`, which must outlive the register. */
int sec_select_unsaved(struct sec_selection *out, struct sec_register *r, const char *path,
	struct sec_str text, struct sec_err *err);
void sec_selection_release(struct sec_selection *s);

/* Reads a picked record's text. */
int sec_pick_read(struct sec_register *r, const struct sec_pick *p, struct sec_buf *out,
	struct sec_err *err);

#endif
