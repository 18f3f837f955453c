/* SPDX-License-Identifier: ISC
 *
 * Redactions: commits that say of those before them that they were written anew.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "register/signature.h"
#include "register/verify/inner.h"

enum { MAP_MAX = 256 * 1024 * 1024 };

static const char folder[] = "redactions/", ending[] = ".map";

/* Between folder and ending; empty: it is no map. */
static struct sec_str name_of(const struct sec_verifying *v, const char *path)
{
	size_t place = strlen(v->place), n = strlen(path);
	const char *s = path + place;

	if (n < place + strlen(folder) + strlen(ending) || memcmp(path, v->place, place) != 0
		|| memcmp(s, folder, strlen(folder)) != 0
		|| strcmp(path + n - strlen(ending), ending) != 0)
		return (struct sec_str){ "", 0 };
	s += strlen(folder);
	return (struct sec_str){ s, (size_t)(path + n - s) - strlen(ending) };
}

char *sec_redaction_map(const struct sec_redaction *r)
{
	return xasprintf("%s%s%s", folder, r->name, ending);
}

void sec_verify_redaction(struct sec_verifying *v, const struct sec_past *past)
{
	struct sec_verify *to = v->v;
	size_t i, k;

	for (i = 0; i < past->others; i++) {
		struct sec_str name = name_of(v, past->other[i]);

		if (!name.len)
			continue;
		for (k = 0; k < to->redactions && !sec_str_is(name, to->redaction[k].name); k++)
			;
		if (k == to->redactions) {
			SEC_GROW(to->redaction, to->redactions, to->redaction_alloc);
			to->redaction[to->redactions++] = (struct sec_redaction){
				.name = sec_arena_strndup(&to->arena, name.s, name.len) };
		}
		to->redaction[k].commit = v->nodes - 1; /* who wrote it last answers for it */
	}
}

static int by_old(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct sec_git_id));
}

const struct sec_git_id *sec_redaction_name(const struct sec_redaction *r,
	const struct sec_git_id *old)
{
	const struct sec_renamed *one = r->n ? bsearch(old, r->item, r->n, sizeof(*r->item), by_old)
		: NULL;

	return one ? &one->now : NULL;
}

static int parse(struct sec_redaction *r, struct sec_str text)
{
	size_t alloc = 0;
	struct sec_str line;

	while (sec_str_split(&text, '\n', &line)) {
		struct sec_renamed one;

		if (line.len != 2 * SEC_GIT_HEX + 1 || line.s[SEC_GIT_HEX] != ' '
			|| !sec_git_id_parse((struct sec_str){ line.s, SEC_GIT_HEX }, &one.old)
			|| !sec_git_id_parse((struct sec_str){ line.s + SEC_GIT_HEX + 1, SEC_GIT_HEX }, &one.now))
			return SEC_NO;
		SEC_GROW(r->item, r->n, alloc);
		r->item[r->n++] = one;
	}
	if (r->n)
		qsort(r->item, r->n, sizeof(*r->item), by_old);
	return 0;
}

/* The map as the tip has it; one that is gone or is none renames nothing. */
static int read_map(struct sec_verifying *v, struct sec_redaction *r, struct sec_err *err)
{
	char *map = sec_redaction_map(r), *path = xasprintf("%s%s", v->place, map);
	struct sec_buf text = SEC_BUF_INIT;
	int rc = sec_git()->read_path(v->git, &v->v->at, path, MAP_MAX, &text, err);

	if (rc == 0 && parse(r, sec_buf_str(&text)) < 0) {
		free(r->item);
		r->item = NULL;
		r->n = 0;
	}
	sec_buf_release(&text);
	free(map);
	free(path);
	return rc == SEC_ABSENT ? 0 : rc;
}

static int tell(struct sec_verifying *v, const struct sec_redaction *r,
	const struct sec_signature *s, struct sec_err *err)
{
	size_t compared;
	int rc = sec_verify_compare(v, r, &compared, err);
	char *more = compared ? xasprintf("; %zu compared with the old, which %s here", compared,
		compared == 1 ? "is" : "are") : xstrdup("");

	if (rc == 0 && r->vouched)
		sec_verify_find(v, r->commit, "redaction-signed", NULL,
			"the redaction %s wrote %zu commit%s anew; signed by %s%s", r->name, r->n,
			r->n == 1 ? "" : "s", s->signer ? s->signer : "who signed a later redaction", more);
	else if (rc == 0)
		sec_verify_find(v, r->commit, "redaction-unsigned", NULL,
			"the redaction %s wrote %zu commit%s anew, and nobody signed for that%s", r->name,
			r->n, r->n == 1 ? "" : "s", more);
	free(more);
	return rc;
}

/* Its commits need no signature of their own where that of the redaction holds. */
static int vouch(struct sec_verifying *v, struct sec_redaction *r, struct sec_err *err)
{
	const struct sec_verify_commit *by = &v->v->commit[r->commit];
	struct sec_signature s = { 0 };
	int rc = sec_signature_check(v->git, &by->id, &s, err);
	size_t i, at;

	if (rc == 0 && s.verdict == SEC_SIGNED_UNCHECKED)
		rc = sec_err_set(err, SEC_FAIL, "the signature of the redaction %s cannot be checked: %s",
			r->name, s.why ? s.why : "its form is not known");
	r->vouched = v->vouched[r->commit] || (rc == 0 && sec_signature_holds(&s));
	for (i = 0; rc == 0 && r->vouched && i < r->n; i++)
		if (sec_verify_known(v, &r->item[i].now, &at) && at < r->commit)
			v->vouched[at] = true;
	if (rc == 0)
		rc = tell(v, r, &s, err);
	sec_signature_release(&s);
	return rc;
}

static int latest_first(const void *a, const void *b)
{
	const struct sec_redaction *x = a, *y = b;

	return x->commit < y->commit ? 1 : x->commit > y->commit ? -1 : 0;
}

int sec_verify_redactions(struct sec_verifying *v, struct sec_err *err)
{
	struct sec_verify *to = v->v;
	size_t i;
	int rc = 0;

	v->vouched = xcalloc(v->nodes, sizeof(*v->vouched));
	if (to->redactions)
		qsort(to->redaction, to->redactions, sizeof(*to->redaction), latest_first);
	for (i = 0; rc == 0 && i < to->redactions; i++)
		rc = read_map(v, &to->redaction[i], err);
	for (i = 0; rc == 0 && i < to->redactions; i++)
		if (to->redaction[i].n)
			rc = vouch(v, &to->redaction[i], err);
	return rc;
}

const struct sec_redaction *sec_verify_renamed(const struct sec_verify *v, struct sec_git_id *id)
{
	const struct sec_redaction *unsure = NULL, *last = NULL;
	size_t i;

	for (i = v->redactions; i-- > 0;) { /* oldest first: what one renamed a later one may have too */
		const struct sec_redaction *r = &v->redaction[i];
		const struct sec_git_id *now = sec_redaction_name(r, id);

		if (!now)
			continue;
		*id = *now;
		last = r;
		if (!r->vouched)
			unsure = r;
	}
	return unsure ? unsure : last;
}
