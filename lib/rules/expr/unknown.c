/* SPDX-License-Identifier: ISC */
#include "base/suggest.h"
#include "rules/expr/inner.h"

/* What to say of a name that means nothing; nothing, and quickly, while a name
 * is only tried. */

int sec_unknown_word(struct sec_compiler *c, struct sec_term *n, struct sec_beside beside)
{
	const struct sec_schema *s = c->site->schema;
	struct sec_str word = n->name->key;
	struct sec_suggest g;
	unsigned u;
	int i;

	if (c->trying)
		return SEC_FAIL;
	sec_suggest_init(&g, word);
	if (beside.words) {
		for (u = 0; u < beside.words->n; u++)
			sec_suggest_offer(&g, beside.words->word[u]);
		if (g.best)
			return sec_compiler_fail(c, n->at, "unknown value '%.*s', did you mean '%s'?",
				SEC_ARG(word), g.best);
		return sec_compiler_fail(c, n->at, "unknown value '%.*s': write %s", SEC_ARG(word),
			sec_words_phrase(c, beside.words));
	}
	if (sec_schema_kind(s, word) >= 0)
		return sec_compiler_fail(c, n->at, "'%.*s' is a section: name one of its keys, or write "
			"any(%.*s)", SEC_ARG(word), SEC_ARG(word));
	for (i = 0; i < s->states; i++)
		sec_suggest_offer(&g, s->state[i].name);
	for (i = 0; i < s->deriveds; i++)
		sec_suggest_offer(&g, s->derived[i].name);
	for (i = 0; i < s->fields; i++)
		sec_suggest_offer(&g, s->field[i].key);
	sec_suggest_offer(&g, "state");
	sec_suggest_offer(&g, "today");
	if (g.best)
		return sec_compiler_fail(c, n->at, "unknown name '%.*s', did you mean '%s'?",
			SEC_ARG(word), g.best);
	return sec_compiler_fail(c, n->at, "unknown name '%.*s'; a text stands in quotes: \"%.*s\"",
		SEC_ARG(word), SEC_ARG(word));
}

int sec_unknown_section(struct sec_compiler *c, const struct sec_term *n, struct sec_str name)
{
	const struct sec_schema *s = c->site->schema;
	struct sec_suggest g;
	int i;

	if (c->trying)
		return SEC_FAIL;
	sec_suggest_init(&g, name);
	for (i = 0; i < s->kinds; i++)
		sec_suggest_offer(&g, s->kind[i].name);
	sec_suggest_offer(&g, "policy");
	if (g.best)
		return sec_compiler_fail(c, n->at, "unknown section '%.*s', did you mean '%s'?",
			SEC_ARG(name), g.best);
	return sec_compiler_fail(c, n->at, "unknown section '%.*s'", SEC_ARG(name));
}

int sec_unknown_key(struct sec_compiler *c, struct sec_term *n, int kind)
{
	const struct sec_schema *s = c->site->schema;
	const struct sec_kind *k = &s->kind[kind];
	const char *section = n->name->dotted ? "" : k->name;
	struct sec_suggest g;
	int i;

	if (c->trying)
		return SEC_FAIL;
	sec_suggest_init(&g, n->name->key);
	for (i = 0; i < k->fields; i++)
		sec_suggest_offer(&g, s->field[k->first_field + i].key);
	if (g.best)
		return sec_compiler_fail(c, n->at, "unknown field '%s.%.*s', did you mean '%s.%s'?",
			section, SEC_ARG(n->name->key), section, g.best);
	return sec_compiler_fail(c, n->at, "unknown field '%s.%.*s'", section, SEC_ARG(n->name->key));
}

int sec_unknown_policy(struct sec_compiler *c, const struct sec_term *n)
{
	const struct sec_schema *s = c->site->schema;
	struct sec_str key = n->name->key;
	struct sec_suggest g;
	int i;

	if (c->trying)
		return SEC_FAIL;
	sec_suggest_init(&g, key);
	for (i = 0; i < s->policies; i++)
		sec_suggest_offer(&g, s->policy[i].name);
	if (g.best)
		return sec_compiler_fail(c, n->at, "unknown policy 'policy.%.*s', did you mean 'policy.%s'?",
			SEC_ARG(key), g.best);
	return sec_compiler_fail(c, n->at, "unknown policy 'policy.%.*s'", SEC_ARG(key));
}

int sec_unknown_state(struct sec_compiler *c, const struct sec_term *n)
{
	const struct sec_schema *s = c->site->schema;
	struct sec_suggest g;
	int i;

	if (c->trying)
		return SEC_FAIL;
	sec_suggest_init(&g, n->name->key);
	for (i = 0; i < s->states; i++)
		sec_suggest_offer(&g, s->state[i].name);
	return sec_compiler_fail(c, n->at, "unknown state '%.*s'%s%s%s", SEC_ARG(n->name->key),
		g.best ? ", did you mean '" : "", g.best ? g.best : "", g.best ? "'?" : "");
}

int sec_unknown_instance(struct sec_compiler *c, const struct sec_term *n, const struct sec_kind *k,
	struct sec_str key)
{
	if (k->repeat == SEC_REPEAT_SLUG && k->ids.n)
		return sec_compiler_fail(c, n->at, "'%s' stands several times: write %s:%s.%.*s", k->name,
			k->name, k->ids.word[0], SEC_ARG(key));
	return sec_compiler_fail(c, n->at, "'%s' stands several times: write any(%s, …), "
		"last(%s, .%.*s) or %s:ID.%.*s", k->name, k->name, k->name, SEC_ARG(key), k->name,
		SEC_ARG(key));
}
