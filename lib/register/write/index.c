/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "register/write/inner.h"

#define INDEX_LIMIT ((size_t)1 << 31)

char *sec_own_path(const struct writer *wr, const char *suffix)
{
	return xasprintf("%s/sec-%s.%s", wr->gitdir, wr->journal.token, suffix);
}

int sec_index_check(struct sec_draft *d, const struct sec_git_write *ops,
	struct sec_git_index *index, struct sec_err *err)
{
	struct sec_git_entry staged;
	size_t i;

	for (i = 0; i < d->n; i++) {
		struct change *c = d->item[i];
		int rc = ops->index_get(index, c->full, &staged, err);

		if (rc < 0)
			return err->code = SEC_FAIL;
		if (sec_entry_same(&staged, &c->base))
			continue;
		if (!c->base.present)
			return sec_err_set(err, SEC_FAIL, "%s is staged but not committed yet; run: "
				"git commit", c->path);
		return sec_err_set(err, SEC_FAIL, "%s has an uncommitted edit, which is staged; commit "
			"it or run: git restore --staged %s", c->path, c->path);
	}
	return 0;
}

static int copy_bytes(struct writer *wr, const char *own, struct sec_err *err)
{
	struct sec_buf bytes = SEC_BUF_INIT;
	int rc = sec_file_read(&bytes, wr->gitfd, "index", INDEX_LIMIT, err);

	if (rc == 0 && sec_file_make(AT_FDCWD, own, bytes.s, bytes.len) < 0)
		rc = sec_err_errno(err, "cannot write", own);
	sec_buf_release(&bytes);
	return rc;
}

int sec_index_copy(struct writer *wr, struct sec_err *err)
{
	char *own = sec_own_path(wr, "index"), *lock = sec_own_path(wr, "index.lock");
	int rc = 0;

	unlink(own); /* a repair that was killed may have left them */
	unlink(lock);
	free(lock);
	/* A second name for the old index; writing replaces the name, not the file. */
	if (linkat(wr->gitfd, "index", AT_FDCWD, own, 0) < 0 && errno != ENOENT)
		rc = copy_bytes(wr, own, err);
	if (rc == 0)
		rc = wr->ops->index_open(&wr->index, own, err);
	free(own);
	return rc;
}

/* The new index gets the old one's permissions and its time. The time matters:
 * git takes a file that is younger than the index for one it must look into, so
 * a younger index would hide an edit made in the second of the last `git add`. */
static int dress(struct writer *wr, const char *own)
{
	struct stat old;
	int fd = open(own, O_RDWR | O_CLOEXEC | O_NOFOLLOW), rc = 0, saved;

	if (fd < 0)
		return -1;
	if (fstatat(wr->gitfd, "index", &old, 0) == 0) {
		struct timespec times[2] = { old.st_atim, old.st_mtim };

		rc = fchmod(fd, old.st_mode & 07777);
		if (rc == 0)
			rc = futimens(fd, times);
	}
	if (rc == 0)
		rc = fsync(fd);
	saved = errno;
	close(fd);
	errno = saved;
	return rc;
}

int sec_index_stage(struct writer *wr, struct sec_err *err)
{
	char *own = sec_own_path(wr, "index");
	int rc = wr->ops->index_write(wr->index, err);

	wr->ops->index_free(wr->index);
	wr->index = NULL;
	if (rc == 0 && dress(wr, own) < 0)
		rc = sec_err_errno(err, "cannot write", own);
	free(own);
	return rc;
}

/* A rename changes a file's ctime, which git keeps in whole seconds: where one
 * began in between, `git diff-index` would call the file modified. Whatever
 * fails here, the index staged before is as good. */
void sec_index_touch_up(struct writer *wr)
{
	struct sec_draft *d = &wr->draft;
	char *own;
	struct stat st;
	size_t i;
	int fd, rc = 0;
	bool late = false;

	for (i = 0; i < d->n; i++) {
		struct change *c = d->item[i];

		if (!c->after.present)
			continue;
		fd = sec_file_open_below(wr->root, c->full, O_PATH, 0);
		if (fd >= 0 && fstat(fd, &st) == 0 && st.st_ino == c->st.st_ino
			&& st.st_mtim.tv_sec == c->st.st_mtim.tv_sec
			&& st.st_mtim.tv_nsec == c->st.st_mtim.tv_nsec && st.st_size == c->st.st_size) {
			late |= st.st_ctim.tv_sec != c->st.st_ctim.tv_sec;
			c->st = st;
		}
		if (fd >= 0)
			close(fd);
	}
	if (!late)
		return;
	own = sec_own_path(wr, "index");
	rc = wr->ops->index_open(&wr->index, own, NULL);
	for (i = 0; rc == 0 && i < d->n; i++)
		if (d->item[i]->after.present)
			rc = wr->ops->index_set(wr->index, d->item[i]->full, &d->item[i]->after,
				&d->item[i]->st, NULL);
	if (rc == 0)
		sec_index_stage(wr, NULL);
	wr->ops->index_free(wr->index);
	wr->index = NULL;
	free(own);
}

int sec_index_place(struct writer *wr, struct sec_err *err)
{
	char *own = sec_own_path(wr, "index");
	int rc = 0;

	if (renameat(AT_FDCWD, own, wr->gitfd, "index") < 0 || fsync(wr->gitfd) < 0)
		rc = sec_err_errno(err, "cannot refresh the index in", wr->gitdir);
	free(own);
	return rc;
}
