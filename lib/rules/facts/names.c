/* SPDX-License-Identifier: ISC */
#include "rules/facts/inner.h"

/* Open addressing over all kinds (`kind` -1) and keys of the schema: binding a
 * record looks up every section and key it has. */
struct sec_name_slot {
	const char *name; /* NULL: free */
	uint32_t len;
	int32_t kind, index;
};

/* The ends of a name tell apart nearly all. */
static unsigned hash(int kind, struct sec_str s)
{
	uint64_t h = (uint64_t)s.len << 56 ^ (uint64_t)(kind + 1) << 40;
	uint64_t wide[2];
	uint32_t half[2];

	if (s.len >= 8) {
		memcpy(&wide[0], s.s, 8);
		memcpy(&wide[1], s.s + s.len - 8, 8);
		h ^= wide[0] + wide[1] * 31;
	} else if (s.len >= 4) {
		memcpy(&half[0], s.s, 4);
		memcpy(&half[1], s.s + s.len - 4, 4);
		h ^= half[0] + half[1] * UINT64_C(31);
	} else if (s.len) {
		h ^= (uint64_t)(unsigned char)s.s[0] << 16 ^ (uint64_t)(unsigned char)s.s[s.len / 2] << 8
			^ (unsigned char)s.s[s.len - 1];
	}
	h *= UINT64_C(0x9e3779b97f4a7c15);
	return (unsigned)(h >> 40);
}

static void add(struct sec_facts *f, int kind, const char *name, int index)
{
	struct sec_str s = sec_str(name);
	unsigned i = hash(kind, s) & f->names_mask;

	while (f->names[i].name)
		i = (i + 1) & f->names_mask;
	f->names[i] = (struct sec_name_slot){ name, (uint32_t)s.len, kind, index };
}

void sec_facts_names_init(struct sec_facts *f)
{
	const struct sec_schema *s = f->schema;
	unsigned size = 64;
	int i;

	while (size < 2 * (unsigned)(s->kinds + s->fields))
		size *= 2;
	f->names = xcalloc(size, sizeof(*f->names));
	f->names_mask = size - 1;
	for (i = 0; i < s->kinds; i++)
		add(f, -1, s->kind[i].name, i);
	for (i = 0; i < s->fields; i++)
		add(f, s->field[i].kind, s->field[i].key, i);
}

static int find(const struct sec_facts *f, int kind, struct sec_str name)
{
	unsigned i = hash(kind, name) & f->names_mask;
	const struct sec_name_slot *n;

	for (; (n = &f->names[i])->name; i = (i + 1) & f->names_mask)
		if (n->kind == kind && n->len == name.len && memcmp(n->name, name.s, name.len) == 0)
			return n->index;
	return -1;
}

int sec_facts_find_kind(const struct sec_facts *f, struct sec_str name)
{
	return find(f, -1, name);
}

int sec_facts_find_field(const struct sec_facts *f, int kind, struct sec_str key)
{
	return find(f, kind, key);
}
