/* SPDX-License-Identifier: ISC
 *
 * What to type about an open item, from its `done`: the days that are missing there
 * are set to today; where another value is missing, or a section, the editor opens
 * at it.
 */
#include "rules/due.h"

enum { LACKS = 8 };

struct lacks {
	const struct sec_schema *schema;
	struct {
		int field;
		struct sec_str id;
	} item[LACKS];
	size_t n;
	int sections; /* the first kind of sections that `done` looks through, or -1 */
};

static void note_lack(void *ctx, int field, struct sec_str id)
{
	struct lacks *l = ctx;
	size_t i;

	for (i = 0; i < l->n; i++)
		if (l->item[i].field == field && sec_str_eq(l->item[i].id, id))
			return;
	if (l->n == LACKS)
		return;
	l->item[l->n].field = field;
	l->item[l->n++].id = id;
}

static void note_sections(void *ctx, enum sec_ref_kind kind, int index)
{
	struct lacks *l = ctx;

	if (kind == SEC_REF_SECTIONS && index >= 0 && l->sections < 0)
		l->sections = index;
}

static const struct sec_kind *kind_of(const struct lacks *l, size_t i)
{
	return &l->schema->kind[l->schema->field[l->item[i].field].kind];
}

static bool same_section(const struct lacks *l, size_t a, size_t b)
{
	return kind_of(l, a) == kind_of(l, b) && sec_str_eq(l->item[a].id, l->item[b].id);
}

struct reading {
	int field;
	bool found;
};

static void note_field(void *ctx, enum sec_ref_kind kind, int index)
{
	struct reading *r = ctx;

	r->found |= kind == SEC_REF_FIELD && index == r->field;
}

/* A day that moves the record into another state seldom comes alone. */
static bool makes_a_state(const struct sec_schema *s, int field)
{
	struct reading r = { .field = field };
	int i;

	for (i = 0; i < s->states && !r.found; i++)
		if (s->state[i].when)
			sec_expr_refs(s->state[i].when, note_field, &r);
	return r.found;
}

/* All that is missing are days of one section, which can stand by themselves. */
static bool only_days(const struct lacks *l)
{
	size_t i;

	for (i = 0; i < l->n; i++) {
		enum sec_type type = l->schema->field[l->item[i].field].type;

		if ((type != SEC_TYPE_DATE && type != SEC_TYPE_EVIDENCE) || !same_section(l, 0, i)
			|| makes_a_state(l->schema, l->item[i].field))
			return false;
	}
	return l->n > 0;
}

static void put_section(const struct lacks *l, size_t i, struct sec_buf *out)
{
	sec_buf_addf(out, " %s:%.*s", kind_of(l, i)->name, SEC_ARG(l->item[i].id));
}

static void put_days(const struct lacks *l, struct sec_buf *out)
{
	size_t i;

	if (l->n == 1) {
		sec_buf_addf(out, " %s%s%.*s.%s=today", kind_of(l, 0)->name, l->item[0].id.len ? ":" : "",
			SEC_ARG(l->item[0].id), l->schema->field[l->item[0].field].key);
		return;
	}
	put_section(l, 0, out);
	for (i = 0; i < l->n; i++)
		sec_buf_addf(out, " %s=today", l->schema->field[l->item[i].field].key);
}

static void put_places(const struct lacks *l, const struct sec_due_item *item, struct sec_buf *out)
{
	size_t i, before;

	for (i = 0; i < l->n; i++) {
		for (before = 0; before < i && !same_section(l, before, i); before++)
			;
		if (before == i)
			put_section(l, i, out);
	}
	if (l->n)
		return;
	if (item->section[0])
		sec_buf_addf(out, " %s%s", item->section, strchr(item->section, ':') ? "" : ":");
	else if (l->sections >= 0 && l->schema->kind[l->sections].repeat == SEC_REPEAT_DATE)
		sec_buf_addf(out, " %s:today", l->schema->kind[l->sections].name);
}

static void put_record(const char *record, struct sec_buf *out)
{
	const char *p;

	if (!record[strspn(record, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./")]) {
		sec_buf_addf(out, " %s", record);
		return;
	}
	sec_buf_addstr(out, " '");
	for (p = record; *p; p++)
		if (*p == '\'')
			sec_buf_addstr(out, "'\\''");
		else
			sec_buf_addch(out, *p);
	sec_buf_addch(out, '\'');
}

void sec_due_command(struct sec_facts *f, const struct sec_due_item *item, const char *record,
	struct sec_buf *out)
{
	struct lacks l = { .schema = sec_facts_env(f)->schema, .sections = -1 };
	const struct sec_expr *done = item->kind->done;
	bool days;

	if (done) {
		sec_expr_missing(done, f, &item->scope, note_lack, &l);
		sec_expr_refs(done, note_sections, &l);
	}
	days = only_days(&l);
	sec_buf_addstr(out, days ? "sec-set" : "sec-set --edit");
	put_record(record, out);
	if (days)
		put_days(&l, out);
	else
		put_places(&l, item, out);
}
