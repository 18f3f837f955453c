/* SPDX-License-Identifier: ISC */
#include <git2.h>
#include <git2/sys/mempack.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "register/git/identity.h"
#include "register/git/inner.h"
#include "register/signer.h"

/* From so many paths on, the objects go into one pack and not one file each:
 * ten thousand loose objects, each made durable, take half a minute. */
#define PACK_FROM 64
/* Above every backend of a repository, so that writes go there first. */
#define MEMORY_PRIORITY 999

/* One commit in the making. `repo` is the repository, or a second handle on it
 * that keeps new objects in memory until they are packed. */
struct making {
	git_repository *repo;
	bool packed;
	git_tree *base, *tree;
	git_commit *parent;
	git_oid tree_id, commit_id;
	const struct sec_git_put *puts;
	size_t n;
};

static git_oid to_oid(const struct sec_git_id *id)
{
	git_oid out;

	memcpy(out.id, id->raw, sizeof(out.id));
	return out;
}

int sec_git_hash(struct sec_str text, struct sec_git_id *out, struct sec_err *err)
{
	git_oid id;

	if (git_odb_hash(&id, text.s, text.len, GIT_OBJECT_BLOB) < 0)
		return sec_git_error(err, SEC_FAIL, "cannot hash");
	memcpy(out->raw, id.id, sizeof(out->raw));
	return 0;
}

static int begin(struct sec_git *git, const struct sec_git_head *head, struct making *m)
{
	git_odb *odb = NULL;
	git_odb_backend *memory = NULL;
	git_treebuilder *empty = NULL;
	git_oid id = to_oid(&head->tip);
	int rc = 0;

	m->repo = git->repo;
	m->packed = m->n > PACK_FROM;
	if (m->packed) {
		rc = git_repository_open(&m->repo, git->gitdir);
		if (rc < 0 || (rc = git_repository_odb(&odb, m->repo)) < 0
			|| (rc = git_mempack_new(&memory)) < 0)
			goto out;
		rc = git_odb_add_backend(odb, memory, MEMORY_PRIORITY);
		if (rc < 0)
			goto out;
	}
	if (head->born) {
		rc = git_commit_lookup(&m->parent, m->repo, &id);
		if (rc == 0)
			rc = git_commit_tree(&m->base, m->parent);
		goto out;
	}
	rc = git_treebuilder_new(&empty, m->repo, NULL);
	if (rc == 0)
		rc = git_treebuilder_write(&id, empty);
	if (rc == 0)
		rc = git_tree_lookup(&m->base, m->repo, &id);
out:
	git_treebuilder_free(empty);
	git_odb_free(odb);
	return rc;
}

static void end(struct sec_git *git, struct making *m)
{
	git_tree_free(m->base);
	git_tree_free(m->tree);
	git_commit_free(m->parent);
	if (m->repo != git->repo)
		git_repository_free(m->repo);
}

static int write_blobs(struct making *m, struct sec_git_put *puts)
{
	git_oid id;
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < m->n; i++) {
		if (puts[i].remove)
			continue;
		rc = git_blob_create_from_buffer(&id, m->repo, puts[i].text.s, puts[i].text.len);
		if (rc == 0)
			memcpy(puts[i].id.raw, id.id, sizeof(puts[i].id.raw));
	}
	return rc;
}

/* The topmost folder above `path` that has become empty in `tree`; the caller
 * frees. NULL: none has. */
static char *emptied(git_repository *repo, git_tree *tree, const char *path)
{
	char *folder = xstrdup(path), *found = NULL, *slash;

	while ((slash = strrchr(folder, '/'))) {
		git_tree_entry *entry = NULL;
		git_tree *t = NULL;
		bool only = false;

		*slash = '\0';
		if (git_tree_entry_bypath(&entry, tree, folder) == 0
			&& git_tree_lookup(&t, repo, git_tree_entry_id(entry)) == 0)
			only = git_tree_entrycount(t) <= (found ? 1 : 0);
		git_tree_free(t);
		git_tree_entry_free(entry);
		if (!only)
			break;
		free(found);
		found = xstrdup(folder);
	}
	free(folder);
	return found;
}

/* libgit2 leaves a folder whose last file went; git never does. */
static int prune(struct making *m)
{
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < m->n; i++) {
		git_tree_update gone = { .action = GIT_TREE_UPDATE_REMOVE };
		char *folder;

		if (!m->puts[i].remove)
			continue;
		folder = emptied(m->repo, m->tree, m->puts[i].path);
		if (folder) {
			gone.path = folder;
			rc = git_tree_create_updated(&m->tree_id, m->repo, m->tree, 1, &gone);
			git_tree_free(m->tree);
			m->tree = NULL;
			if (rc == 0)
				rc = git_tree_lookup(&m->tree, m->repo, &m->tree_id);
		}
		free(folder);
	}
	return rc;
}

