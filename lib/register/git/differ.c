/* SPDX-License-Identifier: ISC */
#include <git2.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "register/git/inner.h"
#include "register/git/object.h"
#include "register/git/trees.h"

enum { DEPTH_MAX = 512 };

/* Trees compared last, one a path: when history is told, what a folder was before
 * a commit is what the last commit that changed it made of it. */
enum { SLOTS = 512, KEEP_MAX = 64 * 1024 };
struct sec_git_seen {
	git_odb_object *tree[SLOTS];
};

void sec_git_seen_free(struct sec_git_seen *seen)
{
	size_t i;

	for (i = 0; seen && i < SLOTS; i++)
		git_odb_object_free(seen->tree[i]);
	free(seen);
}

/* The path's place: FNV-1a. */
static git_odb_object **seen_at(struct sec_git *git, const char *path)
{
	uint32_t hash = 2166136261U;

	if (!git->seen)
		git->seen = xcalloc(1, sizeof(*git->seen));
	for (; *path; path++)
		hash = (hash ^ (unsigned char)*path) * 16777619U;
	return &git->seen->tree[hash % SLOTS];
}

static int recall(struct sec_git *git, git_odb_object *seen, const struct sec_git_id *id,
	git_odb_object **out, struct sec_str *text, struct sec_err *err)
{
	if (!seen || memcmp(git_odb_object_id(seen)->id, id->raw, sizeof(id->raw)) != 0)
		return sec_git_raw_read(git, id, true, out, text, err);
	if (git_odb_object_dup(out, seen) < 0)
		return sec_git_error(err, SEC_FAIL, "cannot read a tree");
	*text = (struct sec_str){ git_odb_object_data(seen), git_odb_object_size(seen) };
	return 0;
}

static void remember(git_odb_object **seen, git_odb_object *tree)
{
	if (!tree || git_odb_object_size(tree) > KEEP_MAX)
		return;
	git_odb_object_free(*seen);
	*seen = NULL;
	git_odb_object_dup(seen, tree);
}

/* Two trees side by side. */
struct pair {
	struct sec_git *git;
	int (*each)(void *ctx, const char *path, const struct sec_git_entry *before,
		const struct sec_git_entry *after);
	void *ctx;
	struct sec_err *err;
	struct sec_buf path;
	unsigned depth;
};

static int compare(struct pair *p, const struct sec_git_entry *before,
	const struct sec_git_entry *after);

/* The order of git's trees: a folder stands as if a slash ended its name. */
static int in_order(const struct sec_tree_item *a, const struct sec_tree_item *b)
{
	size_t n = a->name.len < b->name.len ? a->name.len : b->name.len;
	int c = memcmp(a->name.s, b->name.s, n);
	unsigned char x, y;

	if (c)
		return c;
	x = a->name.len > n ? (unsigned char)a->name.s[n] : sec_tree_is(&a->entry) ? '/' : 0;
	y = b->name.len > n ? (unsigned char)b->name.s[n] : sec_tree_is(&b->entry) ? '/' : 0;
	return (x > y) - (x < y);
}

/* An entry that one of the trees lacks, or both have. */
static int compare_item(struct pair *p, const struct sec_tree_item *before, const struct sec_tree_item *after)
{
	const struct sec_git_entry none = { 0 };
	struct sec_str name = before ? before->name : after->name;
	size_t len = p->path.len;
	int rc;

	if (before && after && sec_tree_same(&before->entry, &after->entry))
		return 0;
	if (len)
		sec_buf_addch(&p->path, '/');
	sec_buf_addslice(&p->path, name);
	rc = compare(p, before ? &before->entry : &none, after ? &after->entry : &none);
	sec_buf_remove(&p->path, len, p->path.len - len);
	return rc;
}

static int compare_items(struct pair *p, struct sec_str before, struct sec_str after)
{
	struct sec_tree_item a, b;
	bool has_a = sec_tree_next(&before, &a), has_b = sec_tree_next(&after, &b);
	int rc = 0, order;

	while (rc == 0 && (has_a || has_b)) {
		order = !has_a ? 1 : !has_b ? -1 : in_order(&a, &b);
		rc = compare_item(p, order <= 0 ? &a : NULL, order >= 0 ? &b : NULL);
		if (order <= 0)
			has_a = sec_tree_next(&before, &a);
		if (order >= 0)
			has_b = sec_tree_next(&after, &b);
	}
	if (rc == 0 && (before.len || after.len))
		rc = sec_err_set(p->err, SEC_FAIL, "the tree of '%s' is damaged (git fsck tells more)",
			p->path.s);
	return rc;
}

static int compare_trees(struct pair *p, const struct sec_git_entry *before,
	const struct sec_git_entry *after)
{
	git_odb_object *a = NULL, *b = NULL, **seen = seen_at(p->git, p->path.s);
	struct sec_str old = SEC_STR(""), now = SEC_STR("");
	int rc = 0;

	if (p->depth == DEPTH_MAX)
		return sec_err_set(p->err, SEC_FAIL, "'%.100s…' lies too many folders deep", p->path.s);
	p->depth++;
	if (sec_tree_is(before))
		rc = recall(p->git, *seen, &before->id, &a, &old, p->err);
	if (rc == 0 && sec_tree_is(after))
		rc = recall(p->git, *seen, &after->id, &b, &now, p->err);
	if (rc == 0)
		rc = compare_items(p, old, now);
	remember(seen, b);
	git_odb_object_free(a);
	git_odb_object_free(b);
	p->depth--;
	return rc;
}

/* What stands at p->path: trees, files, or a file where a folder was. */
static int compare(struct pair *p, const struct sec_git_entry *before,
	const struct sec_git_entry *after)
{
	const struct sec_git_entry none = { 0 };
	bool trees = sec_tree_is(before) || sec_tree_is(after);
	const struct sec_git_entry *was = sec_tree_is(before) ? &none : before;
	const struct sec_git_entry *is = sec_tree_is(after) ? &none : after;
	int rc = 0;

	if (!sec_tree_same(was, is))
		rc = p->each(p->ctx, p->path.s, was, is);
	if (rc == 0 && trees && !sec_tree_same(before, after))
		rc = compare_trees(p, before, after);
	return rc;
}

int sec_git_past_differ(struct sec_git *git, const struct sec_git_id *before,
	const struct sec_git_id *after, const char *folder,
	int (*each)(void *ctx, const char *path, const struct sec_git_entry *before,
		const struct sec_git_entry *after),
	void *ctx, struct sec_err *err)
{
	struct pair p = { git, each, ctx, err, SEC_BUF_INIT, 0 };
	struct sec_git_path *path = sec_git_path_new(git, folder, false);
	struct sec_git_entry a, b;
	int rc = sec_git_path_entry(path, before, &a, err);

	if (rc == 0)
		rc = sec_git_path_entry(path, after, &b, err);
	sec_git_path_free(path);
	sec_buf_addstr(&p.path, folder);
	if (rc == 0)
		rc = compare(&p, &a, &b);
	sec_buf_release(&p.path);
	return rc;
}
