/* SPDX-License-Identifier: ISC */
#include "register/range.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/mem.h"
#include "register/history.h"

/* A record's file, on one of the two sides. */
struct side {
	char *id, *path;
	struct sec_git_id blob;
	unsigned mode;
	bool paired;
};

struct sides {
	struct side *item;
	size_t n, alloc;
};

static int add_side(void *ctx, const char *path, const struct sec_git_id *blob, unsigned mode,
	int stage)
{
	struct sides *s = ctx;
	const char *name = strrchr(path, '/') + 1;

	if (stage > 1 && s->n && strcmp(s->item[s->n - 1].path, path) == 0)
		return 0; /* the other sides of an unfinished merge */
	if (!S_ISREG(mode) || !sec_source_is_record(name) || sec_path_is_debris(name))
		return 0;
	SEC_GROW(s->item, s->n, s->alloc);
	s->item[s->n++] = (struct side){ xstrndup(name, strlen(name) - 4), xstrdup(path), *blob, mode,
		false };
	return 0;
}

static int by_id(const void *a, const void *b)
{
	const struct side *x = a, *y = b;
	int c = strcmp(x->id, y->id);

	return c ? c : strcmp(x->path, y->path);
}

static int read_sides(struct sides *s, struct sec_source *source, struct sec_err *err)
{
	int rc = source ? sec_source_blobs(source, "secondments", add_side, s, err) : 0;

	if (rc == 0 && s->n)
		qsort(s->item, s->n, sizeof(*s->item), by_id);
	return rc;
}

static void release_sides(struct sides *s)
{
	size_t i;

	for (i = 0; i < s->n; i++) {
		free(s->item[i].id);
		free(s->item[i].path);
	}
	free(s->item);
}

static bool same_text(const struct side *a, const struct side *b)
{
	return memcmp(&a->blob, &b->blob, sizeof(a->blob)) == 0;
}

/* Either may be NULL. */
static void add_pair(struct sec_range *r, struct side *before, struct side *after)
{
	struct sec_pair *p;

	SEC_GROW(r->pair, r->pairs, r->alloc);
	p = &r->pair[r->pairs++];
	*p = (struct sec_pair){ 0 };
	p->id = xstrdup(after ? after->id : before->id);
	p->path = after ? xstrdup(after->path) : NULL;
	p->before = before ? xstrdup(before->path) : NULL;
	p->same = before && after && strcmp(before->path, after->path) == 0
		&& before->mode == after->mode && same_text(before, after);
	if (before)
		before->paired = true;
	if (after)
		after->paired = true;
}

static struct side *first_unpaired(struct side *side, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (!side[i].paired)
			return &side[i];
	return NULL;
}

/* A second file of that id, word for word like one that is there still. */
static bool is_copy(const struct side *side, const struct side *after, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (same_text(side, &after[i]))
			return true;
	return false;
}

/* The files of one id: mostly one on either side. What stands where it stood is the
 * same; what is left over has moved, appeared or gone. */
static void pair_group(struct sec_range *r, struct side *before, size_t befores,
	struct side *after, size_t afters)
{
	struct side *was, *is;
	size_t b, a;

	for (b = 0; b < befores; b++)
		for (a = 0; a < afters; a++)
			if (strcmp(before[b].path, after[a].path) == 0)
				add_pair(r, &before[b], &after[a]);
	do {
		was = first_unpaired(before, befores);
		is = first_unpaired(after, afters);
		if (was && !is && is_copy(was, after, afters))
			was->paired = true;
		else if (was || is)
			add_pair(r, was, is);
	} while (was || is);
}

static size_t count_id(const struct sides *s, size_t from, const char *id)
{
	size_t n = 0;

	while (from + n < s->n && strcmp(s->item[from + n].id, id) == 0)
		n++;
	return n;
}

/* Both are sorted by id. */
static void pair_up(struct sec_range *r, struct sides *before, struct sides *after)
{
	size_t b = 0, a = 0;

	while (b < before->n || a < after->n) {
		int c = b == before->n ? 1 : a == after->n ? -1
			: strcmp(before->item[b].id, after->item[a].id);
		const char *id = c <= 0 ? before->item[b].id : after->item[a].id;
		size_t befores = count_id(before, b, id), afters = count_id(after, a, id);

		pair_group(r, before->item + b, befores, after->item + a, afters);
		b += befores;
		a += afters;
	}
}

