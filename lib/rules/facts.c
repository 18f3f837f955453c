/* SPDX-License-Identifier: ISC */
#include "rules/facts.h"

#include <stdlib.h>

#include "rules/facts/inner.h"

/* Derived values that lie inside one another; deeper ones stay unknown. */
enum { DEEPEST = 100 };

static int named_field(const struct sec_facts *f, const char *kind, const char *key)
{
	int k = sec_facts_find_kind(f, sec_str(kind));

	return k < 0 ? -1 : sec_facts_find_field(f, k, sec_str(key));
}

struct sec_facts *sec_facts_new(const struct sec_env *env)
{
	const struct sec_schema *s = env->schema;
	struct sec_facts *f = xcalloc(1, sizeof(*f));

	f->env = env;
	f->schema = s;
	f->group = xcalloc((size_t)s->kinds, sizeof(*f->group));
	f->field = xcalloc((size_t)s->fields, sizeof(*f->field));
	f->derived = xcalloc((size_t)s->deriveds, sizeof(*f->derived));
	f->reached = xcalloc((size_t)s->states, sizeof(*f->reached));
	sec_facts_names_init(f);
	f->id_field = named_field(f, "secondment", "id");
	f->name_field = named_field(f, "person", "name");
	f->ref_field = named_field(f, "person", "ref");
	return f;
}

void sec_facts_free(struct sec_facts *f)
{
	if (!f)
		return;
	free(f->instance);
	free(f->base);
	free(f->slot);
	free(f->entry_field);
	free(f->group);
	free(f->field);
	free(f->derived);
	free(f->reached);
	free(f->names);
	free(f);
}

const struct sec_env *sec_facts_env(const struct sec_facts *f)
{
	return f->env;
}

const struct sec_record *sec_facts_record(const struct sec_facts *f)
{
	return f->rec;
}

/* Appends the record's sections of known kinds, each kind's as one group in
 * order of id; of equal ids the earlier section comes first. */
static void bind_sections(struct sec_facts *f)
{
	const struct sec_record *rec = f->rec;
	uint32_t i;
	int k, meant;

	f->instances = 0;
	for (k = 0; k < f->schema->kinds; k++)
		f->group[k] = (struct sec_group){ 0, 0 };
	for (i = 0; i < rec->sections; i++) {
		const struct sec_section *s = &rec->section[i];
		struct sec_instance *in;

		k = i && sec_str_eq(s->kind, s[-1].kind) ? k : sec_facts_find_kind(f, s->kind);
		meant = k < 0 ? sec_facts_meant_kind(f, s) : k;
		if (meant < 0)
			continue;
		SEC_GROW(f->instance, f->instances, f->instance_alloc);
		in = &f->instance[f->instances++];
		*in = (struct sec_instance){ .kind = meant, .id = s->id, .day = SEC_DAY_NONE,
			.section = i, .misspelt = k < 0 };
		f->group[meant].n++;
		if (k < 0)
			continue;
		if (f->schema->kind[k].repeat == SEC_REPEAT_DATE && s->id.len >= 10)
			sec_day_parse(s->id.s, 10, &in->day);
	}
}

static int by_kind_and_id(const void *x, const void *y)
{
	const struct sec_instance *a = x, *b = y;
	int r = a->kind - b->kind;

	if (!r)
		r = sec_str_cmp(a->id, b->id);
	return r ? r : a->section < b->section ? -1 : 1;
}

static void sort_sections(struct sec_facts *f)
{
	unsigned i, j, sum = 0;
	int k;

	for (k = 0; k < f->schema->kinds; k++) {
		f->group[k].first = sum;
		sum += f->group[k].n;
	}
	if (f->instances > 256) {
		qsort(f->instance, f->instances, sizeof(*f->instance), by_kind_and_id);
		return;
	}
	for (i = 1; i < f->instances; i++) { /* nearly sorted: records keep the schema's order */
		struct sec_instance in = f->instance[i];

		for (j = i; j && by_kind_and_id(&f->instance[j - 1], &in) > 0; j--)
			f->instance[j] = f->instance[j - 1];
		f->instance[j] = in;
	}
}

/* Does the section stand a second time? That is a finding of the reader's; to
 * everybody else both are one section, or one mistake would look like many. */
static bool stands_again(const struct sec_facts *f, unsigned i)
{
	const struct sec_instance *in = &f->instance[i];

	return i && in->kind == in[-1].kind && sec_str_eq(in->id, in[-1].id);
}

