/* SPDX-License-Identifier: ISC */
#include "register/source.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "register/git.h"

struct sec_source {
	int root; /* a work tree's folder; -1: a commit */
	struct sec_git *git;
	struct sec_git_point at;
	char *prefix; /* of the register in the repository: "" or "hr/" */
	pthread_mutex_t lock;
};

void sec_paths_add(struct sec_paths *p, const char *path)
{
	SEC_GROW(p->item, p->n, p->alloc);
	p->item[p->n++] = xstrdup(path);
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void sec_paths_sort(struct sec_paths *p)
{
	if (p->n)
		qsort(p->item, p->n, sizeof(*p->item), by_bytes);
}

void sec_paths_release(struct sec_paths *p)
{
	size_t i;

	for (i = 0; i < p->n; i++)
		free(p->item[i]);
	free(p->item);
	memset(p, 0, sizeof(*p));
}

static struct sec_source *source_new(int root)
{
	struct sec_source *s = xcalloc(1, sizeof(*s));

	s->root = root;
	pthread_mutex_init(&s->lock, NULL);
	return s;
}

int sec_source_open_tree(struct sec_source **out, const char *root, struct sec_err *err)
{
	int fd = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return sec_err_errno(err, "cannot open", root);
	*out = source_new(fd);
	return 0;
}

/* The register's folder as a path inside the repository, "" or with a slash. */
static int find_prefix(struct sec_source *s, const char *root, struct sec_err *err)
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

int sec_source_open_commit(struct sec_source **out, const char *root, const char *rev_or_day,
	sec_day *day, struct sec_err *err)
{
	struct sec_source *s = source_new(-1);
	int rc = sec_git()->open(&s->git, root, err);

	if (rc == SEC_ABSENT)
		rc = sec_err_set(err, SEC_FAIL, "%s is not in a git repository, so it has no '%s'",
			root, rev_or_day);
	if (rc == 0)
		rc = find_prefix(s, root, err);
	if (rc == 0)
		rc = sec_git()->resolve(s->git, rev_or_day, &s->at, err);
	if (rc) {
		sec_source_close(s);
		return rc;
	}
	*day = s->at.day;
	*out = s;
	return 0;
}

void sec_source_close(struct sec_source *s)
{
	if (!s)
		return;
	if (s->root >= 0)
		close(s->root);
	if (s->git)
		sec_git()->free(s->git);
	free(s->prefix);
	pthread_mutex_destroy(&s->lock);
	free(s);
}

struct listing {
	struct sec_paths *out, *debris;
	size_t prefix;
};

static bool is_record_name(const char *name)
{
	size_t n = strlen(name);

	return n > 4 && strcmp(name + n - 4, ".ini") == 0 && name[0] != '.';
}

static void list_file(const struct listing *l, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;

	if (sec_path_is_debris(name)) {
		if (l->debris)
			sec_paths_add(l->debris, path);
	} else if (is_record_name(name)) {
		sec_paths_add(l->out, path);
	}
}

static int list_folder(const struct listing *l, int at, struct sec_buf *path, struct sec_err *err);

static int list_entry(const struct listing *l, DIR *dir, const struct dirent *d,
	struct sec_buf *path, struct sec_err *err)
{
	unsigned char type = d->d_type;
	struct stat st;
	int fd, rc;

	if (type == DT_UNKNOWN && fstatat(dirfd(dir), d->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0)
		type = S_ISDIR(st.st_mode) ? DT_DIR : S_ISLNK(st.st_mode) ? DT_LNK : DT_REG;
	if (type == DT_LNK && fstatat(dirfd(dir), d->d_name, &st, 0) == 0 && S_ISDIR(st.st_mode)) {
		sec_paths_add(l->out, path->s); /* reading it says why the records in it are not seen */
		return 0;
	}
	if (type != DT_DIR || is_record_name(d->d_name)) {
		list_file(l, path->s);
		return 0;
	}
	fd = openat(dirfd(dir), d->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return sec_err_errno(err, "cannot open folder", path->s);
	rc = list_folder(l, fd, path, err);
	return rc;
}

/* Takes over the descriptor. */
static int list_folder(const struct listing *l, int at, struct sec_buf *path, struct sec_err *err)
{
	DIR *dir = fdopendir(at);
	size_t len = path->len;
	const struct dirent *d;
	int rc = 0;

	if (!dir) {
		close(at);
		return sec_err_errno(err, "cannot read folder", path->s);
	}
	while (rc == 0 && (errno = 0, d = readdir(dir))) {
		if (d->d_name[0] == '.')
			continue;
		sec_buf_addf(path, len ? "/%s" : "%s", d->d_name);
		rc = list_entry(l, dir, d, path, err);
		path->len = len;
		path->s[len] = '\0';
	}
	if (rc == 0 && errno)
		rc = sec_err_errno(err, "cannot read folder", path->s);
	closedir(dir);
	return rc;
}

static int list_tree(struct sec_source *s, const char *folder, const struct listing *l,
	struct sec_err *err)
{
	struct sec_buf path = SEC_BUF_INIT;
	int fd = *folder ? sec_file_open_below(s->root, folder, O_RDONLY | O_DIRECTORY, 0)
		: openat(s->root, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int rc;

	if (fd < 0 && errno == ENOENT)
		return 0;
	if (fd < 0 && (errno == ELOOP || errno == ENOTDIR))
		return sec_err_set(err, SEC_FAIL, "%s is or runs through a symbolic link, or is no folder",
			folder);
	if (fd < 0)
		return sec_err_errno(err, "cannot open folder", folder);
	sec_buf_addstr(&path, folder);
	rc = list_folder(l, fd, &path, err);
	sec_buf_release(&path);
	return rc;
}

static int list_blob(void *ctx, const char *path, const struct sec_git_id *blob, unsigned mode)
{
	const struct listing *l = ctx;

	(void)blob;
	if (S_ISREG(mode))
		list_file(l, path + l->prefix);
	return 0;
}

int sec_source_list(struct sec_source *s, const char *folder, struct sec_paths *out,
	struct sec_paths *debris, struct sec_err *err)
{
	struct listing l = { out, debris, s->prefix ? strlen(s->prefix) : 0 };
	char *path;
	int rc;

	if (s->root >= 0) {
		rc = list_tree(s, folder, &l, err);
	} else {
		path = xasprintf("%s%s", s->prefix, folder);
		rc = sec_git()->walk(s->git, &s->at, path, list_blob, &l, err);
		free(path);
	}
	sec_paths_sort(out);
	if (debris)
		sec_paths_sort(debris);
	return rc;
}

int sec_source_read(struct sec_source *s, const char *path, size_t limit, struct sec_buf *out,
	struct sec_err *err)
{
	char *full;
	int rc;

	if (s->root >= 0)
		return sec_file_read_below(out, s->root, path, limit, err);
	full = xasprintf("%s%s", s->prefix, path);
	pthread_mutex_lock(&s->lock);
	rc = sec_git()->read_path(s->git, &s->at, full, limit, out, err);
	pthread_mutex_unlock(&s->lock);
	free(full);
	return rc;
}

bool sec_source_exists(struct sec_source *s, const char *path)
{
	struct sec_buf text = SEC_BUF_INIT;
	struct stat st;
	bool yes;
	int fd;

	if (!sec_path_is_safe(path))
		return false;
	if (s->root >= 0) {
		fd = sec_file_open_below(s->root, path, O_PATH, 0);
		yes = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
		if (fd >= 0)
			close(fd);
		return yes;
	}
	yes = sec_source_read(s, path, SIZE_MAX / 2, &text, NULL) == 0;
	sec_buf_release(&text);
	return yes;
}
