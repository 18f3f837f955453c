/* SPDX-License-Identifier: ISC
 *
 * What a message says of its commit: trailers and subject of our programs. A
 * message without them, as people write, claims nothing.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "register/verify-inner.h"

/* What the trailers name, and what the commit changes. */
struct message {
	struct sec_verifying *v;
	const struct sec_past *past;
	bool ours;
	struct sec_paths records, fields;   /* named */
	struct sec_paths touched, changed;  /* in truth: ids, addresses */
};

static int by_text(const void *a, const void *b)
{
	return strcmp(a, *(char *const *)b);
}

static bool has(const struct sec_paths *list, const char *text)
{
	return list->n && bsearch(text, list->item, list->n, sizeof(*list->item), by_text);
}

static void add_slice(struct sec_paths *list, struct sec_str s)
{
	char *text = xstrndup(s.s, s.len);

	sec_paths_add(list, text);
	free(text);
}

static void read_trailers(struct message *m)
{
	struct sec_str rest = m->past->trailers, key, value;

	while (sec_trailer_next(&rest, &key, &value)) {
		if (sec_str_is(key, "Sec-Record"))
			add_slice(&m->records, value);
		else if (sec_str_is(key, "Sec-Field"))
			add_slice(&m->fields, value);
		else if (sec_str_is(key, "Sec-Forced"))
			m->v->forced = true;
		else if (!sec_str_is(key, "Sec-Tool"))
			continue;
		m->ours = true;
	}
	sec_paths_sort(&m->records);
	sec_paths_sort(&m->fields);
}

/* `kind:id` or `kind`, and where there is a key, `.key`. */
static void put_address(struct sec_buf *out, const struct sec_diff *d, struct sec_str id, bool key)
{
	sec_buf_clear(out);
	sec_buf_addslice(out, d->kind);
	if (id.len)
		sec_buf_addf(out, ":%.*s", SEC_ARG(id));
	if (key)
		sec_buf_addf(out, ".%.*s", SEC_ARG(d->key));
}

/* The id that the section of a difference had before, where it was renamed. */
static struct sec_str old_id(const struct sec_diffs *all, size_t at)
{
	const struct sec_diff *d = &all->item[at];
	size_t i;

	for (i = at + 1; i-- > 0;) {
		const struct sec_diff *s = &all->item[i];

		if (!sec_str_eq(s->kind, d->kind) || !sec_str_eq(s->id, d->id))
			break;
		if (s->what == SEC_DIFF_SECTION_RENAMED)
			return s->old;
	}
	return (struct sec_str){ NULL, 0 };
}

/* Calls `each` with every way to name a difference, until it returns true. */
static bool each_name(const struct sec_diffs *all, size_t at,
	bool (*each)(void *ctx, const char *name), void *ctx)
{
	const struct sec_diff *d = &all->item[at];
	struct sec_str old = old_id(all, at);
	bool key = d->what == SEC_DIFF_KEY, done;
	struct sec_buf name = SEC_BUF_INIT;

	put_address(&name, d, d->id, key);
	done = each(ctx, name.s);
	if (!done && old.s) {
		put_address(&name, d, old, key);
		done = each(ctx, name.s);
	}
	if (!done && d->whole) {
		put_address(&name, d, d->id, false);
		done = each(ctx, name.s);
	}
	sec_buf_release(&name);
	return done;
}

static bool collect_name(void *ctx, const char *name)
{
	sec_paths_add(ctx, name);
	return false;
}

static void collect_truth(struct message *m)
{
	size_t i, k;

	for (i = 0; i < m->past->steps; i++) {
		const struct sec_step *s = &m->past->step[i];

		sec_paths_add(&m->touched, s->id);
		if (s->old_id)
			sec_paths_add(&m->touched, s->old_id);
		for (k = 0; k < s->diffs->n; k++)
			each_name(s->diffs, k, collect_name, &m->changed);
	}
	sec_paths_sort(&m->touched);
	sec_paths_sort(&m->changed);
}

static bool is_named(void *ctx, const char *name)
{
	return has(ctx, name);
}

