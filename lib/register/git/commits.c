/* SPDX-License-Identifier: ISC */
#include <git2.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "register/git/inner.h"
#include "register/git/nodes.h"
#include "register/git/trees.h"

enum {
	WANTED = 1,
	HIDDEN = 2,
	OPEN = 4, /* wanted, in the queue, and not known to be hidden */
};

struct wanted_path {
	struct sec_git_path *path;
	struct sec_graph_key key;
};

struct walk {
	struct sec_nodes nodes;
	struct wanted_path *path;
	size_t paths;
	uint32_t open;
	uint32_t *order; /* what is told, in that order */
	size_t n, alloc;
};

static void walk_init(struct walk *w, struct sec_git *git, const char *const *path, size_t paths,
	bool graph)
{
	memset(w, 0, sizeof(*w));
	sec_nodes_init(&w->nodes, git, graph);
	w->path = xcalloc(paths + 1, sizeof(*w->path));
	for (; w->paths < paths; w->paths++) {
		w->path[w->paths].path = sec_git_path_new(git, path[w->paths], true);
		sec_graph_key_init(&w->path[w->paths].key, path[w->paths]);
	}
}

static void walk_release(struct walk *w)
{
	while (w->paths--) {
		sec_git_path_free(w->path[w->paths].path);
		sec_graph_key_release(&w->path[w->paths].key);
	}
	free(w->path);
	free(w->order);
	sec_nodes_release(&w->nodes);
}

/* Adds flags to a node, which goes into the queue when that tells it something. */
static int flag(struct walk *w, struct sec_queue *q, uint32_t i, unsigned flags,
	struct sec_err *err)
{
	struct sec_node *node;
	int rc = sec_nodes_load(&w->nodes, i, err);

	node = &w->nodes.node[i];
	flags |= node->flags;
	if (rc < 0 || flags == node->flags)
		return rc;
	if (flags == WANTED) {
		flags |= OPEN;
		w->open++;
	} else if (flags & HIDDEN && flags & OPEN) {
		flags &= ~(unsigned)OPEN;
		w->open--;
	}
	node->flags = flags;
	sec_queue_put(q, i);
	return 0;
}

/* Finds what is wanted. The queue ends early only where generations prove that
 * nothing wanted can lie behind what is hidden; clocks prove nothing. */
static int mark(struct walk *w, struct sec_queue *q, struct sec_err *err)
{
	struct sec_nodes *s = &w->nodes;
	uint32_t i, k;
	int rc = 0;

	while (rc == 0 && q->n
		&& (w->open || s->node[q->item[0].node].generation == SEC_NODE_NEW)) {
		i = sec_queue_take(q);
		if (s->node[i].flags & OPEN) {
			s->node[i].flags &= ~(unsigned)OPEN;
			w->open--;
		}
		for (k = 0; rc == 0 && k < s->node[i].parents; k++)
			rc = flag(w, q, s->parent[s->node[i].parent + k],
				s->node[i].flags & (WANTED | HIDDEN), err);
	}
	q->n = 0;
	return rc;
}

static bool is_wanted(const struct sec_node *node)
{
	return (node->flags & (WANTED | HIDDEN)) == WANTED;
}

/* Children before parents, the latest of those that are free first. */
static void put_in_order(struct walk *w, struct sec_queue *q, uint32_t tip)
{
	struct sec_nodes *s = &w->nodes;
	uint32_t i, k, parent;

	for (i = 0; i < s->n; i++)
		for (k = 0; is_wanted(&s->node[i]) && k < s->node[i].parents; k++)
			s->node[s->parent[s->node[i].parent + k]].children++;
	if (is_wanted(&s->node[tip]))
		sec_queue_put(q, tip);
	while (q->n) {
		i = sec_queue_take(q);
		SEC_GROW(w->order, w->n, w->alloc);
		w->order[w->n++] = i;
		for (k = 0; k < s->node[i].parents; k++) {
			parent = s->parent[s->node[i].parent + k];
			if (--s->node[parent].children == 0 && is_wanted(&s->node[parent]))
				sec_queue_put(q, parent);
		}
	}
}

/* Whether the commit has the path otherwise than its parent; a merge, than any. The
 * filters speak of the first parent alone. */
