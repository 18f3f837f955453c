/* SPDX-License-Identifier: ISC
 *
 * Private to the schema: its look-up tables, and what the loader's parts share.
 * Only the schema's own files and those that check (check*.c, peers.c, needs.c)
 * include this.
 *
 * Loading goes in steps, each over the whole schema, so that the order of
 * sections and files never matters:
 *   1. every file is read and merged into `raw` sections, built-in ones first;
 *   2. the arrays are filled: names, types, values, labels;
 *   3. expressions are compiled, derived values in order of need;
 *   4. what needs all of it is judged: circles, rules by state.
 */
#ifndef SEC_RULES_SCHEMA_INDEX_H
#define SEC_RULES_SCHEMA_INDEX_H

#include "base/suggest.h"
#include "rules/expr.h"

/* The kinds of sections in schema files, in the order of sec_raw_kinds[]. */
enum sec_raw_class {
	SEC_RAW_SECTION,
	SEC_RAW_FIELD,
	SEC_RAW_DERIVED,
	SEC_RAW_STATE,
	SEC_RAW_RULE,
	SEC_RAW_ROLE,
	SEC_RAW_DUE,
	SEC_RAW_STORY,
	SEC_RAW_KEPT, /* this one and those after it are only kept */
};
int sec_raw_class(struct sec_str kind); /* position in sec_raw_kinds[], or -1 */
extern const char *const sec_raw_kinds[]; /* ends with NULL */

/* Classes of names beside the above; raw sections by their class + SEC_NAME_RAW. */
enum { SEC_NAME_POLICY = 32, SEC_NAME_RAW = 64 };

struct sec_name {
	uint32_t hash;
	int class, scope; /* scope: the kind of a field; 0 otherwise */
	struct sec_str name;
	int index;
};

struct sec_schema_index {
	struct sec_name *slot; /* open addressing; name.s NULL: free */
	uint32_t size, used;
	int **rules_in;        /* by state: the rules whose range takes it in, ends with -1 */
	int **required_in;     /* by state: the fields that it asks for, ends with -1 */
	int *resolving;        /* derived values being compiled, as a stack */
	int depth;
	bool *resolved;        /* by derived value; NULL: before step 3 */
	struct sec_raw severity, values; /* [severity] and [values] of all policy files */
};

/* Step 1: raw.c. Policy files are handed on to policy.c. */
struct sec_loader {
	struct sec_schema *schema;
	bool local;  /* the files read now are a register's own */
	int files, raw_alloc, policy_alloc;
	struct sec_record rec;
	struct sec_err *err;
};
int sec_load_file(void *loader, const char *name, struct sec_str text);
int sec_load_register(struct sec_loader *l, const char *name, struct sec_str text);
/* `register_policy`: this is the register's policy.ini, not a file that makes names. */
int sec_load_policy(struct sec_loader *l, const char *name, bool register_policy);
/* What [values] and [severity] say, once rules are there. */
int sec_policy_finish(struct sec_schema *s, struct sec_err *err);

/* Reading one raw section: a key's value or NULL (an empty value is none). */
const struct sec_raw_key *sec_raw_value(const struct sec_raw *r, const char *key);
const char *sec_raw_text(const struct sec_raw *r, const char *key);
int sec_raw_count(const struct sec_schema *s, const char *kind);
/* Each leaves *out alone where the key is missing. */
int sec_raw_yesno(const struct sec_raw *r, const char *key, bool *out, struct sec_err *err);
int sec_raw_words(struct sec_schema *s, const struct sec_raw *r, const char *key,
	struct sec_words *out, struct sec_err *err);
int sec_raw_name(const struct sec_schema *s, const struct sec_raw *r, const char *key,
	enum sec_raw_class class, int *out, struct sec_err *err);
/* The states of `from` and `until`, which may not run backwards, and whether one of
 * them is aside. */
int sec_raw_range(const struct sec_schema *s, const struct sec_raw *r, int *from, int *until,
	bool *aside, struct sec_err *err);
int sec_raw_type(const struct sec_raw *r, const char *key, enum sec_type *out,
	struct sec_err *err);
/* Where the key's value stands: what compiling it starts from. `k` is not NULL. */
struct sec_expr_site sec_raw_site(struct sec_schema *s, const struct sec_raw_key *k, int for_kind);
int sec_raw_expr(struct sec_schema *s, const struct sec_raw *r, const char *key, int for_kind,
	bool due, enum sec_want want, struct sec_expr **out, struct sec_err *err);
int sec_raw_exprs(struct sec_schema *s, const struct sec_raw *r, const char *key, int for_kind,
	bool due, enum sec_want want, struct sec_expr ***out, unsigned *n, struct sec_err *err);
int sec_raw_for(const struct sec_schema *s, const struct sec_raw *r, int *for_kind,
	struct sec_err *err);
int sec_raw_message(struct sec_schema *s, const struct sec_raw *r, const char *key, int for_kind,
	bool due, struct sec_message **out, struct sec_err *err);
/* Every key is one of `known` or begins with `x-`. Lists end with NULL; `more` may be NULL. */
int sec_raw_keys(const struct sec_raw *r, const char *const *known, const char *const *more,
	struct sec_err *err);
int sec_raw_error(struct sec_err *err, const struct sec_raw_key *k, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* ", did you mean 'x'?" or "", in a buffer that the next call reuses. */
const char *sec_did_you_mean(struct sec_suggest *g, char *room, size_t size);

/* Step 2 (fill) and 3 (compile), one pair a noun. */
int sec_fields_fill(struct sec_schema *s, struct sec_err *err);
int sec_fields_compile(struct sec_schema *s, struct sec_err *err);
int sec_derived_fill(struct sec_schema *s, struct sec_err *err);
int sec_derived_compile(struct sec_schema *s, struct sec_err *err);
int sec_states_fill(struct sec_schema *s, struct sec_err *err);
int sec_states_compile(struct sec_schema *s, struct sec_err *err);
int sec_rules_fill(struct sec_schema *s, struct sec_err *err);
int sec_rules_compile(struct sec_schema *s, struct sec_err *err);
int sec_roles_fill(struct sec_schema *s, struct sec_err *err);
int sec_roles_compile(struct sec_schema *s, struct sec_err *err);
int sec_dues_fill(struct sec_schema *s, struct sec_err *err);
int sec_dues_compile(struct sec_schema *s, struct sec_err *err);
int sec_stories_fill(struct sec_schema *s, struct sec_err *err);
int sec_stories_compile(struct sec_schema *s, struct sec_err *err);
/* Step 4. */
int sec_schema_circles(struct sec_schema *s, struct sec_err *err);

int sec_name_find(const struct sec_schema *s, int class, int scope, struct sec_str name);
/* `name` must live as long as the schema. False where it is there already. */
bool sec_name_add(struct sec_schema *s, int class, int scope, struct sec_str name, int index);

#endif