/* Makes room for the fields of every instance, all of them missing. */
static void clear_slots(struct sec_facts *f)
{
	unsigned i;

	while (f->base_alloc < f->instances)
		SEC_GROW(f->base, f->base_alloc, f->base_alloc);
	f->slots = 0;
	for (i = 0; i < f->instances; i++) {
		if (stands_again(f, i)) {
			f->base[i] = f->base[i - 1];
			continue;
		}
		f->base[i] = (uint32_t)f->slots;
		f->slots += (size_t)f->schema->kind[f->instance[i].kind].fields;
	}
	while (f->slot_alloc < f->slots)
		SEC_GROW(f->slot, f->slot_alloc, f->slot_alloc);
	if (f->slots)
		memset(f->slot, 0, f->slots * sizeof(*f->slot));
	while (f->entry_alloc < f->rec->entries)
		SEC_GROW(f->entry_field, f->entry_alloc, f->entry_alloc);
}

static int32_t field_of(const struct sec_facts *f, int kind, const struct sec_entry *e)
{
	int field;

	if (!e->value.len || !e->key.len)
		return SEC_ENTRY_NONE;
	field = sec_facts_find_field(f, kind, e->key);
	if (field >= 0)
		return field;
	if (f->schema->kind[kind].any == SEC_TYPE_NONE || sec_name_is_private(e->key))
		return SEC_ENTRY_NONE;
	return SEC_ENTRY_LOOSE;
}

static void bind_entries(struct sec_facts *f)
{
	const struct sec_record *rec = f->rec;
	bool strange;
	unsigned i;
	uint32_t e;

	for (i = 0; i < f->instances; i++) {
		const struct sec_instance *in = &f->instance[i];
		const struct sec_section *s = &rec->section[in->section];

		strange = false;
		for (e = s->first; e < s->first + s->entries; e++) {
			int32_t field = in->misspelt ? SEC_ENTRY_NONE : field_of(f, in->kind, &rec->entry[e]);
			uint32_t *slot;

			f->entry_field[e] = field;
			strange |= field == SEC_ENTRY_NONE;
			if (field < 0)
				continue;
			slot = &f->slot[f->base[i] + (uint32_t)f->schema->field[field].slot];
			if (!*slot)
				*slot = e + 1;
		}
		if (strange)
			sec_facts_bind_misspelt(f, i);
	}
}

void sec_facts_bind(struct sec_facts *f, const struct sec_record *rec)
{
	f->rec = rec;
	f->depth = 0;
	if (++f->binding == 0) { /* what was kept 2^32 bindings ago must not look like new */
		memset(f->field, 0, (size_t)f->schema->fields * sizeof(*f->field));
		memset(f->derived, 0, (size_t)f->schema->deriveds * sizeof(*f->derived));
		memset(f->reached, 0, (size_t)f->schema->states * sizeof(*f->reached));
		f->state.binding = f->who.binding = 0;
		f->binding = 1;
	}
	bind_sections(f);
	sort_sections(f);
	clear_slots(f);
	bind_entries(f);
}

const struct sec_instance *sec_facts_instances(const struct sec_facts *f, int kind, unsigned *n)
{
	*n = kind >= 0 ? f->group[kind].n : 0;
	return *n ? &f->instance[f->group[kind].first] : NULL;
}

const struct sec_instance *sec_facts_instance(const struct sec_facts *f, int kind, struct sec_str id)
{
	unsigned n, i;
	const struct sec_instance *in = sec_facts_instances(f, kind, &n);

	for (i = 0; i < n; i++)
		if (sec_str_eq(in[i].id, id))
			return &in[i];
	return NULL;
}

const struct sec_entry *sec_facts_entry(const struct sec_facts *f, const struct sec_instance *i,
	int field)
{
	uint32_t e = f->slot[f->base[i - f->instance] + (uint32_t)f->schema->field[field].slot];

	return e ? &f->rec->entry[e - 1] : NULL;
}

struct sec_val sec_facts_read(const struct sec_entry *e, enum sec_type type,
	const struct sec_words *words)
{
	struct sec_val v = { .type = (uint8_t)type, .day = SEC_DAY_NONE };

	if (e)
		sec_val_parse(type, e->value, &v);
	if (v.known && type == SEC_TYPE_ENUM && words && sec_words_find(words, v.text) < 0) {
		v.known = false;
		v.bad = true;
	}
	return v;
}

