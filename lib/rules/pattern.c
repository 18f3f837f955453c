/* SPDX-License-Identifier: ISC */
#include "rules/pattern.h"

#include <regex.h>

enum { LONGEST = 200, MOST_REPEATS = 64 };

struct sec_pattern {
	const char *text;
};

int sec_pattern_compile(struct sec_pattern **out, struct sec_arena *arena, struct sec_str text,
	struct sec_err *err)
{
	char why[100];
	regex_t re;
	int r;

	*out = NULL;
	if (text.len > LONGEST)
		return sec_err_set(err, SEC_FAIL, "a pattern has at most %d bytes", LONGEST);
	*out = sec_arena_alloc(arena, sizeof(**out));
	(*out)->text = sec_arena_strndup(arena, text.s, text.len);
	r = regcomp(&re, (*out)->text, REG_EXTENDED | REG_ICASE | REG_NOSUB);
	if (r) {
		regerror(r, &re, why, sizeof(why));
		return sec_err_set(err, SEC_FAIL, "this pattern cannot be read: %s", why);
	}
	regfree(&re);
	return 0;
}

bool sec_pattern_match(const struct sec_pattern *p, struct sec_str text)
{
	regmatch_t m = { 0, (regoff_t)text.len };
	regex_t re;
	bool found = false;

	if (regcomp(&re, p->text, REG_EXTENDED | REG_ICASE | REG_NOSUB) == 0) {
		found = regexec(&re, text.s, 1, &m, REG_STARTEND) == 0;
		regfree(&re);
	}
	return found;
}
