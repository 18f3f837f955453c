/* SPDX-License-Identifier: ISC */
#include "register/mention.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

enum { SHORT = 3 }; /* less of a name is found in everything */

/* It came (or went) there, with a commit of that day. */
struct sec_mention_event {
	struct sec_mention m;
	size_t order;
	bool came;
};

bool sec_mentions_add(struct sec_mentions *m, struct sec_str name)
{
	struct sec_buf folded = SEC_BUF_INIT;
	size_t i;

	sec_utf8_fold(&folded, name.s, name.len);
	for (i = 0; i < m->names && !sec_str_is(sec_buf_str(&folded), m->name[i].folded); i++)
		;
	if (!folded.len || i < m->names) {
		sec_buf_release(&folded);
		return false;
	}
	SEC_GROW(m->name, m->names, m->name_alloc);
	m->name[i] = (struct sec_mention_name){ .len = folded.len, .whole = folded.len < SHORT };
	m->name[i].folded = sec_buf_detach(&folded);
	m->names++;
	return true;
}

struct sec_str sec_name_last(struct sec_str name)
{
	size_t at;

	name = sec_str_trim(name);
	for (at = name.len; at > 0 && name.s[at - 1] != ' '; at--)
		;
	return at ? (struct sec_str){ name.s + at, name.len - at } : (struct sec_str){ name.s, 0 };
}

bool sec_mentions_add_last(struct sec_mentions *m, struct sec_str name, struct sec_str *last)
{
	struct sec_buf folded = SEC_BUF_INIT;
	bool added;

	*last = sec_name_last(name);
	added = last->len >= SHORT && sec_mentions_add(m, *last);
	sec_utf8_fold(&folded, name.s, name.len);
	if (added)
		m->name[m->names - 1].initial = folded.s[0];
	sec_buf_release(&folded);
	return added;
}

static bool in_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/* "bo ferreira" is not Ana Ferreira, and nothing but a name. */
static bool is_somebody_else(const struct sec_mention_name *n, struct sec_str text)
{
	size_t i, words = 1;

	if (!n->initial || text.len <= n->len || text.s[0] == n->initial
		|| memcmp(text.s + text.len - n->len, n->folded, n->len) != 0)
		return false;
	for (i = 0; i < text.len; i++) {
		words += text.s[i] == ' ';
		if (!in_word(text.s[i]) && !strchr(" .-'", text.s[i]))
			return false;
	}
	return words < 5;
}

static bool stands_in(const struct sec_mention_name *n, struct sec_str text)
{
	const char *at = text.s, *end = text.s + text.len;

	if (n->whole)
		return sec_str_is(text, n->folded);
	if (is_somebody_else(n, text))
		return false;
	while ((at = memmem(at, (size_t)(end - at), n->folded, n->len))) {
		if ((at == text.s || !in_word(at[-1]))
			&& (at + n->len == end || !in_word(at[n->len])))
			return true;
		at++;
	}
	return false;
}

static bool is_named(struct sec_mentions *m, struct sec_str text)
{
	size_t i;

	sec_buf_clear(&m->room);
	sec_utf8_fold(&m->room, text.s, text.len);
	for (i = 0; i < m->names; i++)
		if (stands_in(&m->name[i], sec_buf_str(&m->room)))
			return true;
	return false;
}

/* Whether it is worth to look at its parts: a name that counts only as a whole value
 * may be in any. */
static bool may_be_named(struct sec_mentions *m, struct sec_str text)
{
	size_t i;

	for (i = 0; i < m->names; i++)
		if (m->name[i].whole)
			return true;
	return is_named(m, text);
}

static const char *keep(struct sec_mentions *m, struct sec_str s)
{
	return s.len ? sec_arena_strndup(&m->arena, s.s, s.len) : "";
}

/* What is looked through: one file of one commit. */
struct look {
	struct sec_mentions *m;
	const char *place;
	bool record, came;
	sec_day day;
};

static void note(const struct look *l, const struct sec_section *s, struct sec_str key,
	struct sec_str text)
{
	struct sec_mentions *m = l->m;
	struct sec_mention_event *e;

