/* SPDX-License-Identifier: ISC
 *
 * The objects of a large commit as one pack. It is made in a folder of its own in
 * this work tree's git directory, `sec-TOKEN.pack`, locked with flock while its
 * writer lives, and moves to the other packs when it is whole. So what a killed
 * writer leaves is known by its name, and that nobody writes there any more by the
 * lock, which went with the process.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <git2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "register/git/inner.h"

/* The folder where git looks for packs, a descriptor. */
static int open_packs(struct sec_git *git)
{
	git_buf path = { 0 };
	char *packs = NULL;
	int fd = -1;

	if (git_repository_item_path(&path, git->repo, GIT_REPOSITORY_ITEM_OBJECTS) == 0) {
		packs = xasprintf("%s/pack", path.ptr);
		fd = open(packs, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	}
	free(packs);
	git_buf_dispose(&path);
	return fd;
}

/* Does `act` with every file of the folder whose name ends so; how many, or -1. */
static int each(int folder, const char *suffix, int (*act)(int folder, const char *name, int to),
	int to)
{
	int fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), n = 0;
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *e;

	if (!dir && fd >= 0)
		close(fd);
	while (dir && n >= 0 && (e = readdir(dir)))
		if (*e->d_name != '.' && sec_str_ends(sec_str(e->d_name), suffix))
			n = act(folder, e->d_name, to) < 0 ? -1 : n + 1;
	if (dir)
		closedir(dir);
	return dir ? n : -1;
}

static int count(int folder, const char *name, int to)
{
	(void)folder;
	(void)name;
	(void)to;
	return 0;
}

static int move(int folder, const char *name, int to)
{
	return renameat(folder, name, to, name);
}

static int drop(int folder, const char *name, int to)
{
	(void)to;
	return unlinkat(folder, name, 0);
}

/* Git reads a pack once its index is there, so that moves last. */
static int move_all(int folder, int packs)
{
	if (each(folder, ".pack", move, packs) < 0 || each(folder, ".idx", move, packs) < 0
		|| fsync(packs) < 0)
		return -1;
	return 0;
}

/* The folder, locked; -1 where it cannot be, or could not move to `packs`. */
static int make_folder(const char *path, int packs)
{
	struct stat here, there;
	int fd = mkdir(path, 0700) < 0 ? -1 : open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	/* without links: somebody removed it before it was locked */
	if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0 && fstat(fd, &here) == 0 && here.st_nlink
		&& fstat(packs, &there) == 0 && here.st_dev == there.st_dev)
		return fd;
	if (fd >= 0) {
		close(fd);
		rmdir(path);
	}
	return -1;
}

int sec_git_pack_write(struct sec_git *git, struct git_packbuilder *pb)
{
	unsigned long long token = 0;
	int packs = open_packs(git), folder = -1, rc;
	char *path = NULL;

	if (packs >= 0 && getrandom(&token, sizeof(token), 0) == sizeof(token)) {
		path = xasprintf("%s/sec-%016llx" SEC_GIT_PACK, git->gitdir, token);
		folder = make_folder(path, packs);
	}
	rc = git_packbuilder_write(pb, folder < 0 ? NULL : path, 0, NULL, NULL);
	if (rc == 0 && folder >= 0 && move_all(folder, packs) < 0) {
		git_error_set_str(GIT_ERROR_OS, strerror(errno));
		rc = -1;
	}
	if (folder >= 0) {
		each(folder, "", drop, -1);
		rmdir(path);
		close(folder);
	}
	if (packs >= 0)
		close(packs);
	free(path);
	return rc;
}

void sec_git_pack_sweep(struct sec_git *git, const char *name)
{
	char *path = xasprintf("%s/%s", git->gitdir, name);
	int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW), packs = -1;

	if (folder >= 0 && flock(folder, LOCK_EX | LOCK_NB) == 0) {
		/* killed between the two moves: half a pack is none */
		if (each(folder, ".idx", count, -1) > 0 && each(folder, ".pack", count, -1) == 0)
			packs = open_packs(git);
		if (packs >= 0)
			each(folder, ".idx", move, packs);
		each(folder, "", drop, -1);
		rmdir(path);
	}
	if (packs >= 0)
		close(packs);
	if (folder >= 0)
		close(folder);
	free(path);
}
