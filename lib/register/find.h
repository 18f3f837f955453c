/* SPDX-License-Identifier: ISC
 *
 * Finding records by a part of their id or by what they say, and what to tell a
 * person whose name meant none or several.
 */
#ifndef SEC_REGISTER_FIND_H
#define SEC_REGISTER_FIND_H

#include "register/register.h"

/* Paths among `all` whose id begins with `prefix`, or whose part after the
 * month does. Always 0. */
int sec_find_prefix(const struct sec_paths *all, const char *prefix, struct sec_paths *hits);

/* Paths of records whose who, ref or title contains the text, in any case. */
int sec_find_text(struct sec_register *r, const struct sec_paths *all, const char *text,
	struct sec_paths *hits, struct sec_err *err);

/* Errors: the nearest id; the candidates with their titles. */
int sec_find_nothing(struct sec_register *r, const struct sec_paths *all, const char *name,
	struct sec_err *err);
int sec_find_ambiguous(struct sec_register *r, const char *name, const struct sec_paths *hits,
	struct sec_err *err);

#endif
