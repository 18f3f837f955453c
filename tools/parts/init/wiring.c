/* SPDX-License-Identifier: ISC */
#include "parts/init/wiring.h"

#include <stdlib.h>

#include "base/file.h"

/* git's own merge of lines, for a machine where the programs are no more: a
 * driver that cannot be run would leave our side and call it a conflict. It is
 * also what tells a driver of ours from somebody's own. */
#define BY_LINES "git merge-file --marker-size=%L -L ours -L base -L theirs %A %O %B; fi"

static const struct {
	const char *key, *value;
} wiring[] = {
	{ "diff.sec.xfuncname", "^\\[.*\\]" }, /* `git diff` names the section of a change */
	{ "pull.rebase", "false" }, /* a rebase rewrites commits that others may have seen */
	{ "merge.sec.name", "records, key by key" },
};

/* The folder of this program as a word for the shell that git starts, which sees
 * %% as %. Nothing where there is none, or none that a line can hold. */
static void add_here(struct sec_buf *out)
{
	char *here = sec_file_here(), *p = here;

	if (!here || strpbrk(here, "\n\r")) {
		free(here);
		return;
	}
	sec_buf_addch(out, '\'');
	for (; *p; p++) {
		if (*p == '\'')
			sec_buf_addstr(out, "'\\'");
		if (*p == '%')
			sec_buf_addch(out, '%');
		sec_buf_addch(out, *p);
	}
	sec_buf_addstr(out, "/sec-merge'");
	free(here);
}

/* sec-merge from PATH, where a later version is found too, else from where this
 * program is. */
static void driver(struct sec_buf *out)
{
	struct sec_buf here = SEC_BUF_INIT;

	add_here(&here);
	sec_buf_addstr(out, "m=sec-merge; ");
	if (here.len)
		sec_buf_addf(out, "command -v $m >/dev/null || m=%s; ", here.s);
	sec_buf_addstr(out, "if command -v \"$m\" >/dev/null; then \"$m\" %O %A %B %L %P; "
		"else echo 'sec-merge is not in PATH: records are merged by lines' >&2; " BY_LINES);
	sec_buf_release(&here);
}

static bool is_ours(const struct sec_buf *value)
{
	size_t len = strlen(BY_LINES);

	return value->len >= len && strcmp(value->s + value->len - len, BY_LINES) == 0;
}

static int set_driver(struct sec_git *git, struct sec_err *err)
{
	struct sec_buf old = SEC_BUF_INIT, value = SEC_BUF_INIT;
	int rc = sec_git()->setting(git, "merge.sec.driver", SEC_GIT_TEXT, &old, err);

	driver(&value);
	if (rc == SEC_ABSENT || (rc == 0 && is_ours(&old)))
		rc = sec_git()->configure(git, "merge.sec.driver", value.s, false, err);
	sec_buf_release(&old);
	sec_buf_release(&value);
	return rc;
}

int wiring_set(struct sec_git *git, struct sec_err *err)
{
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < sizeof(wiring) / sizeof(*wiring); i++)
		rc = sec_git()->configure(git, wiring[i].key, wiring[i].value, true, err);
	return rc ? rc : set_driver(git, err);
}
