/* SPDX-License-Identifier: ISC */
#include "register/signature.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "register/git-past.h"
#include "register/signature/inner.h"
#include "register/signer.h"

static const char *const names[] = {
	[SEC_SIGNED_GOOD] = "good",
	[SEC_SIGNED_UNTRUSTED] = "untrusted",
	[SEC_SIGNED_EXPIRED] = "expired",
	[SEC_SIGNED_THEN] = "not-valid-then",
	[SEC_SIGNED_REVOKED] = "revoked",
	[SEC_SIGNED_BAD] = "bad",
	[SEC_SIGNED_UNKNOWN] = "unknown-key",
	[SEC_SIGNED_NOT] = "unsigned",
	[SEC_SIGNED_UNCHECKED] = "cannot-check",
};

const char *sec_verdict_name(enum sec_verdict verdict)
{
	return names[verdict];
}

bool sec_signature_holds(const struct sec_signature *s)
{
	return s->verdict == SEC_SIGNED_GOOD || s->verdict == SEC_SIGNED_UNTRUSTED
		|| s->verdict == SEC_SIGNED_EXPIRED;
}

int sec_signature_unchecked(struct sec_signature *out, const char *fmt, ...)
{
	struct sec_buf why = SEC_BUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	sec_buf_vaddf(&why, fmt, ap);
	va_end(ap);
	free(out->why);
	out->why = sec_buf_detach(&why);
	out->verdict = SEC_SIGNED_UNCHECKED;
	return 0;
}

void sec_signature_release(struct sec_signature *s)
{
	free(s->signer);
	free(s->key);
	free(s->why);
	memset(s, 0, sizeof(*s));
}

static bool begins(const struct sec_buf *b, const char *with)
{
	return strncmp(b->s, with, strlen(with)) == 0;
}

/* The program is chosen by what the signature is, not by how we would sign. */
static int judge(struct sec_git *git, const struct sec_buf *signature, struct sec_str text,
	struct sec_signature *out, struct sec_err *err)
{
	struct sec_signed s = { .git = git, .text = text };
	struct sec_scratch t = { 0 };
	struct sec_buf program = SEC_BUF_INIT;
	bool ssh = begins(signature, "-----BEGIN SSH SIGNATURE-----");
	char *file = NULL;
	int rc;

	if (!ssh && !begins(signature, "-----BEGIN PGP SIGNATURE-----")
		&& !begins(signature, "-----BEGIN PGP MESSAGE-----"))
		return sec_signature_unchecked(out, "the signature is neither an OpenPGP nor an SSH one");
	rc = sec_signing_program(git, ssh ? SEC_SSH : SEC_OPENPGP, &program, err);
	if (rc == 0)
		rc = sec_scratch_make(&t, err);
	if (rc == 0)
		file = sec_scratch_put(&t, "signature", sec_buf_str(signature), err);
	if (rc == 0 && !file)
		rc = SEC_FAIL;
	s.program = program.s;
	s.file = file;
	if (rc == 0)
		rc = ssh ? sec_signature_ssh(&s, out, err) : sec_signature_openpgp(&s, out, err);
	if (rc == SEC_ABSENT) {
		rc = sec_signature_unchecked(out, "%s; install it, or name another (man git-config: "
			"gpg.program)", err->msg);
		sec_err_clear(err);
	}
	free(file);
	sec_scratch_remove(&t);
	sec_buf_release(&program);
	return rc;
}

int sec_signature_check(struct sec_git *git, const struct sec_git_id *commit,
	struct sec_signature *out, struct sec_err *err)
{
	struct sec_buf signature = SEC_BUF_INIT, text = SEC_BUF_INIT;
	int rc = sec_git()->past->signature(git, commit, &signature, &text, err);

	memset(out, 0, sizeof(*out));
	if (rc == SEC_ABSENT) {
		out->verdict = SEC_SIGNED_NOT;
		sec_err_clear(err);
		rc = 0;
	} else if (rc == 0) {
		rc = judge(git, &signature, sec_buf_str(&text), out, err);
	}
	sec_buf_release(&signature);
	sec_buf_release(&text);
	return rc;
}
