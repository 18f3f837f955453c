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

void sec_role_print(struct sec_facts *f, int role, struct sec_buf *out)
{
	const struct sec_role *r = &sec_facts_env(f)->schema->role[role];
	struct sec_val who;

	sec_buf_addstr(out, r->label);
	if (!r->who)
		return;
	who = sec_expr_eval(r->who, f, NULL);
	if (!who.known)
		return;
	sec_buf_addstr(out, " (");
	if (who.type == SEC_TYPE_TEXT)
		sec_buf_addslice(out, name_of(f, who.text));
	else
		sec_facts_format(f, &who, out);
	sec_buf_addch(out, ')');
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

static void print_one(struct sec_facts *f, const struct sec_owner *o,
	const struct sec_scope *scope, struct sec_buf *out)
{
	struct sec_val v;
	int role = o->role;

	if (role < 0) {
		v = sec_expr_eval(o->who, f, scope);
		if (!v.known)
			return;
		if (v.type != SEC_TYPE_TEXT) {
			sec_facts_format(f, &v, out);
			return;
		}
		role = role_named(sec_facts_env(f)->schema, v.text);
		if (role < 0)
			sec_buf_addslice(out, name_of(f, v.text));
	}
	if (role >= 0)
		sec_role_print(f, role, out);
}

void sec_owners_print(struct sec_facts *f, const struct sec_owner *owner, unsigned n,
	const struct sec_scope *scope, struct sec_buf *out)
{
	for (unsigned i = 0; i < n; i++) {
		size_t before = out->len;

		if (before)
			sec_buf_addstr(out, ", ");
		print_one(f, &owner[i], scope, out);
		if (before && out->len == before + 2)
			sec_buf_remove(out, before, 2);
	}
}
