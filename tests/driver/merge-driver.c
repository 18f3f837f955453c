/* SPDX-License-Identifier: ISC
 *
 * Makes pairs of edits for tests/merge/run.sh:
 *
 *     merge-driver OUT COUNT RECORD...
 *
 * OUT/N/base is one of the records, OUT/N/ours and OUT/N/theirs what two people
 * made of it, OUT/N/what the kind of pair. Edits are made as sec-set makes them,
 * a few by hand. The seed is fixed, so that every run makes the same.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/date.h"
#include "base/file.h"
#include "record/edit.h"
#include "rules/schema.h"
#include "../unit/random.h"

struct pair {
	struct rnd rnd;
	struct sec_schema schema;
	struct sec_record *all; /* the records that there are */
	size_t n;
	const struct sec_record *base;
	struct sec_record side[2];
	char kind[64], id[64], key[64], value[8192];
};

static void stop(const char *what)
{
	fprintf(stderr, "merge-driver: %s\n", what);
	exit(2);
}

static void copy(char *out, size_t size, struct sec_str s)
{
	if (s.len >= size)
		stop("a name or value is too long");
	if (s.len)
		memcpy(out, s.s, s.len);
	out[s.len] = '\0';
}

static void parse(struct sec_record *r, struct sec_str text)
{
	struct sec_err err = SEC_ERR_INIT;

	if (sec_record_parse_text(r, text.s, text.len, NULL, &err) < 0)
		stop(err.msg);
}

static void set(struct pair *p, int side, const char *value)
{
	struct sec_editor e = { .rec = &p->side[side], .order = sec_schema_order,
		.ctx = &p->schema };
	struct sec_err err = SEC_ERR_INIT;

	if (sec_edit_set(&e, p->kind, p->id, p->key, sec_str(value), NULL, &err) < 0)
		stop(err.msg);
}

static void name(struct pair *p, const struct sec_section *s, const struct sec_entry *e)
{
	copy(p->kind, sizeof(p->kind), s->kind);
	copy(p->id, sizeof(p->id), s->id);
	copy(p->key, sizeof(p->key), e ? e->key : SEC_STR(""));
	copy(p->value, sizeof(p->value), e ? e->value : SEC_STR(""));
}

/* The entry gets another value: a day moves, a text says more. */
static void change(struct pair *p, int side, const struct sec_entry *e)
{
	static const char *const more[] = { "as agreed", "see the file", "from next month",
		"by telephone", "until further notice", "with both leads", "second draft",
		"asked again\nand answered in full", "two days a week", "not yet final" };
	size_t which = 2 * rnd_below(&p->rnd, sizeof(more) / sizeof(more[0]) / 2) + (size_t)side;
	char value[9000], text[11];
	sec_day day;

	name(p, &p->base->section[e->section], e);
	if (sec_day_parse(p->value, strlen(p->value), &day)) {
		sec_day_format(day + 1 + (sec_day)(2 * rnd_below(&p->rnd, 40)) + side, text);
		snprintf(value, sizeof(value), "%s", text);
	} else {
		snprintf(value, sizeof(value), "%s, %s", p->value, more[which]);
	}
	set(p, side, value);
}

/* A section with at least that many keys. */
static const struct sec_section *some_section(struct pair *p, uint32_t keys)
{
	const struct sec_section *s;

	do
		s = &p->base->section[1 + rnd_below(&p->rnd, p->base->sections - 1)];
	while (s->entries < keys);
	return s;
}

static const struct sec_entry *entry(const struct pair *p, const struct sec_section *s, size_t i)
{
	return &p->base->entry[s->first + i];
}

/* ---- pairs ---- */

static void apart(struct pair *p)
{
	const struct sec_section *s = some_section(p, 3);
	size_t first = rnd_below(&p->rnd, s->entries - 2);

	change(p, 0, entry(p, s, first));
	change(p, 1, entry(p, s, first + 2 + rnd_below(&p->rnd, s->entries - first - 2)));
}

static void adjacent(struct pair *p)
{
	const struct sec_section *s = some_section(p, 2);
	size_t first = rnd_below(&p->rnd, s->entries - 1);

	change(p, 0, entry(p, s, first));
	change(p, 1, entry(p, s, first + 1));
}

/* A key that such sections have in other records, and this one lacks. */
static bool other_key(struct pair *p, const struct sec_section *s, const char *not)
{
	size_t tries;

	for (tries = 0; tries < 200; tries++) {
		const struct sec_record *r = &p->all[rnd_below(&p->rnd, p->n)];
		const struct sec_section *o = &r->section[rnd_below(&p->rnd, r->sections)];
		const struct sec_entry *e;

		if (!sec_str_eq(o->kind, s->kind) || !o->entries)
			continue;
		e = &r->entry[o->first + rnd_below(&p->rnd, o->entries)];
		if (sec_section_find(p->base, s, e->key) || sec_str_is(e->key, not))
			continue;
		name(p, s, e);
		return true;
	}
	return false;
}

