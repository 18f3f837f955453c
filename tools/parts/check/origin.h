/* SPDX-License-Identifier: ISC
 *
 * Where a pushed ref comes from: what it is compared with, and whose policy and
 * schema judge it. Never what is pushed:
 *
 *   the ref as it was, where a register stood in it;
 *   else the server's own branch (HEAD), and where the ref left that;
 *   else nothing, and what is built in.
 */
#ifndef TOOLS_ORIGIN_H
#define TOOLS_ORIGIN_H

#include "parts/check/pushed.h"
#include "register/git.h"

struct origin {
	char before[SEC_GIT_HEX + 1]; /* empty: nothing was before */
	char rules[SEC_GIT_HEX + 1];  /* empty: what is built in */
	char *branch;                 /* whose rules they are; NULL: nobody's */
	bool own;                     /* they are those of the ref itself */
};

/* `folder`: of the register in the trees, "" for all. */
int origin_find(struct origin *out, struct sec_git *git, const char *folder,
	const struct pushed_ref *ref, struct sec_err *err);
void origin_release(struct origin *o);

/* Whether a register stands there in that commit: a policy.ini. */
bool origin_is_register(struct sec_git *git, const char *folder, const char *rev);

/* Who judged, in one sentence; `changed`: the push has other rules, `refused`: it
 * has errors. */
void origin_tell(const struct origin *o, bool changed, bool refused, struct sec_buf *out);

/* The branch that the server's HEAD names though it does not exist, where the push
 * makes others and not that one: they find no rules. NULL: no such thing. Caller
 * frees. */
char *origin_missing(struct sec_git *git, const struct pushed *p);

#endif
