/* SPDX-License-Identifier: ISC */
#include "rules/due.h"

#include <stdlib.h>

#include "rules/check/inner.h"
#include "rules/message.h"
#include "rules/role.h"

/* One walk over the items of a record; `found` is called for each open one. */
struct walk {
	struct sec_facts *f;
	const struct sec_due *kind;
	const struct sec_scope *scope; /* of `for` */
	bool waived_known, waived;     /* of the kind, asked when first needed */
	unsigned at, nth;
	void (*found)(struct walk *w, const struct sec_scope *scope, sec_day day);
	struct sec_due_items *out;
	sec_day next;
};

static bool is_free(const struct sec_env *env, sec_day day)
{
	return sec_day_weekday(day) > 4 || (env->holiday && env->holiday(env->ctx, day));
}

static sec_day to_workday(const struct sec_env *env, const struct sec_due *kind, sec_day day)
{
	int at = sec_schema_policy(env->schema, SEC_STR("workdays"));
	sec_day first = day;

	if (!kind->workday || (at >= 0 && env->schema->policy[at].value.known &&
			       !env->schema->policy[at].value.yes))
		return day;
	while (is_free(env, day) && first - day < 60)
		day--;
	return day;
}

static bool is_waived(struct walk *w)
{
	if (!w->waived_known) {
		w->waived = sec_waived(w->f, w->kind->kind, NULL);
		w->waived_known = true;
	}
	return w->waived;
}

static void try_day(void *ctx, sec_day day)
{
	struct walk *w = ctx;
	struct sec_scope scope = w->scope ? *w->scope : (struct sec_scope){ 0 };

	w->nth++;
	if (day == SEC_DAY_NONE)
		return;
	scope.due = day;
	if (w->kind->when && sec_expr_test(w->kind->when, w->f, &scope) != SEC_YES)
		return;
	if (w->kind->done && sec_expr_test(w->kind->done, w->f, &scope) == SEC_YES)
		return;
	if (!is_waived(w))
		w->found(w, &scope, day);
}

static bool try_scope(void *ctx, const struct sec_scope *scope)
{
	struct walk *w = ctx;

	w->scope = scope;
	for (w->at = 0; w->at < w->kind->ats; w->at++) {
		w->nth = 0;
		sec_expr_dates(w->kind->at[w->at], w->f, scope, try_day, w);
	}
	return true;
}

static void walk(struct walk *w)
{
	const struct sec_schema *s = sec_facts_env(w->f)->schema;
	int state = sec_facts_state(w->f);

	for (int i = 0; i < s->dues; i++) {
		w->kind = &s->due[i];
		w->waived_known = false;
		if (sec_schema_in_range(s, w->kind->from, w->kind->until, state))
			sec_scope_each(w->f, w->kind->for_kind, try_scope, w);
	}
}

static char *section_of(const struct walk *w, const struct sec_scope *scope)
{
	const struct sec_schema *s = sec_facts_env(w->f)->schema;
	const struct sec_instance *i = scope->instance;

	if (!i)
		return xstrdup("");
	if (scope->entry)
		return xasprintf("%s%s%.*s.%.*s", s->kind[i->kind].name, i->id.len ? ":" : "",
			SEC_ARG(i->id), SEC_ARG(scope->entry->key));
	if (!i->id.len)
		return xstrdup(s->kind[i->kind].name);
	return xasprintf("%s:%.*s", s->kind[i->kind].name, SEC_ARG(i->id));
}

static void collect(struct walk *w, const struct sec_scope *scope, sec_day day)
{
	struct sec_buf owner = SEC_BUF_INIT, tell = SEC_BUF_INIT, title = SEC_BUF_INIT;
	const struct sec_due *kind = w->kind;
	sec_day due = to_workday(sec_facts_env(w->f), kind, day);
	struct sec_due_items *out = w->out;

	sec_owners_print(w->f, kind->owner, kind->owners, scope, &owner);
	sec_owners_print(w->f, kind->tell, kind->tells, scope, &tell);
	sec_message_print(kind->title, w->f, scope, &title);
	SEC_GROW(out->item, out->n, out->alloc);
	out->item[out->n++] = (struct sec_due_item){
		.kind = kind, .due = due, .shows = sec_day_sub(due, kind->lead),
		.owner = xstrndup(owner.s, owner.len), .tell = xstrndup(tell.s, tell.len),
		.title = xstrndup(title.s, title.len), .section = section_of(w, scope),
		.scope = *scope,
		.at = w->at, .nth = w->nth - 1,
	};
	sec_buf_release(&owner);
	sec_buf_release(&tell);
	sec_buf_release(&title);
}

/* By day, then in the order of due.ini, then of the sections. */
static int by_day(const void *x, const void *y)
{
	const struct sec_due_item *a = x, *b = y;

	if (a->due != b->due)
		return a->due < b->due ? -1 : 1;
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	return strcmp(a->section, b->section);
}

void sec_due_collect(struct sec_facts *f, struct sec_due_items *out)
{
	struct walk w = { .f = f, .found = collect, .out = out };
	size_t first = out->n;

	walk(&w);
	if (out->n > first)
		qsort(out->item + first, out->n - first, sizeof(*out->item), by_day);
}

static void keep_first(struct walk *w, const struct sec_scope *scope, sec_day day)
{
	sec_day due = to_workday(sec_facts_env(w->f), w->kind, day);

	(void)scope;
	if (w->next == SEC_DAY_NONE || due < w->next)
		w->next = due;
}

sec_day sec_due_next(struct sec_facts *f)
{
	struct walk w = { .f = f, .found = keep_first, .next = SEC_DAY_NONE };

	walk(&w);
	return w.next;
}

const struct sec_due_item *sec_due_find(const struct sec_due_items *in,
	const struct sec_due_item *item)
{
	size_t i;

	for (i = 0; i < in->n; i++) {
		const struct sec_due_item *o = &in->item[i];

		if (o->kind == item->kind && o->at == item->at && o->nth == item->nth
			&& strcmp(o->section, item->section) == 0)
			return o;
	}
	return NULL;
}

void sec_due_items_clear(struct sec_due_items *d)
{
	for (size_t i = 0; i < d->n; i++) {
		free(d->item[i].owner);
		free(d->item[i].tell);
		free(d->item[i].title);
		free(d->item[i].section);
	}
	d->n = 0;
}

void sec_due_items_release(struct sec_due_items *d)
{
	sec_due_items_clear(d);
	free(d->item);
	*d = (struct sec_due_items){ 0 };
}
