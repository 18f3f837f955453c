/* SPDX-License-Identifier: ISC */
#include "parts/init/presets.h"

#include <stdlib.h>

#include "base/mem.h"
#include "register/register.h"

struct presets {
	const char *name;  /* the one that is wanted, or NULL */
	struct sec_buf *text, list;
	bool found;
};

/* The file without its licence line. */
static struct sec_str body(struct sec_str text)
{
	const char *end = text.len ? memchr(text.s, '\n', text.len) : NULL;

	if (!end || !memmem(text.s, (size_t)(end - text.s), "SPDX", 4))
		return text;
	return (struct sec_str){ end + 1, text.len - (size_t)(end + 1 - text.s) };
}

static int add(void *arg, const char *path, struct sec_str text)
{
	struct presets *p = arg;
	const char *slash = strrchr(path, '/'), *file = slash ? slash + 1 : path;
	char *name = xstrndup(file, strlen(file) - strlen(".ini"));
	struct sec_str rest, line;

	rest = text = body(text);
	sec_str_split(&rest, '\n', &line);
	if (line.len && *line.s == '#')
		line = (struct sec_str){ line.s + 1, line.len - 1 };
	line = sec_str_trim(line);
	sec_buf_addf(&p->list, "%-18s%.*s\n", name, SEC_ARG(line));
	if (p->name && strcmp(name, p->name) == 0) {
		p->found = true;
		sec_buf_addslice(p->text, text);
	}
	free(name);
	return 0;
}

static int each(struct presets *p, struct sec_err *err)
{
	struct sec_schema_source source;
	char *schema = sec_register_schema_dir(err), *folder;
	int rc;

	if (!schema)
		return SEC_FAIL;
	folder = xasprintf("%s/presets", schema);
	source = sec_schema_folder(folder);
	rc = source.each(source.ctx, add, p, err);
	free(folder);
	free(schema);
	return rc;
}

int presets_list(struct sec_buf *out, struct sec_err *err)
{
	struct presets p = { .list = SEC_BUF_INIT };
	int rc = each(&p, err);

	if (rc == 0)
		sec_buf_addslice(out, sec_buf_str(&p.list));
	sec_buf_release(&p.list);
	return rc;
}

int presets_read(const char *name, struct sec_buf *out, struct sec_err *err)
{
	struct presets p = { .name = name, .text = out, .list = SEC_BUF_INIT };
	struct sec_str rest, line;
	struct sec_buf all = SEC_BUF_INIT;
	int rc = each(&p, err);

	rest = sec_buf_str(&p.list);
	while (sec_str_split(&rest, '\n', &line))
		if (line.len)
			sec_buf_addf(&all, "\n  %.*s", SEC_ARG(line));
	if (rc == 0 && !p.found)
		rc = sec_err_set(err, SEC_USAGE, "there is no preset '%s'; there are:%s", name,
			all.len ? all.s : "");
	sec_buf_release(&all);
	sec_buf_release(&p.list);
	return rc;
}
