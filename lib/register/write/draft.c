/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <fcntl.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "register/write/inner.h"

static int by_path(const void *a, const void *b)
{
	const struct change *x = a, *y = b;

	return strcmp(x->full, y->full);
}

static int by_path_at(const void *a, const void *b)
{
	return by_path(*(struct change *const *)a, *(struct change *const *)b);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(a, b);
}

static void keep(void *nothing)
{
	(void)nothing;
}

static void names_add(struct names *list, const char *s)
{
	char *copy = xstrdup(s), **found = tsearch(copy, &list->seen, by_text);

	if (!found || *found != copy) {
		free(copy);
		return;
	}
	SEC_GROW(list->item, list->n, list->alloc);
	list->item[list->n++] = copy;
}

static void names_release(struct names *list)
{
	size_t i;

	tdestroy(list->seen, keep);
	for (i = 0; i < list->n; i++)
		free(list->item[i]);
	free(list->item);
	memset(list, 0, sizeof(*list));
}

int sec_draft_begin(struct sec_draft *d, struct writer *wr, struct sec_err *err)
{
	memset(d, 0, sizeof(*d));
	sec_buf_init(&d->body);
	d->git = wr->git;
	d->root = wr->root;
	d->prefix = wr->prefix;
	return wr->ops->head(wr->git, &d->head, err);
}

void sec_change_free(struct change *c)
{
	sec_buf_release(&c->text);
	sec_buf_release(&c->was);
	sec_buf_release(&c->now);
	free(c->full);
	free(c->temp);
	free(c);
}

void sec_draft_release(struct sec_draft *d)
{
	size_t i;

	tdestroy(d->seen, keep);
	for (i = 0; i < d->n; i++)
		sec_change_free(d->item[i]);
	free(d->item);
	names_release(&d->records);
	names_release(&d->fields);
	free(d->subject);
	sec_buf_release(&d->body);
	sec_git_head_release(&d->head);
	memset(d, 0, sizeof(*d));
}

struct change *sec_draft_change(struct sec_draft *d, const char *path)
{
	struct change *c = xcalloc(1, sizeof(*c)), **found;

	c->full = xasprintf("%s%s", d->prefix, path);
	c->path = c->full + strlen(d->prefix);
	sec_buf_init(&c->text);
	sec_buf_init(&c->was);
	sec_buf_init(&c->now);
	c->folder = -1;
	found = (struct change **)tsearch(c, &d->seen, by_path);
	if (found && *found != c) {
		sec_change_free(c);
		return *found;
	}
	SEC_GROW(d->item, d->n, d->alloc);
	d->item[d->n++] = c;
	return c;
}

static int look(struct sec_draft *d, struct change *c, struct sec_err *err)
{
	int rc;

	if (c->looked)
		return 0;
	if (!sec_path_is_safe(c->path))
		return sec_err_set(err, SEC_FAIL, "'%s' is no path below the register", c->path);
	rc = sec_git()->write->entry(d->git, &d->head, c->full, &c->base, err);
	if (rc < 0)
		return rc;
	if (c->base.present && c->base.mode != 0100644 && c->base.mode != 0100755)
		return sec_err_set(err, SEC_FAIL, "%s is not a plain file in git", c->path);
	c->looked = true;
	return 0;
}

static int absent(struct sec_draft *d, const struct change *c, struct sec_err *err)
{
	int fd = sec_file_open_below(d->root, c->full, O_PATH, 0);

	if (fd < 0)
		return sec_err_set(err, SEC_ABSENT, "%s: no such file in the last commit", c->path);
	close(fd);
	return sec_err_set(err, SEC_FAIL, "%s is not committed yet; run: git add %s && git commit",
		c->path, c->path);
}

int sec_draft_read(struct sec_draft *d, const char *path, struct sec_buf *text, struct sec_err *err)
{
	struct change *c = sec_draft_change(d, path);
	int rc = look(d, c, err);

	if (rc < 0)
		return rc;
	if (c->touched && c->removed)
		return sec_err_set(err, SEC_ABSENT, "%s is removed by this change", path);
	if (c->touched) {
		sec_buf_add(text, c->text.s, c->text.len);
		return 0;
	}
	if (!c->base.present)
		return absent(d, c, err);
	rc = sec_git()->read(d->git, &c->base.id, WRITE_LIMIT, text, err);
	if (rc < 0)
		sec_err_prefix(err, "%s: ", path);
	return rc;
}

int sec_draft_check(struct sec_draft *d, const char *path, struct sec_err *err)
{
	const struct sec_git_write *ops = sec_git()->write;
	struct change *c = sec_draft_change(d, path);
	struct sec_draft only = { .git = d->git, .root = d->root, .item = &c, .n = 1 };
	struct sec_git_index *index = NULL;
	char *file = xasprintf("%s/index", ops->gitdir(d->git));
	int rc = look(d, c, err);

	if (rc == 0)
		rc = ops->may_touch(d->git, c->full, &c->eol, err);
	if (rc == 0)
		rc = ops->index_open(&index, file, err);
	if (rc == 0)
		rc = sec_index_check(&only, ops, index, err);
	if (rc == 0)
		rc = sec_files_check(&only, ops, err);
	ops->index_free(index);
	free(file);
	return rc;
}

