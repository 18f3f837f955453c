/* SPDX-License-Identifier: ISC */
#include "parts/check/judging.h"

#include <unistd.h>

#include "base/file.h"
#include "parts/check/checking.h"
#include "parts/check/fixing.h"
#include "parts/check/needs.h"

struct subject {
	struct cli *cli;
	const struct judging *o;
	struct sec_register *reg;
	const struct sec_range *range; /* or NULL */
	struct sec_selection selection;
	struct sec_expr *keep;
	struct sec_buf unsaved; /* what --stdin-filename reads */
};

static int check(struct subject *s)
{
	struct cli *c = s->cli;
	bool staged = s->o->ranging.staged;
	struct checking k = { .range = s->range, .unexplained = staged,
		.some = c->operands > 0,
		.index = staged ? s->reg->source : NULL };
	struct sec_scan_report report = { 0 };
	int code;

	if (checking_run(&k, s->reg, &s->selection, s->keep, s->o->no_waive, &report, &c->err) < 0) {
		code = cli_fail(c);
	} else {
		code = reporting_print(c, s->reg, &k, &s->o->reporting);
		if (s->range)
			ranging_say(c, &s->o->ranging);
		code = cli_report(c, &report, code);
	}
	checking_release(&k);
	sec_scan_report_release(&report);
	return code;
}

/* Editors hand over what they show, under the name they would save it as. */
static int select_unsaved(struct subject *s)
{
	struct cli *c = s->cli;
	int rc = isatty(0) ? sec_err_set(&c->err, SEC_USAGE, "--stdin-filename reads a record from a "
		"pipe, and standard input is a terminal")
		: sec_file_read_all(&s->unsaved, 0, "standard input", SEC_RECORD_MAX, &c->err);

	return rc ? rc : sec_select_unsaved(&s->selection, s->reg, s->o->stdin_filename,
		sec_buf_str(&s->unsaved), &c->err);
}

static int select_records(struct subject *s, struct sec_arena *arena)
{
	struct cli *c = s->cli;
	int rc = s->o->stdin_filename ? select_unsaved(s) : cli_select(c, s->reg, &s->selection);
	size_t i;

	for (i = 0; !c->operands && i < s->selection.debris.n; i++)
		cli_say(c, "%s is left over from an editor or a sync folder and is not read",
			s->selection.debris.item[i]);
	return rc ? rc : sec_scan_condition(&s->keep, s->reg, arena, c->query, &c->err);
}

/* What is repaired is checked afterwards, as it is now. */
static int act(struct subject *s)
{
	const struct judging *o = s->o;
	size_t undecided;
	int rc = 0;

	if (o->as || o->undecided)
		return needs_print(s->cli, s->reg, &s->selection, s->keep, o->as);
	if (o->fix && s->keep)
		rc = sec_scan_filter(s->reg, &s->selection, s->keep, &undecided, &s->cli->err);
	if (o->fix && rc == 0)
		rc = fixing_run(s->cli, s->reg, &s->selection, o->dry);
	if (rc)
		return cli_fail(s->cli);
	return o->fix && o->dry ? 0 : check(s);
}

int judging_run(struct cli *c, const struct judging *o)
{
	struct sec_register r = { 0 };
	struct sec_range range = { .nothing = true };
	bool ranged = o->ranging.staged || o->ranging.range;
	struct subject s = { .cli = c, .o = o, .reg = &r, .range = ranged ? &range : NULL,
		.unsaved = SEC_BUF_INIT };
	struct sec_arena arena = SEC_ARENA_INIT;
	int code, rc = ranged ? ranging_open(c, &o->ranging, &r, &range) : cli_open(c, &r, false);

	if (rc == 0)
		rc = select_records(&s, &arena);
	code = rc ? cli_fail(c) : act(&s);
	sec_selection_release(&s.selection);
	sec_arena_release(&arena);
	if (ranged)
		sec_range_close(&range);
	sec_register_close(&r);
	sec_buf_release(&s.unsaved);
	return code;
}
