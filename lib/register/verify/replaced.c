/* SPDX-License-Identifier: ISC
 *
 * Records that went for good, while another one has what they were about: to remove
 * one and to write it anew under another id must not be a way round the rules that
 * compare a record with what it was. Looked for at the tip, so that the order in
 * which it was done does not matter.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "register/verify/inner.h"

static const char rule[] = "record-replaced";

/* Whose it is and from when to when; false: that cannot be said. */
static bool read_stay(struct sec_facts *f, struct sec_stay *out)
{
	struct sec_val key = sec_verify_operand(f, rule, "key");
	struct sec_buf folded = SEC_BUF_INIT;
	struct sec_val start, end;

	if (!key.known || !key.text.len)
		return false;
	sec_utf8_fold(&folded, key.text.s, key.text.len); /* good until the next evaluation */
	start = sec_verify_operand(f, rule, "start");
	end = sec_verify_operand(f, rule, "end");
	if (!start.known || !end.known) {
		sec_buf_release(&folded);
		return false;
	}
	*out = (struct sec_stay){ sec_buf_detach(&folded), sec_val_day(&start), sec_val_day(&end) };
	return true;
}

void sec_verify_stay(struct sec_verifying *v, const struct sec_record *was, struct sec_stay *out)
{
	struct sec_then *then = v->node[v->nodes - 1].then->good;

	*out = (struct sec_stay){ 0 };
	if (!then)
		return;
	sec_facts_bind(then->judge.now, was);
	if (sec_verify_applies(then->judge.now, rule))
		read_stay(then->judge.now, out);
}

struct looking {
	struct sec_verifying *v;
	struct sec_gone **gone; /* those with a stay, by its key */
	size_t n;
	struct sec_facts *facts;
	struct sec_record rec;
	struct sec_err *err;
};

static int by_key(const void *a, const void *b)
{
	const struct sec_gone *x = *(struct sec_gone *const *)a, *y = *(struct sec_gone *const *)b;
	int c = strcmp(x->stay.key, y->stay.key);

	return c ? c : (x->commit > y->commit) - (x->commit < y->commit);
}

static void compare(struct looking *l, const char *path, struct sec_str id)
{
	struct sec_stay is;
	size_t i;

	if (!read_stay(l->facts, &is))
		return;
	SEC_FIRST_NOT(i, l->n, strcmp(l->gone[i]->stay.key, is.key) < 0);
	for (; i < l->n && strcmp(l->gone[i]->stay.key, is.key) == 0; i++) {
		struct sec_gone *g = l->gone[i];

		if (!sec_str_is(id, g->id) && is.start <= g->stay.end && g->stay.start <= is.end)
			sec_verify_find(l->v, g->commit, rule, g->path,
				"it went, and %s has the same person in the same time", path);
	}
	free(is.key);
}

static int each(void *ctx, const char *path, const struct sec_git_id *blob, unsigned mode)
{
	struct looking *l = ctx;
	const struct sec_dialect dialect = { .known_key = sec_schema_known_key,
		.ctx = &l->v->v->reg->schema };
	size_t place = strlen(l->v->place);
	bool large;
	int rc;

	if ((mode & 0170000) != 0100000 || !sec_str_ends(sec_str(path), ".ini"))
		return 0;
	sec_record_clear(&l->rec);
	rc = sec_git()->past->blob(l->v->git, blob, SEC_RECORD_MAX, &l->rec.text, &large, l->err);
	if (rc == 0 && !large)
		rc = sec_record_parse(&l->rec, &dialect, l->err);
	if (rc < 0 || large)
		return rc;
	sec_facts_bind(l->facts, &l->rec);
	compare(l, path + place, sec_register_stem(path));
	return 0;
}

static bool is_back(struct sec_verifying *v, const char *id)
{
	char *path = sec_register_path(sec_str(id)), *full = xasprintf("%s%s", v->place, path);
	bool yes = sec_git()->has_file(v->git, &v->v->at, full);

	free(path);
	free(full);
	return yes;
}

int sec_verify_replaced(struct sec_verifying *v, struct sec_err *err)
{
	struct looking l = { .v = v, .gone = xcalloc(v->gones + 1, sizeof(*l.gone)), .err = err };
	char *folder = xasprintf("%ssecondments", v->place);
	size_t i;
	int rc = 0;

	for (i = 0; i < v->gones; i++)
		if (v->gone[i].stay.key && !is_back(v, v->gone[i].id))
			l.gone[l.n++] = &v->gone[i];
	if (l.n) {
		qsort(l.gone, l.n, sizeof(*l.gone), by_key);
		l.facts = sec_facts_new(&v->v->reg->env);
		sec_record_init(&l.rec);
		rc = sec_git()->walk(v->git, &v->v->at, folder, each, &l, err);
		sec_facts_free(l.facts);
		sec_record_release(&l.rec);
	}
	free(l.gone);
	free(folder);
	return rc == SEC_ABSENT ? 0 : rc;
}
