/* SPDX-License-Identifier: ISC
 *
 * Records that went and come back: to remove one and to write it anew in another
 * commit must not be a way to change what may not be changed.
 */
#include <string.h>

#include "base/mem.h"
#include "register/verify/inner.h"

void sec_verify_went(struct sec_verifying *v, const struct sec_step *s)
{
	struct sec_gone *gone;

	SEC_GROW(v->gone, v->gones, v->gone_alloc);
	gone = &v->gone[v->gones++];
	*gone = (struct sec_gone){ .id = xstrdup(s->id), .path = xstrdup(s->old_path),
		.commit = v->nodes - 1 };
	sec_verify_stay(v, s->before, &gone->stay);
}

/* The latest that the commit at hand comes after. */
static const struct sec_gone *find(const struct sec_verifying *v, const char *id)
{
	size_t i;

	for (i = v->gones; i-- > 0;)
		if (strcmp(v->gone[i].id, id) == 0 && sec_verify_descends(v, v->gone[i].commit))
			return &v->gone[i];
	return NULL;
}

int sec_verify_return(struct sec_verifying *v, const char *id, struct sec_record *out,
	const char **path, struct sec_err *err)
{
	const struct sec_gone *gone = find(v, id);
	const struct sec_verify_node *n = gone ? &v->node[gone->commit] : NULL;
	const struct sec_dialect dialect = { .known_key = sec_schema_known_key,
		.ctx = &v->v->reg->schema };
	struct sec_git_entry entry = { 0 };
	bool large = false;
	unsigned k;
	int rc = 0;

	*path = NULL;
	for (k = 0; n && rc == 0 && k < n->parents && !entry.present; k++)
		rc = sec_verify_entry(v, &v->v->commit[v->parent[n->first_parent + k]].id, gone->path,
			&entry, err);
	if (rc == 0 && entry.present)
		rc = sec_git()->past->blob(v->git, &entry.id, SEC_RECORD_MAX, &out->text, &large, err);
	if (rc < 0 || !entry.present || large)
		return rc;
	*path = gone->path;
	return sec_record_parse(out, &dialect, err);
}
