/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <git2.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/escape.h"
#include "base/mem.h"
#include "register/git/inner.h"

enum { CACHE_MAX = 32 * 1024 * 1024 }; /* of 256, which long histories fill in vain */

static int started; /* what git_libgit2_init() returned; negative: it failed */

static void start(void)
{
	/* Both change what the repository's configuration holds, not the objects
	 * we write, so a repository that uses them is as safe as any other. */
	static const char *extensions[] = { "worktreeconfig", "preciousobjects" };
	const char *alone = getenv("GIT_CONFIG_NOSYSTEM");
	int yes = 0;

	started = git_libgit2_init();
	if (started < 0)
		return;
	git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1); /* off by default */
	git_libgit2_opts(GIT_OPT_SET_CACHE_MAX_SIZE, (ssize_t)CACHE_MAX);
	git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, extensions, (size_t)2);
	/* By default nothing above 4 KiB is kept, so that looking up a thousand files
	 * of a large folder would inflate its tree a thousand times. */
	git_libgit2_opts(GIT_OPT_SET_CACHE_OBJECT_LIMIT, GIT_OBJECT_TREE, (size_t)1 << 20);
	git_libgit2_opts(GIT_OPT_SET_CACHE_OBJECT_LIMIT, GIT_OBJECT_COMMIT, (size_t)1 << 22);
	/* which libgit2 does not look at */
	if (alone && git_config_parse_bool(&yes, alone) == 0 && yes)
		git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, GIT_CONFIG_LEVEL_SYSTEM, "");
}

void sec_git_id_hex(const struct sec_git_id *id, char out[SEC_GIT_HEX + 1])
{
	static const char digit[] = "0123456789abcdef";
	size_t i;

	for (i = 0; i < sizeof(id->raw); i++) {
		out[2 * i] = digit[id->raw[i] >> 4];
		out[2 * i + 1] = digit[id->raw[i] & 15];
	}
	out[SEC_GIT_HEX] = '\0';
}

