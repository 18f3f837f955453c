/* SPDX-License-Identifier: ISC */
#include "base/date.h"
#include "register/register.h"
#include "render/document/data.h"
#include "render/story.h"

static const struct sec_schema *schema_of(const struct sec_document_data *d)
{
	return sec_facts_env(d->facts)->schema;
}

static void put(const struct sec_document_data *d, struct sec_node *map, const char *key,
	struct sec_str text)
{
	sec_node_put(d->arena, map, sec_str(key), sec_node_text(d->arena, text));
}

static void push(const struct sec_document_data *d, struct sec_node *list, struct sec_str text)
{
	sec_node_push(d->arena, list, sec_node_text(d->arena, text));
}

/* Every key as it is written, one that stands twice or is empty too. */
static void push_entry(const struct sec_document_data *d, int kind, const struct sec_entry *e,
	struct sec_node *fields)
{
	const struct sec_schema *s = schema_of(d);
	struct sec_node *alone = sec_node_map(d->arena);
	int f = kind < 0 ? -1 : sec_schema_field(s, kind, e->key);
	struct sec_data_value v = { .type = SEC_TYPE_TEXT, .raw = e->value };

	v.key = sec_arena_strndup(d->arena, e->key.s, e->key.len);
	v.label = sec_data_label(d->arena, e->key);
	if (f >= 0) {
		v.type = s->field[f].type;
		v.values = s->field[f].values;
		v.label = s->field[f].label ? s->field[f].label : v.label;
	} else if (kind >= 0 && s->kind[kind].any != SEC_TYPE_NONE && !sec_name_is_private(e->key)) {
		v.type = s->kind[kind].any;
	}
	if (e->value.len)
		sec_val_parse(v.type, e->value, &v.val);
	sec_data_put_value(d, alone, &v);
	sec_data_push_field(d, fields, alone, &v, NULL);
}

static struct sec_node *section(const struct sec_document_data *d, const struct sec_section *s)
{
	const struct sec_record *r = sec_facts_record(d->facts);
	const struct sec_schema *schema = schema_of(d);
	struct sec_node *map = sec_node_map(d->arena), *fields = sec_node_list(d->arena);
	int kind = sec_schema_kind(schema, s->kind);
	char day[32];
	sec_day when;
	uint32_t i;

	put(d, map, "kind", s->kind);
	put(d, map, "label", kind >= 0 && schema->kind[kind].label ? sec_str(schema->kind[kind].label)
		: s->kind.len ? sec_str(sec_data_label(d->arena, s->kind)) : SEC_STR("Outside any section"));
	put(d, map, "id", s->id);
	if (s->id.len >= 10 && sec_day_parse(s->id.s, 10, &when)) {
		sec_day_words(when, day);
		put(d, map, "id-words", sec_str(sec_arena_printf(d->arena, "%s%.*s", day,
			(int)s->id.len - 10, s->id.s + 10)));
	} else {
		put(d, map, "id-words", s->id);
	}
	for (i = 0; i < s->entries; i++)
		push_entry(d, kind, &r->entry[s->first + i], fields);
	sec_node_put(d->arena, map, SEC_STR("any"), sec_node_bool(d->arena, s->entries > 0));
	sec_node_put(d->arena, map, SEC_STR("fields"), fields);
	return map;
}

/* Is what stands from that line on, up to the first that is something else, the
 * head of a section? Comments directly above one belong to it. */
static bool heads_section(const struct sec_record *r, uint32_t line)
{
	while (line < r->lines && r->line[line].kind == SEC_LINE_COMMENT)
		line++;
	return line < r->lines && r->line[line].kind == SEC_LINE_SECTION;
}

/* Comments, and lines that mean nothing to any program. */
static void put_rest(const struct sec_document_data *d, const struct sec_record *r, uint32_t section_no,
	struct sec_node *map)
{
	struct sec_node *comments = sec_node_list(d->arena), *unread = sec_node_list(d->arena);
	uint32_t i = section_no ? r->section[section_no].line : 0;
	uint32_t end = section_no + 1 < r->sections ? r->section[section_no + 1].line : r->lines;

	while (section_no && i > 0 && r->line[i - 1].kind == SEC_LINE_COMMENT)
		i--;
	for (; i < end; i++) {
		struct sec_str text = sec_record_line(r, i);

		if (r->line[i].kind == SEC_LINE_COMMENT && i > r->section[section_no].line
			&& heads_section(r, i))
			break;
		if (r->line[i].kind == SEC_LINE_COMMENT) {
			text.s++;
			text.len--;
			text = sec_str_trim(text);
			if (text.len)
				push(d, comments, text);
		} else if (r->line[i].kind == SEC_LINE_FAULTY || r->line[i].kind == SEC_LINE_MERGE) {
			push(d, unread, sec_str_trim(text));
		}
	}
	sec_node_put(d->arena, map, SEC_STR("comments"), comments);
	sec_node_put(d->arena, map, SEC_STR("unread"), unread);
}

