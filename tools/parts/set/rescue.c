/* SPDX-License-Identifier: ISC */
#include "parts/set/rescue.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"

#define LIMIT ((size_t)1 << 28)

static int make_folder(const char *path, struct sec_err *err)
{
	if (mkdir(path, 0700) == 0 || errno == EEXIST)
		return 0;
	return sec_err_errno(err, "cannot make the folder", path);
}

int rescue_open(struct rescue *x, const char *gitdir, const char *name, struct sec_err *err)
{
	char *above = xasprintf("%s/sec-edit", gitdir);
	int rc = make_folder(above, err);

	*x = (struct rescue){ .dir = xasprintf("%s/%s", above, name), .lock = -1 };
	x->file = xasprintf("%s/%s.ini", x->dir, name);
	if (rc == 0)
		rc = make_folder(x->dir, err);
	if (rc == 0) {
		x->lock = open(x->dir, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		if (x->lock < 0)
			rc = sec_err_errno(err, "cannot open", x->dir);
		else if (flock(x->lock, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK)
			rc = sec_err_set(err, SEC_FAIL, "%s is being edited by another sec-set", name);
	}
	x->found = rc == 0 && access(x->file, F_OK) == 0;
	free(above);
	return rc;
}

int rescue_write(const struct rescue *x, const char *beside, struct sec_str text,
	struct sec_err *err)
{
	char *path = beside ? xasprintf("%s/%s", x->dir, beside) : xstrdup(x->file);
	char *part = xasprintf("%s.part", path);
	int fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600), rc = 0;

	if (fd < 0 || sec_file_write_all(fd, text.s, text.len) < 0 || fsync(fd) < 0
		|| rename(part, path) < 0)
		rc = sec_err_errno(err, "cannot write", path);
	if (fd >= 0)
		close(fd);
	if (rc)
		unlink(part);
	free(part);
	free(path);
	return rc;
}

int rescue_read(const struct rescue *x, const char *beside, struct sec_buf *out, struct sec_err *err)
{
	char *path = beside ? xasprintf("%s/%s", x->dir, beside) : xstrdup(x->file);
	int rc = sec_file_read(out, AT_FDCWD, path, LIMIT, err);

	free(path);
	return rc;
}

/* Allocates nothing: a handler of signals calls it. */
static bool is_same(const char *file, struct sec_str text)
{
	char part[4096];
	size_t at = 0;
	ssize_t n;
	int fd = text.s ? open(file, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC) : -1;

	if (fd < 0)
		return false;
	while ((n = read(fd, part, sizeof(part))) > 0) {
		if ((size_t)n > text.len - at || memcmp(text.s + at, part, (size_t)n) != 0)
			break;
		at += (size_t)n;
	}
	close(fd);
	return n == 0 && at == text.len;
}

bool rescue_is(const struct rescue *x, struct sec_str text)
{
	return is_same(x->file, text);
}

void rescue_drop(const struct rescue *x)
{
	DIR *d = opendir(x->dir);
	struct dirent *entry;

	while (d && (entry = readdir(d)))
		unlinkat(dirfd(d), entry->d_name, 0); /* folders stay: none is ours */
	if (d)
		closedir(d);
	rmdir(x->dir);
}

void rescue_close(struct rescue *x)
{
	if (x->lock >= 0)
		close(x->lock);
	free(x->dir);
	free(x->file);
	*x = (struct rescue){ .lock = -1 };
}

/* ---- signals ---- */

static const int signals[] = { SIGTERM, SIGHUP, SIGINT };
enum { SIGNALS = sizeof(signals) / sizeof(*signals) };

static struct {
	char *file, *dir;
	char **inside; /* all that stands in `dir` */
	size_t n, alloc;
	struct sec_str shown, message;
	struct sigaction before[SIGNALS];
	bool on;
} guard;

static void stop(int which)
{
	ssize_t n = 0;
	size_t i;

	if (is_same(guard.file, guard.shown)) {
		for (i = 0; i < guard.n; i++)
			unlink(guard.inside[i]);
		rmdir(guard.dir);
	} else {
		n = write(STDERR_FILENO, guard.message.s, guard.message.len);
	}
	(void)n;
	raise(which); /* unblocked and back to its default by the flags below */
}

static void list(const struct rescue *x)
{
	DIR *d = opendir(x->dir);
	struct dirent *entry;

	while (d && (entry = readdir(d))) {
		if (entry->d_name[0] == '.')
			continue;
		SEC_GROW(guard.inside, guard.n, guard.alloc);
		guard.inside[guard.n++] = xasprintf("%s/%s", x->dir, entry->d_name);
	}
	if (d)
		closedir(d);
}

void rescue_guard(const struct rescue *x, struct sec_str shown, const char *message)
{
	struct sigaction now = { .sa_handler = stop, .sa_flags = SA_RESETHAND | SA_NODEFER };
	size_t i;

	rescue_unguard();
	list(x);
	guard.file = xstrdup(x->file);
	guard.dir = xstrdup(x->dir);
	guard.shown = shown;
	guard.message = sec_str(message);
	for (i = 0; i < SIGNALS; i++) {
		sigaction(signals[i], NULL, &guard.before[i]);
		if (guard.before[i].sa_handler != SIG_IGN)
			sigaction(signals[i], &now, NULL);
	}
	guard.on = true;
}

void rescue_unguard(void)
{
	size_t i;

	if (!guard.on)
		return;
	for (i = 0; i < SIGNALS; i++)
		sigaction(signals[i], &guard.before[i], NULL);
	while (guard.n)
		free(guard.inside[--guard.n]);
	free(guard.inside);
	guard.inside = NULL;
	guard.alloc = 0;
	free(guard.file);
	free(guard.dir);
	guard.on = false;
}
