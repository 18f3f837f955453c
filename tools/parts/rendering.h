/* SPDX-License-Identifier: ISC
 *
 * Rendering: from a template's name and a selection to a document or a picture
 * on standard output or in files.
 */
#ifndef SEC_TOOLS_RENDERING_H
#define SEC_TOOLS_RENDERING_H

#include "parts/cli.h"

struct rendering {
	struct cli *cli;
	struct sec_register *reg;
	const char *template_name;
	const char *output; /* -o, or NULL */
};

int rendering_list(struct rendering *w);
/* The exit code. */
int rendering_run(struct rendering *w);

#endif
