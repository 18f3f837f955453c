/* SPDX-License-Identifier: ISC
 *
 * The graph of commits, and who of them has to be signed.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "register/verify/inner.h"

enum { REASON_MAX = 160 };

static size_t *slot_of(const struct sec_verifying *v, const struct sec_git_id *id)
{
	size_t at;

	memcpy(&at, id->raw, sizeof(at));
	for (at &= v->slots - 1; v->slot[at]; at = (at + 1) & (v->slots - 1))
		if (memcmp(v->v->commit[v->slot[at] - 1].id.raw, id->raw, sizeof(id->raw)) == 0)
			break;
	return &v->slot[at];
}

/* At most half of the slots are taken. */
static void grow_slots(struct sec_verifying *v)
{
	size_t i;

	if (v->nodes * 2 < v->slots)
		return;
	v->slots = v->slots ? v->slots * 2 : 1024;
	free(v->slot);
	v->slot = xcalloc(v->slots, sizeof(*v->slot));
	for (i = 0; i < v->nodes; i++)
		*slot_of(v, &v->v->commit[i].id) = i + 1;
}

/* The first line of the reason; of a message by hand without one its subject. */
static struct sec_str reason_of(const struct sec_past *past)
{
	struct sec_str text = past->reason.len || past->trailers.len ? past->reason
		: past->commit->message;

	return sec_str_cut(&text, '\n');
}

/* A line of any length stands in every finding of its commit. */
static const char *keep_reason(struct sec_verify *to, struct sec_str reason)
{
	size_t n = REASON_MAX;

	if (reason.len <= REASON_MAX)
		return reason.len ? sec_arena_strndup(&to->arena, reason.s, reason.len) : "";
	while (n && ((unsigned char)reason.s[n] & 0xc0) == 0x80)
		n--;
	return sec_arena_printf(&to->arena, "%.*s…", (int)n, reason.s);
}

void sec_verify_add(struct sec_verifying *v, const struct sec_past *past)
{
	const struct sec_git_commit *c = past->commit;
	struct sec_verify *to = v->v;
	struct sec_verify_node *n;
	unsigned i;

	grow_slots(v);
	SEC_GROW(v->node, v->nodes, v->node_alloc);
	SEC_GROW(to->commit, to->commits, to->commit_alloc);
	to->commit[to->commits++] = (struct sec_verify_commit){ c->id,
		sec_day_of_clock(c->author.time, c->author.offset),
		sec_day_of_clock(c->committer.time, c->committer.offset),
		sec_arena_strndup(&to->arena, c->author.name.s, c->author.name.len),
		keep_reason(to, reason_of(past)) };
	n = &v->node[v->nodes];
	*n = (struct sec_verify_node){ .first_parent = v->parents, .time = c->committer.time };
	for (i = 0; i < c->parents; i++) {
		size_t at = *slot_of(v, &c->parent[i]);

		if (!at)
			continue; /* cut off: the walk says so */
		SEC_GROW(v->parent, v->parents, v->parent_alloc);
		v->parent[v->parents++] = at - 1;
		n->parents++;
	}
	*slot_of(v, &c->id) = ++v->nodes;
}

bool sec_verify_known(const struct sec_verifying *v, const struct sec_git_id *id, size_t *at)
{
	size_t slot = *slot_of(v, id);

	*at = slot - 1;
	return slot > 0;
}

/* Marks what the commit descends from. Parents stand before their children. */
static void mark_ancestors(const struct sec_verifying *v, size_t of, bool *marked)
{
	size_t i = of + 1;
	unsigned k;

	marked[of] = true;
	while (i-- > 0) {
		const struct sec_verify_node *n = &v->node[i];

		for (k = 0; marked[i] && k < n->parents; k++)
			marked[v->parent[n->first_parent + k]] = true;
	}
	marked[of] = false;
}

bool sec_verify_descends(const struct sec_verifying *v, size_t from)
{
	size_t at = v->nodes - 1, i;
	bool *marked = xcalloc(v->nodes - from, sizeof(*marked)), yes;
	unsigned k;

	marked[at - from] = true;
	for (i = at; i > from; i--) {
		const struct sec_verify_node *n = &v->node[i];

		for (k = 0; marked[i - from] && k < n->parents; k++)
			if (v->parent[n->first_parent + k] >= from)
				marked[v->parent[n->first_parent + k] - from] = true;
	}
	yes = marked[0];
	free(marked);
	return yes;
}

/* While going through the commits: what came down to each. */
struct asking {
	enum sec_asked *left;  /* what is asked of its children */
	bool *heard;           /* it or an ancestor asked at all */
	bool *before;          /* the first that asked descends from it */
	enum sec_asked first;  /* what that one asks */
};

static int ask_one(struct sec_verifying *v, size_t i, struct asking *a, struct sec_err *err)
{
	const struct sec_verify_node *n = &v->node[i];
	enum sec_asked came = SEC_ASKED_NONE, asked;
	bool signed_so = true, lowers;
	int rc = 0;
	unsigned k;

	for (k = 0; k < n->parents; k++) {
		size_t parent = v->parent[n->first_parent + k];

		came = a->left[parent] > came ? a->left[parent] : came;
		a->heard[i] |= a->heard[parent];
	}
	a->heard[i] |= n->asks != SEC_ASKED_NONE;
	asked = n->asks > came ? n->asks : came;
	if (!a->heard[i] && !a->before[i])
		asked = a->first; /* it went round the first that asked */
	lowers = n->asks < came;
	if (asked != SEC_ASKED_NONE && !v->vouched[i])
		rc = sec_verify_signature(v, i, asked, lowers, &signed_so, err);
	a->left[i] = lowers && !signed_so ? came : n->asks;
	return rc;
}

int sec_verify_signatures(struct sec_verifying *v, struct sec_err *err)
{
	struct asking a = { 0 };
	size_t i, first;
	int rc = 0;

	for (first = 0; first < v->nodes && v->node[first].asks == SEC_ASKED_NONE; first++)
		;
	if (first == v->nodes)
		return 0;
	a.first = v->node[first].asks;
	a.left = xcalloc(v->nodes, sizeof(*a.left));
	a.heard = xcalloc(v->nodes, sizeof(*a.heard));
	a.before = xcalloc(v->nodes, sizeof(*a.before));
	mark_ancestors(v, first, a.before);
	for (i = 0; rc == 0 && i < v->nodes; i++)
		rc = ask_one(v, i, &a, err);
	free(a.left);
	free(a.heard);
	free(a.before);
	return rc;
}
