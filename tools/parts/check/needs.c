/* SPDX-License-Identifier: ISC */
#include "parts/check/needs.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/suggest.h"
#include "parts/catalogue.h"
#include "rules/check.h"

/* One list a record, filled in threads and printed in order afterwards. */
struct gather {
	int state; /* -1: undecided rules */
	struct sec_needs *needs;
};

static void add_undecided(void *ctx, const struct sec_rule *rule, const char *missing)
{
	struct sec_needs *n = ctx;

	SEC_GROW(n->item, n->n, n->alloc);
	n->item[n->n++] = (struct sec_need){ xstrdup(missing), xstrdup(rule->id), xstrdup("") };
}

static void visit(void *ctx, const struct sec_visit *v)
{
	struct gather *g = ctx;

	if (g->state >= 0)
		sec_check_needs(v->facts, g->state, &g->needs[v->number]);
	else
		sec_check_undecided(v->facts, add_undecided, &g->needs[v->number]);
}

static size_t print_needs(struct cli *c, const struct sec_selection *selection,
	const struct sec_needs *needs, bool undecided)
{
	static const struct sec_column for_state[] = {
		{ .name = "id" }, { .name = "key" }, { .name = "what", .cut = true }, { .name = "who" } };
	static const struct sec_column for_rules[] = {
		{ .name = "id" }, { .name = "missing" }, { .name = "rule" } };
	struct sec_rows *rows = sec_rows_new(catalogue_format(c), undecided ? for_rules : for_state,
		undecided ? 3 : 4);
	size_t i, k, n = 0;

	for (i = 0; i < selection->n; i++) {
		const struct sec_pick *pick = &selection->item[i];

		for (k = 0; k < needs[i].n; k++, n++) {
			const struct sec_need *need = &needs[i].item[k];
			struct sec_str cell[] = { sec_str(pick->inside ? pick->stem : pick->path),
				sec_str(need->address),
				sec_str(need->what), sec_str(need->who) };

			sec_rows_add(rows, cell, NULL);
		}
	}
	catalogue_put(c, rows);
	return n;
}

static int find_state(struct cli *c, const struct sec_schema *s, const char *name)
{
	int state = sec_schema_state(s, sec_str(name)), i;
	struct sec_buf all = SEC_BUF_INIT;
	struct sec_suggest g;

	if (state >= 0)
		return state;
	sec_suggest_init(&g, sec_str(name));
	for (i = 0; i < s->states; i++) {
		sec_suggest_offer(&g, s->state[i].name);
		sec_buf_addf(&all, "%s%s", i ? ", " : "", s->state[i].name);
	}
	if (g.best)
		sec_err_set(&c->err, SEC_USAGE, "there is no state '%s'; did you mean '%s'?", name, g.best);
	else
		sec_err_set(&c->err, SEC_USAGE, "there is no state '%s'; there are %s", name, all.s);
	sec_buf_release(&all);
	return -1;
}

int needs_print(struct cli *c, struct sec_register *r, const struct sec_selection *selection,
	const struct sec_expr *condition, const char *state)
{
	struct gather g = { -1, NULL };
	struct sec_scan scan = { .reg = r, .selection = selection, .keep = condition, .visit = visit,
		.ctx = &g };
	struct sec_scan_report report;
	size_t i, n;
	int code;

	if (state) {
		g.state = find_state(c, &r->schema, state);
		if (g.state < 0)
			return cli_fail(c);
	}
	g.needs = xcalloc(selection->n, sizeof(*g.needs));
	sec_scan(&scan, &report);
	n = print_needs(c, selection, g.needs, !state);
	if (!n && !report.errors)
		cli_say(c, state ? "nothing is missing" : "every rule could be judged");
	code = cli_report(c, &report, n && state ? 1 : 0);
	for (i = 0; i < selection->n; i++)
		sec_needs_release(&g.needs[i]);
	free(g.needs);
	sec_scan_report_release(&report);
	return code;
}
