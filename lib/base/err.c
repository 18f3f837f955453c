/* SPDX-License-Identifier: ISC */
#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"

static void set_message(struct sec_err *err, const char *fmt, va_list ap)
{
	struct sec_buf b = SEC_BUF_INIT;

	sec_buf_vaddf(&b, fmt, ap);
	free(err->msg); /* only now: an argument may have pointed into it */
	err->msg = sec_buf_detach(&b);
}

int sec_err_set(struct sec_err *err, int code, const char *fmt, ...)
{
	va_list ap;

	if (!err)
		return code;
	va_start(ap, fmt);
	set_message(err, fmt, ap);
	va_end(ap);
	free(err->path);
	err->path = NULL;
	err->line = err->col = 0;
	return err->code = code;
}

int sec_err_at(struct sec_err *err, int code, const char *path, unsigned line,
	unsigned col, const char *fmt, ...)
{
	char *copy;
	va_list ap;

	if (!err)
		return code;
	copy = path ? xstrdup(path) : NULL;
	va_start(ap, fmt);
	set_message(err, fmt, ap);
	va_end(ap);
	free(err->path);
	err->path = copy;
	err->line = line;
	err->col = col;
	return err->code = code;
}

int sec_err_errno(struct sec_err *err, const char *what, const char *path)
{
	int saved = errno;

	sec_err_set(err, SEC_FAIL, "%s %s: %s", what, path, strerror(saved));
	errno = saved;
	return SEC_FAIL;
}

int sec_err_prefix(struct sec_err *err, const char *fmt, ...)
{
	struct sec_buf b = SEC_BUF_INIT;
	va_list ap;

	if (!err)
		return SEC_FAIL;
	va_start(ap, fmt);
	sec_buf_vaddf(&b, fmt, ap);
	va_end(ap);
	sec_buf_addstr(&b, err->msg ? err->msg : "");
	free(err->msg);
	err->msg = sec_buf_detach(&b);
	return err->code;
}

void sec_err_clear(struct sec_err *err)
{
	free(err->path);
	free(err->msg);
	memset(err, 0, sizeof(*err));
}

int sec_err_exit(int code)
{
	return code == SEC_OK ? 0 : code == SEC_NO ? 1 : 2;
}

/* The list that ends a message is indented; any other newline came with data. */
static void show_lines(struct sec_buf *out, const char *s)
{
	const char *end;

	for (; (end = strstr(s, "\n  ")); s = end + 1) {
		sec_visible(out, s, (size_t)(end - s));
		sec_buf_addch(out, '\n');
	}
	sec_visible(out, s, strlen(s));
}

int sec_err_print(const char *program, const struct sec_err *err)
{
	struct sec_buf raw = SEC_BUF_INIT, shown = SEC_BUF_INIT;

	sec_buf_addf(&raw, "%s: ", program);
	if (err->path) {
		sec_buf_addstr(&raw, err->path);
		if (err->line)
			sec_buf_addf(&raw, ":%u", err->line);
		if (err->line && err->col)
			sec_buf_addf(&raw, ":%u", err->col);
		sec_buf_addstr(&raw, ": ");
	}
	sec_buf_addstr(&raw, err->msg ? err->msg : "something failed without a reason");
	show_lines(&shown, raw.s);
	fprintf(stderr, "%s\n", shown.s);
	sec_buf_release(&raw);
	sec_buf_release(&shown);
	return sec_err_exit(err->code ? err->code : SEC_FAIL);
}
