/* SPDX-License-Identifier: ISC
 *
 * sec-new: make new records, from assignments or from a stream of records. All
 * of them, or none, in one commit; prints their paths.
 */
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "parts/new/asking.h"
#include "parts/cli.h"
#include "parts/intake.h"
#include "parts/rows.h"
#include "parts/writing.h"

static const char help[] =
	"sec-new: begin a secondment's record\n"
	"\n"
	"  sec-new                                on a terminal: asks, field by field\n"
	"  sec-new type=internal title='Energy data analyst' ref=p1048 \\\n"
	"      post='Finance officer' home: organisation=Thornley manager='R. Osei'\n"
	"  sec-new --id 2026-03-okafor type=external title=… ref=p1048 start=2026-03-02\n"
	"  sec-new --from draft.ini               a record written by hand\n"
	"  sec-list -f ini | sec-new -C ../other --from -\n"
	"  sec-new --csv staff.csv type=internal  from a spreadsheet, a record a row\n"
	"\n"
	"usage: sec-new [OPTION]... [ASSIGNMENT]...\n"
	"       sec-new [OPTION]... --from FILE [ASSIGNMENT]...\n"
	"       sec-new [OPTION]... --csv FILE [ASSIGNMENT]...\n"
	"\n"
	"The record is named after the month it starts in, or this month, and five random\n"
	"characters. An ASSIGNMENT is as in sec-set --help. sec-check --as agreed ID then\n"
	"says what is still missing.\n"
	"\n"
	"      --id ID            name it yourself: YYYY-MM-something\n"
	"      --no-input         never ask\n"
	"      --from FILE        a record, or several after lines `# --- ID.ini`; - is\n"
	"                         standard input; assignments fill in what a record lacks\n"
	"      --csv FILE         a record from each row; headings are keys or labels,\n"
	"                         days YYYY-MM-DD; what sec-list -f csv prints comes back\n";

/* The text is ready: the edit puts it in place. */
static int put_text(struct writing *w, void *arg, const char *id, struct sec_editor *e,
	struct sec_err *err)
{
	const struct intake_record *in = arg;
	struct writing_log log = { w, id };
	uint32_t i;
	int rc = sec_record_parse_text(e->rec, in->text.s, in->text.len, e->dialect, err);

	for (i = 0; rc == 0 && i < e->rec->entries; i++) {
		const struct sec_entry *x = &e->rec->entry[i];
		const struct sec_section *s = &e->rec->section[x->section];
		char *field = s->id.len ? xasprintf("%.*s:%.*s.%.*s", SEC_ARG(s->kind), SEC_ARG(s->id),
			SEC_ARG(x->key)) : xasprintf("%.*s.%.*s", SEC_ARG(s->kind), SEC_ARG(x->key));

		writing_changed(&log, field, (struct sec_str){ NULL, 0 }, x->value);
		free(field);
	}
	return rc;
}

struct opts {
	const char *id, *from, *csv;
	bool no_input;
};

/* Refuses before the questions what would be refused after them. */
static int look_ahead(void *ctx, struct sec_draft *d, struct sec_err *err)
{
	const struct opts *o = ctx;
	struct sec_buf text = SEC_BUF_INIT;
	char *path = o->id ? sec_register_path(sec_str(o->id)) : NULL;
	int rc = path ? sec_draft_read(d, path, &text, err) : SEC_ABSENT;

	if (rc == 0)
		rc = sec_err_set(err, SEC_FAIL, "%s exists already", path);
	free(path);
	sec_buf_release(&text);
	return rc == SEC_ABSENT ? 0 : rc;
}

static int ask(struct cli *c, struct intake *in, const struct opts *o, struct sec_assigns *out)
{
	int rc = writing_ahead(c, in->reg, look_ahead, (void *)o);

	return rc ? rc : asking_run(c, in->reg, out);
}

