/* SPDX-License-Identifier: ISC */
#include "parts/init/founding.h"

#define ATTRIBUTES "*.ini text eol=lf diff=sec merge=sec"
static const char attributes[] =
	"# Records keep LF; a difference names its section; changes merge key by key.\n"
	ATTRIBUTES "\n";
static const char ignore[] =
	"# Names and addresses stay out of history, which cannot be erased.\n"
	"/people.ini\n"
	"/people.ini?*\n" /* and what editors leave beside it */
	"/.people.ini?*\n"
	"# Files that a write leaves for a moment.\n"
	".*.sec-*\n";

static void write_policy(const struct founding *f, struct sec_buf *policy)
{
	sec_buf_addstr(policy,
		"# The policy of this register. What is not set here is as built in;\n"
		"# sec-check --show-policy shows all of it, --explain RULE what a rule uses.\n"
		"\n"
		"[register]\n"
		"format = 1\n");
	sec_buf_addf(policy, "name = %.*s\n", SEC_ARG(f->name));
	if (f->preset.len) {
		sec_buf_addf(policy, "\n%.*s", SEC_ARG(f->preset));
		return;
	}
	sec_buf_addstr(policy,
		"\n"
		"# [policy]\n"
		"# review-every = 92d\n"
		"\n"
		"# [severity]\n"
		"# hr-informed = info\n");
}

/* A file that is there stays as it is; what it should say is told. */
static int put_missing(const struct founding *f, struct sec_draft *d, const char *path,
	struct sec_str text, const char *wanted, struct sec_err *err)
{
	struct sec_buf old = SEC_BUF_INIT;
	int rc = sec_draft_read(d, path, &old, err);

	if (rc == SEC_ABSENT) {
		sec_draft_put(d, path, text);
		rc = 0;
	} else if (rc == 0 && wanted && !memmem(old.s, old.len, wanted, strlen(wanted))) {
		cli_say(f->cli, "%s is there already and stays as it is; add this line to it: %s", path,
			wanted);
	}
	sec_buf_release(&old);
	return rc;
}

static int prepare(void *ctx, struct sec_draft *d, struct sec_err *err)
{
	const struct founding *f = ctx;
	struct sec_buf policy = SEC_BUF_INIT;
	int rc;

	write_policy(f, &policy);
	rc = put_missing(f, d, "policy.ini", sec_buf_str(&policy), NULL, err);

	if (rc == 0)
		rc = put_missing(f, d, ".gitattributes", SEC_STR(attributes), ATTRIBUTES, err);
	if (rc == 0)
		rc = put_missing(f, d, ".gitignore", SEC_STR(ignore), "/people.ini", err);
	sec_draft_subject(d, "make the register");
	sec_buf_release(&policy);
	return rc;
}

int founding_commit(const struct founding *f, const char *dir, struct sec_outcome *o,
	struct sec_err *err)
{
	struct sec_write write = { .dir = dir, .tool = "sec-init", .prepare = prepare,
		.ctx = (void *)f };

	return sec_write(&write, o, err);
}
