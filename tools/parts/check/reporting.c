/* SPDX-License-Identifier: ISC */
#include "parts/check/reporting.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "parts/check/baseline.h"

bool reporting_format(const char *name, enum sec_findings_format *format)
{
	const char *actions = getenv("GITHUB_ACTIONS");

	if (!name)
		name = "text";
	else if (strcmp(name, "auto") == 0)
		name = actions && strcmp(actions, "true") == 0 ? "github" : "text";
	return sec_findings_format_parse(name, format);
}

/* As somebody typed it, and its own; for forges both are from the repository's root. */
static void add_row(struct sec_findings *f, enum sec_findings_format format, const char *place,
	const struct checked *row, struct sec_buf *out)
{
	bool forge = format >= SEC_FINDINGS_SARIF;
	char *own = forge && row->pick->inside ? xasprintf("%s%s", place, row->pick->path)
		: checked_own_path(row);
	char *path = forge && !row->pick->inside ? sec_path_from_top(checked_path(row)) : NULL;

	sec_findings_add(f, path ? path : forge ? own : checked_path(row), own, row->finding,
		row->findings, out);
	free(own);
	free(path);
}

static void print(struct cli *c, const struct sec_register *r, const struct checking *k,
	const struct reporting *o)
{
	char *place = sec_register_place(r);
	struct sec_findings_options options = { .format = o->format, .schema = &r->schema,
		.program = c->program, .colour = c->colour, .strict = o->strict };
	struct sec_findings *f = sec_findings_new(&options);
	struct sec_buf out = SEC_BUF_INIT;
	size_t i;

	for (i = 0; i < k->rows; i++) {
		const struct checked *row = &k->row[i];

		if (!row->kept)
			continue;
		add_row(f, o->format, place, row, &out);
		if (out.len > 64 * 1024)
			cli_put(c, &out);
	}
	sec_findings_finish(f, &out);
	cli_put(c, &out);
	sec_buf_release(&out);
	sec_findings_free(f);
	free(place);
}

static const char *plural(size_t n)
{
	return n == 1 ? "" : "s";
}

static void print_summary(const struct cli *c, const struct checking *k)
{
	size_t e = k->count[SEC_LEVEL_ERROR], w = k->count[SEC_LEVEL_WARNING], i = k->count[SEC_LEVEL_INFO];

	fprintf(stderr, "%s: %zu record%s: ", c->program, k->records, plural(k->records));
	if (e + w + i == 0)
		fprintf(stderr, "nothing found");
	else
		fprintf(stderr, "%zu error%s, %zu warning%s, %zu note%s", e, plural(e), w, plural(w),
			i, plural(i));
	if (k->old)
		fprintf(stderr, "; %zu known before", k->old);
	fputc('\n', stderr);
}

int reporting_print(struct cli *c, const struct sec_register *r, struct checking *k,
	const struct reporting *o)
{
	if (o->write_baseline && baseline_write(k, o->write_baseline, &c->err) < 0)
		return cli_fail(c);
	if (o->write_baseline) {
		cli_say(c, "%s: %zu finding%s", o->write_baseline, k->told, plural(k->told));
		return 0;
	}
	if (o->baseline && baseline_apply(c, k, o->baseline) < 0)
		return cli_fail(c);
	print(c, r, k, o);
	print_summary(c, k);
	return k->count[SEC_LEVEL_ERROR] || (o->strict && k->count[SEC_LEVEL_WARNING]);
}
