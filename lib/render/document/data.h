/* SPDX-License-Identifier: ISC
 *
 * The data of one record as the tree that templates see; document.h says what is
 * in it.
 */
#ifndef SEC_RENDER_DOCUMENT_DATA_H
#define SEC_RENDER_DOCUMENT_DATA_H

#include "render/document/list.h"
#include "render/mustache.h"

struct sec_document_data {
	struct sec_arena *arena;     /* holds the tree */
	struct sec_facts *facts;     /* bound to the record */
	const char *gap;             /* what gaps say: "to be agreed" */
	struct sec_str name, title;  /* of the document */
	const struct sec_lists *lists;
	struct sec_register *reg;    /* NULL: nothing is known of people and history */
	const char *at;              /* the revision or day it was read at, or NULL */
	struct sec_err *err;         /* what went wrong in making a part */
};
const struct sec_node *sec_document_tree(const struct sec_document_data *d);

/* A gap's text: `GAP: LABEL` as marked Markdown. */
struct sec_str sec_document_gap(struct sec_arena *a, const char *gap, const char *label);

/* Parts of it: fields.c, sections and their keys; */
void sec_data_put_sections(const struct sec_document_data *d, struct sec_node *root);
struct sec_node *sec_data_instance(const struct sec_document_data *d, const struct sec_instance *i);
/* a value under `key`, with `key-words`, `key-name`, `key-is-…`; `raw` is its text
 * where it is not of its type; an unknown value is a gap of that label. */
struct sec_data_value {
	const char *key, *label;
	enum sec_type type;
	struct sec_words values;
	struct sec_val val;
	struct sec_str raw; /* as written; empty: there is none */
};
void sec_data_put_value(const struct sec_document_data *d, struct sec_node *map,
	const struct sec_data_value *v);

/* One entry of `fields`, of a value that stands in `map`. */
void sec_data_push_field(const struct sec_document_data *d, struct sec_node *list,
	const struct sec_node *map, const struct sec_data_value *v, const char *help);
/* A name that has no label, in words: "in-post-since" is "In post since". */
const char *sec_data_label(struct sec_arena *a, struct sec_str name);

/* held.c: `content`, `people` and `history`, each made when it is asked for. */
void sec_data_put_held(const struct sec_document_data *d, struct sec_node *root);
/* elsewhere.c: `elsewhere` and its companions, likewise. */
void sec_data_put_elsewhere(const struct sec_document_data *d, struct sec_node *root);

#endif
