/* SPDX-License-Identifier: ISC
 *
 * sec-set: change fields of records. Every change is checked first and becomes
 * one commit; prints the paths of the records it changed.
 */
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "parts/set/assigning.h"
#include "parts/cli.h"
#include "parts/set/editing.h"
#include "parts/set/removing.h"
#include "parts/set/undoing.h"
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
	"  sec-set --edit 7k3                            in your editor\n"
	"  sec-set --edit 7k3 review:today mentor:       these sections, with help\n"
	"  sec-set --undo 7k3                            as it was before its last change\n"
	"  sec-set --delete 7k3 -m 'kept until 2032, as the policy asks'\n"
	"\n"
	"usage: sec-set [OPTION]... RECORD... ASSIGNMENT...\n"
	"       sec-set [OPTION]... --csv FILE [ASSIGNMENT]...\n"
	"       sec-set [OPTION]... --edit RECORD... [SECTION]...\n"
	"       sec-set [OPTION]... --undo RECORD...\n"
	"       sec-set [OPTION]... --delete -m REASON RECORD...\n"
	"\n"
	"An ASSIGNMENT is section.key=value, or key=value where the key is clear; with\n"
	"section: or section:id in front the keys after it belong there. KIND:DATE finds\n"
	"or makes the section, KIND:+ makes another, KIND:ID= removes it and\n"
	"KIND:ID.id=NEW renames it. Days may be written today, yesterday, today+14d.\n"
	"\n"
	"      --csv FILE         what each row says, of the record in its column id; an\n"
	"                         empty cell changes nothing; - is standard input\n"
	"      --edit             open VISUAL or EDITOR on the records, or on those of\n"
	"                         their sections that are named (mentor: review:today)\n"
	"      --undo             take back the last change of each record; once more is\n"
	"                         a redo; a deleted record, by its whole id, comes back\n"
	"      --delete           remove the records; -m must say why\n";

struct set {
	struct cli cli;
	bool edit, undo, remove;
	const char *csv;
	char **assignment;
	size_t assignments;
	char **gone; /* operands of --undo: ids of records that are no more */
	size_t gones;
};

/* Operands are records until they are assignments: keeps the records. */
static void split_operands(struct set *s)
{
	struct cli *c = &s->cli;
	size_t i, records = 0;

	s->assignment = xcalloc(c->operands, sizeof(*s->assignment));
	s->gone = xcalloc(c->operands, sizeof(*s->gone));
	for (i = 0; i < c->operands; i++) {
		if (sec_assign_is(c->operand[i]))
			s->assignment[s->assignments++] = c->operand[i];
		else
			c->operand[records++] = c->operand[i];
	}
	c->operands = records;
}

static int run_records(struct set *s, struct sec_register *r, struct sec_assigns *assigns)
{
	struct cli *c = &s->cli;
	struct sec_selection selection = { 0 };
	int code = 0, rc = 0;

	if (s->undo)
		s->gones = undoing_take_gone(c, r, s->gone);
	if (c->operands)
		rc = writing_select(c, r, &selection);
	if (rc)
		code = cli_fail(c);
	else if (!selection.n && !s->gones && c->query)
		cli_say(c, "-q left none of the records named, nothing to write");
	else if (s->undo && selection.n + s->gones)
		code = undoing_run(c, r, &selection, s->gone, s->gones);
	else if (s->edit && selection.n)
		code = editing_run(c, r, &selection, assigns);
	else if (s->remove && selection.n)
		code = removing_run(c, r, &selection);
	else if (selection.n)
		code = assigning_run(c, r, &selection, assigns);
	sec_selection_release(&selection);
	return code;
}

static int run(struct set *s, struct sec_register *r)
{
	struct cli *c = &s->cli;
	struct sec_assigns assigns = { 0 };
	int code;

	if (cli_open(c, r, true) < 0 || assigning_parse(c, r, s->assignment, s->assignments, &assigns))
		code = cli_fail(c);
	else
		code = s->csv ? assigning_rows(c, r, s->csv, &assigns) : run_records(s, r, &assigns);
	sec_assigns_release(&assigns);
	return code;
}

/* -1 to go on. */
static int check_csv_usage(struct set *s, const char *verb)
{
	struct cli *c = &s->cli;

	if (verb)
		return cli_usage(c, "--csv and %s do not go together", verb);
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
	const char *verb = s->edit ? "--edit" : s->undo ? "--undo" : s->remove ? "--delete" : NULL;
	size_t i;

	if (s->csv)
		return check_csv_usage(s, verb);
	if (s->edit + s->undo + s->remove > 1)
		return cli_usage(c, "--edit, --undo and --delete exclude one another");
	if (!c->operands && verb)
		return cli_usage(c, "name a record, as in: sec-set %s 7k3", verb);
	if (!c->operands)
		return cli_usage(c, "name a record, as in: sec-set 7k3 end=2027-01-29");
	if (verb && !s->edit && s->assignments)
		return cli_usage(c, "%s takes records alone, and '%s' is an assignment", verb,
			s->assignment[0]);
	for (i = 0; s->edit && i < s->assignments; i++)
		if (strchr(s->assignment[i], '=') || strstr(s->assignment[i], ":+"))
			return cli_usage(c, "--edit takes records and sections (mentor: review:today), and '%s' "
				"is neither", s->assignment[i]);
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
		{ "edit", 0, CLI_FLAG, &s.edit },
		{ "undo", 0, CLI_FLAG, &s.undo },
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
		code = run(&s, &r);
		sec_register_close(&r);
		code = cli_finish(c, code);
	}
	free(s.assignment);
	free(s.gone);
	return code;
}
