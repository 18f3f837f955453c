/* SPDX-License-Identifier: ISC */
#include "parts/due/calendar.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/escape.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "parts/due/lapsed.h"
#include "parts/due/moved.h"
#include "register/git-write.h"
#include "register/tally.h"
#include "render/ics.h"

enum { CATEGORIES = 16, UUID = 16, SECONDS = 86400 };

struct calendar {
	const struct dues *d;
	const struct sec_expr *keep;
	struct sec_tally tally;
	struct lapsed lapsed;
	sec_day **moved; /* see moved.h */
	sec_day oldest; /* cancelled items of days before it are left out */
	struct sec_buf *out;
	struct sec_err *err;
};

/* An item, and the record it belongs to. */
struct subject {
	const char *name;    /* the record's id */
	const char *heading, *who; /* NULL: nothing is to be said of it */
	bool inside, cancelled;
	bool by_time;  /* no commit made it what it is */
	sec_day since; /* the day on which time moved it, or SEC_DAY_NONE */
	const struct sec_due_item *item;
};

/* ---- one event */

/* A UUID of version 8 (RFC 9562), from the bytes of git's hash. */
static int make_uid(const struct calendar *k, const struct subject *s, char uid[37])
{
	const struct sec_due_item *item = s->item;
	struct sec_buf text = SEC_BUF_INIT;
	struct sec_git_id id;
	char root[SEC_GIT_HEX + 1];
	size_t i, n = 0;
	int rc;

	sec_git_id_hex(&k->tally.root, root);
	sec_buf_addf(&text, "%s\n%s\n%s\n%s\n%u.%u\n", s->inside ? root : "", s->name,
		item->kind->kind, item->section, item->at, item->nth);
	rc = sec_git()->write->hash(sec_buf_str(&text), &id, k->err);
	sec_buf_release(&text);
	if (rc < 0)
		return rc;
	id.raw[6] = (unsigned char)((id.raw[6] & 0x0f) | 0x80);
	id.raw[8] = (unsigned char)((id.raw[8] & 0x3f) | 0x80);
	for (i = 0; i < UUID; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			uid[n++] = '-';
		n += (size_t)snprintf(uid + n, 3, "%02x", id.raw[i]);
	}
	return 0;
}

static void stamp(const struct calendar *k, const struct subject *s, struct sec_ics_event *e)
{
	const struct sec_touched *t = s->inside ? sec_tally_find(&k->tally, s->name) : NULL;
	const struct sec_touched *rules = &k->tally.rules;

	e->stamp = (int64_t)k->d->reg->today * SECONDS;
	if (!t)
		return;
	e->stamp = rules->last > t->last ? rules->last : t->last;
	if (s->since != SEC_DAY_NONE && (int64_t)s->since * SECONDS > e->stamp)
		e->stamp = (int64_t)s->since * SECONDS;
	e->sequence = 2 * (t->commits + rules->commits) + s->by_time;
}

/* The item, and whom it is about: days of a calendar show nothing else. */
static void summarise(const struct subject *s, struct sec_buf *out)
{
	if (!s->who) {
		sec_buf_addstr(out, "Cancelled: the record was deleted");
		return;
	}
	sec_buf_addstr(out, s->item->title);
	if (*s->who && !sec_utf8_contains(sec_str(s->item->title), sec_str(s->who)))
		sec_buf_addf(out, " (%s)", s->who);
}

static void describe(const struct subject *s, struct sec_buf *out)
{
	const struct sec_due_item *item = s->item;

	if (!s->who)
		return;
	sec_buf_addstr(out, s->name);
	if (*s->heading)
		sec_buf_addf(out, ": %s", s->heading);
	if (*s->who)
		sec_buf_addf(out, " (%s)", s->who);
	sec_buf_addf(out, "\nWho does it: %s", *item->owner ? item->owner : "nobody yet");
	if (*item->tell)
		sec_buf_addf(out, "\nWho is told: %s", item->tell);
	if (s->cancelled)
		return;
	sec_buf_addf(out, "\n%s", item->kind->hard ? "Hard: it has to be done" : "Advised: good practice");
	if (*item->section)
		sec_buf_addf(out, "\nAbout: %s", item->section);
	if (s->inside) {
		sec_buf_addstr(out, "\nWhen it is done: sec-set --edit ");
		sec_escape_shell(out, sec_str(s->name));
		if (*item->section) {
			sec_buf_addch(out, ' ');
			sec_escape_shell(out, sec_str(item->section));
		}
	}
	sec_buf_addf(out, "\nWhat counts as done: sec-check --explain %s", item->kind->kind);
}

static size_t categorise(const struct calendar *k, const struct subject *s,
	struct sec_str category[CATEGORIES])
{
	const struct sec_due *kind = s->item->kind;
	size_t n = 0;
	unsigned i;

	category[n++] = sec_str(kind->kind);
	for (i = 0; s->who && i < kind->owners && n < CATEGORIES; i++)
		if (kind->owner[i].role >= 0)
			category[n++] = sec_str(k->d->reg->schema.role[kind->owner[i].role].label);
	return n;
}

static int add_event(struct calendar *k, const struct subject *s)
{
	struct sec_buf summary = SEC_BUF_INIT, description = SEC_BUF_INIT;
	struct sec_str category[CATEGORIES];
	char uid[37];
	struct sec_ics_event e = { .uid = uid, .day = s->item->due, .cancelled = s->cancelled,
		.remind = s->item->shows == SEC_DAY_NONE ? -1 : s->item->due - s->item->shows,
		.category = category };
	int rc = make_uid(k, s, uid);

	if (rc == 0) {
		summarise(s, &summary);
		describe(s, &description);
		stamp(k, s, &e);
		e.categories = categorise(k, s, category);
		e.summary = sec_buf_str(&summary);
		e.description = sec_buf_str(&description);
		sec_ics_event(k->out, &e);
	}
	sec_buf_release(&summary);
	sec_buf_release(&description);
	return rc;
}

