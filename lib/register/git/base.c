/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "register/git/inner.h"
#include "register/git/nodes.h"

enum {
	OF_A = 1,
	OF_B = 2,
	BOTH = OF_A | OF_B,
	STALE = 4,  /* behind a common ancestor */
	COMMON = 8, /* in the list of them */
	OPEN = 16,  /* in the queue, and not stale */
};

struct search {
	struct sec_nodes nodes;
	struct sec_queue queue;
	uint32_t open;
	uint32_t *common;
	size_t n, alloc;
};

static int flag(struct search *s, uint32_t i, unsigned flags, struct sec_err *err)
{
	struct sec_node *node;
	int rc = sec_nodes_load(&s->nodes, i, err);

	node = &s->nodes.node[i];
	flags |= node->flags;
	if (rc < 0 || flags == node->flags)
		return rc;
	if (flags & STALE && flags & OPEN) {
		flags &= ~(unsigned)OPEN;
		s->open--;
	} else if (!(flags & (STALE | OPEN))) {
		flags |= OPEN;
		s->open++;
	}
	node->flags = flags;
	sec_queue_put(&s->queue, i);
	return 0;
}

/* Commits that both reach, down to where all that is left lies behind one. */
static int paint(struct search *s, struct sec_err *err)
{
	struct sec_node *node;
	unsigned flags;
	uint32_t i, k;
	int rc = 0;

	while (rc == 0 && s->open) {
		i = sec_queue_take(&s->queue);
		node = &s->nodes.node[i];
		if (node->flags & OPEN) {
			node->flags &= ~(unsigned)OPEN;
			s->open--;
		}
		flags = node->flags & (BOTH | STALE);
		if (flags == BOTH) {
			if (!(node->flags & COMMON)) {
				SEC_GROW(s->common, s->n, s->alloc);
				s->common[s->n++] = i;
			}
			node->flags |= COMMON;
			flags |= STALE;
		}
		for (k = 0; rc == 0 && k < s->nodes.node[i].parents; k++)
			rc = flag(s, s->nodes.parent[s->nodes.node[i].parent + k], flags, err);
	}
	return rc;
}

/* Marks as stale whatever lies behind one of several common ancestors, to the
 * very end: clocks may have put them into the list the wrong way round. */
static int cross_out(struct search *s, struct sec_err *err)
{
	uint32_t i, k, parent;
	size_t c;
	int rc = 0;

	s->queue.n = 0;
	for (c = 0; c < s->n; c++)
		sec_queue_put(&s->queue, s->common[c]);
	for (i = 0; i < s->nodes.n; i++)
		s->nodes.node[i].flags &= ~(unsigned)STALE;
	while (rc == 0 && s->queue.n) {
		i = sec_queue_take(&s->queue);
		for (k = 0; rc == 0 && k < s->nodes.node[i].parents; k++) {
			parent = s->nodes.parent[s->nodes.node[i].parent + k];
			rc = sec_nodes_load(&s->nodes, parent, err);
			if (rc == 0 && !(s->nodes.node[parent].flags & STALE)) {
				s->nodes.node[parent].flags |= STALE;
				sec_queue_put(&s->queue, parent);
			}
		}
	}
	return rc;
}

/* The latest of the common ancestors that lie behind no other. */
static const struct sec_node *best(const struct search *s)
{
	const struct sec_node *found = NULL, *node;
	size_t c;

	for (c = 0; c < s->n; c++) {
		node = &s->nodes.node[s->common[c]];
		if (!(node->flags & STALE) && (!found || node->time > found->time))
			found = node;
	}
	return found;
}

static int search(struct sec_git *git, bool graph, const struct sec_git_id *a,
	const struct sec_git_id *b, struct sec_git_id *out, bool *found, struct sec_err *err)
{
	struct search s = { .queue = { .by_generation = true } };
	const struct sec_node *node;
	uint32_t x, y;
	int rc;

	sec_nodes_init(&s.nodes, git, graph);
	s.queue.nodes = &s.nodes;
	rc = sec_nodes_add(&s.nodes, a, &x, err);
	if (rc == 0)
		rc = sec_nodes_add(&s.nodes, b, &y, err);
	if (rc == 0)
		rc = flag(&s, x, OF_A, err);
	if (rc == 0)
		rc = flag(&s, y, OF_B, err);
	if (rc == 0)
		rc = paint(&s, err);
	if (rc == 0 && s.n > 1)
		rc = cross_out(&s, err);
	node = rc == 0 ? best(&s) : NULL;
	*found = node;
	if (node)
		*out = node->id;
	free(s.common);
	sec_queue_release(&s.queue);
	sec_nodes_release(&s.nodes);
	return rc;
}

int sec_git_past_base(struct sec_git *git, const struct sec_git_id *a,
	const struct sec_git_id *b, struct sec_git_id *out, bool *shallow, struct sec_err *err)
{
	bool found;
	int rc = search(git, true, a, b, out, &found, err);

	*shallow = sec_git_is_shallow(git);
	if (rc < 0)
		rc = search(git, false, a, b, out, &found, err);
	if (rc == 0 && !found)
		rc = sec_err_set(err, SEC_ABSENT, "the two have no common ancestor here");
	return rc;
}
