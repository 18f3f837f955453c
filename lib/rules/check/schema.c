/* SPDX-License-Identifier: ISC */
#include "base/suggest.h"
#include "rules/check/inner.h"
#include "rules/facts/inner.h"
#include "rules/schema/index.h"

static const char *or_nothing(const char *s)
{
	return s ? s : "";
}

/* "; did you mean 'x'?" in pieces: before, the name, after. */
#define MEANT(g) (g).best ? ", did you mean '" : "", or_nothing((g).best), (g).best ? "'?" : ""

/* Has the reader said already that the section's line is none? */
static bool is_no_section(const struct sec_checking *k, const struct sec_section *sec)
{
	for (size_t i = 0; sec->kind.len && i < k->rec->faults.n; i++)
		if (k->rec->faults.item[i].line == sec->line + 1
			&& strcmp(k->rec->faults.item[i].rule, "section-name") == 0)
			return true;
	return !sec->kind.len;
}

static void unknown_section(struct sec_checking *k, const struct sec_section *sec)
{
	const struct sec_rule *rule = sec_check_rule(k->s, "section-unknown");
	struct sec_spot spot = { .line = sec->line + 1, .col = 1 };
	struct sec_suggest g;

	if (!rule || sec_name_is_private(sec->kind) || is_no_section(k, sec))
		return;
	sec_suggest_init(&g, sec->kind);
	for (int i = 0; i < k->s->kinds; i++)
		sec_suggest_offer(&g, k->s->kind[i].name);
	spot.address = sec->id.len ? xasprintf("%.*s:%.*s", SEC_ARG(sec->kind), SEC_ARG(sec->id)) :
				     xstrndup(sec->kind.s, sec->kind.len);
	sec_check_find(k, rule, spot, "unknown section [%.*s]%s%s%s", SEC_ARG(sec->kind), MEANT(g));
}

static void unknown_key(struct sec_checking *k, const struct sec_instance *i,
	const struct sec_entry *e)
{
	const struct sec_rule *rule = sec_check_rule(k->s, "key-unknown");
	const struct sec_kind *kind = &k->s->kind[i->kind];
	int meant = sec_facts_meant(k->f, i->kind, e->key);
	struct sec_spot spot;

	if (!rule)
		return;
	spot = sec_spot_entry(k->f, i, e);
	spot.col = 1;
	sec_check_find(k, rule, spot, "unknown key '%.*s' in [%s]%s%s%s", SEC_ARG(e->key), kind->name,
		meant < 0 ? "" : ", did you mean '", meant < 0 ? "" : k->s->field[meant].key,
		meant < 0 ? "" : "'?");
}

static void wrong_id(struct sec_checking *k, const struct sec_instance *i)
{
	const struct sec_rule *rule = sec_check_rule(k->s, "section-name");
	const struct sec_kind *kind = &k->s->kind[i->kind];
	struct sec_suggest g;

	if (!rule)
		return;
	if (kind->repeat == SEC_REPEAT_NO) {
		sec_check_find(k, rule, sec_spot_section(k->f, i), "[%s] stands alone: write it "
			"without '%.*s'", kind->name, SEC_ARG(i->id));
		return;
	}
	if (!i->id.len) {
		sec_check_find(k, rule, sec_spot_section(k->f, i), "[%s] needs %s: [%s %s]",
			kind->name, kind->repeat == SEC_REPEAT_DATE ? "its date" : "a name",
			kind->name, kind->repeat == SEC_REPEAT_DATE ? "YYYY-MM-DD" :
			kind->ids.n ? kind->ids.word[0] : "NAME");
		return;
	}
	sec_suggest_init(&g, i->id);
	for (unsigned j = 0; j < kind->ids.n; j++)
		sec_suggest_offer(&g, kind->ids.word[j]);
	sec_check_find(k, rule, sec_spot_section(k->f, i), "there is no [%s %.*s]%s%s%s", kind->name,
		SEC_ARG(i->id), MEANT(g));
}

