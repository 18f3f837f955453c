/* SPDX-License-Identifier: ISC */
#include "rules/pattern.h"

#include <stdlib.h>

#include "rules/pattern/inner.h"

enum {
	MOST_STATES = 8192, /* with free moves */
	MOST_ROWS = 256,    /* of the table */
	NO_STATE = 0xffff,
	FOUND = 0,          /* row */
	NO_ROW = 1,         /* row: there was no room for the one that is meant */
	FIRST = 2,          /* row to begin in, when it is not FOUND */
};

/* A state waits for a symbol of `set`, or (set NULL) moves on freely. */
struct state {
	const struct sec_set *set;
	uint16_t next, other; /* other: a second free move, or NO_STATE */
};

struct sec_pattern {
	struct state *state;
	unsigned states;
	uint16_t start, found;
	uint16_t class_of[SEC_SYMBOLS]; /* symbols that no set tells apart */
	unsigned classes;
	uint16_t symbol[SEC_SYMBOLS];   /* one symbol of each class */
	uint32_t *table;                /* by row and class: where the next row begins */
	uint32_t first;                 /* where the row begins that a text begins in */
	bool scan;                      /* a match needs a byte of `needed`, and few texts have one */
	bool needed[256];
};

/* Members of a set of states, with a mark on each that is in. At the ends of the
 * text `^` and `$` are free moves. */
struct crowd {
	uint16_t *member, *mark;
	uint16_t round;
	unsigned n;
	bool at_start, at_end;
	bool found;
};

/* ---- from the tree to states ---- */

static unsigned add_state(struct sec_pattern *p, const struct sec_set *set, unsigned next,
	unsigned other)
{
	if (p->states >= MOST_STATES)
		return NO_STATE;
	p->state[p->states] = (struct state){ set, (uint16_t)next, (uint16_t)other };
	return p->states++;
}

static unsigned build(struct sec_pattern *p, const struct sec_tree *t, unsigned next);

static unsigned build_repeat(struct sec_pattern *p, const struct sec_tree *t, unsigned next)
{
	unsigned s = next, loop;
	int i;

	if (t->most == SEC_ENDLESS) {
		s = loop = add_state(p, NULL, NO_STATE, next);
		if (loop != NO_STATE)
			p->state[loop].next = (uint16_t)build(p, t->a, loop);
	}
	for (i = t->least; i < t->most; i++)
		s = add_state(p, NULL, build(p, t->a, s), next);
	for (i = 0; i < t->least; i++)
		s = build(p, t->a, s);
	return s;
}

/* The states for a tree, which lead to `next`; returns where they begin. */
static unsigned build(struct sec_pattern *p, const struct sec_tree *t, unsigned next)
{
	unsigned a;

	switch (t->kind) {
	case SEC_TREE_EMPTY:
		return next;
	case SEC_TREE_SET:
		return add_state(p, &t->set, next, NO_STATE);
	case SEC_TREE_CAT:
		return build(p, t->a, build(p, t->b, next));
	case SEC_TREE_ALT:
		a = build(p, t->a, next);
		return add_state(p, NULL, a, build(p, t->b, next));
	case SEC_TREE_REPEAT:
		return build_repeat(p, t, next);
	}
	return next;
}

/* Splits every class of symbols that `set` has a part of. */
static void split_classes(struct sec_pattern *p, const struct sec_set *set)
{
	uint16_t split[SEC_SYMBOLS] = { 0 }; /* the new class of members of an old one */
	bool others[SEC_SYMBOLS] = { false };
	unsigned symbol, c;

	for (symbol = 0; symbol < SEC_SYMBOLS; symbol++)
		if (!sec_set_has(set, symbol))
			others[p->class_of[symbol]] = true;
	for (symbol = 0; symbol < SEC_SYMBOLS; symbol++) {
		c = p->class_of[symbol];
		if (!sec_set_has(set, symbol) || !others[c])
			continue;
		if (!split[c])
			split[c] = (uint16_t)p->classes++;
		p->class_of[symbol] = split[c];
	}
}

