/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "rules/check/inner.h"

static char *address_of(const struct sec_schema *s, int kind, struct sec_str id,
	struct sec_str key)
{
	struct sec_buf out = SEC_BUF_INIT;

	sec_buf_addstr(&out, s->kind[kind].name);
	if (id.len) {
		sec_buf_addch(&out, ':');
		sec_buf_addslice(&out, id);
	}
	if (key.len) {
		sec_buf_addch(&out, '.');
		sec_buf_addslice(&out, key);
	}
	return sec_buf_detach(&out);
}

struct sec_spot sec_spot_section(const struct sec_facts *f, const struct sec_instance *i)
{
	const struct sec_record *rec = sec_facts_record(f);

	return (struct sec_spot){
		.line = rec->section[i->section].line + 1, .col = 1,
		.address = address_of(sec_facts_env(f)->schema, i->kind, i->id, (struct sec_str){ 0 }),
	};
}

struct sec_spot sec_spot_entry(const struct sec_facts *f, const struct sec_instance *i,
	const struct sec_entry *e)
{
	return (struct sec_spot){
		.line = e->line + 1, .col = e->col,
		.address = address_of(sec_facts_env(f)->schema, i->kind, i->id, e->key),
	};
}

struct sec_spot sec_spot_field(const struct sec_facts *f, const struct sec_instance *i,
	int field)
{
	const struct sec_schema *s = sec_facts_env(f)->schema;
	const struct sec_entry *e = i ? sec_facts_entry(f, i, field) : NULL;
	struct sec_str key = sec_str(s->field[field].key), none = { 0 };

	if (e)
		return sec_spot_entry(f, i, e);
	return (struct sec_spot){
		.line = i ? sec_facts_record(f)->section[i->section].line + 1 : 1,
		.nowhere = !i,
		.address = address_of(s, s->field[field].kind, i ? i->id : none, key),
	};
}

static const struct sec_instance *instance_of(const struct sec_facts *f,
	const struct sec_rule *rule, const struct sec_scope *scope)
{
	int kind = sec_facts_env(f)->schema->field[rule->at_field].kind;
	const struct sec_instance *all;
	unsigned n;

	if (rule->at_id.len)
		return sec_facts_instance(f, kind, rule->at_id);
	if (scope && scope->instance && scope->instance->kind == kind)
		return scope->instance;
	all = sec_facts_instances(f, kind, &n);
	return n ? all : NULL;
}

struct sec_spot sec_spot_rule(const struct sec_facts *f, const struct sec_rule *rule,
	const struct sec_scope *scope)
{
	struct sec_spot spot = { .line = 1 };

	if (rule->at_field >= 0) {
		spot = sec_spot_field(f, instance_of(f, rule, scope), rule->at_field);
		if (spot.nowhere && rule->at_id.len) {
			const struct sec_field *field =
				&sec_facts_env(f)->schema->field[rule->at_field];

			free(spot.address);
			spot.address = address_of(sec_facts_env(f)->schema, field->kind,
				rule->at_id, sec_str(field->key));
		}
	} else if (scope && scope->instance && scope->entry) {
		spot = sec_spot_entry(f, scope->instance, scope->entry);
	} else if (scope && scope->instance) {
		spot = sec_spot_section(f, scope->instance);
	}
	return spot;
}
