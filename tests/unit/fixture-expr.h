/* SPDX-License-Identifier: ISC
 *
 * A small schema with one field of every type, and a record, for the tests of
 * the expression language.
 */
#ifndef TESTS_FIXTURE_EXPR_H
#define TESTS_FIXTURE_EXPR_H

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "rules/check.h"
#include "rules/message.h"

static const char fixture_schema[] =
	"[section secondment]\nrepeat = no\n"
	"[field secondment.id]\ntype = text\n"
	"[field secondment.type]\ntype = enum\nvalues = internal, external, voluntary\n"
	"[field secondment.title]\ntype = text\n"
	"[field secondment.direction]\ntype = enum\nvalues = out, in, within\n"
	"[section person]\nrepeat = no\n"
	"[field person.name]\ntype = text\nmain = yes\n"
	"[field person.ref]\ntype = text\n"
	"[field person.grade]\ntype = text\n"
	"[section host]\nrepeat = no\n"
	"[field host.name]\ntype = text\n"
	"[field host.manager]\ntype = text\n"
	"[field host.lead]\ntype = text\n"
	"[field host.grade]\ntype = text\n"
	"[section dates]\nrepeat = no\n"
	"[field dates.start]\ntype = date\nmain = yes\n"
	"[field dates.end]\ntype = date\nmain = yes\n"
	"[field dates.broken]\ntype = date\n"
	"[field dates.empty]\ntype = date\n"
	"[section work]\nrepeat = no\n"
	"[field work.fte]\ntype = number\n"
	"[field work.remote]\ntype = yes-no\n"
	"[field work.every]\ntype = duration\n"
	"[field work.months]\ntype = duration\n"
	"[field work.duties]\ntype = prose\n"
	"[field work.covers]\ntype = list\nvalues = pay, leave, notice\n"
	"[field work.tags]\ntype = list\n"
	"[field work.in]\ntype = text\n"
	"[field work.talk]\ntype = evidence\n"
	"[field work.waiting]\ntype = evidence\n"
	"[field work.excused]\ntype = evidence\n"
	"[field work.milestone]\ntype = dated\n"
	"[field work.recommend]\ntype = enum\nvalues = yes, no, perhaps\n"
	"[field work.wrong]\ntype = enum\nvalues = a, b\n"
	"[section induction]\nrepeat = no\nkeys = evidence\n"
	"[field induction.role]\ntype = evidence\n"
	"[section review]\nrepeat = date\n"
	"[field review.kind]\ntype = enum\nvalues = interim, midpoint, end\n"
	"[field review.held]\ntype = yes-no\n"
	"[field review.by]\ntype = text\n"
	"[field review.score]\ntype = number\n"
	"[section action]\nrepeat = slug\n"
	"[field action.text]\ntype = text\n"
	"[field action.due]\ntype = date\n"
	"[field action.from-review]\ntype = date\n"
	"[field action.status]\ntype = enum\nvalues = open, met, dropped\n"
	"[section view]\nrepeat = slug\nids = home, host\n"
	"[field view.rating]\ntype = number\n"
	"[section note]\nrepeat = date\n"
	"[field note.text]\ntype = prose\n"
	"[section closed]\nrepeat = no\n"
	"[field closed.date]\ntype = date\n"

	"[derived finish]\nvalue = min(dates.end, closed.date)\n"
	"[derived length]\nvalue = finish - dates.start + 1d\n"
	"[derived middle]\nvalue = dates.start + (dates.end - dates.start) / 2\n"
	"[derived late]\ntype = yes-no\nvalue = dates.empty < today\n"
	"[derived phase]\ntype = enum\nvalues = before, during, end\n"
	"value = if(today < dates.start, before, today <= dates.end, during, end)\n"
	"[derived unsure]\nvalue = dates.empty + 1d\n"

	"[state new]\nwhen = yes\n"
	"[state agreed]\nwhen = present(dates.start)\n"
	"[state active]\nwhen = reached(agreed) and dates.start <= today\n"
	"[state ended]\nwhen = reached(active) and today > dates.end\n"
	"[state dropped-out]\naside = yes\nwhen = work.in = \"gone\"\n";

static const char fixture_policy[] =
	"[values]\nmode = strict, loose\n"
	"[policy]\nlong = 12m\ngrace = 14d\nmost = 8\nmode = strict\nmailbox = @|team\n"
	"covers = pay, leave\n";

/* 2026-03-01 is a Sunday. */
#define FIXTURE_TODAY "2026-07-01"

