/* SPDX-License-Identifier: ISC */
#include "parts/check/checking.h"

#include <stdlib.h>

#include "base/mem.h"

/* A thread's own: rows for rules that look at several records, and room to look at
 * the version before. */
struct worker {
	struct sec_peers *peers, *before;
	struct sec_facts *facts;
	struct sec_record rec;
};

static unsigned peers_flags(const struct checking *k)
{
	return (k->no_waive ? SEC_PEERS_NO_WAIVE : 0) | (k->in_register ? SEC_PEERS_ALL : 0);
}

static bool has_before(const struct checking *k)
{
	return k->range && !k->range->nothing;
}

/* A name or a condition asks for records that are there. */
static bool tells_gone(const struct checking *k)
{
	return has_before(k) && !k->some && !k->keep;
}

static void *start(void *ctx)
{
	struct checking *k = ctx;
	struct worker *w = xcalloc(1, sizeof(*w));

	w->peers = sec_peers_new(k->schema, peers_flags(k));
	if (has_before(k)) {
		w->before = sec_peers_new(&k->range->before.schema, peers_flags(k));
		w->facts = sec_facts_new(&k->range->before.env);
		sec_record_init(&w->rec);
	}
	return w;
}

static void stop(void *ctx, void *worker)
{
	struct checking *k = ctx;
	struct worker *w = worker;

	sec_peers_merge(k->peers, w->peers);
	sec_peers_free(w->peers);
	if (w->before) {
		sec_peers_merge(k->before, w->before);
		sec_peers_free(w->before);
		sec_facts_free(w->facts);
		sec_record_release(&w->rec);
	}
	free(w);
}

/* Binds the worker's facts to the version before; false where it cannot be read. */
static bool bind_before(const struct checking *k, struct worker *w, const struct sec_pair *pair,
	const struct sec_record *same)
{
	struct sec_dialect dialect = { .known_key = sec_schema_known_key,
		.ctx = (void *)&k->range->before.schema };
	struct sec_err err = SEC_ERR_INIT;

	if (pair->same && same) {
		sec_facts_bind(w->facts, same);
		return true;
	}
	sec_record_clear(&w->rec);
	if (sec_source_read(k->range->before.source, pair->before, SEC_RECORD_MAX, &w->rec.text, &err)
		< 0 || sec_record_parse(&w->rec, &dialect, &err) < 0) {
		sec_err_clear(&err); /* what could not be read before had no findings */
		return false;
	}
	sec_facts_bind(w->facts, &w->rec);
	return true;
}

/* What was found in the version before; false: there was none. */
static bool check_before(struct checking *k, struct worker *w, const struct sec_visit *v,
	const struct sec_pair *pair)
{
	struct checked *row = &k->row[v->number];
	struct sec_check check = { .facts = w->facts, .stem = v->pick->stem,
		.no_waive = k->no_waive, .out = &row->was };

	if (!pair || !pair->before)
		return false;
	if (pair->same && !k->range->rules) { /* it reads now as it did then */
		sec_peers_add(w->before, v->facts, v->pick->stem, v->number);
		return true;
	}
	if (!bind_before(k, w, pair, v->rec))
		return false;
	sec_peers_add(w->before, w->facts, v->pick->stem, v->number);
	sec_check_record(&check);
	return true;
}

/* What the index has of such a file is one side, and says nothing of it. */
static void add_unmerged(struct checked *row)
{
	struct sec_fault *f = sec_faults_add(&row->faults, "merge-marker", SEC_LEVEL_ERROR, 0, 0,
		"the merge of this file is not finished");

	f->advice = xasprintf("mend the file, then git add %s", checked_path(row));
}

static void visit(void *ctx, const struct sec_visit *v)
{
	struct checking *k = ctx;
	struct worker *w = v->worker;
	struct checked *row = &k->row[v->number];
	const struct sec_pair *pair = k->range ? sec_range_find(k->range, v->pick->stem, v->pick->path)
		: NULL;
	bool before = has_before(k) && check_before(k, w, v, pair);
	struct sec_check check = { .facts = v->facts, .stem = v->pick->stem,
		.no_waive = k->no_waive, .out = &row->faults,
		.base = before && !pair->same ? w->facts : NULL,
		.reason = pair && pair->reason, .unexplained = k->unexplained };
	char *place;

	if (v->pick->inside || !k->in_register) /* others are judged alone */
		sec_peers_add(w->peers, v->facts, v->pick->stem, v->number);
	if (v->number >= k->named)
		return; /* read only for the sake of the others */
	if (k->keep && sec_expr_test(k->keep, v->facts, NULL) != SEC_YES)
		return;
	row->kept = true;
	row->same = pair && pair->same && !k->range->rules;
	if (row->same)
		return;
	check.place = place = v->pick->inside ? sec_register_misplaced(v->pick->path) : NULL;
	sec_check_record(&check);
	free(place);
	if (k->index && sec_source_unmerged(k->index, v->pick->path))
		add_unmerged(row);
}

