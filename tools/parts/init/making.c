/* SPDX-License-Identifier: ISC */
#include "parts/init/making.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/escape.h"
#include "base/mem.h"
#include "parts/init/hooks.h"
#include "parts/init/wiring.h"
#include "parts/init/workflows.h"

static int make_dir(const char *dir, struct sec_err *err)
{
	struct stat st;

	if (mkdir(dir, 0700) == 0) /* personal data: nobody else's on this computer */
		return 0;
	if (errno == EEXIST && stat(dir, &st) == 0 && S_ISDIR(st.st_mode))
		return 0;
	return sec_err_errno(err, "cannot make folder", dir);
}

/* The repository: the one that holds the folder already, or a new one. */
static int make_repository(struct making *in, struct sec_git **git, struct sec_err *err)
{
	int rc = sec_git()->open(git, in->dir, err);

	if (rc != SEC_ABSENT)
		return rc;
	rc = sec_git()->init(in->dir, false, err);
	return rc ? rc : sec_git()->open(git, in->dir, err);
}

/* `cd DIR && ` as a shell reads it; nothing for the folder we are in. */
static char *cd_to(const char *dir)
{
	struct sec_buf out = SEC_BUF_INIT;

	if (strcmp(dir, ".") == 0)
		return xstrdup("");
	sec_buf_addstr(&out, *dir == '-' ? "cd ./" : "cd ");
	sec_escape_shell(&out, sec_str(dir));
	sec_buf_addstr(&out, " && ");
	return sec_buf_detach(&out);
}

/* A register begun beside one that was fetched shares no history with it: neither
 * could ever be pushed or pulled. */
static int check_unborn(const struct making *in, struct sec_git *git, struct sec_err *err)
{
	struct sec_buf branch = SEC_BUF_INIT;
	int rc = sec_git()->unborn(git, &branch, err);
	char *cd = cd_to(in->dir);

	if (rc == SEC_NO)
		rc = sec_err_set(err, SEC_FAIL, "%s has fetched %s, but nothing is checked out; type: "
			"%sgit checkout %s && sec-init .", in->dir, branch.s, cd,
			strchr(branch.s, '/') ? strchr(branch.s, '/') + 1 : branch.s);
	free(cd);
	sec_buf_release(&branch);
	return rc;
}

static bool has_policy(const char *dir)
{
	char *path = xasprintf("%s/policy.ini", dir);
	bool yes = access(path, F_OK) == 0;

	free(path);
	return yes;
}

/* Whoever tries it in a clone of something else would push people's data there. */
static void say_where_it_goes(const struct making *in, const struct sec_git *git)
{
	const char *top = sec_git()->workdir(git);
	char *real = realpath(in->dir, NULL);

	if (top && real && strcmp(top, real) != 0)
		cli_say(in->cli, "%s is now part of the repository %s, and goes wherever that is pushed",
			in->dir, top);
	free(real);
}

static void say_what_next(const struct making *in, const struct sec_outcome *o, bool there)
{
	char *cd = cd_to(in->dir);

	if (there)
		cli_say(in->cli, "%s is a register already; git is set up for it%s", in->dir,
			in->named || in->founding.preset.len ? ", and policy.ini stays as it is" : "");
	else
		cli_say(in->cli, "committed %s; next: %ssec-new type=internal title='…' ref=p1001 "
			"post='…' home: organisation='…' manager='…'", o->hash, cd);
	free(cd);
}

int making_run(struct making *in)
{
	struct cli *c = in->cli;
	struct sec_outcome outcome = { .notes = SEC_BUF_INIT, .share = SEC_BUF_INIT };
	struct sec_git *git = NULL;
	struct sec_buf out = SEC_BUF_INIT;
	bool there = has_policy(in->dir);
	int rc = make_dir(in->dir, &c->err);

	if (rc == 0)
		rc = make_repository(in, &git, &c->err);
	if (rc == 0 && !there)
		rc = check_unborn(in, git, &c->err);
	if (rc == 0)
		rc = wiring_set(git, &c->err);
	if (rc == 0 && in->hooks)
		rc = hooks_commit(git, in->dir, &c->err);
	if (rc == 0 && !there)
		rc = founding_commit(&in->founding, in->dir, &outcome, &c->err);
	if (rc == 0) {
		sec_buf_addf(&out, "%s\n", in->dir);
		cli_put(c, &out);
		if (!there)
			say_where_it_goes(in, git);
		say_what_next(in, &outcome, there);
	}
	if (rc == 0 && in->ci)
		rc = workflows_write(c, git, in->dir, in->ci);
	if (git)
		sec_git()->free(git);
	sec_outcome_release(&outcome);
	sec_buf_release(&out);
	return rc ? cli_fail(c) : 0;
}
