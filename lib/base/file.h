/* SPDX-License-Identifier: ISC
 *
 * Files: reading plain files safely, and paths that stay where they should.
 *
 * A "plain" read opens without blocking and looks at what it opened, so a FIFO,
 * a device, a folder or a socket is refused and cannot hang a program. Below a
 * root, no component of a path may be a symlink.
 */
#ifndef SEC_BASE_FILE_H
#define SEC_BASE_FILE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"

/* Appends the plain file's bytes. `limit` is the most it may have. SEC_ABSENT
 * when there is no such file. `at` is a folder's descriptor or AT_FDCWD. */
int sec_file_read(struct sec_buf *out, int at, const char *path, size_t limit,
	struct sec_err *err);

/* The same below folder `root`, following no symlink in any component. */
int sec_file_read_below(struct sec_buf *out, int root, const char *path, size_t limit,
	struct sec_err *err);

/* Opens `path` below `root` component by component with O_NOFOLLOW; `flags`
 * are for the last one. Returns a descriptor or -1 with errno; ELOOP means a
 * symlink stood in the way. */
int sec_file_open_below(int root, const char *path, int flags, unsigned mode);

/* Reads a stream to its end. */
int sec_file_read_all(struct sec_buf *out, int fd, const char *name, size_t limit,
	struct sec_err *err);

/* The folder of the running program, absolute, for what stands beside it; NULL where
 * the system does not say. The caller frees. */
char *sec_file_here(void);

/* Relative, not empty, no `..` or `.` or empty component, no control bytes. */
bool sec_path_is_safe(const char *path);

/* Sync folders', editors' and merges' leavings, never records: `x (conflicted
 * copy).ini`, `x.ini~`, `.x.ini.swp`, `x.orig`, `x.ini.rej`. */
bool sec_path_is_debris(const char *name);

/* Writes bytes to a descriptor, all of them. -1 with errno. */
int sec_file_write_all(int fd, const void *s, size_t len);

/* Makes the file `path` with these bytes, durable once this returns 0; it must
 * not exist. On failure -1 with errno, and nothing of it stays. */
int sec_file_make(int at, const char *path, const void *s, size_t len);

/* Gives the file `own` the name `lock`, which must be free (-1, EEXIST): whoever
 * sees the lock sees all its bytes, even if this process dies on the way. `own`
 * is gone afterwards, unless it failed. */
int sec_file_publish(int at, const char *own, const char *lock);

/* The folder `path` and those above it, where missing. -1 with errno. */
int sec_file_mkdirs(const char *path);

/* fsync by path, for folders. -1 with errno. */
int sec_file_sync(int at, const char *path);

#endif