static int digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool sec_git_id_parse(struct sec_str text, struct sec_git_id *out)
{
	size_t i;

	if (text.len != SEC_GIT_HEX)
		return false;
	for (i = 0; i < sizeof(out->raw); i++) {
		int high = digit(text.s[2 * i]), low = digit(text.s[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		out->raw[i] = (unsigned char)(high * 16 + low);
	}
	return true;
}

int sec_git_error(struct sec_err *err, int code, const char *fmt, ...)
{
	const git_error *last = git_error_last();
	struct sec_buf text = SEC_BUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	sec_buf_vaddf(&text, fmt, ap);
	va_end(ap);
	if (last && last->message)
		sec_buf_addf(&text, ": %s", last->message);
	if (last && last->message && strstr(last->message, "object not found"))
		sec_buf_addstr(&text, " (git fsck tells more; where this is a partial clone, get the "
			"rest: git fetch --refetch --no-filter)");
	else if (last && (last->klass == GIT_ERROR_ODB || last->klass == GIT_ERROR_ZLIB
		    || last->klass == GIT_ERROR_OBJECT || last->klass == GIT_ERROR_TREE))
		sec_buf_addstr(&text, " (git fsck tells more)");
	if (last && last->message && strstr(last->message, "mandatory extension"))
		sec_buf_addstr(&text, "; it is split or sparse: run git update-index --no-split-index, "
			"or git sparse-checkout reapply --no-sparse-index");
	sec_err_set(err, code, "%s", text.s);
	sec_buf_release(&text);
	return code;
}

char *sec_git_unslash(const char *path)
{
	size_t n = strlen(path);

	while (n > 1 && path[n - 1] == '/')
		n--;
	return xstrndup(path, n);
}

/* The path that git wants in safe.directory: the work tree, or the bare
 * repository itself. */
static char *unsafe_path(const char *dir)
{
	git_buf found = { 0 };
	char *path = NULL;
	size_t n;

	if (git_repository_discover(&found, dir, 0, NULL) == 0) {
		path = sec_git_unslash(found.ptr);
		n = strlen(path);
		if (n > 5 && strcmp(path + n - 5, "/.git") == 0)
			path[n - 5] = '\0';
	}
	git_buf_dispose(&found);
	return path ? path : realpath(dir, NULL);
}

static int open_failed(int rc, const char *dir, struct sec_err *err)
{
	const git_error *last = git_error_last();
	const char *said = last && last->message ? last->message : "";
	const char *name;

	if (rc == GIT_EOWNER || strstr(said, "safe.directory")) {
		/* 1.5.1 gives ENOTFOUND where the key is not set at all */
		char *path = unsafe_path(dir);
		struct sec_buf word = SEC_BUF_INIT;

		sec_escape_shell(&word, sec_str(path ? path : dir));
		sec_err_set(err, SEC_FAIL, "the repository at %s belongs to another user; if you trust "
			"it, run: git config --global --add safe.directory %s", path ? path : dir, word.s);
		sec_buf_release(&word);
		free(path);
		return SEC_FAIL;
	}
	if (rc == GIT_ENOTFOUND)
		return sec_err_set(err, SEC_ABSENT, "%s is not in a git repository", dir);
	if (strstr(said, "extensions.objectformat"))
		return sec_err_set(err, SEC_FAIL, "the repository of %s names its objects by SHA-256, "
			"which is not supported; make one with: git init --object-format=sha1", dir);
	name = strstr(said, "unsupported extension name");
	if (name)
		return sec_err_set(err, SEC_FAIL, "this repository uses %s, which is not supported; "
			"use a plain clone of it", name + strlen("unsupported extension name "));
	return sec_git_error(err, SEC_FAIL, "cannot open the repository of %s", dir);
}

static bool is_below(const char *path, const char *root)
{
	size_t n = root ? strlen(root) : 0;

	while (n > 1 && root[n - 1] == '/')
		n--;
	return root && strncmp(path, root, n) == 0 && (path[n] == '/' || !path[n]);
}

/* GIT_DIR counts, as for git, unless it names a repository whose work tree does
 * not hold `dir` (a hook of one repository that works on a register elsewhere). */
static int open_repo(git_repository **out, const char *dir)
{
	const unsigned flags = GIT_REPOSITORY_OPEN_FROM_ENV;
	char *real;
	bool holds;
	int rc;

	if (getenv("GIT_DIR")) {
		rc = git_repository_open_ext(out, NULL, flags, NULL);
		if (rc < 0)
			return rc;
		real = realpath(dir, NULL);
		holds = git_repository_is_bare(*out)
			|| (real && is_below(real, git_repository_workdir(*out)));
		free(real);
		if (holds)
			return 0;
		git_repository_free(*out);
		*out = NULL;
	}
	return git_repository_open_ext(out, dir, flags, NULL);
}

static int git_open(struct sec_git **out, const char *dir, struct sec_err *err)
{
	struct sec_git *git;
	git_repository *repo = NULL;
	const char *work;
	int rc;

	*out = NULL;
	if (started < 0)
		return sec_err_set(err, SEC_FAIL, "libgit2 does not start");
	if (getenv("GIT_WORK_TREE"))
		return sec_err_set(err, SEC_FAIL, "GIT_WORK_TREE is set, which is not supported; unset it");
	if (access(dir, F_OK) < 0 && errno == ENOENT)
		return sec_err_set(err, SEC_ABSENT, "%s: no such folder", dir);
	rc = open_repo(&repo, dir);
	if (rc < 0)
		return open_failed(rc, dir, err);
	git = xcalloc(1, sizeof(*git));
	git->repo = repo;
	work = git_repository_workdir(repo);
	git->workdir = work ? sec_git_unslash(work) : NULL;
	git->gitdir = sec_git_unslash(git_repository_path(repo));
	git->common = sec_git_unslash(git_repository_commondir(repo));
	*out = git;
	return 0;
}

static void git_free(struct sec_git *git)
{
	if (!git)
		return;
	git_repository_free(git->repo);
	free(git->workdir);
	free(git->gitdir);
	free(git->common);
	free(git->shallow);
	sec_git_seen_free(git->seen);
	free(git);
}

static const char *git_workdir(const struct sec_git *git)
{
	return git->workdir;
}

static const char *git_common(const struct sec_git *git)
{
	return git->common;
}

static const char *git_gitdir(const struct sec_git *git)
{
	return git->gitdir;
}

static const struct sec_git_write write_ops = {
	.gitdir = git_gitdir,
	.may_write = sec_git_may_write,
	.may_touch = sec_git_may_touch,
	.lacks_driver = sec_git_lacks_driver,
	.share = sec_git_share,
	.head = sec_git_head,
	.entry = sec_git_entry,
	.hash = sec_git_hash,
	.commit = sec_git_commit,
	.pack_sweep = sec_git_pack_sweep,
	.swap = sec_git_swap,
	.swap_undo = sec_git_swap_undo,
	.contains = sec_git_contains,
	.changes = sec_git_changes,
	.who = sec_git_who,
	.diff = sec_git_diff,
	.index_open = sec_git_index_open,
	.index_free = sec_git_index_free,
	.index_get = sec_git_index_get,
	.index_set = sec_git_index_set,
	.index_write = sec_git_index_write,
};

static const struct sec_git_past past_ops = {
	.commits = sec_git_past_commits,
	.commit = sec_git_past_commit,
	.differ = sec_git_past_differ,
	.blob = sec_git_past_blob,
	.base = sec_git_past_base,
	.disguised = sec_git_past_disguised,
	.signature = sec_git_past_signature,
};

static const struct sec_git_ops ops = {
	.open = git_open,
	.free = git_free,
	.workdir = git_workdir,
	.common = git_common,
	.resolve = sec_git_resolve,
	.walk = sec_git_walk,
	.read = sec_git_read,
	.read_path = sec_git_read_path,
	.has_file = sec_git_has_file,
	.size = sec_git_size,
	.staged = sec_git_staged,
	.init = sec_git_init,
	.unborn = sec_git_unborn,
	.configure = sec_git_configure,
	.setting = sec_git_setting,
	.write = &write_ops,
	.past = &past_ops,
};

const struct sec_git_ops *sec_git(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, start);
	return &ops;
}
