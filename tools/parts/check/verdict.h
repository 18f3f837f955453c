/* SPDX-License-Identifier: ISC
 *
 * The verdict upon a pushed ref, as whoever pushed reads it behind `remote: `: lines
 * of at most 70 columns, errors and warnings, and who judged.
 */
#ifndef TOOLS_VERDICT_H
#define TOOLS_VERDICT_H

#include "parts/check/checking.h"

struct verdict {
	struct sec_buf out;
	size_t errors, told;
};
#define VERDICT_INIT { SEC_BUF_INIT, 0, 0 }

/* Appends a text in such lines, whatever bytes it has. */
void verdict_say(struct sec_buf *out, const char *text);

/* Adds a finding; `verdict` is a struct verdict, as sec_hygiene_check() hands it on. */
void verdict_add(void *verdict, const char *path, const struct sec_fault *fault);
/* Those of records that were not there before, errors first: they must be mended. */
void verdict_add_rows(struct verdict *v, const struct checking *k);

/* Appends it to `out`, nothing where there is nothing to tell; `name` of the ref;
 * `who` judged, in a sentence, or "". */
void verdict_put(const struct verdict *v, const char *name, const char *who,
	struct sec_buf *out);
void verdict_release(struct verdict *v);

#endif
