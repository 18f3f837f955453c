/* SPDX-License-Identifier: ISC
 *
 * Checking: what the rules find in a record, and in a register as a whole.
 *
 * A rule speaks of a record when its state lies in from…until and `when` is
 * true; it finds something only where its assertion is false (never where it is
 * unknown). Rules with `check = VERB` are done by C, with operands from the
 * schema, so that C knows verbs and no field names:
 *
 *   reader, schema   faults of the text, types, unknown names, required fields
 *   id               the id is legal and equals the file's name; unique in the register
 *   kept             `keep`: evidence that the earlier version had (base) is gone;
 *                    `lapses`: when the record as a whole may go with it
 *   unchanged        `keep`: values that the earlier version had are others now
 *   steps            evidence of a later state without an earlier one
 *   file             `path`: a path that should exist
 *   waiver           waivers that are incomplete, expired or unused
 *   tree             nothing here: register/hygiene.h judges trees under the ids of
 *                    such rules
 *   history          nothing here: register/verify.h judges commits under the ids of
 *                    these rules; `asks`, `first`, `slack`, `late` are for it
 *   overlap          `key start end weight limit`: the periods of one key weigh
 *                    more than the limit on some day (whole register)
 *   cumulative       `key start end gap longest [together home]`: periods of one key
 *                    no further apart than `gap` count as one, and two or more last
 *                    over `longest`; or over `together` with no stay of `home`
 *                    between them (whole register)
 *   apart            `key start end least`: from the end of one key's period to
 *                    the start of the next it is `least` (whole register)
 *
 * from, until and `when` of `kept` and `unchanged` are those of the earlier
 * version. Both are silent where a reason was given for the change.
 *
 * The checks of the schema carry these ids, at the severity that the rule of
 * that id has; where the schema has no such rule, the check is not made:
 *
 *   section-unknown  a section that is in no schema and not `x-`
 *   section-name     an id missing, not wanted, or none of those listed
 *   key-unknown      a key that its section does not know and not `x-`
 *   date-invalid     a date, evidence, dated line, duration or event id of wrong form
 *   date-range       a day before `first` or after `last`, its operands (none: no such day)
 *   enum-value       a word (of a list, too) that is not listed, yes-no
 *   number-range     no number, or outside of `range`
 *   list-duplicate   an item that stands twice in a list
 *   required         a key that `required-from` asks for in this state
 *
 * A rule with `grace = yes` is a warning while the derived value `in-grace` is
 * yes. Waivers: `[waive ID]` with by, until (a day, inclusive, or `always`) and
 * reason silences a rule or a due kind for its record; reader and schema checks
 * never.
 */
#ifndef SEC_RULES_CHECK_H
#define SEC_RULES_CHECK_H

#include "rules/expr.h"

struct sec_check {
	struct sec_facts *facts;
	struct sec_facts *base;   /* the version before, bound; NULL: none is known */
	const char *stem;         /* file name without `.ini`; NULL: not from a file */
	const char *place;        /* the path it should have, where it has another one */
	bool reason;              /* a reason was given for the change from base */
	bool unexplained;         /* none can be given yet: what it would excuse is a warning */
	bool no_waive;            /* waivers do not count */
	struct sec_faults *out;
};

/* Everything about one record but what needs the others, the reader's faults
 * among it: appends, unsorted. Allocates nothing for a record without findings. */
void sec_check_record(const struct sec_check *c);

/* A record that is gone: what the rules about history (`kept`) say of `base`, its
 * last version. `facts` is bound to an empty record. */
void sec_check_gone(const struct sec_check *c);

/* What cross-record rules remember of each record: one row a rule that applies. */
struct sec_peers;
enum sec_peers_flags {
	SEC_PEERS_NO_WAIVE = 1, /* waivers do not count */
	/* every record of a register is added: a waiver that silences none of their
	 * findings is unused, which is a finding of the rule `waiver` */
	SEC_PEERS_ALL = 2
};
struct sec_peers *sec_peers_new(const struct sec_schema *schema, unsigned flags);
void sec_peers_free(struct sec_peers *p);
/* Adds a record's rows; `number` is the caller's for the record (its position). */
void sec_peers_add(struct sec_peers *p, struct sec_facts *f, const char *stem, size_t number);
/* Whether any record added can clash with another one in more than its id. */
bool sec_peers_shared(const struct sec_peers *p);
/* Takes over all rows of `from` (a thread's), which is then empty. */
void sec_peers_merge(struct sec_peers *p, struct sec_peers *from);
/* Judges all rows; each finding is handed over with the number of its record,
 * in order of number. Copies what it keeps; waivers have been applied. */
void sec_peers_judge(struct sec_peers *p,
	void (*each)(void *ctx, size_t number, const struct sec_fault *fault), void *ctx);

/* One thing a record still lacks for a state, and who supplies it. */
struct sec_need {
	char *address; /* `agreement.signed-home`; owned */
	char *what;    /* label or message; owned */
	char *who;     /* role label and name, or ""; owned */
};
struct sec_needs {
	struct sec_need *item;
	size_t n, alloc;
};
/* What is missing before the record is in `state` (and complete there). */
void sec_check_needs(struct sec_facts *f, int state, struct sec_needs *out);
void sec_needs_release(struct sec_needs *n);

/* A rule whose assertion stayed unknown on this record, with the key missing. */
void sec_check_undecided(struct sec_facts *f,
	void (*each)(void *ctx, const struct sec_rule *rule, const char *missing), void *ctx);

#endif
