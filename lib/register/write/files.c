/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "register/write/inner.h"

/* From so many files on, one syncfs instead of an fsync for each. */
#define SYNCFS_FROM 64

static void remember_folder(struct writer *wr, const char *path, size_t len, int fd, bool made)
{
	SEC_GROW(wr->folders, wr->n_folders, wr->alloc_folders);
	wr->folders[wr->n_folders].path = xstrndup(path, len);
	wr->folders[wr->n_folders].fd = fd;
	wr->folders[wr->n_folders++].made = made;
}

static int known_folder(const struct writer *wr, const char *path, size_t len)
{
	size_t i = wr->n_folders;

	while (i--)
		if (strncmp(wr->folders[i].path, path, len) == 0 && !wr->folders[i].path[len])
			return wr->folders[i].fd;
	return -1;
}

/* The folder that holds `full`, made where missing; no step follows a link. */
static int open_folder(struct writer *wr, const char *full, bool sync)
{
	const char *slash = full;
	int at = wr->root, next;

	if (!strchr(full, '/') && (at = known_folder(wr, "", 0)) < 0) {
		at = openat(wr->root, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (at >= 0)
			remember_folder(wr, "", 0, at, false);
	}
	while (at >= 0 && (slash = strchr(slash, '/'))) {
		size_t len = (size_t)(slash - full);
		char *path = xstrndup(full, len);
		const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
		const int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
		bool made = false;

		next = known_folder(wr, full, len);
		if (next < 0) {
			next = openat(at, name, flags);
			if (next < 0 && errno == ENOENT && mkdirat(at, name, 0777) == 0) {
				made = true;
				next = openat(at, name, flags);
				if (next < 0)
					unlinkat(at, name, AT_REMOVEDIR);
			}
			if (next >= 0)
				remember_folder(wr, path, len, next, made);
			if (made && sync && fsync(at) < 0)
				next = -1;
		}
		free(path);
		at = next;
		slash++;
	}
	return at;
}

/* Written under one more name, so that a file called c->temp is always whole: a
 * repair must know what an exchange left there from what was never finished. */
static int write_temp(struct change *c, bool sync)
{
	bool old = c->base.present;
	char *part = xasprintf("%s" SEC_PART, c->temp);
	int fd = openat(c->folder, part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
		old ? 0600 : 0666);
	int rc = -1, saved;

	if (fd >= 0 && (!old || fchmod(fd, c->mode) == 0)
		&& sec_file_write_all(fd, c->now.s, c->now.len) == 0 && (!sync || fsync(fd) == 0)
		&& fstat(fd, &c->st) == 0 && renameat(c->folder, part, c->folder, c->temp) == 0)
		rc = 0;
	saved = errno;
	if (fd >= 0)
		close(fd);
	if (fd >= 0 && rc < 0)
		unlinkat(c->folder, part, 0);
	free(part);
	errno = saved;
	return rc;
}

int sec_files_stage(struct writer *wr, struct change **item, size_t n, struct sec_err *err)
{
	bool sync = n <= SYNCFS_FROM;
	size_t i;

	for (i = 0; i < n; i++) {
		struct change *c = item[i];

		sec_write_progress(wr, "writing", i + 1, n);
		c->folder = open_folder(wr, c->full, sync);
		if (c->folder < 0 && (errno == ELOOP || errno == ENOTDIR))
			return sec_err_set(err, SEC_FAIL, "%s runs through something that is no folder",
				c->path);
		if (c->folder < 0)
			return sec_err_errno(err, "cannot open the folder of", c->path);
		c->name = strrchr(c->full, '/') ? strrchr(c->full, '/') + 1 : c->full;
		free(c->temp);
		c->temp = xasprintf(".%s.sec-%s", c->name, wr->journal.token);
		if (c->after.present && write_temp(c, sync) < 0)
			return sec_err_errno(err, "cannot write beside", c->path);
	}
	if (!sync && syncfs(wr->root) < 0)
		return sec_err_errno(err, "cannot make the files durable in", wr->w->dir);
	return 0;
}

void sec_files_close(struct writer *wr)
{
	while (wr->n_folders) {
		struct folder *f = &wr->folders[--wr->n_folders];

		close(f->fd);
		free(f->path);
	}
}

void sec_files_unstage(struct writer *wr, struct change **item, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (item[i]->temp && item[i]->folder >= 0)
			unlinkat(item[i]->folder, item[i]->temp, 0);
		free(item[i]->temp);
		item[i]->temp = NULL;
		item[i]->folder = -1;
	}
	for (i = wr->n_folders; i--;)
		if (wr->folders[i].made) {
			char *inside = xasprintf("%s/x", wr->folders[i].path);

			sec_files_prune(wr->root, inside);
			free(inside);
		}
	sec_files_close(wr);
}

