/* SPDX-License-Identifier: ISC
 *
 * A change that was refused: what it would have broken, where that stands (of a
 * sheet the row and column), and what to add to the same command.
 */
#ifndef SEC_TOOLS_REFUSING_H
#define SEC_TOOLS_REFUSING_H

#include "parts/writing.h"

void refusing_say(struct writing *w);

#endif