static int read_records(struct cli *c, struct intake *in, const struct opts *o)
{
	const char *file = o->from ? o->from : o->csv;
	struct sec_assigns assigns = { 0 };
	int rc = sec_assign_parse(&assigns, &in->reg->schema, in->reg->today, c->operand, c->operands,
		0, &c->err);

	if (rc == 0 && assigns.read_input && file && strcmp(file, "-") == 0)
		rc = sec_err_set(&c->err, SEC_USAGE, "standard input can be read only once: records "
			"('%s -') and a value ('@=-') cannot both come from it", o->from ? "--from" : "--csv");
	if (rc == 0 && !file && !c->operands)
		rc = ask(c, in, o, &assigns);
	if (rc == 0)
		rc = o->from ? intake_stream(in, o->from, &assigns, &c->err)
			: o->csv ? intake_sheet(in, o->csv, &assigns, &c->err)
			: intake_one(in, &assigns, &c->err);
	sec_assigns_release(&assigns);
	return rc;
}

static int run(struct cli *c, struct sec_register *r, const struct opts *o)
{
	struct progress progress;
	struct intake in = { .reg = r, .id = o->id, .progress = &progress };
	struct writing w = { .cli = c, .reg = r, .fresh = true, .edit = put_text,
		.progress = &progress, .sheet = o->csv ? &in.sheet : NULL };
	size_t i;
	int code, rc;

	progress_start(&progress, c->program);
	rc = read_records(c, &in, o);
	for (i = 0; rc == 0 && i < in.n; i++) {
		char *path = sec_register_path(sec_str(in.record[i].id));

		writing_add(&w, path, &in.record[i])->row = in.record[i].row;
		free(path);
	}
	progress_clear(&progress);
	if (rc == 0 && o->csv)
		rows_say_computed(c, &in.sheet);
	code = rc ? cli_fail(c) : writing_run(&w);
	writing_release(&w);
	intake_release(&in);
	return code;
}

/* Options and operands that make no sense; -1: they do. */
static int check_usage(struct cli *c, const struct opts *o)
{
	const char *file = o->from ? o->from : o->csv;

	if (c->query)
		return cli_usage(c, "-q selects records, and sec-new makes new ones");
	if (o->from && o->csv)
		return cli_usage(c, "--from and --csv both say where records come from: leave one out");
	if (!file && !c->operands && (o->no_input || !asking_can()))
		return cli_usage(c, "say what is known, as in: sec-new type=internal title='Energy analyst' "
			"ref=p1048, or give --from FILE");
	if (file && strcmp(file, "-") == 0 && isatty(0))
		return cli_usage(c, "'%s -' reads records from a pipe, and standard input is a terminal",
			o->from ? "--from" : "--csv");
	if (o->id && !sec_record_id_is_legal(sec_str(o->id)))
		return cli_usage(c, "--id is '%s', expected YYYY-MM- and then lower-case letters, digits and "
			"'-', as in 2026-03-okafor", o->id);
	return -1;
}

int main(int argc, char **argv)
{
	struct opts o = { 0 };
	const struct cli_option own[] = {
		{ "id", 0, CLI_TEXT, &o.id },
		{ "from", 0, CLI_TEXT, &o.from },
		{ "csv", 0, CLI_TEXT, &o.csv },
		{ "no-input", 0, CLI_FLAG, &o.no_input },
	};
	struct cli c = { .program = "sec-new", .help = help, .groups = CLI_WRITES | CLI_NEW,
		.own = own, .owns = sizeof(own) / sizeof(*own) };
	struct sec_register r = { 0 };
	int code = cli_parse(&c, argc, argv);

	if (code < 0)
		code = check_usage(&c, &o);
	if (code >= 0)
		return code;
	code = cli_open(&c, &r, true) < 0 ? cli_fail(&c) : run(&c, &r, &o);
	sec_register_close(&r);
	return cli_finish(&c, code);
}
