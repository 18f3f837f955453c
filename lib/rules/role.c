/* SPDX-License-Identifier: ISC */
#include "rules/role.h"

#include "base/utf8.h"

static struct sec_str name_of(struct sec_facts *f, struct sec_str text)
{
	const struct sec_env *env = sec_facts_env(f);
	struct sec_str name = { 0 };

	if (env->person_name)
		name = env->person_name(env->ctx, text);
	return name.len ? name : text;
}

/* The role that the words name, as in `owner = secondee`, or -1. */
static int role_named(const struct sec_schema *s, struct sec_str words)
{
	for (int i = 0; i < s->roles; i++)
		if (sec_utf8_same(words, sec_str(s->role[i].name)) ||
		    sec_utf8_same(words, sec_str(s->role[i].label)))
			return i;
	return -1;
}

static void put_who(struct sec_facts *f, struct sec_party *p, struct sec_val who)
{
	p->who = who;
	if (who.known && who.type == SEC_TYPE_TEXT)
		p->name = name_of(f, who.text);
}

void sec_party_of_role(struct sec_facts *f, int role, struct sec_party *out)
{
	const struct sec_role *r = &sec_facts_env(f)->schema->role[role];

	*out = (struct sec_party){ .role = role, .label = sec_str(r->label) };
	if (r->who)
		put_who(f, out, sec_expr_eval(r->who, f, NULL));
}

bool sec_party_find(struct sec_facts *f, const struct sec_owner *owner,
	const struct sec_scope *scope, struct sec_party *out)
{
	struct sec_val who;
	int role = owner->role;

	*out = (struct sec_party){ .role = -1 };
	if (role < 0) {
		who = sec_expr_eval(owner->who, f, scope);
		if (!who.known)
			return false;
		put_who(f, out, who);
		if (who.type == SEC_TYPE_TEXT)
			role = role_named(sec_facts_env(f)->schema, who.text);
	}
	if (role >= 0)
		sec_party_of_role(f, role, out);
	return true;
}

void sec_party_print(struct sec_facts *f, const struct sec_party *p, struct sec_buf *out)
{
	bool both = p->label.len && p->who.known;

	sec_buf_addslice(out, p->label);
	if (both)
		sec_buf_addstr(out, " (");
	if (p->who.known && p->who.type != SEC_TYPE_TEXT)
		sec_facts_format(f, &p->who, out);
	else
		sec_buf_addslice(out, p->name);
	if (both)
		sec_buf_addch(out, ')');
}

void sec_role_print(struct sec_facts *f, int role, struct sec_buf *out)
{
	struct sec_party p;

	sec_party_of_role(f, role, &p);
	sec_party_print(f, &p, out);
}

void sec_owners_print(struct sec_facts *f, const struct sec_owner *owner, unsigned n,
	const struct sec_scope *scope, struct sec_buf *out)
{
	struct sec_party p;

	for (unsigned i = 0; i < n; i++) {
		size_t before = out->len;

		if (!sec_party_find(f, &owner[i], scope, &p))
			continue;
		if (before)
			sec_buf_addstr(out, ", ");
		sec_party_print(f, &p, out);
		if (before && out->len == before + 2)
			sec_buf_remove(out, before, 2);
	}
}
