/* SPDX-License-Identifier: ISC */
#include "base/date.h"
#include "render/document/data.h"

static const struct sec_schema *schema_of(const struct sec_document_data *d)
{
	return sec_facts_env(d->facts)->schema;
}

/* One entry of `fields`. */
void sec_data_push_field(const struct sec_document_data *d, struct sec_node *list,
	const struct sec_node *map, const struct sec_data_value *v, const char *help)
{
	struct sec_arena *a = d->arena;
	struct sec_node *item = sec_node_map(a);
	const struct sec_node *value = sec_node_get(map, sec_str(v->key));
	const struct sec_node *words = sec_node_get(map, sec_str(sec_arena_printf(a, "%s-words", v->key)));

	sec_node_put(a, item, SEC_STR("key"), sec_node_text(a, sec_str(v->key)));
	sec_node_put(a, item, SEC_STR("label"), sec_node_text(a, sec_str(v->label)));
	sec_node_put(a, item, SEC_STR("help"), sec_node_text(a, sec_str(help ? help : "")));
	sec_node_put(a, item, SEC_STR("value"), (struct sec_node *)value);
	sec_node_put(a, item, SEC_STR("words"), (struct sec_node *)(words ? words : value));
	sec_node_push(a, list, item);
}

const char *sec_data_label(struct sec_arena *a, struct sec_str name)
{
	char *label = sec_arena_strndup(a, name.s, name.len), *c;

	for (c = label; *c; c++)
		if (*c == '-')
			*c = ' ';
	if (label[0] >= 'a' && label[0] <= 'z')
		label[0] = (char)(label[0] - 32);
	return label;
}

/* Keys that the schema does not list: those of a kind where any key goes, and
 * `x-…`. Their label is the key, in words. */
static void put_extras(const struct sec_document_data *d, const struct sec_instance *i,
	struct sec_node *map, struct sec_node *fields)
{
	const struct sec_record *r = sec_facts_record(d->facts);
	const struct sec_section *s = &r->section[i->section];
	const struct sec_kind *kind = &schema_of(d)->kind[i->kind];
	uint32_t k;

	for (k = 0; k < s->entries; k++) {
		const struct sec_entry *e = &r->entry[s->first + k];
		struct sec_data_value v = { .type = kind->any, .raw = e->value };

		if (!e->value.len || sec_schema_field(schema_of(d), i->kind, e->key) >= 0)
			continue;
		if (v.type == SEC_TYPE_NONE || sec_name_is_private(e->key))
			v.type = SEC_TYPE_TEXT;
		sec_val_parse(v.type, e->value, &v.val);
		v.key = sec_arena_strndup(d->arena, e->key.s, e->key.len);
		v.label = sec_data_label(d->arena, e->key);
		sec_data_put_value(d, map, &v);
		sec_data_push_field(d, fields, map, &v, NULL);
	}
}

/* The keys of a section, NULL where there is none, and its `fields`. */
static struct sec_node *put_fields(const struct sec_document_data *d, int kind,
	const struct sec_instance *i, struct sec_node *map)
{
	const struct sec_schema *s = schema_of(d);
	struct sec_node *fields = sec_node_list(d->arena);
	int k;

	for (k = s->kind[kind].first_field; k < s->kind[kind].first_field + s->kind[kind].fields; k++) {
		const struct sec_field *f = &s->field[k];
		const struct sec_entry *e = i ? sec_facts_entry(d->facts, i, k) : NULL;
		struct sec_data_value v = { f->key, f->label ? f->label : f->key, f->type, f->values,
			{ 0 }, { NULL, 0 } };

		if (e) {
			v.val = sec_facts_value(d->facts, i, k);
			v.raw = e->value;
		}
		sec_data_put_value(d, map, &v);
		sec_data_push_field(d, fields, map, &v, f->help);
	}
	if (i)
		put_extras(d, i, map, fields);
	return fields;
}

struct sec_node *sec_data_instance(const struct sec_document_data *d, const struct sec_instance *i)
{
	struct sec_arena *a = d->arena;
	struct sec_node *map = sec_node_map(a), *fields = put_fields(d, i->kind, i, map);
	char day[32];

	sec_node_put(a, map, SEC_STR("id"), sec_node_text(a, i->id));
	if (i->day != SEC_DAY_NONE) {
		sec_day_words(i->day, day);
		sec_node_put(a, map, SEC_STR("id-words"),
			sec_node_text(a, sec_str(sec_arena_printf(a, "%s", day))));
	}
	sec_node_put(a, map, SEC_STR("fields"), fields);
	return map;
}

/* A section that is not there: false, and full of gaps. */
static struct sec_node *absent(const struct sec_document_data *d, int kind, struct sec_node **fields)
{
	const struct sec_kind *k = &schema_of(d)->kind[kind];
	struct sec_node *map = sec_node_gap(d->arena,
		sec_document_gap(d->arena, d->gap, k->label ? k->label : k->name));

	*fields = put_fields(d, kind, NULL, map);
	return map;
}

static struct sec_str with_id(const struct sec_document_data *d, const char *kind, struct sec_str id)
{
	return sec_str(sec_arena_printf(d->arena, "%s:%.*s", kind, SEC_ARG(id)));
}

static void put_repeated(const struct sec_document_data *d, struct sec_node *root, int kind)
{
	const struct sec_kind *k = &schema_of(d)->kind[kind];
	struct sec_node *list = sec_node_list(d->arena), *fields;
	unsigned n, i;
	const struct sec_instance *inst = sec_facts_instances(d->facts, kind, &n);

	for (i = 0; i < n; i++) {
		struct sec_node *map = sec_data_instance(d, &inst[i]);

		sec_node_push(d->arena, list, map);
		sec_node_put(d->arena, root, with_id(d, k->name, inst[i].id), map);
	}
	for (i = 0; i < k->ids.n; i++)
		if (!sec_facts_instance(d->facts, kind, sec_str(k->ids.word[i])))
			sec_node_put(d->arena, root, with_id(d, k->name, sec_str(k->ids.word[i])),
				absent(d, kind, &fields));
	sec_node_put(d->arena, root, sec_str(k->name), list);
}

void sec_data_put_sections(const struct sec_document_data *d, struct sec_node *root)
{
	const struct sec_schema *s = schema_of(d);
	struct sec_node *fields = sec_node_map(d->arena);
	int i;

	for (i = 0; i < s->kinds; i++) {
		const struct sec_instance *inst;
		struct sec_node *map, *of_kind;
		unsigned n;

		if (s->kind[i].repeat != SEC_REPEAT_NO) {
			put_repeated(d, root, i);
			continue;
		}
		inst = sec_facts_instances(d->facts, i, &n);
		if (n) {
			map = sec_node_map(d->arena);
			of_kind = put_fields(d, i, inst, map);
		} else {
			map = absent(d, i, &of_kind);
		}
		sec_node_put(d->arena, root, sec_str(s->kind[i].name), map);
		sec_node_put(d->arena, fields, sec_str(s->kind[i].name), of_kind);
	}
	sec_node_put(d->arena, root, SEC_STR("fields"), fields);
}
