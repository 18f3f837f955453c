/* SPDX-License-Identifier: ISC */
#include "render/document/data.h"

#include <stdlib.h>

#include "base/date.h"
#include "rules/check.h"
#include "rules/due.h"

static void put_text(const struct sec_document_data *d, struct sec_node *map, const char *key,
	const char *text)
{
	sec_node_put(d->arena, map, sec_str(key), sec_node_text(d->arena,
		sec_str(text ? sec_arena_strndup(d->arena, text, strlen(text)) : "")));
}

static void put_yes(const struct sec_document_data *d, struct sec_node *map, const char *key, bool yes)
{
	sec_node_put(d->arena, map, sec_str(key), sec_node_bool(d->arena, yes));
}

static void put_day(const struct sec_document_data *d, struct sec_node *map, const char *key, sec_day day)
{
	char iso[11], words[32];

	sec_day_format(day, iso);
	put_text(d, map, key, iso);
	sec_day_words(day, words);
	put_text(d, map, sec_arena_printf(d->arena, "%s-words", key), words);
}

/* The state that follows the one in force, or -1. */
static int next_state(const struct sec_schema *s, int state)
{
	int i;

	for (i = 0; i < s->states; i++)
		if (!s->state[i].aside && s->state[i].after == state)
			return i;
	return -1;
}

static void put_states(const struct sec_document_data *d, struct sec_node *root)
{
	const struct sec_schema *s = sec_facts_env(d->facts)->schema;
	int state = sec_facts_state(d->facts), next = next_state(s, state), i;

	put_text(d, root, "state", s->state[state].name);
	put_text(d, root, "state-label", s->state[state].label);
	put_text(d, root, "state-help", s->state[state].help);
	put_text(d, root, "next-state", next >= 0 ? s->state[next].name : "");
	put_text(d, root, "next-state-label", next >= 0 ? s->state[next].label : "");
	for (i = 0; i < s->states; i++)
		put_yes(d, root, sec_arena_printf(d->arena, "state-is-%s", s->state[i].name), i == state);
}

static void put_derived(const struct sec_document_data *d, struct sec_node *root)
{
	const struct sec_schema *s = sec_facts_env(d->facts)->schema;
	int i;

	for (i = 0; i < s->deriveds; i++) {
		const struct sec_derived *x = &s->derived[i];
		struct sec_data_value v = { x->name, x->label ? x->label : x->name, x->type, x->values,
			sec_facts_derived(d->facts, i), { NULL, 0 } };

		sec_data_put_value(d, root, &v);
	}
}

static void put_policy(const struct sec_document_data *d, struct sec_node *root)
{
	const struct sec_schema *s = sec_facts_env(d->facts)->schema;
	struct sec_node *map = sec_node_map(d->arena);
	int i;

	for (i = 0; i < s->policies; i++) {
		const struct sec_policy *p = &s->policy[i];
		struct sec_data_value v = { p->name, p->name, p->type, p->values, p->value,
			sec_str(p->text) };

		sec_data_put_value(d, map, &v);
	}
	sec_node_put(d->arena, root, SEC_STR("policy"), map);
}

static void cut(struct sec_node **list, const struct sec_list *l, const struct sec_document_data *d)
{
	struct sec_node *some;
	size_t i;

	if (!l->limit || sec_node_count(*list) <= l->limit)
		return;
	some = sec_node_list(d->arena);
	for (i = 0; i < l->limit; i++)
		sec_node_push(d->arena, some, (struct sec_node *)sec_node_item(*list, i));
	*list = some;
}

static struct sec_node *roles(const struct sec_document_data *d)
{
	const struct sec_schema *s = sec_facts_env(d->facts)->schema;
	struct sec_node *list = sec_node_list(d->arena);
	int i;

	for (i = 0; i < s->roles; i++) {
		struct sec_node *item = sec_node_map(d->arena);
		struct sec_data_value v = { .key = "who", .label = s->role[i].label, .type = SEC_TYPE_TEXT };

		if (!s->role[i].who)
			continue;
		v.val = sec_expr_eval(s->role[i].who, d->facts, NULL);
		put_text(d, item, "name", s->role[i].name);
		put_text(d, item, "label", s->role[i].label);
		sec_data_put_value(d, item, &v);
		sec_node_push(d->arena, list, item);
	}
	return list;
}

static struct sec_node *due(const struct sec_document_data *d)
{
	struct sec_node *list = sec_node_list(d->arena);
	struct sec_due_items items = { 0 };
	sec_day today = sec_facts_env(d->facts)->today;
	size_t i;

