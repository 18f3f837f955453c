/* SPDX-License-Identifier: ISC
 *
 * sec-set: change fields of records. Every change is checked first and becomes
 * one commit; prints the paths of the records it changed.
 */
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "parts/cli.h"
#include "parts/removing.h"
#include "parts/rows.h"
#include "parts/writing.h"
#include "register/assign.h"

static const char help[] =
	"sec-set: change secondments, one commit a change\n"
	"\n"
	"  sec-set 7k3 end=2027-01-29 -m 'project runs longer'\n"
	"  sec-set 7k3 mentor: name='D. Whitlock' since=today\n"
	"  sec-set 7k3 review:today kind=midpoint held=yes by='J. Brandt'\n"
	"  sec-set 7k3 review:2026-03-01.held=yes        one key of one section\n"
	"  sec-set @ferreira agreement.covers+=insurance one more item of a list\n"
	"  sec-set 7k3 mentor.organisation=              removes the key\n"
	"  sec-set 7k3 work.task@=task.txt               the value from a file\n"
	"  sec-list -q 'ending-soon' -f ids | sec-set - tags+=call-them\n"
	"  sec-set --csv new-managers.csv -m 'Moves of May'    a row for each record\n"
	"  sec-set --delete 7k3 -m 'kept until 2032, as the policy asks'\n"
	"\n"
	"usage: sec-set [OPTION]... RECORD... ASSIGNMENT...\n"
	"       sec-set [OPTION]... --csv FILE [ASSIGNMENT]...\n"
	"       sec-set [OPTION]... --delete -m REASON RECORD...\n"
	"\n"
	"An ASSIGNMENT is section.key=value, or key=value where the key is clear; with\n"
	"section: or section:id in front the keys after it belong there. KIND:DATE finds\n"
	"or makes the section, KIND:+ makes another, KIND:ID= removes it and\n"
	"KIND:ID.id=NEW renames it. Days may be written today, yesterday, today+14d.\n"
	"\n"
	"      --csv FILE         what each row says, of the record in its column id; an\n"
	"                         empty cell changes nothing; - is standard input\n"
	"      --delete           remove the records; -m must say why\n";

struct set {
	struct cli cli;
	bool remove;
	const char *csv;
	char **assignment;
	size_t assignments;
};

static int apply(struct writing *w, void *arg, const char *id, struct sec_editor *e,
	struct sec_err *err)
{
	struct writing_log on = { w, id };
	struct sec_assign_log log = { writing_changed, writing_note, &on };

	return sec_assign_apply(arg, e, &w->reg->schema, w->reg->today, &log, err);
}

static int apply_row(struct writing *w, void *arg, const char *id, struct sec_editor *e,
	struct sec_err *err)
{
	return apply(w, &((struct rows_change *)arg)->assigns, id, e, err);
}

/* Operands are records until they are assignments: keeps the records. */
static void split_operands(struct set *s)
{
	struct cli *c = &s->cli;
	size_t i, records = 0;

	s->assignment = xcalloc(c->operands, sizeof(*s->assignment));
	for (i = 0; i < c->operands; i++) {
		if (sec_assign_is(c->operand[i]))
			s->assignment[s->assignments++] = c->operand[i];
		else
			c->operand[records++] = c->operand[i];
	}
	c->operands = records;
}

static int pick_records(struct cli *c, struct sec_register *r, struct sec_selection *selection)
{
	struct sec_arena arena = SEC_ARENA_INIT;
	struct sec_expr *keep = NULL;
	size_t undecided = 0, i;
	int rc = cli_select(c, r, selection);

	if (rc == 0)
		rc = sec_scan_condition(&keep, r, &arena, c->query, &c->err);
	if (rc == 0 && keep)
		rc = sec_scan_filter(r, selection, keep, &undecided, &c->err);
	cli_say_undecided(c, undecided);
	for (i = 0; rc == 0 && i < selection->n; i++)
		if (!selection->item[i].inside)
			rc = sec_err_set(&c->err, SEC_FAIL, "%s is not in the register %s",
				selection->item[i].path, r->root);
	sec_arena_release(&arena);
	return rc;
}

static int assign(struct set *s, struct sec_register *r, const struct sec_selection *selection,
	struct sec_assigns *assigns)
{
	struct writing w = { .cli = &s->cli, .reg = r, .edit = apply };
	size_t i;
	int code;

	for (i = 0; i < selection->n; i++)
		writing_add(&w, selection->item[i].path, assigns);
	code = writing_run(&w);
	writing_release(&w);
	return code;
}

static int parse_assignments(struct set *s, struct sec_register *r, struct sec_assigns *assigns)
{
	struct cli *c = &s->cli;
	size_t i;
	int rc = sec_assign_parse(assigns, &r->schema, r->today, s->assignment, s->assignments, 0, &c->err);

	for (i = 0; rc == 0 && assigns->read_input && i < c->operands; i++)
		if (strcmp(c->operand[i], "-") == 0)
			rc = sec_err_set(&c->err, SEC_USAGE, "standard input can be read only once: names "
				"('-') and a value ('@=-') cannot both come from it");
	return rc;
}

