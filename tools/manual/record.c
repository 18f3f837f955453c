/* SPDX-License-Identifier: ISC */
#include "pages.h"

#include "roff.h"

/* The type, as a person would say it; secondment.5.in explains each. */
static const char *type_name(enum sec_type type)
{
	switch (type) {
	case SEC_TYPE_ENUM: return "word";
	case SEC_TYPE_YESNO: return "yes or no";
	case SEC_TYPE_DATED: return "dated lines";
	default: return sec_type_name(type);
	}
}

static void add_type(struct sec_buf *out, const struct sec_field *f)
{
	sec_buf_addstr(out, type_name(f->type));
	if (f->least != INT64_MIN) {
		sec_buf_addstr(out, " from ");
		sec_number_format(f->least, out);
	}
	if (f->most != INT64_MAX) {
		sec_buf_addstr(out, " up to ");
		sec_number_format(f->most, out);
	}
}

/* From when on it is asked for, where it is not, and who is asked. */
static void add_need(const struct sec_schema *s, const struct sec_field *f, struct sec_buf *out)
{
	struct sec_buf id = SEC_BUF_INIT;
	const struct sec_raw *raw;
	const struct sec_raw_key *unless = NULL;

	sec_buf_addf(&id, "%s.%s", s->kind[f->kind].name, f->key);
	raw = sec_schema_raw(s, "field", sec_buf_str(&id));
	if (raw)
		unless = sec_raw_find(raw, "optional-when");
	if (f->required_from >= 0) {
		if (f->required_from > 0)
			sec_buf_addf(out, "Needed from \\fB%s\\fP on", s->state[f->required_from].name);
		else
			sec_buf_addstr(out, s->kind[f->kind].repeat == SEC_REPEAT_NO ? "Always needed"
				: "Needed wherever the section stands");
		if (unless) {
			sec_buf_addstr(out, ", unless ");
			roff_code(out, unless->value);
		}
		sec_buf_addstr(out, ".\n");
	}
	if (f->supplier >= 0) {
		sec_buf_addstr(out, "Comes from: ");
		roff_text(out, s->role[f->supplier].label);
		sec_buf_addstr(out, ".\n");
	}
	sec_buf_release(&id);
}

static void add_field(const struct sec_schema *s, const struct sec_field *f, struct sec_buf *out)
{
	sec_buf_addf(out, ".It Ic %s Pq ", f->key);
	add_type(out, f);
	sec_buf_addch(out, '\n');
	roff_sentence(out, f->label);
	roff_sentence(out, f->help);
	if (f->values.n) {
		sec_buf_addstr(out, f->type == SEC_TYPE_LIST ? "Any of: " : "One of: ");
		roff_words(out, f->values.word, f->values.n);
		sec_buf_addstr(out, ".\n");
	}
	if (f->main)
		sec_buf_addf(out, "The bare word \\fB%s\\fP means this key.\n", f->key);
	if (f->value_default) {
		sec_buf_addstr(out, "New records begin with ");
		roff_code(out, sec_str(f->value_default));
		sec_buf_addstr(out, ".\n");
	}
	add_need(s, f, out);
}

static const char *const id_of[] = {
	[SEC_REPEAT_NO] = "", [SEC_REPEAT_DATE] = " DATE", [SEC_REPEAT_SLUG] = " NAME",
};

void record_sections(const struct sec_schema *s, struct sec_buf *out)
{
	int i, f;

	for (i = 0; i < s->kinds; i++) {
		const struct sec_kind *k = &s->kind[i];

		sec_buf_addf(out, ".Ss [%s%s]\n", k->name, id_of[k->repeat]);
		roff_sentence(out, k->help ? k->help : k->label);
		if (k->ids.n) {
			sec_buf_addstr(out, "NAME is one of ");
			roff_words(out, k->ids.word, k->ids.n);
			sec_buf_addstr(out, ".\n");
		}
		if (k->any != SEC_TYPE_NONE)
			sec_buf_addf(out, "Other keys are welcome too; each is %s.\n", sec_type_name(k->any));
		sec_buf_addstr(out, ".Bl -tag -width Ds\n");
		for (f = k->first_field; f < k->first_field + k->fields; f++)
			add_field(s, &s->field[f], out);
		sec_buf_addstr(out, ".El\n");
	}
}

static void add_expression(const struct sec_schema *s, const char *kind, const char *name,
	const char *key, struct sec_buf *out)
{
	const struct sec_raw *raw = sec_schema_raw(s, kind, sec_str(name));
	const struct sec_raw_key *k = raw ? sec_raw_find(raw, key) : NULL;

	if (!k)
		return;
	sec_buf_addstr(out, ".br\n");
	roff_code(out, k->value);
	sec_buf_addstr(out, "\n");
}

void record_states(const struct sec_schema *s, struct sec_buf *out)
{
	int i;

	sec_buf_addstr(out, ".Bl -tag -width Ds\n");
	for (i = 0; i < s->states; i++) {
		sec_buf_addf(out, ".It Ic %s\n", s->state[i].name);
		roff_sentence(out, s->state[i].help);
		if (s->state[i].aside)
			sec_buf_addstr(out, "Off the way.\n");
		add_expression(s, "state", s->state[i].name, "when", out);
	}
	sec_buf_addstr(out, ".El\n");
}

void record_derived(const struct sec_schema *s, struct sec_buf *out)
{
	int i;

	sec_buf_addstr(out, ".Bl -tag -width Ds\n");
	for (i = 0; i < s->deriveds; i++) {
		sec_buf_addf(out, ".It Ic %s Pq %s\n", s->derived[i].name,
			type_name(s->derived[i].type));
		roff_sentence(out, s->derived[i].label);
		roff_sentence(out, s->derived[i].help);
		add_expression(s, "derived", s->derived[i].name, "value", out);
	}
	sec_buf_addstr(out, ".El\n");
}
