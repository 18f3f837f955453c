/* SPDX-License-Identifier: ISC
 *
 * Judging a change: what it adds to what is wrong in a record. What was wrong
 * before does not count, and both versions are judged on the same day by the
 * same schema. A finding of before answers for one of after with the same rule
 * and address; only those of level error count. Of a record that is gone the rules
 * about history speak alone.
 */
#ifndef SEC_REGISTER_JUDGE_H
#define SEC_REGISTER_JUDGE_H

#include "rules/check.h"

/* Made once and used for one change after the other. */
struct sec_judge {
	struct sec_facts *old, *now;
	struct sec_record none; /* what a record that is gone says */
};
void sec_judge_init(struct sec_judge *j, const struct sec_env *env); /* env must outlive it */
void sec_judge_release(struct sec_judge *j);

struct sec_version {
	const struct sec_record *record; /* NULL: there is none */
	const char *stem;  /* file name without `.ini` */
	const char *place; /* the path it should have, where it has another one */
};
struct sec_judged {
	struct sec_version before, after;
	bool reason; /* one was given for the change */
};
/* Appends the findings that the change adds, sorted. */
void sec_judge_added(struct sec_judge *j, const struct sec_judged *what, struct sec_faults *added);

#endif