/* ---- which events */

static int add_open(struct calendar *k)
{
	const struct dues *d = k->d;
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < d->n; i++) {
		size_t number = d->row[i].number;
		sec_day since = k->moved[number] ? k->moved[number][d->row[i].place] : SEC_DAY_NONE;
		struct subject s = { .name = dues_name(d, number), .heading = d->of[number].heading,
			.who = d->of[number].who, .inside = d->selection->item[number].inside,
			.item = d->row[i].item, .since = since, .by_time = since != SEC_DAY_NONE };

		rc = add_event(k, &s);
	}
	return rc;
}

/* What was open when the record was last what it had been. `open`: its items now. */
static int add_cancelled(struct calendar *k, const struct lapsed_record *of,
	const struct sec_due_items *open)
{
	struct sec_facts *f = lapsed_recall(&k->lapsed, of);
	struct sec_due_items items = { 0 };
	struct sec_val v = { 0 };
	char *who, *heading;
	size_t i;
	int rc = 0;

	if (!f || (k->keep && sec_expr_test(k->keep, f, NULL) != SEC_YES))
		return 0;
	sec_due_collect(f, &items);
	if (k->d->heading)
		v = sec_expr_eval(k->d->heading, f, NULL);
	heading = v.known ? xstrndup(v.text.s, v.text.len) : xstrdup("");
	who = xstrndup(sec_facts_who(f).s, sec_facts_who(f).len);
	for (i = 0; rc == 0 && i < items.n; i++) {
		struct subject s = { .name = of->id, .heading = heading, .who = open ? who : NULL,
			.inside = true, .cancelled = true, .by_time = of->by_time, .since = SEC_DAY_NONE,
			.item = &items.item[i] };

		if (s.item->due >= k->oldest && dues_wanted(k->d, s.item)
			&& !(open && sec_due_find(open, s.item)))
			rc = add_event(k, &s);
	}
	sec_due_items_release(&items);
	free(heading);
	free(who);
	return rc;
}

static int add_lapsed(struct calendar *k)
{
	const struct lapsed *l = &k->lapsed;
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < l->asides; i++)
		rc = add_cancelled(k, &l->aside[i], &k->d->of[l->aside[i].number].items);
	for (i = 0; rc == 0 && i < l->gones; i++)
		rc = add_cancelled(k, &l->gone[i], NULL);
	return rc;
}

/* ---- the history behind it */

static int take(void *ctx, const struct sec_past *past, struct sec_err *err)
{
	struct calendar *k = ctx;

	sec_tally_commit(&k->tally, past);
	for (size_t i = 0; i < past->steps; i++) {
		const struct sec_step *step = sec_past_step(past, i, err);

		if (!step)
			return SEC_FAIL;
		sec_tally_step(&k->tally, past, step);
		lapsed_add(&k->lapsed, past, step);
	}
	return 0;
}

static int look_back(struct calendar *k, const struct cli *c)
{
	struct sec_register *r = k->d->reg;
	char tip[SEC_GIT_HEX + 1];
	struct sec_history h = { .reg = r, .others = true, .each = take, .ctx = k };
	int rc;

	if (c->at) {
		sec_git_id_hex(&sec_source_point(r->source)->commit, tip);
		h.tip = tip;
	}
	rc = sec_tally_begin(&k->tally, r, h.tip, k->err);
	if (rc == 0)
		rc = sec_history_walk(&h, k->err);
	if (rc == 0 && h.cut)
		return sec_err_set(k->err, SEC_FAIL, "this clone is shallow, and how often an item "
			"changed cannot be counted in it; run: git fetch --unshallow");
	sec_tally_end(&k->tally);
	lapsed_end(&k->lapsed, k->d->selection);
	if (rc == SEC_ABSENT) { /* no git, or nothing committed yet */
		sec_err_clear(k->err);
		return 0;
	}
	return rc;
}

struct sec_expr *calendar_heading(const struct sec_register *r, struct sec_arena *arena)
{
	struct sec_expr_site site = { .schema = &r->schema, .for_kind = SEC_FOR_ONCE, .arena = arena };
	struct sec_expr *heading;

	return sec_expr_compile(&heading, &site, SEC_STR("title"), SEC_WANT_TEXT, NULL) < 0 ? NULL
		: heading;
}

int calendar_print(struct cli *c, const struct dues *d, const struct sec_expr *keep,
	struct sec_buf *out)
{
	struct calendar k = { .d = d, .keep = keep, .out = out, .err = &c->err };
	const struct sec_schema *s = &d->reg->schema;
	int at = sec_schema_policy(s, SEC_STR("calendar-cancelled")), rc;

	k.oldest = at < 0 ? d->reg->today : sec_day_sub(d->reg->today, s->policy[at].value.dur);
	if (k.oldest == SEC_DAY_NONE)
		k.oldest = SEC_DAY_MIN;
	lapsed_begin(&k.lapsed, d->reg, d->selection, c->operands ? SEC_DAY_NONE : k.oldest);
	rc = look_back(&k, c);
	if (rc == 0) {
		k.moved = moved_find(d, &k.tally);
		sec_ics_begin(out, sec_str(s->register_name ? s->register_name : ""));
		rc = add_open(&k);
		if (rc == 0)
			rc = add_lapsed(&k);
		sec_ics_end(out);
	}
	if (rc)
		sec_buf_clear(out);
	moved_free(k.moved, d);
	lapsed_release(&k.lapsed);
	sec_tally_release(&k.tally);
	return rc;
}
