/* SPDX-License-Identifier: ISC */
#include "register/judge.h"

#include <stdlib.h>

#include "base/mem.h"

void sec_judge_init(struct sec_judge *j, const struct sec_env *env)
{
	j->old = sec_facts_new(env);
	j->now = sec_facts_new(env);
	sec_record_init(&j->none);
}

void sec_judge_release(struct sec_judge *j)
{
	sec_facts_free(j->old);
	sec_facts_free(j->now);
	sec_record_release(&j->none);
	*j = (struct sec_judge){ 0 };
}

static bool same_finding(const struct sec_fault *a, const struct sec_fault *b)
{
	return strcmp(a->rule, b->rule) == 0
		&& strcmp(a->address ? a->address : "", b->address ? b->address : "") == 0;
}

/* Moves to `added` the error-level findings of `now` that `old` lacks, each
 * finding of `old` answering for one of `now`. */
static void keep_added(const struct sec_faults *old, struct sec_faults *now, struct sec_faults *added)
{
	bool *used = xcalloc(old->n, sizeof(*used));
	size_t i, k;

	for (i = 0; i < now->n; i++) {
		struct sec_fault *f = &now->item[i], *to;

		if (f->level != SEC_LEVEL_ERROR)
			continue;
		for (k = 0; k < old->n && (used[k] || !same_finding(&old->item[k], f)); k++)
			;
		if (k < old->n) {
			used[k] = true;
			continue;
		}
		to = sec_faults_add(added, f->rule, f->level, f->line, f->col, "%s", f->message);
		to->advice = f->advice ? xstrdup(f->advice) : NULL;
		to->address = f->address ? xstrdup(f->address) : NULL;
	}
	free(used);
}

static bool has_error(const struct sec_faults *f)
{
	size_t i;

	for (i = 0; i < f->n; i++)
		if (f->item[i].level == SEC_LEVEL_ERROR)
			return true;
	return false;
}

void sec_judge_added(struct sec_judge *j, const struct sec_judged *what, struct sec_faults *added)
{
	struct sec_faults was = { 0 }, is = { 0 };
	const struct sec_version *before = &what->before, *after = &what->after;
	struct sec_check now = { .facts = j->now, .base = before->record ? j->old : NULL,
		.stem = after->stem, .place = after->place, .reason = what->reason, .out = &is };
	struct sec_check old = { .facts = j->old, .stem = before->stem, .place = before->place,
		.out = &was };

	sec_facts_bind(j->now, after->record ? after->record : &j->none);
	if (before->record)
		sec_facts_bind(j->old, before->record);
	if (after->record)
		sec_check_record(&now);
	else
		sec_check_gone(&now);
	if (has_error(&is)) { /* only then does it matter what was wrong before */
		if (before->record)
			sec_check_record(&old);
		sec_faults_sort(&is);
		keep_added(&was, &is, added);
	}
	sec_faults_release(&was);
	sec_faults_release(&is);
}
