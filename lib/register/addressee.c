/* SPDX-License-Identifier: ISC */
#include "register/addressee.h"

#include <stdlib.h>

#include "base/utf8.h"

struct named {
	char *folded;
	const struct sec_person *person;
};

struct sec_addressees {
	const struct sec_register *reg;
	bool (*is_legal)(struct sec_str address);
	struct named *name; /* by folded name */
	size_t n;
};

static int by_name(const void *a, const void *b)
{
	const struct named *x = a, *y = b;

	return strcmp(x->folded, y->folded);
}

static char *fold(struct sec_str name)
{
	struct sec_buf out = SEC_BUF_INIT;

	sec_utf8_fold(&out, name.s, name.len);
	return out.len ? sec_buf_detach(&out) : xstrdup("");
}

struct sec_addressees *sec_addressees_new(const struct sec_register *r,
	bool (*is_legal)(struct sec_str address))
{
	struct sec_addressees *a = xcalloc(1, sizeof(*a));
	size_t i;

	a->reg = r;
	a->is_legal = is_legal;
	a->name = xcalloc(r->people.n + 1, sizeof(*a->name));
	for (i = 0; i < r->people.n; i++)
		if (r->people.item[i].name)
			a->name[a->n++] = (struct named){ fold(sec_str(r->people.item[i].name)),
				&r->people.item[i] };
	if (a->n)
		qsort(a->name, a->n, sizeof(*a->name), by_name);
	return a;
}

void sec_addressees_free(struct sec_addressees *a)
{
	size_t i;

	if (!a)
		return;
	for (i = 0; i < a->n; i++)
		free(a->name[i].folded);
	free(a->name);
	free(a);
}

/* The only person of that name; *several: there is more than one. */
static const struct sec_person *find_name(const struct sec_addressees *a, struct sec_str name,
	bool *several)
{
	struct named want = { .folded = fold(name) };
	const struct named *found = NULL;
	size_t at;

	if (want.folded[0] && a->n)
		found = bsearch(&want, a->name, a->n, sizeof(*a->name), by_name);
	free(want.folded);
	if (!found)
		return NULL;
	at = (size_t)(found - a->name);
	*several = (at && by_name(found, found - 1) == 0)
		|| (at + 1 < a->n && by_name(found, found + 1) == 0);
	return *several ? NULL : found->person;
}

static const struct sec_role *role_of(const struct sec_facts *f, const struct sec_party *party)
{
	return party->role >= 0 ? &sec_facts_env(f)->schema->role[party->role] : NULL;
}

static struct sec_str text_of(const struct sec_expr *e, struct sec_facts *f)
{
	struct sec_val v = { 0 };

	if (e)
		v = sec_expr_eval(e, f, NULL);
	return v.known && v.type == SEC_TYPE_TEXT ? sec_str_trim(v.text) : (struct sec_str){ NULL, 0 };
}

/* Takes the address where it is one, and otherwise says that it is none. */
static bool take(const struct sec_addressees *a, struct sec_str address, const char *where,
	struct sec_addressee *out, struct sec_buf *why)
{
	if (!address.len)
		return false;
	if (a->is_legal(address)) {
		out->address = address;
		return true;
	}
	sec_buf_addf(why, "%s'%.*s' of %s is no address", why->len ? "; " : "", SEC_ARG(address), where);
	return false;
}

static bool in_people(const struct sec_addressees *a, struct sec_facts *f,
	const struct sec_party *party, struct sec_addressee *out, struct sec_buf *why)
{
	const struct sec_role *role = role_of(f, party);
	struct sec_str ref = text_of(role ? role->ref : NULL, f), who = { NULL, 0 };
	const struct sec_person *p = NULL;
	bool several = false;

	if (party->who.known && party->who.type == SEC_TYPE_TEXT)
		who = party->who.text;
	p = sec_people_find(&a->reg->people, ref.len ? ref : who);
	if (!p && take(a, memchr(who.s ? who.s : "", '@', who.len) ? who : (struct sec_str){ NULL, 0 },
		party->label.len ? party->label.s : "the record", out, why))
		return true;
	if (!p)
		p = find_name(a, who, &several);
	if (p) {
		out->ref = p->ref;
		if (take(a, sec_str(p->email), "people.ini", out, why))
			return true;
		if (!p->email)
			sec_buf_addf(why, "people.ini has no address for %s", p->ref);
	} else if (several) {
		sec_buf_addf(why, "people.ini has several of that name");
	}
	return false;
}

void sec_addressee_find(const struct sec_addressees *a, struct sec_facts *f,
	const struct sec_party *party, struct sec_addressee *out, struct sec_buf *why)
{
	const struct sec_role *role = role_of(f, party);

	*out = (struct sec_addressee){ .personal = true };
	if (in_people(a, f, party, out, why))
		return;
	out->personal = false;
	if (role && take(a, text_of(role->email, f), role->label, out, why))
		return;
	if (!why->len)
		sec_buf_addstr(why, party->name.len ? "not in people.ini" : "no address is set for the role");
}
