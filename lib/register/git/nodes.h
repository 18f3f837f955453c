/* SPDX-License-Identifier: ISC
 *
 * Commits as nodes that know their parents, for walks: from the commit-graph
 * where it has them, else from the objects. Nodes are known by their index.
 */
#ifndef SEC_REGISTER_GIT_NODES_H
#define SEC_REGISTER_GIT_NODES_H

#include "register/git/graph.h"
#include "register/git/object.h"

/* Generation of a commit that the commit-graph does not have: more than any that
 * it has, whose parents it has too. */
#define SEC_NODE_NEW UINT32_MAX

struct sec_node {
	struct sec_git_id id, tree;
	int64_t time;
	uint32_t at;         /* position in the commit-graph; of a new one: any */
	uint32_t generation;
	uint32_t parent;     /* where its parents begin in sec_nodes.parent */
	uint32_t parents;
	uint32_t children;   /* for the walk */
	unsigned flags;      /* for the walk */
	bool loaded;
};

struct sec_nodes {
	struct sec_git *git;
	struct sec_graph *graph; /* NULL: none */
	struct sec_node *node;
	uint32_t n, alloc;
	uint32_t *parent;
	size_t parents, parent_alloc;
	uint32_t *slot;    /* hash table of new commits: index + 1 */
	uint32_t slots, used;
	uint32_t *of_graph; /* by position: index + 1 */
	struct sec_git_object object; /* the one read last */
};

void sec_nodes_init(struct sec_nodes *s, struct sec_git *git, bool graph);
void sec_nodes_release(struct sec_nodes *s);

/* The commit's node, loaded. What fails with a commit-graph may go well without. */
int sec_nodes_add(struct sec_nodes *s, const struct sec_git_id *id, uint32_t *out,
	struct sec_err *err);
int sec_nodes_load(struct sec_nodes *s, uint32_t i, struct sec_err *err);
/* Fails where the object is not what the commit-graph said of it. */
int sec_nodes_verify(struct sec_nodes *s, uint32_t i, struct sec_err *err);

/* The node that comes first: by generation, the highest first, where the queue is
 * told so, then by time, the latest first, then as they were put in. */
struct sec_queue {
	struct sec_nodes *nodes;
	struct sec_queue_item { uint32_t node, order; } *item;
	size_t n, alloc;
	uint32_t order;
	bool by_generation;
};
void sec_queue_put(struct sec_queue *q, uint32_t node);
uint32_t sec_queue_take(struct sec_queue *q); /* it must not be empty */
void sec_queue_release(struct sec_queue *q);

#endif
