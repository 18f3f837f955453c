/* SPDX-License-Identifier: ISC
 *
 * Signing commits as git does: commit.gpgsign, gpg.format (openpgp, ssh),
 * user.signingkey, gpg.program, gpg.openpgp.program, gpg.ssh.program,
 * gpg.ssh.defaultKeyCommand. The programs may ask for a passphrase, so nobody
 * calls this with a lock in hand.
 */
#ifndef SEC_REGISTER_SIGNER_H
#define SEC_REGISTER_SIGNER_H

#include "register/git.h"

enum sec_signing { SEC_OPENPGP, SEC_SSH };

/* Whether commits are to be signed. Refuses a value that is no boolean, and a
 * format that we do not sign in. */
int sec_signing_wanted(struct sec_git *git, bool *wanted, struct sec_err *err);

/* The program for signatures of a kind: what is configured, or gpg, ssh-keygen. */
int sec_signing_program(struct sec_git *git, enum sec_signing kind, struct sec_buf *out,
	struct sec_err *err);

/* Appends the signature of `text`, to stand in the commit's header. `committer`
 * is "NAME <EMAIL>", whose OpenPGP key it is where no key is configured. What
 * the program said is in the error. */
int sec_sign(struct sec_git *git, struct sec_str text, const char *committer,
	struct sec_buf *out, struct sec_err *err);

#endif
