/* SPDX-License-Identifier: ISC */
#include "render/document/list.h"

#include <stdlib.h>

#include "base/suggest.h"

static const char *const specials[] = { "due", "findings", "needs", "roles" };

static int place_error(struct sec_err *err, const struct sec_raw_key *k, const char *message,
	struct sec_str about, const char *best)
{
	return sec_err_at(err, SEC_FAIL, k->place.file, k->place.line, k->col, "%s '%.*s'%s%s%s", message,
		SEC_ARG(about), best ? ", did you mean '" : "", best ? best : "", best ? "'?" : "");
}

static int find_of(struct sec_list *l, const struct sec_schema *s, const struct sec_raw_key *k,
	struct sec_err *err)
{
	struct sec_suggest g;
	int i;

	l->of = sec_schema_kind(s, k->value);
	if (l->of >= 0)
		return 0;
	sec_suggest_init(&g, k->value);
	for (i = 0; i < s->kinds; i++)
		sec_suggest_offer(&g, s->kind[i].name);
	for (i = 0; i < 4; i++) {
		l->of = -1 - i;
		if (sec_str_is(k->value, specials[i]))
			return 0;
		sec_suggest_offer(&g, specials[i]);
	}
	return place_error(err, k, "unknown kind of section", k->value, g.best);
}

static int compile(struct sec_expr **out, const struct sec_list *l, const struct sec_schema *s,
	struct sec_arena *arena, const struct sec_raw_key *k, size_t skip, enum sec_want want,
	struct sec_err *err)
{
	struct sec_expr_site site = { .schema = s, .file = k->place.file, .line = k->place.line,
		.col = k->col + (unsigned)skip, .for_kind = l->of, .arena = arena,
		.lines = { k->lines.s + skip, k->lines.len - skip } };
	struct sec_str text = { k->value.s + skip, k->value.len - skip };

	if (l->of < 0)
		return place_error(err, k, "only lists of sections can be chosen from or sorted, not those of",
			sec_str(specials[-1 - l->of]), NULL);
	return sec_expr_compile(out, &site, text, want, err);
}

static int compile_list(struct sec_list *l, const struct sec_schema *s, struct sec_arena *arena,
	const struct sec_raw *r, struct sec_err *err)
{
	const struct sec_raw_key *k = sec_raw_find(r, "of");
	size_t skip = 0;
	int rc;

	l->name = r->id;
	if (!k)
		return sec_err_at(err, SEC_FAIL, r->place.file, r->place.line, 1,
			"list '%s' needs 'of': a kind of section, or due, findings, needs, roles", r->id);
	rc = find_of(l, s, k, err);
	k = sec_raw_find(r, "when");
	if (rc == 0 && k)
		rc = compile(&l->when, l, s, arena, k, 0, SEC_WANT_YESNO, err);
	k = sec_raw_find(r, "sort");
	if (rc == 0 && k) {
		l->descending = k->value.len && k->value.s[0] == '-';
		while (l->descending && skip < k->value.len && strchr("- ", k->value.s[skip]))
			skip++;
		rc = compile(&l->sort, l, s, arena, k, skip, SEC_WANT_ANY, err);
	}
	k = sec_raw_find(r, "limit");
	if (rc == 0 && k) {
		l->limit = (unsigned)strtoul(k->value.s, NULL, 10);
		if (!l->limit || l->limit > 10000)
			rc = place_error(err, k, "a limit is a number from 1 to 10000, not", k->value, NULL);
	}
	return rc;
}

int sec_lists_compile(struct sec_lists *out, const struct sec_schema *schema, struct sec_arena *arena,
	struct sec_err *err)
{
	const struct sec_raw *r = NULL;
	int rc = 0;

	while (rc == 0 && (r = sec_schema_raw_next(schema, "list", r))) {
		SEC_GROW(out->item, out->n, out->alloc);
		out->item[out->n] = (struct sec_list){ 0 };
		rc = compile_list(&out->item[out->n++], schema, arena, r, err);
	}
	return rc;
}

void sec_lists_release(struct sec_lists *l)
{
	free(l->item);
	*l = (struct sec_lists){ 0 };
}

struct picked {
	const struct sec_instance *instance;
	struct sec_val key;
	size_t position; /* keeps the order of equal keys */
};

static int compare(const struct sec_val *a, const struct sec_val *b)
{
	if (sec_type_is_date((enum sec_type)a->type))
		return (sec_val_day(a) > sec_val_day(b)) - (sec_val_day(a) < sec_val_day(b));
	if (a->type == SEC_TYPE_NUMBER)
		return (a->number > b->number) - (a->number < b->number);
	if (a->type == SEC_TYPE_YESNO)
		return (int)a->yes - (int)b->yes;
	if (a->type == SEC_TYPE_DURATION)
		return (a->dur.months * 30 + a->dur.days) - (b->dur.months * 30 + b->dur.days);
	return sec_str_cmp(a->text, b->text);
}

/* What lacks the key comes last, either way round. */
static int by_key(const void *x, const void *y, void *ctx)
{
	const struct picked *a = x, *b = y;
	const struct sec_list *l = ctx;
	int c;

	if (a->key.known != b->key.known)
		return a->key.known ? -1 : 1;
	c = a->key.known ? compare(&a->key, &b->key) : 0;
	if (c)
		return l->descending ? -c : c;
	return (a->position > b->position) - (a->position < b->position);
}

const struct sec_instance **sec_list_pick(const struct sec_list *l, struct sec_facts *f, size_t *n)
{
	unsigned all, i;
	const struct sec_instance *inst = sec_facts_instances(f, l->of, &all);
	struct picked *p = xcalloc(all, sizeof(*p));
	const struct sec_instance **out = xcalloc(all, sizeof(*out));

	*n = 0;
	for (i = 0; i < all; i++) {
		struct sec_scope scope = { .instance = &inst[i], .due = SEC_DAY_NONE };

		if (l->when && sec_expr_test(l->when, f, &scope) != SEC_YES)
			continue;
		p[*n] = (struct picked){ .instance = &inst[i], .position = i };
		if (l->sort)
			p[*n].key = sec_expr_eval(l->sort, f, &scope);
		++*n;
	}
	if (l->sort && *n)
		qsort_r(p, *n, sizeof(*p), by_key, (void *)l);
	if (l->limit && *n > l->limit)
		*n = l->limit;
	for (i = 0; i < *n; i++)
		out[i] = p[i].instance;
	free(p);
	return out;
}
