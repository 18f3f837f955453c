/* SPDX-License-Identifier: ISC */
#include <git2.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "register/git/inner.h"
#include "register/git/object.h"

static const git_oid *oid(const struct sec_git_id *id)
{
	return (const git_oid *)(const void *)id->raw;
}

static void set_id(struct sec_git_id *id, const git_oid *from)
{
	memcpy(id->raw, from->id, sizeof(id->raw));
}

int sec_git_tree(struct sec_git *git, const struct sec_git_id *tree, git_tree **out,
	struct sec_err *err)
{
	if (git_tree_lookup(out, git->repo, oid(tree)) == 0)
		return 0;
	return sec_git_error(err, SEC_FAIL, "cannot read a tree");
}

/* libgit2 reads no commit whose author it does not understand; git does. */
static int read_point(struct sec_git *git, const struct sec_git_id *commit,
	struct sec_git_point *out, struct sec_git_object *object, struct sec_err *err)
{
	int rc = sec_git_object_read(git, commit, object, err);
	const struct sec_git_commit *c = &object->commit;

	if (rc == 0)
		*out = (struct sec_git_point){ .commit = c->id, .tree = c->tree,
			.day = sec_day_of_clock(c->committer.time, c->committer.offset) };
	return rc;
}

int sec_git_commit_tree(struct sec_git *git, const struct sec_git_id *commit, git_tree **out,
	struct sec_err *err)
{
	struct sec_git_object object = { 0 };
	struct sec_git_point point;
	int rc = read_point(git, commit, &point, &object, err);

	if (rc == 0)
		rc = sec_git_tree(git, &point.tree, out, err);
	sec_git_object_release(&object);
	return rc == SEC_ABSENT ? sec_err_set(err, SEC_FAIL, "a commit is not there (git fsck tells more)")
		: rc;
}

static int resolve_head(struct sec_git *git, struct sec_git_point *out,
	struct sec_git_object *object, struct sec_err *err)
{
	struct sec_git_id id;
	git_oid head;
	int rc = git_reference_name_to_id(&head, git->repo, "HEAD");

	if (rc == GIT_ENOTFOUND)
		return sec_err_set(err, SEC_ABSENT, "the repository has no commit yet");
	if (rc < 0)
		return sec_git_error(err, SEC_FAIL, "cannot read HEAD");
	set_id(&id, &head);
	rc = read_point(git, &id, out, object, err);
	return rc == SEC_ABSENT ? sec_err_set(err, SEC_FAIL,
		"HEAD names a commit that is not there (git fsck tells more)") : rc;
}

static int resolve_day(struct sec_git *git, sec_day day, struct sec_git_point *out,
	struct sec_err *err)
{
	struct sec_git_object object = { 0 };
	char want[11], first[11];
	int rc;

	sec_day_format(day, want);
	rc = resolve_head(git, out, &object, err);

	while (rc == 0 && out->day > day && object.commit.parents) {
		struct sec_git_id parent = object.commit.parent[0];

		rc = read_point(git, &parent, out, &object, err);
		if (rc == SEC_ABSENT)
			rc = sec_err_set(err, SEC_FAIL, "the history of HEAD is not all there (git fsck tells more)");
	}
	if (rc == 0 && out->day > day) {
		sec_day_format(out->day, first);
		rc = object.commit.cut ? sec_err_set(err, SEC_FAIL, "this clone is shallow and its history "
			"begins on %s, after %s; run: git fetch --unshallow", first, want)
			: sec_err_set(err, SEC_ABSENT, "there was no commit yet on %s; the first is of %s", want,
			first);
	}
	sec_git_object_release(&object);
	return rc;
}

static int resolve_rev(struct sec_git *git, const char *rev, struct sec_git_point *out,
	struct sec_err *err)
{
	git_object *found = NULL, *commit = NULL;
	struct sec_git_object object = { 0 };
	struct sec_git_id id;
	sec_day guess;
	char ymd[11];
	int rc = git_revparse_single(&found, git->repo, rev);

