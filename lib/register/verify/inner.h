/* SPDX-License-Identifier: ISC
 *
 * What the parts of verifying share, and only they include.
 */
#ifndef SEC_REGISTER_VERIFY_INNER_H
#define SEC_REGISTER_VERIFY_INNER_H

#include "register/history.h"
#include "register/judge.h"
#include "register/verify.h"

/* How much of a signature is asked for. */
enum sec_asked { SEC_ASKED_NONE, SEC_ASKED_ANY, SEC_ASKED_AUTHOR };

/* Schema and policy as commits have them. */
struct sec_then {
	struct sec_git_id policy, schema, holidays; /* zero where there is none */
	struct sec_register reg;
	struct sec_env env;
	struct sec_judge judge;
	enum sec_asked asks;
	char *broken; /* why it could not be read; NULL: it was */
	struct sec_then *good; /* itself; what judges on where it is broken, or NULL */
	struct sec_verifying *v;
};

/* Whose secondment it was, and its days; key NULL: not to be looked for. */
struct sec_stay {
	char *key;
	sec_day start, end;
};

/* A record that went, for when it comes back. */
struct sec_gone {
	char *id, *path; /* where it stood in a parent of `commit` */
	size_t commit;
	struct sec_stay stay;
};

/* A commit in the graph; same index as in sec_verify.commit. */
struct sec_verify_node {
	size_t first_parent; /* in sec_verifying.parent */
	unsigned parents;
	int64_t time;        /* of its committer's clock */
	struct sec_then *then;
	enum sec_asked asks; /* what its own policy asks for */
};

struct sec_verifying {
	struct sec_verify *v;
	struct sec_git *git;
	char *place;            /* of the register in its repository: "" or "hr/" */
	struct sec_facts *facts; /* of an empty record, by the schema now in force */
	struct sec_record none;
	struct sec_verify_node *node;
	size_t nodes, node_alloc;
	size_t *parent;      /* of each node, indices of nodes */
	size_t parents, parent_alloc;
	size_t *slot;        /* ids to nodes: index + 1, or 0 */
	size_t slots;
	struct sec_then **then; /* all that were read */
	size_t thens, then_alloc;
	char **stem;         /* of every record that came */
	size_t stems, stem_alloc;
	char **stray;        /* paths of records that stood at no place of theirs */
	size_t strays, stray_alloc;
	struct sec_gone *gone; /* in the order in which they went */
	size_t gones, gone_alloc;
	bool *vouched;          /* by index: a signed redaction speaks for it */
};

/* Adds a finding of that rule to the last commit, or to `commit`. */
void sec_verify_find(struct sec_verifying *v, size_t commit, const char *rule, const char *path,
	const char *fmt, ...) __attribute__((format(printf, 5, 6)));
/* Moves one that a record drew. */
void sec_verify_move(struct sec_verifying *v, size_t commit, const char *path,
	struct sec_fault *fault);
/* Whether findings of that commit are reported. */
bool sec_verify_reports(const struct sec_verify *v, size_t commit);
/* The value of a rule's operand, by the schema of these facts. */
struct sec_val sec_verify_operand(struct sec_facts *f, const char *rule, const char *operand);
/* Whether the rule is in force and its `when` holds. */
bool sec_verify_applies(struct sec_facts *f, const char *rule);
/* Files of a commit's tree, by their path from the register's root. */
int sec_verify_entry(struct sec_verifying *v, const struct sec_git_id *commit, const char *path,
	struct sec_git_entry *out, struct sec_err *err);
/* "1a2b3c4d" */
enum { SEC_VERIFY_SHORT = 10 };
const char *sec_verify_short(const struct sec_git_id *id, char out[SEC_GIT_HEX + 1]);

/* graph.c: adds the commit at hand, its parents looked up */
void sec_verify_add(struct sec_verifying *v, const struct sec_past *past);
/* Is it one of those that were added? */
bool sec_verify_known(const struct sec_verifying *v, const struct sec_git_id *id, size_t *at);
/* Whether the last commit descends from that one. */
bool sec_verify_descends(const struct sec_verifying *v, size_t from);
/* Judges the signatures of all commits that have to be signed, in order. */
int sec_verify_signatures(struct sec_verifying *v, struct sec_err *err);
/* signed.c: judges one. `lowers`: its own policy asks for less than was asked
 * before, which counts where *signed_so says that it is signed as was asked. */
int sec_verify_signature(struct sec_verifying *v, size_t commit, enum sec_asked asked,
	bool lowers, bool *signed_so, struct sec_err *err);
/* redacted.c: notes the redactions that the commit at hand brings; reads all */
void sec_verify_redaction(struct sec_verifying *v, const struct sec_past *past);
int sec_verify_redactions(struct sec_verifying *v, struct sec_err *err);
/* The path of its map, from the register's root. */
char *sec_redaction_map(const struct sec_redaction *r);
/* What it calls that commit; NULL: as before. */
const struct sec_git_id *sec_redaction_name(const struct sec_redaction *r,
	const struct sec_git_id *old);
/* compared.c: judges it against the old commits that are still here, and says
 * how many these are */
int sec_verify_compare(struct sec_verifying *v, const struct sec_redaction *r, size_t *compared,
	struct sec_err *err);
/* then.c: fills the `then` of the last node */
int sec_verify_then(struct sec_verifying *v, const struct sec_past *past, struct sec_err *err);
void sec_then_free(struct sec_then *then);
/* message.c: judges the last commit's message by its steps, each of which is
 * given; the end frees */
struct sec_message;
struct sec_message *sec_verify_message(struct sec_verifying *v, const struct sec_past *past);
void sec_verify_message_step(struct sec_message *m, const struct sec_step *s);
void sec_verify_message_end(struct sec_message *m);
/* change.c */
int sec_verify_change(struct sec_verifying *v, const struct sec_past *past, struct sec_err *err);
/* gone.c: notes a record that went with the last commit */
void sec_verify_went(struct sec_verifying *v, const struct sec_step *s);
/* Fills `out` with what a record that comes with the last commit was when it went
 * before that; *path is then where it stood, else NULL. */
int sec_verify_return(struct sec_verifying *v, const char *id, struct sec_record *out,
	const char **path, struct sec_err *err);
/* replaced.c: what a record that goes with the last commit was about; looks for
 * others at the tip that are about the same */
void sec_verify_stay(struct sec_verifying *v, const struct sec_record *was, struct sec_stay *out);
int sec_verify_replaced(struct sec_verifying *v, struct sec_err *err);
/* clock.c */
void sec_verify_clock(struct sec_verifying *v, const struct sec_git_commit *c);

#endif
