/* SPDX-License-Identifier: ISC
 *
 * sec-log: the audit trail in words. Walks the history of the register, compares
 * records from commit to commit, and prints who changed what, when and why.
 */
#include <stdlib.h>

#include "parts/log/chronicle.h"
#include "parts/log/former.h"
#include "parts/log/verifying.h"

static const char help[] =
	"sec-log: who changed what in secondments, when and why\n"
	"\n"
	"  sec-log @ferreira                  the story of one secondment\n"
	"  sec-log --since 2026-07-01         what happened to all of them since then\n"
	"  sec-log --field dates.end          every change of a last day\n"
	"  sec-log --field extension -q 'state = active'\n"
	"  sec-log --author brennan -f tsv | cut -f 1,4 | sort -u\n"
	"  sec-log 2025-01-7k3qf              of a record that is there no longer, too\n"
	"  sec-log --verify                   whether the history can be believed\n"
	"  sec-log --anchor ~/audit/tips.ini  and whether it is still that of last time\n"
	"\n"
	"usage: sec-log [OPTION]... [RECORD]...\n"
	"\n"
	"      --since DATE       only changes of that day and later ones\n"
	"      --until DATE       only changes of that day and earlier ones\n"
	"      --author TEXT      only those by an author with TEXT in name or address\n"
	"      --field TEXT       only this: a key (dates.end), a section (review), or\n"
	"                         one of several (review:2026-03-01)\n"
	"      --verify           look for what cannot be believed in the history itself\n"
	"      --anchor FILE      verify, check the tips noted in FILE, and note this one\n"
	"      --strict           of --verify: warnings fail too\n"
	"  -f, --format F         text, tsv, csv or json; of --verify text, tsv, json\n";

struct opts {
	const char *since, *until, *field, *anchor;
	bool verify, strict;
};

struct walk {
	struct cli *cli;
	struct former *former;
	struct chronicle *chronicle;
};

static int each(void *ctx, const struct sec_past *past, struct sec_err *err)
{
	struct walk *w = ctx;

	for (size_t i = 0; i < past->steps && !w->cli->lost; i++) {
		const struct sec_step *step = sec_past_step(past, i, err);

		if (!step)
			return SEC_FAIL;
		former_met(w->former, step);
		chronicle_add(w->chronicle, past, step);
	}
	return w->cli->lost ? 1 : 0;
}

static void say_what_lacks(struct cli *c, const struct chronicle *k, const struct former *f, bool cut)
{
	bool some = !f->all || k->field || k->author || k->since != SEC_DAY_NONE ||
		k->until != SEC_DAY_NONE;

	if (cut)
		cli_say(c, "the beginning is missing: this clone is shallow, and what came before it is "
			"not here; git fetch --unshallow brings the rest");
	if (!k->told && !c->lost)
		cli_say(c, "nothing changed%s", some ? " that was asked for" : "");
}

static int walk(struct cli *c, struct sec_register *r, struct chronicle *k)
{
	struct former f = { 0 };
	struct walk w = { c, &f, k };
	struct sec_history h = { .reg = r, .tip = c->at, .each = each, .ctx = &w };
	int rc = former_select(&f, c, r);

	if (rc == 0) {
		h.id = (const char *const *)f.id.item;
		h.ids = f.id.n;
		k->one = f.id.n == 1;
		chronicle_begin(k, r);
		if (f.all || f.id.n)
			rc = sec_history_walk(&h, &c->err);
		chronicle_end(k);
		if (rc == 0)
			rc = former_check(&f, &c->err);
		if (rc == 0)
			say_what_lacks(c, k, &f, h.cut);
	}
	former_release(&f);
	return rc < 0 ? cli_fail(c) : 0;
}

static int read_day(struct cli *c, const char *option, const char *text, sec_day today, sec_day *day)
{
	*day = SEC_DAY_NONE;
	if (!text || sec_day_parse_relative(text, strlen(text), today, day))
		return 0;
	return sec_err_set(&c->err, SEC_USAGE, "%s is '%s', expected YYYY-MM-DD, or today-30d", option,
		text);
}

static int show(struct cli *c, struct sec_register *r, const struct opts *o, struct chronicle *k)
{
	struct chronicle_field field = { 0 };
	int rc = read_day(c, "--since", o->since, r->today, &k->since);

	if (rc == 0)
		rc = read_day(c, "--until", o->until, r->today, &k->until);
	if (rc == 0 && o->field)
		rc = chronicle_field_parse(&field, &r->schema, o->field, &c->err);
	if (rc == 0 && o->field)
		k->field = &field;
	rc = rc ? cli_fail(c) : walk(c, r, k);
	free(field.text);
	return rc;
}

static int verify(struct cli *c, struct sec_register *r, const struct opts *o)
{
	struct verifying v = { .anchor = o->anchor, .strict = o->strict };
	int rc = read_day(c, "--since", o->since, r->today, &v.since);

	if (rc == 0)
		rc = read_day(c, "--until", o->until, r->today, &v.until);
	return rc ? cli_fail(c) : verifying_run(c, r, &v);
}

static int check_verify(struct cli *c, const struct opts *o, const struct chronicle *k)
{
	if (c->operands || c->query || k->author || o->field)
		return cli_usage(c, "--verify looks at the whole history: it takes no records, and neither "
			"-q, --author nor --field");
	if (o->anchor && c->at)
		return cli_usage(c, "--anchor notes the tip, so it takes no --at");
	if (c->format && !verifying_has_format(c->format))
		return cli_usage(c, "with --verify, --format is text, tsv or json, not '%s'", c->format);
	return -1;
}

static int check_usage(struct cli *c, const struct opts *o, struct chronicle *k)
{
	if (o->verify || o->anchor)
		return check_verify(c, o, k);
	if (o->strict)
		return cli_usage(c, "--strict goes with --verify");
	k->text = !c->format || strcmp(c->format, "text") == 0;
	if (!k->text && (strcmp(c->format, "table") == 0 || !sec_rows_format_parse(c->format, &k->format)))
		return cli_usage(c, "--format is text, tsv, csv or json, not '%s'", c->format);
	return -1;
}

int main(int argc, char **argv)
{
	struct opts o = { 0 };
	struct chronicle k = { 0 };
	const struct cli_option own[] = {
		{ "since", 0, CLI_TEXT, &o.since },
		{ "until", 0, CLI_TEXT, &o.until },
		{ "author", 0, CLI_TEXT, &k.author },
		{ "field", 0, CLI_TEXT, &o.field },
		{ "verify", 0, CLI_FLAG, &o.verify },
		{ "anchor", 0, CLI_TEXT, &o.anchor },
		{ "strict", 0, CLI_FLAG, &o.strict },
	};
	struct cli c = { .program = "sec-log", .help = help, .groups = CLI_READS | CLI_FORMATS,
		.own = own, .owns = sizeof(own) / sizeof(*own) };
	struct sec_register r = { 0 };
	int code = cli_parse(&c, argc, argv);

	k.cli = &c;
	if (code < 0)
		code = check_usage(&c, &o, &k);
	if (code >= 0)
		return code;
	if (cli_open(&c, &r, true))
		code = cli_fail(&c);
	else
		code = o.verify || o.anchor ? verify(&c, &r, &o) : show(&c, &r, &o, &k);
	sec_register_close(&r);
	return cli_finish(&c, code);
}
