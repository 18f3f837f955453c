/* SPDX-License-Identifier: ISC */
#include <git2.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "register/git/inner.h"

struct sec_git_index {
	git_index *index;
};

int sec_git_index_open(struct sec_git_index **out, const char *file, struct sec_err *err)
{
	git_index *index = NULL;

	*out = NULL;
	if (git_index_open(&index, file) < 0)
		return sec_git_error(err, SEC_FAIL, "cannot read the index");
	*out = xcalloc(1, sizeof(**out));
	(*out)->index = index;
	return 0;
}

void sec_git_index_free(struct sec_git_index *index)
{
	if (!index)
		return;
	git_index_free(index->index);
	free(index);
}

int sec_git_index_get(struct sec_git_index *index, const char *path, struct sec_git_entry *out,
	struct sec_err *err)
{
	const git_index_entry *e;
	int stage;

	memset(out, 0, sizeof(*out));
	for (stage = 1; stage <= 3; stage++)
		if (git_index_get_bypath(index->index, path, stage))
			return sec_err_set(err, SEC_NO, "%s is in the middle of a merge; finish that first",
				path);
	e = git_index_get_bypath(index->index, path, 0);
	if (!e)
		return 0;
	if (e->flags_extended & GIT_INDEX_ENTRY_SKIP_WORKTREE)
		return sec_err_set(err, SEC_NO, "%s is outside this sparse checkout; run: "
			"git sparse-checkout add FOLDER", path);
	out->present = true;
	out->mode = e->mode;
	memcpy(out->id.raw, e->id.id, sizeof(out->id.raw));
	return 0;
}

static void set_stat(git_index_entry *e, const struct stat *st)
{
	e->ctime.seconds = (int32_t)st->st_ctim.tv_sec;
	e->ctime.nanoseconds = (uint32_t)st->st_ctim.tv_nsec;
	e->mtime.seconds = (int32_t)st->st_mtim.tv_sec;
	e->mtime.nanoseconds = (uint32_t)st->st_mtim.tv_nsec;
	e->dev = (uint32_t)st->st_dev;
	e->ino = (uint32_t)st->st_ino;
	e->uid = (uint32_t)st->st_uid;
	e->gid = (uint32_t)st->st_gid;
	e->file_size = (uint32_t)st->st_size;
}

int sec_git_index_set(struct sec_git_index *index, const char *path,
	const struct sec_git_entry *entry, const struct stat *st, struct sec_err *err)
{
	git_index_entry e = { 0 };
	int rc;

	if (!entry->present) {
		rc = git_index_remove_bypath(index->index, path);
	} else {
		if (st)
			set_stat(&e, st);
		e.mode = entry->mode;
		e.path = path;
		memcpy(e.id.id, entry->id.raw, sizeof(e.id.id));
		rc = git_index_add(index->index, &e);
	}
	return rc == 0 ? 0 : sec_git_error(err, SEC_FAIL, "cannot put %s into the index", path);
}

int sec_git_index_write(struct sec_git_index *index, struct sec_err *err)
{
	if (git_index_write(index->index) == 0)
		return 0;
	return sec_git_error(err, SEC_FAIL, "cannot write the index");
}
