/* SPDX-License-Identifier: ISC */
#include "render/digest.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "register/addressee.h"
#include "render/mail.h"
#include "rules/due.h"

enum { WEEK = 7 };

struct item {
	const char *key; /* what tells its owner from others */
	const char *name, *label, *address, *why;
	bool stands_in;
	sec_day due;
	size_t number;   /* in the order they came */
	const struct sec_due *kind;
	const char *title, *section, *owner, *tell, *who, *record, *about, *command;
};

struct sec_digest {
	const struct sec_register *reg;
	struct sec_addressees *addressees;
	const char *fallback;
	struct sec_arena arena;
	struct sec_expr *about; /* what a secondment is called; NULL: the schema has no such thing */
	struct item *item;
	size_t n, alloc;
	struct sec_digest_owner *owner;
	size_t owners, owner_alloc;
};

struct sec_digest *sec_digest_new(const struct sec_register *r, const char *fallback)
{
	struct sec_digest *d = xcalloc(1, sizeof(*d));
	struct sec_expr_site site = { .schema = &r->schema, .file = "digest", .for_kind = SEC_FOR_ONCE,
		.arena = &d->arena };

	d->reg = r;
	d->fallback = fallback;
	d->addressees = sec_addressees_new(r, sec_mail_address_is_legal);
	if (sec_expr_compile(&d->about, &site, SEC_STR("title"), SEC_WANT_TEXT, NULL) < 0)
		d->about = NULL;
	return d;
}

void sec_digest_free(struct sec_digest *d)
{
	if (!d)
		return;
	sec_addressees_free(d->addressees);
	sec_arena_release(&d->arena);
	free(d->item);
	free(d->owner);
	free(d);
}

static const char *keep(struct sec_digest *d, struct sec_str text)
{
	return sec_arena_strndup(&d->arena, text.len ? text.s : "", text.len);
}

static const char *take(struct sec_digest *d, struct sec_buf *text)
{
	const char *kept = keep(d, sec_buf_str(text));

	sec_buf_release(text);
	return kept;
}

/* Addresses are the same in any case; so are names. */
static const char *key_of(struct sec_digest *d, const struct item *x,
	const struct sec_addressee *to)
{
	const char *what = x->address[0] ? x->address : to->ref ? to->ref : x->name[0] ? x->name : x->label;
	struct sec_buf key = SEC_BUF_INIT;

	sec_buf_addstr(&key, x->address[0] ? "1 " : to->ref ? "2 " : x->name[0] ? "3 " : "4 ");
	sec_utf8_fold(&key, what, strlen(what));
	return take(d, &key);
}

static void find_owner(struct sec_digest *d, struct sec_facts *f, const struct sec_party *party,
	struct item *x)
{
	struct sec_buf why = SEC_BUF_INIT, owner = SEC_BUF_INIT;
	struct sec_addressee to;

	sec_party_print(f, party, &owner);
	x->owner = take(d, &owner);
	x->label = keep(d, party->label);
	x->name = keep(d, party->name);
	sec_addressee_find(d->addressees, f, party, &to, &why);
	x->address = keep(d, to.address);
	x->why = take(d, &why);
	if (!to.personal && to.address.len)
		x->name = "";
	if (!to.address.len && d->fallback) {
		x->address = d->fallback;
		x->stands_in = true;
	}
	x->key = key_of(d, x, &to);
}

/* Once for each owner who is somebody else. */
static void add_item(struct sec_digest *d, struct sec_facts *f, const struct sec_due_item *from,
	struct item x)
{
	const struct sec_due *kind = from->kind;
	size_t first = d->n, i;
	struct sec_party party;

	for (unsigned k = 0; k < kind->owners; k++) {
		if (!sec_party_find(f, &kind->owner[k], &from->scope, &party))
			continue;
		find_owner(d, f, &party, &x);
		for (i = first; i < d->n && strcmp(d->item[i].key, x.key) != 0;)
			i++;
		if (i < d->n)
			continue;
		SEC_GROW(d->item, d->n, d->alloc);
		x.number = d->n;
		d->item[d->n++] = x;
	}
}

void sec_digest_add(struct sec_digest *d, struct sec_facts *f, const char *record)
{
	struct sec_due_items items = { 0 };
	struct sec_val about = { 0 };
	size_t i;

	sec_due_collect(f, &items);
	for (i = 0; i < items.n; i++) {
		const struct sec_due_item *from = &items.item[i];
		struct sec_buf command = SEC_BUF_INIT;

		if (from->shows > d->reg->today)
			continue;
		if (d->about)
			about = sec_expr_eval(d->about, f, NULL);
		sec_due_command(f, from, record, &command);
		add_item(d, f, from, (struct item){ .due = from->due, .kind = from->kind,
			.title = keep(d, sec_str(from->title)), .section = keep(d, sec_str(from->section)),
			.tell = keep(d, sec_str(from->tell)), .who = keep(d, sec_facts_who(f)),
			.about = keep(d, about.known ? about.text : (struct sec_str){ NULL, 0 }),
			.record = keep(d, sec_str(record)), .command = take(d, &command) });
	}
	sec_due_items_release(&items);
}

