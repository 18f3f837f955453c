/* SPDX-License-Identifier: ISC
 *
 * sec-set: change fields of records. Every change is checked first and becomes
 * one commit; prints the paths of the records it changed.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "parts/cli.h"
#include "register/assign.h"
#include "parts/writing.h"

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
	"\n"
	"usage: sec-set [OPTION]... RECORD... ASSIGNMENT...\n"
	"\n"
	"An ASSIGNMENT is section.key=value, or key=value where the key is clear; with\n"
	"section: or section:id in front the keys after it belong there. KIND:DATE finds\n"
	"or makes the section, KIND:+ makes another, KIND:ID= removes it and\n"
	"KIND:ID.id=NEW renames it. Days may be written today, yesterday, today+14d.\n";

static int apply(struct writing *w, void *arg, const char *id, struct sec_editor *e,
	struct sec_err *err)
{
	struct writing_log on = { w, id };
	struct sec_assign_log log = { writing_changed, writing_note, &on };

	return sec_assign_apply(arg, e, &w->reg->schema, w->reg->today, &log, err);
}

/* Operands are records until they are assignments: puts the records in front. */
static size_t split_operands(struct cli *c, char **assignment, size_t *assignments)
{
	size_t i, records = 0;

	*assignments = 0;
	for (i = 0; i < c->operands; i++) {
		if (sec_assign_is(c->operand[i]))
			assignment[(*assignments)++] = c->operand[i];
		else
			c->operand[records++] = c->operand[i];
	}
	return records;
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

static int run(struct cli *c, struct sec_register *r, char **assignment, size_t assignments)
{
	struct sec_selection selection = { 0 };
	struct sec_assigns assigns = { 0 };
	struct writing w = { .cli = c, .reg = r, .edit = apply, .said = SEC_BUF_INIT };
	size_t i;
	int code = 0, rc;

	rc = sec_assign_parse(&assigns, &r->schema, r->today, assignment, assignments, 0, &c->err);
	for (i = 0; rc == 0 && assigns.read_input && i < c->operands; i++)
		if (strcmp(c->operand[i], "-") == 0)
			rc = sec_err_set(&c->err, SEC_USAGE, "standard input can be read only once: names "
				"('-') and a value ('@=-') cannot both come from it");
	if (rc == 0)
		rc = pick_records(c, r, &selection);
	for (i = 0; rc == 0 && i < selection.n; i++)
		writing_add(&w, selection.item[i].path, &assigns);
	if (rc)
		code = cli_fail(c);
	else if (w.targets)
		code = writing_run(&w);
	else if (c->query)
		cli_say(c, "-q left none of the records named, nothing to write");
	writing_release(&w);
	sec_assigns_release(&assigns);
	sec_selection_release(&selection);
	return code;
}

int main(int argc, char **argv)
{
	struct cli c = { .program = "sec-set", .help = help, .groups = CLI_WRITES };
	struct sec_register r = { 0 };
	char **assignment;
	size_t assignments;
	int code = cli_parse(&c, argc, argv);

	if (code >= 0)
		return code;
	assignment = xcalloc(c.operands, sizeof(*assignment));
	c.operands = split_operands(&c, assignment, &assignments);
	if (!c.operands)
		code = cli_usage(&c, "name a record, as in: sec-set 7k3 end=2027-01-29");
	else if (!assignments)
		code = cli_usage(&c, "say what to change, as in: sec-set %s end=2027-01-29", c.operand[0]);
	else {
		code = cli_open(&c, &r, true) < 0 ? cli_fail(&c) : run(&c, &r, assignment, assignments);
		sec_register_close(&r);
		code = cli_finish(&c, code);
	}
	free(assignment);
	return code;
}
