/* SPDX-License-Identifier: ISC
 *
 * What a program may take that looks at what somebody else wrote: memory, and time
 * of the processor.
 */
#ifndef TOOLS_LIMITS_H
#define TOOLS_LIMITS_H

/* Sets them, where what the program runs in has not set lower ones. Time that is up
 * ends the program with exit code 2 and a line on standard error. */
void limits_set(void);

#endif