static int write_trees(struct making *m)
{
	git_tree_update *update = xcalloc(m->n ? m->n : 1, sizeof(*update));
	size_t i;
	int rc;

	for (i = 0; i < m->n; i++) {
		update[i].action = m->puts[i].remove ? GIT_TREE_UPDATE_REMOVE : GIT_TREE_UPDATE_UPSERT;
		update[i].id = to_oid(&m->puts[i].id);
		update[i].filemode = m->puts[i].mode;
		update[i].path = m->puts[i].path;
	}
	rc = git_tree_create_updated(&m->tree_id, m->repo, m->base, m->n, update);
	free(update);
	if (rc == 0)
		rc = git_tree_lookup(&m->tree, m->repo, &m->tree_id);
	return rc == 0 ? prune(m) : rc;
}

static int write_signed(struct sec_git *git, struct making *m, const git_buf *text,
	const git_signature *committer, struct sec_err *err)
{
	char *name = xasprintf("%s <%s>", committer->name, committer->email);
	struct sec_buf signature = SEC_BUF_INIT;
	int rc = sec_sign(git, (struct sec_str){ text->ptr, text->size }, name, &signature, err);

	while (signature.len && signature.s[signature.len - 1] == '\n')
		sec_buf_remove(&signature, signature.len - 1, 1);
	if (rc == 0)
		rc = git_commit_create_with_signature(&m->commit_id, m->repo, text->ptr, signature.s, NULL);
	sec_buf_release(&signature);
	free(name);
	return rc;
}

static int write_commit(struct sec_git *git, struct making *m, const char *message, bool sign,
	struct sec_err *err)
{
	git_signature *author = NULL, *committer = NULL;
	git_buf text = { 0 };
	git_odb *odb = NULL;
	const git_commit *parents[1] = { m->parent };
	int rc = sec_git_identity(git, &author, &committer, err);

	if (rc < 0)
		return rc;
	rc = git_commit_create_buffer(&text, m->repo, author, committer, NULL, message, m->tree,
		m->parent ? 1 : 0, parents);
	if (rc == 0 && sign) {
		rc = write_signed(git, m, &text, committer, err);
	} else if (rc == 0) {
		rc = git_repository_odb(&odb, m->repo);
		if (rc == 0)
			rc = git_odb_write(&m->commit_id, odb, text.ptr, text.size, GIT_OBJECT_COMMIT);
	}
	git_odb_free(odb);
	git_buf_dispose(&text);
	git_signature_free(author);
	git_signature_free(committer);
	return rc;
}

/* The trees of all folders above `path`, except those that `before`, the path
 * packed last, has in common with it. */
static int pack_folders(struct making *m, git_packbuilder *pb, const char *path,
	const char *before)
{
	const char *slash = path;
	int rc = 0;

	while (rc == 0 && (slash = strchr(slash, '/'))) {
		char *folder = xstrndup(path, (size_t)(slash - path));
		size_t len = strlen(folder);
		git_tree_entry *entry = NULL;

		if (!before || strncmp(before, folder, len) != 0 || before[len] != '/') {
			rc = git_tree_entry_bypath(&entry, m->tree, folder);
			if (rc == 0)
				rc = git_packbuilder_insert(pb, git_tree_entry_id(entry), folder);
			else if (rc == GIT_ENOTFOUND) /* went with its last file */
				rc = 0;
		}
		git_tree_entry_free(entry);
		free(folder);
		slash++;
	}
	return rc;
}

static int pack(struct sec_git *git, struct making *m)
{
	git_packbuilder *pb = NULL;
	const char *before = NULL;
	size_t i;
	int rc = git_packbuilder_new(&pb, m->repo);

	if (rc == 0)
		git_packbuilder_set_threads(pb, 0);
	if (rc == 0)
		rc = git_packbuilder_insert(pb, &m->commit_id, NULL);
	if (rc == 0)
		rc = git_packbuilder_insert(pb, &m->tree_id, "");
	for (i = 0; rc == 0 && i < m->n; i++) {
		git_oid id = to_oid(&m->puts[i].id);

		rc = pack_folders(m, pb, m->puts[i].path, before);
		if (rc == 0 && !m->puts[i].remove)
			rc = git_packbuilder_insert(pb, &id, m->puts[i].path);
		before = m->puts[i].path;
	}
	if (rc == 0)
		rc = sec_git_pack_write(git, pb);
	git_packbuilder_free(pb);
	return rc;
}

int sec_git_commit(struct sec_git *git, const struct sec_git_head *head, struct sec_git_put *puts,
	size_t n, const char *message, bool sign, struct sec_git_id *out, struct sec_err *err)
{
	struct making m = { .puts = puts, .n = n };
	int rc;

	git_error_clear();
	sec_err_clear(err);
	rc = begin(git, head, &m);
	if (rc == 0)
		rc = write_blobs(&m, puts);
	if (rc == 0)
		rc = write_trees(&m);
	if (rc == 0)
		rc = write_commit(git, &m, message, sign, err);
	if (rc == 0 && m.packed)
		rc = pack(git, &m);
	if (rc == 0)
		memcpy(out->raw, m.commit_id.id, sizeof(out->raw));
	else if (!err->msg)
		sec_git_error(err, SEC_FAIL, "cannot store the change");
	end(git, &m);
	return rc == 0 ? 0 : SEC_FAIL;
}
