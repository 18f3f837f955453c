/* SPDX-License-Identifier: ISC */
#include "register/git-trees.h"

#include <git2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "register/git-internal.h"

enum { SLOTS = 1024, DEPTH_MAX = 512 };

/* An entry of a tree; the name stands in the tree's bytes. */
struct item {
	struct sec_str name;
	struct sec_git_entry entry;
};

static bool is_tree(const struct sec_git_entry *e)
{
	return e->present && S_ISDIR(e->mode);
}

static bool same_entry(const struct sec_git_entry *a, const struct sec_git_entry *b)
{
	return a->present == b->present && a->mode == b->mode
		&& memcmp(a->id.raw, b->id.raw, sizeof(a->id.raw)) == 0;
}

static int open_tree(struct sec_git *git, const struct sec_git_id *id, git_odb_object **out,
	struct sec_str *rest, struct sec_err *err)
{
	char hex[SEC_GIT_HEX + 1];
	git_odb *odb = NULL;
	git_oid raw;
	int rc = git_repository_odb(&odb, git->repo);

	memcpy(raw.id, id->raw, sizeof(raw.id));
	if (rc == 0)
		rc = git_odb_read(out, odb, &raw);
	git_odb_free(odb);
	sec_git_id_hex(id, hex);
	if (rc < 0)
		return sec_git_error(err, SEC_FAIL, "cannot read tree %.10s", hex);
	if (git_odb_object_type(*out) != GIT_OBJECT_TREE)
		return sec_err_set(err, SEC_FAIL, "%.10s is not a tree (git fsck tells more)", hex);
	*rest = (struct sec_str){ git_odb_object_data(*out), git_odb_object_size(*out) };
	return 0;
}

/* "MODE NAME", a NUL, twenty bytes. False at the end, and where it is damaged. */
static bool next_item(struct sec_str *rest, struct item *out)
{
	const char *end = rest->s + rest->len, *name, *id;
	unsigned mode = 0;

	name = rest->s;
	while (name < end && *name >= '0' && *name <= '7')
		mode = mode * 8 + (unsigned)(*name++ - '0');
	id = name < end ? memchr(name, '\0', (size_t)(end - name)) : NULL;
	if (!id || *name != ' ' || id - name < 2 || end - id < 21)
		return false;
	out->name = (struct sec_str){ name + 1, (size_t)(id - name - 1) };
	out->entry.present = true;
	out->entry.mode = mode;
	memcpy(out->entry.id.raw, id + 1, sizeof(out->entry.id.raw));
	rest->len = (size_t)(end - id) - 21;
	rest->s = id + 21;
	return true;
}

/* One component of the path, as one tree has it. */
struct slot {
	struct sec_git_id tree;
	uint32_t part; /* 1-based; 0: nothing is kept here */
	struct sec_git_entry entry;
};

struct sec_git_path {
	struct sec_git *git;
	char *path;
	struct sec_str *part;
	uint32_t parts;
	struct slot *slot; /* NULL: nothing is kept */
};

static void path_init(struct sec_git_path *p, struct sec_git *git, const char *path)
{
	const char *from, *end;
	size_t alloc = 0;

	memset(p, 0, sizeof(*p));
	p->git = git;
	p->path = xstrdup(path);
	for (from = p->path; *from; from = *end ? end + 1 : end) {
		end = strchrnul(from, '/');
		SEC_GROW(p->part, p->parts, alloc);
		p->part[p->parts++] = (struct sec_str){ from, (size_t)(end - from) };
	}
}

static void path_release(struct sec_git_path *p)
{
	free(p->path);
	free(p->part);
	free(p->slot);
}

struct sec_git_path *sec_git_path_new(struct sec_git *git, const char *path)
{
	struct sec_git_path *p = xmalloc(sizeof(*p));

	path_init(p, git, path);
	p->slot = xcalloc(SLOTS, sizeof(*p->slot));
	return p;
}

void sec_git_path_free(struct sec_git_path *p)
{
	if (p)
		path_release(p);
	free(p);
}

static int find_part(struct sec_git_path *p, const struct sec_git_id *tree, uint32_t part,
	struct sec_git_entry *out, struct sec_err *err)
{
	git_odb_object *object = NULL;
	struct sec_str rest;
	struct item item;
	int rc = open_tree(p->git, tree, &object, &rest, err);

	memset(out, 0, sizeof(*out));
	while (rc == 0 && !out->present && next_item(&rest, &item))
		if (sec_str_eq(item.name, p->part[part]))
			*out = item.entry;
	git_odb_object_free(object);
	return rc;
}

/* The same, asked before or not. */
static int recall_part(struct sec_git_path *p, const struct sec_git_id *tree, uint32_t part,
	struct sec_git_entry *out, struct sec_err *err)
{
	struct slot *slot;
	uint32_t hash;
	int rc;

	if (!p->slot)
		return find_part(p, tree, part, out, err);
	memcpy(&hash, tree->raw, sizeof(hash));
	slot = &p->slot[(hash + part) % SLOTS];
	if (slot->part != part + 1 || memcmp(slot->tree.raw, tree->raw, sizeof(tree->raw)) != 0) {
		rc = find_part(p, tree, part, &slot->entry, err);
		slot->tree = *tree;
		slot->part = rc == 0 ? part + 1 : 0;
		if (rc < 0)
			return rc;
	}
	*out = slot->entry;
	return 0;
}