static int run_rows(struct set *s, struct sec_register *r)
{
	struct cli *c = &s->cli;
	struct sec_assigns assigns = { 0 };
	struct rows rows = { 0 };
	struct progress progress;
	struct writing w = { .cli = c, .reg = r, .edit = apply_row, .sheet = &rows.sheet,
		.progress = &progress };
	size_t i;
	int code = 0, rc;

	progress_start(&progress, c->program);
	rc = parse_assignments(s, r, &assigns);
	if (rc == 0 && assigns.read_input && strcmp(s->csv, "-") == 0)
		rc = sec_err_set(&c->err, SEC_USAGE, "standard input can be read only once: rows "
			"('--csv -') and a value ('@=-') cannot both come from it");
	if (rc == 0)
		rc = rows_read(&rows, c, r, s->csv, &assigns);
	for (i = 0; rc == 0 && i < rows.n; i++)
		writing_add(&w, rows.change[i].path, &rows.change[i])->row = rows.change[i].row;
	progress_clear(&progress);
	if (rc == 0)
		rows_say_computed(c, &rows.sheet);
	if (rc)
		code = cli_fail(c);
	else if (w.targets)
		code = writing_run(&w);
	else
		cli_say(c, "%s has headings and no row below them, nothing to write", rows.sheet.name);
	writing_release(&w);
	rows_release(&rows);
	sec_assigns_release(&assigns);
	return code;
}

static int run(struct set *s, struct sec_register *r)
{
	struct cli *c = &s->cli;
	struct sec_selection selection = { 0 };
	struct sec_assigns assigns = { 0 };
	int code = 0, rc = parse_assignments(s, r, &assigns);

	if (rc == 0)
		rc = pick_records(c, r, &selection);
	if (rc)
		code = cli_fail(c);
	else if (!selection.n && c->query)
		cli_say(c, "-q left none of the records named, nothing to write");
	else if (s->remove && selection.n)
		code = removing_run(c, r, &selection);
	else if (selection.n)
		code = assign(s, r, &selection, &assigns);
	sec_assigns_release(&assigns);
	sec_selection_release(&selection);
	return code;
}

/* -1 to go on. */
static int check_csv_usage(struct set *s)
{
	struct cli *c = &s->cli;

	if (s->remove)
		return cli_usage(c, "--csv and --delete do not go together");
	if (c->operands)
		return cli_usage(c, "--csv names the records itself, in its column id: leave out '%s'",
			c->operand[0]);
	if (c->query)
		return cli_usage(c, "--csv names the records itself, in its column id: leave out -q");
	if (strcmp(s->csv, "-") == 0 && isatty(0))
		return cli_usage(c, "'--csv -' reads rows from a pipe, and standard input is a terminal");
	return -1;
}

/* -1 to go on. */
static int check_usage(struct set *s)
{
	struct cli *c = &s->cli;
	const char *verb = s->remove ? "--delete" : NULL;

	if (s->csv)
		return check_csv_usage(s);
	if (!c->operands && verb)
		return cli_usage(c, "name a record, as in: sec-set %s 7k3", verb);
	if (!c->operands)
		return cli_usage(c, "name a record, as in: sec-set 7k3 end=2027-01-29");
	if (verb && s->assignments)
		return cli_usage(c, "%s takes records alone, and '%s' is an assignment", verb,
			s->assignment[0]);
	if (!verb && !s->assignments)
		return cli_usage(c, "say what to change, as in: sec-set %s end=2027-01-29", c->operand[0]);
	if (s->remove && !sec_str_trim(sec_str(c->reason)).len)
		return cli_usage(c, "--delete needs a reason, as in: sec-set --delete %s -m 'kept long enough'",
			c->operand[0]);
	return -1;
}

int main(int argc, char **argv)
{
	struct set s = { .cli = { .program = "sec-set", .help = help, .groups = CLI_WRITES } };
	const struct cli_option own[] = {
		{ "delete", 0, CLI_FLAG, &s.remove },
		{ "csv", 0, CLI_TEXT, &s.csv },
	};
	struct cli *c = &s.cli;
	struct sec_register r = { 0 };
	int code;

	c->own = own;
	c->owns = sizeof(own) / sizeof(*own);
	code = cli_parse(c, argc, argv);
	if (code >= 0)
		return code;
	split_operands(&s);
	code = check_usage(&s);
	if (code < 0) {
		code = cli_open(c, &r, true) < 0 ? cli_fail(c) : s.csv ? run_rows(&s, &r) : run(&s, &r);
		sec_register_close(&r);
		code = cli_finish(c, code);
	}
	free(s.assignment);
	return code;
}