	if (rc == 0)
		rc = git_object_peel(&commit, found, GIT_OBJECT_COMMIT);
	if (rc == 0) {
		set_id(&id, git_object_id(commit));
		rc = read_point(git, &id, out, &object, err);
	} else if (rc == GIT_EAMBIGUOUS)
		sec_err_set(err, rc = SEC_FAIL, "'%s' names more than one commit; write more of it", rev);
	else if (found)
		sec_err_set(err, rc = SEC_ABSENT, "'%s' is not a commit", rev);
	else if (rc == GIT_ENOTFOUND || rc == GIT_EINVALIDSPEC) {
		rc = sec_err_set(err, SEC_ABSENT, "'%s' is neither a revision of this repository nor a "
			"date YYYY-MM-DD", rev);
		if (sec_day_guess(rev, strlen(rev), &guess)) {
			sec_day_format(guess, ymd);
			sec_err_set(err, rc, "'%s' is no date; did you mean %s?", rev, ymd);
		}
	} else
		rc = sec_git_error(err, SEC_FAIL, "cannot resolve '%s'", rev);
	sec_git_object_release(&object);
	git_object_free(commit);
	git_object_free(found);
	return rc;
}

int sec_git_resolve(struct sec_git *git, const char *what, struct sec_git_point *out,
	struct sec_err *err)
{
	struct sec_git_object object = { 0 };
	sec_day day;
	int rc;

	if (sec_day_parse(what, strlen(what), &day))
		return resolve_day(git, day, out, err);
	if (strcmp(what, "HEAD") != 0)
		return resolve_rev(git, what, out, err);
	rc = resolve_head(git, out, &object, err);
	sec_git_object_release(&object);
	return rc;
}

/* A few objects can make a tree of any size, because a folder may hold the same
 * one many times; what is larger than this nobody could check out. */
enum { FOLDERS_MAX = 1000000, FOLDER_NAME_MAX = 4096 };

struct walk {
	const char *folder;
	int (*each)(void *ctx, const char *path, const struct sec_git_id *blob, unsigned mode);
	void *ctx;
	struct sec_buf path;
	size_t folders;
	struct sec_err *err;
	int rc; /* what `each` stopped with */
};

static int count_folder(struct walk *w, const char *root)
{
	if (++w->folders > FOLDERS_MAX)
		w->rc = sec_err_set(w->err, SEC_FAIL, "a tree of more than %d folders", FOLDERS_MAX);
	else if (strlen(root) > FOLDER_NAME_MAX)
		w->rc = sec_err_set(w->err, SEC_FAIL, "a tree with folders so deep that their name has "
			"more than %d bytes", FOLDER_NAME_MAX);
	return w->rc ? -1 : 0;
}

static int walk_entry(const char *root, const git_tree_entry *entry, void *payload)
{
	struct walk *w = payload;
	struct sec_git_id id;

	if (git_tree_entry_type(entry) == GIT_OBJECT_TREE)
		return count_folder(w, root);
	sec_buf_clear(&w->path);
	if (*w->folder)
		sec_buf_addf(&w->path, "%s/", w->folder);
	sec_buf_addf(&w->path, "%s%s", root, git_tree_entry_name(entry));
	set_id(&id, git_tree_entry_id(entry));
	w->rc = w->each(w->ctx, w->path.s, &id, git_tree_entry_filemode(entry));
	return w->rc ? -1 : 0;
}

/* The tree of `folder` below `root`; *out stays NULL where there is none. */
static int subtree(struct sec_git *git, git_tree *root, const char *folder, git_tree **out,
	struct sec_err *err)
{
	git_tree_entry *entry = NULL;
	int rc = git_tree_entry_bypath(&entry, root, folder);

	if (rc == 0 && git_tree_entry_type(entry) == GIT_OBJECT_TREE)
		rc = git_tree_lookup(out, git->repo, git_tree_entry_id(entry));
	git_tree_entry_free(entry);
	if (rc < 0 && rc != GIT_ENOTFOUND)
		return sec_git_error(err, SEC_FAIL, "cannot read the tree of %s", folder);
	return 0;
}

int sec_git_walk(struct sec_git *git, const struct sec_git_point *at, const char *folder,
	int (*each)(void *ctx, const char *path, const struct sec_git_id *blob, unsigned mode),
	void *ctx, struct sec_err *err)
{
	struct walk w = { folder, each, ctx, SEC_BUF_INIT, 0, err, 0 };
	git_tree *root = NULL, *below = NULL;
	int rc = sec_git_tree(git, &at->tree, &root, err);

	if (rc == 0 && *folder)
		rc = subtree(git, root, folder, &below, err);
	if (rc == 0 && (below || !*folder)
		&& git_tree_walk(below ? below : root, GIT_TREEWALK_PRE, walk_entry, &w) < 0)
		rc = w.rc ? w.rc : sec_git_error(err, SEC_FAIL, "cannot read a tree");
	sec_buf_release(&w.path);
	git_tree_free(below);
	git_tree_free(root);
	return rc;
}

