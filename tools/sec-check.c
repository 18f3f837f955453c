/* SPDX-License-Identifier: ISC
 *
 * sec-check: validate records. Reads the register or the records named; prints
 * every finding, sorted, and ends with 1 when one of them is an error.
 */
#include "parts/catalogue.h"
#include "parts/cli.h"
#include "parts/check/explain.h"
#include "parts/check/judging.h"
#include "parts/check/receiving.h"
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
	"      --staged           what is staged for the next commit\n"
	"      --range A..B       what B brings that A has not; A may be all zeros\n"
	"      --pre-receive      what is being pushed: for the hook of a bare repository\n"
	"      --policy-from REV  judge by the policy and schema of that commit\n"
	"      --stdin-filename P  the record that would be saved as P, on stdin\n"
	"      --fix              repair what loses nothing: line ends, trailing blanks,\n"
	"                         byte order marks, capitals in keys\n"
	"  -n, --dry-run          with --fix: print the difference, change nothing\n"
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
	struct judging judging;
	bool pre_receive, list_rules, show_policy;
	const char *explain;
};

/* Of what is checked, the ways that exclude one another. */
static int subject_usage(struct cli *c, const struct options *o)
{
	const struct judging *j = &o->judging;
	bool range = j->ranging.staged || j->ranging.range, elsewhere = range || c->at;

	if ((c->at != NULL) + j->ranging.staged + (j->ranging.range != NULL) > 1)
		return cli_usage(c, "--at, --range and --staged exclude one another");
	if (j->ranging.policy_from && !range)
		return cli_usage(c, "--policy-from goes with --range or --staged");
	if (j->stdin_filename && (elsewhere || c->operands || j->fix))
		return cli_usage(c, "--stdin-filename is one record, and goes with no other, nor with "
			"--at, --fix, --range or --staged");
	if (j->fix && elsewhere)
		return cli_usage(c, "--fix is for the work tree");
	if (j->dry && !j->fix)
		return cli_usage(c, "--dry-run goes with --fix");
	if (j->reporting.baseline && j->reporting.write_baseline)
		return cli_usage(c, "--baseline and --write-baseline exclude one another");
	return -1;
}

/* What goes with findings alone. */
static bool is_for_findings(const struct judging *j)
{
	return j->ranging.staged || j->ranging.range || j->fix || j->reporting.baseline
		|| j->reporting.write_baseline;
}

/* Which of the things it can print was asked for; and in a form it has. */
static int check_usage(struct cli *c, struct options *o)
{
	struct judging *j = &o->judging;
	enum sec_rows_format row;
	bool rows = j->as || j->undecided || o->list_rules || o->show_policy;

	if ((j->as != NULL) + (o->explain != NULL) + o->list_rules + j->undecided + o->show_policy > 1)
		return cli_usage(c, "--as, --explain, --list-rules, --show-policy and --undecided exclude "
			"one another");
	if (o->explain && (c->format || c->operands))
		return cli_usage(c, "--explain takes one name, and neither --format nor records");
	if ((rows || o->explain) && is_for_findings(j))
		return cli_usage(c, "--baseline, --fix, --range and --staged are for findings");
	if (o->pre_receive && (rows || o->explain || is_for_findings(j) || j->stdin_filename || c->at
		|| c->format || c->query || c->operands || j->ranging.policy_from))
		return cli_usage(c, "--pre-receive is for git's hook and goes with -C, --today and "
			"--no-waive alone");
	if ((o->list_rules || o->show_policy) && c->operands)
		return cli_usage(c, "%s takes no records", o->list_rules ? "--list-rules" : "--show-policy");
	if (rows && c->format && !sec_rows_format_parse(c->format, &row))
		return cli_usage(c, "--format is table, tsv, csv or json, not '%s'", c->format);
	if (!rows && !reporting_format(c->format, &j->reporting.format))
		return cli_usage(c, "--format is text, tsv, json, sarif, github, gitlab, junit or auto, "
			"not '%s'", c->format);
	return subject_usage(c, o);
}

static int catalogue(struct cli *c, const struct options *o)
{
	struct sec_register r = { 0 };
	int code;

	if (cli_open(c, &r, false) < 0)
		code = cli_fail(c);
	else if (o->explain)
		code = explain_name(c, &r, o->explain);
	else
		code = o->list_rules ? catalogue_rules(c, &r) : catalogue_policy(c, &r);
	sec_register_close(&r);
	return code;
}

int main(int argc, char **argv)
{
	struct options o = { 0 };
	struct judging *j = &o.judging;
	const struct cli_option own[] = {
		{ "staged", 0, CLI_FLAG, &j->ranging.staged },
		{ "range", 0, CLI_TEXT, &j->ranging.range },
		{ "pre-receive", 0, CLI_FLAG, &o.pre_receive },
		{ "policy-from", 0, CLI_TEXT, &j->ranging.policy_from },
		{ "stdin-filename", 0, CLI_TEXT, &j->stdin_filename },
		{ "strict", 0, CLI_FLAG, &j->reporting.strict },
		{ "no-waive", 0, CLI_FLAG, &j->no_waive },
		{ "fix", 0, CLI_FLAG, &j->fix },
		{ "dry-run", 'n', CLI_FLAG, &j->dry },
		{ "baseline", 0, CLI_TEXT, &j->reporting.baseline },
		{ "write-baseline", 0, CLI_TEXT, &j->reporting.write_baseline },
		{ "as", 0, CLI_TEXT, &j->as },
		{ "undecided", 0, CLI_FLAG, &j->undecided },
		{ "explain", 0, CLI_TEXT, &o.explain },
		{ "list-rules", 0, CLI_FLAG, &o.list_rules },
		{ "show-policy", 0, CLI_FLAG, &o.show_policy },
	};
	struct cli c = { .program = "sec-check", .help = help, .groups = CLI_READS | CLI_FORMATS,
		.own = own, .owns = sizeof(own) / sizeof(*own) };
	int code = cli_parse(&c, argc, argv);

	if (code < 0)
		code = check_usage(&c, &o);
	if (code >= 0)
		return code;
	if (o.pre_receive)
		code = receiving_run(&c, c.dir ? c.dir : "", j->no_waive);
	else if (o.explain || o.list_rules || o.show_policy)
		code = catalogue(&c, &o);
	else
		code = judging_run(&c, j);
	return cli_finish(&c, code);
}