static const char fixture_record[] =
	"[secondment]\nid = 2026-01-abc\ntype = internal\ntitle = Zo\xc3\xab  at   WORK\n"
	"direction = in\nx-mine = hello\n"
	"[person]\nref = p1\ngrade = 7\n"
	"[host]\nmanager = L. Farrow\nlead = l.  FARROW\n"
	"[dates]\nstart = 2026-01-31\nend = 2026-12-31\nbroken = 2026-02-30\nempty =\n"
	"[work]\nfte = 0.8\nremote = yes\nevery = 4w\nmonths = 1m\nduties = ask the team\n"
	"covers = leave, , pay\ntags = One thing, two\nin = here\ntalk = 2026-07-01\nwaiting = pending\n"
	"excused = n/a: senior\nmilestone = 2026-03-02 draft\n  2026-05-01 final\nrecommend = yes\n"
	"wrong = c\n"
	"[induction]\nrole = 2026-02-02\nit-account = pending\nx-own = private\n"
	"[review 2026-06-17]\nkind = midpoint\nheld = yes\nby = J. Brandt\nscore = 3\n"
	"[review 2026-03-04]\nkind = interim\nheld = no\nscore = 5\n"
	"[review 2026-03-04-b]\nkind = interim\nheld = yes\nby = L. Farrow\n"
	"[review 2026-09-15]\nkind = end\nheld = no\n"
	"[action zeta]\ntext = Later\ndue = 2026-08-01\nstatus = open\n"
	"[action alpha]\ntext = First\ndue = 2026-05-01\nfrom-review = 2026-06-17\nstatus = met\n"
	"[view home]\nrating = 4\n"
	"[note 2026-06-20]\ntext = mail me\n"
	"[x-extra]\nkey = outside\n"
	"[x-extra two]\nkey = second\n";

struct fixture {
	struct sec_schema schema;
	struct sec_record rec;
	struct sec_env env;
	struct sec_facts *facts;
	struct sec_arena arena;
};

static int fixture_each(void *ctx, int (*add)(void *arg, const char *name, struct sec_str text),
	void *arg, struct sec_err *err)
{
	int r = add(arg, "schema.ini", sec_str(ctx ? ctx : fixture_schema));

	(void)err;
	return r || ctx ? r : add(arg, "policy.ini", sec_str(fixture_policy));
}

static struct sec_str fixture_person(void *ctx, struct sec_str ref)
{
	(void)ctx;
	return sec_str_is(ref, "p1") ? SEC_STR("Alex Doe") : SEC_STR("");
}

/* Friday, 2 January 2026, is a holiday. */
static bool fixture_holiday(void *ctx, sec_day day)
{
	(void)ctx;
	return day == sec_day_of(2026, 1, 2);
}

static bool fixture_pseudo(void *ctx, struct sec_facts *facts, const char *name, struct sec_val *out)
{
	(void)ctx;
	(void)facts;
	out->known = true;
	if (strcmp(name, "next-due") == 0)
		out->day = sec_day_of(2026, 7, 9);
	else
		out->number = 2 * SEC_NUMBER_ONE;
	return true;
}

/* `local`: a register's schema file over the built-in one, or NULL. */
static inline int fixture_load(struct fixture *x, const char *local, struct sec_err *err)
{
	struct sec_schema_source built_in = { fixture_each, NULL }, over = { fixture_each, (void *)local };
	int r;

	memset(x, 0, sizeof(*x));
	sec_record_init(&x->rec);
	r = sec_schema_load(&x->schema, &built_in, local ? &over : NULL, NULL, SEC_STR(""), err);
	if (r < 0)
		return r;
	x->env = (struct sec_env){ .schema = &x->schema, .person_name = fixture_person,
		.holiday = fixture_holiday, .pseudo = fixture_pseudo };
	sec_day_parse(FIXTURE_TODAY, 10, &x->env.today);
	x->facts = sec_facts_new(&x->env);
	return 0;
}

static inline int fixture_bind(struct fixture *x, const char *text, struct sec_err *err)
{
	int r = sec_record_parse_text(&x->rec, text, strlen(text), NULL, err);

	if (r == 0)
		sec_facts_bind(x->facts, &x->rec);
	return r;
}

static inline void fixture_release(struct fixture *x)
{
	sec_facts_free(x->facts);
	sec_record_release(&x->rec);
	sec_schema_release(&x->schema);
	sec_arena_release(&x->arena);
}

static inline struct sec_expr_site fixture_site(struct fixture *x, int for_kind)
{
	return (struct sec_expr_site){ .schema = &x->schema, .file = "-q", .line = 1, .col = 1,
		.for_kind = for_kind, .due = true, .pseudo = true, .arena = &x->arena };
}

#endif
