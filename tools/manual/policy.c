/* SPDX-License-Identifier: ISC */
#include "pages.h"

#include "roff.h"

void policy_roles(const struct sec_schema *s, struct sec_buf *out)
{
	int i;

	sec_buf_addstr(out, ".Bl -tag -width Ds -compact\n");
	for (i = 0; i < s->roles; i++) {
		const struct sec_raw *raw = sec_schema_raw(s, "role", sec_str(s->role[i].name));
		const struct sec_raw_key *who = raw ? sec_raw_find(raw, "who") : NULL;

		sec_buf_addf(out, ".It Ic %s\n", s->role[i].name);
		roff_text(out, s->role[i].label);
		if (who) {
			sec_buf_addstr(out, ", named in ");
			roff_code(out, who->value);
		}
		sec_buf_addch(out, '\n');
	}
	sec_buf_addstr(out, ".El\n");
}

void policy_numbers(const struct sec_schema *s, struct sec_buf *out)
{
	const char *section = "";
	int i;

	for (i = 0; i < s->policies; i++) {
		const struct sec_policy *p = &s->policy[i];

		if (strcmp(section, p->section) != 0) {
			sec_buf_addf(out, "%s.Ss [%s]\n.Bl -tag -width Ds\n", i ? ".El\n" : "", p->section);
			section = p->section;
		}
		sec_buf_addf(out, ".It Ic %s No = \"", p->name);
		roff_code(out, sec_str(p->text));
		sec_buf_addstr(out, "\"\n");
		roff_sentence(out, p->help);
		if (p->values.n) {
			sec_buf_addstr(out, "One of: ");
			roff_words(out, p->values.word, p->values.n);
			sec_buf_addstr(out, ".\n");
		}
	}
	if (s->policies)
		sec_buf_addstr(out, ".El\n");
}
