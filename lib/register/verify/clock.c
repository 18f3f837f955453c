/* SPDX-License-Identifier: ISC
 *
 * Clocks. The order of commits is that of the graph, whatever these say.
 */
#include "register/verify/inner.h"

static const char rule[] = "commit-clock";

/* Of its parents the one that is ahead of it the most, by more than `slack`. */
static void look_back(struct sec_verifying *v, sec_day day, struct sec_dur slack)
{
	const struct sec_verify_node *n = &v->node[v->nodes - 1];
	char hex[SEC_GIT_HEX + 1], now[11];
	size_t worst = v->nodes;
	long long days;
	unsigned k;

	for (k = 0; k < n->parents; k++) {
		size_t p = v->parent[n->first_parent + k];

		if (v->node[p].time - n->time > ((int64_t)slack.months * 31 + slack.days) * 86400
			&& (worst == v->nodes || v->node[p].time > v->node[worst].time))
			worst = p;
	}
	if (worst == v->nodes)
		return;
	sec_day_format(day, now);
	days = (v->node[worst].time - n->time) / 86400;
	sec_verify_find(v, v->nodes - 1, rule, NULL,
		"its clock says %s, %lld day%s before that of %s, which came first", now, days,
		days == 1 ? "" : "s",
		sec_verify_short(&v->v->commit[worst].id, hex));
}

/* The later of today and the day it is judged on: what lies behind both is ahead. */
static sec_day today(const struct sec_register *r)
{
	sec_day now = sec_day_today();

	return r->today > now ? r->today : now;
}

void sec_verify_clock(struct sec_verifying *v, const struct sec_git_commit *c)
{
	sec_day made = sec_day_of_clock(c->committer.time, c->committer.offset);
	sec_day dated = sec_day_of_clock(c->author.time, c->author.offset);
	struct sec_val slack = sec_verify_operand(v->facts, rule, "slack");
	struct sec_val late = sec_verify_operand(v->facts, rule, "late");
	struct sec_val first = sec_verify_operand(v->facts, rule, "first");
	size_t at = v->nodes - 1;
	char a[11], b[11];

	sec_day_format(dated, a);
	sec_day_format(made, b);
	if (first.known && made < sec_val_day(&first))
		sec_verify_find(v, at, rule, NULL, "its clock says %s", b);
	if (!slack.known)
		return;
	look_back(v, made, slack.dur);
	if (made > sec_day_add(today(v->v->reg), slack.dur))
		sec_verify_find(v, at, rule, NULL, "its clock says %s, which is yet to come", b);
	if (dated > sec_day_add(made, slack.dur))
		sec_verify_find(v, at, rule, NULL, "dated %s by its author, and committed on %s before that",
			a, b);
	else if (late.known && sec_day_add(dated, late.dur) < made)
		sec_verify_find(v, at, rule, NULL,
			"dated %s by its author, and committed on %s only: rebased, or back-dated", a, b);
}