/* The next step down from `at`, which becomes what is there. */
static int step(struct sec_git_path *p, uint32_t part, struct sec_git_entry *at,
	struct sec_err *err)
{
	struct sec_git_id tree = at->id;

	if (is_tree(at))
		return recall_part(p, &tree, part, at, err);
	memset(at, 0, sizeof(*at));
	return 0;
}

static struct sec_git_entry root_entry(const struct sec_git_id *tree)
{
	struct sec_git_entry e = { 0 };

	if (tree) {
		e.present = true;
		e.mode = S_IFDIR;
		e.id = *tree;
	}
	return e;
}

int sec_git_path_entry(struct sec_git_path *p, const struct sec_git_id *tree,
	struct sec_git_entry *out, struct sec_err *err)
{
	uint32_t i;
	int rc = 0;

	*out = root_entry(tree);
	for (i = 0; rc == 0 && out->present && i < p->parts; i++)
		rc = step(p, i, out, err);
	return rc;
}

int sec_git_path_differs(struct sec_git_path *p, const struct sec_git_id *a,
	const struct sec_git_id *b, bool *differs, struct sec_err *err)
{
	struct sec_git_entry x = root_entry(a), y = root_entry(b);
	uint32_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < p->parts && !same_entry(&x, &y); i++) {
		rc = step(p, i, &x, err);
		if (rc == 0)
			rc = step(p, i, &y, err);
	}
	*differs = rc == 0 && !same_entry(&x, &y);
	return rc;
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
static int in_order(const struct item *a, const struct item *b)
{
	size_t n = a->name.len < b->name.len ? a->name.len : b->name.len;
	int c = memcmp(a->name.s, b->name.s, n);
	unsigned char x, y;

	if (c)
		return c;
	x = a->name.len > n ? (unsigned char)a->name.s[n] : is_tree(&a->entry) ? '/' : 0;
	y = b->name.len > n ? (unsigned char)b->name.s[n] : is_tree(&b->entry) ? '/' : 0;
	return (x > y) - (x < y);
}

/* An entry that one of the trees lacks, or both have. */
static int compare_item(struct pair *p, const struct item *before, const struct item *after)
{
	const struct sec_git_entry none = { 0 };
	struct sec_str name = before ? before->name : after->name;
	size_t len = p->path.len;
	int rc;

	if (before && after && same_entry(&before->entry, &after->entry))
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
	struct item a, b;
	bool has_a = next_item(&before, &a), has_b = next_item(&after, &b);
	int rc = 0, order;

	while (rc == 0 && (has_a || has_b)) {
		order = !has_a ? 1 : !has_b ? -1 : in_order(&a, &b);
		rc = compare_item(p, order <= 0 ? &a : NULL, order >= 0 ? &b : NULL);
		if (order <= 0)
			has_a = next_item(&before, &a);
		if (order >= 0)
			has_b = next_item(&after, &b);
	}
	if (rc == 0 && (before.len || after.len))
		rc = sec_err_set(p->err, SEC_FAIL, "the tree of '%s' is damaged (git fsck tells more)",
			p->path.s);
	return rc;
}

static int compare_trees(struct pair *p, const struct sec_git_entry *before,
	const struct sec_git_entry *after)
{
	git_odb_object *a = NULL, *b = NULL;
	struct sec_str old = SEC_STR(""), now = SEC_STR("");
	int rc = 0;

	if (p->depth == DEPTH_MAX)
		return sec_err_set(p->err, SEC_FAIL, "'%.100s…' lies too many folders deep", p->path.s);
	p->depth++;
	if (is_tree(before))
		rc = open_tree(p->git, &before->id, &a, &old, p->err);
	if (rc == 0 && is_tree(after))
		rc = open_tree(p->git, &after->id, &b, &now, p->err);
	if (rc == 0)
		rc = compare_items(p, old, now);
	git_odb_object_free(a);
	git_odb_object_free(b);
	p->depth--;
	return rc;
}

/* What stands at p->path: trees, files, or a file where a folder was. */
static int compare(struct pair *p, const struct sec_git_entry *before,
	const struct sec_git_entry *after)
{
	if (same_entry(before, after))
		return 0;
	if (is_tree(before) || is_tree(after))
		return compare_trees(p, before, after);
	return p->each(p->ctx, p->path.s, before, after);
}

int sec_git_past_differ(struct sec_git *git, const struct sec_git_id *before,
	const struct sec_git_id *after, const char *folder,
	int (*each)(void *ctx, const char *path, const struct sec_git_entry *before,
		const struct sec_git_entry *after),
	void *ctx, struct sec_err *err)
{
	struct pair p = { git, each, ctx, err, SEC_BUF_INIT, 0 };
	struct sec_git_path path;
	struct sec_git_entry a, b;
	int rc;

	path_init(&path, git, folder);
	rc = sec_git_path_entry(&path, before, &a, err);
	if (rc == 0)
		rc = sec_git_path_entry(&path, after, &b, err);
	path_release(&path);
	sec_buf_addstr(&p.path, folder);
	if (rc == 0 && !same_entry(&a, &b))
		rc = compare_trees(&p, &a, &b);
	sec_buf_release(&p.path);
	return rc;
}
