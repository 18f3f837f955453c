/* SPDX-License-Identifier: ISC
 *
 * The inside of patterns: a parse tree (parse.c), the automaton with
 * free moves made of it, and the table made of that (pattern.c).
 */
#ifndef SEC_RULES_PATTERN_INNER_H
#define SEC_RULES_PATTERN_INNER_H

#include <stdint.h>

#include "rules/pattern.h"

enum {
	SEC_PATTERN_BYTES = 200,
	SEC_PATTERN_REPEATS = 64,
	SEC_SYMBOL_START = 256, /* symbols are bytes and the two ends of the text */
	SEC_SYMBOL_END = 257,
	SEC_SYMBOLS = 258,
	SEC_ENDLESS = -1,
};

/* A set of symbols. */
struct sec_set {
	uint64_t bits[(SEC_SYMBOLS + 63) / 64];
};

static inline void sec_set_add(struct sec_set *s, unsigned symbol)
{
	s->bits[symbol / 64] |= UINT64_C(1) << symbol % 64;
}

static inline bool sec_set_has(const struct sec_set *s, unsigned symbol)
{
	return s->bits[symbol / 64] >> symbol % 64 & 1;
}

struct sec_tree {
	enum sec_tree_kind { SEC_TREE_EMPTY, SEC_TREE_SET, SEC_TREE_CAT, SEC_TREE_ALT, SEC_TREE_REPEAT } kind;
	struct sec_set set;
	struct sec_tree *a, *b;
	int least, most; /* REPEAT; most may be SEC_ENDLESS */
	bool counted;    /* `{…}` stands in it */
};

/* Parses into `arena`; NULL on an error. */
struct sec_tree *sec_pattern_parse(struct sec_arena *arena, struct sec_str text, struct sec_err *err);
/* Finds bytes of which every match has one (need.c), so that a text
 * without them is passed over quickly; false when there are none, or when most
 * texts have one anyway. */
bool sec_pattern_needs(const struct sec_tree *t, bool needed[256]);

#endif