/* 1 equal, 0 different, -1 errno. Allocates nothing. */
static int equals(int folder, const char *name, const struct sec_buf *want)
{
	char part[16384];
	size_t at = 0;
	ssize_t n;
	int fd = openat(folder, name, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY);

	if (fd < 0)
		return errno == ELOOP || errno == ENXIO ? 0 : -1;
	while ((n = read(fd, part, sizeof(part))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 || (size_t)n > want->len - at || memcmp(want->s + at, part, (size_t)n) != 0)
			break;
		at += (size_t)n;
	}
	close(fd);
	if (n < 0 && errno != EISDIR)
		return -1;
	return n == 0 && at == want->len;
}

static bool unsupported(void)
{
	return errno == EINVAL || errno == ENOSYS || errno == EOPNOTSUPP;
}

/* Where the file system cannot exchange two names: look, then replace. */
static int replace_plainly(struct change *c)
{
	int same = equals(c->folder, c->name, &c->was);

	if (same < 0 && errno != ENOENT)
		return -1;
	if (same != 1)
		return 1;
	return c->after.present ? renameat(c->folder, c->temp, c->folder, c->name)
				: unlinkat(c->folder, c->name, 0);
}

static int create(struct change *c)
{
	if (renameat2(c->folder, c->temp, c->folder, c->name, RENAME_NOREPLACE) == 0)
		return 0;
	if (unsupported() && linkat(c->folder, c->temp, c->folder, c->name, 0) == 0)
		return unlinkat(c->folder, c->temp, 0);
	return errno == EEXIST ? 1 : -1;
}

/* What came out must be what we read; else the newcomer goes back. Its editor
 * may even have saved once more meanwhile: then the later text stays. */
static int exchange(struct change *c)
{
	int same, gone = 0;

	if (renameat2(c->folder, c->temp, c->folder, c->name, RENAME_EXCHANGE) < 0)
		return errno == ENOENT ? 1 : unsupported() ? replace_plainly(c) : -1;
	same = equals(c->folder, c->temp, &c->was);
	if (same == 1)
		return unlinkat(c->folder, c->temp, 0);
	if (renameat2(c->folder, c->temp, c->folder, c->name, RENAME_EXCHANGE) < 0)
		return -1;
	gone = equals(c->folder, c->temp, &c->now);
	if (gone == 0 && renameat2(c->folder, c->temp, c->folder, c->name, RENAME_EXCHANGE) < 0)
		return -1;
	return same < 0 || gone < 0 ? -1 : 1;
}

static int take_away(struct change *c)
{
	int same;

	if (renameat2(c->folder, c->name, c->folder, c->temp, RENAME_NOREPLACE) < 0)
		return errno == ENOENT ? 0 : unsupported() ? replace_plainly(c) : -1;
	same = equals(c->folder, c->temp, &c->was);
	if (same == 1)
		return unlinkat(c->folder, c->temp, 0);
	if (renameat2(c->folder, c->temp, c->folder, c->name, RENAME_NOREPLACE) < 0)
		return -1;
	return same < 0 ? -1 : 1;
}

int sec_files_place(struct writer *wr, struct change **item, size_t n, struct sec_buf *lost,
	struct sec_err *err)
{
	size_t i;
	int rc;

	for (i = 0; i < n; i++) {
		struct change *c = item[i];

		rc = !c->after.present ? take_away(c) : c->base.present ? exchange(c) : create(c);
		if (rc < 0)
			return sec_err_errno(err, "cannot refresh", c->path);
		if (rc == 1) {
			unlinkat(c->folder, c->temp, 0);
			sec_buf_addf(lost, "%s\n", c->path);
		}
	}
	for (i = 0; i < wr->n_folders; i++)
		if (fsync(wr->folders[i].fd) < 0)
			return sec_err_errno(err, "cannot make durable the folder", wr->folders[i].path);
	for (i = 0; i < n; i++) {
		free(item[i]->temp);
		item[i]->temp = NULL;
		item[i]->folder = -1;
		if (!item[i]->after.present)
			sec_files_prune(wr->root, item[i]->full);
	}
	sec_files_close(wr);
	return 0;
}

void sec_files_prune(int root, const char *path)
{
	char *folder = xstrdup(path), *slash, *above;
	int fd, rc = 0;

	while (rc == 0 && (slash = strrchr(folder, '/'))) {
		*slash = '\0';
		above = strrchr(folder, '/');
		if (above)
			*above = '\0';
		fd = above ? sec_file_open_below(root, folder, O_PATH | O_DIRECTORY, 0) : root;
		rc = fd < 0 ? -1 : unlinkat(fd, above ? above + 1 : folder, AT_REMOVEDIR);
		if (rc < 0 && errno == ENOENT) /* never made, or gone: those above may be empty */
			rc = 0;
		if (above && fd >= 0)
			close(fd);
		if (above)
			*above = '/';
	}
	free(folder);
}
