/* SPDX-License-Identifier: ISC
 *
 * What git has stored: a commit, or the index.
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "register/git.h"
#include "register/source/inner.h"

/* A file of the index. Stages 1 to 3 are the sides of an unfinished merge. */
struct entry {
	char *path; /* from the register's root */
	struct sec_git_id blob;
	unsigned mode;
	int stage;
};

struct stored {
	struct sec_source source;
	struct sec_git *git;
	char *prefix; /* of the register in the repository: "" or "hr/" */
	pthread_mutex_t lock;
	struct sec_git_point at; /* a commit's */
	struct entry *entry;     /* the index's, sorted by path and stage */
	size_t entries, alloc;
};

/* The register's folder as a path inside the repository, "" or with a slash. */
static int find_prefix(struct stored *s, const char *root, struct sec_err *err)
{
	const char *workdir = sec_git()->workdir(s->git);
	char *real, *top;
	size_t n;

	if (!workdir) {
		s->prefix = xstrdup("");
		return 0;
	}
	real = realpath(root, NULL);
	top = realpath(workdir, NULL);
	n = top ? strlen(top) : 0;
	if (!real || !top || strncmp(real, top, n) != 0 || (real[n] && real[n] != '/')) {
		free(real);
		free(top);
		return sec_err_set(err, SEC_FAIL, "%s is not inside the work tree %s", root, workdir);
	}
	s->prefix = real[n] && real[n + 1] ? xasprintf("%s/", real + n + 1) : xstrdup("");
	free(real);
	free(top);
	return 0;
}

static void stored_close(struct sec_source *source)
{
	struct stored *s = (struct stored *)source;
	size_t i;

	for (i = 0; i < s->entries; i++)
		free(s->entry[i].path);
	free(s->entry);
	if (s->git)
		sec_git()->free(s->git);
	free(s->prefix);
	pthread_mutex_destroy(&s->lock);
	free(s);
}

/* The repository around the register at `root`, which has to have one for `what`. */
static int stored_open(struct stored **out, const struct sec_source_ops *ops, const char *root,
	const char *folder, const char *what, struct sec_err *err)
{
	struct stored *s = xcalloc(1, sizeof(*s));
	int rc;

	s->source.ops = ops;
	pthread_mutex_init(&s->lock, NULL);
	rc = sec_git()->open(&s->git, root, err);
	if (rc == SEC_ABSENT)
		rc = sec_err_set(err, SEC_FAIL, "%s is not in a git repository, so it has no %s", root,
			what);
	if (rc == 0 && folder)
		s->prefix = *folder ? xasprintf("%s/", folder) : xstrdup("");
	else if (rc == 0)
		rc = find_prefix(s, root, err);
	if (rc)
		stored_close(&s->source);
	else
		*out = s;
	return rc;
}

struct walk {
	sec_source_blob_fn *each;
	void *ctx;
	size_t prefix;
};

static int walk_blob(void *ctx, const char *path, const struct sec_git_id *blob, unsigned mode)
{
	const struct walk *w = ctx;

	return w->each(w->ctx, path + w->prefix, blob, mode, 0);
}

static int commit_blobs(struct sec_source *source, const char *folder, sec_source_blob_fn *each,
	void *ctx, struct sec_err *err)
{
	struct stored *s = (struct stored *)source;
	struct walk w = { each, ctx, strlen(s->prefix) };
	char *path = xasprintf("%s%s", s->prefix, folder);
	size_t n = strlen(path);
	int rc;

	if (n && path[n - 1] == '/')
		path[n - 1] = '\0';
	rc = sec_git()->walk(s->git, &s->at, path, walk_blob, &w, err);
	free(path);
	return rc;
}

static int list_blob(void *ctx, const char *path, const struct sec_git_id *blob, unsigned mode,
	int stage)
{
	(void)blob;
	(void)stage;
	if (S_ISREG(mode))
		sec_source_listed(ctx, path);
	return 0;
}

static int commit_list(struct sec_source *source, const char *folder,
	const struct sec_source_listing *to, struct sec_err *err)
{
	return commit_blobs(source, folder, list_blob, (void *)to, err);
}

static int commit_read(struct sec_source *source, const char *path, size_t limit,
	struct sec_buf *out, struct sec_err *err)
{
	struct stored *s = (struct stored *)source;
	char *full = xasprintf("%s%s", s->prefix, path);
	int rc;

	pthread_mutex_lock(&s->lock);
	rc = sec_git()->read_path(s->git, &s->at, full, limit, out, err);
	pthread_mutex_unlock(&s->lock);
	free(full);
	return rc;
}

static bool commit_exists(struct sec_source *source, const char *path)
{
	struct stored *s = (struct stored *)source;
	char *full = xasprintf("%s%s", s->prefix, path);
	bool yes;

	pthread_mutex_lock(&s->lock);
	yes = sec_git()->has_file(s->git, &s->at, full);
	pthread_mutex_unlock(&s->lock);
	free(full);
	return yes;
}

