/* SPDX-License-Identifier: ISC
 *
 * Rendering: from a template's name and a selection to a document or a picture
 * on standard output or in files.
 */
#ifndef SEC_TOOLS_RENDERING_H
#define SEC_TOOLS_RENDERING_H

#include "parts/cli.h"
#include "render/document.h"

struct rendering {
	struct cli *cli;
	struct sec_register *reg;
	const char *template_name;
	const char *output; /* -o, or NULL */

	/* of the run at hand */
	const char *format;
	bool folder; /* a file for each record */
	struct sec_template_source source;
};

int rendering_list(struct rendering *w);
/* The exit code. */
int rendering_run(struct rendering *w);

/* For its parts. The document that is asked for, or NULL and the cli's error; */
struct sec_document *rendering_document(struct rendering *w);
/* the path of a file in the output folder, which the caller frees; */
char *rendering_path(const struct rendering *w, const char *stem, const char *ending);
/* writes a text there (NULL: standard output) and empties it. */
int rendering_put(struct rendering *w, const char *path, struct sec_buf *text);

#endif
