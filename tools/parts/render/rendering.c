/* SPDX-License-Identifier: ISC */
#include "parts/render/rendering.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/suggest.h"
#include "parts/render/digesting.h"
#include "parts/output.h"
#include "parts/render/recipients.h"
#include "register/templates.h"
#include "render/picture.h"
#include "render/rows.h"

enum { TEXT_WIDTH = 78 };

struct run {
	struct rendering *w;
	struct sec_templates *templates;
	struct sec_document *document;
	struct sec_picture *picture;
	struct digesting *digesting;
	struct mailing *mailing;
	struct recipients *recipients;
	bool drawn;   /* one picture of all, even where there are none */
	bool lacking; /* somebody has no address */
	int rc;
};

static const char *const declared[] = { "document", "picture" };

int rendering_list(struct rendering *w)
{
	static const struct sec_column columns[] = { { .name = "template" }, { .name = "formats" },
		{ .name = "about", .cut = true } };
	enum sec_rows_format format = SEC_ROWS_TABLE;
	struct sec_rows *rows;
	struct sec_buf out = SEC_BUF_INIT;
	const struct sec_raw *r;
	size_t i;

	if (w->cli->format && !sec_rows_format_parse(w->cli->format, &format)) {
		sec_err_set(&w->cli->err, SEC_USAGE, "--format of a list is table, tsv, csv or json, not '%s'",
			w->cli->format);
		return cli_fail(w->cli);
	}
	rows = sec_rows_new(format, columns, 3);
	for (i = 0; i < 2; i++) {
		for (r = NULL; (r = sec_schema_raw_next(&w->reg->schema, declared[i], r));) {
			const struct sec_raw_key *about = sec_raw_find(r, "help");
			bool mailed = sec_document_is_of_owners(&w->reg->schema, r->id)
				|| sec_document_to(&w->reg->schema, r->id);
			struct sec_str cell[] = { sec_str(r->id), sec_str(i ? "svg, html, txt"
				: mailed ? "md, html, txt, mail, mbox" : "md, html, txt"),
				about ? about->value : sec_str("") };

			sec_rows_add(rows, cell, NULL);
		}
	}
	sec_rows_finish(rows, w->cli->width, w->cli->colour, &out);
	cli_put(w->cli, &out);
	sec_rows_free(rows);
	sec_buf_release(&out);
	return 0;
}

static int unknown_template(struct rendering *w)
{
	struct sec_suggest g;
	const struct sec_raw *r;
	size_t i;

	sec_suggest_init(&g, sec_str(w->template_name));
	for (i = 0; i < 2; i++)
		for (r = NULL; (r = sec_schema_raw_next(&w->reg->schema, declared[i], r));)
			sec_suggest_offer(&g, r->id);
	if (g.best)
		return sec_err_set(&w->cli->err, SEC_USAGE, "there is no template '%s'; did you mean '%s'?",
			w->template_name, g.best);
	return sec_err_set(&w->cli->err, SEC_USAGE,
		"there is no template '%s'; sec-render --list-templates has them all", w->template_name);
}

static enum sec_document_format document_format(const char *name)
{
	return strcmp(name, "html") == 0 ? SEC_DOCUMENT_HTML
		: strcmp(name, "txt") == 0 ? SEC_DOCUMENT_TXT : SEC_DOCUMENT_MD;
}

static enum sec_picture_format picture_format(const char *name)
{
	return strcmp(name, "html") == 0 ? SEC_PICTURE_HTML
		: strcmp(name, "txt") == 0 ? SEC_PICTURE_TXT : SEC_PICTURE_SVG;
}

struct sec_document *rendering_document(struct rendering *w)
{
	struct sec_document *d = sec_document_new(w->template_name, document_format(w->format),
		&w->source, &w->reg->schema, &w->cli->err);

	if (d)
		sec_document_of(d, w->reg, w->cli->at);
	else if (w->cli->err.code == SEC_ABSENT)
		unknown_template(w);
	return d;
}

