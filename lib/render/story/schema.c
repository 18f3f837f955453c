/* SPDX-License-Identifier: ISC */
#include "base/mem.h"
#include "render/story/inner.h"
#include "rules/message.h"

/* The differences of one section, and the story that is tried on them. */
struct telling {
	struct sec_teller *t;
	const struct sec_diff *d;
	size_t n;
	bool *told;
	struct sec_buf *out; /* NULL: only what it covers */
};

/* A sentence that asks for a value which came with this change, or went with its
 * section, tells that too. */
static void cover(void *ctx, enum sec_ref_kind kind, int index)
{
	const struct telling *w = ctx;

	if (kind != SEC_REF_FIELD)
		return;
	for (size_t i = 0; i < w->n; i++)
		if (w->d[i].key.s && (w->d[i].whole || !w->d[i].old.s) &&
		    sec_story_field(w->t, &w->d[i]) == index)
			w->told[i] = true;
}

static void say_piece(void *ctx, struct sec_str text, const struct sec_expr *expr,
	const struct sec_val *v)
{
	const struct telling *w = ctx;

	w->t->ends_plain = !expr;
	for (size_t i = 0; !expr && i < text.len; i++)
		sec_buf_addch(w->out, text.s[i] == '\n' ? ' ' : text.s[i]);
	if (!expr)
		return;
	sec_story_value(w->t, v, w->out);
	sec_expr_refs(expr, cover, ctx);
}

static bool is_about(const struct sec_teller *t, const struct sec_story *st, const struct sec_diff *d)
{
	if (st->field < 0)
		return !d->key.s && d->what != SEC_DIFF_SECTION_RENAMED &&
		       st->on & (d->what == SEC_DIFF_SECTION_ADDED ? SEC_STORY_ADDED : SEC_STORY_REMOVED);
	if (sec_story_field(t, d) != st->field || (d->whole && !d->now.s))
		return false;
	return st->on & (!d->old.s ? SEC_STORY_ADDED : !d->now.s ? SEC_STORY_REMOVED
		: SEC_STORY_CHANGED);
}

/* The record's own reason stands for one that the commit does not give. */
static void give_reason(struct telling *w, const struct sec_expr *why, struct sec_facts *f,
	const struct sec_scope *scope)
{
	struct sec_val v = sec_expr_eval(why, f, scope);

	if (w->t->why.len || !v.known)
		return;
	sec_buf_clear(&w->t->raw);
	sec_facts_format(f, &v, &w->t->raw);
	sec_story_shorten(sec_buf_str(&w->t->raw), SEC_STORY_WHY, &w->t->why);
	sec_expr_refs(why, cover, w);
}

/* Tells difference `i` by the story, if it is about that and its condition holds. */
static bool tell_by(struct telling *w, const struct sec_story *st, size_t i)
{
	const struct sec_diff *d = &w->d[i];
	struct sec_facts *f = w->t->after;
	struct sec_val was = { 0 };
	struct sec_scope scope = { .due = SEC_DAY_NONE };

	if (w->told[i] || !is_about(w->t, st, d))
		return false;
	if (d->what == SEC_DIFF_SECTION_REMOVED)
		f = w->t->before;
	scope.instance = sec_facts_instance(f, st->kind, d->id);
	if (st->field >= 0 && d->old.s && !sec_val_parse(w->t->schema->field[st->field].type, d->old, &was))
		was.bad = true;
	if (was.bad)
		was.text = d->old;
	if (st->field >= 0 && d->old.s)
		scope.was = &was;
	if (!scope.instance || (st->when && sec_expr_test(st->when, f, &scope) != SEC_YES))
		return false;
	w->out = sec_clause_add(&w->t->clause);
	if (st->when)
		sec_expr_refs(st->when, cover, w);
	sec_message_each(st->say, f, &scope, say_piece, w);
	w->told[i] = true;
	if (st->why)
		give_reason(w, st->why, f, &scope);
	return true;
}

/* The stories in order, a register's own before those built in. */
static bool tell_by_stories(struct telling *w, bool local)
{
	int kind = sec_story_kind(w->t, w->d);
	bool any = false;

	for (int s = 0; s < w->t->schema->stories; s++) {
		const struct sec_story *st = &w->t->schema->story[s];

		if (st->kind < 0 || st->kind != kind || st->local != local)
			continue;
		for (size_t i = 0; i < w->n; i++)
			any |= tell_by(w, st, i);
		/* what came with a section tells that it came */
		if (any && w->d->what == SEC_DIFF_SECTION_ADDED)
			w->told[0] = true;
	}
	return any;
}

static void tell_section(struct sec_teller *t, const struct sec_diff *d, size_t n, bool *told)
{
	struct telling w = { .t = t, .d = d, .n = n, .told = told };
	bool begun;

	t->ends_plain = false;
	if (d->what == SEC_DIFF_SECTION_RENAMED)
		sec_story_section(t, d, told);
	begun = tell_by_stories(&w, true);
	begun |= tell_by_stories(&w, false);
	sec_story_plain(t, d, n, told, begun);
}

void sec_story_diffs(struct sec_teller *t, const struct sec_diffs *d)
{
	size_t i, end;

	if (d->n > t->told_alloc) {
		t->told_alloc = d->n;
		t->told = xreallocarray(t->told, d->n, sizeof(*t->told));
	}
	for (i = 0; i < d->n; i++)
		t->told[i] = false;
	for (i = 0; i < d->n; i = end) {
		for (end = i + 1; end < d->n && sec_str_eq(d->item[end].kind, d->item[i].kind) &&
		     sec_str_eq(d->item[end].id, d->item[i].id) && d->item[end].key.s; end++)
			;
		tell_section(t, d->item + i, end - i, t->told + i);
	}
}

void sec_story_whole(struct sec_teller *t, bool came)
{
	struct telling w = { .t = t };
	struct sec_facts *f = came ? t->after : t->before;
	unsigned on = came ? SEC_STORY_ADDED : SEC_STORY_REMOVED;

	w.out = sec_clause_add(&t->clause);
	for (int local = 1; local >= 0; local--) {
		for (int s = 0; s < t->schema->stories; s++) {
			const struct sec_story *st = &t->schema->story[s];

			if (st->kind >= 0 || st->local != local || !(st->on & on) ||
			    (st->when && sec_expr_test(st->when, f, NULL) != SEC_YES))
				continue;
			sec_message_each(st->say, f, NULL, say_piece, &w);
			return;
		}
	}
	sec_buf_addstr(w.out, came ? "began the record" : "deleted the record");
}