/* The id of a section is of the form that its kind wants. */
static void check_id(struct sec_checking *k, const struct sec_instance *i)
{
	const struct sec_kind *kind = &k->s->kind[i->kind];
	struct sec_spot spot;

	if (kind->repeat == SEC_REPEAT_NO ? i->id.len != 0 :
	    !i->id.len || (kind->ids.n && sec_words_find(&kind->ids, i->id) < 0)) {
		wrong_id(k, i);
	} else if (kind->repeat == SEC_REPEAT_DATE) {
		spot = sec_spot_section(k->f, i);
		spot.col = (uint32_t)strlen(kind->name) + 3;
		sec_check_date_text(k, spot, SEC_TYPE_DATE,
			(struct sec_str){ i->id.s, i->id.len > 10 && i->day != SEC_DAY_NONE ?
							   10 : i->id.len });
	}
}

static void check_instance(struct sec_checking *k, const struct sec_instance *i)
{
	const struct sec_section *sec = &k->rec->section[i->section];

	check_id(k, i);
	for (uint32_t j = 0; j < sec->entries; j++) {
		const struct sec_entry *e = &k->rec->entry[sec->first + j];
		int field = k->f->entry_field[sec->first + j];

		if (field != SEC_ENTRY_NONE)
			sec_check_value(k, i, e, field);
		else if (!sec_name_is_private(e->key) && k->s->kind[i->kind].any == SEC_TYPE_NONE &&
			 sec_schema_field(k->s, i->kind, e->key) < 0)
			unknown_key(k, i, e);
	}
}

void sec_check_schema(struct sec_checking *k)
{
	uint32_t known = 0;

	for (int kind = 0; kind < k->s->kinds; kind++) {
		unsigned n;
		const struct sec_instance *i = sec_facts_instances(k->f, kind, &n);

		for (unsigned j = 0; j < n; j++) {
			if (i[j].misspelt)
				continue;
			check_instance(k, &i[j]);
			known++;
		}
	}
	for (uint32_t j = 0; j < k->rec->sections && known < k->rec->sections; j++)
		if (sec_schema_kind(k->s, k->rec->section[j].kind) < 0)
			unknown_section(k, &k->rec->section[j]);
}

bool sec_field_is_optional(struct sec_facts *f, const struct sec_instance *i, int field)
{
	const struct sec_field *d = &sec_facts_env(f)->schema->field[field];
	struct sec_scope scope = { .instance = i, .due = SEC_DAY_NONE };

	return d->optional_when && sec_expr_test(d->optional_when, f, &scope) == SEC_YES;
}

static void required_in(struct sec_checking *k, const struct sec_rule *rule,
	const struct sec_instance *i, int field)
{
	const struct sec_field *d = &k->s->field[field];
	struct sec_spot spot;

	if ((i && sec_facts_entry(k->f, i, field)) || sec_field_is_optional(k->f, i, field))
		return;
	spot = sec_spot_field(k->f, i, field);
	if (k->s->kind[d->kind].repeat != SEC_REPEAT_NO)
		sec_check_find(k, rule, spot, "'%s' is missing: every [%s] has it", spot.address,
			k->s->kind[d->kind].name);
	else if (d->required_from == 0)
		sec_check_find(k, rule, spot, "'%s' is missing: %s",
			spot.address, d->optional_when ? "this record needs it" : "every record needs it");
	else
		sec_check_find(k, rule, spot, "'%s' is missing: needed from '%s' on", spot.address,
			k->s->state[d->required_from].name);
}

void sec_check_required(struct sec_checking *k)
{
	const struct sec_rule *rule = sec_check_rule(k->s, "required");

	for (const int *at = k->s->index->required_in[k->state]; rule && *at >= 0; at++) {
		int kind = k->s->field[*at].kind;
		unsigned n;
		const struct sec_instance *i = sec_facts_instances(k->f, kind, &n);

		if (!n && k->s->kind[kind].repeat == SEC_REPEAT_NO)
			required_in(k, rule, NULL, *at);
		for (unsigned j = 0; j < n; j++)
			required_in(k, rule, &i[j], *at);
	}
}
