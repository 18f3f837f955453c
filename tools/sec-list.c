/* SPDX-License-Identifier: ISC
 *
 * sec-list: select records and show some of their values. Reads the register or
 * the records named; prints a table, or rows for other programs.
 */
#include "parts/catalogue.h"
#include "parts/cli.h"
#include "parts/listing.h"
#include "record/stream.h"
#include "render/rows.h"

static const char help[] =
	"sec-list: select secondments and show them\n"
	"\n"
	"  sec-list                                    all of them\n"
	"  sec-list -q 'state = active'                those under way\n"
	"  sec-list -q 'effective-end <= today + 90d' --sort effective-end\n"
	"  sec-list -o id,who,host.organisation,remaining -f csv > list.csv\n"
	"  sec-list --count host.organisation,state    how many, by host and state\n"
	"  sec-list -q 'state = active' -f ids | sec-render -t timeline - > active.svg\n"
	"\n"
	"usage: sec-list [OPTION]... [RECORD]...\n"
	"\n"
	"  -o, --columns LIST     what to show: keys, derived values, expressions\n"
	"      --sort KEY         in that order; -KEY turns it round\n"
	"      --count KEY,KEY    how many records have each value, most first\n"
	"      --list-columns     every name that -o and -q take, with a line about it\n"
	"  -f, --format F         table, tsv, csv, csv-excel, json, ids or ini\n";

/* The whole text of each record, as a stream that sec-new --from reads. */
static int print_records(struct cli *c, struct sec_register *r, const struct listing *l)
{
	struct sec_buf out = SEC_BUF_INIT;
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < l->rows; i++) {
		const struct sec_pick *p = listing_pick(l, i);

		sec_stream_separator(&out, p->stem);
		rc = sec_pick_read(r, p, &out, &c->err);
		if (out.len && out.s[out.len - 1] != '\n')
			sec_buf_addch(&out, '\n');
		if (rc == 0)
			cli_put(c, &out);
	}
	sec_buf_release(&out);
	return rc;
}

static void print_ids(struct cli *c, const struct listing *l)
{
	struct sec_buf out = SEC_BUF_INIT;
	size_t i;

	for (i = 0; i < l->rows; i++) {
		const struct sec_pick *p = listing_pick(l, i);

		sec_buf_addf(&out, "%s\n", p->inside ? p->stem : p->path);
	}
	cli_put(c, &out);
	sec_buf_release(&out);
}

static void print_rows(struct cli *c, const struct listing *l, enum sec_rows_format format)
{
	struct sec_rows *rows = sec_rows_new(format, l->column, l->columns);
	struct sec_buf out = SEC_BUF_INIT;
	size_t i;

	for (i = 0; i < l->rows; i++) {
		sec_rows_add(rows, listing_cells(l, i), NULL);
		sec_rows_flush(rows, &out);
		if (out.len > 64 * 1024)
			cli_put(c, &out);
	}
	sec_rows_finish(rows, c->width, c->colour, &out);
	cli_put(c, &out);
	sec_rows_free(rows);
	sec_buf_release(&out);
}

static bool is_whole(const char *format)
{
	return strcmp(format, "ids") == 0 || strcmp(format, "ini") == 0;
}

/* The columns as asked for, else the policy's; for ids and ini none. */
static const char *columns_of(const struct sec_register *r, const char *asked, const char *format)
{
	int i = sec_schema_policy(&r->schema, SEC_STR("list-columns"));

	if (asked)
		return asked;
	return is_whole(format) ? "" : i < 0 ? "who" : r->schema.policy[i].text;
}

static int show(struct cli *c, struct sec_register *r, struct listing *l, const char *format,
	bool count)
{
	enum sec_rows_format rows;

	if (strcmp(format, "ini") == 0)
		return print_records(c, r, l);
	if (strcmp(format, "ids") == 0) {
		print_ids(c, l);
		return 0;
	}
	sec_rows_format_parse(format, &rows);
	if (count)
		listing_count(l);
	print_rows(c, l, rows);
	return 0;
}

static int check_usage(struct cli *c, const char *format, const char *columns, const char *sort,
	const char *count)
{
	enum sec_rows_format known;

	if (!is_whole(format) && !sec_rows_format_parse(format, &known))
		return cli_usage(c, "--format is table, tsv, csv, csv-excel, json, ids or ini, not '%s'", format);
	if ((columns && !*columns) || (count && !*count))
		return cli_usage(c, "%s names no column", count ? "--count" : "-o");
	if (count && (columns || sort))
		return cli_usage(c, "--count says what is shown and in what order: leave out -o and --sort");
	if (is_whole(format) && (columns || count))
		return cli_usage(c, "--format %s shows no columns: leave out -o and --count", format);
	return -1;
}

int main(int argc, char **argv)
{
	const char *columns = NULL, *sort = NULL, *count = NULL, *format;
	bool names = false;
	const struct cli_option own[] = {
		{ "columns", 'o', CLI_TEXT, &columns },
		{ "sort", 0, CLI_TEXT, &sort },
		{ "count", 0, CLI_TEXT, &count },
		{ "list-columns", 0, CLI_FLAG, &names },
	};
	struct cli c = { .program = "sec-list", .help = help, .groups = CLI_READS | CLI_FORMATS,
		.own = own, .owns = sizeof(own) / sizeof(*own) };
	struct sec_register r = { 0 };
	struct sec_selection selection = { 0 };
	struct sec_scan_report report = { 0 };
	struct listing l = { 0 };
	int code = cli_parse(&c, argc, argv), rc;

	format = c.format ? c.format : "table";
	if (code < 0)
		code = check_usage(&c, format, columns, sort, count);
	if (code < 0 && names && (columns || sort || count || c.query || c.operands || is_whole(format)))
		code = cli_usage(&c, "--list-columns goes alone, but for --format");
	if (code >= 0)
		return code;
	rc = cli_open(&c, &r, false);
	if (rc == 0 && names) {
		code = catalogue_names(&c, &r);
		sec_register_close(&r);
		return cli_finish(&c, code);
	}
	if (rc == 0)
		rc = cli_select(&c, &r, &selection);
	if (rc == 0)
		rc = listing_read(&l, &r, &selection, columns_of(&r, count ? count : columns, format),
			sort, c.query, &report, &c.err);
	if (rc == 0)
		rc = show(&c, &r, &l, format, count != NULL);
	code = cli_report(&c, &report, rc ? cli_fail(&c) : 0);
	listing_release(&l);
	sec_scan_report_release(&report);
	sec_selection_release(&selection);
	sec_register_close(&r);
	return cli_finish(&c, code);
}