/* Begins the picture or document that the template's name means. */
static int begin(struct run *x)
{
	struct rendering *w = x->w;

	if (sec_picture_exists(&w->reg->schema, w->template_name))
		return sec_picture_new(&x->picture, &w->reg->schema, w->template_name, &w->cli->err);
	x->document = rendering_document(w);
	return x->document ? 0 : w->cli->err.code;
}

static void discard(struct run *x)
{
	sec_picture_free(x->picture);
	sec_document_free(x->document);
	x->picture = NULL;
	x->document = NULL;
}

static int end(struct run *x, struct sec_buf *out)
{
	struct rendering *w = x->w;
	int rc = 0;

	if (x->picture)
		sec_picture_finish(x->picture, picture_format(w->format), w->reg->today,
			w->cli->width ? w->cli->width : TEXT_WIDTH, out);
	else
		rc = sec_document_finish(x->document, out, &w->cli->err);
	discard(x);
	return rc;
}

/* A record is never overwritten by what is made from it. */
static int check_target(const struct rendering *w, const char *path)
{
	const char *root = w->reg->root;
	char *real = realpath(path, NULL);
	bool record = real && sec_str_ends(sec_str(real), ".ini")
		&& root && strncmp(real, root, strlen(root)) == 0;

	free(real);
	return record ? sec_err_set(&w->cli->err, SEC_FAIL,
		"%s is part of the register: write somewhere else", path) : 0;
}

int rendering_put(struct rendering *w, const char *path, struct sec_buf *text)
{
	int rc;

	if (!path) {
		cli_put(w->cli, text);
		return 0;
	}
	rc = check_target(w, path);
	if (rc == 0)
		rc = output_write(path, text, &w->cli->err);
	if (rc == 0) {
		sec_buf_clear(text);
		sec_buf_addf(text, "%s\n", path);
		if (w->folder)
			cli_put(w->cli, text);
	}
	sec_buf_clear(text);
	return rc;
}

char *rendering_path(const struct rendering *w, const char *stem, const char *ending)
{
	const char *dir = w->output;

	return xasprintf("%s%s%s-%s.%s", dir, dir[strlen(dir) - 1] == '/' ? "" : "/", stem,
		w->template_name, ending);
}

static int put_of_record(struct run *x, const char *stem)
{
	struct sec_buf text = SEC_BUF_INIT;
	char *path = rendering_path(x->w, stem, x->w->format);
	int rc = end(x, &text);

	if (rc == 0)
		rc = rendering_put(x->w, path, &text);
	free(path);
	sec_buf_release(&text);
	return rc;
}

static void mail_record(struct run *x, const struct sec_visit *v)
{
	x->rc = recipients_mail(x->recipients, x->mailing, v->facts, v->pick->stem);
	x->lacking |= x->rc == SEC_NO;
	if (x->rc == SEC_NO)
		x->rc = 0;
}

static void visit(void *ctx, const struct sec_visit *v)
{
	struct run *x = ctx;
	struct sec_err *err = &x->w->cli->err;

	if (x->rc)
		return;
	if (x->digesting) {
		digesting_add(x->digesting, v->facts, v->pick);
		return;
	}
	if (x->recipients) {
		mail_record(x, v);
		return;
	}
	if (x->w->folder)
		x->rc = begin(x);
	if (x->rc == 0 && x->picture)
		sec_picture_add(x->picture, v->facts);
	else if (x->rc == 0)
		x->rc = sec_document_add(x->document, v->facts, err);
	if (x->rc == 0 && x->w->folder)
		x->rc = put_of_record(x, v->pick->stem);
}

