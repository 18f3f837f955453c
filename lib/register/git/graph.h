/* SPDX-License-Identifier: ISC
 *
 * The commit-graph: files below objects/info in which git keeps, of every commit
 * it has packed, its tree, parents and date, and a Bloom filter of the paths
 * that it changed against its first parent. libgit2 offers no filters.
 *
 * Format: gitformat-commit-graph(5), one file or a chain of them. A commit is
 * known by its position, counted through the chain. What is damaged or of a
 * version that is not known counts as not there; nothing that a file says makes
 * a read outside of it. Checksums are not verified, as git does not either: who
 * uses what is said here compares it with the objects.
 */
#ifndef SEC_REGISTER_GIT_GRAPH_H
#define SEC_REGISTER_GIT_GRAPH_H

#include "register/git.h"

struct sec_graph;

struct sec_graph_commit {
	struct sec_git_id tree;
	const uint32_t *parent; /* positions; good until the next call */
	size_t parents;
	int64_t time; /* the committer's */
};

/* NULL where there is none that can be used. `objects` is the folder of that name. */
struct sec_graph *sec_graph_open(const char *objects);
void sec_graph_close(struct sec_graph *g);

uint32_t sec_graph_size(const struct sec_graph *g);
bool sec_graph_find(const struct sec_graph *g, const struct sec_git_id *id, uint32_t *at);
void sec_graph_id(const struct sec_graph *g, uint32_t at, struct sec_git_id *out);
/* 1 without parents, else more than each of them. */
uint32_t sec_graph_generation(const struct sec_graph *g, uint32_t at);
/* False: the file is damaged there. */
bool sec_graph_commit(struct sec_graph *g, uint32_t at, struct sec_graph_commit *out);

/* A path in the form that filters take: itself and every folder above it. */
struct sec_graph_key {
	uint32_t (*hash)[2];
	size_t n;
	bool ascii; /* elsewhere version 1 hashes as the machine's char has a sign */
};
void sec_graph_key_init(struct sec_graph_key *key, const char *path);
void sec_graph_key_release(struct sec_graph_key *key);

/* False: the commit has the path as its first parent has it. */
bool sec_graph_may_change(const struct sec_graph *g, uint32_t at, const struct sec_graph_key *key);

#endif
