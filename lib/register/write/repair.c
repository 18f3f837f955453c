/* SPDX-License-Identifier: ISC
 *
 * Repair: what a writer left that was killed between index.lock and the end.
 * Its commit is reachable from the branch: forward, the files and the index
 * follow. It is not: back, everything that carries its token goes. Both can be
 * interrupted and begun again. A lock without our mark is never touched.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "register/write/inner.h"

#define JOURNAL_LIMIT 16384

static bool load(struct writer *wr, const char *name, struct sec_journal *out)
{
	struct sec_buf text = SEC_BUF_INIT;
	bool good = sec_file_read(&text, wr->gitfd, name, JOURNAL_LIMIT, NULL) == 0
		&& sec_journal_parse(sec_buf_str(&text), out);

	sec_buf_release(&text);
	return good;
}

bool sec_lock_is_ours(struct writer *wr, struct sec_journal *out)
{
	return load(wr, "index.lock", out);
}

bool sec_repair_needed(struct writer *wr)
{
	struct sec_journal found;

	if (faccessat(wr->gitfd, "sec-journal", F_OK, AT_SYMLINK_NOFOLLOW) == 0)
		return true;
	if (!sec_lock_is_ours(wr, &found))
		return false;
	sec_journal_release(&found);
	return true;
}

/* The changes of the commit in the journal, as a list of struct change. */
struct todo {
	struct writer *wr;
	struct change **item;
	size_t n, alloc;
};

static int add_change(void *ctx, const char *path, const struct sec_git_entry *before,
	const struct sec_git_entry *after)
{
	struct todo *t = ctx;
	struct change *c = xcalloc(1, sizeof(*c));
	size_t n = strlen(t->wr->prefix);

	sec_buf_init(&c->text);
	sec_buf_init(&c->was);
	sec_buf_init(&c->now);
	c->full = xstrdup(path);
	c->path = strncmp(path, t->wr->prefix, n) == 0 ? c->full + n : c->full;
	c->base = *before;
	c->after = *after;
	c->folder = -1;
	SEC_GROW(t->item, t->n, t->alloc);
	t->item[t->n++] = c;
	return 0;
}

static void todo_release(struct todo *t)
{
	size_t i;

	for (i = 0; i < t->n; i++)
		sec_change_free(t->item[i]);
	free(t->item);
}

static char *temp_path(const struct writer *wr, const struct change *c)
{
	const char *slash = strrchr(c->full, '/');
	int n = slash ? (int)(slash + 1 - c->full) : 0;

	return xasprintf("%.*s.%s.sec-%s", n, c->full, c->full + n, wr->journal.token);
}

/* The folder of `path`, opened without following a link; -1 when it is gone. */
static int folder_of(int root, const char *path, const char **name)
{
	const char *slash = strrchr(path, '/');
	char *folder = slash ? xstrndup(path, (size_t)(slash - path)) : NULL;
	int fd = folder ? sec_file_open_below(root, folder, O_PATH | O_DIRECTORY, 0)
			: fcntl(root, F_DUPFD_CLOEXEC, 0);

	*name = slash ? slash + 1 : path;
	free(folder);
	return fd;
}

static void remove_temp(struct writer *wr, const char *temp)
{
	const char *name;
	int fd = folder_of(wr->root, temp, &name);
	char *part = xasprintf("%s" SEC_PART, name);

	if (fd >= 0) {
		unlinkat(fd, name, 0);
		unlinkat(fd, part, 0);
		close(fd);
	}
	free(part);
}

static int drop_marks(struct writer *wr, struct sec_err *err)
{
	wr->ops->swap_undo(wr->git, wr->journal.branch, &wr->journal.commit);
	wr->holds_index = true; /* its lock, if it is still there */
	sec_index_unlock(wr);
	sec_sweep(wr);
	if (unlinkat(wr->gitfd, "sec-journal", 0) < 0 && errno != ENOENT)
		return sec_err_errno(err, "cannot remove the journal in", wr->gitdir);
	return 0;
}

static int back(struct writer *wr, struct todo *t, struct sec_err *err)
{
	size_t i;

	for (i = 0; i < t->n; i++) {
		char *temp = temp_path(wr, t->item[i]);

		remove_temp(wr, temp);
		if (!t->item[i]->base.present)
			sec_files_prune(wr->root, t->item[i]->full);
		free(temp);
	}
	return drop_marks(wr, err);
}

