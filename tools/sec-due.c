/* SPDX-License-Identifier: ISC
 *
 * sec-due: what needs doing. Computes the due items of the records named, or of
 * all, and prints those that are overdue or inside their lead.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "base/suggest.h"
#include "parts/due/calendar.h"
#include "parts/cli.h"
#include "parts/due/dues.h"
#include "render/rows.h"

static const char help[] =
	"sec-due: what needs doing about secondments\n"
	"\n"
	"  sec-due                            what is overdue or comes up now\n"
	"  sec-due --within 30d               all that falls due in the next 30 days\n"
	"  sec-due --overdue --owner 'home manager'\n"
	"  sec-due --owner ferreira           one person's, by part of the name\n"
	"  sec-due --kind sign -f ids | sec-render -t agreement -\n"
	"  sec-due --all 7k3                  every open item of one secondment\n"
	"  sec-due --all -f ics >due.ics      a calendar, for programs that show one\n"
	"\n"
	"usage: sec-due [OPTION]... [RECORD]...\n"
	"\n"
	"      --within DURATION  what is overdue or due by then, whatever its lead\n"
	"      --overdue          only what is overdue\n"
	"      --all              every open item\n"
	"      --owner TEXT       only those of an owner: part of a role or a name\n"
	"      --kind K           only items of this kind\n"
	"      --list-kinds       every kind; sec-check --explain KIND says more\n"
	"  -o, --columns LIST     of id, due, days, level, kind, owner, title, who, tell,\n"
	"                         about\n"
	"  -f, --format F         table, tsv, csv, json, ids or ics (a calendar)\n";

static int list_kinds(struct cli *c, const struct sec_register *r)
{
	static const struct sec_column columns[] = { { .name = "kind" }, { .name = "level" },
		{ .name = "summary", .cut = true } };
	enum sec_rows_format format = SEC_ROWS_TABLE;
	struct sec_buf out = SEC_BUF_INIT;
	struct sec_rows *rows;
	int i;

	if (c->format)
		sec_rows_format_parse(c->format, &format);
	rows = sec_rows_new(format, columns, 3);
	for (i = 0; i < r->schema.dues; i++) {
		const struct sec_due *d = &r->schema.due[i];
		struct sec_str cell[] = { sec_str(d->kind), sec_str(d->hard ? "hard" : "advised"),
			sec_str(d->summary ? d->summary : "") };

		sec_rows_add(rows, cell, NULL);
	}
	sec_rows_finish(rows, c->width, c->colour, &out);
	cli_put(c, &out);
	sec_rows_free(rows);
	sec_buf_release(&out);
	return 0;
}

static int find_kind(struct cli *c, const struct sec_schema *s, const char *kind)
{
	struct sec_suggest g;
	int i;

	if (!kind || sec_schema_due(s, sec_str(kind)) >= 0)
		return 0;
	sec_suggest_init(&g, sec_str(kind));
	for (i = 0; i < s->dues; i++)
		sec_suggest_offer(&g, s->due[i].kind);
	if (g.best)
		return sec_err_set(&c->err, SEC_USAGE, "there is no kind '%s'; did you mean '%s'?", kind, g.best);
	return sec_err_set(&c->err, SEC_USAGE, "there is no kind '%s'; sec-due --list-kinds has them all",
		kind);
}

static int show(struct cli *c, struct sec_register *r, const struct dues_filter *filter,
	const char *columns)
{
	struct sec_selection selection = { 0 };
	struct sec_arena arena = SEC_ARENA_INIT;
	struct sec_scan_report report = { 0 };
	struct dues d = { 0 };
	struct sec_expr *keep = NULL;
	struct sec_buf out = SEC_BUF_INIT;
	bool ics = c->format && strcmp(c->format, "ics") == 0;
	int code, rc = cli_select(c, r, &selection);

	if (rc == 0)
		rc = sec_scan_condition(&keep, r, &arena, c->query, &c->err);
	if (rc == 0 && ics)
		d.heading = calendar_heading(r, &arena);
	if (rc == 0) {
		dues_read(&d, r, &selection, keep, filter, &report);
		rc = ics ? calendar_print(c, &d, keep, &out) : dues_print(&d, c->format ? c->format
			: "table", columns, c->width, c->colour, &out, &c->err);
		cli_put(c, &out);
	}
	code = cli_report(c, &report, rc ? cli_fail(c) : 0);
	if (rc == 0 && !d.n && !report.errors)
		cli_say(c, "nothing is due%s", filter->all || filter->overdue || filter->within ? "" :
			"; --within 90d looks further ahead");
	dues_release(&d);
	sec_scan_report_release(&report);
	sec_selection_release(&selection);
	sec_arena_release(&arena);
	sec_buf_release(&out);
	return code;
}

static int check_usage(struct cli *c, const struct dues_filter *f, const char *within,
	const char *columns, bool list)
{
	enum sec_rows_format format;
	bool ics = c->format && strcmp(c->format, "ics") == 0;
	bool own = ics || (c->format && strcmp(c->format, "ids") == 0);

	if (c->format && !(own && !list) && !sec_rows_format_parse(c->format, &format))
		return cli_usage(c, "--format is table, tsv, csv%s, not '%s'",
			list ? " or json" : ", json, ids or ics", c->format);
	if (ics && columns)
		return cli_usage(c, "-f ics is a calendar and has no columns: leave -o out");
	if ((within != NULL) + f->overdue + f->all > 1)
		return cli_usage(c, "--within, --overdue and --all exclude one another");
	if (list && (c->operands || within || f->overdue || f->all || f->owner || f->kind))
		return cli_usage(c, "--list-kinds goes alone");
	return -1;
}

int main(int argc, char **argv)
{
	struct dues_filter f = { 0 };
	const char *within = NULL, *columns = NULL;
	bool list = false;
	const struct cli_option own[] = {
		{ "within", 0, CLI_TEXT, &within },
		{ "overdue", 0, CLI_FLAG, &f.overdue },
		{ "all", 0, CLI_FLAG, &f.all },
		{ "owner", 0, CLI_TEXT, &f.owner },
		{ "kind", 0, CLI_TEXT, &f.kind },
		{ "list-kinds", 0, CLI_FLAG, &list },
		{ "columns", 'o', CLI_TEXT, &columns },
	};
	struct cli c = { .program = "sec-due", .help = help, .groups = CLI_READS | CLI_FORMATS,
		.own = own, .owns = sizeof(own) / sizeof(*own) };
	struct sec_register r = { 0 };
	struct sec_dur span;
	int code = cli_parse(&c, argc, argv), rc;

	if (code < 0)
		code = check_usage(&c, &f, within, columns, list);
	if (code >= 0)
		return code;
	if (within && !sec_dur_parse(within, strlen(within), &span))
		return cli_usage(&c, "--within is '%s', expected a duration such as 30d, 4w or 3m", within);
	f.within = within ? &span : NULL;
	rc = cli_open(&c, &r, false);
	if (rc == 0)
		rc = find_kind(&c, &r.schema, f.kind);
	if (rc)
		code = cli_fail(&c);
	else
		code = list ? list_kinds(&c, &r) : show(&c, &r, &f, columns);
	sec_register_close(&r);
	return cli_finish(&c, code);
}
