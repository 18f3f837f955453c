/* SPDX-License-Identifier: ISC
 *
 * Mailing: documents as mail, one message a page, ready for what sends it; nothing is
 * sent here. `mail` is one message, or with -o DIR/ a file each; `mbox` holds any
 * number. Several messages are never printed one behind the other as `mail`: what
 * sends the first would send the others as its text.
 */
#ifndef SEC_TOOLS_MAILING_H
#define SEC_TOOLS_MAILING_H

#include "parts/render/rendering.h"
#include "render/mail.h"

bool mailing_is_format(const char *format);

struct mailing;
/* NULL and the cli's error: nobody is known to send as. */
struct mailing *mailing_new(struct rendering *w);
/* The document as a message; it was made of one page, which is about facts or tree. */
struct mailing_page {
	struct sec_facts *facts;     /* NULL: the tree, */
	const struct sec_node *tree;
	struct sec_str who;          /* which is about them */
	const struct sec_mailbox *to;
	size_t tos;
	const char *stem;            /* of its file; NULL: of its day and Message-ID */
};
int mailing_add(struct mailing *m, const struct mailing_page *p);
/* Writes what is not written yet. */
int mailing_finish(struct mailing *m);
void mailing_free(struct mailing *m);

/* What tells things apart, the same wherever it is computed: 32 hex digits. */
char *mailing_hash(const struct rendering *w, struct sec_str of);

#endif
