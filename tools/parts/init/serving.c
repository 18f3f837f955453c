/* SPDX-License-Identifier: ISC */
#include "parts/init/serving.h"

#include "parts/init/hooks.h"
#include "register/git.h"

/* Broken objects, rewritten history and deleted branches are refused by git itself.
 * hooksPath: a configuration of the whole machine must not switch the hook off. */
static const struct {
	const char *key, *value;
} protection[] = {
	{ "receive.fsckObjects", "true" },
	{ "receive.denyNonFastForwards", "true" },
	{ "receive.denyDeletes", "true" },
	{ "core.hooksPath", "hooks" },
};

static int open_bare(struct cli *c, const char *dir, struct sec_git **git)
{
	int rc = sec_git()->open(git, dir, &c->err);

	if (rc == SEC_ABSENT) {
		rc = sec_git()->init(dir, true, &c->err);
		if (rc == 0)
			rc = sec_git()->open(git, dir, &c->err);
	}
	if (rc == 0 && sec_git()->workdir(*git))
		rc = sec_err_set(&c->err, SEC_FAIL, "%s lies in %s, which people work in; a server is a "
			"bare repository: name a new folder outside", dir, sec_git()->workdir(*git));
	return rc;
}

int serving_make(struct cli *c, const char *dir)
{
	struct sec_git *git = NULL;
	struct sec_buf out = SEC_BUF_INIT;
	size_t i;
	int rc = open_bare(c, dir, &git);

	for (i = 0; rc == 0 && i < sizeof(protection) / sizeof(*protection); i++)
		rc = sec_git()->configure(git, protection[i].key, protection[i].value, false, &c->err);
	if (rc == 0)
		rc = hooks_receive(git, dir, &c->err);
	if (rc == 0) {
		sec_buf_addf(&out, "%s\n", dir);
		cli_put(c, &out);
		cli_say(c, "next, in a register: git remote add origin HOST:%s && git push -u origin HEAD",
			dir);
	}
	if (git)
		sec_git()->free(git);
	sec_buf_release(&out);
	return rc ? cli_fail(c) : 0;
}
