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
#include "parts/cli.h"
#include "parts/founding.h"
#include "parts/presets.h"
#include "parts/wiring.h"
#include "register/write.h"

static const char help[] =
	"sec-init: make a register of secondments\n"
	"\n"
	"  sec-init hr                            in a new folder\n"
	"  sec-init --name 'Thornley Council' hr\n"
	"  sec-init --preset nhs hr               with the numbers usual there\n"
	"  git clone ssh://host/hr.git && sec-init hr    wire the clone\n"
	"\n"
	"usage: sec-init [OPTION]... DIR\n"
	"\n"
	"Makes the folder, the git repository, policy.ini, .gitattributes and .gitignore,\n"
	"and commits them. In a register that is there already it only adds to git's\n"
	"configuration what is missing; it never overwrites what is yours.\n"
	"\n"
	"      --name NAME        what the register is called; else the folder's name\n"
	"      --preset NAME      begin with the numbers of one kind of organisation\n"
	"      --list-presets     the kinds there are\n";

struct init {
	struct founding founding;
	struct cli *cli;
	char *dir;
	bool named; /* by --name */
};

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

/* A register begun beside one that was fetched shares no history with it: neither
 * could ever be pushed or pulled. */
static int check_unborn(const struct init *in, struct sec_git *git, struct sec_err *err)
{
	struct sec_buf branch = SEC_BUF_INIT;
	int rc = sec_git()->unborn(git, &branch, err);

	if (rc == SEC_NO)
		rc = sec_err_set(err, SEC_FAIL, "%s has fetched %s, but nothing is checked out; type: "
			"git -C '%s' checkout %s", in->dir, branch.s, in->dir,
			strchr(branch.s, '/') ? strchr(branch.s, '/') + 1 : branch.s);
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

/* `cd DIR && ` as a shell reads it; nothing for the folder we are in. */
static char *cd_to(const char *dir)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/-";
	const char *here = *dir == '-' ? "./" : "";

	if (strcmp(dir, ".") == 0)
		return xstrdup("");
	if (!dir[strspn(dir, plain)])
		return xasprintf("cd %s%s && ", here, dir);
	return strchr(dir, '\'') ? xstrdup("in it: ") : xasprintf("cd '%s%s' && ", here, dir);
}

static void say_what_next(const struct init *in, const struct sec_outcome *o, bool there)
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

static int run(struct init *in)
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
	if (rc == 0 && !there)
		rc = founding_commit(&in->founding, in->dir, &outcome, &c->err);
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

static int list_presets(struct cli *c)
{
	struct sec_buf out = SEC_BUF_INIT;
	int rc = presets_list(&out, &c->err);

	if (rc == 0)
		cli_put(c, &out);
	sec_buf_release(&out);
	return rc ? cli_fail(c) : 0;
}

/* The preset is read before anything is made. */
static int make(struct init *in, const char *name, const char *preset)
{
	struct sec_buf text = SEC_BUF_INIT;
	char *made = name_of(in->dir);
	int code;

	if (!name)
		in->founding.name = sec_str(made);
	if (preset && presets_read(preset, &text, &in->cli->err) < 0) {
		code = cli_fail(in->cli);
	} else {
		in->founding.preset = sec_buf_str(&text);
		code = run(in);
	}
	sec_buf_release(&text);
	free(made);
	return code;
}

int main(int argc, char **argv)
{
	const char *name = NULL, *preset = NULL;
	bool list = false;
	const struct cli_option own[] = {
		{ "name", 0, CLI_TEXT, &name },
		{ "preset", 0, CLI_TEXT, &preset },
		{ "list-presets", 0, CLI_FLAG, &list },
	};
	struct cli c = { .program = "sec-init", .help = help, .groups = CLI_BARE, .own = own,
		.owns = sizeof(own) / sizeof(*own) };
	struct init in = { .cli = &c, .founding.cli = &c };
	int code = cli_parse(&c, argc, argv);

	if (code >= 0)
		return code;
	if (list && (c.operands || name || preset))
		return cli_usage(&c, "--list-presets stands alone");
	if (list)
		return cli_finish(&c, list_presets(&c));
	if (c.operands != 1 || !*c.operand[0])
		return cli_usage(&c, "name one folder, as in: sec-init hr");
	in.named = name != NULL;
	in.founding.name = sec_str_trim(sec_str(name));
	if (name && (!in.founding.name.len || strpbrk(name, "\n\r")))
		return cli_usage(&c, "--name takes one line of text");
	in.dir = c.operand[0];
	return cli_finish(&c, make(&in, name, preset));
}
