/* SPDX-License-Identifier: ISC */
#include "base/date.h"
#include "base/utf8.h"
#include "register/mention.h"
#include "render/document/data.h"

struct elsewhere {
	const struct sec_document_data *d;
	struct sec_buf names; /* all that is looked for, as people read it */
	const char *shared;   /* a last name that others have too, and so is not; or NULL */
	struct sec_node *said, *list, *writers, *reasons, *lacks; /* NULL: not asked for yet */
};

static void put(const struct elsewhere *e, struct sec_node *map, const char *key, struct sec_str text)
{
	struct sec_arena *a = e->d->arena;

	text.s = sec_arena_strndup(a, text.s, text.len);
	sec_node_put(a, map, sec_str(key), sec_node_text(a, text));
}

static void put_day(const struct elsewhere *e, struct sec_node *map, const char *key, sec_day day)
{
	char words[32];

	if (day == SEC_DAY_NONE) {
		sec_node_put(e->d->arena, map, sec_str(key), sec_node_null(e->d->arena));
		return;
	}
	sec_day_words(day, words);
	put(e, map, key, sec_str(words));
}

/* ---- what the person is called, and was */

struct naming {
	struct elsewhere *e;
	struct sec_mentions *m;
	struct sec_facts *facts;
};

static void list_name(struct naming *n, struct sec_str name)
{
	if (n->e->names.len)
		sec_buf_addstr(&n->e->names, ", ");
	sec_visible(&n->e->names, name.s, name.len);
}

static void add(struct naming *n, struct sec_str name)
{
	if (sec_mentions_add(n->m, name))
		list_name(n, name);
}

/* Does people.ini know somebody else by that last name? */
static bool is_shared(const struct naming *n, struct sec_str last)
{
	const struct sec_people *p = &n->e->d->reg->people;
	struct sec_str ref = sec_facts_ref(n->facts);
	size_t i;

	for (i = 0; last.len && i < p->n; i++)
		if (p->item[i].name && !sec_utf8_same(sec_str(p->item[i].ref), ref)
			&& sec_utf8_same(sec_name_last(sec_str(p->item[i].name)), last))
			return true;
	return false;
}

/* The last word too: people write "Ms Ferreira". */
static void add_name(struct naming *n, struct sec_str name)
{
	struct sec_str last = sec_name_last(name);

	add(n, name);
	if (is_shared(n, last))
		n->e->shared = sec_arena_strndup(n->e->d->arena, last.s, last.len);
	else if (sec_mentions_add_last(n->m, name, &last))
		list_name(n, last);
}

static bool has_word(const char *key, const char *word)
{
	return strstr(key, word) != NULL;
}

/* By ref, and whatever people.ini has by way of names and addresses. */
static void add_ref(struct naming *n, struct sec_str ref)
{
	const struct sec_person *p = sec_people_find(&n->e->d->reg->people, ref);
	size_t i;

	add(n, ref);
	for (i = 0; p && i < p->keys; i++) {
		if (has_word(p->key[i].name, "name"))
			add_name(n, sec_str(p->key[i].value));
		else if (has_word(p->key[i].name, "mail"))
			add(n, sec_str(p->key[i].value));
	}
}

/* Addresses stand with the roles of a record: those of the person's own. */
static void add_facts(struct naming *n, struct sec_facts *f)
{
	const struct sec_schema *s = sec_facts_env(f)->schema;
	struct sec_str who = sec_facts_who(f);
	int i;

	add_ref(n, sec_facts_ref(f));
	if (!sec_str_eq(who, sec_facts_ref(f)))
		add_name(n, who);
	for (i = 0; i < s->roles; i++) {
		struct sec_val is = { 0 }, address = { 0 };

		if (!s->role[i].who || !s->role[i].email)
			continue;
		is = sec_expr_eval(s->role[i].who, f, NULL);
		if (is.known && sec_str_eq(is.text, sec_facts_who(f)))
			address = sec_expr_eval(s->role[i].email, f, NULL);
		if (address.known)
			add(n, address.text);
	}
}

static int add_version(void *ctx, const struct sec_past *past, struct sec_err *err)
{
	struct naming *n = ctx;
	size_t i;

	for (i = 0; i < past->steps; i++) {
		const struct sec_step *s = sec_past_step(past, i, err);

		if (!s)
			return SEC_FAIL;
		if (!s->after)
			continue;
		sec_facts_bind(n->facts, s->after);
		add_facts(n, n->facts);
	}
	return 0;
}

static int collect_names(struct elsewhere *e, struct sec_mentions *m, const char *id,
	struct sec_err *err)
{
	struct naming n = { e, m, sec_facts_new(sec_facts_env(e->d->facts)) };
	struct sec_history h = { .reg = e->d->reg, .tip = e->d->at, .id = &id, .ids = 1,
		.each = add_version, .ctx = &n };
	int rc;

	sec_facts_bind(n.facts, sec_facts_record(e->d->facts));
	add_facts(&n, n.facts);
	rc = sec_history_walk(&h, err);
	sec_facts_free(n.facts);
	return rc;
}

/* ---- where that stands */

