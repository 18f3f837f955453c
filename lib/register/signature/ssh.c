/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/spawn.h"
#include "register/signature/inner.h"

struct asking {
	const struct sec_signed *s;
	char *at; /* -Overify-time=… */
	struct sec_buf allowed, revoked; /* files; `revoked` may be empty */
	struct sec_buf output, said; /* of the last program run */
};

/* The seconds of "committer NAME <EMAIL> SECONDS ZONE"; false where there is none. */
static bool commit_time(struct sec_str text, time_t *out)
{
	struct sec_str line;
	char seconds[24] = "";
	const char *end;
	size_t n;

	while (sec_str_split(&text, '\n', &line)) {
		if (line.len < 10 || memcmp(line.s, "committer ", 10) != 0)
			continue;
		end = memrchr(line.s, '>', line.len);
		n = end ? (size_t)(line.s + line.len - end) : 0;
		if (n < 3 || n >= sizeof(seconds))
			return false;
		memcpy(seconds, end + 1, n - 1);
		*out = (time_t)strtoll(seconds, NULL, 10);
		return true;
	}
	return false;
}

/* As git writes it: the local time, which ssh-keygen reads as such. */
static char *verify_time(struct sec_str text)
{
	char stamp[32];
	struct tm tm;
	time_t t;

	if (!commit_time(text, &t) || !localtime_r(&t, &tm)
		|| strftime(stamp, sizeof(stamp), "%Y%m%d%H%M%S", &tm) == 0)
		return NULL;
	return xasprintf("-Overify-time=%s", stamp);
}

/* Runs ssh-keygen; 0 with the status filled. */
static int ask(struct asking *a, const char *const *argv, bool text, int *status,
	struct sec_err *err)
{
	struct sec_spawn run = { .argv = argv, .output = &a->output, .errors = &a->said };
	int rc;

	run.input = text ? a->s->text : SEC_STR("");
	sec_buf_clear(&a->output);
	sec_buf_clear(&a->said);
	rc = sec_spawn(&run, err);
	*status = run.status;
	return rc;
}

static int ask_principals(struct asking *a, int *status, struct sec_err *err)
{
	const char *const argv[] = { a->s->program, "-Y", "find-principals", "-f", a->allowed.s, "-s",
		a->s->file, a->at, NULL };

	return ask(a, argv, false, status, err);
}

static int ask_verify(struct asking *a, const char *principal, bool revoked, int *status,
	struct sec_err *err)
{
	const char *const argv[] = { a->s->program, "-Y", "verify", "-n", "git", "-f", a->allowed.s,
		"-I", principal, "-s", a->s->file, a->at, revoked ? "-r" : NULL, a->revoked.s, NULL };

	return ask(a, argv, true, status, err);
}

/* Whether it is a signature of these bytes, whoever's; fills the fingerprint. */
static int ask_anybody(struct asking *a, struct sec_signature *out, int *status,
	struct sec_err *err)
{
	const char *const argv[] = { a->s->program, "-Y", "check-novalidate", "-n", "git", "-s",
		a->s->file, a->at, NULL };
	int rc = ask(a, argv, true, status, err);
	const char *print = strstr(a->output.s, " key SHA256:");

	if (rc == 0 && *status == 0 && print)
		out->key = xstrndup(print + 5, strcspn(print + 5, " \r\n"));
	return rc;
}

/* A principal for whom it holds; without the revocations where it holds only so. */
static int try_principals(struct asking *a, struct sec_str list, struct sec_signature *out,
	struct sec_err *err)
{
	struct sec_str name;
	int status, rc = 0;

	while (rc == 0 && sec_str_split(&list, '\n', &name)) {
		char *principal = xstrndup(name.s, name.len);

		rc = ask_verify(a, principal, a->revoked.len, &status, err);
		out->verdict = SEC_SIGNED_GOOD;
		if (rc == 0 && status != 0 && a->revoked.len) {
			rc = ask_verify(a, principal, false, &status, err);
			out->verdict = SEC_SIGNED_REVOKED;
		}
		if (rc == 0 && status == 0) {
			out->signer = principal;
			return 0;
		}
		out->verdict = SEC_SIGNED_UNKNOWN;
		free(principal);
	}
	return rc;
}

static int judge(struct asking *a, struct sec_signature *out, struct sec_err *err)
{
	struct sec_buf principals = SEC_BUF_INIT;
	bool then;
	int status, rc = ask_anybody(a, out, &status, err);

	if (rc == 0 && status != 0) {
		out->verdict = SEC_SIGNED_BAD;
		return 0;
	}
	if (rc == 0)
		rc = ask_principals(a, &status, err);
	if (rc < 0)
		return rc;
	/* ssh-keygen says so of a line that has the key */
	then = strstr(a->said.s, "key is not yet valid") || strstr(a->said.s, "key has expired");
	sec_buf_addslice(&principals, status == 0 ? sec_buf_str(&a->output) : SEC_STR(""));
	out->verdict = SEC_SIGNED_UNKNOWN;
	rc = try_principals(a, sec_buf_str(&principals), out, err);
	if (out->verdict == SEC_SIGNED_UNKNOWN && then)
		out->verdict = SEC_SIGNED_THEN;
	sec_buf_release(&principals);
	return rc;
}

/* One of the reader's files; empty where git has no name for it. */
static int find_file(struct sec_git *git, const char *key, struct sec_buf *out,
	struct sec_err *err)
{
	int rc = sec_git()->setting(git, key, SEC_GIT_PATH, out, err);

	if (rc == SEC_ABSENT)
		sec_err_clear(err);
	return rc == SEC_ABSENT ? 0 : rc;
}

int sec_signature_ssh(const struct sec_signed *s, struct sec_signature *out, struct sec_err *err)
{
	struct asking a = { .s = s, .allowed = SEC_BUF_INIT, .revoked = SEC_BUF_INIT,
		.output = SEC_BUF_INIT, .said = SEC_BUF_INIT };
	int rc = find_file(s->git, "gpg.ssh.allowedSignersFile", &a.allowed, err);

	if (rc == 0)
		rc = find_file(s->git, "gpg.ssh.revocationFile", &a.revoked, err);
	a.at = verify_time(s->text);
	if (rc < 0)
		;
	else if (!a.at)
		rc = sec_signature_unchecked(out, "the commit does not say when it was made");
	else if (!a.allowed.len)
		rc = sec_signature_unchecked(out, "git does not know whose keys are allowed; run: git "
			"config gpg.ssh.allowedSignersFile FILE");
	else if (access(a.allowed.s, R_OK) < 0)
		rc = sec_signature_unchecked(out, "gpg.ssh.allowedSignersFile names %s, which cannot be "
			"read", a.allowed.s);
	else if (a.revoked.len && access(a.revoked.s, R_OK) < 0)
		rc = sec_signature_unchecked(out, "gpg.ssh.revocationFile names %s, which cannot be read",
			a.revoked.s);
	else
		rc = judge(&a, out, err);
	free(a.at);
	sec_buf_release(&a.allowed);
	sec_buf_release(&a.revoked);
	sec_buf_release(&a.output);
	sec_buf_release(&a.said);
	return rc;
}
