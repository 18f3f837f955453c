/* SPDX-License-Identifier: ISC */
#include "register/git/nodes.h"

#include <git2.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "register/git/inner.h"

/* As git itself: core.commitGraph, and none for a clone whose history is cut. */
static struct sec_graph *open_graph(struct sec_git *git)
{
	git_config *config = NULL;
	struct sec_graph *g;
	char *objects;
	int wanted = 1;

	if (git_repository_config_snapshot(&config, git->repo) == 0)
		git_config_get_bool(&wanted, config, "core.commitgraph");
	git_config_free(config);
	if (!wanted || sec_git_is_shallow(git))
		return NULL;
	objects = xasprintf("%s/objects", git->common);
	g = sec_graph_open(objects);
	free(objects);
	return g;
}

void sec_nodes_init(struct sec_nodes *s, struct sec_git *git, bool graph)
{
	memset(s, 0, sizeof(*s));
	s->git = git;
	s->graph = graph ? open_graph(git) : NULL;
	if (s->graph)
		s->of_graph = xcalloc(sec_graph_size(s->graph) + 1, sizeof(*s->of_graph));
}

void sec_nodes_release(struct sec_nodes *s)
{
	sec_graph_close(s->graph);
	sec_git_object_release(&s->object);
	free(s->node);
	free(s->parent);
	free(s->slot);
	free(s->of_graph);
	memset(s, 0, sizeof(*s));
}

static uint32_t new_node(struct sec_nodes *s, const struct sec_git_id *id)
{
	SEC_GROW(s->node, s->n, s->alloc);
	memset(&s->node[s->n], 0, sizeof(*s->node));
	s->node[s->n].id = *id;
	s->node[s->n].generation = SEC_NODE_NEW;
	return s->n++;
}

static uint32_t *find_slot(struct sec_nodes *s, const struct sec_git_id *id)
{
	uint32_t hash, i;

	memcpy(&hash, id->raw, sizeof(hash));
	for (i = hash & (s->slots - 1); s->slot[i]; i = (i + 1) & (s->slots - 1))
		if (memcmp(s->node[s->slot[i] - 1].id.raw, id->raw, sizeof(id->raw)) == 0)
			break;
	return &s->slot[i];
}

static void grow_slots(struct sec_nodes *s)
{
	uint32_t *old = s->slot, i, slots = s->slots;

	s->slots = slots ? slots * 2 : 1024;
	s->slot = xcalloc(s->slots, sizeof(*s->slot));
	for (i = 0; i < slots; i++)
		if (old[i])
			*find_slot(s, &s->node[old[i] - 1].id) = old[i];
	free(old);
}

static uint32_t node_at(struct sec_nodes *s, uint32_t at)
{
	struct sec_git_id id;
	uint32_t i;

	if (s->of_graph[at])
		return s->of_graph[at] - 1;
	sec_graph_id(s->graph, at, &id);
	i = new_node(s, &id);
	s->node[i].at = at;
	s->node[i].generation = sec_graph_generation(s->graph, at);
	s->of_graph[at] = i + 1;
	return i;
}

/* The commit's node, not loaded yet where it is a new one. */
static uint32_t node_of(struct sec_nodes *s, const struct sec_git_id *id)
{
	uint32_t at, *slot, i;

	if (s->graph && sec_graph_find(s->graph, id, &at))
		return node_at(s, at);
	if (s->used >= s->slots / 2)
		grow_slots(s);
	slot = find_slot(s, id);
	if (*slot)
		return *slot - 1;
	i = new_node(s, id);
	*slot = i + 1;
	s->used++;
	return i;
}

static void add_parent(struct sec_nodes *s, uint32_t i)
{
	SEC_GROW(s->parent, s->parents, s->parent_alloc);
	s->parent[s->parents++] = i;
}

static int damaged(struct sec_err *err)
{
	return sec_err_set(err, SEC_FAIL, "the commit-graph is damaged; mend it with: "
		"git commit-graph write --reachable --changed-paths");
}

