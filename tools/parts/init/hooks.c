/* SPDX-License-Identifier: ISC */
#include "parts/init/hooks.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"

enum { HOOK_MAX = 64 * 1024 };
#define MARK "; made by sec-init"

/* What the environment of whoever commits or pushes must not decide. */
static const char clean[] =
	"unset SEC_REGISTER SEC_PEOPLE SEC_SCHEMA SEC_TODAY\n"
	"if ! [ -x \"$check\" ]; then\n";

static const char commit_text[] =
	"\techo \"pre-commit: $check is not there; install sec, make the hook anew with sec-init --hooks,\" >&2\n"
	"\techo 'or commit unchecked with git commit --no-verify' >&2\n"
	"\texit 1\n"
	"fi\n"
	"found=$(\"$check\" --staged -C \"$register\" 2>&1) && exit 0\n"
	"printf '%s\\n' \"$found\" >&2\n"
	"exit 1\n";

static const char receive_text[] =
	"\techo \"$check is not there, so nothing can be checked and nothing is taken;\" >&2\n"
	"\techo 'whoever keeps this server installs sec, or makes the hook anew with sec-init --server' >&2\n"
	"\texit 1\n"
	"fi\n"
	"exec \"$check\" --pre-receive\n";

/* sec-check, beside the program that runs; the caller frees. */
static char *find_check(struct sec_err *err)
{
	char *here = sec_file_here(), *path = here ? xasprintf("%s/sec-check", here) : NULL;

	free(here);
	if (path && access(path, X_OK) == 0)
		return path;
	sec_err_set(err, SEC_FAIL, "sec-check is not beside this program, so a hook could not run it");
	free(path);
	return NULL;
}

/* NAME='VALUE' as a shell reads it back. */
static void add_variable(struct sec_buf *out, const char *name, const char *value)
{
	sec_buf_addf(out, "%s='", name);
	for (; *value; value++) {
		if (*value == '\'')
			sec_buf_addstr(out, "'\\''");
		else
			sec_buf_addch(out, *value);
	}
	sec_buf_addstr(out, "'\n");
}

/* The hook's file: where git looks, which core.hooksPath may have moved; a server
 * has that set to its own folder. The caller frees. */
static char *hook_path(struct sec_git *git, const char *name, struct sec_err *err)
{
	struct sec_buf folder = SEC_BUF_INIT;
	char *path = NULL;
	int rc = sec_git()->workdir(git)
		? sec_git()->setting(git, "core.hooksPath", SEC_GIT_PATH, &folder, err) : SEC_ABSENT;

	if (rc == 0)
		path = xasprintf("%s/%s", folder.s, name);
	else if (rc == SEC_ABSENT)
		path = xasprintf("%s/hooks/%s", sec_git()->common(git), name);
	sec_buf_release(&folder);
	return path;
}

/* The register from the top of the work tree, where git runs the hook: in a linked
 * work tree that is another one. */
static const char *place_of(struct sec_git *git, const char *dir, char real[PATH_MAX])
{
	size_t n = strlen(sec_git()->workdir(git));

	return realpath(dir, real) && strlen(real) > n ? real + n + 1 : ".";
}

static int make_hook(const char *path, const struct sec_buf *text, struct sec_err *err)
{
	struct sec_buf old = SEC_BUF_INIT;
	char *folder = xstrndup(path, (size_t)(strrchr(path, '/') - path));
	int rc = sec_file_read(&old, AT_FDCWD, path, HOOK_MAX, err);

	if (rc == 0 && strstr(old.s, MARK) && unlink(path) == 0)
		rc = SEC_ABSENT; /* ours, perhaps of programs that stood elsewhere */
	if (rc == 0)
		rc = sec_err_set(err, SEC_FAIL, "%s is there already and stays as it is, so nothing is "
			"checked; move it away, run this again, and call it from there", path);
	else if (rc == SEC_ABSENT && (sec_file_mkdirs(folder) < 0
		|| sec_file_make(AT_FDCWD, path, text->s, text->len) < 0 || chmod(path, 0755) < 0))
		rc = sec_err_errno(err, "cannot make the hook", path);
	else if (rc == SEC_ABSENT)
		rc = 0;
	sec_buf_release(&old);
	free(folder);
	return rc;
}

static int write_hook(struct sec_git *git, const char *name, const char *what,
	const char *dir, const char *text, struct sec_err *err)
{
	struct sec_buf script = SEC_BUF_INIT;
	char *check = find_check(err);
	char *path = check ? hook_path(git, name, err) : NULL, place[PATH_MAX];
	int rc = path ? 0 : SEC_FAIL;

	if (rc == 0) {
		sec_buf_addf(&script, "#!/bin/sh\n# %s" MARK "\n", what);
		add_variable(&script, "check", check);
		if (sec_git()->workdir(git))
			add_variable(&script, "register", place_of(git, dir, place));
		sec_buf_addf(&script, "%s%s", clean, text);
		rc = make_hook(path, &script, err);
	}
	sec_buf_release(&script);
	free(check);
	free(path);
	return rc;
}

int hooks_commit(struct sec_git *git, const char *dir, struct sec_err *err)
{
	return write_hook(git, "pre-commit", "Checks what is staged before it is committed", dir,
		commit_text, err);
}

int hooks_receive(struct sec_git *git, const char *dir, struct sec_err *err)
{
	return write_hook(git, "pre-receive", "Checks every push to this register", dir,
		receive_text, err);
}
