/* SPDX-License-Identifier: ISC */
#include "register/git/graph.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"

enum {
	ID = 20,
	HEADER = 8,
	TOC_ENTRY = 12,
	FANOUT = 256 * 4,
	COMMIT = ID + 16,
	BLOOM_HEADER = 12,
	LAYERS_MAX = 64,
	CHAIN_FILE_MAX = LAYERS_MAX * 65,
};
#define NO_PARENT 0x70000000U
#define MORE_PARENTS 0x80000000U /* in the second parent: an index into EDGE */
#define LAST_PARENT 0x80000000U  /* in EDGE */

struct chunk {
	const unsigned char *s;
	size_t len;
};

/* One file. */
struct layer {
	unsigned char *map;
	size_t size;
	struct chunk fanout, ids, data, edges, filter_ends, filters;
	uint32_t base; /* commits in the layers below */
	uint32_t n;
	uint32_t version, hashes; /* of the filters; version 0: there are none */
};

struct sec_graph {
	struct layer *layer; /* the lowest first */
	size_t layers, alloc;
	uint32_t n;
	uint32_t *parent; /* what sec_graph_commit() hands out */
	size_t parents, parent_alloc;
};

static uint32_t be32(const unsigned char *s)
{
	return (uint32_t)s[0] << 24 | (uint32_t)s[1] << 16 | (uint32_t)s[2] << 8 | s[3];
}

static uint64_t be64(const unsigned char *s)
{
	return (uint64_t)be32(s) << 32 | be32(s + 4);
}

static void take_chunk(struct layer *l, const unsigned char *name, struct chunk found)
{
	static const struct { const char *name; size_t at; } known[] = {
		{ "OIDF", offsetof(struct layer, fanout) }, { "OIDL", offsetof(struct layer, ids) },
		{ "CDAT", offsetof(struct layer, data) }, { "EDGE", offsetof(struct layer, edges) },
		{ "BIDX", offsetof(struct layer, filter_ends) },
		{ "BDAT", offsetof(struct layer, filters) },
	};
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (memcmp(name, known[i].name, 4) == 0)
			*(struct chunk *)(void *)((char *)l + known[i].at) = found;
}

static bool read_contents(struct layer *l, size_t below)
{
	const unsigned char *toc = l->map + HEADER;
	size_t i, chunks = l->map[6];

	if (memcmp(l->map, "CGPH\1\1", 6) != 0 || l->map[7] != below
		|| HEADER + (chunks + 1) * TOC_ENTRY > l->size)
		return false;
	for (i = 0; i < chunks; i++, toc += TOC_ENTRY) {
		uint64_t from = be64(toc + 4), to = be64(toc + TOC_ENTRY + 4);

		if (from > to || to > l->size)
			return false;
		take_chunk(l, toc, (struct chunk){ l->map + from, to - from });
	}
	return true;
}

/* Filters whose chunks do not fit together are left unused. */
static void check_filters(struct layer *l)
{
	const unsigned char *head = l->filters.s;

	if (l->filters.len < BLOOM_HEADER || l->filter_ends.len != (size_t)l->n * 4)
		return;
	l->version = be32(head);
	l->hashes = be32(head + 4);
	if (l->version > 2 || l->hashes == 0 || l->hashes > 64)
		l->version = 0;
}

static bool layer_open(struct layer *l, const char *path, size_t below, uint32_t base)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	void *map = MAP_FAILED;

	memset(l, 0, sizeof(*l));
	if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode)
		&& st.st_size >= HEADER + TOC_ENTRY + ID) {
		l->size = (size_t)st.st_size;
		map = mmap(NULL, l->size, PROT_READ, MAP_PRIVATE, fd, 0);
	}
	if (fd >= 0)
		close(fd);
	if (map == MAP_FAILED)
		return false;
	l->map = map;
	if (read_contents(l, below) && l->fanout.len == FANOUT) {
		l->base = base;
		l->n = be32(l->fanout.s + FANOUT - 4);
		if (l->ids.len == (size_t)l->n * ID && l->data.len == (size_t)l->n * COMMIT
			&& l->n < NO_PARENT - base) {
			check_filters(l);
			return true;
		}
	}
	munmap(l->map, l->size);
	return false;
}

