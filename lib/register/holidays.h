/* SPDX-License-Identifier: ISC
 *
 * The register's free days: the file that policy `holidays` names, one section
 * [holiday 2026-12-25] each, with a `name` for people.
 */
#ifndef SEC_REGISTER_HOLIDAYS_H
#define SEC_REGISTER_HOLIDAYS_H

#include "register/source.h"
#include "rules/schema.h"

struct sec_holidays {
	sec_day *day; /* sorted */
	size_t n;
};

/* A file of the built-in name may be missing; one that the register's policy
 * names may not. Errors name file and line. */
int sec_holidays_load(struct sec_holidays *h, const struct sec_schema *schema,
	struct sec_source *source, struct sec_err *err);
bool sec_holidays_have(const struct sec_holidays *h, sec_day day);
void sec_holidays_release(struct sec_holidays *h);

#endif