static int by_owner(const void *a, const void *b)
{
	const struct item *x = a, *y = b;
	int c = strcmp(x->key, y->key);

	if (c)
		return c;
	if (x->due != y->due)
		return x->due < y->due ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

/* The name that all items agree on, else the role, else the address. */
static struct sec_str name_of(const struct item *item, size_t n)
{
	bool name = item->name[0], label = item->label[0];
	size_t i;

	for (i = 1; i < n; i++) {
		name = name && strcmp(item[i].name, item->name) == 0;
		label = label && strcmp(item[i].label, item->label) == 0;
	}
	return sec_str(name ? item->name : label ? item->label : item->address);
}

static int by_name(const void *a, const void *b)
{
	const struct sec_digest_owner *x = a, *y = b;
	int c = sec_str_cmp(x->name, y->name);

	return c ? c : sec_str_cmp(x->address, y->address);
}

void sec_digest_finish(struct sec_digest *d)
{
	size_t i, end;

	if (!d->n)
		return;
	qsort(d->item, d->n, sizeof(*d->item), by_owner);
	for (i = 0; i < d->n; i = end) {
		for (end = i + 1; end < d->n && strcmp(d->item[end].key, d->item[i].key) == 0;)
			end++;
		SEC_GROW(d->owner, d->owners, d->owner_alloc);
		d->owner[d->owners++] = (struct sec_digest_owner){ name_of(&d->item[i], end - i),
			sec_str(d->item[i].address), d->item[i].why, i, end - i };
	}
	qsort(d->owner, d->owners, sizeof(*d->owner), by_name);
}

const struct sec_digest_owner *sec_digest_owners(const struct sec_digest *d, size_t *n)
{
	*n = d->owners;
	return d->owner;
}

static void put_text(struct sec_arena *a, struct sec_node *map, const char *key, const char *text)
{
	sec_node_put(a, map, sec_str(key), sec_node_text(a, sec_str(text)));
}

static void put_yes(struct sec_arena *a, struct sec_node *map, const char *key, bool yes)
{
	sec_node_put(a, map, sec_str(key), sec_node_bool(a, yes));
}

static void put_count(struct sec_arena *a, struct sec_node *map, const char *key, long n)
{
	put_text(a, map, key, sec_arena_printf(a, "%ld", n));
}

static const char *day_words(struct sec_arena *a, sec_day day)
{
	char *words = sec_arena_alloc(a, 32);

	if (day != SEC_DAY_NONE)
		sec_day_words(day, words);
	return words;
}

static const char *in_words(struct sec_arena *a, int days)
{
	if (days < 0)
		return sec_arena_printf(a, "%d day%s over", -days, days == -1 ? "" : "s");
	return days == 0 ? "today" : days == 1 ? "tomorrow" : sec_arena_printf(a, "in %d days", days);
}

static struct sec_node *item_node(const struct item *x, struct sec_str reader, sec_day today,
	struct sec_arena *a)
{
	bool own = sec_str_is(reader, x->name);

	struct sec_node *n = sec_node_map(a);
	char *iso = sec_arena_alloc(a, 11);

	sec_day_format(x->due, iso);
	put_text(a, n, "title", x->title);
	put_text(a, n, "due", iso);
	put_text(a, n, "due-words", day_words(a, x->due));
	put_count(a, n, "days", x->due - today);
	put_text(a, n, "in-words", in_words(a, x->due - today));
	put_yes(a, n, "hard", x->kind->hard);
	put_text(a, n, "kind", x->kind->kind);
	put_text(a, n, "section", x->section);
	put_text(a, n, "who", x->who);
	put_text(a, n, "id", x->record);
	put_text(a, n, "about", x->about);
	put_text(a, n, "owner", x->owner);
	put_text(a, n, "as", own ? x->label : sec_str_is(reader, x->owner) ? "" : x->owner);
	put_text(a, n, "tell", x->tell);
	put_text(a, n, "command", x->command);
	return n;
}

static void put_items(const struct sec_digest *d, const struct sec_digest_owner *o,
	struct sec_node *root, struct sec_arena *a)
{
	static const char *const names[3] = { "overdue", "week", "later" };
	static const char *const any[3] = { "any-overdue", "any-week", "any-later" };
	struct sec_node *list[3] = { sec_node_list(a), sec_node_list(a), sec_node_list(a) };
	sec_day next = SEC_DAY_NONE, today = d->reg->today;
	size_t i;
	bool stands_in = false;

	for (i = o->first; i < o->first + o->items; i++) {
		const struct item *x = &d->item[i];
		size_t which = x->due < today ? 0 : x->due <= today + WEEK ? 1 : 2;

		sec_node_push(a, list[which], item_node(x, o->name, today, a));
		if (which && next == SEC_DAY_NONE)
			next = x->due;
		stands_in |= x->stands_in;
	}
	for (i = 0; i < 3; i++) {
		put_yes(a, root, any[i], sec_node_count(list[i]) > 0);
		sec_node_put(a, root, sec_str(names[i]), list[i]);
	}
	put_yes(a, root, "stands-in", stands_in);
	put_count(a, root, "count", (long)o->items);
	put_count(a, root, "overdue-count", (long)sec_node_count(list[0]));
	put_text(a, root, "next-words", day_words(a, next));
	put_text(a, root, "latest-words", day_words(a, d->item[o->first + o->items - 1].due));
}

const struct sec_node *sec_digest_tree(const struct sec_digest *d,
	const struct sec_digest_owner *owner, const char *document, const char *title,
	struct sec_arena *a)
{
	struct sec_node *root = sec_node_map(a), *about = sec_node_map(a);
	char *today = sec_arena_alloc(a, 11);

	sec_day_format(d->reg->today, today);
	put_text(a, about, "name", document);
	put_text(a, about, "title", title);
	sec_node_put(a, root, SEC_STR("document"), about);
	put_text(a, root, "today", today);
	put_text(a, root, "today-words", day_words(a, d->reg->today));
	put_text(a, root, "register", d->reg->schema.register_name ? d->reg->schema.register_name : "");
	sec_node_put(a, root, SEC_STR("owner"), sec_node_text(a, owner->name));
	sec_node_put(a, root, SEC_STR("address"), sec_node_text(a, owner->address));
	put_items(d, owner, root, a);
	return root;
}