struct sec_val sec_facts_value(struct sec_facts *f, const struct sec_instance *i, int field)
{
	const struct sec_field *d = &f->schema->field[field];
	const struct sec_entry *e = i ? sec_facts_entry(f, i, field) : NULL;

	if (e && f->entry_field[e - f->rec->entry] == SEC_ENTRY_NONE)
		return (struct sec_val){ .type = (uint8_t)d->type, .bad = true, .text = e->value,
			.day = SEC_DAY_NONE };
	return sec_facts_read(e, d->type, &d->values);
}

const struct sec_val *sec_facts_keep(struct sec_facts *f, int field)
{
	struct sec_kept *k = &f->field[field];
	unsigned n;
	const struct sec_instance *in;

	if (k->binding != f->binding) {
		in = sec_facts_instances(f, f->schema->field[field].kind, &n);
		k->val = sec_facts_value(f, in, field);
		k->binding = f->binding;
	}
	return &k->val;
}

struct sec_val sec_facts_field(struct sec_facts *f, int field)
{
	return *sec_facts_keep(f, field);
}

const struct sec_val *sec_facts_keep_derived(struct sec_facts *f, int derived)
{
	const struct sec_derived *d = &f->schema->derived[derived];
	struct sec_kept *k = &f->derived[derived];
	struct sec_val v = { .type = (uint8_t)d->type, .day = SEC_DAY_NONE };

	if (k->binding == f->binding)
		return &k->val;
	if (d->value && f->depth < DEEPEST) {
		f->depth++;
		v = sec_expr_eval(d->value, f, NULL);
		f->depth--;
	}
	if (d->type == SEC_TYPE_YESNO && !v.known) { /* a derived yes-no is never unknown */
		v.yes = false;
		v.known = true;
	}
	k->val = v;
	k->binding = f->binding;
	return &k->val;
}

struct sec_val sec_facts_derived(struct sec_facts *f, int derived)
{
	return *sec_facts_keep_derived(f, derived);
}

bool sec_facts_reached(struct sec_facts *f, int state)
{
	struct sec_kept *k = &f->reached[state];
	const struct sec_expr *when = f->schema->state[state].when;
	bool yes = false;

	if (k->binding == f->binding)
		return k->val.yes;
	if (when && f->depth < DEEPEST) {
		f->depth++;
		yes = sec_expr_test(when, f, NULL) == SEC_YES;
		f->depth--;
	}
	k->val.yes = yes;
	k->binding = f->binding;
	return yes;
}

int sec_facts_state(struct sec_facts *f)
{
	int i;

	if (f->state.binding != f->binding) {
		for (i = f->schema->states - 1; i > 0 && !sec_facts_reached(f, i); i--)
			;
		f->state.val.state = i;
		f->state.binding = f->binding;
	}
	return f->state.val.state;
}

struct sec_str sec_facts_who(struct sec_facts *f)
{
	const struct sec_env *env = f->env;
	struct sec_str name = { "", 0 };
	const struct sec_val *v;

	if (f->who.binding == f->binding)
		return f->who.val.text;
	if (f->name_field >= 0 && (v = sec_facts_keep(f, f->name_field))->known)
		name = v->text;
	if (!name.len && f->ref_field >= 0 && (v = sec_facts_keep(f, f->ref_field))->known) {
		if (env->person_name)
			name = env->person_name(env->ctx, v->text);
		if (!name.len)
			name = v->text;
	}
	f->who.val.text = name;
	f->who.binding = f->binding;
	return name;
}

static struct sec_str as_written(const struct sec_facts *f, int field)
{
	const struct sec_instance *in;
	const struct sec_entry *e = NULL;
	unsigned n;

	if (field >= 0) {
		in = sec_facts_instances(f, f->schema->field[field].kind, &n);
		e = in ? sec_facts_entry(f, in, field) : NULL;
	}
	return e ? e->value : (struct sec_str){ "", 0 };
}

struct sec_str sec_facts_id(const struct sec_facts *f)
{
	return as_written(f, f->id_field);
}

struct sec_str sec_facts_ref(const struct sec_facts *f)
{
	return as_written(f, f->ref_field);
}

void sec_facts_format(const struct sec_facts *f, const struct sec_val *v, struct sec_buf *out)
{
	if (v->type == SEC_TYPE_STATE && v->known)
		sec_buf_addstr(out, f->schema->state[v->state].name);
	else
		sec_val_format(v, out);
}
