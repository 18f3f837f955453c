/* SPDX-License-Identifier: ISC
 *
 * Changing records: what every writer does between reading a record at HEAD and
 * handing its new text to the commit routine. An edit is judged before it is
 * written: a change that adds an error-level finding is refused. What was wrong
 * before does not count, and both versions are judged on the same day.
 */
#ifndef SEC_REGISTER_CHANGE_H
#define SEC_REGISTER_CHANGE_H

#include "record/edit.h"
#include "register/judge.h"
#include "register/register.h"
#include "register/write.h"
#include "rules/check.h"

/* What a refused change would have broken; and on the way, its log. */
struct sec_refusal {
	char *path;
	struct sec_faults faults; /* those the change adds, all of level error */
};

struct sec_change {
	struct sec_register *reg;
	const char *reason; /* -m */
	bool undoes;        /* it takes a change back: rules about history are silent */
	bool force;
	/* Edits one record. `fresh`: it is a new one, its text empty. */
	int (*edit)(void *ctx, const char *id, struct sec_editor *e, bool fresh, struct sec_err *err);
	/* Told of every text that sec_change_replace() accepted; a record that is not
	 * there is NULL. May be NULL. */
	void (*replaced)(void *ctx, const char *id, const struct sec_record *before,
		const struct sec_record *after);
	void *ctx;
	struct sec_refusal *refused; /* one for each record refused */
	size_t refusals, refusal_alloc;

	/* private */
	struct sec_judge judge;
	bool judging;            /* that is made */
	struct sec_peers *peers; /* of new records, for sec_change_others() */
	char **stem;             /* of each that was added to them */
	size_t stems, stem_alloc;
};

/* Applies the change to the record at `path` in the draft; *changed says whether
 * its text is another now. SEC_NO: refused, and `refused` has grown. A record
 * that must not exist yet is `fresh`. */
int sec_change_record(struct sec_change *c, struct sec_draft *d, const char *path, bool fresh,
	bool *changed, struct sec_err *err);
/* Puts a whole text in the place of a record's. `from` is its path at HEAD (NULL:
 * HEAD has none of it), `to` the path it shall have (NULL: it is removed, which no
 * rule here speaks of; the text is not looked at). */
int sec_change_replace(struct sec_change *c, struct sec_draft *d, const char *from, const char *to,
	struct sec_str text, bool *changed, struct sec_err *err);
/* After the last new record: judges the rules that take several records to see,
 * over the new ones and the other records of the same person. Those are looked
 * for only where such a rule speaks of a new record at all. SEC_NO as above. */
int sec_change_others(struct sec_change *c, struct sec_err *err);
/* A record more that is refused, its findings still to come. */
struct sec_refusal *sec_change_refuse(struct sec_change *c, const char *path);
void sec_change_forget(struct sec_change *c); /* before `prepare` runs again */
void sec_change_release(struct sec_change *c);

/* The editor that the register's schema asks for, over `rec`. */
struct sec_editor sec_change_editor(struct sec_register *r, struct sec_dialect *dialect,
	struct sec_record *rec);

#endif
