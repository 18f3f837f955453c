/* SPDX-License-Identifier: ISC
 *
 * Misspelt names. A key or a section that the schema does not know draws one
 * finding; it still stands for what it most likely means, or one slip would be
 * reported again by every rule that misses it.
 */
#include "base/suggest.h"
#include "rules/facts/inner.h"

int sec_facts_meant_kind(const struct sec_facts *f, const struct sec_section *s)
{
	struct sec_suggest g;
	uint32_t i;
	int k, meant = -1;

	if (!s->kind.len || s->id.len || sec_name_is_private(s->kind))
		return -1;
	sec_suggest_init(&g, s->kind);
	for (k = 0; k < f->schema->kinds; k++) {
		sec_suggest_offer(&g, f->schema->kind[k].name);
		if (g.best == f->schema->kind[k].name)
			meant = k;
	}
	if (meant < 0 || f->schema->kind[meant].repeat != SEC_REPEAT_NO)
		return -1;
	for (i = 0; i < f->rec->sections; i++)
		if (sec_str_is(f->rec->section[i].kind, f->schema->kind[meant].name))
			return -1;
	return meant;
}

int sec_facts_meant(const struct sec_facts *f, int kind, struct sec_str key)
{
	const struct sec_kind *k = &f->schema->kind[kind];
	struct sec_suggest g;
	int i, meant = -1;

	if (k->any != SEC_TYPE_NONE || sec_name_is_private(key))
		return -1;
	sec_suggest_init(&g, key);
	for (i = k->first_field; i < k->first_field + k->fields; i++) {
		sec_suggest_offer(&g, f->schema->field[i].key);
		if (g.best == f->schema->field[i].key)
			meant = i;
	}
	return meant;
}

void sec_facts_bind_misspelt(struct sec_facts *f, unsigned instance)
{
	const struct sec_instance *in = &f->instance[instance];
	const struct sec_section *s = &f->rec->section[in->section];
	uint32_t e;

	for (e = s->first; e < s->first + s->entries; e++) {
		const struct sec_entry *entry = &f->rec->entry[e];
		uint32_t *slot;
		int field;

		if (f->entry_field[e] != SEC_ENTRY_NONE || !entry->value.len || !entry->key.len)
			continue;
		field = sec_facts_find_field(f, in->kind, entry->key);
		if (field < 0)
			field = sec_facts_meant(f, in->kind, entry->key);
		if (field < 0)
			continue;
		slot = &f->slot[f->base[instance] + (uint32_t)f->schema->field[field].slot];
		if (!*slot)
			*slot = e + 1;
	}
}
