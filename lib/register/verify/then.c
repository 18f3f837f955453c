/* SPDX-License-Identifier: ISC
 *
 * Schema and policy as they were. Commits that change neither share those of
 * their parent; the rest are read once for each state they were ever in.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "register/verify/inner.h"

static bool same(const struct sec_git_id *a, const struct sec_git_id *b)
{
	return memcmp(a->raw, b->raw, sizeof(a->raw)) == 0;
}

static struct sec_str person_name(void *ctx, struct sec_str ref)
{
	const struct sec_then *t = ctx;

	return t->reg.env.person_name(t->reg.env.ctx, ref);
}

static bool holiday(void *ctx, sec_day day)
{
	const struct sec_then *t = ctx;

	return t->reg.env.holiday(t->reg.env.ctx, day);
}

static bool pseudo(void *ctx, struct sec_facts *facts, const char *name, struct sec_val *out)
{
	const struct sec_then *t = ctx;

	return t->reg.env.pseudo(t->reg.env.ctx, facts, name, out);
}

/* Files as the commit at hand has them. */
static bool file_exists(void *ctx, struct sec_str path)
{
	const struct sec_then *t = ctx;
	const struct sec_git_id *commit = &t->v->v->commit[t->v->nodes - 1].id;
	struct sec_git_entry entry = { 0 };
	char *copy = xstrndup(path.s, path.len);
	bool yes = sec_verify_entry(t->v, commit, copy, &entry, NULL) == 0 && entry.present;

	free(copy);
	return yes;
}

void sec_then_free(struct sec_then *t)
{
	if (!t->broken)
		sec_judge_release(&t->judge);
	sec_register_close(&t->reg);
	free(t->broken);
	free(t);
}

static enum sec_asked asks_of(struct sec_then *t)
{
	struct sec_val v;

	sec_facts_bind(t->judge.now, &t->judge.none);
	v = sec_verify_operand(t->judge.now, "commit-unsigned", "asks");
	return !v.known || sec_str_is(v.text, "none") ? SEC_ASKED_NONE :
	       sec_str_is(v.text, "any") ? SEC_ASKED_ANY : SEC_ASKED_AUTHOR;
}

/* Whatever is wrong with it is kept in `broken`. */
static void load(struct sec_verifying *v, struct sec_then *t)
{
	const struct sec_register *now = v->v->reg;
	char hex[SEC_GIT_HEX + 1];
	struct sec_register_options o = { .dir = now->root, .at = hex, .today = now->today,
		.required = true };
	struct sec_err err = SEC_ERR_INIT;

	t->v = v;
	sec_git_id_hex(&v->v->commit[v->nodes - 1].id, hex);
	if (sec_register_open(&t->reg, &o, &err)) {
		t->broken = err.path ? xasprintf("%s:%u: %s", err.path, err.line, err.msg) :
				       xstrdup(err.msg);
	} else {
		t->env = t->reg.env;
		t->env.ctx = t;
		t->env.person_name = person_name;
		t->env.holiday = holiday;
		t->env.file_exists = file_exists;
		t->env.pseudo = pseudo;
		sec_judge_init(&t->judge, &t->env);
		t->asks = asks_of(t);
		t->good = t;
	}
	sec_err_clear(&err);
}

static int entry_id(struct sec_verifying *v, const struct sec_git_id *commit, const char *path,
	struct sec_git_id *out, struct sec_err *err)
{
	struct sec_git_entry entry = { 0 };
	int rc = sec_verify_entry(v, commit, path, &entry, err);

	*out = entry.present ? entry.id : (struct sec_git_id){ { 0 } };
	return rc;
}

static struct sec_then *find(const struct sec_verifying *v, const struct sec_then *key)
{
	size_t i;

	for (i = v->thens; i-- > 0;)
		if (same(&v->then[i]->policy, &key->policy) && same(&v->then[i]->schema, &key->schema)
			&& same(&v->then[i]->holidays, &key->holidays))
			return v->then[i];
	return NULL;
}

/* Says so of the first commit of a line that has it. */
static void tell_broken(struct sec_verifying *v, struct sec_then *t, struct sec_then *before)
{
	static const struct sec_git_id none;

	if (!t->broken || t == before)
		return;
	t->good = before ? before->good : NULL;
	t->asks = t->good ? t->good->asks : SEC_ASKED_NONE;
	if (!same(&t->policy, &none))
		sec_verify_find(v, v->nodes - 1, "commit-schema", NULL, "%s", t->broken);
	else if (before && !same(&before->policy, &none))
		sec_verify_find(v, v->nodes - 1, "commit-schema", NULL, "policy.ini is gone");
}

int sec_verify_then(struct sec_verifying *v, const struct sec_past *past, struct sec_err *err)
{
	struct sec_verify_node *n = &v->node[v->nodes - 1];
	struct sec_then *before = n->parents ? v->node[v->parent[n->first_parent]].then : NULL;
	const struct sec_git_id *id = &past->commit->id;
	struct sec_then key = { 0 };
	int rc = 0;

	n->then = before;
	if (past->commit->parents != 1 || past->others) {
		rc = entry_id(v, id, "policy.ini", &key.policy, err);
		if (rc == 0)
			rc = entry_id(v, id, "schema", &key.schema, err);
		if (rc == 0)
			rc = entry_id(v, id, "holidays.ini", &key.holidays, err);
		if (rc)
			return rc;
		n->then = find(v, &key);
	}
	if (!n->then) {
		SEC_GROW(v->then, v->thens, v->then_alloc);
		n->then = v->then[v->thens++] = xmalloc(sizeof(key));
		*n->then = key;
		load(v, n->then);
	}
	tell_broken(v, n->then, before);
	n->asks = n->then->asks;
	return 0;
}
