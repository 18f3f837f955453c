/* SPDX-License-Identifier: ISC */
#include "rules/peers-inner.h"

#include <stdlib.h>

enum { NAMED = 3 }; /* other records that a message names */

void sec_peers_same_id(struct sec_verdicts *v, struct sec_peer *row, size_t n)
{
	for (size_t i = 0; i < n; i++)
		sec_verdict_add(v, &row[i], "%zu records have the id '%s'", n, row[i].key);
}

/*
 * Overlap: a sweep over the starts and ends. The periods that cover the day
 * stand in a list; where they weigh too much, those among them that are not yet
 * named get their finding, so each is looked at once only: O(n log n).
 */
struct sweep {
	struct sec_verdicts *v;
	struct sec_peer *row;
	size_t n;
	size_t *next, *before; /* the list of those that cover the day; n: its end */
	size_t *fresh, nfresh; /* those in it without a finding */
	int64_t sum;
};

static void name_others(const struct sweep *w, size_t self, struct sec_buf *out)
{
	unsigned named = 0;
	size_t more = 0;

	for (size_t i = w->next[w->n]; i != w->n; i = w->next[i]) {
		if (i == self)
			continue;
		if (named == NAMED) {
			more = 1;
			break;
		}
		sec_buf_addf(out, "%s%s", named++ ? ", " : "", w->row[i].stem);
	}
	if (more)
		sec_buf_addstr(out, " and others");
}

static void too_much(struct sweep *w, sec_day day)
{
	struct sec_buf others = SEC_BUF_INIT, sum = SEC_BUF_INIT;
	char text[11];

	sec_day_format(day, text);
	sec_number_format(w->sum, &sum);
	for (size_t i = 0; i < w->nfresh; i++) {
		struct sec_peer *row = &w->row[w->fresh[i]];

		if (row->end < day)
			continue;
		sec_buf_clear(&others);
		name_others(w, w->fresh[i], &others);
		sec_verdict_add(w->v, row, "overlaps with %s: %s in all from %s on", others.s,
			sum.s, text);
	}
	w->nfresh = 0;
	sec_buf_release(&others);
	sec_buf_release(&sum);
}

static void enter(struct sweep *w, size_t i)
{
	size_t last = w->before[w->n];

	w->next[last] = i;
	w->before[i] = last;
	w->next[i] = w->n;
	w->before[w->n] = i;
	w->fresh[w->nfresh++] = i;
	w->sum += w->row[i].weight;
}

static void leave(struct sweep *w, size_t i)
{
	w->next[w->before[i]] = w->next[i];
	w->before[w->next[i]] = w->before[i];
	w->sum -= w->row[i].weight;
}

/* qsort has no context: rows and ends in one. */
struct ending {
	sec_day end;
	size_t row;
};

static int by_end(const void *x, const void *y)
{
	const struct ending *a = x, *b = y;

	if (a->end != b->end)
		return a->end < b->end ? -1 : 1;
	return a->row < b->row ? -1 : 1;
}

void sec_peers_overlap(struct sec_verdicts *v, struct sec_peer *row, size_t n)
{
	struct ending *ending = xcalloc(n, sizeof(*ending));
	struct sweep w = { .v = v, .row = row, .n = n,
		.next = xcalloc(n + 1, sizeof(size_t)), .before = xcalloc(n + 1, sizeof(size_t)),
		.fresh = xcalloc(n, sizeof(size_t)) };
	size_t gone = 0;

	w.next[n] = w.before[n] = n;
	for (size_t i = 0; i < n; i++)
		ending[i] = (struct ending){ row[i].end, i };
	qsort(ending, n, sizeof(*ending), by_end);
	for (size_t i = 0; i < n;) {
		sec_day day = row[i].start;

		while (gone < n && ending[gone].end < day)
			leave(&w, ending[gone++].row);
		while (i < n && row[i].start == day)
			enter(&w, i++);
		if (w.sum > row[i - 1].limit)
			too_much(&w, day);
	}
	free(ending);
	free(w.next);
	free(w.before);
	free(w.fresh);
}

