/* SPDX-License-Identifier: ISC */
#include "parts/rendering.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/suggest.h"
#include "parts/output.h"
#include "register/templates.h"
#include "render/document.h"
#include "render/picture.h"
#include "render/rows.h"

enum { TEXT_WIDTH = 78 };

struct run {
	struct rendering *w;
	struct sec_templates *templates;
	struct sec_template_source source; /* over them; the document keeps it */
	const char *format;
	bool folder; /* a file for each record */
	struct sec_document *document;
	struct sec_picture *picture;
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
			struct sec_str cell[] = { sec_str(r->id), sec_str(i ? "svg, html, txt" : "md, html, txt"),
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

/* Begins the picture or document that the template's name means. */
static int begin(struct run *x)
{
	struct rendering *w = x->w;

	x->source = (struct sec_template_source){ sec_templates_find, x->templates };
	if (sec_picture_exists(&w->reg->schema, w->template_name))
		return sec_picture_new(&x->picture, &w->reg->schema, w->template_name, &w->cli->err);
	x->document = sec_document_new(w->template_name, document_format(x->format), &x->source,
		&w->reg->schema, &w->cli->err);
	if (x->document)
		sec_document_of(x->document, w->reg, w->cli->at);
	return x->document ? 0 : w->cli->err.code == SEC_ABSENT ? unknown_template(w) : w->cli->err.code;
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
	int rc = 0;

	if (x->picture)
		sec_picture_finish(x->picture, picture_format(x->format), x->w->reg->today,
			x->w->cli->width ? x->w->cli->width : TEXT_WIDTH, out);
	else
		rc = sec_document_finish(x->document, out, &x->w->cli->err);
	discard(x);
	return rc;
}

/* A record is never overwritten by what is made from it. */
static int check_target(const struct run *x, const char *path, struct sec_err *err)
{
	const char *root = x->w->reg->root;
	char *real = realpath(path, NULL);
	size_t n = real ? strlen(real) : 0;
	bool record = n > 4 && strcmp(real + n - 4, ".ini") == 0
		&& root && strncmp(real, root, strlen(root)) == 0;

	free(real);
	return record ? sec_err_set(err, SEC_FAIL, "%s is part of the register: write somewhere else", path)
		: 0;
}

static int put(struct run *x, const char *path, struct sec_buf *text)
{
	struct cli *c = x->w->cli;
	int rc;

	if (!path) {
		cli_put(c, text);
		return 0;
	}
	rc = check_target(x, path, &c->err);
	if (rc == 0)
		rc = output_write(path, text, &c->err);
	if (rc == 0) {
		sec_buf_clear(text);
		sec_buf_addf(text, "%s\n", path);
		if (x->folder)
			cli_put(c, text);
	}
	return rc;
}

static int put_of_record(struct run *x, const char *stem)
{
	struct sec_buf text = SEC_BUF_INIT;
	const char *dir = x->w->output;
	char *path = xasprintf("%s%s%s-%s.%s", dir, dir[strlen(dir) - 1] == '/' ? "" : "/", stem,
		x->w->template_name, x->format);
	int rc = end(x, &text);

	if (rc == 0)
		rc = put(x, path, &text);
	free(path);
	sec_buf_release(&text);
	return rc;
}

static void visit(void *ctx, const struct sec_visit *v)
{
	struct run *x = ctx;

	if (x->rc)
		return;
	if (x->folder)
		x->rc = begin(x);
	if (x->rc == 0 && x->picture)
		sec_picture_add(x->picture, v->facts);
	else if (x->rc == 0)
		x->rc = sec_document_add(x->document, v->facts, &x->w->cli->err);
	if (x->rc == 0 && x->folder)
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

static int choose_format(struct run *x)
{
	struct cli *c = x->w->cli;
	bool picture = sec_picture_exists(&x->w->reg->schema, x->w->template_name);
	const char *native = picture ? "svg" : "md";

	x->format = c->format ? c->format : native;
	if (strcmp(x->format, native) == 0 || strcmp(x->format, "html") == 0
		|| strcmp(x->format, "txt") == 0)
		return 0;
	return sec_err_set(&c->err, SEC_USAGE, "--format of %s is %s, html or txt, not '%s'",
		x->w->template_name, native, x->format);
}

static int render(struct run *x, const struct sec_selection *selection,
	const struct sec_expr *keep, struct sec_scan_report *report)
{
	struct sec_scan scan = { .reg = x->w->reg, .selection = selection, .keep = keep,
		.in_order = true, .visit = visit, .ctx = x };
	struct sec_buf text = SEC_BUF_INIT;

	x->rc = begin(x); /* so that an unknown name is told before anything is read */
	if (x->folder)
		discard(x);
	if (x->rc == 0)
		sec_scan(&scan, report);
	if (x->rc == 0 && !x->folder && (report->visited || x->picture)) {
		x->rc = end(x, &text);
		if (x->rc == 0)
			x->rc = put(x, x->w->output, &text);
	}
	discard(x);
	sec_buf_release(&text);
	return x->rc;
}

int rendering_run(struct rendering *w)
{
	struct run x = { .w = w, .folder = is_folder(w->output) };
	struct sec_selection selection = { 0 };
	struct sec_scan_report report = { 0 };
	struct sec_arena arena = SEC_ARENA_INIT;
	struct sec_expr *keep = NULL;
	struct cli *c = w->cli;
	int code, rc = choose_format(&x);

	if (rc == 0)
		rc = cli_select(c, w->reg, &selection);
	if (rc == 0)
		rc = sec_scan_condition(&keep, w->reg, &arena, c->query, &c->err);
	if (rc == 0)
		rc = sec_templates_open(&x.templates, w->reg, &c->err);
	if (rc == 0)
		rc = render(&x, &selection, keep, &report);
	if (rc && x.templates && sec_templates_trouble(x.templates, &c->err))
		rc = c->err.code; /* not "no such template", but why it could not be read */
	if (rc == 0 && !report.visited && !report.errors)
		cli_say(c, "no record was selected, so there is nothing to render");
	code = cli_report(c, &report, rc ? cli_fail(c) : 0);
	sec_templates_close(x.templates);
	sec_selection_release(&selection);
	sec_scan_report_release(&report);
	sec_arena_release(&arena);
	return code;
}