static bool add_layer(struct sec_graph *g, const char *path)
{
	SEC_GROW(g->layer, g->layers, g->alloc);
	if (!layer_open(&g->layer[g->layers], path, g->layers, g->n))
		return false;
	g->n += g->layer[g->layers++].n;
	return true;
}

static bool open_chain(struct sec_graph *g, const char *objects)
{
	char *path = xasprintf("%s/info/commit-graphs/commit-graph-chain", objects);
	struct sec_buf text = SEC_BUF_INIT;
	struct sec_str rest, name;
	bool good = sec_file_read(&text, AT_FDCWD, path, CHAIN_FILE_MAX, NULL) == 0;

	free(path);
	rest = sec_buf_str(&text);
	while (good && sec_str_split(&rest, '\n', &name)) {
		good = name.len == SEC_GIT_HEX && strspn(name.s, "0123456789abcdef") >= name.len;
		path = xasprintf("%s/info/commit-graphs/graph-%.*s.graph", objects, SEC_ARG(name));
		good = good && add_layer(g, path);
		free(path);
	}
	sec_buf_release(&text);
	return good && g->layers;
}

struct sec_graph *sec_graph_open(const char *objects)
{
	struct sec_graph *g = xcalloc(1, sizeof(*g));
	char *path = xasprintf("%s/info/commit-graph", objects);
	bool good = add_layer(g, path) || open_chain(g, objects);

	free(path);
	if (good)
		return g;
	sec_graph_close(g);
	return NULL;
}

void sec_graph_close(struct sec_graph *g)
{
	size_t i;

	if (!g)
		return;
	for (i = 0; i < g->layers; i++)
		munmap(g->layer[i].map, g->layer[i].size);
	free(g->layer);
	free(g->parent);
	free(g);
}

uint32_t sec_graph_size(const struct sec_graph *g)
{
	return g->n;
}

/* The layer of a position, which becomes one within it. */
static const struct layer *layer_of(const struct sec_graph *g, uint32_t *at)
{
	size_t i = g->layers - 1;

	while (i && *at < g->layer[i].base)
		i--;
	*at -= g->layer[i].base;
	return &g->layer[i];
}

