/* SPDX-License-Identifier: ISC
 *
 * Expressions: the one small typed language of -q, rules, derived values,
 * states, due items and lists in documents. sec-expressions is described for
 * users in the manual; here is how C uses it.
 *
 * Compiling checks names and types against the schema; an error points at file,
 * line and column and suggests the nearest name. Evaluating never fails and
 * allocates nothing beyond the facts' scratch memory: what cannot be known is an
 * unknown value. `and`, `or`, `not` are three-valued.
 *
 * Limits (before anything is run): 4 KiB of text, 256 nodes, depth 32; patterns
 * of 200 bytes, repeat counts up to 64 and not nested, no back-references.
 */
#ifndef SEC_RULES_EXPR_H
#define SEC_RULES_EXPR_H

#include "rules/facts.h"

enum sec_want {
	SEC_WANT_ANY,
	SEC_WANT_YESNO,
	SEC_WANT_DATE,
	SEC_WANT_LIST_OF_DATES, /* sec_expr_compile_list(): one date or several */
	SEC_WANT_TEXT           /* anything that can be shown */
};

/* Where an expression stands: decides which names it may use. */
struct sec_expr_site {
	const struct sec_schema *schema;
	const char *file; /* for errors: a file, or "-q" */
	unsigned line;    /* of the first byte of the text; 0: none */
	unsigned col;
	int for_kind;     /* section scope: a kind or SEC_FOR_*; SEC_FOR_ONCE: none */
	bool due;         /* the name `due` may be used */
	bool pseudo;      /* next-due and findings may be used */
	const struct sec_field *was; /* the name `was` stands for an earlier value of it; NULL: no */
	bool parts;       /* of a message: a part between [ ] goes where a value in it is missing */
	struct sec_words values; /* a value of these is wanted (`[derived] type = enum`); n 0: no */
	struct sec_str lines;    /* the text as it stands in its file, from its first byte on, where
	                            it may span lines; empty: line ends are those of the text */
	struct sec_arena *arena; /* the expression lives here */
};
/* Sets file, line, col and lines to the place of an entry's value. */
void sec_expr_site_entry(struct sec_expr_site *site, const struct sec_record *rec,
	const struct sec_entry *entry);

int sec_expr_compile(struct sec_expr **out, const struct sec_expr_site *site, struct sec_str text,
	enum sec_want want, struct sec_err *err);
/* `expr, expr, …`: appends pointers in an array of the arena. */
int sec_expr_compile_list(struct sec_expr ***out, unsigned *n, const struct sec_expr_site *site,
	struct sec_str text, enum sec_want want, struct sec_err *err);

enum sec_type sec_expr_type(const struct sec_expr *e);
/* The values of an enum-typed expression. */
struct sec_words sec_expr_values(const struct sec_expr *e);

/* What the names of an expression stand for while it is evaluated. */
struct sec_scope {
	const struct sec_instance *instance; /* .key; NULL outside a section scope */
	const struct sec_entry *entry;       /* KIND.* and *.*: .key .value .type */
	sec_day due;                         /* SEC_DAY_NONE outside due items */
	const struct sec_val *was;           /* NULL outside stories */
	const struct sec_scope *outer;       /* review.key from within an inner function */
};

/* Visits what `for = …` stands for, in order, future events too: once with an
 * empty scope for SEC_FOR_ONCE, each section of a kind, each dated section, each
 * key. Keys `x-…` and keys without a type are no part of `*.*` and `KIND.*`.
 * Stops when `each` returns false. */
void sec_scope_each(struct sec_facts *f, int for_kind, bool (*each)(void *ctx,
	const struct sec_scope *scope), void *ctx);

struct sec_val sec_expr_eval(const struct sec_expr *e, struct sec_facts *f,
	const struct sec_scope *scope);

enum sec_tri { SEC_NO_WAY = 0, SEC_YES = 1, SEC_UNKNOWN = 2 };
/* A yes-no expression as three values. */
enum sec_tri sec_expr_test(const struct sec_expr *e, struct sec_facts *f,
	const struct sec_scope *scope);

/* dates(anchor, step, until) gives several dates where a list of dates is
 * wanted: calls `each` for every date the expression yields. */
void sec_expr_dates(const struct sec_expr *e, struct sec_facts *f, const struct sec_scope *scope,
	void (*each)(void *ctx, sec_day day), void *ctx);

/* The names an expression reads, for cycle checks, --as and --undecided. */
enum sec_ref_kind {
	SEC_REF_FIELD,
	SEC_REF_DERIVED,
	SEC_REF_STATE_OF_RECORD,
	SEC_REF_REACHED,
	SEC_REF_POLICY,
	SEC_REF_SECTIONS, /* of any(), all() …: a kind or SEC_FOR_* */
};
void sec_expr_refs(const struct sec_expr *e, void (*each)(void *ctx, enum sec_ref_kind kind, int index),
	void *ctx);
/* The same, of those parts of a condition only that are not true. */
void sec_expr_untrue_refs(const struct sec_expr *e, struct sec_facts *f,
	void (*each)(void *ctx, enum sec_ref_kind kind, int index), void *ctx);
/* The fields that are missing and left this expression unknown (or no). */
void sec_expr_missing(const struct sec_expr *e, struct sec_facts *f, const struct sec_scope *scope,
	void (*each)(void *ctx, int field, struct sec_str id), void *ctx);

#endif
