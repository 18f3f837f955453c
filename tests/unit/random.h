/* SPDX-License-Identifier: ISC
 *
 * Random texts for property tests. The seed is SEC_SEED or a fixed one; a test
 * that fails prints it, so that the failure can be had again.
 */
#ifndef SEC_TESTS_RANDOM_H
#define SEC_TESTS_RANDOM_H

#include <stdint.h>
#include <stdlib.h>

#include "base/buf.h"

struct rnd {
	uint64_t state;
};

static inline uint64_t rnd_seed(void)
{
	const char *s = getenv("SEC_SEED");

	return s ? strtoull(s, NULL, 10) : 20260301;
}

/* splitmix64, from its published constants */
static inline uint64_t rnd_next(struct rnd *r)
{
	uint64_t z = r->state += 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

static inline size_t rnd_below(struct rnd *r, size_t n)
{
	return (size_t)(rnd_next(r) % n);
}

static inline const char *rnd_pick(struct rnd *r, const char *const *list, size_t n)
{
	return list[rnd_below(r, n)];
}
#define RND_PICK(r, list) rnd_pick(r, list, sizeof(list) / sizeof((list)[0]))

#endif
