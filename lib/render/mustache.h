/* SPDX-License-Identifier: ISC
 *
 * Mustache: templates without logic, after the specification's core modules
 * (comments, delimiters, interpolation, inverted, partials, sections). Lambdas,
 * inheritance and dynamic names are left out on purpose.
 *
 * Data is a tree of nodes; templates and partials are text. Limits: partials
 * nest 32 deep, output 64 MiB.
 */
#ifndef SEC_RENDER_MUSTACHE_H
#define SEC_RENDER_MUSTACHE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"

enum sec_node_kind {
	SEC_NODE_NULL,
	SEC_NODE_BOOL,
	SEC_NODE_TEXT, /* numbers too: their text is what is printed */
	SEC_NODE_LIST,
	SEC_NODE_MAP
};
/* Nodes live in an arena and are never changed once a parent holds them. */
struct sec_node;
struct sec_node *sec_node_null(struct sec_arena *a);
struct sec_node *sec_node_bool(struct sec_arena *a, bool yes);
struct sec_node *sec_node_text(struct sec_arena *a, struct sec_str text);
struct sec_node *sec_node_list(struct sec_arena *a);
struct sec_node *sec_node_map(struct sec_arena *a);
void sec_node_push(struct sec_arena *a, struct sec_node *list, struct sec_node *item);
void sec_node_put(struct sec_arena *a, struct sec_node *map, struct sec_str key, struct sec_node *value);
const struct sec_node *sec_node_get(const struct sec_node *map, struct sec_str key);

struct sec_mustache {
	/* Escapes what `{{x}}` inserts; NULL: HTML (& < > "). */
	void (*escape)(struct sec_buf *out, struct sec_str text);
	/* The text of a partial; false: there is none (then it is empty). */
	bool (*partial)(void *ctx, struct sec_str name, struct sec_str *text);
	/* What stands for a variable (not a section) that the data does not have;
	 * NULL: nothing, as the specification says. Its text is inserted as it is. */
	void (*missing)(void *ctx, struct sec_str name, struct sec_buf *out);
	void *ctx;
};

/* Appends the rendered template. Errors name template line and column. */
int sec_mustache_render(const struct sec_mustache *m, const char *name, struct sec_str text,
	const struct sec_node *data, struct sec_buf *out, struct sec_err *err);

#endif
