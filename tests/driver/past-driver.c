/* SPDX-License-Identifier: ISC
 *
 * git-past.h from the command line, for tests:
 *
 *     past-driver DIR commits [-x HIDE] TIP [PATH...]  ids
 *     past-driver DIR commit REV           every field, the message as it is
 *     past-driver DIR differ REV REV [FOLDER]  modes, ids, path; - for an empty tree
 *     past-driver DIR base REV REV
 *     past-driver DIR signature REV        the signature, a line `--`, what it signs
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "register/git-past.h"

static void print_id(const struct sec_git_id *id, const char *after)
{
	char hex[SEC_GIT_HEX + 1];

	sec_git_id_hex(id, hex);
	printf("%s%s", hex, after);
}

static int show_id(void *ctx, const struct sec_git_commit *c)
{
	(void)ctx;
	print_id(&c->id, "\n");
	return 0;
}

static void show_person(const char *role, const struct sec_git_person *p)
{
	printf("%s %.*s <%.*s> %" PRId64 " %d\n", role, SEC_ARG(p->name), SEC_ARG(p->email), p->time,
		p->offset);
}

static int show_commit(void *ctx, const struct sec_git_commit *c)
{
	unsigned i;

	(void)ctx;
	print_id(&c->tree, "\n");
	for (i = 0; i < c->parents; i++)
		print_id(&c->parent[i], "\n");
	if (c->cut)
		printf("cut\n");
	show_person("author", &c->author);
	show_person("committer", &c->committer);
	printf("%.*s", SEC_ARG(c->message));
	return 0;
}

static int show_difference(void *ctx, const char *path, const struct sec_git_entry *before,
	const struct sec_git_entry *after)
{
	(void)ctx;
	printf(":%06o %06o ", before->mode, after->mode);
	print_id(&before->id, " ");
	print_id(&after->id, " ");
	printf("%s\n", path);
	return 0;
}

static int resolve(struct sec_git *git, const char *rev, struct sec_git_point *out,
	struct sec_err *err)
{
	memset(out, 0, sizeof(*out));
	return strcmp(rev, "-") == 0 ? 0 : sec_git()->resolve(git, rev, out, err);
}

static int commits(struct sec_git *git, int argc, char **argv, struct sec_err *err)
{
	struct sec_git_point tip, hide;
	bool hidden = argc > 1 && strcmp(argv[0], "-x") == 0;
	int rc = hidden ? resolve(git, argv[1], &hide, err) : 0;

	if (hidden) {
		argv += 2;
		argc -= 2;
	}
	if (rc == 0)
		rc = resolve(git, argv[0], &tip, err);
	if (rc == 0)
		rc = sec_git()->past->commits(git, &tip.commit, hidden ? &hide.commit : NULL,
			(const char *const *)argv + 1, (size_t)argc - 1, show_id, NULL, err);
	return rc;
}

static int two(struct sec_git *git, int argc, char **argv, struct sec_err *err)
{
	const struct sec_git_past *past = sec_git()->past;
	struct sec_git_point a, b;
	struct sec_git_id base;
	bool shallow = false;
	int rc = resolve(git, argv[1], &a, err);

	if (rc == 0)
		rc = resolve(git, argv[2], &b, err);
	if (rc == 0 && strcmp(argv[0], "differ") == 0)
		return past->differ(git, strcmp(argv[1], "-") ? &a.tree : NULL,
			strcmp(argv[2], "-") ? &b.tree : NULL, argc > 3 ? argv[3] : "", show_difference,
			NULL, err);
	if (rc == 0)
		rc = past->base(git, &a.commit, &b.commit, &base, &shallow, err);
	if (rc == 0)
		print_id(&base, "\n");
	if (shallow)
		printf("shallow\n");
	return rc;
}

static int one(struct sec_git *git, char **argv, struct sec_err *err)
{
	const struct sec_git_past *past = sec_git()->past;
	struct sec_buf signature = SEC_BUF_INIT, text = SEC_BUF_INIT;
	struct sec_git_point at;
	int rc = resolve(git, argv[1], &at, err);

	if (rc == 0 && strcmp(argv[0], "commit") == 0)
		return past->commit(git, &at.commit, show_commit, NULL, err);
	if (rc == 0)
		rc = past->signature(git, &at.commit, &signature, &text, err);
	if (rc == 0)
		printf("%s--\n%s", signature.s, text.s);
	sec_buf_release(&signature);
	sec_buf_release(&text);
	return rc;
}

int main(int argc, char **argv)
{
	struct sec_err err = SEC_ERR_INIT;
	struct sec_git *git = NULL;
	int rc;

	if (argc < 4)
		return 2;
	rc = sec_git()->open(&git, argv[1], &err);
	if (rc == 0 && strcmp(argv[2], "commits") == 0)
		rc = commits(git, argc - 3, argv + 3, &err);
	else if (rc == 0 && argc > 4)
		rc = two(git, argc - 2, argv + 2, &err);
	else if (rc == 0)
		rc = one(git, argv + 2, &err);
	sec_git()->free(git);
	rc = rc == 0 ? 0 : sec_err_print("past-driver", &err);
	sec_err_clear(&err);
	return rc;
}
