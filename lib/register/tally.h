/* SPDX-License-Identifier: ISC
 *
 * Tally: how many commits touched each record, and when the last one did; likewise
 * what all records are judged by, which is the register's policy, schema and
 * holidays. Both only grow along a history, and are the same in every clone of it.
 *
 * It is made while a history is walked, which must be told with `others` and without
 * `id`. A record that was renamed counts under both its ids.
 */
#ifndef SEC_REGISTER_TALLY_H
#define SEC_REGISTER_TALLY_H

#include "register/history.h"

struct sec_touched {
	const char *id;
	size_t commits; /* of a record those alone that are not among those of the rules */
	int64_t last; /* the latest committer's clock, seconds since 1970, UTC */
};

struct sec_tally {
	struct sec_git_id root;    /* the first commit of the tip's first-parent line */
	struct sec_touched rules;  /* without id */
	struct sec_touched *item;  /* after sec_tally_end(): sorted by id, each once */
	size_t n, alloc;

	/* private */
	struct sec_arena arena;
	const char *policy, *schema, *holidays; /* from the repository's root */
	bool by_rules; /* the commit at hand is one of the rules */
};

/* `tip` as in sec_history. SEC_ABSENT: there is no commit yet, or no repository. */
int sec_tally_begin(struct sec_tally *t, const struct sec_register *r, const char *tip,
	struct sec_err *err);
/* A commit, then each of its steps. */
void sec_tally_commit(struct sec_tally *t, const struct sec_past *past);
void sec_tally_step(struct sec_tally *t, const struct sec_past *past, const struct sec_step *step);
void sec_tally_end(struct sec_tally *t);
/* NULL: no commit has it. */
const struct sec_touched *sec_tally_find(const struct sec_tally *t, const char *id);
void sec_tally_release(struct sec_tally *t);

#endif
