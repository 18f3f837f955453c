/* SPDX-License-Identifier: ISC
 *
 * The journal: what a writer was about to do, left where the next one finds it.
 *
 * It stands as `sec-journal` in the work tree's own git directory from just
 * before the branch moves until everything is done, and in the same form in the
 * index.lock that we hold. It names the commit and not the paths: those are the
 * difference between the commit and its parent.
 *
 *     sec-journal 1
 *     token 0123456789abcdef        names the writer's temporary files
 *     pid 4711
 *     began 123456                  when that process began, so that a pid is not mistaken
 *     machine name
 *     boot 5b1c…                    the kernel's boot id
 *     branch refs/heads/main
 *     commit 40 hex digits
 *     end
 */
#ifndef SEC_REGISTER_JOURNAL_H
#define SEC_REGISTER_JOURNAL_H

#include <stdbool.h>

#include "base/buf.h"
#include "register/git.h"

#define SEC_TOKEN 16

struct sec_journal {
	char token[SEC_TOKEN + 1];
	long pid;
	unsigned long long start;
	char host[256];
	char boot[64];
	char *branch; /* owned */
	struct sec_git_id commit;
};

enum sec_journal_owner {
	SEC_OWNER_DEAD,      /* on this host, and gone */
	SEC_OWNER_ALIVE,
	SEC_OWNER_ELSEWHERE, /* on another host: nobody can tell from here */
};

/* Fills everything but branch and commit: a fresh token, this process. */
void sec_journal_begin(struct sec_journal *j);
void sec_journal_release(struct sec_journal *j);

void sec_journal_format(const struct sec_journal *j, struct sec_buf *out);
/* False when the text is not a whole journal: then it is none of ours. */
bool sec_journal_parse(struct sec_str text, struct sec_journal *out);

enum sec_journal_owner sec_journal_owner(const struct sec_journal *j);

#endif
