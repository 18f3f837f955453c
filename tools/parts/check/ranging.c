/* SPDX-License-Identifier: ISC */
#include "parts/check/ranging.h"

#include <stdlib.h>

#include "base/mem.h"
#include "register/git-past.h"

struct ends {
	char *from, *to;                 /* as they were written */
	char base[SEC_GIT_HEX + 1];      /* where B left A; empty: nothing was before */
	char tip[SEC_GIT_HEX + 1];
};

static int split(struct cli *c, const char *text, struct ends *e)
{
	const char *dots = strstr(text, "..");

	if (!dots || dots == text || dots[2] == '.' || !dots[2])
		return sec_err_set(&c->err, SEC_USAGE, "--range is A..B, not '%s'", text);
	e->from = xstrndup(text, (size_t)(dots - text));
	e->to = xstrdup(dots + 2);
	return 0;
}

/* What a push writes for a branch that is new. */
static bool is_zero(const char *rev)
{
	return strlen(rev) >= SEC_GIT_HEX && strspn(rev, "0") == strlen(rev);
}

static int not_here(struct cli *c, const char *rev)
{
	return sec_err_set(&c->err, SEC_FAIL, "'%s' is not in this clone, so nobody can say what "
		"changed since; bring the whole history: git fetch --unshallow (in GitHub Actions "
		"fetch-depth: 0, in GitLab GIT_DEPTH: 0)", rev);
}

static int find_base(struct cli *c, struct sec_git *git, struct ends *e,
	const struct sec_git_point *to)
{
	struct sec_git_point from;
	struct sec_git_id base;
	bool shallow = false;
	int rc;

	if (is_zero(e->from))
		return 0;
	rc = sec_git()->resolve(git, e->from, &from, &c->err);
	if (rc == SEC_ABSENT && strspn(e->from, "0123456789abcdef") == SEC_GIT_HEX)
		return not_here(c, e->from);
	if (rc)
		return rc;
	rc = sec_git()->past->base(git, &from.commit, &to->commit, &base, &shallow, &c->err);
	if (rc == SEC_ABSENT && shallow)
		return not_here(c, e->from);
	if (rc == SEC_ABSENT)
		return sec_err_set(&c->err, SEC_FAIL, "'%s' and '%s' have no commit in common",
			e->from, e->to);
	if (rc == 0)
		sec_git_id_hex(&base, e->base);
	return rc;
}

static int resolve(struct cli *c, const char *root, struct ends *e)
{
	struct sec_git *git = NULL;
	struct sec_git_point to;
	int rc = sec_git()->open(&git, root, &c->err);

	if (rc == 0)
		rc = sec_git()->resolve(git, e->to, &to, &c->err);
	if (rc == 0) {
		sec_git_id_hex(&to.commit, e->tip);
		rc = find_base(c, git, e, &to);
	}
	if (git)
		sec_git()->free(git);
	return rc;
}

static int open_range(struct cli *c, const struct ranging *o, struct sec_register *r,
	struct sec_range *range)
{
	struct sec_register_options options = { .dir = c->dir, .people = c->people,
		.today = c->today, .required = true, .rules = o->policy_from, .present = true };
	struct ends e = { 0 };
	char *root = NULL;
	int rc = split(c, o->range, &e);

	if (rc == 0)
		rc = sec_register_find(&root, &options, &c->err);
	if (rc == 0)
		rc = resolve(c, root, &e);
	options.at = e.tip;
	if (rc == 0)
		rc = sec_register_open(r, &options, &c->err);
	if (rc == 0)
		rc = sec_range_open(range, r, *e.base ? e.base : NULL, o->policy_from, &c->err);
	if (rc == 0)
		rc = sec_range_reasons(range, r, e.tip, &c->err);
	free(root);
	free(e.from);
	free(e.to);
	return rc;
}

static bool has_commit(const char *root)
{
	struct sec_git *git = NULL;
	struct sec_git_point head;
	bool yes = sec_git()->open(&git, root, NULL) == 0
		&& sec_git()->resolve(git, "HEAD", &head, NULL) == 0;

	if (git)
		sec_git()->free(git);
	return yes;
}

static int open_staged(struct cli *c, const struct ranging *o, struct sec_register *r,
	struct sec_range *range)
{
	struct sec_register_options options = { .dir = c->dir, .people = c->people,
		.today = c->today, .required = true, .rules = o->policy_from, .staged = true };
	int rc = sec_register_open(r, &options, &c->err);

	if (rc == 0)
		rc = sec_range_open(range, r, has_commit(r->root) ? "HEAD" : NULL, o->policy_from,
			&c->err);
	return rc;
}

int ranging_open(struct cli *c, const struct ranging *o, struct sec_register *r,
	struct sec_range *range)
{
	return o->staged ? open_staged(c, o, r, range) : open_range(c, o, r, range);
}

void ranging_say(const struct cli *c, const struct ranging *o)
{
	if (o->policy_from)
		cli_say(c, "judged by the policy and schema of %s", o->policy_from);
	else
		cli_say(c, "judged by the policy and schema of %s",
			o->staged ? "the index" : strstr(o->range, "..") + 2);
}
