/* SPDX-License-Identifier: ISC */
#include "parts/due/lapsed.h"

#include <stdlib.h>

#include "base/mem.h"

static bool is_aside(const struct lapsed *l, struct sec_facts *f)
{
	return l->reg->schema.state[sec_facts_state(f)].aside;
}

/* ---- which records are aside today */

struct finding {
	const struct lapsed *l;
	bool *aside; /* one a record of the selection */
};

static void look(void *ctx, const struct sec_visit *v)
{
	struct finding *f = ctx;

	f->aside[v->number] = v->pick->inside && is_aside(f->l, v->facts);
}

static int by_id(const void *a, const void *b)
{
	const struct lapsed_record *x = a, *y = b;
	int c = strcmp(x->id, y->id);

	return c ? c : (x->number > y->number) - (x->number < y->number);
}

static struct lapsed_record *append(struct lapsed_record **list, size_t *n, size_t *alloc,
	const char *id, size_t number)
{
	SEC_GROW(*list, *n, *alloc);
	(*list)[*n] = (struct lapsed_record){ .id = xstrdup(id), .number = number,
		.text = SEC_BUF_INIT, .until = SEC_DAY_NONE };
	return &(*list)[(*n)++];
}

void lapsed_begin(struct lapsed *l, struct sec_register *r, const struct sec_selection *selection,
	sec_day oldest)
{
	struct finding f = { .l = l, .aside = xcalloc(selection->n, sizeof(bool)) };
	struct sec_scan scan = { .reg = r, .selection = selection, .visit = look, .ctx = &f };
	struct sec_scan_report report;
	size_t i;

	*l = (struct lapsed){ .reg = r, .oldest = oldest, .env = r->env };
	l->facts = sec_facts_new(&l->env);
	sec_record_init(&l->rec);
	sec_scan(&scan, &report); /* what it cannot read the caller has told already */
	sec_scan_report_release(&report);
	for (i = 0; i < selection->n; i++)
		if (f.aside[i])
			append(&l->aside, &l->asides, &l->aside_alloc, selection->item[i].stem, i);
	if (l->asides)
		qsort(l->aside, l->asides, sizeof(*l->aside), by_id);
	free(f.aside);
}

/* ---- what they were */

static bool was_aside(struct lapsed *l, const struct sec_record *rec, sec_day day)
{
	l->env.today = day;
	sec_facts_bind(l->facts, rec);
	return is_aside(l, l->facts);
}

static void keep(struct lapsed_record *of, const struct sec_record *rec, sec_day day)
{
	sec_buf_clear(&of->text);
	sec_buf_addslice(&of->text, sec_buf_str(&rec->text));
	of->known = true;
	of->from = day;
	of->until = SEC_DAY_NONE;
}

/* A version that came with a commit of that day. */
static void follow(struct lapsed *l, const char *id, const struct sec_record *rec, sec_day day)
{
	struct lapsed_record *of;
	size_t i;

	SEC_FIRST_NOT(i, l->asides, strcmp(l->aside[i].id, id) < 0);
	for (of = l->aside + i; of < l->aside + l->asides && strcmp(of->id, id) == 0; of++) {
		if (!was_aside(l, rec, day))
			keep(of, rec, day);
		else if (of->known && of->until == SEC_DAY_NONE)
			of->until = day < of->from ? of->from : day;
	}
}

static void lose(struct lapsed *l, const char *id, const struct sec_record *rec, sec_day day)
{
	struct lapsed_record *of;

	if (l->oldest == SEC_DAY_NONE || !rec)
		return;
	of = append(&l->gone, &l->gones, &l->gone_alloc, id, l->gones);
	if (day < l->oldest || was_aside(l, rec, day))
		return; /* its entry stays: of several deletions the last one counts */
	keep(of, rec, day);
	of->until = day;
}

void lapsed_add(struct lapsed *l, const struct sec_past *past, const struct sec_step *step)
{
	const struct sec_git_person *who = &past->commit->committer;
	sec_day day = sec_day_of_clock(who->time, who->offset);

	if (day > l->reg->today)
		day = l->reg->today;
	if (!step->path || step->old_id)
		lose(l, step->path ? step->old_id : step->id, step->before, day);
	if (step->after)
		follow(l, step->id, step->after, day);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void lapsed_end(struct lapsed *l, const struct sec_selection *selection)
{
	const char **there = xcalloc(selection->n, sizeof(*there));
	size_t i, n = 0;

	for (i = 0; i < selection->n; i++)
		there[i] = selection->item[i].stem;
	if (selection->n)
		qsort(there, selection->n, sizeof(*there), by_name);
	if (l->gones)
		qsort(l->gone, l->gones, sizeof(*l->gone), by_id);
	for (i = 0; i < l->gones; i++) {
		struct lapsed_record *of = &l->gone[i];
		const char *id = of->id;
		bool last = i + 1 == l->gones || strcmp(id, of[1].id) != 0;

		if (last && of->known && !(selection->n
			&& bsearch(&id, there, selection->n, sizeof(*there), by_name))) {
			l->gone[n++] = *of;
			continue;
		}
		free(of->id);
		sec_buf_release(&of->text);
	}
	l->gones = n;
	for (i = 0; i < l->asides; i++)
		l->aside[i].by_time = l->aside[i].until == SEC_DAY_NONE;
	free(there);
}

/* The last day of from … until on which it was not aside. */
static sec_day last_day(struct lapsed *l, const struct lapsed_record *of)
{
	sec_day low = of->from, high = of->until == SEC_DAY_NONE ? l->reg->today : of->until, middle;

	if (!was_aside(l, &l->rec, high))
		return high;
	while (high - low > 1) {
		middle = low + (high - low) / 2;
		if (was_aside(l, &l->rec, middle))
			high = middle;
		else
			low = middle;
	}
	return low;
}

struct sec_facts *lapsed_recall(struct lapsed *l, const struct lapsed_record *of)
{
	struct sec_dialect dialect = { .known_key = sec_schema_known_key, .ctx = &l->reg->schema };

	if (!of->known || sec_record_parse_text(&l->rec, of->text.s, of->text.len, &dialect, NULL) < 0)
		return NULL;
	was_aside(l, &l->rec, last_day(l, of));
	return l->facts;
}

static void release(struct lapsed_record *list, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		free(list[i].id);
		sec_buf_release(&list[i].text);
	}
	free(list);
}

void lapsed_release(struct lapsed *l)
{
	release(l->aside, l->asides);
	release(l->gone, l->gones);
	if (l->facts)
		sec_facts_free(l->facts);
	sec_record_release(&l->rec);
}
