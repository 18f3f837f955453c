/* SPDX-License-Identifier: ISC
 *
 * The schema: what the INI files under schema/ say of sections, fields, derived
 * values, states, rules, due items, roles and policy, loaded and compiled.
 *
 * A schema is built from the built-in files and then, over them, those of one
 * register (the folder schema and policy.ini): a local section of the same name
 * adds keys and overrides them one by one. A local file may not change how often
 * a built-in section stands nor the type of a built-in field; of a rule whose
 * built-in severity is error it may change message, advice, source, summary and
 * `at` only, and policy may not lower or switch it off. Other rules take any
 * severity, or `off`, from [severity] in policy.ini. A file named policy.ini in a
 * schema folder makes policies; the register's own only sets them.
 * Limits: 64 files of 256 KiB, 2,000 entries, no includes.
 *
 * Local names stand behind the built-in ones, but a local state stands directly
 * behind the state its `after` names, since the last state that holds wins.
 *
 * Every text, name and array belongs to the schema and lives as long as it.
 * After loading nothing changes, so threads may share it.
 *
 * Indices (kinds, fields, states …) are positions in the arrays below; -1 means
 * none. Kinds and states stand in the order of the files, which is the order
 * that people see: sections of a record, progress of a secondment.
 */
#ifndef SEC_RULES_SCHEMA_H
#define SEC_RULES_SCHEMA_H

#include <stdbool.h>

#include "base/err.h"
#include "base/mem.h"
#include "record/fault.h"
#include "record/record.h"
#include "rules/value.h"

struct sec_expr;    /* rules/expr.h */
struct sec_message; /* rules/message.h */

/* Where an entry was written: for errors and for --explain. */
struct sec_place {
	const char *file;
	unsigned line;
};

struct sec_words {
	const char *const *word;
	unsigned n;
};
/* Position of a word, -1 when it is not among them. */
int sec_words_find(const struct sec_words *w, struct sec_str word);

enum sec_repeat {
	SEC_REPEAT_NO,   /* [dates] */
	SEC_REPEAT_DATE, /* [review 2026-03-01]: an event */
	SEC_REPEAT_SLUG, /* [objective team-merge]: a thing */
};

/* [section NAME] repeat, label, help, ids, keys, noun */
struct sec_kind {
	const char *name, *label, *help;
	const char *noun;          /* what a sentence calls it after "the"; NULL: its label */
	enum sec_repeat repeat;
	struct sec_words ids; /* the only ids it may have; empty: any legal one */
	enum sec_type any;    /* type of keys not listed (`keys = evidence`), or SEC_TYPE_NONE */
	int first_field;      /* its fields stand together */
	int fields;
	bool local;
	struct sec_place place;
};

/* [field SECTION.KEY] type, values, range, label, help, main, default,
 * required-from, optional-when, supplier, noun */
struct sec_field {
	const char *key, *label, *help;
	const char *noun;          /* as of a section */
	const char *value_default; /* written into new records; NULL */
	int kind;                  /* index of its section */
	int slot;                  /* its position among the section's fields */
	enum sec_type type;
	struct sec_words values;   /* of an enum, or of a list's items */
	int64_t least, most;       /* `range = 1..5`, `0..`: millionths; INT64_MIN/MAX where open */
	bool main;                 /* the one meant by its bare key */
	int required_from;         /* state, or -1 */
	int supplier;              /* role, or -1 */
	struct sec_expr *optional_when;
	bool local;
	struct sec_place place;
};

/* [derived NAME] value, type, values, help, label */
struct sec_derived {
	const char *name, *label, *help, *source_text;
	enum sec_type type;
	struct sec_words values;
	struct sec_expr *value;
	bool local;
	struct sec_place place;
};

/* [state NAME] when, after, optional-when, aside, label, help */
struct sec_state {
	const char *name, *label, *help;
	struct sec_expr *when;
	int after; /* the state before it on the way, or -1 */
	struct sec_expr *optional_when;
	bool aside;
	bool local;
	struct sec_place place;
};

/* An operand of a rule whose `check =` names a verb. */
struct sec_operand {
	const char *name;
	const char *text;       /* as written */
	struct sec_expr **list; /* compiled, one or several; NULL for names of fields */
	unsigned n;
	const int *field;       /* of an operand that names fields (`keep`) */
	unsigned fields;
};

