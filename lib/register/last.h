/* SPDX-License-Identifier: ISC
 *
 * The last change of a record: the commit that made it what it is at a draft's HEAD,
 * and what it was before. A merge that took one side's record as it was is passed
 * by on that side; one that made something new of it is the change itself, and
 * before it stands what the first parent had.
 *
 * A record that came in a commit in which another went has moved or was renamed
 * where the history says so (register/history.h).
 */
#ifndef SEC_REGISTER_LAST_H
#define SEC_REGISTER_LAST_H

#include "base/date.h"
#include "register/git.h"
#include "register/write.h"
#include "rules/schema.h"

struct sec_last {
	struct sec_git_id commit;
	char *subject; /* the first line of its message */
	char *who;     /* its author */
	sec_day day;   /* the author's day */
	bool cut;      /* a shallow clone: what was before is not here; the rest is empty */
	char *path;    /* after it, from the register's root; NULL: it went */
	char *old_path;/* before it; NULL: it came */
	struct sec_buf text; /* of the record before it */
};

struct sec_lasts;

/* What finding several has in common; not for longer than the draft. */
struct sec_lasts *sec_lasts_new(struct sec_draft *d, struct sec_schema *schema);
void sec_lasts_free(struct sec_lasts *l);

/* `path`: where the record is at HEAD, or was. SEC_ABSENT: it never was there. SEC_NO
 * where it went because it was moved or renamed: the message says to what. */
int sec_last_find(struct sec_lasts *l, const char *path, struct sec_last *out, struct sec_err *err);
void sec_last_release(struct sec_last *l);

#endif
