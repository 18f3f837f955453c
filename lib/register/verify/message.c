/* SPDX-License-Identifier: ISC
 *
 * What a message says of its commit: trailers and subject of our programs. A
 * message without them, as people write, claims nothing.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "register/verify/inner.h"

/* What the trailers name, and whether the commit changes it. */
struct claims {
	struct sec_paths name; /* each once */
	bool *met;
};

struct sec_message {
	struct sec_verifying *v;
	const struct sec_past *past;
	bool ours;
	struct claims records, fields; /* ids, addresses */
	struct sec_str subject;        /* the id in it, or empty */
	bool subject_met;
};

static void add_claim(struct claims *c, struct sec_str name)
{
	char *text = xstrndup(name.s, name.len);

	sec_paths_add(&c->name, text);
	free(text);
}

static void begin_claims(struct claims *c)
{
	sec_paths_unique(&c->name);
	c->met = xcalloc(c->name.n + 1, sizeof(*c->met));
}

static void release_claims(struct claims *c)
{
	sec_paths_release(&c->name);
	free(c->met);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(a, *(char *const *)b);
}

/* False: it is not among those that are named. */
static bool meet(struct claims *c, const char *name)
{
	char **found = c->name.n ? bsearch(name, c->name.item, c->name.n, sizeof(*c->name.item), by_text)
		: NULL;

	if (found)
		c->met[found - c->name.item] = true;
	return found;
}

static void read_trailers(struct sec_message *m)
{
	struct sec_str rest = m->past->trailers, key, value;

	while (sec_trailer_next(&rest, &key, &value)) {
		if (sec_str_is(key, "Sec-Record"))
			add_claim(&m->records, value);
		else if (sec_str_is(key, "Sec-Field"))
			add_claim(&m->fields, value);
	}
	begin_claims(&m->records);
	begin_claims(&m->fields);
	m->ours = m->past->tool.s || m->past->forced || m->records.name.n || m->fields.name.n;
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

/* Whether a difference is named, in any of the ways to do so. */
static bool meet_diff(struct claims *c, const struct sec_diffs *all, size_t at)
{
	const struct sec_diff *d = &all->item[at];
	struct sec_str old = old_id(all, at);
	bool key = d->what == SEC_DIFF_KEY, met;
	struct sec_buf name = SEC_BUF_INIT;

	put_address(&name, d, d->id, key);
	met = meet(c, name.s);
	if (old.s) {
		put_address(&name, d, old, key);
		met |= meet(c, name.s);
	}
	if (d->whole) {
		put_address(&name, d, d->id, false);
		met |= meet(c, name.s);
	}
	sec_buf_release(&name);
	return met;
}

/* A section that came or went with its keys is named by these. */
static bool tells_itself(const struct sec_diffs *all, size_t at)
{
	const struct sec_diff *d = &all->item[at];

	return (d->what == SEC_DIFF_SECTION_ADDED || d->what == SEC_DIFF_SECTION_REMOVED)
		&& at + 1 < all->n && all->item[at + 1].whole;
}

static void look_for_unnamed_fields(struct sec_message *m, const struct sec_step *s, bool told)
{
	struct sec_buf first = SEC_BUF_INIT;
	size_t n = 0, i;

	for (i = 0; i < s->diffs->n; i++)
		if (!meet_diff(&m->fields, s->diffs, i) && !tells_itself(s->diffs, i) && n++ == 0)
			sec_diff_address(&s->diffs->item[i], &first);
	if (told && n == 1)
		sec_verify_find(m->v, m->v->nodes - 1, "commit-trailers", s->path,
			"%s was changed, and the commit does not name it", first.s);
	else if (told && n)
		sec_verify_find(m->v, m->v->nodes - 1, "commit-trailers", s->path,
			"%s and %zu more were changed, and the commit does not name them", first.s, n - 1);
	sec_buf_release(&first);
}

static void look_for_unnamed(struct sec_message *m, const struct sec_step *s)
{
	bool named = meet(&m->records, s->id);

	named |= s->old_id && meet(&m->records, s->old_id);
	if (!named)
		sec_verify_find(m->v, m->v->nodes - 1, "commit-trailers",
			s->path ? s->path : s->old_path, "%s was %s, and the commit does not name it",
			s->id, !s->path ? "removed" : s->old_path ? "changed" : "added");
	look_for_unnamed_fields(m, s, named && s->after && (s->before || m->fields.name.n));
}

static void look_for_unchanged(struct sec_message *m, const struct claims *c)
{
	const char *first = NULL;
	size_t n = 0, i;

	for (i = 0; i < c->name.n; i++)
		if (!c->met[i] && n++ == 0)
			first = c->name.item[i];
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

struct sec_message *sec_verify_message(struct sec_verifying *v, const struct sec_past *past)
{
	struct sec_message *m = xcalloc(1, sizeof(*m));

	m->v = v;
	m->past = past;
	m->subject = id_in_subject(past->commit->message);
	read_trailers(m);
	return m;
}

void sec_verify_message_step(struct sec_message *m, const struct sec_step *s)
{
	m->subject_met |= sec_str_is(m->subject, s->id)
		|| (s->old_id && sec_str_is(m->subject, s->old_id));
	if (m->ours)
		look_for_unnamed(m, s);
}

void sec_verify_message_end(struct sec_message *m)
{
	char *subject = xstrndup(m->subject.s, m->subject.len);

	if (m->ours) {
		look_for_unchanged(m, &m->records);
		look_for_unchanged(m, &m->fields);
	}
	if (m->subject.len && !m->subject_met && !meet(&m->records, subject))
		sec_verify_find(m->v, m->v->nodes - 1, "commit-claims", NULL,
			"its subject names %s, which it does not change", subject);
	if (m->past->forced)
		sec_verify_find(m->v, m->v->nodes - 1, "commit-forced", NULL, "made with --force");
	release_claims(&m->records);
	release_claims(&m->fields);
	free(subject);
	free(m);
}
