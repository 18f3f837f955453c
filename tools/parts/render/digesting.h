/* SPDX-License-Identifier: ISC
 *
 * Digesting: documents made for each who has something due, a page or a message each.
 */
#ifndef SEC_TOOLS_DIGESTING_H
#define SEC_TOOLS_DIGESTING_H

#include "parts/render/mailing.h"

struct digesting;
/* NULL and the cli's error. `mailing`: they become mail; NULL: pages. */
struct digesting *digesting_new(struct rendering *w, struct mailing *mailing);
void digesting_free(struct digesting *d);
/* What is due in a record. */
void digesting_add(struct digesting *d, struct sec_facts *f, const struct sec_pick *pick);
/* Prints it all; says who gets no mail, and returns SEC_NO for that. */
int digesting_finish(struct digesting *d);

#endif