	SEC_GROW(m->event, m->events, m->event_alloc);
	e = &m->event[m->events];
	*e = (struct sec_mention_event){ .order = m->events, .came = l->came };
	e->m.place = keep(m, sec_str(l->place));
	e->m.record = l->record;
	e->m.kind = s ? keep(m, s->kind) : "";
	e->m.id = s ? keep(m, s->id) : "";
	e->m.key = keep(m, key);
	e->m.text = keep(m, text);
	e->m.since = l->day;
	m->events++;
}

/* ---- records */

static void look_at_lines(const struct look *l, const struct sec_record *r)
{
	static const struct sec_str none = { "", 0 };
	uint32_t i, at = 0;

	for (i = 0; i < r->lines; i++) {
		struct sec_str line = sec_str_trim(sec_record_line(r, i));
		uint8_t kind = r->line[i].kind;

		while (at + 1 < r->sections && r->section[at + 1].line <= i)
			at++;
		if (kind != SEC_LINE_COMMENT && kind != SEC_LINE_FAULTY && kind != SEC_LINE_MERGE
			&& kind != SEC_LINE_SECTION)
			continue;
		if (is_named(l->m, line))
			note(l, r->sections && r->section[at].line <= i ? &r->section[at] : NULL, none,
				line);
	}
}

static void look_at_record(struct look *l, const char *id, const struct sec_record *r, bool came)
{
	uint32_t i, k;

	if (!r || (l->m->except && strcmp(id, l->m->except) == 0)
		|| !may_be_named(l->m, sec_buf_str(&r->text)))
		return;
	l->place = id;
	l->record = true;
	l->came = came;
	for (i = 0; i < r->sections; i++) {
		const struct sec_section *s = &r->section[i];

		for (k = s->first; k < s->first + s->entries; k++)
			if (is_named(l->m, r->entry[k].value))
				note(l, s, r->entry[k].key, r->entry[k].value);
	}
	look_at_lines(l, r);
}

/* ---- other files */

struct walk {
	struct sec_mentions *m;
	struct sec_git *git;
};

static int look_at_file(struct walk *w, const struct look *l, const struct sec_git_id *commit,
	struct sec_err *err)
{
	static const struct sec_str none = { "", 0 };
	struct sec_git_head head = { .born = true, .tip = *commit };
	struct sec_git_entry entry = { 0 };
	struct sec_buf text = SEC_BUF_INIT;
	struct sec_str rest, line;
	bool large;
	int rc = sec_git()->write->entry(w->git, &head, l->place, &entry, err);

	if (rc == 0 && entry.present) {
		if (is_named(l->m, sec_str(l->place)))
			note(l, NULL, none, none);
		rc = sec_git()->past->blob(w->git, &entry.id, SEC_RECORD_MAX, &text, &large, err);
	}
	rest = sec_buf_str(&text);
	if (!rest.len || memchr(rest.s, '\0', rest.len) || !may_be_named(l->m, rest))
		rest.len = 0;
	while (sec_str_split(&rest, '\n', &line))
		if (is_named(l->m, line))
			note(l, NULL, none, line);
	sec_buf_release(&text);
	return rc;
}

static int look_at_others(struct walk *w, struct look *l, const struct sec_past *past,
	struct sec_err *err)
{
	const struct sec_git_commit *c = past->commit;
	size_t i;
	int rc = 0;

	l->record = false;
	for (i = 0; rc == 0 && i < past->others; i++) {
		l->place = past->other[i];
		l->came = false;
		if (c->parents && !c->cut)
			rc = look_at_file(w, l, &c->parent[0], err);
		l->came = true;
		if (rc == 0)
			rc = look_at_file(w, l, &c->id, err);
	}
	return rc;
}

/* ---- commits */

