/* SPDX-License-Identifier: ISC
 *
 * Private to peers*.c: the rows that cross-record rules keep, one a rule and record.
 */
#ifndef SEC_RULES_PEERS_INNER_H
#define SEC_RULES_PEERS_INNER_H

#include "rules/check/inner.h"

struct sec_peer {
	const char *key;  /* whose it is; in the peers' arena, as all texts here */
	const char *stem; /* how the record is named to people */
	const char *address;
	uint32_t hash; /* of the key */
	int rule;
	size_t number;
	sec_day start, end; /* inclusive */
	int64_t weight, limit;
	struct sec_dur gap, longest, together, home, least;
	uint32_t line, col;
	uint8_t level;
	bool waived, silenced; /* by a waiver; which has kept a finding back */
	uint32_t waiver_line, waiver_col;
};

struct sec_peers {
	const struct sec_schema *schema;
	unsigned flags;
	struct sec_peer *row;
	size_t n, alloc;
	struct sec_arena arena;
	struct sec_buf room;
};

/* A finding about a row; `fmt` is its message. */
struct sec_verdicts {
	const struct sec_schema *schema;
	struct sec_verdict {
		size_t number;
		struct sec_fault fault;
	} *item;
	size_t n, alloc;
};
void sec_verdict_add(struct sec_verdicts *v, struct sec_peer *row, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* Each judges the rows of one rule and key, sorted by start, then number. */
void sec_peers_same_id(struct sec_verdicts *v, struct sec_peer *row, size_t n);
void sec_peers_overlap(struct sec_verdicts *v, struct sec_peer *row, size_t n);
void sec_peers_cumulative(struct sec_verdicts *v, struct sec_peer *row, size_t n);
void sec_peers_apart(struct sec_verdicts *v, struct sec_peer *row, size_t n);

#endif
