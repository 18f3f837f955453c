/* SPDX-License-Identifier: ISC */
#include "parts/check/verdict.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "render/wrap.h"

enum {
	WIDTH = 70,     /* `remote: ` stands in front */
	TELL_MAX = 100, /* findings; more do not help whoever pushed */
};

static void add_wrapped(struct sec_buf *out, const char *indent, const char *text)
{
	struct sec_buf shown = SEC_BUF_INIT;
	struct sec_lines lines = { 0 };
	size_t i;

	sec_visible(&shown, text, strlen(text));
	sec_wrap(&lines, sec_buf_str(&shown), WIDTH - strlen(indent));
	for (i = 0; i < lines.n; i++)
		sec_buf_addf(out, "%s%.*s\n", indent, SEC_ARG(lines.line[i]));
	sec_lines_release(&lines);
	sec_buf_release(&shown);
}

void verdict_say(struct sec_buf *out, const char *text)
{
	add_wrapped(out, "", text);
}

void verdict_add(void *verdict, const char *path, const struct sec_fault *f)
{
	struct verdict *v = verdict;
	char *place, *text;

	v->errors += f->level == SEC_LEVEL_ERROR;
	if (v->told++ >= TELL_MAX)
		return;
	place = f->line ? xasprintf("%s:%u", path, f->line) : xstrdup(path);
	text = xasprintf("%s: %s [%s]", sec_level_name(f->level), f->message, f->rule);
	add_wrapped(&v->out, "", place);
	add_wrapped(&v->out, "  ", text);
	free(place);
	free(text);
}

void verdict_add_rows(struct verdict *v, const struct checking *k)
{
	size_t i, f;
	int level;

	for (level = SEC_LEVEL_ERROR; level >= SEC_LEVEL_WARNING; level--) {
		for (i = 0; i < k->rows; i++) {
			const struct checked *row = &k->row[i];

			for (f = 0; f < row->findings; f++)
				if (!row->finding[f].old && (int)row->finding[f].fault->level == level)
					verdict_add(v, row->pick->path, row->finding[f].fault);
		}
	}
}

void verdict_put(const struct verdict *v, const char *name, const char *who, struct sec_buf *out)
{
	char *head;

	if (!v->told)
		return;
	head = xasprintf("%s: %s", name, v->errors ? "refused" : "accepted, but look at this");
	add_wrapped(out, "", head);
	sec_buf_addslice(out, sec_buf_str(&v->out));
	if (v->told > TELL_MAX)
		sec_buf_addf(out, "and %zu more findings\n", v->told - TELL_MAX);
	if (*who)
		add_wrapped(out, "", who);
	free(head);
}

void verdict_release(struct verdict *v)
{
	sec_buf_release(&v->out);
}