static bool is_folder(const char *path)
{
	struct stat st;
	size_t n = path ? strlen(path) : 0;

	if (!n)
		return false;
	if (path[n - 1] == '/') {
		mkdir(path, 0777); /* where that fails, the first file says why */
		return true;
	}
	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static int choose_format(struct rendering *w)
{
	struct cli *c = w->cli;
	bool picture = sec_picture_exists(&w->reg->schema, w->template_name);
	const char *native = picture ? "svg" : "md";

	w->format = c->format ? c->format : native;
	w->folder = is_folder(w->output);
	if (w->folder && strcmp(w->format, "mbox") == 0)
		return sec_err_set(&c->err, SEC_USAGE, "an mbox is one file: -o FILE, or --format mail");
	if (strcmp(w->format, native) == 0 || strcmp(w->format, "html") == 0
		|| strcmp(w->format, "txt") == 0 || (!picture && mailing_is_format(w->format)))
		return 0;
	return sec_err_set(&c->err, SEC_USAGE, picture ? "--format of %s is svg, html or txt, not '%s'"
		: "--format of %s is md, html, txt, mail or mbox, not '%s'", w->template_name, w->format);
}

/* So that an unknown name is told before anything is read. */
static int prepare(struct run *x)
{
	struct rendering *w = x->w;
	bool mail = mailing_is_format(w->format);
	int rc = begin(x);

	if (rc == 0 && mail) {
		x->mailing = mailing_new(w);
		rc = x->mailing ? 0 : w->cli->err.code;
	}
	if (rc == 0 && sec_document_is_of_owners(&w->reg->schema, w->template_name)) {
		x->digesting = digesting_new(w, x->mailing);
		rc = x->digesting ? 0 : w->cli->err.code;
	} else if (rc == 0 && mail) {
		x->recipients = recipients_new(w);
		rc = x->recipients ? 0 : w->cli->err.code;
	}
	if (w->folder || mail || x->digesting)
		discard(x);
	return rc;
}

static int finish(struct run *x, const struct sec_scan_report *report)
{
	struct rendering *w = x->w;
	struct sec_buf text = SEC_BUF_INIT;
	int rc = 0;

	if (x->digesting && report->visited)
		rc = digesting_finish(x->digesting);
	if (x->mailing && (rc == 0 || rc == SEC_NO) && mailing_finish(x->mailing) < 0)
		rc = w->cli->err.code;
	x->drawn = x->picture != NULL;
	if (!x->digesting && !x->mailing && !w->folder && (report->visited || x->picture)) {
		rc = end(x, &text);
		if (rc == 0)
			rc = rendering_put(w, w->output, &text);
	}
	sec_buf_release(&text);
	return rc;
}

static int render(struct run *x, const struct sec_selection *selection,
	const struct sec_expr *keep, struct sec_scan_report *report)
{
	struct sec_scan scan = { .reg = x->w->reg, .selection = selection, .keep = keep,
		.in_order = true, .visit = visit, .ctx = x };

	x->rc = prepare(x);
	if (x->rc == 0)
		sec_scan(&scan, report);
	if (x->rc == 0)
		x->rc = finish(x, report);
	if (x->rc == SEC_NO) {
		x->lacking = true;
		x->rc = 0;
	}
	discard(x);
	digesting_free(x->digesting);
	mailing_free(x->mailing);
	recipients_free(x->recipients);
	return x->rc;
}

int rendering_run(struct rendering *w)
{
	struct run x = { .w = w };
	struct sec_selection selection = { 0 };
	struct sec_scan_report report = { 0 };
	struct sec_arena arena = SEC_ARENA_INIT;
	struct sec_expr *keep = NULL;
	struct cli *c = w->cli;
	int code, rc = choose_format(w);

	if (rc == 0)
		rc = cli_select(c, w->reg, &selection);
	if (rc == 0)
		rc = sec_scan_condition(&keep, w->reg, &arena, c->query, &c->err);
	if (rc == 0)
		rc = sec_templates_open(&x.templates, w->reg, &c->err);
	w->source = (struct sec_template_source){ sec_templates_find, x.templates };
	if (rc == 0)
		rc = render(&x, &selection, keep, &report);
	if (rc && x.templates && sec_templates_trouble(x.templates, &c->err))
		rc = c->err.code; /* not "no such template", but why it could not be read */
	if (rc == 0 && !report.visited && !report.errors)
		cli_say(c, "no record was selected, so %s", x.drawn ? "the picture is empty"
			: "there is nothing to render");
	code = cli_report(c, &report, rc ? cli_fail(c) : x.lacking);
	sec_templates_close(x.templates);
	sec_selection_release(&selection);
	sec_scan_report_release(&report);
	sec_arena_release(&arena);
	return code;
}
