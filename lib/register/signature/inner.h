/* SPDX-License-Identifier: ISC
 *
 * What the signature*.c files share. Each of the two judges one signature of
 * some bytes and fills `out`; that no program could be run is a verdict too.
 */
#ifndef SEC_REGISTER_SIGNATURE_INNER_H
#define SEC_REGISTER_SIGNATURE_INNER_H

#include "base/scratch.h"
#include "register/signature.h"

/* `file` holds the signature, `text` the bytes; `program` is what to run. */
struct sec_signed {
	struct sec_git *git;
	const char *program, *file;
	struct sec_str text;
};

/* gpg's status lines (doc/DETAILS of GnuPG, "Format of the --status-fd output"). */
int sec_signature_openpgp(const struct sec_signed *s, struct sec_signature *out,
	struct sec_err *err);
/* The steps that git takes with ssh-keygen (ssh-keygen(1), -Y). */
int sec_signature_ssh(const struct sec_signed *s, struct sec_signature *out, struct sec_err *err);

/* Sets SEC_SIGNED_UNCHECKED and the reason; returns 0. */
int sec_signature_unchecked(struct sec_signature *out, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

#endif
