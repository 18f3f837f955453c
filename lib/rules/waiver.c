/* SPDX-License-Identifier: ISC
 *
 * [waive ID] by, until, reason: the one section whose name and keys C knows.
 */
#include "base/suggest.h"
#include "rules/check/inner.h"

struct waiver {
	const struct sec_entry *until; /* or NULL */
	sec_day last; /* SEC_DAY_MAX: always; SEC_DAY_NONE: unreadable or missing */
	const char *missing; /* the first key that is not there, or NULL */
};

static struct waiver read(const struct sec_facts *f, const struct sec_instance *i)
{
	static const char *const keys[] = { "by", "until", "reason" };
	const struct sec_schema *s = sec_facts_env(f)->schema;
	struct waiver w = { .last = SEC_DAY_NONE };

	for (int key = 2; key >= 0; key--) {
		int field = sec_schema_field(s, i->kind, sec_str(keys[key]));
		const struct sec_entry *e = field < 0 ? NULL : sec_facts_entry(f, i, field);

		if (!e)
			w.missing = keys[key];
		else if (key == 1)
			w.until = e;
	}
	if (w.until && sec_str_is(w.until->value, "always"))
		w.last = SEC_DAY_MAX;
	else if (!w.until || !sec_day_parse(w.until->value.s, w.until->value.len, &w.last))
		w.last = SEC_DAY_NONE;
	return w;
}

bool sec_waived(struct sec_facts *f, const char *id, unsigned *which)
{
	unsigned n;
	const struct sec_instance *all = sec_facts_instances(f,
		sec_schema_kind(sec_facts_env(f)->schema, SEC_STR("waive")), &n);

	for (unsigned i = 0; i < n; i++) {
		struct waiver w;

		if (!sec_str_is(all[i].id, id))
			continue;
		w = read(f, &all[i]);
		if (which)
			*which = i;
		return !w.missing && w.last != SEC_DAY_NONE && w.last >= sec_facts_env(f)->today;
	}
	return false;
}

static void unknown(struct sec_checking *k, const struct sec_rule *rule,
	const struct sec_instance *i)
{
	struct sec_suggest g;

	sec_suggest_init(&g, i->id);
	for (int j = 0; j < k->s->rules; j++)
		sec_suggest_offer(&g, k->s->rule[j].id);
	for (int j = 0; j < k->s->dues; j++)
		sec_suggest_offer(&g, k->s->due[j].kind);
	if (g.best)
		sec_check_find(k, rule, sec_spot_section(k->f, i),
			"no rule or due item is named '%.*s', did you mean '%s'?", SEC_ARG(i->id),
			g.best);
	else
		sec_check_find(k, rule, sec_spot_section(k->f, i),
			"no rule or due item is named '%.*s'", SEC_ARG(i->id));
}

/* A day that no calendar has is the same mistake here as anywhere else. */
static void unreadable(struct sec_checking *k, const struct sec_rule *rule,
	const struct sec_instance *i, const struct sec_entry *until)
{
	const struct sec_rule *invalid = sec_check_rule(k->s, "date-invalid");

	sec_check_find(k, invalid ? invalid : rule, sec_spot_entry(k->f, i, until),
		"the waiver of '%.*s' does not count: 'until' is YYYY-MM-DD or always, not '%.*s'",
		SEC_ARG(i->id), SEC_ARG(until->value));
}

/* Would the rule have had its say on this record, as it is judged alone? */
static bool can_be_unused(const struct sec_checking *k, const struct sec_rule *target)
{
	return sec_schema_in_range(k->s, target->from, target->until, k->state) &&
	       (target->assert_that || strcmp(target->check, "steps") == 0 ||
		strcmp(target->check, "id") == 0);
}

static void check_one(struct sec_checking *k, const struct sec_rule *rule,
	const struct sec_instance *i, bool used)
{
	struct waiver w = read(k->f, i);
	int at = sec_schema_rule(k->s, i->id), due = sec_schema_due(k->s, i->id);
	const struct sec_rule *target = at < 0 ? NULL : &k->s->rule[at];
	char day[11];

	if (!target && due < 0) {
		unknown(k, rule, i);
	} else if (target && target->check && (strcmp(target->check, "reader") == 0 ||
			strcmp(target->check, "schema") == 0 ||
			strcmp(target->check, "history") == 0 ||
			strcmp(target->check, "waiver") == 0)) {
		sec_check_find(k, rule, sec_spot_section(k->f, i),
			"'%s' cannot be waived: mend what it finds", target->id);
	} else if (w.missing) {
		sec_check_find(k, rule, sec_spot_section(k->f, i),
			"the waiver of '%.*s' does not count: it lacks '%s'", SEC_ARG(i->id),
			w.missing);
	} else if (w.last == SEC_DAY_NONE) {
		unreadable(k, rule, i, w.until);
	} else if (w.last < sec_facts_env(k->f)->today) {
		sec_day_format(w.last, day);
		sec_check_find(k, rule, sec_spot_section(k->f, i),
			"the waiver of '%.*s' ended on %s", SEC_ARG(i->id), day);
	} else if (target && !used && can_be_unused(k, target)) {
		sec_check_find(k, rule, sec_spot_section(k->f, i),
			"the waiver of '%.*s' silences nothing: remove it", SEC_ARG(i->id));
	}
}

void sec_check_waivers(struct sec_checking *k, const struct sec_rule *rule)
{
	unsigned n;
	const struct sec_instance *all =
		sec_facts_instances(k->f, sec_schema_kind(k->s, SEC_STR("waive")), &n);

	for (unsigned i = 0; i < n; i++)
		check_one(k, rule, &all[i], k->waived[i] || k->c->no_waive);
}
