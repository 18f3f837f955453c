/* SPDX-License-Identifier: ISC
 *
 * Mail: messages as RFC 5322 wants them, made and never sent. Lines end in LF, as
 * sendmail, msmtp and mbox files have them on Unix.
 *
 * One function writes headers, out of words that are printable ASCII whatever they
 * were made from, so no value can begin a header or a line of its own: line ends and
 * tabs become blanks, other control characters are made visible, what is not ASCII
 * becomes encoded words (RFC 2047, in lines of at most 76 characters, cut between
 * characters).
 * An address is what is legal without quotes in ASCII; others are refused.
 *
 * Texts are quoted-printable (RFC 2045), so no line has more than 76 characters and
 * 7 bits are enough. What begins a line and means something on the way (`From `, `>`
 * and `.`) is encoded too: an mbox needs no quoting and reads the same as mboxo,
 * mboxrd or mboxcl2.
 */
#ifndef SEC_RENDER_MAIL_H
#define SEC_RENDER_MAIL_H

#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

struct sec_mailbox {
	struct sec_str name;    /* may be empty */
	struct sec_str address; /* "a.cole@example.org" */
};
bool sec_mail_address_is_legal(struct sec_str address);
/* `Name <address>`, `"Name" <address>` or an address; slices of the text. False: it
 * is none of these. */
bool sec_mailbox_parse(struct sec_mailbox *out, struct sec_str text);

struct sec_mail {
	struct sec_mailbox from;
	struct sec_mailbox reply_to; /* address empty: none */
	const struct sec_mailbox *to;
	size_t tos;
	struct sec_str subject;
	const char *id;              /* letters and digits: what stands before the sender's
	                                domain in Message-ID */
	int64_t time;                /* seconds since 1970 UTC */
	int zone;                    /* minutes east */
	struct sec_str txt, html;    /* UTF-8; two versions of one text */
};
/* Appends the message. SEC_FAIL, and nothing appended, where an address is not legal. */
int sec_mail_print(const struct sec_mail *m, struct sec_buf *out, struct sec_err *err);
/* The same as one message of an mbox. */
int sec_mail_print_mbox(const struct sec_mail *m, struct sec_buf *out, struct sec_err *err);

/* For tests: a text as quoted-printable; a header's words, as of Subject, and of a
 * name before an address. */
void sec_mail_quoted_printable(struct sec_buf *out, struct sec_str text);
void sec_mail_text(struct sec_buf *out, struct sec_str text);
void sec_mail_phrase(struct sec_buf *out, struct sec_str name);

#endif
