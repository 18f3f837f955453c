/* SPDX-License-Identifier: ISC
 *
 * Verifying: whether the history of a register can be believed. Every commit up
 * to the tip is looked at once, oldest first, and judged by what it changed, by
 * the schema and policy that stood in it, on its committer's day.
 *
 * Found are the rules `check = history` of rules.ini (one place in C each, under
 * those ids) and whatever error a commit added to a record, under the id of the
 * rule it broke. What somebody forced (Sec-Forced) is told as a warning. A merge
 * is judged for what differs from all its parents, and for what it takes back.
 *
 * Signatures are asked for by the policy of the first commit that does so, and of
 * every other commit that it does not descend from: of whatever came after it or
 * was merged after it. A later policy that asks for less counts only where its own
 * commit is signed as was asked before it.
 *
 * A commit that a signed redaction vouches for needs no signature of its own.
 *
 * Schema and policy that cannot be read are a finding, and the last good ones
 * judge on. The built-in schema is the program's own, not that of the time.
 */
#ifndef SEC_REGISTER_VERIFY_H
#define SEC_REGISTER_VERIFY_H

#include "record/fault.h"
#include "register/git.h"
#include "register/register.h"

/* What is kept of each commit, oldest first. */
struct sec_verify_commit {
	struct sec_git_id id;
	sec_day day, made;           /* as its author's, its committer's clock shows it */
	/* The first line of the reason; of a message by hand without one its subject. Shortened. */
	const char *author, *reason;
};

struct sec_verify_finding {
	size_t commit;         /* index in `commit` */
	size_t order;          /* among all, as they were found */
	char *path;            /* of a record, from the register's root; NULL: the commit itself */
	struct sec_fault fault;
};

/* A redaction: commits that were written anew, so that something is in none of them
 * any more. `redactions/NAME.map` of the register has a line "OLD NEW" of two ids for
 * each; redactions.ini, beside it, what, who, when and why. Whoever signed the commit
 * that brought the map vouches for the new commits, which have lost their own
 * signatures, and for their being the old ones. Where the clone still has an old one,
 * the new one is compared with it: it must be the same but for what redactions.ini
 * names, the `files` of the section whose `map` this is, and words that became
 * "redacted" where it has `texts`. */
struct sec_renamed {
	struct sec_git_id old, now;
};
struct sec_redaction {
	const char *name;
	size_t commit; /* index of the one that brought it */
	bool vouched;  /* its signature holds, or that of a later redaction of it */
	struct sec_renamed *item; /* by `old` */
	size_t n;
};

struct sec_verify {
	struct sec_register *reg;
	const char *tip;       /* a revision; NULL: HEAD */
	sec_day since, until;  /* author's days whose findings are reported; SEC_DAY_NONE: open */
	/* Called now and then with the number of commits done; may be NULL. */
	void (*progress)(void *ctx, size_t commits);
	void *ctx;

	/* filled */
	struct sec_verify_commit *commit;
	size_t commits, commit_alloc;
	size_t records;        /* ids that any commit held */
	/* By commit: first of the commit itself, then of its records. */
	struct sec_verify_finding *finding;
	size_t findings, finding_alloc;
	struct sec_redaction *redaction; /* latest first */
	size_t redactions, redaction_alloc;
	struct sec_git_point at; /* the tip */
	bool disguised;          /* git itself shows another history: see git-past.h */
	struct sec_arena arena;  /* their texts */
};

/* Negative where not everything could be looked at: a shallow clone, an object
 * that cannot be read, a signature that no program here can check. Release in any
 * case. */
int sec_verify_run(struct sec_verify *v, struct sec_err *err);
void sec_verify_release(struct sec_verify *v);
/* What a commit is called since redactions gave it another name; NULL: none did.
 * Else the redaction, and where several did, one that nobody vouches for. */
const struct sec_redaction *sec_verify_renamed(const struct sec_verify *v, struct sec_git_id *id);

#endif