static bool find_in(const struct layer *l, const struct sec_git_id *id, uint32_t *at)
{
	unsigned char first = id->raw[0];
	uint32_t lo = first ? be32(l->fanout.s + (size_t)(first - 1) * 4) : 0;
	uint32_t hi = be32(l->fanout.s + (size_t)first * 4);

	if (hi > l->n)
		return false;
	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		int cmp = memcmp(id->raw, l->ids.s + (size_t)mid * ID, ID);

		if (cmp == 0) {
			*at = l->base + mid;
			return true;
		}
		if (cmp < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return false;
}

bool sec_graph_find(const struct sec_graph *g, const struct sec_git_id *id, uint32_t *at)
{
	size_t i = g->layers;

	while (i)
		if (find_in(&g->layer[--i], id, at))
			return true;
	return false;
}

void sec_graph_id(const struct sec_graph *g, uint32_t at, struct sec_git_id *out)
{
	const struct layer *l = layer_of(g, &at);

	memcpy(out->raw, l->ids.s + (size_t)at * ID, ID);
}

static bool add_parent(struct sec_graph *g, uint32_t at)
{
	if (at >= g->n)
		return false;
	SEC_GROW(g->parent, g->parents, g->parent_alloc);
	g->parent[g->parents++] = at;
	return true;
}

/* The parents after the first of a commit that has more than two. */
static bool add_edges(struct sec_graph *g, const struct layer *l, uint32_t edge)
{
	uint32_t at;

	do {
		if ((size_t)edge >= l->edges.len / 4)
			return false;
		at = be32(l->edges.s + (size_t)edge++ * 4);
		if (!add_parent(g, at & ~LAST_PARENT))
			return false;
	} while (!(at & LAST_PARENT));
	return true;
}

uint32_t sec_graph_generation(const struct sec_graph *g, uint32_t at)
{
	const struct layer *l = layer_of(g, &at);

	return be32(l->data.s + (size_t)at * COMMIT + ID + 8) >> 2;
}

bool sec_graph_commit(struct sec_graph *g, uint32_t at, struct sec_graph_commit *out)
{
	const struct layer *l = layer_of(g, &at);
	const unsigned char *data = l->data.s + (size_t)at * COMMIT;
	uint32_t first = be32(data + ID), second = be32(data + ID + 4);
	uint32_t high = be32(data + ID + 8);
	bool good = true;

	g->parents = 0;
	if (first != NO_PARENT)
		good = add_parent(g, first);
	if (good && second & MORE_PARENTS)
		good = add_edges(g, l, second & ~MORE_PARENTS);
	else if (good && second != NO_PARENT)
		good = add_parent(g, second);
	memcpy(out->tree.raw, data, ID);
	out->parent = g->parent;
	out->parents = g->parents;
	out->time = (int64_t)(high & 3) << 32 | be32(data + ID + 12);
	return good;
}

static uint32_t rotate(uint32_t x, int by)
{
	return x << by | x >> (32 - by);
}

static uint32_t scramble(uint32_t k)
{
	return rotate(k * 0xcc9e2d51U, 15) * 0x1b873593U;
}

/* MurmurHash3, x86, 32 bits (Austin Appleby, public domain). */
static uint32_t murmur3(uint32_t h, const unsigned char *s, size_t n)
{
	size_t i, tail;
	uint32_t k;

	for (i = 0; n - i >= 4; i += 4) {
		k = (uint32_t)s[i] | (uint32_t)s[i + 1] << 8 | (uint32_t)s[i + 2] << 16
			| (uint32_t)s[i + 3] << 24;
		h = rotate(h ^ scramble(k), 13) * 5 + 0xe6546b64U;
	}
	for (k = 0, tail = n; tail > i; tail--)
		k = k << 8 | s[tail - 1];
	h ^= scramble(k) ^ (uint32_t)n;
	h = (h ^ h >> 16) * 0x85ebca6bU;
	h = (h ^ h >> 13) * 0xc2b2ae35U;
	return h ^ h >> 16;
}

void sec_graph_key_init(struct sec_graph_key *key, const char *path)
{
	const unsigned char *s = (const unsigned char *)path;
	size_t i, alloc = 0;

	memset(key, 0, sizeof(*key));
	key->ascii = true;
	for (i = 0; i == 0 || s[i - 1]; i++) {
		key->ascii = key->ascii && s[i] < 0x80;
		if (i == 0 || (s[i] != '/' && s[i]))
			continue;
		SEC_GROW(key->hash, key->n, alloc);
		key->hash[key->n][0] = murmur3(0x293ae76fU, s, i);
		key->hash[key->n++][1] = murmur3(0x7e646e2cU, s, i);
	}
}

void sec_graph_key_release(struct sec_graph_key *key)
{
	free(key->hash);
	memset(key, 0, sizeof(*key));
}

static bool filter_has(const unsigned char *filter, size_t len, const uint32_t hash[2],
	uint32_t hashes)
{
	uint32_t i;

	for (i = 0; i < hashes; i++) {
		uint64_t bit = (uint32_t)(hash[0] + i * hash[1]) % ((uint64_t)len * 8);

		if (!(filter[bit / 8] & 1U << bit % 8))
			return false;
	}
	return true;
}

bool sec_graph_may_change(const struct sec_graph *g, uint32_t at, const struct sec_graph_key *key)
{
	const struct layer *l = layer_of(g, &at);
	size_t from, to, i;

	if (!l->version || (l->version == 1 && !key->ascii))
		return true;
	from = at ? be32(l->filter_ends.s + (size_t)(at - 1) * 4) : 0;
	to = be32(l->filter_ends.s + (size_t)at * 4);
	if (from >= to || to > l->filters.len - BLOOM_HEADER)
		return true; /* it changed too much to have one, or the file is damaged */
	for (i = 0; i < key->n; i++)
		if (!filter_has(l->filters.s + BLOOM_HEADER + from, to - from, key->hash[i], l->hashes))
			return false;
	return true;
}
