/* SPDX-License-Identifier: ISC */
#include <git2.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "register/git-internal.h"

static int tree_entry(git_tree *tree, const char *path, struct sec_git_entry *out)
{
	git_tree_entry *e = NULL;
	int rc;

	memset(out, 0, sizeof(*out));
	if (!tree)
		return 0;
	rc = git_tree_entry_bypath(&e, tree, path);
	if (rc == 0) {
		out->present = true;
		out->mode = git_tree_entry_filemode(e);
		memcpy(out->id.raw, git_tree_entry_id(e)->id, sizeof(out->id.raw));
	}
	git_tree_entry_free(e);
	return rc == GIT_ENOTFOUND ? 0 : rc;
}

int sec_git_entry(struct sec_git *git, const struct sec_git_head *head, const char *path,
	struct sec_git_entry *out, struct sec_err *err)
{
	git_tree *tree = NULL;
	int rc = 0;

	memset(out, 0, sizeof(*out));
	if (!head->born)
		return 0;
	rc = sec_git_commit_tree(git, &head->tip, &tree, err);
	if (rc == 0 && tree_entry(tree, path, out) < 0)
		rc = sec_git_error(err, SEC_FAIL, "cannot read the tree of %s", path);
	git_tree_free(tree);
	return rc;
}

static void delta_entry(const git_diff_file *file, struct sec_git_entry *out)
{
	memset(out, 0, sizeof(*out));
	out->present = file->flags & GIT_DIFF_FLAG_EXISTS;
	out->mode = file->mode;
	memcpy(out->id.raw, file->id.id, sizeof(out->id.raw));
}

int sec_git_changes(struct sec_git *git, const struct sec_git_id *commit,
	int (*each)(void *ctx, const char *path, const struct sec_git_entry *before,
		const struct sec_git_entry *after),
	void *ctx, struct sec_err *err)
{
	struct sec_git_entry before, after;
	git_commit *c = NULL, *parent = NULL;
	git_tree *old = NULL, *new = NULL;
	git_diff *diff = NULL;
	git_oid id;
	size_t i;
	int rc;

	memcpy(id.id, commit->raw, sizeof(id.id));
	rc = git_commit_lookup(&c, git->repo, &id);
	if (rc == 0)
		rc = git_commit_tree(&new, c);
	if (rc == 0 && git_commit_parentcount(c))
		rc = git_commit_parent(&parent, c, 0);
	if (rc == 0 && parent)
		rc = git_commit_tree(&old, parent);
	if (rc == 0)
		rc = git_diff_tree_to_tree(&diff, git->repo, old, new, NULL);
	if (rc < 0)
		rc = sec_git_error(err, rc == GIT_ENOTFOUND ? SEC_ABSENT : SEC_FAIL,
			"cannot read a commit");
	for (i = 0; rc == 0 && i < git_diff_num_deltas(diff); i++) {
		const git_diff_delta *d = git_diff_get_delta(diff, i);

		delta_entry(&d->old_file, &before);
		delta_entry(&d->new_file, &after);
		rc = each(ctx, d->new_file.path, &before, &after);
	}
	git_diff_free(diff);
	git_tree_free(old);
	git_tree_free(new);
	git_commit_free(parent);
	git_commit_free(c);
	return rc;
}

/* Whether the commit changed the path against every parent it has. */
static bool touched(git_commit *c, const char *path)
{
	struct sec_git_entry now, was;
	git_tree *tree = NULL;
	unsigned i, n = git_commit_parentcount(c);
	bool differs = true;

	if (git_commit_tree(&tree, c) < 0 || tree_entry(tree, path, &now) < 0)
		differs = false;
	git_tree_free(tree);
	if (n == 0)
		return differs && now.present;
	for (i = 0; differs && i < n; i++) {
		git_commit *parent = NULL;

		tree = NULL;
		if (git_commit_parent(&parent, c, i) < 0 || git_commit_tree(&tree, parent) < 0
			|| tree_entry(tree, path, &was) < 0
			|| (was.present == now.present
				&& memcmp(was.id.raw, now.id.raw, sizeof(was.id.raw)) == 0))
			differs = false;
		git_tree_free(tree);
		git_commit_free(parent);
	}
	return differs;
}

static void add_who(const git_commit *c, struct sec_buf *out)
{
	const git_signature *who = git_commit_author(c);
	time_t t = (time_t)who->when.time + (time_t)who->when.offset * 60;
	char when[32] = "";
	struct tm tm;

	if (gmtime_r(&t, &tm))
		strftime(when, sizeof(when), "%Y-%m-%d %H:%M", &tm);
	sec_buf_addf(out, "%s at %s", who->name, when);
}

void sec_git_who(struct sec_git *git, const struct sec_git_head *head,
	const struct sec_git_id *from, const char *path, struct sec_buf *out)
{
	static const git_oid zero;
	git_revwalk *walk = NULL;
	git_oid id;
	bool found = false;

	if (!head->born || git_revwalk_new(&walk, git->repo) < 0)
		return;
	git_revwalk_sorting(walk, GIT_SORT_TOPOLOGICAL | GIT_SORT_TIME);
	memcpy(id.id, head->tip.raw, sizeof(id.id));
	git_revwalk_push(walk, &id);
	memcpy(id.id, from->raw, sizeof(id.id));
	if (!git_oid_equal(&id, &zero))
		git_revwalk_hide(walk, &id);
	while (!found && git_revwalk_next(&id, walk) == 0) {
		git_commit *c = NULL;

		if (git_commit_lookup(&c, git->repo, &id) < 0)
			break;
		found = touched(c, path);
		if (found)
			add_who(c, out);
		git_commit_free(c);
	}
	git_revwalk_free(walk);
}

/* "deleted file mode 100644" and its like are libgit2's; so is the rest. */
int sec_git_diff(const struct sec_git_put *before, const struct sec_git_put *after,
	struct sec_buf *out, struct sec_err *err)
{
	git_patch *patch = NULL;
	git_buf text = { 0 };
	bool was = before && !before->remove, is = after && !after->remove;
	int rc = git_patch_from_buffers(&patch, was ? before->text.s : NULL,
		was ? before->text.len : 0, was ? before->path : after->path,
		is ? after->text.s : NULL, is ? after->text.len : 0,
		is ? after->path : before->path, NULL);

	if (rc == 0 && patch)
		rc = git_patch_to_buf(&text, patch);
	if (rc == 0 && text.ptr)
		sec_buf_add(out, text.ptr, text.size);
	git_buf_dispose(&text);
	git_patch_free(patch);
	return rc == 0 ? 0 : sec_git_error(err, SEC_FAIL, "cannot compare the texts");
}
