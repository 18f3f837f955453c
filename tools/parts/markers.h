/* SPDX-License-Identifier: ISC
 *
 * What git wants of conflict markers; sec-merge asks it.
 */
#ifndef SEC_PARTS_MARKERS_H
#define SEC_PARTS_MARKERS_H

#include <stdbool.h>

enum {
	MARKERS_MIN = 7, /* git's own length, and what sec-check takes for a marker */
};

/* merge.conflictStyle asks for the base between them: diff3, zdiff3. */
bool markers_with_base(void);

/* Markers of this length are of a base that git makes of several: it then asks for
 * longer ones than the attribute conflict-marker-size has. Nobody gets to see them. */
bool markers_of_base(unsigned length, const char *path);

#endif
