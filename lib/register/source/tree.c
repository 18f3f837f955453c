/* SPDX-License-Identifier: ISC */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "register/source/inner.h"

struct tree {
	struct sec_source source;
	int root;
};

static int list_folder(const struct sec_source_listing *l, int at, struct sec_buf *path, struct sec_err *err);

static int list_entry(const struct sec_source_listing *l, DIR *dir, const struct dirent *d,
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
	if (type != DT_DIR || sec_source_is_record(d->d_name)) {
		sec_source_listed(l, path->s);
		return 0;
	}
	fd = openat(dirfd(dir), d->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return sec_err_errno(err, "cannot open folder", path->s);
	rc = list_folder(l, fd, path, err);
	return rc;
}

/* Takes over the descriptor. */
static int list_folder(const struct sec_source_listing *l, int at, struct sec_buf *path, struct sec_err *err)
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

static int tree_list(struct sec_source *s, const char *folder,
	const struct sec_source_listing *l, struct sec_err *err)
{
	struct tree *t = (struct tree *)s;
	struct sec_buf path = SEC_BUF_INIT;
	int fd = *folder ? sec_file_open_below(t->root, folder, O_RDONLY | O_DIRECTORY, 0)
		: openat(t->root, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
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

static int tree_read(struct sec_source *s, const char *path, size_t limit, struct sec_buf *out,
	struct sec_err *err)
{
	return sec_file_read_below(out, ((struct tree *)s)->root, path, limit, err);
}

static bool tree_exists(struct sec_source *s, const char *path)
{
	int fd = sec_file_open_below(((struct tree *)s)->root, path, O_PATH, 0);
	struct stat st;
	bool yes = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode);

	if (fd >= 0)
		close(fd);
	return yes;
}

static void tree_close(struct sec_source *s)
{
	close(((struct tree *)s)->root);
	free(s);
}

int sec_source_open_tree(struct sec_source **out, const char *root, struct sec_err *err)
{
	static const struct sec_source_ops ops = { .list = tree_list, .read = tree_read,
		.exists = tree_exists, .close = tree_close };
	int fd = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct tree *t;

	if (fd < 0)
		return sec_err_errno(err, "cannot open", root);
	t = xcalloc(1, sizeof(*t));
	t->source.ops = &ops;
	t->root = fd;
	*out = &t->source;
	return 0;
}