static void new_keys(struct pair *p)
{
	const struct sec_section *s;
	char first[64], value[8192];

	do {
		s = some_section(p, 1);
		if (!other_key(p, s, ""))
			continue;
		copy(first, sizeof(first), sec_str(p->key));
		copy(value, sizeof(value), sec_str(p->value));
		if (other_key(p, s, first))
			break;
	} while (true);
	set(p, 1, p->value);
	copy(p->key, sizeof(p->key), sec_str(first));
	set(p, 0, value);
}

static void take_section(struct pair *p, int side, const struct sec_record *r,
	const struct sec_section *s, const char *id)
{
	uint32_t i;

	for (i = 0; i < s->entries; i++) {
		name(p, s, &r->entry[s->first + i]);
		copy(p->id, sizeof(p->id), sec_str(id));
		set(p, side, p->value);
	}
}

static void new_sections(struct pair *p)
{
	const struct sec_section *taken = NULL;
	int side = 0;

	while (side < 2) {
		const struct sec_record *r = &p->all[rnd_below(&p->rnd, p->n)];
		const struct sec_section *s = &r->section[rnd_below(&p->rnd, r->sections)];
		char id[64];

		if (sec_record_find(p->base, s->kind, s->id) || !s->entries || (taken
			&& sec_str_eq(s->kind, taken->kind) && sec_str_eq(s->id, taken->id)))
			continue;
		copy(id, sizeof(id), s->id);
		take_section(p, side++, r, s, id);
		taken = s;
	}
}

/* The last event of some kind, and its day. */
static const struct sec_section *last_event(struct pair *p, sec_day *day)
{
	const struct sec_section *s, *next;

	do
		s = some_section(p, 1);
	while (s->id.len != 10 || !sec_day_parse(s->id.s, 10, day));
	for (next = s; next < p->base->section + p->base->sections; next++)
		if (sec_str_eq(next->kind, s->kind) && sec_day_parse(next->id.s, next->id.len, day))
			s = next;
	sec_day_parse(s->id.s, s->id.len, day);
	return s;
}

static void new_event(struct pair *p, int side, const struct sec_section *s, sec_day day)
{
	char id[11];

	sec_day_format(day, id);
	take_section(p, side, p->base, s, id);
}

static void events(struct pair *p)
{
	sec_day day;
	const struct sec_section *s = last_event(p, &day);
	int sooner = 10 + (int)rnd_below(&p->rnd, 20), swap = (int)rnd_below(&p->rnd, 2);

	new_event(p, swap, s, day + sooner);
	new_event(p, !swap, s, day + sooner + 10);
}

static void event_and_last(struct pair *p)
{
	sec_day day;
	const struct sec_section *s = last_event(p, &day);

	new_event(p, 0, s, day + 20);
	change(p, 1, entry(p, s, s->entries - 1));
}

/* ---- by hand ---- */

static void insert_line(struct sec_record *r, uint32_t line, const char *text)
{
	struct sec_buf b = SEC_BUF_INIT;

	sec_buf_addslice(&b, sec_buf_str(&r->text));
	sec_buf_insert(&b, r->line[line].start, text, strlen(text));
	parse(r, sec_buf_str(&b));
	sec_buf_release(&b);
}

static void comment(struct pair *p)
{
	const struct sec_section *s = some_section(p, 1);
	const struct sec_entry *e = entry(p, s, rnd_below(&p->rnd, s->entries));

	insert_line(&p->side[0], e->line, "# confirmed by telephone\n");
	change(p, 1, e);
}

static void removal(struct pair *p)
{
	const struct sec_section *s = some_section(p, 2);
	size_t first = rnd_below(&p->rnd, s->entries - 1), last = rnd_below(&p->rnd, 2);
	struct sec_editor e = { .rec = &p->side[0] };

	name(p, s, entry(p, s, first + last));
	sec_edit_remove(&e, p->kind, p->id, p->key, NULL);
	change(p, 1, entry(p, s, first + !last));
}