static struct sec_node *content(void *ctx)
{
	const struct sec_document_data *d = ctx;
	const struct sec_record *r = sec_facts_record(d->facts);
	struct sec_node *list = sec_node_list(d->arena);
	uint32_t i;

	for (i = 0; i < r->sections; i++) {
		struct sec_node *map = section(d, &r->section[i]);

		put_rest(d, r, i, map);
		sec_node_push(d->arena, list, map);
	}
	return list;
}

/* The row of people.ini for the person's ref. */
static struct sec_node *people(void *ctx)
{
	const struct sec_document_data *d = ctx;
	struct sec_node *map = sec_node_map(d->arena), *fields = sec_node_list(d->arena);
	const struct sec_person *p;
	size_t i;

	p = d->reg ? sec_people_find(&d->reg->people, sec_facts_ref(d->facts)) : NULL;
	if (!p)
		return sec_node_null(d->arena);
	for (i = 0; i < p->keys; i++) {
		struct sec_node *item = sec_node_map(d->arena);

		put(d, item, "label", sec_str(sec_data_label(d->arena, sec_str(p->key[i].name))));
		put(d, item, "value", sec_str(p->key[i].value));
		sec_node_push(d->arena, fields, item);
	}
	put(d, map, "ref", sec_str(p->ref));
	sec_node_put(d->arena, map, SEC_STR("fields"), fields);
	return map;
}

/* ---- what became of it */

struct history {
	const struct sec_document_data *d;
	struct sec_node *list, *lacks; /* NULL: not asked for yet */
};

static struct sec_node *words(const struct sec_document_data *d, const char *text)
{
	return sec_node_text(d->arena, sec_str(text));
}

static int add_told(void *ctx, const struct sec_told *told)
{
	struct history *h = ctx;
	const struct sec_document_data *d = h->d;
	struct sec_node *item = sec_node_map(d->arena);
	struct sec_buf clause = SEC_BUF_INIT;
	char day[32];

	sec_day_words(told->day, day);
	put(d, item, "day-words", sec_str(sec_arena_printf(d->arena, "%s", day)));
	sec_told_clause(told, &clause);
	put(d, item, "sentence", sec_str(sec_arena_strndup(d->arena, clause.s, clause.len)));
	sec_node_push(d->arena, h->list, item);
	sec_buf_release(&clause);
	return 0;
}

/* Why there is no history, or not all of it; NULL: all is there. */
static const char *look_back(struct history *h)
{
	const struct sec_document_data *d = h->d;
	struct sec_str written = sec_facts_id(d->facts);
	const char *id = sec_arena_strndup(d->arena, written.s, written.len);
	struct sec_err err = SEC_ERR_INIT;
	bool cut = false;
	int rc;

	if (!d->reg || !d->reg->root)
		return "It was read from a file of its own, outside any register, so its history is not known.";
	rc = sec_story_each(d->reg, d->at, &id, 1, add_told, h, &cut, &err);
	if (rc < 0 && rc != SEC_ABSENT)
		sec_err_set(d->err, rc, "%s", err.msg);
	sec_err_clear(&err);
	if (rc == SEC_ABSENT)
		return "Nothing is committed to git here, so it has no history.";
	if (cut)
		return "This copy of the register holds only the latest part of the history. What came "
			"before is where it was copied from; git fetch --unshallow brings it.";
	return sec_node_count(h->list) ? NULL : "It is not committed to git yet, so it has no history.";
}

static void ask(struct history *h)
{
	const char *why;

	if (h->list)
		return;
	h->list = sec_node_list(h->d->arena);
	why = look_back(h);
	h->lacks = why ? words(h->d, why) : sec_node_null(h->d->arena);
}

static struct sec_node *history(void *ctx)
{
	struct history *h = ctx;

	ask(h);
	return h->list;
}

static struct sec_node *history_lacks(void *ctx)
{
	struct history *h = ctx;

	ask(h);
	return h->lacks;
}

void sec_data_put_held(const struct sec_document_data *d, struct sec_node *root)
{
	void *ctx = (void *)d;
	struct history *h = sec_arena_alloc(d->arena, sizeof(*h));

	h->d = d;
	sec_node_put(d->arena, root, SEC_STR("content"), sec_node_lazy(d->arena, content, ctx));
	sec_node_put(d->arena, root, SEC_STR("people"), sec_node_lazy(d->arena, people, ctx));
	sec_node_put(d->arena, root, SEC_STR("history"), sec_node_lazy(d->arena, history, h));
	sec_node_put(d->arena, root, SEC_STR("history-lacks"), sec_node_lazy(d->arena, history_lacks, h));
}