	sec_due_collect(d->facts, &items);
	for (i = 0; i < items.n; i++) {
		const struct sec_due_item *x = &items.item[i];
		struct sec_node *item = sec_node_map(d->arena);

		put_text(d, item, "kind", x->kind->kind);
		put_text(d, item, "title", x->title);
		put_day(d, item, "due", x->due);
		put_text(d, item, "days", sec_arena_printf(d->arena, "%d", x->due - today));
		put_yes(d, item, "overdue", x->due < today);
		put_yes(d, item, "now", x->shows <= today);
		put_yes(d, item, "hard", x->kind->hard);
		put_text(d, item, "owner", x->owner);
		put_text(d, item, "tell", x->tell);
		put_text(d, item, "section", x->section);
		sec_node_push(d->arena, list, item);
	}
	sec_due_items_release(&items);
	return list;
}

static struct sec_node *findings(const struct sec_document_data *d)
{
	struct sec_node *list = sec_node_list(d->arena);
	struct sec_faults faults = { 0 };
	struct sec_check check = { .facts = d->facts, .out = &faults };
	size_t i;

	sec_check_record(&check);
	sec_faults_sort(&faults);
	for (i = 0; i < faults.n; i++) {
		const struct sec_fault *x = &faults.item[i];
		struct sec_node *item = sec_node_map(d->arena);

		put_text(d, item, "rule", x->rule);
		put_text(d, item, "level", sec_level_name(x->level));
		put_yes(d, item, "error", x->level == SEC_LEVEL_ERROR);
		put_text(d, item, "message", x->message);
		put_text(d, item, "advice", x->advice);
		put_text(d, item, "address", x->address);
		put_text(d, item, "line", sec_arena_printf(d->arena, "%u", x->line));
		sec_node_push(d->arena, list, item);
	}
	sec_faults_release(&faults);
	return list;
}

static struct sec_node *needs(const struct sec_document_data *d)
{
	const struct sec_schema *s = sec_facts_env(d->facts)->schema;
	struct sec_node *list = sec_node_list(d->arena);
	int next = next_state(s, sec_facts_state(d->facts));
	struct sec_needs all = { 0 };
	size_t i;

	if (next >= 0)
		sec_check_needs(d->facts, next, &all);
	for (i = 0; i < all.n; i++) {
		struct sec_node *item = sec_node_map(d->arena);

		put_text(d, item, "address", all.item[i].address);
		put_text(d, item, "what", all.item[i].what);
		put_text(d, item, "who", all.item[i].who);
		sec_node_push(d->arena, list, item);
	}
	sec_needs_release(&all);
	return list;
}

static void put_lists(const struct sec_document_data *d, struct sec_node *root)
{
	struct sec_node *made[4] = { due(d), findings(d), needs(d), roles(d) };
	static const char *const names[4] = { "due", "findings", "needs", "roles" };
	size_t i, k, n;

	for (i = 0; i < 4; i++)
		sec_node_put(d->arena, root, sec_str(names[i]), made[i]);
	for (i = 0; i < d->lists->n; i++) {
		const struct sec_list *l = &d->lists->item[i];
		struct sec_node *list = l->of < 0 ? made[-1 - l->of] : sec_node_list(d->arena);

		if (l->of >= 0) {
			const struct sec_instance **picked = sec_list_pick(l, d->facts, &n);

			for (k = 0; k < n; k++)
				sec_node_push(d->arena, list, sec_data_instance(d, picked[k]));
			free(picked);
		}
		cut(&list, l, d);
		sec_node_put(d->arena, root, sec_str(l->name), list);
	}
}

const struct sec_node *sec_document_tree(const struct sec_document_data *d)
{
	struct sec_node *root = sec_node_map(d->arena), *document = sec_node_map(d->arena);
	const struct sec_env *env = sec_facts_env(d->facts);
	struct sec_data_value who = { .key = "who", .label = "Secondee", .type = SEC_TYPE_TEXT,
		.raw = sec_facts_who(d->facts) };

	sec_node_put(d->arena, document, SEC_STR("name"), sec_node_text(d->arena, d->name));
	sec_node_put(d->arena, document, SEC_STR("title"), sec_node_text(d->arena, d->title));
	sec_node_put(d->arena, root, SEC_STR("document"), document);
	put_day(d, root, "today", env->today);
	put_text(d, root, "register", env->schema->register_name);
	sec_data_put_value(d, root, &who);
	put_states(d, root);
	put_lists(d, root);
	sec_data_put_held(d, root);
	sec_data_put_elsewhere(d, root);
	sec_data_put_sections(d, root);
	put_derived(d, root);
	put_policy(d, root);
	return root;
}
