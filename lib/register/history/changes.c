/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/mem.h"
#include "register/history/inner.h"

static const char folder[] = "secondments/";

struct finding {
	const struct sec_comparing *c;
	struct sec_changes *out;
	struct sec_paths *other;
};

/* The path from the register's root of a record's file; NULL: it is none. */
static const char *record_path(const struct sec_comparing *c, const char *path)
{
	size_t n = strlen(c->place);
	const char *name;

	if (strncmp(path, c->place, n) != 0 || strncmp(path + n, folder, sizeof(folder) - 1) != 0)
		return NULL;
	name = strrchr(path, '/') + 1;
	return sec_source_is_record(name) && !sec_path_is_debris(name) ? path + n : NULL;
}

struct sec_git_entry sec_change_plain(const struct sec_git_entry *e)
{
	return e->present && S_ISREG(e->mode) ? *e : (struct sec_git_entry){ 0 };
}

static int add(void *ctx, const char *path, const struct sec_git_entry *before,
	const struct sec_git_entry *after)
{
	struct finding *f = ctx;
	const char *own = record_path(f->c, path);
	struct sec_change change = { .before = sec_change_plain(before),
		.after = sec_change_plain(after) };
	struct sec_str stem;

	if (own && (change.before.present || change.after.present)) {
		stem = sec_register_stem(own);
		change.path = sec_arena_strndup(f->c->arena, own, strlen(own));
		change.id = sec_arena_strndup(f->c->arena, stem.s, stem.len);
		SEC_GROW(f->out->item, f->out->n, f->out->alloc);
		f->out->item[f->out->n++] = change;
	} else if (f->c->others) {
		sec_paths_add(f->other, path);
	}
	return 0;
}

static int by_id(const void *a, const void *b)
{
	const struct sec_change *x = a, *y = b;
	int c = strcmp(x->id, y->id);

	return c ? c : strcmp(x->path, y->path);
}

static int find_below(struct finding *f, const char *where, const struct sec_git_id *before,
	const struct sec_git_id *after, struct sec_err *err)
{
	char *full = xasprintf("%s%s", f->c->place, where);
	int rc = sec_git()->past->differ(f->c->git, before, after, full, add, f, err);

	free(full);
	return rc;
}

int sec_changes_find(const struct sec_comparing *c, const struct sec_git_id *before,
	const struct sec_git_id *after, struct sec_changes *out, struct sec_paths *other,
	struct sec_err *err)
{
	struct finding f = { c, out, other };
	size_t i;
	int rc = 0;

	out->n = 0;
	if (c->others)
		rc = sec_git()->past->differ(c->git, before, after, "", add, &f, err);
	else if (!c->only)
		rc = find_below(&f, "secondments", before, after, err);
	for (i = 0; rc == 0 && c->only && i < c->only->n; i++)
		rc = find_below(&f, c->only->item[i], before, after, err);
	if (out->n)
		qsort(out->item, out->n, sizeof(*out->item), by_id);
	return rc;
}

bool sec_changes_may_move(const struct sec_changes *c)
{
	bool gone = false, come = false;
	size_t i;

	for (i = 0; i < c->n; i++) {
		gone |= !c->item[i].after.present;
		come |= !c->item[i].before.present;
	}
	return gone && come;
}

struct sec_change *sec_changes_at(const struct sec_changes *c, const struct sec_change *path)
{
	return c->n ? bsearch(path, c->item, c->n, sizeof(*c->item), by_id) : NULL;
}

struct sec_change *sec_changes_gone(const struct sec_changes *c, const char *id)
{
	size_t i;

	SEC_FIRST_NOT(i, c->n, strcmp(c->item[i].id, id) < 0);
	for (; i < c->n && strcmp(c->item[i].id, id) == 0; i++)
		if (!c->item[i].after.present)
			return &c->item[i];
	return NULL;
}
