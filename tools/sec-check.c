/* SPDX-License-Identifier: ISC
 *
 * sec-check: validate records. Reads the register or the records named; prints
 * every finding, sorted, and ends with 1 when one of them is an error.
 */
#include "parts/catalogue.h"
#include "parts/checking.h"
#include "parts/cli.h"
#include "parts/explain.h"
#include "parts/needs.h"
#include "parts/reporting.h"
#include "render/rows.h"

static const char help[] =
	"sec-check: find what is wrong or missing in secondments\n"
	"\n"
	"  sec-check                          the whole register\n"
	"  sec-check 7k3 @ferreira            some records\n"
	"  sec-check draft.ini                a file that is not in any register\n"
	"  sec-check -q 'state = active' -f tsv\n"
	"  sec-check --explain overrun        what a rule wants, why, and how to mend it\n"
	"  sec-check --as agreed 7k3          what it still needs for that, and from whom\n"
	"\n"
	"usage: sec-check [OPTION]... [RECORD]...\n"
	"\n"
	"  -f, --format F         text, tsv, json (lines), sarif, github, gitlab, junit\n"
	"                         or auto (github in GitHub Actions, else text); with\n"
	"                         --as, --undecided, --list-rules and --show-policy\n"
	"                         table, tsv, csv or json\n"
	"      --strict           warnings fail too\n"
	"      --no-waive         waivers do not count\n"
	"      --baseline FILE    leave out the findings that FILE lists\n"
	"      --write-baseline FILE  list them there instead of telling them\n"
	"      --as STATE         what each record lacks before that state\n"
	"      --undecided        rules that could not be judged, and the value missing\n"
	"      --explain NAME     explain a rule, or a kind of due item\n"
	"      --list-rules       every rule with its level and a line about it\n"
	"      --show-policy      numbers and switches in force, and where each is set\n";

struct options {
	bool strict, no_waive, undecided, list_rules, show_policy;
	const char *as, *explain, *baseline, *write_baseline;
};

static int check(struct cli *c, struct sec_register *r, struct sec_selection *selection,
	const struct sec_expr *keep, const struct options *o)
{
	struct checking k = { 0 };
	struct sec_scan_report report = { 0 };
	struct reporting how = { .strict = o->strict, .baseline = o->baseline,
		.write_baseline = o->write_baseline };
	int code = 0;

	reporting_format(c->format, &how.format);
	if (checking_run(&k, r, selection, keep, o->no_waive, &report, &c->err) < 0) {
		code = cli_fail(c);
	} else {
		code = reporting_print(c, r, &k, &how);
		code = cli_report(c, &report, code);
	}
	checking_release(&k);
	sec_scan_report_release(&report);
	return code;
}

static int on_records(struct cli *c, struct sec_register *r, const struct options *o)
{
	struct sec_selection selection = { 0 };
	struct sec_arena arena = SEC_ARENA_INIT;
	struct sec_expr *keep = NULL;
	size_t i;
	int code, rc = cli_select(c, r, &selection);

	for (i = 0; !c->operands && i < selection.debris.n; i++)
		cli_say(c, "%s is left over from an editor or a sync folder and is not read",
			selection.debris.item[i]);
	if (rc == 0)
		rc = sec_scan_condition(&keep, r, &arena, c->query, &c->err);
	if (rc)
		code = cli_fail(c);
	else if (o->as || o->undecided)
		code = needs_print(c, r, &selection, keep, o->as);
	else
		code = check(c, r, &selection, keep, o);
	sec_selection_release(&selection);
	sec_arena_release(&arena);
	return code;
}

/* Which of the things it can print was asked for; and in a form it has. */
static int check_usage(struct cli *c, const struct options *o)
{
	enum sec_findings_format finding;
	enum sec_rows_format row;
	bool rows = o->as || o->undecided || o->list_rules || o->show_policy;

	if ((o->as != NULL) + (o->explain != NULL) + o->list_rules + o->undecided + o->show_policy > 1)
		return cli_usage(c, "--as, --explain, --list-rules, --show-policy and --undecided exclude "
			"one another");
	if (o->explain && (c->format || c->operands))
		return cli_usage(c, "--explain takes one name, and neither --format nor records");
	if (o->baseline && o->write_baseline)
		return cli_usage(c, "--baseline and --write-baseline exclude one another");
	if ((rows || o->explain) && (o->baseline || o->write_baseline))
		return cli_usage(c, "a baseline is for findings");
	if ((o->list_rules || o->show_policy) && c->operands)
		return cli_usage(c, "%s takes no records", o->list_rules ? "--list-rules" : "--show-policy");
	if (c->format && !(rows ? sec_rows_format_parse(c->format, &row)
		: reporting_format(c->format, &finding)))
		return cli_usage(c, "--format is %s, not '%s'",
			rows ? "table, tsv, csv or json"
			: "text, tsv, json, sarif, github, gitlab, junit or auto", c->format);
	return -1;
}

int main(int argc, char **argv)
{
	struct options o = { 0 };
	const struct cli_option own[] = {
		{ "strict", 0, CLI_FLAG, &o.strict },
		{ "no-waive", 0, CLI_FLAG, &o.no_waive },
		{ "as", 0, CLI_TEXT, &o.as },
		{ "undecided", 0, CLI_FLAG, &o.undecided },
		{ "explain", 0, CLI_TEXT, &o.explain },
		{ "baseline", 0, CLI_TEXT, &o.baseline },
		{ "write-baseline", 0, CLI_TEXT, &o.write_baseline },
		{ "list-rules", 0, CLI_FLAG, &o.list_rules },
		{ "show-policy", 0, CLI_FLAG, &o.show_policy },
	};
	struct cli c = { .program = "sec-check", .help = help, .groups = CLI_READS | CLI_FORMATS,
		.own = own, .owns = sizeof(own) / sizeof(*own) };
	struct sec_register r = { 0 };
	int code = cli_parse(&c, argc, argv);

	if (code < 0)
		code = check_usage(&c, &o);
	if (code >= 0)
		return code;
	if (cli_open(&c, &r, false) < 0)
		code = cli_fail(&c);
	else if (o.explain)
		code = explain_name(&c, &r, o.explain);
	else if (o.list_rules)
		code = catalogue_rules(&c, &r);
	else if (o.show_policy)
		code = catalogue_policy(&c, &r);
	else
		code = on_records(&c, &r, &o);
	sec_register_close(&r);
	return cli_finish(&c, code);
}
