/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "register/write/inner.h"

void sec_text_crlf(struct sec_buf *out, const struct sec_buf *text)
{
	size_t i;

	for (i = 0; i < text->len; i++) {
		if (text->s[i] == '\n' && (i == 0 || text->s[i - 1] != '\r'))
			sec_buf_addch(out, '\r');
		sec_buf_addch(out, text->s[i]);
	}
}

void sec_text_lf(struct sec_buf *text)
{
	size_t i, n = 0;

	for (i = 0; i < text->len; i++)
		if (text->s[i] != '\r' || i + 1 == text->len || text->s[i + 1] != '\n')
			text->s[n++] = text->s[i];
	if (n < text->len) {
		text->len = n;
		text->s[n] = '\0';
	}
}

bool sec_file_is(const struct sec_git_write *ops, const struct sec_buf *bytes,
	const struct sec_git_id *blob, bool *crlf)
{
	struct sec_buf lf = SEC_BUF_INIT;
	struct sec_git_id id;
	bool same;

	*crlf = false;
	if (ops->hash(sec_buf_str(bytes), &id, NULL) == 0
		&& memcmp(id.raw, blob->raw, sizeof(id.raw)) == 0)
		return true;
	if (!memchr(bytes->s, '\r', bytes->len))
		return false;
	sec_buf_add(&lf, bytes->s, bytes->len);
	sec_text_lf(&lf);
	same = ops->hash(sec_buf_str(&lf), &id, NULL) == 0
		&& memcmp(id.raw, blob->raw, sizeof(id.raw)) == 0;
	*crlf = same;
	sec_buf_release(&lf);
	return same;
}

int sec_file_load(int root, const struct change *c, struct sec_buf *out, mode_t *mode,
	struct sec_err *err)
{
	int fd = sec_file_open_below(root, c->full, O_RDONLY | O_NONBLOCK | O_NOCTTY, 0);
	struct stat st;
	int rc;

	if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
		return sec_err_set(err, SEC_ABSENT, "%s: no such file", c->path);
	if (fd < 0 && errno == ELOOP)
		return sec_err_set(err, SEC_FAIL, "%s is or runs through a symbolic link", c->path);
	if (fd < 0)
		return sec_err_errno(err, "cannot open", c->path);
	if (fstat(fd, &st) < 0)
		rc = sec_err_errno(err, "cannot look at", c->path);
	else if (!S_ISREG(st.st_mode))
		rc = sec_err_set(err, SEC_FAIL, "%s is not a plain file", c->path);
	else
		rc = sec_file_read_all(out, fd, c->path, 2 * WRITE_LIMIT, err);
	*mode = rc == 0 ? st.st_mode & 07777 : 0;
	close(fd);
	return rc;
}

/* The bytes that the file will have: line ends as the file has them now. */
static void compose(struct change *c, bool existed, bool crlf)
{
	const char *lf = memchr(c->was.s, '\n', c->was.len);

	if (!existed)
		crlf = c->eol.crlf;
	else if (!crlf && c->eol.normalise)
		crlf = lf && lf > c->was.s && lf[-1] == '\r';
	sec_buf_clear(&c->now);
	if (crlf)
		sec_text_crlf(&c->now, &c->text);
	else
		sec_buf_add(&c->now, c->text.s, c->text.len);
}

static int check_file(struct sec_draft *d, const struct sec_git_write *ops, struct change *c,
	struct sec_err *err)
{
	bool crlf = false;
	int rc;

	sec_buf_clear(&c->was);
	rc = sec_file_load(d->root, c, &c->was, &c->mode, err);
	if (rc == SEC_ABSENT && c->base.present)
		return sec_err_set(err, SEC_FAIL, "%s is deleted, but that is not committed; run: "
			"git restore %s", c->path, c->path);
	if (rc < 0 && rc != SEC_ABSENT)
		return rc;
	if (rc == 0 && !c->base.present)
		return sec_err_set(err, SEC_FAIL, "%s is there but not committed yet; run: git add %s && "
			"git commit", c->path, c->path);
	if (rc == 0 && !sec_file_is(ops, &c->was, &c->base.id, &crlf))
		return sec_err_set(err, SEC_FAIL, "%s has an uncommitted edit; run: git commit -m WHY %s, "
			"or to drop the edit: git checkout HEAD %s", c->path, c->path, c->path);
	sec_err_clear(err);
	compose(c, rc == 0, crlf);
	return 0;
}

int sec_files_check(struct sec_draft *d, const struct sec_git_write *ops, struct sec_err *err)
{
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < d->n; i++)
		rc = check_file(d, ops, d->item[i], err);
	return rc;
}