static void classify(struct sec_pattern *p, const struct sec_tree *t)
{
	if (t->kind == SEC_TREE_SET)
		split_classes(p, &t->set);
	if (t->a)
		classify(p, t->a);
	if (t->b)
		classify(p, t->b);
}

/* ---- sets of states ---- */

static void crowd_init(struct crowd *c, const struct sec_pattern *p)
{
	*c = (struct crowd){ .member = xcalloc(p->states, sizeof(uint16_t)),
		.mark = xcalloc(p->states, sizeof(uint16_t)) };
}

static void crowd_release(struct crowd *c)
{
	free(c->member);
	free(c->mark);
}

static void crowd_clear(struct crowd *c, const struct sec_pattern *p)
{
	c->n = 0;
	c->found = c->at_start = c->at_end = false;
	if (++c->round == 0) {
		memset(c->mark, 0, p->states * sizeof(*c->mark));
		c->round = 1;
	}
}

/* Adds a state and all that its free moves lead to. A state is marked before it
 * waits on the stack, so the stack is never longer than there are states. */
static void crowd_add(struct crowd *c, const struct sec_pattern *p, unsigned s)
{
	uint16_t stack[MOST_STATES];
	unsigned n = 0, i;

	if (c->mark[s] == c->round)
		return;
	c->mark[s] = c->round;
	stack[n++] = (uint16_t)s;
	while (n) {
		const struct state *st = &p->state[s = stack[--n]];
		uint16_t to[2] = { st->next, st->other };

		if (s == p->found) {
			c->found = true;
			continue;
		}
		if (st->set && !(c->at_start && sec_set_has(st->set, SEC_SYMBOL_START))
			&& !(c->at_end && sec_set_has(st->set, SEC_SYMBOL_END))) {
			c->member[c->n++] = (uint16_t)s;
			continue;
		}
		for (i = 0; i < 2; i++) {
			if (to[i] == NO_STATE || c->mark[to[i]] == c->round)
				continue;
			c->mark[to[i]] = c->round;
			stack[n++] = to[i];
		}
	}
}

static void crowd_begin(struct crowd *c, const struct sec_pattern *p)
{
	crowd_clear(c, p);
	c->at_start = true;
	crowd_add(c, p, p->start);
}

/* Where `from` gets to by a symbol; a match may begin anywhere. */
static void crowd_step(struct crowd *to, const struct crowd *from, const struct sec_pattern *p,
	unsigned symbol)
{
	unsigned i;

	crowd_clear(to, p);
	to->at_end = symbol == SEC_SYMBOL_END;
	for (i = 0; i < from->n; i++)
		if (sec_set_has(p->state[from->member[i]].set, symbol))
			crowd_add(to, p, p->state[from->member[i]].next);
	crowd_add(to, p, p->start);
}

/* ---- the table ---- */

struct rows {
	struct row {
		uint16_t *member;
		unsigned n, sum;
	} row[MOST_ROWS];
	unsigned n;
	uint16_t place[2 * MOST_ROWS]; /* rows by their sum, open addressing; 0: free */
};

/* The row of a set of states, made when it is new and there is room. */
static unsigned row_of(struct rows *r, const struct crowd *c)
{
	struct row *row;
	unsigned i, k, sum = 0;

	if (c->found)
		return FOUND;
	for (k = 0; k < c->n; k++)
		sum += (c->member[k] + 1) * 2654435761u;
	for (i = (sum >> 8) % (2 * MOST_ROWS); r->place[i]; i = (i + 1) % (2 * MOST_ROWS)) {
		row = &r->row[r->place[i]];
		if (row->n != c->n || row->sum != sum)
			continue;
		for (k = 0; k < c->n && c->mark[row->member[k]] == c->round; k++)
			;
		if (k == c->n) /* as many, and each of them marked: the same set */
			return r->place[i];
	}
	if (r->n == MOST_ROWS)
		return NO_ROW;
	row = &r->row[r->n];
	*row = (struct row){ xmalloc(c->n * sizeof(*c->member)), c->n, sum };
	memcpy(row->member, c->member, c->n * sizeof(*c->member));
	r->place[i] = (uint16_t)r->n;
	return r->n++;
}

