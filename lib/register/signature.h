/* SPDX-License-Identifier: ISC
 *
 * Signatures of commits, checked by the programs that git has been told to use:
 * gpg for OpenPGP, ssh-keygen for SSH. What they know of keys stands where the
 * reader's git configuration says (the keyring; gpg.ssh.allowedSignersFile and
 * gpg.ssh.revocationFile), whatever the register says.
 *
 * An SSH key is judged by the windows (valid-after, valid-before) of the allowed
 * signers at the moment that the committer's clock shows, as git does; an OpenPGP
 * key at the moment that the signature itself carries.
 */
#ifndef SEC_REGISTER_SIGNATURE_H
#define SEC_REGISTER_SIGNATURE_H

#include "register/git.h"

enum sec_verdict {
	SEC_SIGNED_GOOD,
	SEC_SIGNED_UNTRUSTED, /* good, but nobody here vouches for the OpenPGP key */
	SEC_SIGNED_EXPIRED,   /* good when it was made; signature or key has run out since */
	SEC_SIGNED_THEN,      /* the key was not yet, or no longer, good when it was made */
	SEC_SIGNED_REVOKED,   /* the key has been taken back */
	SEC_SIGNED_BAD,       /* it is not the signature of these bytes */
	SEC_SIGNED_UNKNOWN,   /* the key is not in the keyring, or is no allowed signer's */
	SEC_SIGNED_NOT,       /* there is no signature */
	SEC_SIGNED_UNCHECKED, /* no program, no list of allowed signers, an unknown format */
};

struct sec_signature {
	enum sec_verdict verdict;
	char *signer; /* user id or principal; NULL where the key is nobody's here */
	char *key;    /* fingerprint (hex, or SHA256:…), or the key id alone; NULL: not known */
	char *why;    /* SEC_SIGNED_UNCHECKED: one sentence with the remedy; else NULL */
};

/* Good, untrusted or expired since: the named key did sign these bytes. */
bool sec_signature_holds(const struct sec_signature *s);

/* "good", "untrusted", "expired", "not-valid-then", "revoked", "bad", "unknown-key",
 * "unsigned", "cannot-check" */
const char *sec_verdict_name(enum sec_verdict verdict);

/* Fills `out`; release it in any case. Whatever the verdict, and also where no
 * program can be run, this is 0; negative where the repository cannot be read. */
int sec_signature_check(struct sec_git *git, const struct sec_git_id *commit,
	struct sec_signature *out, struct sec_err *err);
void sec_signature_release(struct sec_signature *s);

#endif