int sec_source_size(struct sec_source *source, const struct sec_git_id *blob, size_t *size,
	struct sec_err *err)
{
	return sec_git()->size(((struct stored *)source)->git, blob, size, err);
}

int sec_source_open_commit(struct sec_source **out, const char *root, const char *folder,
	const char *rev_or_day, sec_day *day, struct sec_err *err)
{
	static const struct sec_source_ops ops = { commit_list, commit_read, commit_exists,
		commit_blobs, stored_close };
	char *what = xasprintf("'%s'", rev_or_day);
	struct stored *s = NULL;
	int rc = stored_open(&s, &ops, root, folder, what, err);

	free(what);
	if (rc)
		return rc;
	rc = sec_git()->resolve(s->git, rev_or_day, &s->at, err);
	if (rc) {
		stored_close(&s->source);
		return rc;
	}
	/* A day on which nothing was committed is that day all the same. */
	if (!sec_day_parse(rev_or_day, strlen(rev_or_day), day))
		*day = s->at.day;
	*out = &s->source;
	return 0;
}

static int index_blobs(struct sec_source *source, const char *folder, sec_source_blob_fn *each,
	void *ctx, struct sec_err *err)
{
	struct stored *s = (struct stored *)source;
	size_t n = strlen(folder), i;
	int rc = 0;

	(void)err;
	for (i = 0; i < s->entries && rc == 0; i++) {
		const struct entry *e = &s->entry[i];

		if (!n || (strncmp(e->path, folder, n) == 0 && e->path[n] == '/'))
			rc = each(ctx, e->path, &e->blob, e->mode, e->stage);
	}
	return rc;
}

struct once {
	const struct sec_source_listing *to;
	const char *last;
};

/* One line for a file, however many sides it has; paths live as long as the source. */
static int list_once(void *ctx, const char *path, const struct sec_git_id *blob, unsigned mode,
	int stage)
{
	struct once *o = ctx;

	if (o->last && strcmp(o->last, path) == 0)
		return 0;
	o->last = path;
	return list_blob((void *)o->to, path, blob, mode, stage);
}

static int index_list(struct sec_source *source, const char *folder,
	const struct sec_source_listing *to, struct sec_err *err)
{
	struct once once = { to, NULL };

	return index_blobs(source, folder, list_once, &once, err);
}

/* The file as it is staged; of an unfinished merge our side, else theirs. */
static const struct entry *index_find(const struct stored *s, const char *path)
{
	const struct entry *found = NULL;
	size_t i;

	SEC_FIRST_NOT(i, s->entries, strcmp(s->entry[i].path, path) < 0);
	for (; i < s->entries && strcmp(s->entry[i].path, path) == 0; i++)
		if (!found || found->stage == 1)
			found = &s->entry[i];
	return found;
}

static int index_read(struct sec_source *source, const char *path, size_t limit,
	struct sec_buf *out, struct sec_err *err)
{
	struct stored *s = (struct stored *)source;
	const struct entry *e = index_find(s, path);
	int rc;

	if (!e)
		return sec_err_set(err, SEC_ABSENT, "%s: no such file in the index", path);
	if (!S_ISREG(e->mode))
		return sec_err_set(err, SEC_FAIL, "%s is a symbolic link in git, not a plain file", path);
	pthread_mutex_lock(&s->lock);
	rc = sec_git()->read(s->git, &e->blob, limit, out, err);
	pthread_mutex_unlock(&s->lock);
	if (rc < 0)
		sec_err_prefix(err, "%s: ", path);
	return rc;
}

static bool index_exists(struct sec_source *source, const char *path)
{
	const struct entry *e = index_find((struct stored *)source, path);

	return e && S_ISREG(e->mode);
}

static const struct sec_source_ops index_ops = { index_list, index_read, index_exists, index_blobs,
	stored_close };

bool sec_source_unmerged(struct sec_source *source, const char *path)
{
	const struct entry *e = source->ops == &index_ops
		? index_find((struct stored *)source, path) : NULL;

	return e && e->stage;
}

const struct sec_git_point *sec_source_point(const struct sec_source *source)
{
	return &((const struct stored *)source)->at;
}

static int add_staged(void *ctx, const char *path, const struct sec_git_id *blob, unsigned mode,
	int stage)
{
	struct stored *s = ctx;
	size_t n = strlen(s->prefix);

	if (strncmp(path, s->prefix, n) != 0)
		return 0;
	SEC_GROW(s->entry, s->entries, s->alloc);
	s->entry[s->entries++] = (struct entry){ xstrdup(path + n), *blob, mode, stage };
	return 0;
}

int sec_source_open_index(struct sec_source **out, const char *root, struct sec_err *err)
{
	struct stored *s = NULL;
	int rc = stored_open(&s, &index_ops, root, NULL, "index", err);

	if (rc)
		return rc;
	rc = sec_git()->staged(s->git, add_staged, s, err);
	if (rc)
		stored_close(&s->source);
	else
		*out = &s->source;
	return rc;
}
