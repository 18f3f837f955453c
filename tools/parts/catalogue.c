/* SPDX-License-Identifier: ISC */
#include "parts/catalogue.h"

#include <stdlib.h>

#include "base/mem.h"

#include <stdio.h>

enum sec_rows_format catalogue_format(const struct cli *c)
{
	enum sec_rows_format format = SEC_ROWS_TABLE;

	if (c->format)
		sec_rows_format_parse(c->format, &format);
	return format;
}

void catalogue_put(struct cli *c, struct sec_rows *rows)
{
	struct sec_buf out = SEC_BUF_INIT;

	sec_rows_finish(rows, c->width, c->colour, &out);
	cli_put(c, &out);
	sec_buf_release(&out);
	sec_rows_free(rows);
}

int catalogue_rules(struct cli *c, const struct sec_register *r)
{
	static const struct sec_column columns[] = {
		{ .name = "rule" }, { .name = "level" }, { .name = "summary", .cut = true } };
	struct sec_rows *rows = sec_rows_new(catalogue_format(c), columns, 3);
	int i;

	for (i = 0; i < r->schema.rules; i++) {
		const struct sec_rule *rule = &r->schema.rule[i];
		struct sec_str cell[] = { sec_str(rule->id), sec_str(sec_level_name(rule->level)),
			sec_str(rule->summary ? rule->summary : "") };

		sec_rows_add(rows, cell, NULL);
	}
	catalogue_put(c, rows);
	return 0;
}

static const struct sec_str none = { NULL, 0 };

/* A line of [severity], when it changes anything. */
static void add_severity(struct sec_rows *rows, const struct sec_rule *rule)
{
	const char *level = rule->off ? "off" : sec_level_name(rule->level);
	char name[80], from[300];

	if (!rule->level_place.file || (!rule->off && rule->level == rule->level_built_in))
		return;
	snprintf(name, sizeof(name), "severity.%s", rule->id);
	snprintf(from, sizeof(from), "%s:%u", rule->level_place.file, rule->level_place.line);
	sec_rows_add(rows, (struct sec_str[]){ sec_str(name), sec_str(level), sec_str(from),
		sec_str(sec_level_name(rule->level_built_in)),
		sec_str(rule->summary ? rule->summary : "") }, NULL);
}

int catalogue_policy(struct cli *c, const struct sec_register *r)
{
	static const struct sec_column columns[] = { { .name = "name" }, { .name = "value", .cut = true },
		{ .name = "from" }, { .name = "built-in" }, { .name = "about", .cut = true } };
	struct sec_rows *rows = sec_rows_new(catalogue_format(c), columns, 5);
	char from[300];
	int i;

	for (i = 0; i < r->schema.policies; i++) {
		const struct sec_policy *p = &r->schema.policy[i];
		bool same = strcmp(p->text, p->text_built_in) == 0;

		snprintf(from, sizeof(from), "%s:%u", p->place.file, p->place.line);
		sec_rows_add(rows, (struct sec_str[]){ sec_str(p->name), sec_str(p->text),
			sec_str(p->local ? from : "built in"), same ? none : sec_str(p->text_built_in),
			sec_str(p->help ? p->help : "") }, NULL);
	}
	for (i = 0; i < r->schema.rules; i++)
		add_severity(rows, &r->schema.rule[i]);
	catalogue_put(c, rows);
	return 0;
}

static void add_name(struct sec_rows *rows, const char *name, const char *type, const char *label)
{
	struct sec_str cell[] = { sec_str(name), sec_str(type), sec_str(label ? label : "") };

	sec_rows_add(rows, cell, NULL);
}

static void add_keys(struct sec_rows *rows, const struct sec_schema *s, const struct sec_kind *kind)
{
	int i;

	for (i = kind->first_field; i < kind->first_field + kind->fields; i++) {
		const struct sec_field *f = &s->field[i];
		char *name = xasprintf("%s.%s", kind->name, f->key);

		add_name(rows, name, sec_type_name(f->type), f->label);
		free(name);
	}
}

int catalogue_names(struct cli *c, const struct sec_register *r)
{
	static const struct sec_column columns[] = { { .name = "name" }, { .name = "type" },
		{ .name = "label", .cut = true } };
	static const struct {
		const char *name;
		enum sec_type type;
		const char *label;
	} built_in[] = {
		{ "state", SEC_TYPE_STATE, "State" },
		{ "who", SEC_TYPE_TEXT, "Secondee, by name where there is one" },
		{ "next-due", SEC_TYPE_DATE, "Day of the next open due item" },
		{ "findings", SEC_TYPE_NUMBER, "How many findings sec-check has" },
		{ "today", SEC_TYPE_DATE, "The day that is judged" },
	};
	const struct sec_schema *s = &r->schema;
	struct sec_rows *rows = sec_rows_new(catalogue_format(c), columns, 3);
	size_t b;
	int i;

	for (b = 0; b < sizeof(built_in) / sizeof(*built_in); b++)
		add_name(rows, built_in[b].name, sec_type_name(built_in[b].type), built_in[b].label);
	for (i = 0; i < s->states; i++)
		add_name(rows, s->state[i].name, sec_type_name(SEC_TYPE_STATE), s->state[i].label);
	for (i = 0; i < s->deriveds; i++)
		add_name(rows, s->derived[i].name, sec_type_name(s->derived[i].type), s->derived[i].label);
	for (i = 0; i < s->kinds; i++) {
		const struct sec_kind *kind = &s->kind[i];
		char *opener = xasprintf("%s:", kind->name);

		if (kind->repeat == SEC_REPEAT_NO)
			add_keys(rows, s, kind);
		else
			add_name(rows, opener, "section", kind->label);
		free(opener);
	}
	catalogue_put(c, rows);
	return 0;
}