/*
 * Cumulative: periods no further apart than `gap` make a run; runs with less
 * than `home` between them make a chain. A period that takes its run over
 * `longest`, or its chain over `together`, gets the finding.
 */
struct chain {
	size_t first;           /* of the run */
	size_t chain_first;
	sec_day start, end;     /* of the run */
	sec_day chain_start;
	int64_t days_before;    /* in the chain's earlier runs */
};

static bool is_set(struct sec_dur d)
{
	return d.months || d.days;
}

static void join(struct chain *c, struct sec_peer *row, size_t i)
{
	struct sec_peer *r = &row[i];
	struct sec_dur day = { 0, 1 };
	sec_day run_until = sec_day_add(sec_day_add(c->end, day), r->gap);
	sec_day chain_until = sec_day_add(sec_day_add(c->end, day), r->home);

	if (run_until == SEC_DAY_NONE || r->start <= run_until) {
		if (r->end > c->end)
			c->end = r->end;
		return;
	}
	if (is_set(r->home) && r->start < chain_until) {
		c->days_before += c->end - c->start + 1;
	} else {
		c->days_before = 0;
		c->chain_first = i;
		c->chain_start = r->start;
	}
	c->first = i;
	c->start = r->start;
	c->end = r->end;
}

static void judge(struct sec_verdicts *v, const struct chain *c, struct sec_peer *row,
	size_t i)
{
	struct sec_peer *r = &row[i];
	sec_day most = sec_day_add(c->start, r->longest);
	/* as if the chain's earlier runs stood directly before this one */
	sec_day most_together = sec_day_add((sec_day)(c->start - c->days_before), r->together);
	int64_t days = c->days_before + (c->end - c->start + 1);
	char from[11], until[11], limit[40];

	sec_day_format(c->start, from);
	sec_day_format(c->end, until);
	if (i > c->first && most != SEC_DAY_NONE && c->end > most) {
		sec_dur_format(r->longest, limit);
		sec_verdict_add(v, r, "with %s%s it lasts from %s to %s without a real break: "
			"longer than %s", row[i - 1].stem, i - c->first > 1 ? " and earlier ones" : "",
			from, until, limit);
	} else if (is_set(r->together) && i > c->chain_first && most_together != SEC_DAY_NONE &&
		   c->end > most_together) {
		sec_dur_format(r->together, limit);
		sec_day_format(c->chain_start, from);
		sec_verdict_add(v, r, "with %s%s it makes %lld days since %s: more than %s, with no "
			"long stay at home between", row[i - 1].stem,
			i - c->chain_first > 1 ? " and earlier ones" : "", (long long)days, from,
			limit);
	}
}

void sec_peers_cumulative(struct sec_verdicts *v, struct sec_peer *row, size_t n)
{
	struct chain c = { .start = row[0].start, .end = row[0].end, .chain_start = row[0].start };

	for (size_t i = 1; i < n; i++) {
		join(&c, row, i);
		judge(v, &c, row, i);
	}
}

/* Periods that run at once, or into one another, are the other rules' affair. */
void sec_peers_apart(struct sec_verdicts *v, struct sec_peer *row, size_t n)
{
	const struct sec_peer *last = &row[0];
	char end[11], least[40];

	for (size_t i = 1; i < n; i++) {
		sec_day from = sec_day_add(last->end + 1, row[i].least);

		if (row[i].start > last->end && from != SEC_DAY_NONE && row[i].start < from) {
			sec_day_format(last->end, end);
			sec_dur_format(row[i].least, least);
			sec_verdict_add(v, &row[i], "begins %d days after %s ended on %s: less than %s",
				row[i].start - last->end - 1, last->stem, end, least);
		}
		if (row[i].end > last->end)
			last = &row[i];
	}
}
