/* SPDX-License-Identifier: ISC */
#include "rules/example.h"

#include <stdlib.h>

#include "record/edit.h"

bool sec_example_next(char **rest, unsigned *line, struct sec_example_row *row,
	struct sec_err *err)
{
	char *s = NULL, *cell;
	unsigned n = 0;

	while (*rest && (s = strsep(rest, "\n"))) {
		++*line;
		if (*s && *s != '#')
			break;
		s = NULL;
	}
	*row = (struct sec_example_row){ .line = *line };
	while (s && (cell = strsep(&s, "\t"))) {
		const char **to[] = { &row->name, &row->verdict, &row->day };

		if (n < 3)
			*to[n] = cell;
		else if (row->changes < SEC_EXAMPLE_CHANGES)
			row->change[row->changes++] = cell;
		n++;
	}
	if (n > 0 && (n < 3 || n > 3 + SEC_EXAMPLE_CHANGES))
		sec_err_set(err, SEC_FAIL, "line %u has %u cells, expected 3 to %d", *line, n,
			3 + SEC_EXAMPLE_CHANGES);
	return n >= 3 && n <= 3 + SEC_EXAMPLE_CHANGES;
}

/* KIND[:ID].KEY=VALUE taken apart; key NULL: -KIND[:ID]. `copy` holds it. */
struct change {
	char *copy;
	const char *kind, *id, *key, *value;
};

static int read_change(struct change *c, const char *text, struct sec_err *err)
{
	bool whole = *text == '-';
	char *s, *at;

	*c = (struct change){ .copy = xstrdup(text + whole) };
	s = c->copy;
	at = whole ? NULL : strchr(s, '=');
	if (at) {
		*at = '\0';
		c->value = at + 1;
		at = strrchr(s, '.');
	}
	if (at) {
		*at = '\0';
		c->key = at + 1;
	}
	c->kind = s;
	at = strchr(s, ':');
	if (at) {
		*at = '\0';
		c->id = at + 1;
	}
	return whole || c->key ? 0 : sec_err_set(err, SEC_FAIL, "'%s' is no change", text);
}

static bool is_policy(const char *change)
{
	return strncmp(change, "policy.", 7) == 0;
}

void sec_example_policy(const struct sec_example_row *row, struct sec_buf *out)
{
	for (unsigned i = 0; i < row->changes; i++)
		if (is_policy(row->change[i]))
			sec_buf_addf(out, "%s%s\n", out->len ? "" : "[policy]\n", row->change[i] + 7);
}

/* ---- changes made */

static int hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static void add_escaped(struct sec_buf *out, const char *s)
{
	static const char from[] = "ntr\\", to[] = "\n\t\r\\";
	const char *at;

	for (; *s; s++) {
		if (s[0] == '\\' && s[1] == 'x' && hex(s[2]) >= 0 && hex(s[3]) >= 0) {
			sec_buf_addch(out, (char)(hex(s[2]) * 16 + hex(s[3])));
			s += 3;
		} else if (s[0] == '\\' && s[1] && (at = strchr(from, s[1]))) {
			sec_buf_addch(out, to[at - from]);
			s++;
		} else {
			sec_buf_addch(out, *s);
		}
	}
}

static int add_text(struct sec_editor *e, const char *text, struct sec_err *err)
{
	struct sec_buf all = SEC_BUF_INIT;
	int rc;

	if (*text == '^')
		add_escaped(&all, text + 1);
	sec_buf_addslice(&all, sec_buf_str(&e->rec->text));
	if (*text == '+') {
		add_escaped(&all, text + 1);
		sec_buf_addch(&all, '\n');
	}
	sec_record_clear(e->rec);
	rc = sec_record_parse_text(e->rec, all.s, all.len, e->dialect, err);
	sec_buf_release(&all);
	return rc;
}

