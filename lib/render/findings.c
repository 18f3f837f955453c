/* SPDX-License-Identifier: ISC */
#include "render/findings/inner.h"

#include <stdlib.h>

#include "base/escape.h"
#include "base/mem.h"
#include "base/utf8.h"

bool sec_findings_format_parse(const char *name, enum sec_findings_format *format)
{
	static const char *const names[] = { "text", "tsv", "json", "sarif", "github", "gitlab",
		"junit" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (strcmp(names[i], name) == 0) {
			*format = (enum sec_findings_format)i;
			return true;
		}
	}
	return false;
}

void sec_finding_identity(const char *own, const struct sec_finding *f, struct sec_buf *out)
{
	const char *address = f->fault->address ? f->fault->address : "-";

	sec_visible(out, own, strlen(own));
	sec_buf_addf(out, " %s ", f->fault->rule);
	sec_visible(out, address, strlen(address));
	sec_buf_addf(out, " %u", f->number);
}

/* A file may be named `::error::`, and a line that begins so is a command to
 * GitHub's runner, which passes over every blank that Unicode has; `./` before it
 * names the same file. */
static const char *guard(const char *path)
{
	while (*path && ((unsigned char)*path <= ' ' || (unsigned char)*path >= 0x7f))
		path++;
	return strncmp(path, "::", 2) == 0 ? "./" : "";
}

void sec_finding_place(const char *path, const struct sec_fault *f, struct sec_buf *out)
{
	sec_buf_addstr(out, guard(path));
	sec_visible(out, path, strlen(path));
	if (f->line)
		sec_buf_addf(out, ":%u", f->line);
	if (f->line && f->col)
		sec_buf_addf(out, ":%u", f->col);
}

void sec_finding_log(const char *path, const struct sec_fault *f, struct sec_buf *out)
{
	sec_finding_place(path, f, out);
	sec_buf_addstr(out, ": ");
	sec_visible(out, f->message, strlen(f->message));
}

static const char *colour_of(enum sec_level level)
{
	return level == SEC_LEVEL_ERROR ? "\033[31m" : level == SEC_LEVEL_WARNING ? "\033[33m" : "\033[36m";
}

static void print_text(const char *path, const struct sec_fault *f, bool colour, struct sec_buf *out)
{
	sec_finding_place(path, f, out);
	sec_buf_addf(out, ": %s%s%s: ", colour ? colour_of(f->level) : "", sec_level_name(f->level),
		colour ? "\033[0m" : "");
	sec_visible(out, f->message, strlen(f->message));
	sec_buf_addf(out, " [%s]\n", f->rule);
}

static void add_number(struct sec_buf *out, uint32_t n, const char *without)
{
	if (n)
		sec_buf_addf(out, "%u", n);
	else
		sec_buf_addstr(out, without);
}

static void print_tsv(const char *path, const struct sec_fault *f, struct sec_buf *out)
{
	sec_buf_addstr(out, guard(path));
	sec_escape_tsv(out, sec_str(path));
	sec_buf_addch(out, '\t');
	add_number(out, f->line, "");
	sec_buf_addch(out, '\t');
	add_number(out, f->col, "");
	sec_buf_addf(out, "\t%s\t%s\t", sec_level_name(f->level), f->rule);
	sec_escape_tsv(out, sec_str(f->message));
	sec_buf_addch(out, '\n');
}

static void add_text(struct sec_buf *out, const char *name, const char *text)
{
	sec_buf_addf(out, ", \"%s\": ", name);
	if (text)
		sec_escape_json(out, sec_str(text));
	else
		sec_buf_addstr(out, "null");
}

/* `item` NULL: a finding on its own, which has no identity. */
static void print_json(const char *path, const char *own, const struct sec_fault *f,
	const struct sec_finding *item, struct sec_buf *out)
{
	struct sec_buf identity = SEC_BUF_INIT;

	sec_buf_addstr(out, "{\"version\": 1, \"file\": ");
	sec_escape_json(out, sec_str(path));
	sec_buf_addstr(out, ", \"line\": ");
	add_number(out, f->line, "null");
	sec_buf_addstr(out, ", \"column\": ");
	add_number(out, f->col, "null");
	sec_buf_addf(out, ", \"level\": \"%s\", \"rule\": \"%s\"", sec_level_name(f->level), f->rule);
	add_text(out, "message", f->message);
	add_text(out, "advice", f->advice);
	if (item) {
		sec_finding_identity(own, item, &identity);
		add_text(out, "identity", identity.s);
		sec_buf_addf(out, ", \"old\": %s", item->old ? "true" : "false");
	}
	sec_buf_addstr(out, "}\n");
	sec_buf_release(&identity);
}

void sec_finding_print(enum sec_findings_format format, const char *path,
	const struct sec_fault *f, bool colour, struct sec_buf *out)
{
	if (format == SEC_FINDINGS_TSV)
		print_tsv(path, f, out);
	else if (format == SEC_FINDINGS_JSON)
		print_json(path, NULL, f, NULL, out);
	else
		print_text(path, f, colour, out);
}

static void print(const struct sec_findings *f, const char *path, const struct sec_finding *item,
	struct sec_buf *out)
{
	if (f->o.format == SEC_FINDINGS_JSON)
		print_json(path, f->own, item->fault, item, out);
	else
		sec_finding_print(f->o.format, path, item->fault, f->o.colour, out);
}

static const struct sec_findings_writer *writer(const struct sec_findings *f)
{
	switch (f->o.format) {
	case SEC_FINDINGS_SARIF: return &sec_findings_sarif;
	case SEC_FINDINGS_GITHUB: return &sec_findings_github;
	case SEC_FINDINGS_GITLAB: return &sec_findings_gitlab;
	case SEC_FINDINGS_JUNIT: return &sec_findings_junit;
	default: return NULL;
	}
}

struct sec_findings *sec_findings_new(const struct sec_findings_options *o)
{
	struct sec_findings *f = xcalloc(1, sizeof(*f));
	size_t i;

	f->o = *o;
	for (i = 0; i < 3; i++)
		sec_buf_init(&f->held[i]);
	f->named = xcalloc(o->schema->rules + 1, sizeof(*f->named));
	return f;
}

void sec_findings_add(struct sec_findings *f, const char *path, const char *own,
	const struct sec_finding *item, size_t n, struct sec_buf *out)
{
	const struct sec_findings_writer *w = writer(f);
	size_t i;

	f->own = own;
	for (i = 0; !w && i < n; i++)
		print(f, path, &item[i], out);
	if (!w)
		return;
	if (w->begin && !f->begun)
		w->begin(f, out);
	f->begun = true;
	w->record(f, path, item, n, out);
}

void sec_findings_finish(struct sec_findings *f, struct sec_buf *out)
{
	const struct sec_findings_writer *w = writer(f);

	if (w && w->begin && !f->begun)
		w->begin(f, out);
	if (w)
		w->end(f, out);
}

void sec_findings_free(struct sec_findings *f)
{
	size_t i;

	if (!f)
		return;
	for (i = 0; i < 3; i++)
		sec_buf_release(&f->held[i]);
	free(f->named);
	free(f);
}
