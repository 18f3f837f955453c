/* SPDX-License-Identifier: ISC */
#include "render/story.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "render/story/inner.h"

enum { TITLE = 72 /* columns */ };

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
	sec_buf_init(&t->author);
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
	sec_buf_release(&t->author);
	sec_buf_release(&t->raw);
	sec_buf_release(&t->record);
	sec_buf_release(&t->who);
	sec_buf_release(&t->what);
	sec_buf_release(&t->why);
	sec_arena_release(&t->arena);
	free(t->told);
	free(t->self);
	free(t);
}

/* ---- one record, one commit */

static void tell_step(struct sec_teller *t, const struct sec_step *step)
{
	if (!t->was_there || !t->is_there) {
		sec_story_whole(t, t->is_there);
		return;
	}
	if (step->old_id)
		sec_buf_addf(sec_clause_add(&t->clause), "renamed the record from %s to %s", step->old_id,
			step->id);
	else if (step->path && step->old_path && strcmp(step->path, step->old_path) != 0)
		sec_buf_addf(sec_clause_add(&t->clause), "moved the file from %s to %s", step->old_path,
			step->path);
	if (step->diffs->n)
		sec_story_diffs(t, step->diffs);
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

/* The reason; of a commit made by hand that has no body its subject, where people
 * say why. */
/* An undo names the commits that it takes back, a line each; the change itself says
 * that here. */
static struct sec_str without_undone(struct sec_str reason)
{
	static const char begins[] = "Undo of \"";
	struct sec_str rest = reason, line;

	while (sec_str_split(&rest, '\n', &line)) {
		if (!line.len || (line.len > strlen(begins) && memcmp(line.s, begins, strlen(begins)) == 0))
			reason = rest;
		else
			break;
	}
	return reason.len ? sec_str_trim(reason) : SEC_STR("undone");
}

static struct sec_str reason_of(const struct sec_past *past)
{
	struct sec_str subject = sec_str_trim(past->commit->message);

	if (past->reason.len && past->tool.s)
		return without_undone(past->reason);
	if (past->reason.len || past->commit->parents > 1 || past->tool.s)
		return past->reason;
	return sec_str_trim(sec_str_cut(&subject, '\n'));
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
	sec_story_shorten(reason_of(past), SEC_STORY_WHY, &t->why);
	if (only)
		sec_story_diffs(t, only);
	else
		tell_step(t, step);
	drop_repeated_verbs(&t->clause);
	sec_clauses_join(&t->clause, "; ", &t->what);
	sec_story_settle_day(t, &t->what);
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

void sec_told_sentence(const struct sec_told *told, size_t that_day, struct sec_buf *out)
{
	char words[32];

	sec_day_words(told->day, words);
	if (that_day)
		sec_buf_addstr(out, that_day == 1 ? "The same day " : "Then ");
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

	for (size_t i = 0; rc == 0 && i < past->steps; i++) {
		const struct sec_step *step = sec_past_step(past, i, err);

		if (!step)
			return SEC_FAIL;
		sec_teller_tell(e->teller, past, step, NULL, &told);
		rc = e->each(e->ctx, &told);
	}
	return rc;
}

int sec_story_each(struct sec_register *r, const char *at, const char *const *id, size_t ids,
	int (*each)(void *ctx, const struct sec_told *told), void *ctx, bool *cut,
	struct sec_err *err)
{
	struct each_told e = { sec_teller_new(r), each, ctx };
	struct sec_history h = { .reg = r, .tip = at, .id = id, .ids = ids, .each = each_past,
		.ctx = &e };
	int rc = sec_history_walk(&h, err);

	if (cut)
		*cut = h.cut;
	sec_teller_free(e.teller);
	return rc;
}
