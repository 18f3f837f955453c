/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "register/history/inner.h"

/* The place of an id in the list, which is sorted: its own, or where it belongs. */
static size_t place_of(const struct sec_wishes *w, const char *id)
{
	size_t at;

	SEC_FIRST_NOT(at, w->n, strcmp(w->item[at].id, id) < 0);
	return at;
}

static struct sec_wanted *find(const struct sec_wishes *w, const char *id)
{
	size_t at = place_of(w, id);

	return at < w->n && strcmp(w->item[at].id, id) == 0 ? &w->item[at] : NULL;
}

static bool add_path(struct sec_wishes *w, const char *path)
{
	size_t i;

	for (i = 0; i < w->path.n; i++)
		if (strcmp(w->path.item[i], path) == 0)
			return false;
	sec_paths_add(&w->path, path);
	return true;
}

/* False: it is there already. */
static bool add(struct sec_wishes *w, const char *id, const struct sec_git_id *renamed)
{
	size_t at = place_of(w, id);
	char *path;

	if (at < w->n && strcmp(w->item[at].id, id) == 0)
		return false;
	SEC_GROW(w->item, w->n, w->alloc);
	memmove(w->item + at + 1, w->item + at, (w->n++ - at) * sizeof(*w->item));
	w->item[at] = (struct sec_wanted){ .id = xstrdup(id), .named = !renamed };
	if (renamed)
		w->item[at].renamed = *renamed;
	if (sec_record_id_is_legal(sec_str(id))) {
		path = sec_register_path(sec_str(id));
		add_path(w, path);
		free(path);
	}
	return true;
}

void sec_wishes_init(struct sec_wishes *w, const char *const *id, size_t ids)
{
	size_t i;

	memset(w, 0, sizeof(*w));
	for (i = 0; i < ids; i++)
		add(w, id[i], NULL);
}

void sec_wishes_release(struct sec_wishes *w)
{
	size_t i;

	for (i = 0; i < w->n; i++)
		free(w->item[i].id);
	free(w->item);
	sec_paths_release(&w->path);
}

bool sec_wishes_all_met(const struct sec_wishes *w)
{
	size_t i;

	for (i = 0; i < w->n; i++)
		if (w->item[i].named && !w->item[i].met)
			return false;
	return true;
}

static bool learn_pair(struct sec_wishes *w, const struct sec_pair *p,
	const struct sec_git_id *commit)
{
	struct sec_wanted *is = p->is ? find(w, p->is->id) : NULL;
	struct sec_wanted *was = p->was ? find(w, p->was->id) : NULL;
	bool new = false;

	if (is)
		is->met = true;
	if (was)
		was->met = true;
	if (is && p->was)
		new |= add(w, p->was->id, commit);
	if (is || was) {
		/* once it has another id, that one's places are of no concern */
		if (p->is && (is || strcmp(p->is->id, p->was->id) == 0))
			new |= add_path(w, p->is->path);
		if (p->was)
			new |= add_path(w, p->was->path);
	}
	return new;
}

bool sec_wishes_learn(struct sec_wishes *w, const struct sec_pairs *p,
	const struct sec_git_id *commit)
{
	bool new = false;
	size_t i;

	for (i = 0; i < p->n; i++)
		new |= learn_pair(w, &p->item[i], commit);
	return new;
}

bool sec_wishes_want(struct sec_wishes *w, const struct sec_pair *p)
{
	struct sec_wanted *is = p->is ? find(w, p->is->id) : NULL;
	struct sec_wanted *was = p->was ? find(w, p->was->id) : NULL;

	if (is && !is->named && is->passed && !p->was)
		is->over = true;
	return (is && !is->over) || (was && !was->over);
}

void sec_wishes_pass(struct sec_wishes *w, const struct sec_git_id *commit)
{
	size_t i;

	for (i = 0; i < w->n; i++)
		if (!w->item[i].named && memcmp(&w->item[i].renamed, commit, sizeof(*commit)) == 0)
			w->item[i].passed = true;
}
