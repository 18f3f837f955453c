/* SPDX-License-Identifier: ISC */
#include "parts/refusing.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "render/findings.h"

/* So many findings are told one by one. */
enum { FINDINGS_SHOWN = 50 };

static bool is_about_history(const struct sec_rule *rule)
{
	return rule->check && (strcmp(rule->check, "kept") == 0 || strcmp(rule->check, "unchanged") == 0);
}

static bool can_be_waived(const struct sec_rule *rule)
{
	return !rule->check || (strcmp(rule->check, "reader") != 0 && strcmp(rule->check, "schema") != 0);
}

/* `stem` is the record that is not made: no command can name it, and what it would
 * say to one belongs to this. */
static void add_advice(const char *advice, struct sec_str stem, struct sec_buf *out)
{
	char *command = xasprintf("sec-set %.*s ", SEC_ARG(stem));
	const char *rest = advice, *found;

	sec_buf_addstr(out, stem.len && strncmp(rest, command, strlen(command)) == 0 ? "    add: " : "    ");
	while (stem.len && (found = strstr(rest, command))) {
		sec_visible(out, rest, (size_t)(found - rest));
		rest = found + strlen(command);
	}
	sec_visible(out, rest, strlen(rest));
	sec_buf_addch(out, '\n');
	free(command);
}

/* What to add to the same command so that it goes through, where it can take
 * assignments. */
static void add_way_out(const struct writing *w, const struct sec_refusal *r,
	const struct sec_fault *f, struct sec_buf *out)
{
	const struct sec_schema *s = &w->reg->schema;
	bool assigned = !w->replace;
	int i = sec_schema_rule(s, sec_str(f->rule));

	if (assigned && f->address && strcmp(f->rule, "required") == 0) {
		sec_buf_addf(out, "    add: %s=…\n", f->address);
		return;
	}
	if (f->advice)
		add_advice(f->advice, w->fresh ? sec_register_stem(r->path) : SEC_STR(""), out);
	if (i < 0 || !assigned)
		return;
	if (is_about_history(&s->rule[i]))
		sec_buf_addstr(out, "    if it is right all the same, say why: add -m REASON\n");
	else if (can_be_waived(&s->rule[i]))
		sec_buf_addf(out, "    if it is right all the same, add: waive:%s by=NAME until=DATE "
			"reason=WHY\n", f->rule);
}

/* A finding about a row of a sheet stands where the person can mend it. */
static void add_row_finding(struct writing *w, const struct writing_target *t,
	const struct sec_fault *f, struct sec_buf *out)
{
	struct sec_buf place = SEC_BUF_INIT;
	struct sec_fault here = *f;

	sec_buf_addf(&place, "%s, ", w->sheet->name);
	sec_sheet_place(w->sheet, t->row, f->address ? sec_sheet_column_of(w->sheet, f->address) : -1,
		&place);
	here.line = here.col = 0;
	sec_finding_print(SEC_FINDINGS_TEXT, place.s, &here, false, out);
	sec_buf_release(&place);
}

static const struct writing_target *target_at(const struct writing *w, const char *path)
{
	size_t i;

	for (i = 0; i < w->targets; i++)
		if (strcmp(w->target[i].path, path) == 0)
			return &w->target[i];
	return NULL;
}

/* What is the same for every row of a sheet is said once. */
static bool is_said(struct writing *w, bool *said, const struct sec_fault *f)
{
	int rule = w->sheet ? sec_schema_rule(&w->reg->schema, sec_str(f->rule)) : -1;
	bool before = rule >= 0 && said[rule];

	if (rule >= 0)
		said[rule] = strcmp(f->rule, "required") != 0;
	return before;
}

void refusing_say(struct writing *w)
{
	bool *said = xcalloc((size_t)w->reg->schema.rules, sizeof(*said));
	struct sec_buf out = SEC_BUF_INIT;
	size_t i, f, n = 0;

	for (i = 0; i < w->change.refusals; i++) {
		const struct sec_refusal *r = &w->change.refused[i];
		const struct writing_target *t = w->sheet && n < FINDINGS_SHOWN ? target_at(w, r->path) : NULL;

		for (f = 0; f < r->faults.n; f++, n++) {
			if (n >= FINDINGS_SHOWN)
				continue;
			if (t && t->row)
				add_row_finding(w, t, &r->faults.item[f], &out);
			else
				sec_finding_print(SEC_FINDINGS_TEXT, r->path, &r->faults.item[f], false, &out);
			if (!is_said(w, said, &r->faults.item[f]))
				add_way_out(w, r, &r->faults.item[f], &out);
		}
	}
	if (n > FINDINGS_SHOWN)
		sec_buf_addf(&out, "and %zu more\n", n - FINDINGS_SHOWN);
	fwrite(out.s, 1, out.len, stderr);
	cli_say(w->cli, "refused, nothing was written: the change adds %zu error%s%s", n,
		n == 1 ? "" : "s", w->replace ? "; --force writes it all the same" : "");
	sec_buf_release(&out);
	free(said);
}
