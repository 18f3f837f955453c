/* SPDX-License-Identifier: ISC */
#include <git2.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "register/git/inner.h"

/* "origin" where there is one of that name, else any; NULL: there is none. The
 * caller frees. Not git_remote_list(): in 1.5.1 that loses the memory of its
 * pattern. */
static char *some_remote(git_repository *repo)
{
	git_config *cfg = NULL;
	git_config_iterator *each = NULL;
	git_config_entry *entry;
	char *found = NULL;

	if (git_repository_config(&cfg, repo) == 0 && git_config_iterator_new(&each, cfg) == 0)
		while (git_config_next(&entry, each) == 0) {
			size_t n = strlen(entry->name);

			if (strncmp(entry->name, "remote.", 7) != 0 || n <= 11
				|| strcmp(entry->name + n - 4, ".url") != 0
				|| (found && strcmp(entry->name, "remote.origin.url") != 0))
				continue;
			free(found);
			found = xstrndup(entry->name + 7, n - 11);
		}
	git_config_iterator_free(each);
	git_config_free(cfg);
	return found;
}

/* A value of [branch "NAME"]; the caller frees. NULL: there is none. */
static char *branch_setting(git_config *cfg, const char *name, const char *key)
{
	char *full = xasprintf("branch.%s.%s", name, key), *value = NULL;
	git_buf found = { 0 };

	if (git_config_get_string_buf(&found, cfg, full) == 0)
		value = xstrdup(found.ptr);
	git_buf_dispose(&found);
	free(full);
	return value;
}

/* Where the branch's upstream was when last fetched, as fetch puts it by default;
 * the caller frees. NULL: it has no upstream. Not git_branch_upstream_name(): it
 * loses memory as git_remote_list() does. */
static char *upstream_of(git_repository *repo, const char *branch)
{
	const size_t heads = strlen("refs/heads/");
	git_config *cfg = NULL;
	char *remote = NULL, *merge = NULL, *ref = NULL;

	if (git_repository_config(&cfg, repo) < 0)
		return NULL;
	remote = branch_setting(cfg, branch + heads, "remote");
	merge = branch_setting(cfg, branch + heads, "merge");
	if (remote && merge && strncmp(merge, "refs/heads/", heads) == 0)
		ref = xasprintf("refs/remotes/%s/%s", remote, merge + heads);
	git_config_free(cfg);
	free(remote);
	free(merge);
	return ref;
}

void sec_git_share(struct sec_git *git, const char *branch, const struct sec_git_id *commit,
	struct sec_buf *out)
{
	char *remote = some_remote(git->repo), *upstream = NULL;
	git_oid theirs, ours;
	size_t ahead = 0, behind = 0;

	if (!remote)
		return;
	memcpy(ours.id, commit->raw, sizeof(ours.id));
	upstream = upstream_of(git->repo, branch);
	if (!upstream)
		/* HEAD: a branch may be named what a shell would take for a command */
		sec_buf_addf(out, "git push -u %s HEAD", remote);
	else if (git_reference_name_to_id(&theirs, git->repo, upstream) == 0
		&& git_graph_ahead_behind(&ahead, &behind, git->repo, &ours, &theirs) == 0 && behind)
		sec_buf_addstr(out, "git pull && git push");
	else
		sec_buf_addstr(out, "git push");
	free(upstream);
	free(remote);
}