/* The bytes at `path`; false: nothing there, or nothing that can be read. */
static bool bytes_at(struct writer *wr, const char *path, struct sec_buf *out)
{
	struct change c = { .full = (char *)path, .path = path };
	mode_t mode;

	sec_buf_clear(out);
	return sec_file_load(wr->root, &c, out, &mode, NULL) == 0;
}

/* The dead writer's temporary file holds the old text, the new one, or what an
 * editor saved just before the kill: that one goes back to its place. */
static void settle_temp(struct writer *wr, struct change *c, struct sec_buf *left)
{
	char *temp = temp_path(wr, c);
	struct sec_buf bytes = SEC_BUF_INIT;
	const char *from, *to;
	bool crlf;
	int fd;

	if (bytes_at(wr, temp, &bytes)
		&& !(c->base.present && sec_file_is(wr->ops, &bytes, &c->base.id, &crlf))
		&& !(c->after.present && sec_file_is(wr->ops, &bytes, &c->after.id, &crlf))) {
		fd = folder_of(wr->root, temp, &from);
		to = strrchr(c->full, '/') ? strrchr(c->full, '/') + 1 : c->full;
		if (fd >= 0 && renameat(fd, from, fd, to) == 0)
			sec_buf_addf(left, "%s\n", c->path);
		if (fd >= 0)
			close(fd);
	}
	remove_temp(wr, temp);
	sec_buf_release(&bytes);
	free(temp);
}

/* Decides what forward does with one file: 1 to be refreshed, 0 done or left. */
static int plan(struct writer *wr, struct change *c, struct sec_buf *left, struct sec_err *err)
{
	bool crlf = false, there;
	int rc = sec_file_load(wr->root, c, &c->was, &c->mode, err);

	there = rc == 0;
	if (rc < 0 && rc != SEC_ABSENT) {
		sec_buf_addf(left, "%s\n", c->path);
		return 0;
	}
	sec_err_clear(err);
	if (there == c->after.present && (!there || sec_file_is(wr->ops, &c->was, &c->after.id, &crlf)))
		return 0;
	if (there != c->base.present || (there && !sec_file_is(wr->ops, &c->was, &c->base.id, &crlf))) {
		sec_buf_addf(left, "%s\n", c->path);
		return 0;
	}
	if (!c->after.present)
		return 1;
	rc = sec_git()->read(wr->git, &c->after.id, WRITE_LIMIT, &c->text, err);
	if (rc == 0 && !there)
		rc = wr->ops->may_touch(wr->git, c->full, &c->eol, err);
	if (rc < 0)
		return rc;
	if (there ? crlf : c->eol.crlf)
		sec_text_crlf(&c->now, &c->text);
	else
		sec_buf_add(&c->now, c->text.s, c->text.len);
	return 1;
}

/* Paths that somebody has changed on top of the commit are no longer ours, and
 * keep what they have. The rest is reordered: first what must be refreshed. */
static int plan_all(struct writer *wr, struct todo *t, size_t *refresh, struct sec_buf *left,
	struct sec_err *err)
{
	struct sec_git_entry now;
	size_t i, n = 0;
	int rc;

	*refresh = 0;
	for (i = 0; i < t->n; i++) {
		struct change *c = t->item[i];

		rc = wr->ops->entry(wr->git, &wr->head, c->full, &now, err);
		if (rc < 0)
			return rc;
		settle_temp(wr, c, left);
		if (!sec_entry_same(&now, &c->after)) {
			sec_change_free(c);
			t->item[i] = NULL;
		}
	}
	for (i = 0; i < t->n; i++)
		if (t->item[i])
			t->item[n++] = t->item[i];
	t->n = n;
	for (i = 0; i < n; i++) {
		struct change *c = t->item[i];

		rc = plan(wr, c, left, err);
		if (rc < 0)
			return rc;
		if (rc == 1) {
			t->item[i] = t->item[*refresh];
			t->item[(*refresh)++] = c;
		}
	}
	return 0;
}

static int patch_index(struct writer *wr, struct todo *t, struct sec_err *err)
{
	struct sec_git_entry staged;
	size_t i;
	int rc = sec_index_copy(wr, err);

	for (i = 0; rc == 0 && i < t->n; i++) {
		struct change *c = t->item[i];

		if (wr->ops->index_get(wr->index, c->full, &staged, err) < 0
			|| !sec_entry_same(&staged, &c->base))
			continue; /* staged since: kept */
		/* with no stat data git looks into the file itself */
		rc = wr->ops->index_set(wr->index, c->full, &c->after, NULL, err);
	}
	if (rc == 0)
		rc = sec_index_stage(wr, err);
	wr->ops->index_free(wr->index);
	wr->index = NULL;
	return rc == 0 ? sec_index_place(wr, err) : rc;
}