static void push_item(struct elsewhere *e, const struct sec_mention *m)
{
	const struct sec_document_data *d = e->d;
	const struct sec_schema *s = sec_facts_env(d->facts)->schema;
	struct sec_node *map = sec_node_map(d->arena);
	int kind = *m->kind ? sec_schema_kind(s, sec_str(m->kind)) : -1;
	int field = kind >= 0 && *m->key ? sec_schema_field(s, kind, sec_str(m->key)) : -1;
	const char *section = kind >= 0 && s->kind[kind].label ? s->kind[kind].label : m->kind;

	put(e, map, "place", sec_str(sec_arena_printf(d->arena, "%s %s", m->record ? "record" : "file",
		m->place)));
	put(e, map, "section", sec_str(sec_arena_printf(d->arena, "%s%s%s", section,
		*m->id ? ": " : "", m->id)));
	put(e, map, "label", field >= 0 && s->field[field].label ? sec_str(s->field[field].label)
		: *m->key ? sec_str(sec_data_label(d->arena, sec_str(m->key)))
		: *m->text ? SEC_STR("A line") : SEC_STR("Its name"));
	put(e, map, "value", sec_str(m->text));
	put_day(e, map, "since-words", m->since);
	put_day(e, map, "until-words", m->until);
	sec_node_push(d->arena, e->list, map);
}

static void push_all(struct elsewhere *e, const struct sec_mentions *m)
{
	const struct sec_document_data *d = e->d;
	struct sec_node *map;
	size_t i;

	for (i = 0; i < m->items; i++)
		push_item(e, &m->item[i]);
	for (i = 0; i < m->writers; i++) {
		map = sec_node_map(d->arena);
		put(e, map, "name", sec_str(m->writer[i].name));
		put(e, map, "changes", sec_str(sec_arena_printf(d->arena, "%zu change%s",
			m->writer[i].commits, m->writer[i].commits == 1 ? "" : "s")));
		put_day(e, map, "first-words", m->writer[i].first);
		put_day(e, map, "last-words", m->writer[i].last);
		sec_node_push(d->arena, e->writers, map);
	}
	for (i = 0; i < m->reasons; i++) {
		map = sec_node_map(d->arena);
		put_day(e, map, "day-words", m->reason[i].day);
		put(e, map, "reason", sec_str(m->reason[i].text));
		sec_node_push(d->arena, e->reasons, map);
	}
}

/* Why nothing, or not everything, was looked through; NULL: all was. */
static const char *look(struct elsewhere *e, struct sec_mentions *m)
{
	struct sec_str id = sec_facts_id(e->d->facts);
	struct sec_err err = SEC_ERR_INIT;
	int rc;

	m->except = sec_arena_strndup(e->d->arena, id.s, id.len);
	rc = collect_names(e, m, m->except, &err);
	if (rc == 0)
		rc = sec_mentions_find(m, &err);
	if (rc < 0 && rc != SEC_ABSENT)
		sec_err_set(e->d->err, rc, "%s", err.msg);
	sec_err_clear(&err);
	if (rc == SEC_ABSENT)
		return "Nothing is committed to git here, so no other place was looked through.";
	if (m->cut)
		return "This copy of the register holds only the latest part of the history; what stood "
			"there before was not looked through. git fetch --unshallow brings it.";
	return NULL;
}

static void ask(struct elsewhere *e)
{
	struct sec_arena *a = e->d->arena;
	struct sec_mentions m = { .reg = e->d->reg, .at = e->d->at };
	const char *why = "It was read from a file of its own, outside any register, so no other place "
		"was looked through.";

	if (e->list)
		return;
	e->list = sec_node_list(a);
	e->writers = sec_node_list(a);
	e->reasons = sec_node_list(a);
	if (m.reg && m.reg->root) {
		why = look(e, &m);
		push_all(e, &m);
	}
	e->lacks = why ? sec_node_text(a, sec_str(why)) : sec_node_null(a);
	e->said = sec_node_text(a, sec_str(sec_arena_strndup(a, e->names.s, e->names.len)));
	sec_buf_release(&e->names);
	sec_buf_init(&e->names);
	sec_mentions_release(&m);
}

static struct sec_node *list(void *ctx)
{
	ask(ctx);
	return ((struct elsewhere *)ctx)->list;
}

static struct sec_node *writers(void *ctx)
{
	ask(ctx);
	return ((struct elsewhere *)ctx)->writers;
}

static struct sec_node *reasons(void *ctx)
{
	ask(ctx);
	return ((struct elsewhere *)ctx)->reasons;
}

static struct sec_node *lacks(void *ctx)
{
	ask(ctx);
	return ((struct elsewhere *)ctx)->lacks;
}

static struct sec_node *shared(void *ctx)
{
	struct elsewhere *e = ctx;

	ask(e);
	return e->shared ? sec_node_text(e->d->arena, sec_str(e->shared)) : sec_node_null(e->d->arena);
}

static struct sec_node *said(void *ctx)
{
	ask(ctx);
	return ((struct elsewhere *)ctx)->said;
}

void sec_data_put_elsewhere(const struct sec_document_data *d, struct sec_node *root)
{
	static const struct {
		const char *name;
		struct sec_node *(*make)(void *ctx);
	} part[] = {
		{ "elsewhere", list },
		{ "elsewhere-lacks", lacks },
		{ "elsewhere-names", said },
		{ "elsewhere-reasons", reasons },
		{ "elsewhere-shared", shared },
		{ "elsewhere-writers", writers },
	};
	struct elsewhere *e = sec_arena_alloc(d->arena, sizeof(*e));
	size_t i;

	e->d = d;
	sec_buf_init(&e->names);
	for (i = 0; i < sizeof(part) / sizeof(*part); i++)
		sec_node_put(d->arena, root, sec_str(part[i].name),
			sec_node_lazy(d->arena, part[i].make, e));
}
