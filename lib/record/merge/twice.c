/* SPDX-License-Identifier: ISC
 *
 * A comment that both sides moved, each elsewhere, was taken from both: what stands
 * once in every version stands once in what they become, where it came first.
 */
#include <stdlib.h>

#include "record/merge/inner.h"

enum { MERGED = SEC_THEIRS + 1, N_TEXTS };

struct remark {
	struct sec_str text;
	unsigned in; /* a version, or MERGED */
};

struct remarks {
	struct remark *item;
	size_t n, alloc;
};

/* By text, then version, then place: slices of one text stand in its order. */
static int by_text(const void *a, const void *b)
{
	const struct remark *x = a, *y = b;
	int c = sec_str_cmp(x->text, y->text);

	if (c || x->in != y->in)
		return c ? c : x->in < y->in ? -1 : 1;
	return x->text.s < y->text.s ? -1 : x->text.s > y->text.s;
}

/* No line but a comment begins with its sign. */
static void collect(struct remarks *list, struct sec_str text, unsigned in)
{
	struct sec_str line;

	while (sec_str_split(&text, '\n', &line)) {
		if (!line.len || (*line.s != '#' && *line.s != ';'))
			continue;
		SEC_GROW(list->item, list->n, list->alloc);
		list->item[list->n++] = (struct remark){ sec_str_trim(line), in };
	}
}

/* Adds the second of those that stand once in each version and twice in the merge. */
static void find(const struct remarks *list, struct remarks *twice)
{
	const struct remark *r = list->item;
	size_t i, k;

	for (i = 0; i < list->n; i = k) {
		size_t count[N_TEXTS] = { 0 };

		for (k = i; k < list->n && sec_str_eq(r[k].text, r[i].text); k++)
			count[r[k].in]++;
		if (count[SEC_BASE] != 1 || count[SEC_OURS] != 1 || count[SEC_THEIRS] != 1
			|| count[MERGED] != 2)
			continue;
		SEC_GROW(twice->item, twice->n, twice->alloc);
		twice->item[twice->n++] = r[k - 1];
	}
}

static int by_place(const void *a, const void *b)
{
	const struct remark *x = a, *y = b;

	return x->text.s < y->text.s ? -1 : x->text.s > y->text.s;
}

/* Takes the lines of `twice` out of the merge. */
static void cut(struct sec_merging *c, const struct remarks *twice)
{
	struct sec_buf kept = SEC_BUF_INIT;
	const char *from = c->out->s, *end = c->out->s + c->out->len;
	size_t i;

	for (i = 0; i < twice->n; i++) {
		const char *line = twice->item[i].text.s, *lf = memchr(line, '\n', (size_t)(end - line));

		sec_buf_add(&kept, from, (size_t)(line - from));
		from = lf ? lf + 1 : end;
	}
	sec_buf_add(&kept, from, (size_t)(end - from));
	sec_buf_clear(c->out);
	sec_buf_addslice(c->out, sec_buf_str(&kept));
	sec_buf_release(&kept);
}

void sec_merge_cut_twice(struct sec_merging *c)
{
	struct remarks list = { 0 }, twice = { 0 };
	unsigned i;

	for (i = SEC_BASE; i <= SEC_THEIRS; i++)
		collect(&list, sec_buf_str(&c->v[i]->text), i);
	collect(&list, (struct sec_str){ c->out->s + c->start, c->out->len - c->start }, MERGED);
	if (list.n)
		qsort(list.item, list.n, sizeof(*list.item), by_text);
	find(&list, &twice);
	if (twice.n) {
		qsort(twice.item, twice.n, sizeof(*twice.item), by_place);
		cut(c, &twice);
	}
	free(list.item);
	free(twice.item);
}