/* A parent that is not older than its child by generation would make a circle. */
static int load_from_graph(struct sec_nodes *s, uint32_t i, struct sec_err *err)
{
	struct sec_graph_commit c;
	size_t first = s->parents, k;
	uint32_t parent;

	if (!sec_graph_commit(s->graph, s->node[i].at, &c))
		return damaged(err);
	for (k = 0; k < c.parents; k++) {
		parent = node_at(s, c.parent[k]);
		add_parent(s, parent);
		if (s->node[parent].generation >= s->node[i].generation)
			return damaged(err);
	}
	s->node[i].tree = c.tree;
	s->node[i].time = c.time;
	s->node[i].parent = (uint32_t)first;
	s->node[i].parents = (uint32_t)(s->parents - first);
	s->node[i].loaded = true;
	return 0;
}

int sec_nodes_load(struct sec_nodes *s, uint32_t i, struct sec_err *err)
{
	const struct sec_git_commit *c = &s->object.commit;
	struct sec_git_id id = s->node[i].id;
	size_t first = s->parents;
	unsigned k;
	int rc;

	if (s->node[i].loaded)
		return 0;
	if (s->node[i].generation != SEC_NODE_NEW)
		return load_from_graph(s, i, err);
	rc = sec_git_object_read(s->git, &id, &s->object, err);
	if (rc < 0)
		return rc;
	for (k = 0; k < c->parents; k++)
		add_parent(s, node_of(s, &c->parent[k]));
	s->node[i].tree = c->tree;
	s->node[i].time = c->committer.time;
	s->node[i].parent = (uint32_t)first;
	s->node[i].parents = (uint32_t)(s->parents - first);
	s->node[i].loaded = true;
	return 0;
}

int sec_nodes_add(struct sec_nodes *s, const struct sec_git_id *id, uint32_t *out,
	struct sec_err *err)
{
	*out = node_of(s, id);
	return sec_nodes_load(s, *out, err);
}

int sec_nodes_verify(struct sec_nodes *s, uint32_t i, struct sec_err *err)
{
	const struct sec_git_commit *c = &s->object.commit;
	const struct sec_node *node = &s->node[i];
	unsigned k;
	int rc;

	if (node->generation == SEC_NODE_NEW)
		return 0;
	rc = sec_git_object_read(s->git, &node->id, &s->object, err);
	if (rc < 0)
		return rc;
	if (c->parents != node->parents || memcmp(&c->tree, &node->tree, sizeof(c->tree)) != 0)
		return damaged(err);
	for (k = 0; k < c->parents; k++)
		if (memcmp(&c->parent[k], &s->node[s->parent[node->parent + k]].id,
			sizeof(c->parent[k])) != 0)
			return damaged(err);
	return 0;
}

static bool comes_before(const struct sec_queue *q, const struct sec_queue_item *a,
	const struct sec_queue_item *b)
{
	const struct sec_node *x = &q->nodes->node[a->node], *y = &q->nodes->node[b->node];

	if (q->by_generation && x->generation != y->generation)
		return x->generation > y->generation;
	if (x->time != y->time)
		return x->time > y->time;
	return a->order < b->order;
}

void sec_queue_put(struct sec_queue *q, uint32_t node)
{
	struct sec_queue_item new = { node, q->order++ };
	size_t i;

	SEC_GROW(q->item, q->n, q->alloc);
	for (i = q->n++; i && comes_before(q, &new, &q->item[(i - 1) / 2]); i = (i - 1) / 2)
		q->item[i] = q->item[(i - 1) / 2];
	q->item[i] = new;
}

uint32_t sec_queue_take(struct sec_queue *q)
{
	uint32_t first = q->item[0].node;
	struct sec_queue_item last = q->item[--q->n];
	size_t i, child;

	for (i = 0; (child = 2 * i + 1) < q->n; i = child) {
		if (child + 1 < q->n && comes_before(q, &q->item[child + 1], &q->item[child]))
			child++;
		if (!comes_before(q, &q->item[child], &last))
			break;
		q->item[i] = q->item[child];
	}
	if (q->n)
		q->item[i] = last;
	return first;
}

void sec_queue_release(struct sec_queue *q)
{
	free(q->item);
	memset(q, 0, sizeof(*q));
}
