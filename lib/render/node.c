/* SPDX-License-Identifier: ISC */
#include "render/mustache.h"

struct pair {
	struct sec_str key; /* unused in a list */
	struct sec_node *value;
};

struct lazy {
	struct sec_node *(*make)(void *ctx);
	void *ctx;
	struct sec_node *made; /* NULL: not asked for yet */
};

struct sec_node {
	enum sec_node_kind kind;
	struct lazy *lazy; /* NULL: it is what it says */
	bool yes;
	struct sec_str text;
	struct pair *item;
	size_t n, alloc;
};

static struct sec_node *make(struct sec_arena *a, enum sec_node_kind kind)
{
	struct sec_node *n = sec_arena_alloc(a, sizeof(*n));

	n->kind = kind;
	return n;
}

struct sec_node *sec_node_null(struct sec_arena *a)
{
	return make(a, SEC_NODE_NULL);
}

struct sec_node *sec_node_bool(struct sec_arena *a, bool yes)
{
	struct sec_node *n = make(a, SEC_NODE_BOOL);

	n->yes = yes;
	return n;
}

struct sec_node *sec_node_text(struct sec_arena *a, struct sec_str text)
{
	struct sec_node *n = make(a, SEC_NODE_TEXT);

	n->text = text;
	return n;
}

struct sec_node *sec_node_gap(struct sec_arena *a, struct sec_str text)
{
	struct sec_node *n = make(a, SEC_NODE_GAP);

	n->text = text;
	return n;
}

struct sec_node *sec_node_list(struct sec_arena *a)
{
	return make(a, SEC_NODE_LIST);
}

struct sec_node *sec_node_map(struct sec_arena *a)
{
	return make(a, SEC_NODE_MAP);
}

struct sec_node *sec_node_lazy(struct sec_arena *a, struct sec_node *(*make_it)(void *ctx), void *ctx)
{
	struct sec_node *n = make(a, SEC_NODE_NULL);

	n->lazy = sec_arena_alloc(a, sizeof(*n->lazy));
	*n->lazy = (struct lazy){ make_it, ctx, NULL };
	return n;
}

static void append(struct sec_arena *a, struct sec_node *n, struct sec_str key,
	struct sec_node *value)
{
	if (n->n == n->alloc) {
		size_t alloc = n->alloc ? 2 * n->alloc : 8;
		struct pair *more = sec_arena_alloc(a, alloc * sizeof(*more));

		if (n->n)
			memcpy(more, n->item, n->n * sizeof(*more));
		n->item = more;
		n->alloc = alloc;
	}
	n->item[n->n++] = (struct pair){ key, value };
}

void sec_node_push(struct sec_arena *a, struct sec_node *list, struct sec_node *item)
{
	append(a, list, (struct sec_str){ NULL, 0 }, item);
}

static const struct sec_node *find(const struct sec_node *map, struct sec_str key)
{
	size_t i;

	if (map->kind != SEC_NODE_MAP && map->kind != SEC_NODE_GAP)
		return NULL;
	for (i = 0; i < map->n; i++)
		if (sec_str_eq(map->item[i].key, key))
			return map->item[i].value;
	return NULL;
}

void sec_node_put(struct sec_arena *a, struct sec_node *map, struct sec_str key,
	struct sec_node *value)
{
	if (!find(map, key))
		append(a, map, key, value);
}

const struct sec_node *sec_node_get(const struct sec_node *map, struct sec_str key)
{
	const struct sec_node *n = map ? find(map, key) : NULL;

	if (!n || !n->lazy)
		return n;
	if (!n->lazy->made)
		n->lazy->made = n->lazy->make(n->lazy->ctx);
	return n->lazy->made;
}

enum sec_node_kind sec_node_kind(const struct sec_node *n)
{
	return n->kind;
}

struct sec_str sec_node_string(const struct sec_node *n)
{
	if (n->kind == SEC_NODE_BOOL)
		return n->yes ? SEC_STR("yes") : SEC_STR("no");
	return n->text;
}

size_t sec_node_count(const struct sec_node *n)
{
	return n->kind == SEC_NODE_LIST ? n->n : 0;
}

const struct sec_node *sec_node_item(const struct sec_node *n, size_t i)
{
	return n->item[i].value;
}

bool sec_node_true(const struct sec_node *n)
{
	if (!n)
		return false;
	switch (n->kind) {
	case SEC_NODE_BOOL: return n->yes;
	case SEC_NODE_TEXT: return n->text.len > 0;
	case SEC_NODE_LIST: return n->n > 0;
	case SEC_NODE_MAP: return true;
	case SEC_NODE_NULL:
	case SEC_NODE_GAP: break;
	}
	return false;
}
