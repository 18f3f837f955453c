/* SPDX-License-Identifier: ISC
 *
 * Recipients: whom the document of a record is mailed to, by the roles that `to` of
 * its [document] names.
 */
#ifndef SEC_TOOLS_RECIPIENTS_H
#define SEC_TOOLS_RECIPIENTS_H

#include "parts/render/mailing.h"

struct recipients;
/* NULL and the cli's error: the document does not say whom it is for. */
struct recipients *recipients_new(struct rendering *w);
void recipients_free(struct recipients *r);
/* Adds the message of a record to those who have an address; who has none is said.
 * Returns SEC_NO where somebody has none. */
int recipients_mail(struct recipients *r, struct mailing *m, struct sec_facts *f, const char *stem);

#endif
