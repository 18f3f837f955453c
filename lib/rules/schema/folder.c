/* SPDX-License-Identifier: ISC */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>

#include "base/file.h"
#include "rules/schema.h"

enum { READ_MAX = 1024 * 1024 }; /* the loader's own limit speaks first */

static int is_schema_file(const struct dirent *d)
{
	return d->d_name[0] != '.' && sec_str_ends(sec_str(d->d_name), ".ini") &&
	       !sec_path_is_debris(d->d_name);
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int add_file(const char *path, struct sec_buf *text,
	int (*add)(void *arg, const char *name, struct sec_str text), void *arg,
	struct sec_err *err)
{
	int rc;

	sec_buf_clear(text);
	rc = sec_file_read(text, AT_FDCWD, path, READ_MAX, err);
	return rc ? rc : add(arg, path, sec_buf_str(text));
}

static int each_file(void *ctx, int (*add)(void *arg, const char *name, struct sec_str text),
	void *arg, struct sec_err *err)
{
	const char *dir = ctx;
	struct sec_buf text = SEC_BUF_INIT, path = SEC_BUF_INIT;
	struct dirent **entry = NULL;
	int n = scandir(dir, &entry, is_schema_file, by_name), rc = 0;

	if (n < 0)
		return sec_err_errno(err, "cannot read", dir);
	for (int i = 0; i < n; i++) {
		if (!rc) {
			sec_buf_clear(&path);
			sec_buf_addf(&path, "%s/%s", dir, entry[i]->d_name);
			rc = add_file(path.s, &text, add, arg, err);
		}
		free(entry[i]);
	}
	free(entry);
	sec_buf_release(&text);
	sec_buf_release(&path);
	return rc;
}

struct sec_schema_source sec_schema_folder(const char *dir)
{
	return (struct sec_schema_source){ each_file, (void *)dir };
}
