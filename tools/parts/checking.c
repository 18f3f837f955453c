/* SPDX-License-Identifier: ISC */
#include "parts/checking.h"

#include <stdlib.h>

#include "base/mem.h"

static unsigned peers_flags(const struct checking *k)
{
	return (k->no_waive ? SEC_PEERS_NO_WAIVE : 0) | (k->in_register ? SEC_PEERS_ALL : 0);
}

static void *start(void *ctx)
{
	struct checking *k = ctx;

	return sec_peers_new(k->schema, peers_flags(k));
}

static void visit(void *ctx, const struct sec_visit *v)
{
	struct checking *k = ctx;
	struct checking_row *row = &k->row[v->number];
	struct sec_check check = { .facts = v->facts, .stem = v->pick->stem,
		.no_waive = k->no_waive, .out = &row->faults };
	char *place;

	if (v->pick->inside || !k->in_register) /* others are judged alone */
		sec_peers_add(v->worker, v->facts, v->pick->stem, v->number);
	if (v->number >= k->named)
		return; /* read only for the sake of the others */
	if (k->keep && sec_expr_test(k->keep, v->facts, NULL) != SEC_YES)
		return;
	row->kept = true;
	check.place = place = v->pick->inside ? sec_register_misplaced(v->pick->path) : NULL;
	sec_check_record(&check);
	free(place);
}

static void stop(void *ctx, void *worker)
{
	struct checking *k = ctx;

	sec_peers_merge(k->peers, worker);
	sec_peers_free(worker);
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

const char *checking_path(const struct checking_row *row)
{
	return row->pick->typed ? row->pick->typed : row->pick->path;
}

const char *checking_own_path(const struct checking_row *row)
{
	return row->pick->inside ? row->pick->path : checking_path(row);
}

static int by_path(const void *a, const void *b)
{
	const struct checking_row *x = a, *y = b;

	return strcmp(checking_path(x), checking_path(y));
}

static bool alike(const struct sec_fault *a, const struct sec_fault *b)
{
	return strcmp(a->rule, b->rule) == 0
		&& strcmp(a->address ? a->address : "", b->address ? b->address : "") == 0;
}

/* Numbers the findings of a row that have rule and address in common. */
static void tell(struct checking_row *row)
{
	const struct sec_faults *faults = &row->faults;
	size_t f, g;

	row->finding = xcalloc(faults->n + 1, sizeof(*row->finding));
	row->findings = faults->n;
	for (f = 0; f < faults->n; f++) {
		row->finding[f].fault = &faults->item[f];
		for (g = 0; g < f; g++)
			row->finding[f].number += alike(&faults->item[f], &faults->item[g]);
	}
}

static void sum_up(struct checking *k)
{
	size_t i, f;

	for (i = 0; i < k->rows; i++) {
		struct checking_row *row = &k->row[i];

		if (!row->kept)
			continue;
		k->records++;
		if (row->faults.n == 0)
			continue;
		sec_faults_sort(&row->faults);
		tell(row);
		k->told += row->findings;
		for (f = 0; f < row->findings; f++)
			k->count[row->finding[f].fault->level]++;
	}
	if (k->rows)
		qsort(k->row, k->rows, sizeof(*k->row), by_path);
}

int checking_run(struct checking *k, struct sec_register *r, struct sec_selection *selection,
	const struct sec_expr *keep, bool no_waive, struct sec_scan_report *report,
	struct sec_err *err)
{
	struct sec_scan scan = { .reg = r, .selection = &k->all, .start = start, .visit = visit,
		.stop = stop, .ctx = k };
	struct sec_select_options everything = { 0 };
	size_t i;
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
	k->rows = k->all.n;
	k->row = xcalloc(k->rows, sizeof(*k->row));
	for (i = 0; i < k->rows; i++)
		k->row[i].pick = &k->all.item[i];
	k->peers = sec_peers_new(&r->schema, peers_flags(k));
	sec_scan(&scan, report);
	sec_peers_judge(k->peers, add_shared, k);
	sum_up(k);
	return 0;
}

void checking_release(struct checking *k)
{
	size_t i;

	for (i = 0; i < k->rows; i++) {
		sec_faults_release(&k->row[i].faults);
		free(k->row[i].finding);
	}
	free(k->row);
	sec_peers_free(k->peers);
	sec_selection_release(&k->all);
}
