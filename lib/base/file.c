/* SPDX-License-Identifier: ISC */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/mem.h"

static const char *type_name(mode_t mode)
{
	return S_ISDIR(mode) ? "a folder"
		: S_ISFIFO(mode) ? "a pipe"
		: S_ISSOCK(mode) ? "a socket"
		: "a device";
}

static int read_open(struct sec_buf *out, int fd, const char *path, size_t limit,
	struct sec_err *err)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return sec_err_errno(err, "cannot look at", path);
	if (!S_ISREG(st.st_mode))
		return sec_err_set(err, SEC_FAIL, "%s is %s, not a plain file", path,
			type_name(st.st_mode));
	if ((size_t)st.st_size <= limit)
		sec_buf_reserve(out, (size_t)st.st_size + 1);
	return sec_file_read_all(out, fd, path, limit, err);
}

int sec_file_read_all(struct sec_buf *out, int fd, const char *name, size_t limit,
	struct sec_err *err)
{
	size_t start = out->len;

	for (;;) {
		ssize_t n;

		if (out->alloc < out->len + 2)
			sec_buf_reserve(out, 64 * 1024);
		n = read(fd, out->s + out->len, out->alloc - out->len - 1);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return sec_err_errno(err, "cannot read", name);
		if (n == 0)
			break;
		out->len += (size_t)n;
		if (out->len - start > limit)
			return sec_err_set(err, SEC_FAIL, "%s is larger than %zu bytes", name, limit);
	}
	if (out->alloc)
		out->s[out->len] = '\0';
	return 0;
}

static int open_error(struct sec_err *err, const char *path)
{
	if (errno == ENOENT || errno == ENOTDIR)
		return sec_err_set(err, SEC_ABSENT, "%s: no such file", path);
	if (errno == ELOOP)
		return sec_err_set(err, SEC_FAIL, "%s is or runs through a symbolic link", path);
	if (errno == ENXIO)
		return sec_err_set(err, SEC_FAIL, "%s is a socket, not a plain file", path);
	if (errno == EINVAL) /* from sec_path_is_safe() */
		return sec_err_set(err, SEC_FAIL, "%s is no path that can be read: a control character, "
			"'..' or an empty part", path);
	return sec_err_errno(err, "cannot open", path);
}

static int read_and_close(struct sec_buf *out, int fd, const char *path, size_t limit,
	struct sec_err *err)
{
	int rc = fd < 0 ? open_error(err, path) : read_open(out, fd, path, limit, err);

	if (fd >= 0)
		close(fd);
	return rc;
}

int sec_file_read(struct sec_buf *out, int at, const char *path, size_t limit,
	struct sec_err *err)
{
	int fd = openat(at, path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);

	return read_and_close(out, fd, path, limit, err);
}

/* The whole path in one call, where the kernel (5.6) and its filters let us:
 * a scan of many records spends a good part of its time in opening them. */
static int open_at_once(int root, const char *path, int flags, unsigned mode)
{
	struct open_how how = {
		.flags = (unsigned)(flags | O_NOFOLLOW | O_CLOEXEC),
		.mode = flags & O_CREAT ? mode : 0,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS };

	return (int)syscall(SYS_openat2, root, path, &how, sizeof(how));
}

