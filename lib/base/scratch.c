/* SPDX-License-Identifier: ISC */
#include "base/scratch.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"

int sec_scratch_make(struct sec_scratch *s, struct sec_err *err)
{
	const char *top = getenv("TMPDIR");
	sigset_t set;
	int rc;

	s->folder = xasprintf("%s/sec.XXXXXX", top && *top ? top : "/tmp");
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGQUIT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	pthread_sigmask(SIG_BLOCK, &set, &s->signals);
	if (mkdtemp(s->folder))
		return 0;
	rc = sec_err_errno(err, "cannot make a temporary folder", s->folder);
	free(s->folder);
	s->folder = NULL;
	pthread_sigmask(SIG_SETMASK, &s->signals, NULL);
	return rc;
}

void sec_scratch_remove(struct sec_scratch *s)
{
	DIR *dir;
	struct dirent *entry;

	if (!s->folder)
		return;
	dir = opendir(s->folder);
	while (dir && (entry = readdir(dir)))
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			unlinkat(dirfd(dir), entry->d_name, 0);
	if (dir)
		closedir(dir);
	rmdir(s->folder);
	free(s->folder);
	s->folder = NULL;
	pthread_sigmask(SIG_SETMASK, &s->signals, NULL);
}

char *sec_scratch_path(const struct sec_scratch *s, const char *name)
{
	return xasprintf("%s/%s", s->folder, name);
}

char *sec_scratch_put(const struct sec_scratch *s, const char *name, struct sec_str text,
	struct sec_err *err)
{
	char *path = sec_scratch_path(s, name);
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	bool done = fd >= 0 && sec_file_write_all(fd, text.s, text.len) == 0;

	if (!done)
		sec_err_errno(err, "cannot write", path);
	if (fd >= 0)
		close(fd);
	if (done)
		return path;
	free(path);
	return NULL;
}
