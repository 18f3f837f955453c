/* SPDX-License-Identifier: ISC */
#include "render/story.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "render/story-inner.h"
#include "rules/message.h"

enum { WHY = 240, /* columns of a reason */ TITLE = 72 };

struct sec_teller *sec_teller_new(struct sec_register *r)
{
	struct sec_teller *t = xcalloc(1, sizeof(*t));
	struct sec_expr_site site = { .schema = &r->schema, .for_kind = SEC_FOR_ONCE,
		.arena = &t->arena };

	t->reg = r;
	t->schema = &r->schema;
	t->env = r->env;
	t->before = sec_facts_new(&t->env);
	t->after = sec_facts_new(&t->env);
	if (sec_expr_compile(&t->title, &site, SEC_STR("title"), SEC_WANT_TEXT, NULL) < 0)
		t->title = NULL;
	sec_buf_init(&t->raw);
	sec_buf_init(&t->record);
	sec_buf_init(&t->who);
	sec_buf_init(&t->what);
	sec_buf_init(&t->why);
	return t;
}

void sec_teller_free(struct sec_teller *t)
{
	if (!t)
		return;
	sec_facts_free(t->before);
	sec_facts_free(t->after);
	sec_clauses_release(&t->clause);
	sec_clauses_release(&t->items);
	sec_buf_release(&t->raw);
	sec_buf_release(&t->record);
	sec_buf_release(&t->who);
	sec_buf_release(&t->what);
	sec_buf_release(&t->why);
	sec_arena_release(&t->arena);
	free(t->told);
	free(t);
}

/* ---- by the stories of the schema */

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
	sec_story_shorten(sec_buf_str(&w->t->raw), WHY, &w->t->why);
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

static void tell_diffs(struct sec_teller *t, const struct sec_diffs *d)
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

/* ---- whole records */

static void tell_whole(struct sec_teller *t, bool came)
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

static void tell_step(struct sec_teller *t, const struct sec_step *step)
{
	if (!t->was_there || !t->is_there) {
		tell_whole(t, t->is_there);
		return;
	}
	if (step->old_id)
		sec_buf_addf(sec_clause_add(&t->clause), "renamed the record from %s to %s", step->old_id,
			step->id);
	else if (step->path && step->old_path && strcmp(step->path, step->old_path) != 0)
		sec_buf_addf(sec_clause_add(&t->clause), "moved the file from %s to %s", step->old_path,
			step->path);
	if (step->diffs->n)
		tell_diffs(t, step->diffs);
	else if (!t->clause.n)
		sec_buf_addstr(sec_clause_add(&t->clause), "edited comments or layout");
}

/* ---- the rest of it */

static void bind(struct sec_teller *t, const struct sec_step *step)
{
	t->was_there = step->before != NULL;
	t->is_there = step->after != NULL;
	if (t->was_there)
		sec_facts_bind(t->before, step->before);
	if (t->is_there)
		sec_facts_bind(t->after, step->after);
}

/* "Data analyst, Estates (A. Okafor)" */
static void name_record(struct sec_teller *t)
{
	struct sec_facts *f = t->is_there ? t->after : t->before;
	struct sec_str who = sec_facts_who(f);
	struct sec_val v = { 0 };

	if (t->title)
		v = sec_expr_eval(t->title, f, NULL);
	t->title_now = v.known ? v.text : (struct sec_str){ 0 };
	sec_story_shorten(t->title_now, TITLE, &t->record);
	if (!who.len)
		return;
	sec_buf_addstr(&t->record, v.known ? " (" : "");
	sec_story_shorten(who, TITLE, &t->record);
	sec_buf_addstr(&t->record, v.known ? ")" : "");
}

static bool has_trailer(const struct sec_past *past, const char *name)
{
	struct sec_str rest = past->trailers, key, value;

	while (sec_trailer_next(&rest, &key, &value))
		if (sec_str_is(key, name))
			return true;
	return false;
}

/* The reason; of a commit made by hand that has no body its subject, where people
 * say why. */
static struct sec_str reason_of(const struct sec_past *past)
{
	struct sec_str subject = past->commit->message;
	const char *end;

	if (past->reason.len || past->commit->parents > 1 || has_trailer(past, "Sec-Tool"))
		return past->reason;
	subject = sec_str_trim(subject);
	end = memchr(subject.s, '\n', subject.len);
	if (end)
		subject.len = (size_t)(end - subject.s);
	return sec_str_trim(subject);
}

