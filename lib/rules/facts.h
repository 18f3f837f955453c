/* SPDX-License-Identifier: ISC
 *
 * Facts: a record seen through the schema, on a day. Binding finds for every
 * field its entry in the record; values are read, derived values and the state
 * computed when first asked for, and kept until the next binding.
 *
 * A facts object is made once for a thread and bound to one record after the
 * other: nothing is allocated for a record once it has seen a large one.
 *
 * Instances: one for every section of the record whose kind the schema knows,
 * grouped by kind, in order of id (dates first, then the suffix; slugs bytewise).
 */
#ifndef SEC_RULES_FACTS_H
#define SEC_RULES_FACTS_H

#include "rules/schema.h"

struct sec_facts;

/* What the rules ask of the world around a record. Functions may be NULL. */
struct sec_env {
	const struct sec_schema *schema;
	sec_day today;
	/* The name people.ini has for a ref; an empty slice when there is none. */
	struct sec_str (*person_name)(void *ctx, struct sec_str ref);
	bool (*holiday)(void *ctx, sec_day day);
	/* Does this register have a plain file of that (safe, relative) path? */
	bool (*file_exists)(void *ctx, struct sec_str path);
	/* Pseudo-names `next-due` and `findings`, bound by the caller. */
	bool (*pseudo)(void *ctx, struct sec_facts *facts, const char *name, struct sec_val *out);
	void *ctx;
};

struct sec_instance {
	int kind;
	struct sec_str id;
	sec_day day;      /* of an event; SEC_DAY_NONE otherwise */
	uint32_t section; /* index in the record */
	bool misspelt;    /* the section's name is another, and most likely means this kind */
};

struct sec_facts *sec_facts_new(const struct sec_env *env); /* env must outlive it */
void sec_facts_free(struct sec_facts *f);
/* `rec` must stay as it is until the next binding. */
void sec_facts_bind(struct sec_facts *f, const struct sec_record *rec);

const struct sec_env *sec_facts_env(const struct sec_facts *f);
const struct sec_record *sec_facts_record(const struct sec_facts *f);

/* The instances of a kind (consecutive), or NULL with *n = 0. */
const struct sec_instance *sec_facts_instances(const struct sec_facts *f, int kind, unsigned *n);
/* The instance of that kind and id, or NULL. */
const struct sec_instance *sec_facts_instance(const struct sec_facts *f, int kind, struct sec_str id);
/* Entry of a field in an instance, NULL when it is missing (an empty value is missing). */
const struct sec_entry *sec_facts_entry(const struct sec_facts *f, const struct sec_instance *i,
	int field);
struct sec_val sec_facts_value(struct sec_facts *f, const struct sec_instance *i, int field);
/* The field of a section that stands once (the first instance elsewhere). */
struct sec_val sec_facts_field(struct sec_facts *f, int field);
struct sec_val sec_facts_derived(struct sec_facts *f, int derived);
int sec_facts_state(struct sec_facts *f); /* index of the state in force */
bool sec_facts_reached(struct sec_facts *f, int state); /* its own condition holds */
/* Built in: person.name, else people.ini's name for person.ref, else the ref. */
struct sec_str sec_facts_who(struct sec_facts *f);
/* person.ref as written, or an empty slice. */
struct sec_str sec_facts_ref(const struct sec_facts *f);
/* secondment.id as written, or an empty slice. */
struct sec_str sec_facts_id(const struct sec_facts *f);

/* Appends a value as people read it: states by name, dates ISO. */
void sec_facts_format(const struct sec_facts *f, const struct sec_val *v, struct sec_buf *out);

#endif
