/* SPDX-License-Identifier: ISC */
#include "parts/output.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"

static bool is_device(const char *path)
{
	struct stat st;

	if (strncmp(path, "/dev/", 5) == 0)
		return true;
	return lstat(path, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISLNK(st.st_mode);
}

static int write_into(const char *path, const struct sec_buf *text, struct sec_err *err)
{
	int fd = open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC), rc = 0;

	if (fd < 0 || sec_file_write_all(fd, text->s, text->len) < 0)
		rc = sec_err_errno(err, "cannot write", path);
	if (fd >= 0 && close(fd) < 0 && rc == 0)
		rc = sec_err_errno(err, "cannot write", path);
	return rc;
}

static int replace(const char *path, const struct sec_buf *text, struct sec_err *err)
{
	char *temp = xasprintf("%s.XXXXXX", path);
	mode_t mask = umask(0);
	int fd, rc = 0;

	umask(mask);
	fd = mkstemp(temp);
	if (fd < 0)
		rc = sec_err_errno(err, "cannot write", path);
	else if (sec_file_write_all(fd, text->s, text->len) < 0 || fchmod(fd, 0666 & ~mask) < 0)
		rc = sec_err_errno(err, "cannot write", path);
	if (fd >= 0 && close(fd) < 0 && rc == 0)
		rc = sec_err_errno(err, "cannot write", path);
	if (rc == 0 && rename(temp, path) < 0)
		rc = sec_err_errno(err, "cannot write", path);
	if (rc && fd >= 0)
		unlink(temp);
	free(temp);
	return rc;
}

int output_write(const char *path, const struct sec_buf *text, struct sec_err *err)
{
	return is_device(path) ? write_into(path, text, err) : replace(path, text, err);
}