/* All INI files but the records: policy, schema, holidays. */
static int add_rule_file(void *ctx, const char *path, const struct sec_git_id *blob, unsigned mode,
	int stage)
{
	struct sec_buf *list = ctx;
	char hex[SEC_GIT_HEX + 1];

	(void)mode;
	(void)stage;
	if (strncmp(path, "secondments/", 12) == 0 || !sec_str_ends(sec_str(path), ".ini"))
		return 0;
	sec_git_id_hex(blob, hex);
	sec_buf_addf(list, "%s %s\n", hex, path);
	return 0;
}

int sec_range_same_rules(struct sec_source *a, struct sec_source *b, bool *same, struct sec_err *err)
{
	struct sec_buf was = SEC_BUF_INIT, is = SEC_BUF_INIT;
	int rc = a ? sec_source_blobs(a, "", add_rule_file, &was, err) : 0;

	if (rc == 0)
		rc = sec_source_blobs(b, "", add_rule_file, &is, err);
	*same = sec_str_eq(sec_buf_str(&was), sec_buf_str(&is));
	sec_buf_release(&was);
	sec_buf_release(&is);
	return rc;
}

/* A register whose rules cannot be loaded any more, or that had none yet, is judged
 * by what is built in: whoever mends them must not be stopped by it. */
static int open_before(struct sec_range *r, struct sec_register *after, const char *base,
	const char *rules, struct sec_err *err)
{
	struct sec_register_options o = { .dir = after->root, .at = base, .today = after->today,
		.rules = rules, .required = true, .bare = after->bare };
	int rc = sec_register_open(&r->before, &o, err);

	if (rc == 0 || rules || !r->before.source)
		return rc;
	sec_register_close(&r->before);
	sec_err_clear(err);
	o.rules = "";
	return sec_register_open(&r->before, &o, err);
}

int sec_range_open(struct sec_range *r, struct sec_register *after, const char *base,
	const char *rules, struct sec_err *err)
{
	struct sides before = { 0 }, now = { 0 };
	bool same = true;
	int rc = 0;

	memset(r, 0, sizeof(*r));
	r->nothing = !base;
	if (base)
		rc = open_before(r, after, base, rules, err);
	if (rc == 0 && base && !rules)
		rc = sec_range_same_rules(r->before.rules, after->rules, &same, err);
	r->rules = !same;
	if (rc == 0)
		rc = read_sides(&before, base ? r->before.source : NULL, err);
	if (rc == 0)
		rc = read_sides(&now, after->source, err);
	if (rc == 0)
		pair_up(r, &before, &now);
	release_sides(&before);
	release_sides(&now);
	return rc;
}

void sec_range_close(struct sec_range *r)
{
	size_t i;

	for (i = 0; i < r->pairs; i++) {
		free(r->pair[i].id);
		free(r->pair[i].path);
		free(r->pair[i].before);
	}
	free(r->pair);
	if (!r->nothing)
		sec_register_close(&r->before);
	memset(r, 0, sizeof(*r));
}

/* The first pair whose id is not smaller. */
static size_t find_id(const struct sec_range *r, const char *id)
{
	size_t at;

	SEC_FIRST_NOT(at, r->pairs, strcmp(r->pair[at].id, id) < 0);
	return at;
}

const struct sec_pair *sec_range_find(const struct sec_range *r, const char *id, const char *path)
{
	size_t low = find_id(r, id);

	for (; low < r->pairs && strcmp(r->pair[low].id, id) == 0; low++)
		if (r->pair[low].path && strcmp(r->pair[low].path, path) == 0)
			return &r->pair[low];
	return NULL;
}

/* A reason given for a record, under its id as it was or is then. */
static void give_reason(struct sec_range *r, const char *id)
{
	size_t i = find_id(r, id);

	for (; i < r->pairs && strcmp(r->pair[i].id, id) == 0; i++)
		r->pair[i].reason = true;
}

static int each_commit(void *ctx, const struct sec_past *past, struct sec_err *err)
{
	struct sec_range *r = ctx;
	size_t i;

	for (i = 0; past->reason.len && i < past->steps; i++) {
		const struct sec_step *step = sec_past_step(past, i, err);

		if (!step)
			return SEC_FAIL;
		give_reason(r, step->id);
		if (step->old_id)
			give_reason(r, step->old_id);
	}
	return 0;
}

int sec_range_reasons(struct sec_range *r, struct sec_register *after, const char *tip,
	struct sec_err *err)
{
	struct sec_history h = { .reg = after, .tip = tip, .each = each_commit, .ctx = r };

	if (r->nothing)
		return 0; /* nothing was there to be removed */
	h.hide = &sec_source_point(r->before.source)->commit;
	return sec_history_walk(&h, err);
}