int sec_git_past_blob(struct sec_git *git, const struct sec_git_id *id, size_t limit,
	struct sec_buf *out, bool *large, struct sec_err *err)
{
	git_odb *odb = NULL;
	git_odb_object *object = NULL;
	git_object_t type;
	size_t size = 0;
	int rc = git_repository_odb(&odb, git->repo);

	if (rc == 0)
		rc = git_odb_read_header(&size, &type, odb, oid(id));
	*large = size > limit;
	if (rc == 0 && !*large)
		rc = git_odb_read(&object, odb, oid(id));
	if (object)
		sec_buf_add(out, git_odb_object_data(object), git_odb_object_size(object));
	if (rc < 0)
		sec_git_error(err, SEC_FAIL, "cannot read an object");
	git_odb_object_free(object);
	git_odb_free(odb);
	return rc < 0 ? SEC_FAIL : 0;
}

int sec_git_read(struct sec_git *git, const struct sec_git_id *blob, size_t limit,
	struct sec_buf *out, struct sec_err *err)
{
	bool large;
	int rc = sec_git_past_blob(git, blob, limit, out, &large, err);

	if (rc == 0 && large)
		return sec_err_set(err, SEC_FAIL, "it is larger than %zu bytes", limit);
	return rc;
}

int sec_git_read_path(struct sec_git *git, const struct sec_git_point *at, const char *path,
	size_t limit, struct sec_buf *out, struct sec_err *err)
{
	git_tree *root = NULL;
	git_tree_entry *entry = NULL;
	struct sec_git_id id;
	unsigned mode;
	int rc = sec_git_tree(git, &at->tree, &root, err);

	if (rc < 0)
		return rc;
	rc = git_tree_entry_bypath(&entry, root, path);
	mode = rc == 0 ? git_tree_entry_filemode(entry) : 0;
	if (rc < 0 && rc != GIT_ENOTFOUND)
		rc = sec_git_error(err, SEC_FAIL, "cannot read the tree of %s", path);
	else if (rc == GIT_ENOTFOUND || git_tree_entry_type(entry) != GIT_OBJECT_BLOB)
		rc = sec_err_set(err, SEC_ABSENT, "%s: no such file in that commit", path);
	else if (mode != GIT_FILEMODE_BLOB && mode != GIT_FILEMODE_BLOB_EXECUTABLE)
		rc = sec_err_set(err, SEC_FAIL, "%s is a symbolic link in git, not a plain file", path);
	else {
		set_id(&id, git_tree_entry_id(entry));
		rc = sec_git_read(git, &id, limit, out, err);
		if (rc < 0)
			sec_err_prefix(err, "%s: ", path);
	}
	git_tree_entry_free(entry);
	git_tree_free(root);
	return rc;
}

bool sec_git_has_file(struct sec_git *git, const struct sec_git_point *at, const char *path)
{
	git_tree *root = NULL;
	git_tree_entry *entry = NULL;
	bool yes = false;

	if (sec_git_tree(git, &at->tree, &root, NULL) == 0
		&& git_tree_entry_bypath(&entry, root, path) == 0)
		yes = S_ISREG(git_tree_entry_filemode(entry));
	git_tree_entry_free(entry);
	git_tree_free(root);
	return yes;
}

int sec_git_size(struct sec_git *git, const struct sec_git_id *blob, size_t *out,
	struct sec_err *err)
{
	git_odb *odb = NULL;
	git_object_t type;
	int rc = git_repository_odb(&odb, git->repo);

	if (rc == 0)
		rc = git_odb_read_header(out, &type, odb, oid(blob));
	if (rc < 0)
		rc = sec_git_error(err, SEC_FAIL, "cannot read an object");
	git_odb_free(odb);
	return rc;
}

int sec_git_staged(struct sec_git *git,
	int (*each)(void *ctx, const char *path, const struct sec_git_id *blob, unsigned mode,
		int stage),
	void *ctx, struct sec_err *err)
{
	git_index *index = NULL;
	struct sec_git_id id;
	size_t i, n;
	int rc = git_repository_index(&index, git->repo);

	if (rc < 0)
		return sec_git_error(err, SEC_FAIL, "cannot read the index");
	n = git_index_entrycount(index);
	for (i = 0; rc == 0 && i < n; i++) {
		const git_index_entry *e = git_index_get_byindex(index, i);

		if (e->flags_extended & GIT_INDEX_ENTRY_INTENT_TO_ADD)
			continue; /* no commit would have it */
		set_id(&id, &e->id);
		rc = each(ctx, e->path, &id, e->mode, git_index_entry_stage(e));
	}
	git_index_free(index);
	return rc;
}
