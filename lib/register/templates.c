/* SPDX-License-Identifier: ISC */
#include "register/templates.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"

enum { TEMPLATE_MAX = 1024 * 1024 };

struct sec_templates {
	struct sec_source *own; /* the register's; may be NULL */
	int built_in;           /* the schema's folder */
	struct sec_arena texts;
	struct sec_err trouble; /* the first file that is there and cannot be read */
};

int sec_templates_open(struct sec_templates **out, struct sec_register *r, struct sec_err *err)
{
	char *dir = sec_register_schema_dir(err);
	struct sec_templates *t;
	int fd;

	if (!dir)
		return SEC_FAIL;
	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0) {
		sec_err_errno(err, "cannot open folder", dir);
		free(dir);
		return SEC_FAIL;
	}
	free(dir);
	t = xcalloc(1, sizeof(*t));
	t->own = r->rules;
	t->built_in = fd;
	*out = t;
	return 0;
}

static bool is_name(struct sec_str name)
{
	size_t i, dots = 0;

	for (i = 0; i < name.len; i++) {
		char c = name.s[i];

		if (c == '.' && i && ++dots == 1)
			continue;
		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'))
			return false;
	}
	return name.len > 0 && name.len <= 64;
}

bool sec_templates_find(void *ctx, struct sec_str name, struct sec_str *text)
{
	struct sec_templates *t = ctx;
	struct sec_buf buf = SEC_BUF_INIT;
	struct sec_err err = SEC_ERR_INIT;
	char *path;
	int rc = SEC_ABSENT;

	if (!is_name(name))
		return false;
	path = xasprintf("templates/%.*s%s", SEC_ARG(name), memchr(name.s, '.', name.len) ? "" : ".md");
	if (t->own)
		rc = sec_source_read(t->own, path, TEMPLATE_MAX, &buf, &err);
	if (rc == SEC_ABSENT)
		rc = sec_file_read_below(&buf, t->built_in, path, TEMPLATE_MAX, &err);
	free(path);
	if (rc == 0) {
		text->s = sec_arena_strndup(&t->texts, buf.s, buf.len);
		text->len = buf.len;
	}
	if (rc && rc != SEC_ABSENT && !t->trouble.code)
		sec_err_set(&t->trouble, rc, "%s", err.msg);
	sec_err_clear(&err);
	sec_buf_release(&buf);
	return rc == 0;
}

int sec_templates_trouble(const struct sec_templates *t, struct sec_err *err)
{
	return t->trouble.code ? sec_err_set(err, t->trouble.code, "%s", t->trouble.msg) : 0;
}

void sec_templates_close(struct sec_templates *t)
{
	if (!t)
		return;
	close(t->built_in);
	sec_arena_release(&t->texts);
	sec_err_clear(&t->trouble);
	free(t);
}