/* A record that the range removed. */
static void check_gone(struct checking *k, struct worker *w, const struct sec_pair *pair, size_t number)
{
	struct checked *row = &k->row[number];
	struct sec_facts *empty = sec_facts_new(&k->range->before.env);
	struct sec_check check = { .facts = empty, .base = w->facts, .reason = pair->reason,
		.unexplained = k->unexplained, .out = &row->faults };
	struct sec_record nothing;
	struct sec_err err = SEC_ERR_INIT;

	row->kept = true;
	sec_record_init(&nothing);
	if (bind_before(k, w, pair, NULL)
		&& sec_record_parse_text(&nothing, "", 0, NULL, &err) == 0) {
		sec_facts_bind(empty, &nothing);
		sec_peers_add(k->before, w->facts, pair->id, number);
		sec_check_gone(&check);
	}
	sec_err_clear(&err);
	sec_record_release(&nothing);
	sec_facts_free(empty);
}

static void check_all_gone(struct checking *k)
{
	size_t number = k->all.n, i;
	struct worker *w;

	if (!tells_gone(k))
		return;
	w = start(k);
	for (i = 0; i < k->range->pairs; i++)
		if (!k->range->pair[i].path)
			check_gone(k, w, &k->range->pair[i], number++);
	stop(k, w);
}

/* A finding that took several records to see. */
static void add_shared(void *ctx, size_t number, const struct sec_fault *fault)
{
	struct checking *k = ctx;
	struct sec_fault *f;

	if (!k->row[number].kept)
		return;
	f = sec_faults_add(&k->row[number].faults, fault->rule, fault->level, fault->line, fault->col,
		"%s", fault->message);
	f->advice = fault->advice ? xstrdup(fault->advice) : NULL;
	f->address = fault->address ? xstrdup(fault->address) : NULL;
}

static void add_before(void *ctx, size_t number, const struct sec_fault *fault)
{
	struct checking *k = ctx;
	struct sec_fault *f;

	if (!k->row[number].kept)
		return;
	f = sec_faults_add(&k->row[number].was, fault->rule, fault->level, 0, 0, "%s", "");
	f->address = fault->address ? xstrdup(fault->address) : NULL;
}

static void sum_up(struct checking *k)
{
	size_t i, f;

	for (i = 0; i < k->rows; i++) {
		struct checked *row = &k->row[i];

		if (!row->kept)
			continue;
		k->records += !row->same;
		if (row->faults.n == 0)
			continue;
		checked_tell(row, k->all_new);
		k->told += row->findings;
		for (f = 0; f < row->findings; f++) {
			if (row->finding[f].old)
				k->old++;
			else
				k->count[row->finding[f].fault->level]++;
		}
	}
	if (k->rows)
		qsort(k->row, k->rows, sizeof(*k->row), checked_compare);
}

/* One a record, and one a record that is gone. */
static void make_rows(struct checking *k)
{
	const struct sec_range *range = tells_gone(k) ? k->range : NULL;
	size_t gone = 0, i;

	for (i = 0; range && i < range->pairs; i++)
		gone += !range->pair[i].path;
	k->rows = k->all.n + gone;
	k->row = xcalloc(k->rows + 1, sizeof(*k->row));
	k->gone = xcalloc(gone + 1, sizeof(*k->gone));
	for (i = 0; i < k->all.n; i++)
		k->row[i].pick = &k->all.item[i];
	for (i = gone = 0; range && i < range->pairs; i++) {
		const struct sec_pair *pair = &range->pair[i];

		if (pair->path)
			continue;
		k->gone[gone] = (struct sec_pick){ .path = pair->before, .stem = pair->id,
			.inside = true };
		k->row[k->all.n + gone].pick = &k->gone[gone];
		gone++;
	}
}

int checking_run(struct checking *k, struct sec_register *r, struct sec_selection *selection,
	const struct sec_expr *keep, bool no_waive, struct sec_scan_report *report,
	struct sec_err *err)
{
	struct sec_scan scan = { .reg = r, .selection = &k->all, .start = start, .visit = visit,
		.stop = stop, .ctx = k };
	struct sec_select_options everything = { 0 };
	int rc = 0;

	k->all = *selection;
	*selection = (struct sec_selection){ 0 };
	k->named = k->all.n;
	k->keep = keep;
	k->no_waive = no_waive;
	k->schema = &r->schema;
	k->in_register = r->source != NULL;
	if (k->named && r->source) /* the rest of the register, behind those named */
		rc = sec_select(&k->all, r, NULL, 0, &everything, err);
	if (rc)
		return rc;
	make_rows(k);
	k->peers = sec_peers_new(&r->schema, peers_flags(k));
	if (has_before(k))
		k->before = sec_peers_new(&k->range->before.schema, peers_flags(k));
	sec_scan(&scan, report);
	check_all_gone(k);
	sec_peers_judge(k->peers, add_shared, k);
	if (has_before(k))
		sec_peers_judge(k->before, add_before, k);
	sum_up(k);
	return 0;
}

void checking_release(struct checking *k)
{
	size_t i;

	for (i = 0; i < k->rows; i++)
		checked_release(&k->row[i]);
	free(k->row);
	free(k->gone);
	sec_peers_free(k->peers);
	sec_peers_free(k->before);
	sec_selection_release(&k->all);
}
