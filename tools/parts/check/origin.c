/* SPDX-License-Identifier: ISC */
#include "parts/check/origin.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "register/git-past.h"

enum { SHORT = 7 };

bool origin_is_register(struct sec_git *git, const char *folder, const char *rev)
{
	char *policy = *folder ? xasprintf("%s/policy.ini", folder) : xstrdup("policy.ini");
	struct sec_git_point at;
	bool yes = sec_git()->resolve(git, rev, &at, NULL) == 0
		&& sec_git()->has_file(git, &at, policy);

	free(policy);
	return yes;
}

/* The branch that HEAD names, or HEAD itself. Caller frees. */
static char *head_name(struct sec_git *git, bool *born)
{
	struct sec_git_head head;
	char *name = sec_git()->write->head(git, &head, NULL) == 0 ? xstrdup(head.branch) : NULL;

	*born = !name || head.born;
	if (name)
		sec_git_head_release(&head);
	return name ? name : xstrdup("HEAD");
}

static int find_head(struct origin *out, struct sec_git *git, const char *folder,
	const struct pushed_ref *ref, struct sec_err *err)
{
	struct sec_git_point head, tip;
	struct sec_git_id base;
	bool shallow, born;
	int rc = sec_git()->resolve(git, "HEAD", &head, err);

	if (rc == SEC_ABSENT || (rc == 0 && !origin_is_register(git, folder, "HEAD")))
		return 0;
	if (rc == 0)
		rc = sec_git()->resolve(git, ref->to, &tip, err);
	if (rc)
		return rc;
	out->branch = head_name(git, &born);
	sec_git_id_hex(&head.commit, out->rules);
	rc = sec_git()->past->base(git, &head.commit, &tip.commit, &base, &shallow, err);
	if (rc == 0)
		sec_git_id_hex(&base, out->before);
	return rc == SEC_ABSENT ? 0 : rc;
}

int origin_find(struct origin *out, struct sec_git *git, const char *folder,
	const struct pushed_ref *ref, struct sec_err *err)
{
	memset(out, 0, sizeof(*out));
	if (pushed_is_new(ref) || !origin_is_register(git, folder, ref->from))
		return find_head(out, git, folder, ref, err);
	memcpy(out->before, ref->from, sizeof(out->before));
	memcpy(out->rules, ref->from, sizeof(out->rules));
	out->branch = xstrdup(ref->name);
	out->own = true;
	return 0;
}

void origin_release(struct origin *o)
{
	free(o->branch);
	o->branch = NULL;
}

void origin_tell(const struct origin *o, bool changed, bool refused, struct sec_buf *out)
{
	if (o->branch)
		sec_buf_addf(out, "judged by the policy and schema of %s here (%.*s)%s", o->branch, SHORT,
			o->rules, changed ? "; those that are pushed count for what comes after" : "");
	else
		sec_buf_addf(out, "judged by what is built in, because this server has no register yet%s",
			refused ? "; one with errors from before can begin as a copy: see --server in "
			"sec-init(1)" : "");
}

char *origin_missing(struct sec_git *git, const struct pushed *p)
{
	bool born, wanted = false;
	char *name = head_name(git, &born);
	size_t i;

	for (i = 0; !born && i < p->n; i++) {
		wanted = wanted || (pushed_is_new(&p->ref[i]) && !pushed_is_nothing(&p->ref[i]));
		born = strcmp(p->ref[i].name, name) == 0;
	}
	if (wanted && !born)
		return name;
	free(name);
	return NULL;
}
