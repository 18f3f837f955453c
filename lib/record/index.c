/* SPDX-License-Identifier: ISC
 *
 * One open-addressing table over sections (by kind and id) and entries (by
 * section and key). A slot holds 0, or 1 + the index of an entry, or, with the
 * top bit, 1 + the index of a section. Of two that are the same only the first
 * is in the table.
 */
#include "record/reader.h"

#define SECTION 0x80000000u

static uint64_t mix(uint64_t h, struct sec_str s)
{
	uint64_t w;

	h ^= s.len;
	while (s.len >= 8) {
		memcpy(&w, s.s, 8);
		h = (h ^ w) * 0x9e3779b97f4a7c15u;
		h ^= h >> 29;
		s.s += 8;
		s.len -= 8;
	}
	w = 0;
	if (s.len)
		memcpy(&w, s.s, s.len);
	h = (h ^ w) * 0x9e3779b97f4a7c15u;
	return h ^ h >> 29;
}

static uint32_t *find_section(const struct sec_record *r, struct sec_str kind, struct sec_str id)
{
	uint32_t mask = r->slots - 1;
	uint32_t i = (uint32_t)mix(mix(SECTION, kind), id) & mask;

	for (; r->slot[i]; i = (i + 1) & mask) {
		const struct sec_section *s;

		if (!(r->slot[i] & SECTION))
			continue;
		s = &r->section[(r->slot[i] & ~SECTION) - 1];
		if (sec_str_eq(s->kind, kind) && sec_str_eq(s->id, id))
			break;
	}
	return &r->slot[i];
}

static uint32_t *find_entry(const struct sec_record *r, uint32_t section, struct sec_str key)
{
	uint32_t mask = r->slots - 1;
	uint32_t i = (uint32_t)mix(section, key) & mask;

	for (; r->slot[i]; i = (i + 1) & mask) {
		const struct sec_entry *e;

		if (r->slot[i] & SECTION)
			continue;
		e = &r->entry[r->slot[i] - 1];
		if (e->section == section && sec_str_eq(e->key, key))
			break;
	}
	return &r->slot[i];
}

static void room(struct sec_record *r)
{
	uint32_t want = 16;

	while (want < 2 * (r->sections + r->entries))
		want *= 2;
	if (want > r->slot_alloc) {
		r->slot = xreallocarray(r->slot, want, sizeof(*r->slot));
		r->slot_alloc = want;
	}
	r->slots = want;
	memset(r->slot, 0, want * sizeof(*r->slot));
}

/* What came twice is pointed at where it stands the second time, unless a merge
 * conflict is the reason: that is reported at its marker. */
static void twice(struct sec_reader *rd, const char *rule, uint32_t line, uint32_t first,
	const char *what, struct sec_str a, struct sec_str b)
{
	struct sec_record *r = rd->rec;
	struct sec_fault *f;

	if (r->line[line].conflict)
		return;
	f = sec_faults_add(&r->faults, rule, SEC_LEVEL_ERROR, line + 1, 1,
		"%s%.*s%s%.*s%s stands twice, in line %u and line %u", what, SEC_ARG(a),
		b.len ? " " : "", SEC_ARG(b), *what == '[' ? "]" : "'", first + 1, line + 1);
	f->advice = xstrdup(*what == '[' ? "put the keys of both under one of them"
		: "keep the one that is right and remove the other");
	r->line[line].faulty = true;
}

void sec_index_build(struct sec_reader *rd)
{
	struct sec_record *r = rd->rec;
	uint32_t i, *slot;

	room(r);
	for (i = 0; i < r->sections; i++) {
		const struct sec_section *s = &r->section[i];

		if (!s->kind.len)
			continue;
		slot = find_section(r, s->kind, s->id);
		if (*slot)
			twice(rd, "section-duplicate", s->line,
				r->section[(*slot & ~SECTION) - 1].line, "[", s->kind, s->id);
		else
			*slot = SECTION | (i + 1);
	}
	for (i = 0; i < r->entries; i++) {
		const struct sec_entry *e = &r->entry[i];

		slot = find_entry(r, e->section, e->key);
		if (*slot)
			twice(rd, "key-duplicate", e->line, r->entry[*slot - 1].line, "key '",
				e->key, (struct sec_str){ "", 0 });
		else
			*slot = i + 1;
	}
}

const struct sec_section *sec_record_find(const struct sec_record *r, struct sec_str kind,
	struct sec_str id)
{
	uint32_t slot = r->slots && kind.len ? *find_section(r, kind, id) : 0;

	return slot ? &r->section[(slot & ~SECTION) - 1] : NULL;
}

const struct sec_entry *sec_section_find(const struct sec_record *r,
	const struct sec_section *s, struct sec_str key)
{
	uint32_t slot = *find_entry(r, (uint32_t)(s - r->section), key);

	return slot ? &r->entry[slot - 1] : NULL;
}

const struct sec_section *sec_record_section(const struct sec_record *r, const char *kind,
	const char *id)
{
	return sec_record_find(r, sec_str(kind), sec_str(id ? id : ""));
}

const struct sec_entry *sec_section_entry(const struct sec_record *r,
	const struct sec_section *s, const char *key)
{
	return sec_section_find(r, s, sec_str(key));
}