/* One line without anything that a terminal acts on. */
static struct sec_str visible(struct sec_buf *b, struct sec_buf *room)
{
	sec_buf_clear(room);
	sec_visible(room, b->s, b->len);
	sec_buf_clear(b);
	sec_buf_addslice(b, sec_buf_str(room));
	return sec_buf_str(b);
}

/* "recorded a; recorded b" is "recorded a; b". */
static void drop_repeated_verbs(struct sec_clauses *c)
{
	for (size_t i = c->n; i-- > 1;) {
		struct sec_str verb = sec_buf_str(&c->item[i]);
		const char *blank = memchr(verb.s, ' ', verb.len);

		if (!blank)
			continue;
		verb.len = (size_t)(blank + 1 - verb.s);
		if (c->item[i - 1].len > verb.len && memcmp(c->item[i - 1].s, verb.s, verb.len) == 0)
			sec_buf_remove(&c->item[i], 0, verb.len);
	}
}

void sec_teller_tell(struct sec_teller *t, const struct sec_past *past,
	const struct sec_step *step, const struct sec_diffs *only, struct sec_told *out)
{
	*out = (struct sec_told){ .id = step->id,
		.day = sec_day_of_clock(past->commit->author.time, past->commit->author.offset) };
	t->env.today = out->day;
	bind(t, step);
	sec_clauses_clear(&t->clause);
	sec_buf_clear(&t->record);
	sec_buf_clear(&t->who);
	sec_buf_clear(&t->what);
	sec_buf_clear(&t->why);
	name_record(t);
	sec_story_who(t, &past->commit->author, &t->who);
	sec_story_shorten(reason_of(past), WHY, &t->why);
	if (only)
		tell_diffs(t, only);
	else
		tell_step(t, step);
	drop_repeated_verbs(&t->clause);
	sec_clauses_join(&t->clause, "; ", &t->what);
	out->title = t->title_now;
	out->record = visible(&t->record, &t->raw);
	out->who = visible(&t->who, &t->raw);
	out->what = visible(&t->what, &t->raw);
	out->why = visible(&t->why, &t->raw);
}

static void end_sentence(const struct sec_told *told, struct sec_buf *out)
{
	sec_buf_addch(out, ' ');
	sec_buf_addslice(out, told->what);
	if (told->why.len) {
		sec_buf_addstr(out, ": ");
		sec_buf_addslice(out, told->why);
	}
	if (!strchr(".!?", out->s[out->len - 1]))
		sec_buf_addch(out, '.');
}

void sec_told_sentence(const struct sec_told *told, bool same_day, struct sec_buf *out)
{
	char words[32];

	sec_day_words(told->day, words);
	if (same_day)
		sec_buf_addstr(out, "The same day ");
	else
		sec_buf_addf(out, "On %s ", words);
	sec_buf_addslice(out, told->who);
	end_sentence(told, out);
}

void sec_told_clause(const struct sec_told *told, struct sec_buf *out)
{
	size_t at = out->len;

	sec_buf_addslice(out, told->who);
	if (out->len > at)
		out->s[at] = (char)toupper((unsigned char)out->s[at]);
	end_sentence(told, out);
}

struct each_told {
	struct sec_teller *teller;
	int (*each)(void *ctx, const struct sec_told *told);
	void *ctx;
};

static int each_past(void *ctx, const struct sec_past *past, struct sec_err *err)
{
	const struct each_told *e = ctx;
	struct sec_told told;
	int rc = 0;

	(void)err;
	for (size_t i = 0; rc == 0 && i < past->steps; i++) {
		sec_teller_tell(e->teller, past, &past->step[i], NULL, &told);
		rc = e->each(e->ctx, &told);
	}
	return rc;
}

int sec_story_each(struct sec_register *r, const char *const *id, size_t ids,
	int (*each)(void *ctx, const struct sec_told *told), void *ctx, bool *cut,
	struct sec_err *err)
{
	struct each_told e = { sec_teller_new(r), each, ctx };
	struct sec_history h = { .reg = r, .id = id, .ids = ids, .each = each_past, .ctx = &e };
	int rc = sec_history_walk(&h, err);

	if (cut)
		*cut = h.cut;
	sec_teller_free(e.teller);
	return rc;
}
