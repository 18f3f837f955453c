/* SPDX-License-Identifier: ISC */
#include "register/hygiene.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "base/utf8.h"

enum { ENTRIES_MAX = 100000 };

struct entry {
	char *path, *folded;
	struct sec_git_id blob;
	unsigned mode;
};

struct entries {
	struct entry *item;
	size_t n, alloc;
};

struct hygiene {
	struct sec_register *reg;
	void (*each)(void *ctx, const char *path, const struct sec_fault *fault);
	void *ctx;
	struct sec_faults found; /* room for the one at hand */
};

static int add_entry(void *ctx, const char *path, const struct sec_git_id *blob, unsigned mode,
	int stage)
{
	struct entries *e = ctx;

	(void)stage;
	SEC_GROW(e->item, e->n, e->alloc);
	e->item[e->n++] = (struct entry){ .path = xstrdup(path), .blob = *blob, .mode = mode };
	return 0;
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct entry *)a)->path, ((const struct entry *)b)->path);
}

static int by_folded(const void *a, const void *b)
{
	return strcmp(((const struct entry *)a)->folded, ((const struct entry *)b)->folded);
}

static void release(struct entries *e)
{
	size_t i;

	for (i = 0; i < e->n; i++) {
		free(e->item[i].path);
		free(e->item[i].folded);
	}
	free(e->item);
}

static void find(struct hygiene *h, const char *path, const char *rule, const char *message)
{
	const struct sec_schema *s = &h->reg->schema;
	int at = sec_schema_rule(s, sec_str(rule));

	if (at >= 0 && s->rule[at].off)
		return;
	sec_faults_clear(&h->found);
	sec_faults_add(&h->found, rule, at < 0 ? SEC_LEVEL_ERROR : s->rule[at].level, 0, 0, "%s",
		message);
	h->each(h->ctx, path, &h->found.item[0]);
}

static void check_mode(struct hygiene *h, const struct entry *e)
{
	if (S_ISLNK(e->mode))
		find(h, e->path, "tree-entry", "a symbolic link, where a register has plain files alone");
	else if (!S_ISREG(e->mode))
		find(h, e->path, "tree-entry", "a submodule, where a register has plain files alone");
	else if ((e->mode & 0111) && strncmp(e->path, "secondments/", 12) == 0)
		find(h, e->path, "tree-entry", "marked as a program, which a record is not");
}

static void check_name(struct hygiene *h, const char *path)
{
	const char *name = strrchr(path, '/');
	size_t len = name ? strlen(++name) : 0;
	struct sec_str id = { name, len > 4 ? len - 4 : 0 };
	char *want = NULL;

	if (strncmp(path, "secondments/", 12) != 0)
		return;
	if (len > 4 && sec_str_ends(sec_str(name), ".ini") && sec_record_id_is_legal(id))
		want = sec_register_path(id);
	if (!want)
		find(h, path, "tree-name", "below secondments there are records alone, named ID.ini");
	else if (strcmp(want, path) != 0)
		find(h, path, "tree-name", "the name of a record says where it stands, and it does not "
			"stand there");
	free(want);
}

static int check_size(struct hygiene *h, const struct entry *e, struct sec_err *err)
{
	size_t size;
	int rc;

	if (!S_ISREG(e->mode))
		return 0;
	rc = sec_source_size(h->reg->source, &e->blob, &size, err);
	if (rc == 0 && size > SEC_RECORD_MAX)
		find(h, e->path, "tree-size", "a file of more than 1 MiB");
	return rc;
}

/* Names that a file system without upper and lower case takes for one. */
static void check_twins(struct hygiene *h, struct entries *e, const bool *fresh)
{
	struct sec_buf folded = SEC_BUF_INIT;
	size_t i;

	for (i = 0; i < e->n; i++) {
		sec_buf_clear(&folded);
		sec_utf8_fold(&folded, e->item[i].path, strlen(e->item[i].path));
		/* the mark of what is new goes behind, where it does not change the order of
		 * names that differ */
		e->item[i].folded = xasprintf("%s%c%c", folded.s, '\n', fresh[i] ? '1' : '0');
	}
	sec_buf_release(&folded);
	if (e->n)
		qsort(e->item, e->n, sizeof(*e->item), by_folded);
	for (i = 1; i < e->n; i++) {
		const char *a = e->item[i - 1].folded, *b = e->item[i].folded;
		size_t n = strlen(b);

		if (strlen(a) == n && strncmp(a, b, n - 1) == 0 && b[n - 1] == '1')
			find(h, e->item[i].path, "tree-name",
				"another name differs from this one in upper and lower case alone");
	}
}

static bool is_fresh(const struct entries *before, const struct entry *e)
{
	const struct entry *was = before->n
		? bsearch(e, before->item, before->n, sizeof(*e), by_path) : NULL;

	return !was || was->mode != e->mode || memcmp(&was->blob, &e->blob, sizeof(e->blob)) != 0;
}

static int check_entries(struct hygiene *h, struct entries *now, const struct entries *before,
	struct sec_err *err)
{
	bool *fresh = xcalloc(now->n + 1, sizeof(*fresh));
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < now->n; i++) {
		fresh[i] = is_fresh(before, &now->item[i]);
		if (!fresh[i])
			continue;
		check_mode(h, &now->item[i]);
		check_name(h, now->item[i].path);
		rc = check_size(h, &now->item[i], err);
	}
	if (rc == 0)
		check_twins(h, now, fresh);
	free(fresh);
	return rc;
}

static int count_entry(void *ctx, const char *path, const struct sec_git_id *blob, unsigned mode,
	int stage)
{
	size_t *n = ctx;

	(void)path;
	(void)blob;
	(void)mode;
	(void)stage;
	return ++*n > ENTRIES_MAX ? SEC_NO : 0;
}

int sec_hygiene_count(struct sec_register *r,
	void (*each)(void *ctx, const char *path, const struct sec_fault *fault), void *ctx,
	struct sec_err *err)
{
	struct hygiene h = { .reg = r, .each = each, .ctx = ctx };
	size_t n = 0;
	int rc = sec_source_blobs(r->source, "", count_entry, &n, err);

	if (rc == SEC_NO) {
		find(&h, ".", "tree-size", "more than 100,000 files");
		rc = h.found.n && h.found.item[0].level == SEC_LEVEL_ERROR ? SEC_NO : 0;
	}
	sec_faults_release(&h.found);
	return rc;
}

int sec_hygiene_check(struct sec_register *r, struct sec_source *before,
	void (*each)(void *ctx, const char *path, const struct sec_fault *fault), void *ctx,
	struct sec_err *err)
{
	struct hygiene h = { .reg = r, .each = each, .ctx = ctx };
	struct entries now = { 0 }, old = { 0 };
	int rc = sec_source_blobs(r->source, "", add_entry, &now, err);

	if (rc == 0 && before)
		rc = sec_source_blobs(before, "", add_entry, &old, err);
	if (old.n)
		qsort(old.item, old.n, sizeof(*old.item), by_path);
	if (rc == 0)
		rc = check_entries(&h, &now, &old, err);
	release(&now);
	release(&old);
	sec_faults_release(&h.found);
	return rc;
}