static void look_at_person(struct sec_mentions *m, const struct sec_git_person *p)
{
	const char *name = sec_arena_printf(&m->arena, "%.*s <%.*s>", SEC_ARG(p->name),
		SEC_ARG(p->email));
	sec_day day = sec_day_of_clock(p->time, p->offset);
	struct sec_mention_writer *w;
	size_t i;

	if (!is_named(m, p->name) && !is_named(m, p->email))
		return;
	for (i = 0; i < m->writers && strcmp(m->writer[i].name, name) != 0; i++)
		;
	if (i == m->writers) {
		SEC_GROW(m->writer, m->writers, m->writer_alloc);
		m->writer[m->writers++] = (struct sec_mention_writer){ name, 0, day, day };
	}
	w = &m->writer[i];
	w->commits++;
	w->first = day < w->first ? day : w->first;
	w->last = day > w->last ? day : w->last;
}

static bool same_person(const struct sec_git_person *a, const struct sec_git_person *b)
{
	return sec_str_eq(a->name, b->name) && sec_str_eq(a->email, b->email);
}

static int each(void *ctx, const struct sec_past *past, struct sec_err *err)
{
	struct walk *w = ctx;
	struct sec_mentions *m = w->m;
	const struct sec_git_commit *c = past->commit;
	struct look l = { .m = m, .day = sec_day_of_clock(c->author.time, c->author.offset) };
	size_t i;

	look_at_person(m, &c->author);
	if (!same_person(&c->author, &c->committer))
		look_at_person(m, &c->committer);
	if (is_named(m, c->message)) {
		SEC_GROW(m->reason, m->reasons, m->reason_alloc);
		m->reason[m->reasons++] = (struct sec_mention_reason){ l.day,
			keep(m, is_named(m, past->reason) ? past->reason : sec_str_trim(c->message)) };
	}
	for (i = 0; i < past->steps; i++) {
		const struct sec_step *s = sec_past_step(past, i, err);

		if (!s)
			return SEC_FAIL;
		look_at_record(&l, s->old_id ? s->old_id : s->id, s->before, false);
		look_at_record(&l, s->id, s->after, true);
	}
	return look_at_others(w, &l, past, err);
}

/* ---- from what came and went to what stood there from when to when */

static int by_address(const struct sec_mention *x, const struct sec_mention *y)
{
	int c = (x->record ? 0 : 1) - (y->record ? 0 : 1);

	if (!c)
		c = strcmp(x->place, y->place);
	if (!c)
		c = strcmp(x->kind, y->kind);
	if (!c)
		c = strcmp(x->id, y->id);
	if (!c)
		c = strcmp(x->key, y->key);
	return c ? c : strcmp(x->text, y->text);
}

static int by_event(const void *a, const void *b)
{
	const struct sec_mention_event *x = a, *y = b;
	int c = by_address(&x->m, &y->m);

	return c ? c : (x->order > y->order) - (x->order < y->order);
}

static void join_events(struct sec_mentions *m)
{
	size_t i;

	if (!m->events)
		return;
	qsort(m->event, m->events, sizeof(*m->event), by_event);
	m->item = xcalloc(m->events, sizeof(*m->item));
	for (i = 0; i < m->events; i++) {
		const struct sec_mention_event *e = &m->event[i];

		if (i == 0 || by_address(&e->m, &m->item[m->items - 1]) != 0)
			m->item[m->items++] = e->m;
		m->item[m->items - 1].until = e->came ? SEC_DAY_NONE : e->m.since;
	}
}

int sec_mentions_find(struct sec_mentions *m, struct sec_err *err)
{
	struct walk w = { .m = m };
	struct sec_history h = { .reg = m->reg, .tip = m->at, .others = true, .each = each, .ctx = &w };
	int rc = sec_git()->open(&w.git, m->reg->root, err);

	sec_buf_init(&m->room);
	if (rc == 0)
		rc = sec_history_walk(&h, err);
	m->cut = h.cut;
	join_events(m);
	sec_git()->free(w.git);
	return rc;
}

void sec_mentions_release(struct sec_mentions *m)
{
	while (m->names)
		free(m->name[--m->names].folded);
	free(m->name);
	free(m->event);
	free(m->item);
	free(m->writer);
	free(m->reason);
	sec_buf_release(&m->room);
	sec_arena_release(&m->arena);
}
