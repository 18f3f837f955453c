/* SPDX-License-Identifier: ISC */
#include "register/git/trees.h"

#include <git2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "register/git/inner.h"
#include "register/git/object.h"

enum { SLOTS = 1024 };

bool sec_tree_is(const struct sec_git_entry *e)
{
	return e->present && S_ISDIR(e->mode);
}

bool sec_tree_same(const struct sec_git_entry *a, const struct sec_git_entry *b)
{
	return a->present == b->present && a->mode == b->mode
		&& memcmp(a->id.raw, b->id.raw, sizeof(a->id.raw)) == 0;
}

/* "MODE NAME", a NUL, twenty bytes. */
bool sec_tree_next(struct sec_str *rest, struct sec_tree_item *out)
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

struct sec_git_path *sec_git_path_new(struct sec_git *git, const char *path, bool keep)
{
	struct sec_git_path *p = xcalloc(1, sizeof(*p));
	const char *from, *end;
	size_t alloc = 0;

	p->git = git;
	p->path = xstrdup(path);
	for (from = p->path; *from; from = *end ? end + 1 : end) {
		end = strchrnul(from, '/');
		SEC_GROW(p->part, p->parts, alloc);
		p->part[p->parts++] = (struct sec_str){ from, (size_t)(end - from) };
	}
	if (keep)
		p->slot = xcalloc(SLOTS, sizeof(*p->slot));
	return p;
}

void sec_git_path_free(struct sec_git_path *p)
{
	if (!p)
		return;
	free(p->path);
	free(p->part);
	free(p->slot);
	free(p);
}

static int find_part(struct sec_git_path *p, const struct sec_git_id *tree, uint32_t part,
	struct sec_git_entry *out, struct sec_err *err)
{
	git_odb_object *object = NULL;
	struct sec_str rest;
	struct sec_tree_item item;
	int rc = sec_git_raw_read(p->git, tree, true, &object, &rest, err);

	memset(out, 0, sizeof(*out));
	while (rc == 0 && !out->present && sec_tree_next(&rest, &item))
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

	if (sec_tree_is(at))
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

	for (i = 0; rc == 0 && i < p->parts && !sec_tree_same(&x, &y); i++) {
		rc = step(p, i, &x, err);
		if (rc == 0)
			rc = step(p, i, &y, err);
	}
	*differs = rc == 0 && !sec_tree_same(&x, &y);
	return rc;
}