/* Ours moves a section to the end. */
static void moved(struct pair *p)
{
	const struct sec_section *s = some_section(p, 1);
	struct sec_record *r = &p->side[0];
	struct sec_buf b = SEC_BUF_INIT;
	size_t from = r->line[s->line].start, to = s + 1 < p->base->section + p->base->sections
		? r->line[s[1].line].start : r->text.len;

	sec_buf_add(&b, r->text.s, from);
	sec_buf_add(&b, r->text.s + to, r->text.len - to);
	sec_buf_addch(&b, '\n');
	sec_buf_add(&b, r->text.s + from, to - from);
	while (b.len > 1 && b.s[b.len - 2] == '\n')
		sec_buf_remove(&b, b.len - 1, 1);
	parse(r, sec_buf_str(&b));
	sec_buf_release(&b);
	change(p, 1, entry(p, s, rnd_below(&p->rnd, s->entries)));
}

static void same_key(struct pair *p)
{
	const struct sec_section *s = some_section(p, 1);
	const struct sec_entry *e = entry(p, s, rnd_below(&p->rnd, s->entries));

	change(p, 0, e);
	change(p, 1, e);
}

static void alike(struct pair *p)
{
	const struct sec_section *s = some_section(p, 2);
	size_t first = rnd_below(&p->rnd, s->entries - 1);

	change(p, 0, entry(p, s, first));
	parse(&p->side[1], sec_buf_str(&p->side[0].text));
	change(p, 1, entry(p, s, first + 1));
}

static const struct {
	const char *what;
	void (*make)(struct pair *p);
} pairs[] = {
	{ "keys of one section, apart", apart },
	{ "neighbouring keys", adjacent },
	{ "a new key each", new_keys },
	{ "a new section each", new_sections },
	{ "an event each", events },
	{ "an event, and the one before", event_and_last },
	{ "a comment, and its key", comment },
	{ "a key removed, and its neighbour", removal },
	{ "a section moved, and a key in it", moved },
	{ "the same key", same_key },
	{ "the same key alike, and another", alike },
};

/* ---- out ---- */

static void write_file(const char *dir, const char *file, struct sec_str text)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/%s", dir, file);
	if (sec_file_make(AT_FDCWD, path, text.s, text.len) < 0)
		stop(path);
}

/* Long enough to have been worked on, and with an event. */
static bool fit(const struct sec_record *r)
{
	uint32_t i;
	sec_day day;

	for (i = 0; i < r->sections; i++)
		if (r->sections >= 25 && r->section[i].entries
			&& sec_day_parse(r->section[i].id.s, r->section[i].id.len, &day))
			return true;
	return false;
}

static void make(struct pair *p, const char *out, size_t number)
{
	size_t kind = number % (sizeof(pairs) / sizeof(pairs[0]));
	char dir[4000];

	do
		p->base = &p->all[rnd_below(&p->rnd, p->n)];
	while (!fit(p->base));
	parse(&p->side[0], sec_buf_str(&p->base->text));
	parse(&p->side[1], sec_buf_str(&p->base->text));
	pairs[kind].make(p);
	snprintf(dir, sizeof(dir), "%s/%zu", out, number);
	if (mkdir(dir, 0777) < 0)
		stop(dir);
	write_file(dir, "base", sec_buf_str(&p->base->text));
	write_file(dir, "ours", sec_buf_str(&p->side[0].text));
	write_file(dir, "theirs", sec_buf_str(&p->side[1].text));
	write_file(dir, "what", sec_str(pairs[kind].what));
}

int main(int argc, char **argv)
{
	const char *top = getenv("SEC_TOP");
	struct sec_schema_source source;
	struct pair p = { .rnd = { 20260301 } };
	struct sec_err err = SEC_ERR_INIT;
	size_t i, count = argc > 3 ? strtoul(argv[2], NULL, 10) : 0;
	char dir[4000];

	if (!count)
		stop("merge-driver OUT COUNT RECORD...");
	snprintf(dir, sizeof(dir), "%s/schema", top ? top : ".");
	source = sec_schema_folder(dir);
	if (sec_schema_load(&p.schema, &source, NULL, NULL, SEC_STR(""), &err) < 0)
		stop(err.msg);
	p.n = (size_t)argc - 3;
	p.all = xcalloc(p.n, sizeof(*p.all));
	for (i = 0; i < p.n; i++) {
		sec_record_init(&p.all[i]);
		if (sec_file_read(&p.all[i].text, AT_FDCWD, argv[i + 3], SEC_RECORD_MAX, &err) < 0
			|| sec_record_parse(&p.all[i], NULL, &err) < 0)
			stop(err.msg);
	}
	sec_record_init(&p.side[0]);
	sec_record_init(&p.side[1]);
	for (i = 0; i < count; i++)
		make(&p, argv[1], i);
	for (i = 0; i < p.n; i++)
		sec_record_release(&p.all[i]);
	free(p.all);
	sec_record_release(&p.side[0]);
	sec_record_release(&p.side[1]);
	sec_schema_release(&p.schema);
	return 0;
}
