/* SPDX-License-Identifier: ISC
 *
 * Texts in other character sets, as messages of commits may be: git notes which in
 * the commit, where i18n.commitEncoding sets one.
 */
#ifndef SEC_BASE_CHARSET_H
#define SEC_BASE_CHARSET_H

#include <stdbool.h>

#include "base/buf.h"

/* Appends the text as UTF-8. `charset` is what it is said to be in, empty where
 * nobody says. Where it is not that, what is not UTF-8 counts as Latin-1, as git
 * takes it. False, and nothing is appended: it stands as UTF-8 already. */
bool sec_charset_decode(struct sec_str text, struct sec_str charset, struct sec_buf *out);

#endif
