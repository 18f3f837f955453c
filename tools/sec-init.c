/* SPDX-License-Identifier: ISC
 *
 * sec-init: make a register, or wire a clone of one. Creates what is missing and
 * never overwrites; what it creates is its first commit.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "cli.h"
#include "register/write.h"

static const char help[] =
	"sec-init: make a register of secondments\n"
	"\n"
	"  sec-init hr                            in a new folder\n"
	"  sec-init --name 'Thornley Council' hr\n"
	"  git clone ssh://host/hr.git && sec-init hr    wire the clone\n"
	"\n"
	"usage: sec-init [OPTION]... DIR\n"
	"\n"
	"Makes the folder, the git repository, policy.ini, .gitattributes and .gitignore,\n"
	"and commits them. In a register that is there already it only adds to git's\n"
	"configuration what is missing; it never overwrites.\n"
	"\n"
	"      --name NAME        what the register is called; else the folder's name\n";

static const char attributes[] =
	"# Records keep LF; a difference names its section; changes merge key by key.\n"
	"*.ini text eol=lf diff=sec merge=sec\n";
static const char ignore[] =
	"# Names and addresses stay out of history, which cannot be erased.\n"
	"/people.ini\n"
	"# Files that a write leaves for a moment.\n"
	".*.sec-*\n";

/* git's configuration in every clone: `git diff` names the section of a change,
 * and a pull merges instead of rewriting commits that others may have seen. */
static const struct {
	const char *key, *value;
} wiring[] = {
	{ "diff.sec.xfuncname", "^\\[.*\\]" },
	{ "pull.rebase", "false" },
	/* git's own merge of lines where sec-merge is not installed: a driver that
	 * cannot be run would leave our side and call it a conflict */
	{ "merge.sec.name", "records, key by key" },
	{ "merge.sec.driver", "if command -v sec-merge >/dev/null; then sec-merge %O %A %B %L %P; "
		"else git merge-file --marker-size=%L -L ours -L base -L theirs %A %O %B; fi" },
};

struct init {
	struct cli *cli;
	char *dir;
	const char *name;
	struct sec_buf policy;
};

static void write_policy(struct init *in)
{
	sec_buf_addstr(&in->policy,
		"# The policy of this register. What is not set here is as built in;\n"
		"# sec-check --explain RULE shows the numbers that a rule uses.\n"
		"\n"
		"[register]\n"
		"format = 1\n");
	sec_buf_addf(&in->policy, "name = %s\n", in->name);
	sec_buf_addstr(&in->policy,
		"\n"
		"# [policy]\n"
		"# review-every = 92d\n"
		"\n"
		"# [severity]\n"
		"# hr-informed = info\n");
}

static int put_missing(struct sec_draft *d, const char *path, struct sec_str text,
	struct sec_err *err)
{
	struct sec_buf old = SEC_BUF_INIT;
	int rc = sec_draft_read(d, path, &old, err);

	sec_buf_release(&old);
	if (rc == SEC_ABSENT) {
		sec_draft_put(d, path, text);
		return 0;
	}
	return rc;
}

static int prepare(void *ctx, struct sec_draft *d, struct sec_err *err)
{
	struct init *in = ctx;
	int rc = put_missing(d, "policy.ini", sec_buf_str(&in->policy), err);

	if (rc == 0)
		rc = put_missing(d, ".gitattributes", SEC_STR(attributes), err);
	if (rc == 0)
		rc = put_missing(d, ".gitignore", SEC_STR(ignore), err);
	sec_draft_subject(d, "make the register");
	return rc;
}

static int make_dir(const char *dir, struct sec_err *err)
{
	struct stat st;

	if (mkdir(dir, 0777) == 0)
		return 0;
	if (errno == EEXIST && stat(dir, &st) == 0 && S_ISDIR(st.st_mode))
		return 0;
	return sec_err_errno(err, "cannot make folder", dir);
}

/* The repository: the one that holds the folder already, or a new one. */
static int make_repository(struct init *in, struct sec_git **git, struct sec_err *err)
{
	int rc = sec_git()->open(git, in->dir, err);

	if (rc != SEC_ABSENT)
		return rc;
	rc = sec_git()->init(in->dir, err);
	return rc ? rc : sec_git()->open(git, in->dir, err);
}

static int wire(struct sec_git *git, struct sec_err *err)
{
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < sizeof(wiring) / sizeof(*wiring); i++)
		rc = sec_git()->configure(git, wiring[i].key, wiring[i].value, true, err);
	return rc;
}

static int commit(struct init *in, struct sec_outcome *o, struct sec_err *err)
{
	struct sec_write write = { .dir = in->dir, .tool = "sec-init", .prepare = prepare, .ctx = in };

	write_policy(in);
	return sec_write(&write, o, err);
}

static bool has_policy(const char *dir)
{
	char *path = xasprintf("%s/policy.ini", dir);
	bool yes = access(path, F_OK) == 0;

	free(path);
	return yes;
}

static void say_what_next(const struct init *in, const struct sec_outcome *o, bool there)
{
	if (there)
		cli_say(in->cli, "%s is a register already; git is set up for it", in->dir);
	else
		cli_say(in->cli, "committed %s; next: cd %s && sec-new type=internal title='…' ref=p1001 "
			"post='…' home: organisation='…' manager='…'",
			o->hash, in->dir);
}

static int run(struct init *in)
{
	struct cli *c = in->cli;
	struct sec_outcome outcome = { .notes = SEC_BUF_INIT };
	struct sec_git *git = NULL;
	struct sec_buf out = SEC_BUF_INIT;
	bool there = has_policy(in->dir);
	int rc = make_dir(in->dir, &c->err);

	if (rc == 0)
		rc = make_repository(in, &git, &c->err);
	if (rc == 0)
		rc = wire(git, &c->err);
	if (rc == 0 && !there)
		rc = commit(in, &outcome, &c->err);
	if (rc == 0) {
		sec_buf_addf(&out, "%s\n", in->dir);
		cli_put(c, &out);
		say_what_next(in, &outcome, there);
	}
	if (git)
		sec_git()->free(git);
	sec_outcome_release(&outcome);
	sec_buf_release(&out);
	return rc ? cli_fail(c) : 0;
}

/* The folder's own name, for a register nobody named. */
static char *name_of(const char *dir)
{
	char *real = realpath(dir, NULL), *copy, *slash;

	copy = real ? real : xstrdup(dir);
	while ((slash = strrchr(copy, '/')) && !slash[1] && slash != copy)
		*slash = '\0';
	slash = strrchr(copy, '/');
	slash = xstrdup(slash && slash[1] ? slash + 1 : copy);
	free(copy);
	return slash;
}

int main(int argc, char **argv)
{
	const char *name = NULL;
	const struct cli_option own[] = { { "name", 0, CLI_TEXT, &name } };
	struct cli c = { .program = "sec-init", .help = help, .groups = CLI_BARE, .own = own, .owns = 1 };
	struct init in = { .cli = &c, .policy = SEC_BUF_INIT };
	char *made;
	int code = cli_parse(&c, argc, argv);

	if (code >= 0)
		return code;
	if (c.operands != 1)
		return cli_usage(&c, "name one folder, as in: sec-init hr");
	if (name && (!*name || strpbrk(name, "\n\r")))
		return cli_usage(&c, "--name takes one line of text");
	in.dir = c.operand[0];
	made = name_of(in.dir);
	in.name = name ? name : made;
	code = run(&in);
	sec_buf_release(&in.policy);
	free(made);
	return cli_finish(&c, code);
}
