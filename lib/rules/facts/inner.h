/* SPDX-License-Identifier: ISC
 *
 * The inside of facts, shared by binding (facts.c) and evaluation (eval*.c).
 *
 * What is kept for a binding carries the number of that binding, so that a new
 * one forgets everything at once.
 */
#ifndef SEC_RULES_FACTS_INNER_H
#define SEC_RULES_FACTS_INNER_H

#include "rules/expr.h"

/* What an entry of the record is, instead of a field's index. */
enum {
	SEC_ENTRY_LOOSE = -1, /* not in the schema, in a section that takes any key */
	SEC_ENTRY_NONE = -2,  /* `x-…`, unknown, or without a value */
};

struct sec_kept {
	uint32_t binding;
	struct sec_val val;
};

struct sec_facts {
	const struct sec_env *env;
	const struct sec_schema *schema;
	const struct sec_record *rec;
	uint32_t binding;
	unsigned depth; /* derived values and states being computed inside one another */

	struct sec_instance *instance; /* grouped by kind, in order of id */
	unsigned instances, instance_alloc;
	uint32_t *base;      /* of each instance: where its fields begin in `slot` */
	unsigned base_alloc;
	uint32_t *slot;      /* index of an entry + 1, or 0 */
	size_t slots, slot_alloc;
	int32_t *entry_field; /* of each entry: its field or SEC_ENTRY_… */
	uint32_t entry_alloc;
	struct sec_group {
		unsigned first, n;
	} *group; /* of each kind */

	struct sec_kept *field, *derived; /* values that have been read */
	struct sec_kept *reached;         /* of each state */
	struct sec_kept state, who;
	int id_field, name_field, ref_field;

	struct sec_name_slot *names; /* see names.c */
	unsigned names_mask;
};

/* names.c: kinds and keys by name, hashed once. */
void sec_facts_names_init(struct sec_facts *f);
int sec_facts_find_kind(const struct sec_facts *f, struct sec_str name);
int sec_facts_find_field(const struct sec_facts *f, int kind, struct sec_str key);

/* meant.c: what a misspelt name most likely means, or -1. A kind only where
 * it stands once, has no id, and the record does not have it. */
int sec_facts_meant_kind(const struct sec_facts *f, const struct sec_section *s);
/* Lets the unknown keys of an instance stand for the fields that are meant and
 * missing: there, of a value nobody can rely on. */
void sec_facts_bind_misspelt(struct sec_facts *f, unsigned instance);
int sec_facts_meant(const struct sec_facts *f, int kind, struct sec_str key);

/* The value of a field of a section that stands once, kept. */
const struct sec_val *sec_facts_keep(struct sec_facts *f, int field);
/* The value of an entry as a field of that type and those words. */
struct sec_val sec_facts_read(const struct sec_entry *e, enum sec_type type,
	const struct sec_words *words);
const struct sec_val *sec_facts_keep_derived(struct sec_facts *f, int derived);
/* The entry of that key, in the schema or not; -1 stands for a section of any kind. */
const struct sec_entry *sec_facts_loose(const struct sec_facts *f, const struct sec_section *s,
	struct sec_str key);

/* Going through what `any(KIND, …)` and `for = KIND` name. */
struct sec_visit {
	int for_kind;
	bool past;      /* leave out events dated after today */
	unsigned next, end;
	uint32_t entry, entry_end; /* of keys: the next one */
	struct sec_scope scope;
};
void sec_visit_start(struct sec_visit *v, const struct sec_facts *f, int for_kind,
	const struct sec_scope *outer, bool past);
bool sec_visit_next(struct sec_visit *v, const struct sec_facts *f);

#endif
