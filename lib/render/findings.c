/* SPDX-License-Identifier: ISC */
#include "render/findings.h"

#include "base/escape.h"
#include "base/utf8.h"

bool sec_findings_format_parse(const char *name, enum sec_findings_format *format)
{
	static const char *const names[] = { "text", "tsv", "json" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (strcmp(names[i], name) == 0) {
			*format = (enum sec_findings_format)i;
			return true;
		}
	}
	return false;
}

static const char *colour_of(enum sec_level level)
{
	return level == SEC_LEVEL_ERROR ? "\033[31m" : level == SEC_LEVEL_WARNING ? "\033[33m" : "\033[36m";
}

static void print_text(const char *path, const struct sec_fault *f, bool colour, struct sec_buf *out)
{
	sec_visible(out, path, strlen(path));
	if (f->line)
		sec_buf_addf(out, ":%u", f->line);
	if (f->line && f->col)
		sec_buf_addf(out, ":%u", f->col);
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
	sec_escape_tsv(out, sec_str(path));
	sec_buf_addch(out, '\t');
	add_number(out, f->line, "");
	sec_buf_addch(out, '\t');
	add_number(out, f->col, "");
	sec_buf_addf(out, "\t%s\t%s\t", sec_level_name(f->level), f->rule);
	sec_escape_tsv(out, sec_str(f->message));
	sec_buf_addch(out, '\n');
}

static void print_json(const char *path, const struct sec_fault *f, struct sec_buf *out)
{
	sec_buf_addstr(out, "{\"version\": 1, \"file\": ");
	sec_escape_json(out, sec_str(path));
	sec_buf_addstr(out, ", \"line\": ");
	add_number(out, f->line, "null");
	sec_buf_addstr(out, ", \"column\": ");
	add_number(out, f->col, "null");
	sec_buf_addf(out, ", \"level\": \"%s\", \"rule\": \"%s\", \"message\": ",
		sec_level_name(f->level), f->rule);
	sec_escape_json(out, sec_str(f->message));
	sec_buf_addstr(out, ", \"advice\": ");
	if (f->advice)
		sec_escape_json(out, sec_str(f->advice));
	else
		sec_buf_addstr(out, "null");
	sec_buf_addstr(out, "}\n");
}

void sec_finding_print(enum sec_findings_format format, const char *path,
	const struct sec_fault *f, bool colour, struct sec_buf *out)
{
	switch (format) {
	case SEC_FINDINGS_TEXT: print_text(path, f, colour, out); break;
	case SEC_FINDINGS_TSV: print_tsv(path, f, out); break;
	case SEC_FINDINGS_JSON: print_json(path, f, out); break;
	}
}