/* Rows are made in order of their distance from the first, so that those there
 * is no room for are seldom met. Returns whether all had room. */
static bool make_table(struct sec_pattern *p, struct sec_arena *arena)
{
	struct rows *r = xcalloc(1, sizeof(*r));
	uint32_t *table = xcalloc(MOST_ROWS * (size_t)p->classes, sizeof(*table));
	struct crowd c, from = { 0 };
	unsigned i, k, to;
	bool all = true;

	crowd_init(&c, p);
	crowd_begin(&c, p);
	r->n = FIRST;
	p->first = row_of(r, &c) * p->classes;
	for (i = FIRST; i < r->n; i++) {
		for (k = 0; k < p->classes; k++) {
			from.member = r->row[i].member;
			from.n = r->row[i].n;
			crowd_step(&c, &from, p, p->symbol[k]);
			to = row_of(r, &c);
			all = all && to != NO_ROW;
			table[i * p->classes + k] = to * p->classes;
		}
	}
	p->table = sec_arena_alloc(arena, r->n * p->classes * sizeof(*table));
	memcpy(p->table, table, r->n * p->classes * sizeof(*table));
	for (i = FIRST; i < r->n; i++)
		free(r->row[i].member);
	crowd_release(&c);
	free(table);
	free(r);
	return all;
}

int sec_pattern_compile(struct sec_pattern **out, struct sec_arena *arena, struct sec_str text,
	struct sec_err *err)
{
	struct sec_tree *t = sec_pattern_parse(arena, text, err);
	struct sec_pattern *p;
	struct state *state;
	unsigned start, symbol;

	*out = NULL;
	if (!t)
		return SEC_FAIL;
	p = sec_arena_alloc(arena, sizeof(*p));
	p->state = state = xcalloc(MOST_STATES, sizeof(*p->state));
	p->found = (uint16_t)add_state(p, NULL, NO_STATE, NO_STATE);
	start = build(p, t, p->found);
	if (p->states == MOST_STATES) {
		free(state);
		return sec_err_set(err, SEC_FAIL, "this pattern is too large with its repeats written out");
	}
	p->start = (uint16_t)start;
	p->classes = 1;
	classify(p, t);
	for (symbol = 0; symbol < SEC_SYMBOLS; symbol++)
		p->symbol[p->class_of[symbol]] = (uint16_t)symbol;
	p->scan = sec_pattern_needs(t, p->needed);
	if (make_table(p, arena)) {
		p->state = NULL;
	} else {
		p->state = sec_arena_alloc(arena, p->states * sizeof(*state));
		memcpy(p->state, state, p->states * sizeof(*state));
	}
	free(state);
	*out = p;
	return 0;
}

static bool match_by_crowds(const struct sec_pattern *p, struct sec_str text)
{
	struct crowd a, b, swap;
	size_t i;

	crowd_init(&a, p);
	crowd_init(&b, p);
	crowd_begin(&a, p);
	for (i = 0; i <= text.len && !a.found; i++) {
		crowd_step(&b, &a, p, i == text.len ? SEC_SYMBOL_END : (unsigned char)text.s[i]);
		swap = a;
		a = b;
		b = swap;
	}
	crowd_release(&a);
	crowd_release(&b);
	return a.found;
}

bool sec_pattern_match(const struct sec_pattern *p, struct sec_str text)
{
	const uint32_t *table = p->table;
	const unsigned char *s = (const unsigned char *)text.s, *end = s + text.len;
	uint32_t row = p->first, past = FIRST * p->classes;

	if (p->scan) {
		while (s < end && !p->needed[*s])
			s++;
		if (s == end)
			return false;
		s = (const unsigned char *)text.s;
	}
	for (; s < end && row >= past; s++)
		row = table[row + p->class_of[*s]];
	if (row >= past)
		row = table[row + p->class_of[SEC_SYMBOL_END]];
	if (row == NO_ROW * p->classes)
		return match_by_crowds(p, text);
	return row == FOUND;
}
