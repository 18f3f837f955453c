/* SPDX-License-Identifier: ISC
 *
 * Private to check*.c, waiver.c, peers*.c, needs.c: one record being checked, and how a
 * finding is made.
 */
#ifndef SEC_RULES_CHECK_INNER_H
#define SEC_RULES_CHECK_INNER_H

#include "rules/check.h"

struct sec_checking {
	const struct sec_check *c;
	const struct sec_schema *s;
	const struct sec_record *rec;
	struct sec_facts *f;
	int state;
	bool grace;
	sec_day first, last; /* where days usually lie; SEC_DAY_NONE: anywhere */
	bool *waived; /* by instance of the waivers: has silenced something; NULL: none */
};

/* Where a finding points. */
struct sec_spot {
	uint32_t line, col;
	bool nowhere;  /* neither key nor section is there: the message names the address */
	char *address; /* owned; NULL: none */
};
struct sec_spot sec_spot_section(const struct sec_facts *f, const struct sec_instance *i);
struct sec_spot sec_spot_entry(const struct sec_facts *f, const struct sec_instance *i,
	const struct sec_entry *e);
/* A field in that instance (NULL: its section is not there). */
struct sec_spot sec_spot_field(const struct sec_facts *f, const struct sec_instance *i,
	int field);
/* Where `at` of a rule points in that scope. */
struct sec_spot sec_spot_rule(const struct sec_facts *f, const struct sec_rule *rule,
	const struct sec_scope *scope);

/* The rule of that id when its severity is not off, or NULL. */
const struct sec_rule *sec_check_rule(const struct sec_schema *s, const char *id);
/* Takes over spot.address. `fmt`: message; advice is the rule's. Nothing where a waiver holds. */
void sec_check_find(struct sec_checking *k, const struct sec_rule *rule,
	struct sec_spot spot, const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* The same with the rule's own message and advice, or else with `fallback`. */
void sec_check_say(struct sec_checking *k, const struct sec_rule *rule,
	const struct sec_scope *scope, struct sec_spot spot, const char *fallback);
enum sec_level sec_check_level(const struct sec_rule *rule, bool grace);

void sec_check_schema(struct sec_checking *k);
void sec_check_value(struct sec_checking *k, const struct sec_instance *i,
	const struct sec_entry *e, int field);
/* Evaluates `first` and `last`, which the checks of dates below compare with. */
void sec_check_range_init(struct sec_checking *k);
void sec_check_date_text(struct sec_checking *k, struct sec_spot spot, enum sec_type type,
	struct sec_str text);
void sec_check_required(struct sec_checking *k);
/* `optional-when` of the field is true, in that instance where it has one. */
bool sec_field_is_optional(struct sec_facts *f, const struct sec_instance *i, int field);
/* A check other than `reader`, `schema` and the cross-record ones. */
void sec_check_verb(struct sec_checking *k, const struct sec_rule *rule);
const struct sec_operand *sec_rule_operand(const struct sec_rule *rule, const char *name);

/* waiver.c: is `id` waived today? *which: the waiver's position. */
bool sec_waived(struct sec_facts *f, const char *id, unsigned *which);
void sec_check_waivers(struct sec_checking *k, const struct sec_rule *rule);

/* The first field that the expression reads and the record has, or -1. */
int sec_expr_first_present(const struct sec_expr *e, struct sec_facts *f);

#endif
