/* SPDX-License-Identifier: ISC
 *
 * Writing an output file that somebody named.
 */
#ifndef TOOLS_OUTPUT_H
#define TOOLS_OUTPUT_H

#include "base/buf.h"
#include "base/err.h"

/* A file appears in one step in the place of what stood there, so that nobody reads
 * half of it and a full disk leaves the old one; a link is replaced, not written
 * through. A device, a pipe and whatever lies under /dev/ are written to instead:
 * replacing them would take them from everybody. */
int output_write(const char *path, const struct sec_buf *text, struct sec_err *err);

#endif
