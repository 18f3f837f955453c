/* SPDX-License-Identifier: ISC
 *
 * sec-init: make a register, or wire a clone of one. Creates what is missing and
 * never overwrites; what it creates is its first commit.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "parts/init/making.h"
#include "parts/init/presets.h"
#include "parts/init/serving.h"
#include "parts/init/workflows.h"

static const char help[] =
	"sec-init: make a register of secondments\n"
	"\n"
	"  sec-init hr                            in a new folder\n"
	"  sec-init --name 'Thornley Council' hr\n"
	"  sec-init --preset nhs hr               with the numbers usual there\n"
	"  git clone ssh://host/hr.git && sec-init hr    wire the clone\n"
	"  sec-init --server /srv/hr.git          a repository that checks every push\n"
	"\n"
	"usage: sec-init [OPTION]... DIR\n"
	"\n"
	"Makes the folder, the git repository, policy.ini, .gitattributes and .gitignore,\n"
	"and commits them. In a register that is there already it only adds to git's\n"
	"configuration what is missing; it never overwrites what is yours.\n"
	"\n"
	"      --name NAME        what the register is called; else the folder's name\n"
	"      --preset NAME      begin with the numbers of one kind of organisation\n"
	"      --list-presets     the kinds there are\n"
	"      --ci KIND          write the workflow that checks every push: github,\n"
	"                         gitlab, forgejo or pre-commit\n"
	"      --hooks            have git commit check what is staged, too\n"
	"      --server           make a bare repository that others push to: it refuses\n"
	"                         what sec-check refuses, and rewritten history\n";

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
static int make(struct making *in, const char *name, const char *preset)
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
		code = making_run(in);
	}
	sec_buf_release(&text);
	free(made);
	return code;
}

int main(int argc, char **argv)
{
	struct making in = { .cli = NULL };
	const char *name = NULL, *preset = NULL;
	bool list = false, server = false;
	const struct cli_option own[] = {
		{ "name", 0, CLI_TEXT, &name },
		{ "preset", 0, CLI_TEXT, &preset },
		{ "list-presets", 0, CLI_FLAG, &list },
		{ "ci", 0, CLI_TEXT, &in.ci },
		{ "hooks", 0, CLI_FLAG, &in.hooks },
		{ "server", 0, CLI_FLAG, &server },
	};
	struct cli c = { .program = "sec-init", .help = help, .groups = CLI_BARE, .own = own,
		.owns = sizeof(own) / sizeof(*own) };
	int code = cli_parse(&c, argc, argv);

	if (code >= 0)
		return code;
	if (list && (c.operands || name || preset || in.hooks || in.ci || server))
		return cli_usage(&c, "--list-presets stands alone");
	if (server && (name || preset || in.hooks || in.ci))
		return cli_usage(&c, "--server makes an empty repository; what a register begins with "
			"comes with the first push");
	if (in.ci && !workflows_know(in.ci))
		return cli_usage(&c, "--ci is github, gitlab, forgejo or pre-commit, not '%s'", in.ci);
	if (list)
		return cli_finish(&c, list_presets(&c));
	if (c.operands != 1 || !*c.operand[0])
		return cli_usage(&c, "name one folder, as in: sec-init hr");
	if (server)
		return cli_finish(&c, serving_make(&c, c.operand[0]));
	in.founding.cli = in.cli = &c;
	in.named = name != NULL;
	in.founding.name = sec_str_trim(sec_str(name));
	if (name && (!in.founding.name.len || strpbrk(name, "\n\r")))
		return cli_usage(&c, "--name takes one line of text");
	in.dir = c.operand[0];
	return cli_finish(&c, make(&in, name, preset));
}
