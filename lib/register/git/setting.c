/* SPDX-License-Identifier: ISC */
#include <git2.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/spawn.h"
#include "register/git/inner.h"

/* Sources of configuration that libgit2 does not look into. */
static bool has_more(git_config *cfg)
{
	static const char *const names[] = { "GIT_CONFIG_COUNT", "GIT_CONFIG_PARAMETERS",
		"GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM" };
	git_config_iterator *each = NULL;
	git_config_entry *entry;
	int own = 0;
	bool more = git_config_get_bool(&own, cfg, "extensions.worktreeconfig") == 0 && own;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		more = more || getenv(names[i]);
	if (!more && git_config_iterator_new(&each, cfg) == 0)
		while (!more && git_config_next(&entry, each) == 0)
			more = strncmp(entry->name, "includeif.hasconfig:", 20) == 0;
	git_config_iterator_free(each);
	return more;
}

static int ask_git(struct sec_git *git, const char *key, enum sec_git_kind kind,
	struct sec_buf *out, struct sec_err *err)
{
	static const char *const type[] = { "--no-type", "--type=bool", "--type=path" };
	char *dir = xasprintf("--git-dir=%s", git->gitdir);
	const char *argv[] = { "git", dir, "config", type[kind], "--null", "--get", key, NULL };
	struct sec_buf said = SEC_BUF_INIT, found = SEC_BUF_INIT;
	struct sec_spawn s = { .argv = argv, .output = &found, .errors = &said };
	int rc = sec_spawn(&s, err);

	if (rc == 0 && s.status == 0 && found.len)
		sec_buf_add(out, found.s, found.len - 1);
	else if (rc == 0 && s.status == 1)
		rc = sec_err_set(err, SEC_ABSENT, "git has no %s", key);
	else if (rc == 0)
		rc = sec_err_set(err, SEC_FAIL, "git cannot tell %s: %.*s", key,
			SEC_ARG(sec_str_trim(sec_buf_str(&said))));
	sec_buf_release(&found);
	sec_buf_release(&said);
	free(dir);
	return rc;
}

static int look_up(git_config *cfg, const char *key, enum sec_git_kind kind, struct sec_buf *out)
{
	git_buf text = { 0 };
	int rc, yes = 0;

	if (kind == SEC_GIT_BOOL) {
		rc = git_config_get_bool(&yes, cfg, key);
		if (rc == 0)
			sec_buf_addstr(out, yes ? "true" : "false");
		return rc;
	}
	rc = kind == SEC_GIT_PATH ? git_config_get_path(&text, cfg, key)
		: git_config_get_string_buf(&text, cfg, key);
	if (rc == 0)
		sec_buf_add(out, text.ptr, text.size);
	git_buf_dispose(&text);
	return rc;
}

int sec_git_setting(struct sec_git *git, const char *key, enum sec_git_kind kind,
	struct sec_buf *out, struct sec_err *err)
{
	git_config *cfg = NULL;
	size_t before = out->len;
	int rc = git_repository_config_snapshot(&cfg, git->repo);

	if (rc < 0)
		return sec_git_error(err, SEC_FAIL, "cannot read git's configuration");
	if (has_more(cfg)) {
		rc = ask_git(git, key, kind, out, err);
	} else {
		rc = look_up(cfg, key, kind, out);
		if (rc == GIT_ENOTFOUND)
			rc = sec_err_set(err, SEC_ABSENT, "git has no %s", key);
		else if (rc < 0)
			rc = sec_git_error(err, SEC_FAIL, "%s in git's configuration is not what it "
				"should be", key);
	}
	git_config_free(cfg);
	if (rc == 0 && kind == SEC_GIT_PATH && out->len > before && out->s[before] != '/') {
		sec_buf_insert(out, before, "/", 1);
		sec_buf_insert(out, before, git->workdir ? git->workdir : git->gitdir,
			strlen(git->workdir ? git->workdir : git->gitdir));
	}
	return rc;
}
