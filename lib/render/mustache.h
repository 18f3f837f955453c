/* SPDX-License-Identifier: ISC
 *
 * Mustache: templates without logic, after the specification's core modules
 * (comments, delimiters, interpolation, inverted, partials, sections). Lambdas,
 * inheritance and dynamic names are left out on purpose.
 *
 * Data is a tree of nodes; templates and partials are text. What the
 * specification leaves open:
 *
 *   - false in a section: a missing name, null, false, an empty text, an empty
 *     list, a gap;
 *   - a bool prints as `yes` or `no`, a list of texts as its items joined by ", ";
 *   - names have no blanks; an unknown name is what `missing` makes of it.
 *
 * Limits: partials nest 32 deep, sections 64, output 64 MiB, 16 million tags.
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
	SEC_NODE_MAP,
	SEC_NODE_GAP   /* what should be there and is not: false in a section, its text
	                  printed as it is; may hold names as a map does */
};
/* Nodes live in an arena and are never changed once a parent holds them. Keys
 * and texts are not copied: they must live as long as the arena. */
struct sec_node;
struct sec_node *sec_node_null(struct sec_arena *a);
struct sec_node *sec_node_bool(struct sec_arena *a, bool yes);
struct sec_node *sec_node_text(struct sec_arena *a, struct sec_str text);
struct sec_node *sec_node_gap(struct sec_arena *a, struct sec_str text);
struct sec_node *sec_node_list(struct sec_arena *a);
struct sec_node *sec_node_map(struct sec_arena *a);
/* Made when a template first names it: for what is dear and seldom wanted. `make`
 * is called once at most; what it returns lives in the same arena. */
struct sec_node *sec_node_lazy(struct sec_arena *a, struct sec_node *(*make)(void *ctx), void *ctx);
void sec_node_push(struct sec_arena *a, struct sec_node *list, struct sec_node *item);
/* A key put twice: the first stays. */
void sec_node_put(struct sec_arena *a, struct sec_node *map, struct sec_str key, struct sec_node *value);
/* NULL when there is no such key, or `map` is none. */
const struct sec_node *sec_node_get(const struct sec_node *map, struct sec_str key);

enum sec_node_kind sec_node_kind(const struct sec_node *n);
struct sec_str sec_node_string(const struct sec_node *n); /* what is printed of a text, bool or gap */
size_t sec_node_count(const struct sec_node *n);          /* items of a list, else 0 */
const struct sec_node *sec_node_item(const struct sec_node *n, size_t i);
bool sec_node_true(const struct sec_node *n);             /* NULL is false */

/* What a name that is not there was wanted for. */
enum sec_missing {
	SEC_MISSING_VARIABLE, /* a map, too, is no variable */
	SEC_MISSING_SECTION,
	SEC_MISSING_PARTIAL
};

struct sec_mustache {
	/* Escapes what `{{x}}` inserts; NULL: HTML (& < > "). */
	void (*escape)(struct sec_buf *out, struct sec_str text);
	/* The text of a partial; false: there is none. */
	bool (*partial)(void *ctx, struct sec_str name, struct sec_str *text);
	/* Asked about a name that the data does not have: appends what is to stand
	 * for it, as it is; or fills `err`, and rendering ends with that message at
	 * the tag's place. NULL: nothing, as the specification says. */
	int (*missing)(void *ctx, enum sec_missing what, struct sec_str name, struct sec_buf *out,
		struct sec_err *err);
	void *ctx;
};

/* Appends the rendered template. Errors name template, line and column. */
int sec_mustache_render(const struct sec_mustache *m, const char *name, struct sec_str text,
	const struct sec_node *data, struct sec_buf *out, struct sec_err *err);

#endif
