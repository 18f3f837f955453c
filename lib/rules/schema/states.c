/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "rules/schema/index.h"

/* The order of the states: as written, a local one behind the one it names. */
static int order_states(struct sec_schema *s, const struct sec_raw **order)
{
	const struct sec_raw *r = NULL;
	int n = 0;

	while ((r = sec_schema_raw_next(s, "state", r))) {
		const char *after = sec_raw_text(r, "after");
		int at = n;

		for (int i = 0; r->local && after && i < n; i++)
			if (strcmp(order[i]->id, after) == 0)
				at = i + 1;
		memmove(order + at + 1, order + at, (size_t)(n - at) * sizeof(*order));
		order[at] = r;
		n++;
	}
	return n;
}

static int fill_state(struct sec_schema *s, const struct sec_raw *r, struct sec_err *err)
{
	static const char *const keys[] = { "when", "after", "optional-when", "aside", "label",
		"help", NULL };
	struct sec_state *st = &s->state[s->states];
	int rc = sec_raw_keys(r, keys, NULL, err);

	if (rc)
		return rc;
	*st = (struct sec_state){ .name = r->id, .label = sec_raw_text(r, "label"),
		.help = sec_raw_text(r, "help"), .after = -1, .local = r->local, .place = r->place };
	if (!st->label)
		st->label = st->name;
	if (!sec_raw_value(r, "when"))
		return sec_err_at(err, SEC_FAIL, r->place.file, r->place.line, 1,
			"state '%s' has no 'when'", r->id);
	sec_name_add(s, SEC_RAW_STATE, 0, sec_str(st->name), s->states++);
	return sec_raw_yesno(r, "aside", &st->aside, err);
}

int sec_states_fill(struct sec_schema *s, struct sec_err *err)
{
	size_t n = (size_t)sec_raw_count(s, "state");
	const struct sec_raw **order = xcalloc(n, sizeof(*order));
	int rc = 0;

	s->state = sec_arena_alloc(&s->arena, n * sizeof(*s->state));
	order_states(s, order);
	for (size_t i = 0; i < n && !rc; i++)
		rc = fill_state(s, order[i], err);
	for (size_t i = 0; i < n && !rc; i++) {
		rc = sec_raw_name(s, order[i], "after", SEC_RAW_STATE, &s->state[i].after, err);
		if (!rc && s->state[i].after >= (int)i)
			rc = sec_raw_error(err, sec_raw_value(order[i], "after"),
				"state '%s' stands before '%s', which it says it comes after",
				s->state[i].name, s->state[s->state[i].after].name);
	}
	free(order);
	return rc;
}

int sec_states_compile(struct sec_schema *s, struct sec_err *err)
{
	int rc = 0;

	for (int i = 0; i < s->states && !rc; i++) {
		struct sec_state *st = &s->state[i];
		const struct sec_raw *r = sec_schema_raw(s, "state", sec_str(st->name));

		rc = sec_raw_expr(s, r, "when", SEC_FOR_ONCE, false, SEC_WANT_YESNO, &st->when, err);
		if (!rc)
			rc = sec_raw_expr(s, r, "optional-when", SEC_FOR_ONCE, false,
				SEC_WANT_YESNO, &st->optional_when, err);
	}
	return rc;
}

/*
 * Circles through the state. Nodes: the derived values, then "that state's own
 * condition holds" for each state, then the state of the record, which asks all
 * of them. Circles among derived values alone were found when they were compiled.
 */
struct walk {
	const struct sec_schema *s;
	char *seen; /* 0, 1: on the way, 2: done */
	int *way;
	int depth, found; /* found: where on the way the circle begins; -1 */
};

static void visit(struct walk *w, int node);

static void visit_ref(void *ctx, enum sec_ref_kind kind, int index)
{
	struct walk *w = ctx;

	if (kind == SEC_REF_DERIVED)
		visit(w, index);
	else if (kind == SEC_REF_REACHED)
		visit(w, w->s->deriveds + index);
	else if (kind == SEC_REF_STATE_OF_RECORD)
		visit(w, w->s->deriveds + w->s->states);
}

static void visit(struct walk *w, int node)
{
	const struct sec_schema *s = w->s;

	if (w->found >= 0 || w->seen[node] == 2)
		return;
	if (w->seen[node] == 1) {
		for (w->found = 0; w->way[w->found] != node; w->found++)
			;
		return;
	}
	w->seen[node] = 1;
	w->way[w->depth++] = node;
	if (node < s->deriveds)
		sec_expr_refs(s->derived[node].value, visit_ref, w);
	else if (node < s->deriveds + s->states)
		sec_expr_refs(s->state[node - s->deriveds].when, visit_ref, w);
	else
		for (int i = 0; i < s->states; i++)
			visit(w, s->deriveds + i);
	if (w->found >= 0)
		return;
	w->depth--;
	w->seen[node] = 2;
}

static void name_node(const struct sec_schema *s, int node, struct sec_buf *out)
{
	if (node < s->deriveds)
		sec_buf_addstr(out, s->derived[node].name);
	else if (node < s->deriveds + s->states)
		sec_buf_addf(out, "reached(%s)", s->state[node - s->deriveds].name);
	else
		sec_buf_addstr(out, "state");
}

static struct sec_place place_of(const struct sec_schema *s, int node)
{
	if (node < s->deriveds)
		return s->derived[node].place;
	return s->state[node - s->deriveds < s->states ? node - s->deriveds : 0].place;
}

int sec_schema_circles(struct sec_schema *s, struct sec_err *err)
{
	size_t n = (size_t)(s->deriveds + s->states + 1);
	struct walk w = { .s = s, .seen = xcalloc(n, 1), .way = xcalloc(n, sizeof(int)), .found = -1 };
	struct sec_buf text = SEC_BUF_INIT;
	struct sec_place place;

	for (int i = 0; i < (int)n && w.found < 0; i++)
		visit(&w, i);
	if (w.found >= 0) {
		for (int i = w.found; i < w.depth; i++) {
			name_node(s, w.way[i], &text);
			sec_buf_addstr(&text, " → ");
		}
		name_node(s, w.way[w.found], &text);
		place = place_of(s, w.way[w.found]);
		sec_err_at(err, SEC_FAIL, place.file, place.line, 1,
			"the state is asked for in a circle: %s", text.s);
	}
	sec_buf_release(&text);
	free(w.seen);
	free(w.way);
	return w.found >= 0 ? SEC_FAIL : 0;
}
