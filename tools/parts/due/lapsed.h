/* SPDX-License-Identifier: ISC
 *
 * Lapsed records: those that the schema calls aside now (given up, turned down), as
 * they were last before that, and those that a commit deleted. What was due about
 * them may stand in somebody's calendar.
 *
 * A record that went aside by a commit is taken as it was on that commit's day; one
 * that did so by the passing of time, on the last day before. A record that was
 * renamed counts as deleted under its old id.
 */
#ifndef SEC_TOOLS_LAPSED_H
#define SEC_TOOLS_LAPSED_H

#include "register/history.h"
#include "register/scan.h"

struct lapsed_record {
	char *id;
	size_t number;       /* in the selection; of a deleted one the order of deletions */
	bool known;          /* it was something else once: the rest is filled */
	bool by_time;        /* no commit made it so */
	struct sec_buf text;
	sec_day from, until; /* the days on which it was like that, `until` perhaps not any more */
};

struct lapsed {
	struct lapsed_record *aside; /* by id */
	size_t asides, aside_alloc;
	struct lapsed_record *gone;  /* after lapsed_end(): by id */
	size_t gones, gone_alloc;

	/* private */
	struct sec_register *reg;
	sec_day oldest;
	struct sec_env env;
	struct sec_facts *facts;
	struct sec_record rec;
};

/* Finds the records of the selection that are aside today. With `oldest` other than
 * SEC_DAY_NONE those too that were deleted since then. */
void lapsed_begin(struct lapsed *l, struct sec_register *r, const struct sec_selection *selection,
	sec_day oldest);
/* What a commit did, told oldest first. */
void lapsed_add(struct lapsed *l, const struct sec_past *past, const struct sec_step *step);
/* Drops the deleted that are in the selection again. */
void lapsed_end(struct lapsed *l, const struct sec_selection *selection);
/* Binds facts to it as it was; good until the next call. NULL: it never was. */
struct sec_facts *lapsed_recall(struct lapsed *l, const struct lapsed_record *of);
void lapsed_release(struct lapsed *l);

#endif