static int changes(struct walk *w, uint32_t i, const struct wanted_path *p, bool *yes,
	struct sec_err *err)
{
	struct sec_nodes *s = &w->nodes;
	const struct sec_node *node = &s->node[i];
	bool may = node->generation == SEC_NODE_NEW || node->parents > 1
		|| sec_graph_may_change(s->graph, node->at, &p->key);
	uint32_t k, parent;
	int rc = 0;

	if (may && node->parents == 0)
		return sec_git_path_differs(p->path, NULL, &node->tree, yes, err);
	*yes = false;
	for (k = 0; rc == 0 && may && !*yes && k < s->node[i].parents; k++) {
		parent = s->parent[s->node[i].parent + k];
		rc = sec_nodes_load(s, parent, err);
		if (rc == 0)
			rc = sec_git_path_differs(p->path, &s->node[parent].tree, &s->node[i].tree, yes,
				err);
	}
	return rc;
}

/* Keeps those that changed one of the paths. */
static int select_changed(struct walk *w, struct sec_err *err)
{
	size_t i, k, kept = 0;
	bool yes;
	int rc = 0;

	for (i = 0; rc == 0 && i < w->n; i++) {
		yes = w->paths == 0;
		for (k = 0; rc == 0 && !yes && k < w->paths; k++)
			rc = changes(w, w->order[i], &w->path[k], &yes, err);
		if (rc == 0 && yes)
			rc = sec_nodes_verify(&w->nodes, w->order[i], err);
		if (yes)
			w->order[kept++] = w->order[i];
	}
	w->n = kept;
	return rc;
}

static int find(struct walk *w, const struct sec_git_id *tip, const struct sec_git_id *hide,
	struct sec_err *err)
{
	struct sec_queue by_generation = { .nodes = &w->nodes, .by_generation = true };
	struct sec_queue by_time = { .nodes = &w->nodes };
	uint32_t first, hidden;
	int rc = sec_nodes_add(&w->nodes, tip, &first, err);

	if (rc == 0)
		rc = flag(w, &by_generation, first, WANTED, err);
	if (rc == 0 && hide)
		rc = sec_nodes_add(&w->nodes, hide, &hidden, err);
	if (rc == 0 && hide)
		rc = flag(w, &by_generation, hidden, HIDDEN, err);
	if (rc == 0)
		rc = mark(w, &by_generation, err);
	if (rc == 0) {
		put_in_order(w, &by_time, first);
		rc = select_changed(w, err);
	}
	sec_queue_release(&by_generation);
	sec_queue_release(&by_time);
	return rc;
}

/* What is only looked through, and once, is neither hashed nor kept, which halves
 * the time; git does not hash it either. What is told is read again, and hashed. */
static void look_through(bool yes)
{
	git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, !yes);
	git_libgit2_opts(GIT_OPT_ENABLE_CACHING, !yes);
}

static int find_quickly(struct walk *w, const struct sec_git_id *tip,
	const struct sec_git_id *hide, struct sec_err *err)
{
	int rc;

	look_through(true);
	rc = find(w, tip, hide, err);
	look_through(false);
	return rc;
}

int sec_git_past_commits(struct sec_git *git, const struct sec_git_id *tip,
	const struct sec_git_id *hide, const char *const *path, size_t paths,
	int (*each)(void *ctx, const struct sec_git_commit *commit), void *ctx,
	struct sec_err *err)
{
	struct sec_git_object *object;
	struct walk w;
	size_t i;
	int rc;

	/* Where every commit is told, its object is read anyhow, and believed more. */
	walk_init(&w, git, path, paths, paths || hide);
	rc = find_quickly(&w, tip, hide, err);
	if (rc < 0 && w.nodes.graph) {
		walk_release(&w);
		walk_init(&w, git, path, paths, false);
		rc = find_quickly(&w, tip, hide, err);
	}
	object = &w.nodes.object;
	for (i = 0; rc == 0 && i < w.n; i++) {
		rc = sec_git_object_read(git, &w.nodes.node[w.order[i]].id, object, err);
		if (rc == 0)
			rc = each(ctx, &object->commit);
	}
	walk_release(&w);
	return rc;
}
