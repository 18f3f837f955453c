/* SPDX-License-Identifier: ISC */
#include <git2.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "register/git/inner.h"
#include "register/git/object.h"
#include "register/git/trees.h"

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

int sec_git_changes(struct sec_git *git, const struct sec_git_id *commit,
	int (*each)(void *ctx, const char *path, const struct sec_git_entry *before,
		const struct sec_git_entry *after),
	void *ctx, struct sec_err *err)
{
	struct sec_git_object own = { 0 }, parent = { 0 };
	int rc = sec_git_object_read(git, commit, &own, err);

	if (rc == 0 && own.commit.cut)
		rc = sec_err_set(err, SEC_ABSENT, "the parent of a commit is not in this shallow clone");
	if (rc == 0 && own.commit.parents)
		rc = sec_git_object_read(git, &own.commit.parent[0], &parent, err);
	if (rc == 0)
		rc = sec_git_past_differ(git, own.commit.parents ? &parent.commit.tree : NULL,
			&own.commit.tree, "", each, ctx, err);
	sec_git_object_release(&own);
	sec_git_object_release(&parent);
	return rc;
}

static void add_person(const struct sec_git_person *who, struct sec_buf *out)
{
	time_t t = (time_t)who->time + (time_t)who->offset * 60;
	char when[32] = "";
	struct tm tm;

	if (gmtime_r(&t, &tm))
		strftime(when, sizeof(when), "%Y-%m-%d %H:%M", &tm);
	sec_buf_addf(out, "%.*s at %s", SEC_ARG(who->name), when);
}

struct asking {
	struct sec_git *git;
	struct sec_git_path *path;
	struct sec_buf *out;
	struct sec_buf merger; /* the last who merged, where sides differed */
	struct sec_err *err;
};

/* Whether a merge has the path as one of its parents has it. */
static int only_joins(struct asking *a, const struct sec_git_commit *commit, bool *yes)
{
	struct sec_git_object parent = { 0 };
	bool differs = true;
	unsigned i;
	int rc = 0;

	for (i = 0; rc == 0 && differs && i < commit->parents; i++) {
		rc = sec_git_object_read(a->git, &commit->parent[i], &parent, a->err);
		if (rc == 0)
			rc = sec_git_path_differs(a->path, &parent.commit.tree, &commit->tree, &differs,
				a->err);
	}
	sec_git_object_release(&parent);
	*yes = !differs;
	return rc;
}

static int add_who(void *ctx, const struct sec_git_commit *commit)
{
	struct asking *a = ctx;
	bool joins = false;
	int rc = commit->parents > 1 ? only_joins(a, commit, &joins) : 0;

	if (rc < 0)
		return rc;
	if (!joins)
		add_person(&commit->author, a->out);
	else if (!a->merger.len)
		add_person(&commit->author, &a->merger);
	return !joins;
}

void sec_git_who(struct sec_git *git, const struct sec_git_head *head,
	const struct sec_git_id *from, const char *path, struct sec_buf *out)
{
	static const struct sec_git_id zero;
	struct sec_err err = SEC_ERR_INIT;
	struct asking a = { git, sec_git_path_new(git, path, true), out, SEC_BUF_INIT, &err };
	bool all = memcmp(from, &zero, sizeof(zero)) == 0;

	if (head->born && sec_git_past_commits(git, &head->tip, all ? NULL : from, &path, 1, add_who,
		&a, &err) == 0)
		sec_buf_addslice(out, sec_buf_str(&a.merger));
	sec_git_path_free(a.path);
	sec_buf_release(&a.merger);
	sec_err_clear(&err);
}

/* "deleted file mode 100644" and its like are libgit2's; so is the rest. */
int sec_git_diff(const struct sec_git_put *before, const struct sec_git_put *after,
	struct sec_buf *out, struct sec_err *err)
{
	git_diff_options options;
	git_patch *patch = NULL;
	git_buf text = { 0 };
	bool was = before && !before->remove, is = after && !after->remove;
	int rc;

	git_diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION);
	options.flags = GIT_DIFF_FORCE_TEXT; /* a NUL is no reason to show nothing */
	rc = git_patch_from_buffers(&patch, was ? before->text.s : NULL,
		was ? before->text.len : 0, was ? before->path : after->path,
		is ? after->text.s : NULL, is ? after->text.len : 0,
		is ? after->path : before->path, &options);
	if (rc == 0 && patch)
		rc = git_patch_to_buf(&text, patch);
	if (rc == 0 && text.ptr)
		sec_buf_add(out, text.ptr, text.size);
	git_buf_dispose(&text);
	git_patch_free(patch);
	return rc == 0 ? 0 : sec_git_error(err, SEC_FAIL, "cannot compare the texts");
}
