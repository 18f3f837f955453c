/* SPDX-License-Identifier: ISC */
#include "parts/check/examples.h"

#include <fcntl.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/mem.h"
#include "rules/example.h"

enum { FILE_LIMIT = 1024 * 1024 };
static const char indent[] = "            ";

struct examples {
	const char *name, *folder;
	struct sec_buf life, *out;
	struct sec_err err;
	bool shown[2]; /* one that finds or is open, one that does not */
};

static int read_file(struct sec_buf *out, const char *folder, const char *name, struct sec_err *err)
{
	char *path = xasprintf("%s/examples/%s", folder, name);
	int rc = sec_file_read(out, AT_FDCWD, path, FILE_LIMIT, err);

	free(path);
	return rc;
}

static void add_found(struct examples *e, const struct sec_example *x)
{
	size_t i;

	for (i = 0; i < x->faults.n; i++) {
		const struct sec_fault *f = &x->faults.item[i];

		if (strcmp(f->rule, e->name) == 0) {
			sec_buf_addf(e->out, "%-10s%s: %s\n", "", sec_level_name(f->level), f->message);
			return;
		}
	}
	for (i = 0; i < x->due.n; i++) {
		const struct sec_due_item *d = &x->due.item[i];
		char day[11];

		if (strcmp(d->kind->kind, e->name) == 0) {
			sec_day_format(d->due, day);
			sec_buf_addf(e->out, "%-10sdue %s: %s (%s)\n", "", day, d->title, d->owner);
			return;
		}
	}
}

static int show(struct examples *e, const struct sec_example_row *row, bool yes, bool due)
{
	static const char *const label[2][2] = { { "quiet", "finds" }, { "not open", "open" } };
	struct sec_schema_source source = sec_schema_folder(e->folder);
	struct sec_buf policy = SEC_BUF_INIT;
	struct sec_schema schema = { 0 };
	struct sec_example x = { 0 };
	int rc;

	sec_example_policy(row, &policy);
	rc = sec_schema_load(&schema, &source, NULL, policy.len ? "policy.ini" : NULL,
		sec_buf_str(&policy), &e->err);
	if (rc == 0)
		rc = sec_example_see(&x, &schema, sec_buf_str(&e->life), row, &e->err);
	if (rc == 0) {
		sec_buf_addf(e->out, "%-10son %s (%s), in a whole record%s\n", label[due][yes],
			row->day, schema.state[sec_facts_state(x.facts)].name,
			row->changes && !strchr(">&", *row->change[0]) ? " with" : "");
		sec_example_print(row, indent, e->out);
		if (yes)
			add_found(e, &x);
	}
	sec_example_release(&x);
	sec_schema_release(&schema);
	sec_buf_release(&policy);
	return rc;
}

/* The first row of each verdict. */
static int show_examples(struct examples *e, bool due)
{
	struct sec_buf table = SEC_BUF_INIT;
	struct sec_example_row row;
	unsigned line = 0;
	int rc = read_file(&e->life, e->folder, "life.ini", &e->err);
	char *rest;

	if (rc == 0)
		rc = read_file(&table, e->folder, due ? "due.tsv" : "rules.tsv", &e->err);
	rest = table.s;
	while (rc == 0 && rest && sec_example_next(&rest, &line, &row, &e->err)) {
		bool yes = due ? *row.verdict != '-' : strcmp(row.verdict, "finds") == 0;

		if (strcmp(row.name, e->name) != 0 || e->shown[yes])
			continue;
		e->shown[yes] = true;
		rc = show(e, &row, yes, due);
	}
	sec_buf_release(&table);
	return rc ? rc : e->err.code;
}

int examples_add(struct cli *c, const char *name, bool due, struct sec_buf *out)
{
	char *folder = sec_register_schema_dir(&c->err);
	struct examples e = { .name = name, .folder = folder, .out = out };
	int rc = folder ? show_examples(&e, due) : SEC_FAIL;

	if (rc == SEC_ABSENT) /* a schema of somebody's own need not have any */
		rc = 0;
	if (rc && folder)
		sec_err_set(&c->err, rc, "examples: %s", e.err.msg);
	sec_err_clear(&e.err);
	sec_buf_release(&e.life);
	free(folder);
	return rc;
}
