/* SPDX-License-Identifier: ISC
 *
 * Judging new records together with those that are there already.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "register/change.h"
#include "register/scan.h"

/* One of the records that are there already: only its rows are kept. */
static void *start(void *ctx)
{
	struct sec_change *c = ctx;

	return sec_peers_new(&c->reg->schema, 0);
}

static void visit(void *ctx, const struct sec_visit *v)
{
	struct sec_change *c = ctx;

	sec_peers_add(v->worker, v->facts, v->pick->stem, c->stems + v->number);
}

static void stop(void *ctx, void *worker)
{
	struct sec_change *c = ctx;

	sec_peers_merge(c->peers, worker);
	sec_peers_free(worker);
}

static void judged(void *ctx, size_t number, const struct sec_fault *fault)
{
	struct sec_change *c = ctx;
	struct sec_refusal *r;
	struct sec_fault *f;
	char *path;

	if (number >= c->stems || fault->level != SEC_LEVEL_ERROR)
		return;
	path = sec_register_path(sec_str(c->stem[number]));
	r = c->refusals && strcmp(c->refused[c->refusals - 1].path, path) == 0
		? &c->refused[c->refusals - 1] : sec_change_refuse(c, path);
	f = sec_faults_add(&r->faults, fault->rule, fault->level, fault->line, fault->col, "%s",
		fault->message);
	f->advice = fault->advice ? xstrdup(fault->advice) : NULL;
	f->address = fault->address ? xstrdup(fault->address) : NULL;
	free(path);
}

int sec_change_others(struct sec_change *c, struct sec_err *err)
{
	struct sec_selection all = { 0 };
	struct sec_select_options everything = { 0 };
	struct sec_scan scan = { .reg = c->reg, .selection = &all, .start = start, .visit = visit,
		.stop = stop, .ctx = c };
	struct sec_scan_report report;
	int rc;

	if (c->force || !c->peers || !sec_peers_shared(c->peers))
		return 0;
	rc = sec_select(&all, c->reg, NULL, 0, &everything, err);
	if (rc == 0) {
		sec_scan(&scan, &report);
		sec_scan_report_release(&report); /* what cannot be read is sec-check's to say */
		sec_peers_judge(c->peers, judged, c);
	}
	sec_selection_release(&all);
	if (rc == 0 && c->refusals)
		rc = sec_err_set(err, SEC_NO, "%s: refused", c->refused[0].path);
	return rc;
}