void sec_draft_who(struct sec_draft *d, const char *path, struct sec_buf *out)
{
	static const struct sec_git_id start;

	sec_git()->write->who(d->git, &d->head, &start, sec_draft_change(d, path)->full, out);
}

const char *sec_draft_private(const struct sec_draft *d)
{
	return sec_git()->write->gitdir(d->git);
}

void sec_draft_put(struct sec_draft *d, const char *path, struct sec_str text)
{
	struct change *c = sec_draft_change(d, path);
	struct sec_buf copy = SEC_BUF_INIT;

	sec_buf_addslice(&copy, text); /* `text` may be what is replaced */
	sec_buf_release(&c->text);
	c->text = copy;
	c->touched = true;
	c->removed = false;
}

void sec_draft_remove(struct sec_draft *d, const char *path)
{
	struct change *c = sec_draft_change(d, path);

	sec_buf_release(&c->text);
	c->touched = c->removed = true;
}

struct below {
	struct sec_draft *d;
	int (*each)(void *ctx, const char *path);
	void *ctx;
};

static int each_file(void *ctx, const char *path, const struct sec_git_id *blob, unsigned mode)
{
	struct below *b = ctx;

	(void)blob;
	if (mode != 0100644 && mode != 0100755)
		return 0;
	return b->each(b->ctx, path + strlen(b->d->prefix));
}

int sec_draft_walk(struct sec_draft *d, const char *folder,
	int (*each)(void *ctx, const char *path), void *ctx, struct sec_err *err)
{
	struct below b = { d, each, ctx };
	struct sec_git_point point;
	char hex[SEC_GIT_HEX + 1], *full;
	size_t n;
	int rc;

	if (!d->head.born)
		return 0;
	sec_git_id_hex(&d->head.tip, hex);
	rc = sec_git()->resolve(d->git, hex, &point, err);
	if (rc < 0)
		return rc;
	full = xasprintf("%s%s", d->prefix, folder);
	n = strlen(full);
	if (n && full[n - 1] == '/')
		full[n - 1] = '\0';
	rc = sec_git()->walk(d->git, &point, full, each_file, &b, err);
	free(full);
	return rc;
}

void sec_draft_record(struct sec_draft *d, const char *id)
{
	names_add(&d->records, id);
}

void sec_draft_field(struct sec_draft *d, const char *field)
{
	names_add(&d->fields, field);
}

void sec_draft_explain(struct sec_draft *d, struct sec_str text)
{
	sec_buf_addstr(&d->body, d->body.len ? "\n\n" : "");
	sec_buf_addslice(&d->body, text);
}

void sec_draft_subject(struct sec_draft *d, const char *subject)
{
	free(d->subject);
	d->subject = xstrdup(subject);
}

bool sec_entry_same(const struct sec_git_entry *a, const struct sec_git_entry *b)
{
	return a->present == b->present
		&& (!a->present || memcmp(a->id.raw, b->id.raw, sizeof(a->id.raw)) == 0);
}

/* What the commit will have for this path. */
static int settle(struct sec_draft *d, const struct sec_git_write *ops, struct change *c,
	struct sec_err *err)
{
	int rc = look(d, c, err);

	if (rc < 0 || c->removed)
		return rc;
	c->after.present = true;
	c->after.mode = c->base.present ? c->base.mode : 0100644;
	rc = ops->hash(sec_buf_str(&c->text), &c->after.id, err);
	if (rc < 0 || sec_entry_same(&c->base, &c->after))
		return rc;
	rc = ops->may_touch(d->git, c->full, &c->eol, err);
	if (rc < 0)
		return rc;
	if (c->eol.automatic && c->base.present)
		c->eol.normalise = false; /* as it was read, so it goes back */
	if (!c->eol.normalise)
		return 0;
	sec_text_lf(&c->text);
	return ops->hash(sec_buf_str(&c->text), &c->after.id, err);
}

int sec_draft_settle(struct sec_draft *d, const struct sec_git_write *ops, struct sec_err *err)
{
	size_t i, n = 0;
	int rc;

	for (i = 0; i < d->n; i++) {
		if (!d->item[i]->touched)
			continue;
		rc = settle(d, ops, d->item[i], err);
		if (rc < 0)
			return rc;
	}
	tdestroy(d->seen, keep);
	d->seen = NULL;
	for (i = 0; i < d->n; i++) {
		struct change *c = d->item[i];

		if (c->touched && !sec_entry_same(&c->base, &c->after))
			d->item[n++] = c;
		else
			sec_change_free(c);
	}
	d->n = n;
	if (n)
		qsort(d->item, n, sizeof(*d->item), by_path_at);
	return 0;
}
