/* SPDX-License-Identifier: ISC */
#include "rules/facts/inner.h"

void sec_visit_start(struct sec_visit *v, const struct sec_facts *f, int for_kind,
	const struct sec_scope *outer, bool past)
{
	int kind = for_kind <= SEC_FOR_KEYS_OF(0) ? SEC_FOR_KEYS_OF(for_kind) : for_kind;

	*v = (struct sec_visit){ .for_kind = for_kind, .past = past, .end = f->instances };
	if (kind >= 0) {
		v->next = f->group[kind].first;
		v->end = v->next + f->group[kind].n;
	}
	v->scope.due = outer ? outer->due : SEC_DAY_NONE;
	v->scope.outer = outer;
}

static bool next_section(struct sec_visit *v, const struct sec_facts *f)
{
	while (v->next < v->end) {
		const struct sec_instance *in = &f->instance[v->next++];

		if (v->for_kind == SEC_FOR_EVENTS && f->schema->kind[in->kind].repeat != SEC_REPEAT_DATE)
			continue;
		if (v->past && in->day != SEC_DAY_NONE && in->day > f->env->today)
			continue;
		v->scope.instance = in;
		return true;
	}
	return false;
}

bool sec_visit_next(struct sec_visit *v, const struct sec_facts *f)
{
	const struct sec_section *s;

	if (v->for_kind >= 0 || v->for_kind == SEC_FOR_EVENTS)
		return next_section(v, f);
	for (;;) {
		while (v->entry < v->entry_end) {
			uint32_t e = v->entry++;

			if (f->entry_field[e] != SEC_ENTRY_NONE) {
				v->scope.entry = &f->rec->entry[e];
				return true;
			}
		}
		if (!next_section(v, f))
			return false;
		s = &f->rec->section[v->scope.instance->section];
		v->entry = s->first;
		v->entry_end = s->first + s->entries;
	}
}

void sec_scope_each(struct sec_facts *f, int for_kind, bool (*each)(void *ctx,
	const struct sec_scope *scope), void *ctx)
{
	struct sec_scope once = { .due = SEC_DAY_NONE };
	struct sec_visit v;

	if (for_kind == SEC_FOR_ONCE) {
		each(ctx, &once);
		return;
	}
	sec_visit_start(&v, f, for_kind, NULL, false);
	while (sec_visit_next(&v, f))
		if (!each(ctx, &v.scope))
			return;
}