static int forward(struct writer *wr, struct todo *t, struct sec_buf *left, struct sec_err *err)
{
	size_t refresh = 0;
	struct sec_journal found;
	bool ours = sec_lock_is_ours(wr, &found);
	int rc = 0;

	if (ours) {
		ours = strcmp(found.token, wr->journal.token) == 0;
		sec_journal_release(&found);
	}
	if (ours)
		wr->holds_index = true;
	else
		rc = sec_index_lock(wr, err);
	if (rc == 0)
		rc = plan_all(wr, t, &refresh, left, err);
	if (rc == 0)
		rc = sec_files_stage(wr, t->item, refresh, err);
	if (rc == 0)
		rc = sec_files_place(wr, t->item, refresh, left, err);
	else
		sec_files_unstage(wr, t->item, refresh);
	if (rc == 0)
		rc = patch_index(wr, t, err);
	if (rc == 0)
		return drop_marks(wr, err);
	if (!ours)
		sec_index_unlock(wr);
	return rc;
}

static void note(struct writer *wr, const char *what, const struct sec_buf *left)
{
	struct sec_str rest = sec_buf_str(left), path;
	char hex[SEC_GIT_HEX + 1];

	sec_git_id_hex(&wr->journal.commit, hex);
	sec_buf_addf(&wr->out->notes, "an interrupted sec command was %s (%.10s)\n", what, hex);
	while (sec_str_split(&rest, '\n', &path))
		sec_buf_addf(&wr->out->notes, "%.*s was changed since and stays as it is\n", SEC_ARG(path));
}

static int refuse(struct writer *wr, struct sec_err *err)
{
	enum sec_journal_owner owner = sec_journal_owner(&wr->journal);

	if (owner == SEC_OWNER_ELSEWHERE)
		return sec_err_set(err, SEC_FAIL, "a change made on %s is unfinished; run any sec writer "
			"there, or remove %s/index.lock and %s/sec-journal and look at git status",
			wr->journal.host, wr->gitdir, wr->gitdir);
	if (owner == SEC_OWNER_ALIVE && wr->journal.pid != getpid())
		return sec_err_set(err, SEC_FAIL, "another sec command (process %ld) is still writing",
			wr->journal.pid);
	return 0;
}

/* The commit arrived, but the work tree now shows another branch. */
static int elsewhere(struct writer *wr, struct todo *t, struct sec_err *err)
{
	sec_buf_addf(&wr->out->notes, "an interrupted sec command has committed on %s\n",
		wr->journal.branch + strlen("refs/heads/"));
	return back(wr, t, err);
}

static int repair_journal(struct writer *wr, struct sec_err *err)
{
	struct todo t = { .wr = wr };
	struct sec_buf left = SEC_BUF_INIT;
	bool arrived = false;
	int rc = wr->ops->head(wr->git, &wr->head, err);

	if (rc == 0)
		rc = wr->ops->contains(wr->git, wr->journal.branch, &wr->journal.commit, &arrived, err);
	if (rc == 0)
		rc = wr->ops->changes(wr->git, &wr->journal.commit, add_change, &t, err);
	if (rc == SEC_ABSENT && !arrived)
		rc = 0; /* its objects never reached the disk, so neither did its files */
	if (rc == 0 && arrived && strcmp(wr->head.branch, wr->journal.branch) != 0) {
		rc = elsewhere(wr, &t, err);
	} else if (rc == 0) {
		rc = arrived ? forward(wr, &t, &left, err) : back(wr, &t, err);
		if (rc == 0)
			note(wr, arrived ? "finished" : "undone", &left);
	}
	sec_git_head_release(&wr->head);
	todo_release(&t);
	sec_buf_release(&left);
	return rc;
}

int sec_repair(struct writer *wr, struct sec_err *err)
{
	struct sec_journal mine = wr->journal;
	int rc;

	if (load(wr, "sec-journal", &wr->journal) || sec_lock_is_ours(wr, &wr->journal)) {
		rc = refuse(wr, err);
		if (rc == 0)
			rc = repair_journal(wr, err);
		sec_journal_release(&wr->journal);
	} else if (faccessat(wr->gitfd, "sec-journal", F_OK, AT_SYMLINK_NOFOLLOW) < 0) {
		rc = 0; /* its writer has finished meanwhile */
	} else {
		rc = sec_err_set(err, SEC_FAIL, "%s/sec-journal is damaged; look at git status, then "
			"remove it", wr->gitdir);
	}
	wr->journal = mine;
	return rc;
}
