/* SPDX-License-Identifier: ISC
 *
 * Mentions: where somebody is named in a register, from its first commit to the tip:
 * in records, those that went and what they said before included; in the other text
 * files of the repository; in the reasons of changes; and as author or committer.
 *
 * A name is found as a word or several, in letters of either case, and over the end of
 * a line; one of less than three bytes only where it is all that a key holds. Not looked
 * at: files of more than SEC_RECORD_MAX bytes or with a NUL in them, what is not
 * committed, and what the tip does not reach.
 */
#ifndef SEC_REGISTER_MENTION_H
#define SEC_REGISTER_MENTION_H

#include "base/mem.h"
#include "register/history.h"

struct sec_mention {
	const char *place; /* id of a record, else the path of a file in the repository */
	bool record;
	const char *kind, *id;  /* of the section; "" */
	const char *key;        /* "": a comment, or a line of another file */
	const char *text;       /* value or line; of a file that is named so, "" */
	sec_day since, until;   /* by the authors' clocks; SEC_DAY_NONE: it stands there still */
};

/* Somebody of that name made so many commits, or carried so many in. */
struct sec_mention_writer {
	const char *name; /* "Ana Ferreira <ana@example.org>" */
	size_t commits;
	sec_day first, last;
};

struct sec_mention_reason {
	sec_day day;
	const char *text;
};

struct sec_mentions {
	struct sec_register *reg;
	const char *at;     /* a revision or day; NULL: HEAD */
	const char *except; /* a record that is told of elsewhere; or NULL */

	/* filled */
	struct sec_mention *item; /* by place, section and key */
	size_t items;
	struct sec_mention_writer *writer;
	size_t writers, writer_alloc;
	struct sec_mention_reason *reason; /* oldest first */
	size_t reasons, reason_alloc;
	bool cut;           /* a shallow clone: there was more before */

	/* private */
	struct sec_mention_name {
		char *folded;
		size_t len;
		bool whole;
		char initial; /* of the first name, folded; 0: it is no last name */
	} *name;
	size_t names, name_alloc;
	struct sec_mention_event *event;
	size_t events, event_alloc;
	struct sec_buf room;
	struct sec_arena arena;
};

/* Look for this too; what is looked for already, or is nothing, is left out, and false. */
bool sec_mentions_add(struct sec_mentions *m, struct sec_str name);
/* The same for the last word of a name, where it is long enough to say something; a
 * value that is a name with that end and another initial is somebody else. *last is a
 * slice of `name`. */
bool sec_mentions_add_last(struct sec_mentions *m, struct sec_str name, struct sec_str *last);
/* The last word of a name of several; empty: it has one. */
struct sec_str sec_name_last(struct sec_str name);
/* SEC_ABSENT as sec_history_walk(). */
int sec_mentions_find(struct sec_mentions *m, struct sec_err *err);
void sec_mentions_release(struct sec_mentions *m);

#endif
