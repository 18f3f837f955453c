/* SPDX-License-Identifier: ISC */
#include "parts/due/moved.h"

#include <stdlib.h>

#include "base/mem.h"

struct moving {
	const struct dues *d;
	const struct sec_tally *tally;
	sec_day **moved;
};

/* A thread's own. */
struct worker {
	struct sec_env env; /* of another day */
	struct sec_facts *facts;
	struct sec_due_items then;
};

static void *start(void *ctx)
{
	const struct moving *m = ctx;
	struct worker *w = xcalloc(1, sizeof(*w));

	w->env = m->d->reg->env;
	w->facts = sec_facts_new(&w->env);
	return w;
}

static void stop(void *ctx, void *worker)
{
	struct worker *w = worker;

	(void)ctx;
	sec_facts_free(w->facts);
	sec_due_items_release(&w->then);
	free(w);
}

/* What was open on that day, had the record been what it is. */
static void collect(struct worker *w, const struct sec_record *rec, sec_day day)
{
	sec_due_items_clear(&w->then);
	w->env.today = day;
	sec_facts_bind(w->facts, rec);
	sec_due_collect(w->facts, &w->then);
}

/* The first day after `low` on which the item is due when it is due at `high`. */
static sec_day find_day(struct worker *w, const struct sec_record *rec,
	const struct sec_due_item *item, sec_day low, sec_day high)
{
	const struct sec_due_item *then;

	while (high - low > 1) {
		sec_day middle = low + (high - low) / 2;

		collect(w, rec, middle);
		then = sec_due_find(&w->then, item);
		if (then && then->due == item->due)
			high = middle;
		else
			low = middle;
	}
	return high;
}

static sec_day last_change(const struct moving *m, const struct sec_pick *pick)
{
	const struct sec_touched *t = pick->inside ? sec_tally_find(m->tally, pick->stem) : NULL;
	const struct sec_touched *rules = &m->tally->rules;

	return t ? sec_day_of_clock(rules->last > t->last ? rules->last : t->last, 0) : SEC_DAY_NONE;
}

static void visit(void *ctx, const struct sec_visit *v)
{
	struct moving *m = ctx;
	struct worker *w = v->worker;
	const struct sec_due_items *now = &m->d->of[v->number].items;
	sec_day from = last_change(m, v->pick), today = m->d->reg->today, *moved;
	size_t i;

	if (!now->n || from == SEC_DAY_NONE || from >= today)
		return;
	m->moved[v->number] = moved = xcalloc(now->n, sizeof(*moved));
	collect(w, v->rec, from);
	for (i = 0; i < now->n; i++) {
		const struct sec_due_item *then = sec_due_find(&w->then, &now->item[i]);

		/* one that was not open is new to everybody */
		moved[i] = then && then->due != now->item[i].due ? today : SEC_DAY_NONE;
	}
	for (i = 0; i < now->n; i++)
		if (moved[i] != SEC_DAY_NONE)
			moved[i] = find_day(w, v->rec, &now->item[i], from, today);
}

sec_day **moved_find(const struct dues *d, const struct sec_tally *tally)
{
	struct moving m = { .d = d, .tally = tally,
		.moved = xcalloc(d->selection->n + 1, sizeof(*m.moved)) };
	struct sec_scan scan = { .reg = d->reg, .selection = d->selection, .start = start,
		.visit = visit, .stop = stop, .ctx = &m };
	struct sec_scan_report report = { 0 };

	sec_scan(&scan, &report); /* what it cannot read the caller has told already */
	sec_scan_report_release(&report);
	return m.moved;
}

void moved_free(sec_day **moved, const struct dues *d)
{
	size_t i;

	for (i = 0; moved && i < d->selection->n; i++)
		free(moved[i]);
	free(moved);
}
