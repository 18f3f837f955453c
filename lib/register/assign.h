/* SPDX-License-Identifier: ISC
 *
 * Assignments: what a person types to change a record.
 *
 *   section.key=value      review:2026-03-01.held=yes      start=2026-03-01
 *   KEY=                   removes the key
 *   KEY+=V                 appends to a list (to prose: a line)
 *   KEY@=FILE  KEY@=-      the value from a file or standard input
 *   KIND:ID  KIND:+  mentor:   opens a section for the bare keys that follow
 *   KIND:ID=               removes the section
 *   KIND:ID.id=NEW         renames it
 *
 * A bare key means the key of the section opened last, else the one that only
 * one section has or that the schema calls main. In dates and ids of events
 * `today`, `yesterday`, `today+14d` become the ISO day.
 *
 * Parsing knows the schema but no record; applying edits one record and says
 * which keys changed. The same assignments may be applied to several records.
 */
#ifndef SEC_REGISTER_ASSIGN_H
#define SEC_REGISTER_ASSIGN_H

#include "record/edit.h"
#include "rules/schema.h"

enum sec_assign_op {
	SEC_ASSIGN_SET,
	SEC_ASSIGN_APPEND,
	SEC_ASSIGN_REMOVE,
	SEC_ASSIGN_OPEN,           /* make the section if it is not there */
	SEC_ASSIGN_ADD,            /* KIND:+, always another */
	SEC_ASSIGN_REMOVE_SECTION,
	SEC_ASSIGN_RENAME_SECTION  /* `value` is the new id */
};

struct sec_assign {
	enum sec_assign_op op;
	char *kind, *id, *key; /* id "" where there is none; key NULL for sections */
	bool added;            /* id is that of the last SEC_ASSIGN_ADD, made when applied */
	enum sec_type type;    /* of the key, SEC_TYPE_TEXT for x- keys */
	struct sec_buf value;
};

struct sec_assigns {
	struct sec_assign *item;
	size_t n, alloc;
	bool read_input; /* a value came from the descriptor: nobody else may read it */
};

/* Is this operand an assignment or opens it a section, rather than a record's
 * name? (`=` anywhere, or `:` with no `=`.) */
bool sec_assign_is(const char *operand);

/* Parses the operands in order. `input` is the descriptor that `@=-` reads. */
int sec_assign_parse(struct sec_assigns *out, const struct sec_schema *schema, sec_day today,
	char *const *operand, size_t n, int input, struct sec_err *err);
void sec_assigns_release(struct sec_assigns *a);

/* For tables, whose headings say once where many values belong: the key that
 * `text` names. Kind, id, key and type are filled; the caller releases it. */
int sec_assign_address(struct sec_assign *out, const struct sec_schema *schema, sec_day today,
	struct sec_str text, struct sec_err *err);
void sec_assign_release(struct sec_assign *a);
/* The key that one sets, `review:2026-03-01.held`; the caller frees. */
char *sec_assign_written(const struct sec_assign *a);

/* assign-list.c: one more; one that sets the key of `at`; a copy; the last that
 * sets a key, or NULL. */
struct sec_assign *sec_assigns_add(struct sec_assigns *a, enum sec_assign_op op,
	struct sec_str kind, struct sec_str id);
void sec_assigns_set(struct sec_assigns *a, const struct sec_assign *at, struct sec_str value);
void sec_assigns_copy(struct sec_assigns *a, const struct sec_assign *from);
const struct sec_assign *sec_assigns_find(const struct sec_assigns *a, const char *kind,
	const char *id, const char *key);

/* What applying did, for messages and the commit. */
struct sec_assign_log {
	/* `field`: section.key or section:id.key. old and new are slices good only
	 * during the call; an empty one: it was, or is now, missing. */
	void (*changed)(void *ctx, const char *field, struct sec_str old, struct sec_str now);
	/* Something a person should know: a value that was trimmed. */
	void (*note)(void *ctx, const char *text);
	void *ctx;
};

int sec_assign_apply(const struct sec_assigns *a, struct sec_editor *e,
	const struct sec_schema *schema, sec_day today, const struct sec_assign_log *log,
	struct sec_err *err);

#endif
