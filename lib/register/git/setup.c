/* SPDX-License-Identifier: ISC */
#include <git2.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/mem.h"
#include "register/git/inner.h"

/* init.defaultBranch, else main; the caller frees. */
static char *default_branch(void)
{
	git_config *cfg = NULL;
	git_buf value = { 0 };
	char *name = NULL;

	if (git_config_open_default(&cfg) == 0
		&& git_config_get_string_buf(&value, cfg, "init.defaultbranch") == 0 && value.size)
		name = xstrdup(value.ptr);
	git_buf_dispose(&value);
	git_config_free(cfg);
	return name ? name : xstrdup("main");
}

int sec_git_init(const char *dir, bool bare, struct sec_err *err)
{
	git_repository_init_options opts = { .version = GIT_REPOSITORY_INIT_OPTIONS_VERSION };
	git_repository *repo = NULL;
	struct sec_git *here = NULL;
	char *branch;
	int rc;

	if (sec_file_mkdirs(dir) < 0)
		return sec_err_errno(err, "cannot make the folder", dir);
	rc = sec_git()->open(&here, dir, err);
	sec_git()->free(here);
	if (rc != SEC_ABSENT)
		return rc;
	sec_err_clear(err);
	branch = default_branch();
	opts.flags = GIT_REPOSITORY_INIT_MKDIR | GIT_REPOSITORY_INIT_NO_REINIT
		| (bare ? GIT_REPOSITORY_INIT_BARE : 0);
	opts.initial_head = branch;
	rc = git_repository_init_ext(&repo, dir, &opts);
	git_repository_free(repo);
	free(branch);
	return rc == 0 ? 0 : sec_git_error(err, SEC_FAIL, "cannot make a repository in %s", dir);
}

int sec_git_unborn(struct sec_git *git, struct sec_buf *fetched, struct sec_err *err)
{
	git_branch_iterator *each = NULL;
	git_reference *ref = NULL;
	git_branch_t type;
	const char *name;
	int rc = 0;

	if (git_repository_head_unborn(git->repo) != 1)
		return 0;
	if (git_branch_iterator_new(&each, git->repo, GIT_BRANCH_REMOTE) < 0)
		return sec_git_error(err, SEC_FAIL, "cannot list the branches");
	while (rc == 0 && git_branch_next(&ref, &type, each) == 0) {
		/* origin/HEAD only points to another one */
		if (git_reference_type(ref) == GIT_REFERENCE_DIRECT && git_branch_name(&name, ref) == 0) {
			sec_buf_addstr(fetched, name);
			rc = SEC_NO;
		}
		git_reference_free(ref);
	}
	git_branch_iterator_free(each);
	return rc;
}

int sec_git_configure(struct sec_git *git, const char *key, const char *value,
	bool only_if_unset, struct sec_err *err)
{
	git_config *all = NULL, *own = NULL;
	git_buf old = { 0 };
	int rc = git_repository_config(&all, git->repo);

	if (rc == 0 && only_if_unset && git_config_get_string_buf(&old, all, key) == 0)
		goto out;
	if (rc == 0)
		rc = git_config_open_level(&own, all, GIT_CONFIG_LEVEL_LOCAL);
	if (rc == 0)
		rc = git_config_set_string(own, key, value);
	if (rc < 0)
		rc = sec_git_error(err, SEC_FAIL, "cannot set %s in the repository's configuration", key);
out:
	git_buf_dispose(&old);
	git_config_free(own);
	git_config_free(all);
	return rc;
}
