/* SPDX-License-Identifier: ISC */
#include "register/source/inner.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/mem.h"

void sec_paths_add(struct sec_paths *p, const char *path)
{
	SEC_GROW(p->item, p->n, p->alloc);
	p->item[p->n++] = xstrdup(path);
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void sec_paths_sort(struct sec_paths *p)
{
	if (p->n)
		qsort(p->item, p->n, sizeof(*p->item), by_bytes);
}

void sec_paths_unique(struct sec_paths *p)
{
	size_t i, n = 0;

	sec_paths_sort(p);
	for (i = 0; i < p->n; i++) {
		if (n && strcmp(p->item[n - 1], p->item[i]) == 0)
			free(p->item[i]);
		else
			p->item[n++] = p->item[i];
	}
	p->n = n;
}

void sec_paths_release(struct sec_paths *p)
{
	size_t i;

	for (i = 0; i < p->n; i++)
		free(p->item[i]);
	free(p->item);
	memset(p, 0, sizeof(*p));
}

bool sec_source_is_record(const char *name)
{
	return name[0] != '.' && sec_str_ends(sec_str(name), ".ini");
}

void sec_source_listed(const struct sec_source_listing *l, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;

	if (sec_path_is_debris(name)) {
		if (l->debris)
			sec_paths_add(l->debris, path);
	} else if (sec_source_is_record(name)) {
		sec_paths_add(l->out, path);
	}
}

void sec_source_close(struct sec_source *s)
{
	if (s)
		s->ops->close(s);
}

int sec_source_list(struct sec_source *s, const char *folder, struct sec_paths *out,
	struct sec_paths *debris, struct sec_err *err)
{
	struct sec_source_listing l = { out, debris };
	int rc = s->ops->list(s, folder, &l, err);

	sec_paths_sort(out);
	if (debris)
		sec_paths_sort(debris);
	return rc;
}

int sec_source_read(struct sec_source *s, const char *path, size_t limit, struct sec_buf *out,
	struct sec_err *err)
{
	return s->ops->read(s, path, limit, out, err);
}

bool sec_source_exists(struct sec_source *s, const char *path)
{
	return sec_path_is_safe(path) && s->ops->exists(s, path);
}

int sec_source_blobs(struct sec_source *s, const char *folder, sec_source_blob_fn *each,
	void *ctx, struct sec_err *err)
{
	return s->ops->blobs(s, folder, each, ctx, err);
}
