/* SPDX-License-Identifier: ISC
 *
 * Private to the story: the teller, and the words that its parts share.
 */
#ifndef SEC_RENDER_STORY_INNER_H
#define SEC_RENDER_STORY_INNER_H

#include "render/story.h"
#include "rules/expr.h"

/* Clauses, or the items of one. Memory is kept from one commit to the next. */
struct sec_clauses {
	struct sec_buf *item;
	size_t n, alloc;
};
struct sec_buf *sec_clause_add(struct sec_clauses *c);
void sec_clauses_clear(struct sec_clauses *c);
void sec_clauses_release(struct sec_clauses *c);
/* "a", "a and b", "a, b and c"; with `sep` "; " an "a; b; and c". */
void sec_clauses_join(const struct sec_clauses *c, const char *sep, struct sec_buf *out);

struct sec_teller {
	struct sec_register *reg;
	const struct sec_schema *schema;
	struct sec_env env;              /* the register's, on the day of the commit */
	struct sec_facts *before, *after;
	bool was_there, is_there;        /* they are bound */
	struct sec_arena arena;
	struct sec_expr *title;          /* NULL: the schema has none */
	struct sec_clauses clause, items;
	struct sec_buf author;           /* the last one, and who that is in people.ini */
	const struct sec_person **self;
	size_t selves, self_alloc;
	bool *told;                      /* one a difference */
	bool ends_plain;                 /* the last clause ends in a story's own words */
	size_t told_alloc;
	struct sec_str title_now;
	struct sec_buf raw, record, who, what, why;
};

enum { SEC_STORY_WHY = 240 }; /* columns of a reason */

/* schema.c: differences, by the stories of the schema as far as they go; that
 * a record came or went. */
void sec_story_diffs(struct sec_teller *t, const struct sec_diffs *d);
void sec_story_whole(struct sec_teller *t, bool came);

/* who.c: the role of the author in the record before the change, or after
 * it, else the author's name. */
void sec_story_who(struct sec_teller *t, const struct sec_git_person *author,
	struct sec_buf *out);

/* value.c: a value as people say it. The text is the record's. */
void sec_story_text(const struct sec_teller *t, enum sec_type type, struct sec_str text,
	struct sec_buf *out);
void sec_story_value(struct sec_teller *t, const struct sec_val *v, struct sec_buf *out);
/* The day of the change stands in texts as this mark (a noncharacter, which no legal
 * value has) until the sentence is whole. Settled it is "that day", for a sentence
 * begins with it; but in full where another day is named too. */
#define SEC_STORY_TODAY "\xEF\xB7\x92"
void sec_story_settle_day(const struct sec_teller *t, struct sec_buf *text);
/* "the home manager", but "HR" */
void sec_story_role(const struct sec_schema *s, int role, struct sec_buf *out);
/* Appends it in one line, cut at a word where it has more columns. */
void sec_story_shorten(struct sec_str text, size_t columns, struct sec_buf *out);

/* plain.c: what no [story] tells. `d` are the differences of one section;
 * those told are marked. `begun`: the last clause is about that section, and takes
 * up what else came with it. */
void sec_story_plain(struct sec_teller *t, const struct sec_diff *d, size_t n, bool *told,
	bool begun);
/* That the section came, went, or has another name. */
void sec_story_section(struct sec_teller *t, const struct sec_diff *d, bool *told);
/* The schema's section and field, or -1. */
int sec_story_kind(const struct sec_teller *t, const struct sec_diff *d);
int sec_story_field(const struct sec_teller *t, const struct sec_diff *d);

#endif