static int open_step_by_step(int root, const char *path, int flags, unsigned mode)
{
	const char *slash;
	int at = root, next, saved;

	while ((slash = strchr(path, '/'))) {
		char *part = xstrndup(path, (size_t)(slash - path));

		next = openat(at, part, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		if (next < 0 && errno == ENOTDIR) { /* O_DIRECTORY hides which it was */
			struct stat st;

			if (fstatat(at, part, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(st.st_mode))
				errno = ELOOP;
			else
				errno = ENOTDIR;
		}
		free(part);
		saved = errno;
		if (at != root)
			close(at);
		errno = saved;
		if (next < 0)
			return -1;
		at = next;
		path = slash + 1;
	}
	next = openat(at, path, flags | O_NOFOLLOW | O_CLOEXEC, mode);
	saved = errno;
	if (at != root)
		close(at);
	errno = saved;
	return next;
}

int sec_file_open_below(int root, const char *path, int flags, unsigned mode)
{
	int fd;

	if (!sec_path_is_safe(path)) {
		errno = EINVAL;
		return -1;
	}
	fd = open_at_once(root, path, flags, mode);
	if (fd < 0 && (errno == ENOSYS || errno == EPERM || errno == EAGAIN))
		fd = open_step_by_step(root, path, flags, mode);
	return fd;
}

int sec_file_read_below(struct sec_buf *out, int root, const char *path, size_t limit,
	struct sec_err *err)
{
	int fd = sec_file_open_below(root, path, O_RDONLY | O_NONBLOCK | O_NOCTTY, 0);

	return read_and_close(out, fd, path, limit, err);
}

char *sec_file_here(void)
{
	char *exe = realpath("/proc/self/exe", NULL), *slash;

	if (!exe && getauxval(AT_EXECFN)) /* no /proc here */
		exe = realpath((const char *)getauxval(AT_EXECFN), NULL);
	slash = exe ? strrchr(exe, '/') : NULL;
	if (slash)
		*slash = '\0';
	return exe;
}

bool sec_path_is_safe(const char *path)
{
	const char *p = path;

	if (!*p || *p == '/')
		return false;
	for (; *p; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			return false;
	p = path;
	while (*p) {
		size_t n = strcspn(p, "/");

		if (n == 0 || (n == 1 && p[0] == '.') || (n == 2 && p[0] == '.' && p[1] == '.'))
			return false;
		p += n;
		if (*p == '/' && !*++p)
			return false;
	}
	return true;
}

static bool ends(const char *s, const char *tail)
{
	size_t n = strlen(s), m = strlen(tail);

	return n >= m && strcmp(s + n - m, tail) == 0;
}

bool sec_path_is_debris(const char *name)
{
	static const char *const tails[] = { "~", ".swp", ".swo", ".orig", ".rej", ".bak", ".tmp" };
	size_t i;

	for (i = 0; i < sizeof(tails) / sizeof(*tails); i++)
		if (ends(name, tails[i]))
			return true;
	return strcasestr(name, "conflicted copy") || strcasestr(name, "sync-conflict")
		|| (name[0] == '#' && ends(name, "#"));
}

int sec_file_write_all(int fd, const void *s, size_t len)
{
	const char *p = s;

	while (len) {
		ssize_t n = write(fd, p, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		p += n;
		len -= (size_t)n;
	}
	return 0;
}

int sec_file_make(int at, const char *path, const void *s, size_t len)
{
	int fd = openat(at, path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
	int saved;

	if (fd < 0)
		return -1;
	if (sec_file_write_all(fd, s, len) == 0 && fsync(fd) == 0) {
		if (close(fd) == 0)
			return 0;
		fd = -1;
	}
	saved = errno;
	if (fd >= 0)
		close(fd);
	unlinkat(at, path, 0);
	errno = saved;
	return -1;
}

int sec_file_publish(int at, const char *own, const char *lock)
{
	int fd;

	if (linkat(at, own, at, lock, 0) == 0) {
		unlinkat(at, own, 0);
		return 0;
	}
	if (errno == EEXIST || errno == ENOENT || errno == ENOSPC || errno == EIO)
		return -1;
	/* no hard links here: claim the name first, then put the bytes in its place */
	fd = openat(at, lock, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
	if (fd < 0)
		return -1;
	close(fd);
	return renameat(at, own, at, lock);
}

int sec_file_mkdirs(const char *path)
{
	char *above, *slash;
	int rc = mkdir(path, 0777);

	if (rc == 0 || errno == EEXIST)
		return 0;
	slash = strrchr(path, '/');
	if (errno != ENOENT || !slash || slash == path)
		return -1;
	above = xstrndup(path, (size_t)(slash - path));
	rc = sec_file_mkdirs(above);
	free(above);
	if (rc < 0)
		return -1;
	return mkdir(path, 0777) < 0 && errno != EEXIST ? -1 : 0;
}

int sec_file_sync(int at, const char *path)
{
	int fd = openat(at, path, O_RDONLY | O_CLOEXEC), rc, saved;

	if (fd < 0)
		return -1;
	rc = fsync(fd);
	saved = errno;
	close(fd);
	errno = saved;
	return rc;
}