/* [rule NAME] severity, from, until, for, when, assert | check + operands, at,
 * message, advice, source, grace, summary */
struct sec_rule {
	const char *id, *summary, *source_text;
	enum sec_level level;          /* in force, policy's [severity] applied */
	enum sec_level level_built_in; /* as its file says */
	bool off;                      /* policy's [severity] says `off` (never for an error) */
	struct sec_place level_place;  /* of that line of [severity]; file NULL: there is none */
	int from, until;               /* states, inclusive, or -1 */
	bool aside;                    /* from or until name an aside state */
	int for_kind;                  /* a kind; SEC_FOR_* ; -1: once a record */
	struct sec_expr *when, *assert_that;
	const char *when_text, *assert_text, *message_text, *advice_text; /* as written, or NULL */
	const char *check;             /* verb, or NULL */
	struct sec_operand *operand;
	unsigned operands;
	const char *at;                /* `section.key`, `section:id.key`, `.key`, `.id`, `.value`
	                                  as written, or NULL */
	int at_field;                  /* index, or -1 */
	struct sec_str at_id;          /* of `section:id.key`; or empty */
	struct sec_message *message, *advice;
	bool grace;
	bool local;
	struct sec_place place;
};
enum {
	SEC_FOR_ONCE = -1,
	SEC_FOR_EVENTS = -2,  /* every dated section */
	SEC_FOR_ALL_KEYS = -3 /* *.* */
	/* KIND.* is coded as SEC_FOR_KEYS_OF(kind) */
};
#define SEC_FOR_KEYS_OF(kind) (-16 - (kind))

/* [role NAME] who, label, ref, email */
struct sec_role {
	const char *name, *label;
	struct sec_expr *who;   /* NULL: the label is all there is */
	struct sec_expr *ref;   /* where people.ini has them; NULL: by `who` */
	struct sec_expr *email; /* the address where people.ini has none; or NULL */
	bool local;
	struct sec_place place;
};

/* One who owns a due item or is told of it: a role, or an expression. */
struct sec_owner {
	int role; /* or -1 */
	struct sec_expr *who;
};

/* [due KIND] from, until, for, when, at, done, lead, hard, owner, tell, title,
 * source, workday, summary */
struct sec_due {
	const char *kind, *summary, *source_text;
	int from, until, for_kind;
	bool aside;
	struct sec_expr *when, *done;
	struct sec_expr **at; /* one date or several, one item each */
	unsigned ats;
	struct sec_dur lead;
	int lead_policy; /* the policy it comes from, or -1 */
	bool hard, workday;
	struct sec_owner *owner, *tell;
	unsigned owners, tells;
	struct sec_message *title;
	bool local;
	struct sec_place place;
};

/* [story NAME] for, on, when, say, why: how a sentence tells a change of a section,
 * of a field, or of a whole record. */
enum sec_story_on {
	SEC_STORY_ADDED = 1,
	SEC_STORY_CHANGED = 2,
	SEC_STORY_REMOVED = 4,
};
struct sec_story {
	const char *name;
	int kind;    /* -1: the record */
	int field;   /* -1: the section itself */
	unsigned on; /* enum sec_story_on */
	struct sec_expr *when;
	struct sec_message *say;
	struct sec_expr *why; /* the reason, where the commit gives none */
	bool local;
	struct sec_place place;
};

/* A section of a schema file as it was written, local keys merged in. Kinds of
 * sections that another layer reads ([document …], [list …]) are only kept. */
struct sec_raw_key {
	const char *key;
	struct sec_str value;  /* as the reader joins its lines */
	struct sec_str lines;  /* as its file has it, from the first byte of the value on */
	struct sec_place place; /* of that byte */
	unsigned col;
	bool local;
	const char *built_in;  /* what a local file has overridden, or NULL */
};
struct sec_raw {
	const char *kind, *id;
	struct sec_raw_key *key;
	unsigned keys, key_alloc;
	bool local;            /* first written by a local file */
	struct sec_place place;
};

/* One number or switch of policy.ini. All sections but [register], [severity]
 * and [values] share one namespace: policy.NAME. */
struct sec_policy {
	const char *name, *section, *help; /* help: the comment above it in the built-in file */
	const char *text, *text_built_in;  /* in force; as built in */
	struct sec_val value;
	enum sec_type type;      /* of its built-in default */
	struct sec_words values; /* [values] NAME = a, b: it is an enum */
	struct sec_place place;  /* of the value in force */
	bool local;              /* that place is a file of the register */
};

