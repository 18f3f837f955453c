/* SPDX-License-Identifier: ISC */
#include "base/suggest.h"
#include "rules/expr/inner.h"

const char *sec_type_phrase(enum sec_type type)
{
	switch (type) {
	case SEC_TYPE_NONE: return "nothing";
	case SEC_TYPE_TEXT: return "a text";
	case SEC_TYPE_PROSE: return "prose";
	case SEC_TYPE_ENUM: return "an enum";
	case SEC_TYPE_NUMBER: return "a number";
	case SEC_TYPE_YESNO: return "a yes-no";
	case SEC_TYPE_DATE: return "a date";
	case SEC_TYPE_DURATION: return "a duration";
	case SEC_TYPE_LIST: return "a list";
	case SEC_TYPE_EVIDENCE: return "evidence";
	case SEC_TYPE_DATED: return "dated lines";
	case SEC_TYPE_STATE: return "a state";
	case SEC_TYPE_ID: return "an id";
	}
	return "";
}

const char *sec_words_phrase(struct sec_compiler *c, const struct sec_words *w)
{
	struct sec_buf b = SEC_BUF_INIT;
	const char *s;
	unsigned i;

	for (i = 0; i < w->n; i++)
		sec_buf_addf(&b, "%s%s", i == 0 ? "" : i + 1 == w->n ? " or " : ", ", w->word[i]);
	s = sec_arena_strndup(c->site->arena, b.s, b.len);
	sec_buf_release(&b);
	return s;
}

const char *sec_right_phrase(struct sec_compiler *c, const struct sec_term *n)
{
	if (n->words && n->type != SEC_TYPE_LIST)
		return sec_words_phrase(c, n->words);
	switch ((enum sec_type)n->type) {
	case SEC_TYPE_NUMBER: return "a number such as 12.5";
	case SEC_TYPE_YESNO: return "yes or no";
	case SEC_TYPE_DATE:
	case SEC_TYPE_EVIDENCE:
	case SEC_TYPE_DATED: return "a date such as 2026-03-01";
	case SEC_TYPE_DURATION: return "a duration such as 14d";
	case SEC_TYPE_STATE: return "the name of a state";
	default: return "a text in quotes";
	}
}

int sec_check_literal(struct sec_compiler *c, struct sec_term *n, const struct sec_words *w)
{
	struct sec_suggest g;
	unsigned i;

	if (!w || n->op != SEC_OP_CONST || n->type != SEC_TYPE_TEXT || sec_words_find(w, n->val->text) >= 0)
		return 0;
	sec_suggest_init(&g, n->val->text);
	for (i = 0; i < w->n; i++)
		sec_suggest_offer(&g, w->word[i]);
	if (g.best)
		return sec_compiler_fail(c, n->at, "unknown value \"%.*s\", did you mean '%s'?",
			SEC_ARG(n->val->text), g.best);
	return sec_compiler_fail(c, n->at, "unknown value \"%.*s\": write %s", SEC_ARG(n->val->text),
		sec_words_phrase(c, w));
}