static int edit(struct sec_editor *e, const char *text, struct sec_err *err)
{
	struct change c = { 0 };
	int rc;

	if (is_policy(text))
		return 0;
	if (*text == '+' || *text == '^')
		return add_text(e, text, err);
	rc = read_change(&c, text, err);
	if (!rc && !c.key)
		rc = sec_edit_remove_section(e, c.kind, c.id, err);
	else if (!rc && *c.value)
		rc = sec_edit_set(e, c.kind, c.id, c.key, sec_str(c.value), NULL, err);
	else if (!rc)
		rc = sec_edit_remove(e, c.kind, c.id, c.key, err);
	free(c.copy);
	if (rc == SEC_ABSENT) { /* it is gone already */
		sec_err_clear(err);
		return 0;
	}
	return rc;
}

/* The whole record as it was on the day: without the events that came later. */
static int begin(struct sec_editor *e, const struct sec_schema *schema, struct sec_str life,
	const struct sec_example_row *row, sec_day today, struct sec_err *err)
{
	int rc = sec_record_parse_text(e->rec, life.s, life.len, e->dialect, err);
	uint32_t i = row->whole ? 0 : e->rec->sections;
	sec_day day;

	while (!rc && i-- > 0) {
		const struct sec_section *sec = &e->rec->section[i];
		int kind = sec_schema_kind(schema, sec->kind);
		char *id = xstrndup(sec->id.s, sec->id.len);

		if (kind >= 0 && schema->kind[kind].repeat == SEC_REPEAT_DATE &&
		    sec_day_parse(id, strlen(id), &day) && day > today)
			rc = sec_edit_remove_section(e, schema->kind[kind].name, id, err);
		free(id);
	}
	return rc;
}

/* Makes the three records. */
static int make(struct sec_example *x, const struct sec_schema *schema, struct sec_str life,
	const struct sec_example_row *row, struct sec_err *err)
{
	struct sec_dialect dialect = { .known_key = sec_schema_known_key, .ctx = (void *)schema };
	struct sec_editor e = { .rec = &x->now, .dialect = &dialect, .order = sec_schema_order,
		.ctx = (void *)schema };
	int rc = begin(&e, schema, life, row, x->env.today, err);

	for (unsigned i = 0; i < row->changes && !rc; i++) {
		if (strcmp(row->change[i], "&") == 0) {
			e.rec = &x->other;
			rc = begin(&e, schema, life, row, x->env.today, err);
		} else if (strcmp(row->change[i], ">") == 0) {
			rc = sec_record_parse_text(&x->before, x->now.text.s, x->now.text.len,
				&dialect, err);
		} else {
			rc = edit(&e, row->change[i], err);
		}
	}
	return rc;
}

/* ---- judging */

static void add_shared(void *ctx, size_t number, const struct sec_fault *fault)
{
	struct sec_example *x = ctx;

	if (number == 0)
		sec_faults_add(&x->faults, fault->rule, fault->level, fault->line, fault->col,
			"%s", fault->message);
}

static char *id_of(const char *text, size_t len)
{
	struct sec_record rec;
	struct sec_str id;
	char *copy;

	sec_record_init(&rec);
	sec_record_parse_text(&rec, text, len, NULL, NULL);
	id = sec_record_value(&rec, "secondment", NULL, "id");
	copy = xstrndup(id.s ? id.s : "", id.len);
	sec_record_release(&rec);
	return copy;
}

static void judge_together(struct sec_example *x, const char *stem)
{
	struct sec_peers *peers = sec_peers_new(x->env.schema, 0);
	struct sec_facts *other = sec_facts_new(&x->env);
	char *id = id_of(x->other.text.s, x->other.text.len);

	sec_facts_bind(other, &x->other);
	sec_peers_add(peers, x->facts, stem, 0);
	sec_peers_add(peers, other, id, 1);
	sec_peers_judge(peers, add_shared, x);
	sec_peers_free(peers);
	sec_facts_free(other);
	free(id);
}