struct sec_schema {
	struct sec_kind *kind;       int kinds;
	struct sec_field *field;     int fields;
	struct sec_derived *derived; int deriveds;
	struct sec_state *state;     int states;
	struct sec_rule *rule;       int rules;
	struct sec_role *role;       int roles;
	struct sec_due *due;         int dues;
	struct sec_story *story;     int stories;
	struct sec_policy *policy;   int policies;
	struct sec_raw *raw;         int raws;
	const char *register_name;   /* policy.ini [register] name, or NULL */
	int format;                  /* policy.ini [register] format, 0 without a register */
	struct sec_arena arena;
	struct sec_schema_index *index; /* look-up tables, private: rules/schema/index.h */
};

/* Where schema texts come from: the built-in folder, a register's work tree, a
 * commit. Calls `add` for each `*.ini` of the folder in order of name; `add`
 * returns non-zero to stop, which is handed on. */
struct sec_schema_source {
	int (*each)(void *ctx, int (*add)(void *arg, const char *name, struct sec_str text),
		void *arg, struct sec_err *err);
	void *ctx;
};

/* Loads `built_in` (with its policy.ini among the files), then `local` (may be
 * NULL) and the register's policy text (policy_name NULL: none). All errors
 * name file and line. */
int sec_schema_load(struct sec_schema *schema, const struct sec_schema_source *built_in,
	const struct sec_schema_source *local, const char *policy_name, struct sec_str policy,
	struct sec_err *err);
void sec_schema_release(struct sec_schema *schema);

/* While loading: compiles that derived value, if it is not yet, so that its
 * type is known. SEC_FAIL with the members where derived values form a circle. */
int sec_schema_resolve_derived(struct sec_schema *s, int derived, struct sec_err *err);

/* A source over a folder's *.ini files; `dir` must outlive it. */
struct sec_schema_source sec_schema_folder(const char *dir);

/* Look-ups; -1 when there is none of that name. */
int sec_schema_kind(const struct sec_schema *s, struct sec_str name);
int sec_schema_field(const struct sec_schema *s, int kind, struct sec_str key);
int sec_schema_derived(const struct sec_schema *s, struct sec_str name);
int sec_schema_state(const struct sec_schema *s, struct sec_str name);
int sec_schema_rule(const struct sec_schema *s, struct sec_str id);
int sec_schema_role(const struct sec_schema *s, struct sec_str name);
int sec_schema_due(const struct sec_schema *s, struct sec_str kind);
int sec_schema_policy(const struct sec_schema *s, struct sec_str name);
/* The section of that kind and id as written, or NULL. */
const struct sec_raw *sec_schema_raw(const struct sec_schema *s, const char *kind,
	struct sec_str id);
/* The sections of a kind, in the order of the files: returns the one after
 * `last` (NULL: the first), or NULL. */
const struct sec_raw *sec_schema_raw_next(const struct sec_schema *s, const char *kind,
	const struct sec_raw *last);
const struct sec_raw_key *sec_raw_find(const struct sec_raw *r, const char *key);
/* The field that a bare key means: the one whose field says `main`, else the
 * one section that has it; built-in fields are looked at first, alone.
 * -1: none; -2: several, `*first` and `*second` name two of them. */
int sec_schema_bare_field(const struct sec_schema *s, struct sec_str key, int *first, int *second);
/* The field a person named: `section.key`, `section:id.key`, a bare key, or a
 * label in any case. Fills kind, id and field; SEC_FAIL with a suggestion. A
 * key `x-…`, or any key of a kind with `any`, gives field -1 and the key. */
struct sec_address {
	int kind;            /* -1 for an `x-` section */
	int field;           /* -1 where the key is not in the schema */
	struct sec_str kind_name, id, key;
};
int sec_schema_address(const struct sec_schema *s, struct sec_str text,
	struct sec_address *out, struct sec_err *err);

/* Does a from…until range of states take in that state? An aside state only
 * where the range names it; no range takes in everything. */
bool sec_schema_in_range(const struct sec_schema *s, int from, int until, int state);

/* The dialect and the order of sections that this schema gives reader and
 * editor. `ctx` is the schema. */
bool sec_schema_known_key(void *schema, struct sec_str kind, struct sec_str key);
int sec_schema_order(void *schema, struct sec_str kind);

#endif