/* A section that came or went with its keys is named by these. */
static bool tells_itself(const struct sec_diffs *all, size_t at)
{
	const struct sec_diff *d = &all->item[at];

	return (d->what == SEC_DIFF_SECTION_ADDED || d->what == SEC_DIFF_SECTION_REMOVED)
		&& at + 1 < all->n && all->item[at + 1].whole;
}

static void look_for_unnamed_fields(struct message *m, const struct sec_step *s)
{
	struct sec_buf first = SEC_BUF_INIT;
	size_t n = 0, i;

	for (i = 0; i < s->diffs->n; i++) {
		if (tells_itself(s->diffs, i) || each_name(s->diffs, i, is_named, &m->fields))
			continue;
		if (n++ == 0)
			sec_diff_address(&s->diffs->item[i], &first);
	}
	if (n == 1)
		sec_verify_find(m->v, m->v->nodes - 1, "commit-trailers", s->path,
			"%s was changed, and the commit does not name it", first.s);
	else if (n)
		sec_verify_find(m->v, m->v->nodes - 1, "commit-trailers", s->path,
			"%s and %zu more were changed, and the commit does not name them", first.s, n - 1);
	sec_buf_release(&first);
}

static void look_for_unnamed(struct message *m)
{
	size_t i;

	for (i = 0; i < m->past->steps; i++) {
		const struct sec_step *s = &m->past->step[i];

		if (!has(&m->records, s->id) && !(s->old_id && has(&m->records, s->old_id)))
			sec_verify_find(m->v, m->v->nodes - 1, "commit-trailers",
				s->path ? s->path : s->old_path, "%s was %s, and the commit does not name it",
				s->id, !s->path ? "removed" : s->old_path ? "changed" : "added");
		else if (s->after && (s->before || m->fields.n))
			look_for_unnamed_fields(m, s);
	}
}

static void look_for_unchanged(struct message *m, const struct sec_paths *named,
	const struct sec_paths *truth)
{
	const char *first = NULL;
	size_t n = 0, i;

	for (i = 0; i < named->n; i++)
		if (!has(truth, named->item[i]) && n++ == 0)
			first = named->item[i];
	if (n == 1)
		sec_verify_find(m->v, m->v->nodes - 1, "commit-claims", NULL,
			"it names %s and does not change it", first);
	else if (n)
		sec_verify_find(m->v, m->v->nodes - 1, "commit-claims", NULL,
			"it names %s and %zu more and does not change them", first, n - 1);
}

/* `sec-set: ID: …`: the id, or an empty slice. */
static struct sec_str id_in_subject(struct sec_str message)
{
	struct sec_str rest = message, line, part;

	if (message.len > 4 && memcmp(message.s, "sec-", 4) == 0
		&& sec_str_split(&rest, '\n', &line) && sec_str_split(&line, ':', &part)
		&& sec_str_split(&line, ':', &part) && sec_record_id_is_legal(part))
		return part;
	return (struct sec_str){ "", 0 };
}

static void look_at_subject(struct message *m, struct sec_str id)
{
	char *text = xstrndup(id.s, id.len);

	if (id.len && !has(&m->touched, text) && !has(&m->records, text))
		sec_verify_find(m->v, m->v->nodes - 1, "commit-claims", NULL,
			"its subject names %s, which it does not change", text);
	free(text);
}

void sec_verify_message(struct sec_verifying *v, const struct sec_past *past)
{
	struct message m = { .v = v, .past = past };
	struct sec_str subject = id_in_subject(past->commit->message);

	v->forced = false;
	read_trailers(&m);
	if (m.ours || subject.len)
		collect_truth(&m);
	if (m.ours) {
		look_for_unnamed(&m);
		look_for_unchanged(&m, &m.records, &m.touched);
		look_for_unchanged(&m, &m.fields, &m.changed);
	}
	look_at_subject(&m, subject);
	if (v->forced)
		sec_verify_find(v, v->nodes - 1, "commit-forced", NULL, "made with --force");
	sec_paths_release(&m.records);
	sec_paths_release(&m.fields);
	sec_paths_release(&m.touched);
	sec_paths_release(&m.changed);
}