int sec_example_see(struct sec_example *x, const struct sec_schema *schema, struct sec_str life,
	const struct sec_example_row *row, struct sec_err *err)
{
	struct sec_check check = { .out = &x->faults };
	char *stem = id_of(life.s, life.len);
	int rc;

	*x = (struct sec_example){ .env = { .schema = schema } };
	sec_record_init(&x->now);
	sec_record_init(&x->before);
	sec_record_init(&x->other);
	rc = sec_day_parse(row->day, strlen(row->day), &x->env.today) ? 0
		: sec_err_set(err, SEC_FAIL, "'%s' is no day", row->day);
	if (!rc)
		rc = make(x, schema, life, row, err);
	if (!rc) {
		check.facts = x->facts = sec_facts_new(&x->env);
		sec_facts_bind(x->facts, &x->now);
		if (x->before.text.len) {
			check.base = sec_facts_new(&x->env);
			sec_facts_bind(check.base, &x->before);
		}
		check.stem = stem;
		sec_check_record(&check);
		if (x->other.text.len)
			judge_together(x, stem);
		sec_faults_sort(&x->faults);
		sec_due_collect(x->facts, &x->due);
		sec_facts_free(check.base);
	}
	free(stem);
	return rc;
}

void sec_example_release(struct sec_example *x)
{
	sec_facts_free(x->facts);
	sec_faults_release(&x->faults);
	sec_due_items_release(&x->due);
	sec_record_release(&x->now);
	sec_record_release(&x->before);
	sec_record_release(&x->other);
}

/* ---- changes shown */

/* Lines of text as they are; other escapes stay as written, since they stand for
 * what cannot be seen. */
static void print_lines(const char *s, const char *indent, struct sec_buf *out)
{
	sec_buf_addstr(out, indent);
	for (; *s; s++) {
		if (s[0] == '\\' && s[1] == 'n') {
			sec_buf_addf(out, "\n%s", indent);
			s++;
		} else {
			sec_buf_addch(out, *s);
		}
	}
	sec_buf_addch(out, '\n');
}

static void print_section(const struct change *c, struct sec_buf *out)
{
	sec_buf_addf(out, "[%s%s%s]", c->kind, c->id ? " " : "", c->id ? c->id : "");
}

/* The section line only where it is not that of the change before. */
static void print_change(const char *text, const char *before, const char *indent,
	struct sec_buf *out)
{
	struct change c = { 0 }, last = { 0 };
	bool same;

	read_change(&c, text, NULL);
	if (before)
		read_change(&last, before, NULL);
	same = last.key && c.key && strcmp(last.kind, c.kind) == 0 &&
	       strcmp(last.id ? last.id : "", c.id ? c.id : "") == 0;
	if (!same) {
		sec_buf_addstr(out, indent);
		print_section(&c, out);
		sec_buf_addstr(out, c.key ? "\n" : " is missing\n");
	}
	if (c.key && *c.value)
		sec_buf_addf(out, "%s%s = %s\n", indent, c.key, c.value);
	else if (c.key)
		sec_buf_addf(out, "%s%s is missing\n", indent, c.key);
	free(c.copy);
	free(last.copy);
}

void sec_example_print(const struct sec_example_row *row, const char *indent, struct sec_buf *out)
{
	const char *before = NULL;

	for (unsigned i = 0; i < row->changes; i++) {
		const char *text = row->change[i];

		if (strcmp(text, ">") == 0)
			sec_buf_addf(out, "%sand then changed:\n", indent);
		else if (strcmp(text, "&") == 0)
			sec_buf_addf(out, "%sbeside another one with:\n", indent);
		else if (*text == '+')
			print_lines(text + 1, indent, out);
		else if (*text == '^')
			sec_buf_addf(out, "%s%s in front of the first line\n", indent, text + 1);
		else if (is_policy(text))
			sec_buf_addf(out, "%spolicy.ini: %s\n", indent, text + 7);
		else
			print_change(text, before, indent, out);
		before = strchr("+^>&", *text) || is_policy(text) ? NULL : text;
	}
}
