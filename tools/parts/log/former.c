/* SPDX-License-Identifier: ISC */
#include "parts/log/former.h"

#include <stdlib.h>

#include "base/mem.h"

struct judging {
	struct former *former;
	const struct sec_expr *keep;
	struct sec_facts *facts;
	size_t undecided;
};

/* A record that goes: does -q hold for what it was? */
static int judge_past(void *ctx, const struct sec_past *past, struct sec_err *err)
{
	struct judging *j = ctx;
	enum sec_tri keep;

	for (size_t i = 0; i < past->steps; i++) {
		const struct sec_step *step = sec_past_step(past, i, err);

		if (!step)
			return SEC_FAIL;
		former_met(j->former, step);
		if (step->after || !step->before)
			continue;
		sec_facts_bind(j->facts, step->before);
		keep = sec_expr_test(j->keep, j->facts, NULL);
		j->undecided += keep == SEC_UNKNOWN;
		if (keep == SEC_YES)
			sec_paths_add(&j->former->id, step->id);
	}
	return 0;
}

static int add_gone_kept(struct former *f, struct cli *c, struct sec_register *r,
	const struct sec_expr *keep, bool every, size_t *undecided)
{
	struct judging j = { .former = f, .keep = keep, .facts = sec_facts_new(&r->env) };
	struct sec_history h = { .reg = r, .tip = c->at, .each = judge_past, .ctx = &j };
	int rc = 0;

	if (!every) {
		h.id = (const char *const *)f->gone.item;
		h.ids = f->gone.n;
	}
	if (every || h.ids)
		rc = sec_history_walk(&h, &c->err);
	sec_facts_free(j.facts);
	*undecided += j.undecided;
	return rc;
}

static int add_present(struct former *f, const struct sec_selection *s, struct sec_err *err)
{
	for (size_t i = 0; i < s->n; i++) {
		if (!s->item[i].inside)
			return sec_err_at(err, SEC_FAIL, s->item[i].path, 0, 0,
				"it is not in the register, whose history is asked for");
		sec_paths_add(&f->id, s->item[i].stem);
	}
	return 0;
}

int former_select(struct former *f, struct cli *c, struct sec_register *r)
{
	struct sec_selection selection = { 0 };
	struct sec_arena arena = SEC_ARENA_INIT;
	struct sec_expr *keep = NULL;
	size_t undecided = 0;
	int rc = 0;

	f->all = !c->operands && !c->query;
	if (f->all)
		return 0;
	rc = cli_select_past(c, r, &selection, &f->gone);
	sec_paths_unique(&f->gone);
	f->seen = xcalloc(f->gone.n + 1, sizeof(*f->seen));
	if (rc == 0)
		rc = sec_scan_condition(&keep, r, &arena, c->query, &c->err);
	if (rc == 0 && keep)
		rc = sec_scan_filter(r, &selection, keep, &undecided, &c->err);
	if (rc == 0)
		rc = add_present(f, &selection, &c->err);
	if (rc == 0 && keep)
		rc = add_gone_kept(f, c, r, keep, !c->operands, &undecided);
	for (size_t i = 0; rc == 0 && !keep && i < f->gone.n; i++)
		sec_paths_add(&f->id, f->gone.item[i]);
	sec_paths_unique(&f->id);
	if (rc == 0)
		cli_say_undecided(c, undecided);
	sec_selection_release(&selection);
	sec_arena_release(&arena);
	return rc;
}

static void met(struct former *f, const char *id)
{
	for (size_t i = 0; id && i < f->gone.n; i++)
		f->seen[i] |= strcmp(f->gone.item[i], id) == 0;
}

void former_met(struct former *f, const struct sec_step *step)
{
	met(f, step->id);
	met(f, step->old_id);
}

int former_check(const struct former *f, struct sec_err *err)
{
	for (size_t i = 0; i < f->gone.n; i++)
		if (!f->seen[i])
			return sec_err_set(err, SEC_FAIL, "'%s' names no record, neither now nor before",
				f->gone.item[i]);
	return 0;
}

void former_release(struct former *f)
{
	sec_paths_release(&f->id);
	sec_paths_release(&f->gone);
	free(f->seen);
}
