/* SPDX-License-Identifier: ISC
 *
 * The inside of expressions, shared by the parts of the compiler and of the
 * evaluator (expr*.c, eval*.c); nobody else includes it.
 *
 * A text becomes tokens (lex.c), a tree of terms (parse.c), whose names
 * are then resolved (name.c) and whose types are checked (check.c,
 * call.c) in place: checking turns a term NAME or CALL into one that says
 * what to do. Evaluation walks the finished tree.
 */
#ifndef SEC_RULES_EXPR_INNER_H
#define SEC_RULES_EXPR_INNER_H

#include "base/utf8.h"
#include "rules/expr.h"
#include "rules/pattern.h"

enum {
	SEC_EXPR_BYTES = 4096,
	SEC_EXPR_TERMS = 256,
	SEC_EXPR_DEPTH = 32,
};

enum sec_op {
	/* before checking */
	SEC_OP_NAME,   /* name */
	SEC_OP_CALL,   /* name.key is the function's */
	SEC_OP_THINGS, /* name.section, or "*" */
	/* names */
	SEC_OP_CONST,         /* val */
	SEC_OP_FIELD,         /* index: field of a section that stands once */
	SEC_OP_KEY,           /* index: field; up: of the section that many scopes up */
	SEC_OP_SECTION_FIELD, /* index: field; name->id: of that section */
	SEC_OP_LOOSE,         /* name: a key that is not in the schema; index: kind or -1; up, or NOWHERE */
	SEC_OP_ID,            /* up: id of the section */
	SEC_OP_ENTRY_KEY,     /* of the innermost scope */
	SEC_OP_ENTRY_VALUE,
	SEC_OP_ENTRY_TYPE,
	SEC_OP_DERIVED,       /* index */
	SEC_OP_POLICY,        /* index */
	SEC_OP_STATE,
	SEC_OP_TODAY,
	SEC_OP_DUE,
	SEC_OP_WAS,
	SEC_OP_WHO,
	SEC_OP_PSEUDO,        /* name->key */
	/* operators */
	SEC_OP_AND,
	SEC_OP_OR,
	SEC_OP_NOT,
	SEC_OP_COMPARE, /* cmp, as */
	SEC_OP_MATCH,   /* cmp: SEC_CMP_EQ or NE; pattern */
	SEC_OP_IN,      /* as; the first operand among the others */
	SEC_OP_ADD,
	SEC_OP_SUB,
	SEC_OP_MUL,
	SEC_OP_DIV,
	/* functions */
	SEC_OP_PRESENT,
	SEC_OP_DONE,
	SEC_OP_ANY,   /* index: a kind or SEC_FOR_*; operands follow */
	SEC_OP_ALL,
	SEC_OP_COUNT,
	SEC_OP_FIRST,
	SEC_OP_LAST,
	SEC_OP_PREV,
	SEC_OP_MIN,
	SEC_OP_MAX,
	SEC_OP_EITHER,
	SEC_OP_IF,
	SEC_OP_INCLUDES,
	SEC_OP_LENGTH,
	SEC_OP_DAYS,
	SEC_OP_WORKDAY,
	SEC_OP_DATES,
	SEC_OP_REACHED, /* index: state */
};
#define SEC_NOWHERE 255

enum sec_cmp { SEC_CMP_EQ, SEC_CMP_NE, SEC_CMP_LT, SEC_CMP_LE, SEC_CMP_GT, SEC_CMP_GE };

/* How two values are compared. */
enum sec_as {
	SEC_AS_DATE,
	SEC_AS_NUMBER,
	SEC_AS_DURATION,
	SEC_AS_YESNO,
	SEC_AS_STATE,
	SEC_AS_TEXT,  /* any case, blanks as one */
	SEC_AS_BYTES, /* enum values and ids */
	SEC_AS_LIST,  /* the same items in any order */
};

/* What is known of a duration before anything is evaluated. */
enum sec_span { SEC_SPAN_OPEN, SEC_SPAN_DAYS, SEC_SPAN_MONTHS };

/* `section:id.key`, `section.key`, `.key` (dotted), `key` */
struct sec_name {
	struct sec_str section, id, key;
	bool dotted;
};

struct sec_term {
	uint8_t op, type; /* enum sec_op, enum sec_type */
	uint8_t cmp, as, span, up;
	int32_t index;
	uint32_t at, end; /* its bytes in the text */
	struct sec_term *first, *next; /* operands; the next one of its parent's */
	const struct sec_words *words; /* of an enum, a list's items, an id */
	union {
		struct sec_val *val;
		struct sec_name *name;
		struct sec_pattern *pattern;
	};
};

struct sec_expr {
	const struct sec_schema *schema;
	struct sec_term *root;
	struct sec_str text;
	struct sec_words words;
	bool as_date; /* hand out a plain date, whatever gives it */
};

enum sec_token_kind {
	SEC_TOKEN_END,
	SEC_TOKEN_VALUE,  /* val */
	SEC_TOKEN_NAME,   /* name */
	SEC_TOKEN_CALL,   /* name.key; its "(" is the next token */
	SEC_TOKEN_THINGS, /* name.section */
	SEC_TOKEN_SIGN,   /* sign: one or two bytes of punctuation */
};

struct sec_token {
	enum sec_token_kind kind;
	uint32_t at, end;
	struct sec_val val;
	struct sec_name name;
	char sign[3];
};

struct sec_compiler {
	const struct sec_expr_site *site;
	struct sec_str text; /* lives in the site's arena */
	struct sec_err *err;
	int failed;  /* 0 or the code of the error */
	bool trying; /* an error now is only a "no" */
	int broken;  /* a derived value did not compile: that error stands, tried or not */
	struct sec_token token; /* the one to be taken next */
	uint32_t pos;           /* behind it */
	unsigned terms, depth;
	int frame[SEC_EXPR_DEPTH + 2]; /* section scopes, the innermost last */
	unsigned frames;
};

/* Sets the error, pointing at byte `at` of the text. Returns its code. */
int sec_compiler_fail(struct sec_compiler *c, uint32_t at, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
struct sec_str sec_compiler_text(const struct sec_compiler *c, const struct sec_term *n);

/* lex.c: reads the next token into c->token. */
int sec_lex_next(struct sec_compiler *c);
bool sec_token_is(const struct sec_compiler *c, const char *sign);
bool sec_token_is_word(const struct sec_compiler *c, const char *word);

/* parse.c: one expression, up to a token that is no part of it. */
struct sec_term *sec_parse(struct sec_compiler *c);

/* What stands beside a bare word and may give it its meaning. */
struct sec_beside {
	const struct sec_words *words;
	bool state;
};

/* name.c */
int sec_resolve_name(struct sec_compiler *c, struct sec_term *n, struct sec_beside beside);
/* The kind, SEC_FOR_EVENTS or keys that the first operand of any() names. */
int sec_resolve_kind(struct sec_compiler *c, struct sec_term *n, int *for_kind);
int sec_resolve_state(struct sec_compiler *c, struct sec_term *n);

/* check.c */
int sec_check_term(struct sec_compiler *c, struct sec_term *n, struct sec_beside beside);
int sec_check_yesno(struct sec_compiler *c, struct sec_term *n);
/* What a term gives to the words beside it; tries, and reports nothing. */
struct sec_beside sec_beside_of(struct sec_compiler *c, struct sec_term *n);

/* phrase.c: parts of messages, constant or in the arena */
const char *sec_type_phrase(enum sec_type type); /* "a date" */
const char *sec_words_phrase(struct sec_compiler *c, const struct sec_words *w); /* "a, b or c" */
/* What would be right beside that term. */
const char *sec_right_phrase(struct sec_compiler *c, const struct sec_term *n);
/* A text literal beside an enum is one of its values. */
int sec_check_literal(struct sec_compiler *c, struct sec_term *n, const struct sec_words *w);

/* unknown.c: sets the error for a name that means nothing */
int sec_unknown_word(struct sec_compiler *c, struct sec_term *n, struct sec_beside beside);
int sec_unknown_section(struct sec_compiler *c, const struct sec_term *n, struct sec_str name);
int sec_unknown_key(struct sec_compiler *c, struct sec_term *n, int kind);
int sec_unknown_policy(struct sec_compiler *c, const struct sec_term *n);
int sec_unknown_state(struct sec_compiler *c, const struct sec_term *n);
/* A section that stands several times, named without saying which. */
int sec_unknown_instance(struct sec_compiler *c, const struct sec_term *n, const struct sec_kind *k,
	struct sec_str key);

/* call.c */
int sec_check_call(struct sec_compiler *c, struct sec_term *n, struct sec_beside beside);
struct sec_beside sec_beside_of_call(struct sec_compiler *c, struct sec_term *n);

/* eval.c: any value; eval-test.c: a yes-no; eval-call.c: functions */
struct sec_val sec_term_eval(const struct sec_term *n, struct sec_facts *f,
	const struct sec_scope *scope);
sec_day sec_term_day(const struct sec_term *n, struct sec_facts *f, const struct sec_scope *scope);
/* Of a value that is text; false when it is unknown. */
bool sec_term_text(const struct sec_term *n, struct sec_facts *f, const struct sec_scope *scope,
	struct sec_str *text);
void sec_term_refs(const struct sec_term *n,
	void (*each)(void *ctx, enum sec_ref_kind kind, int index), void *ctx);
enum sec_tri sec_term_test(const struct sec_term *n, struct sec_facts *f,
	const struct sec_scope *scope);
struct sec_val sec_call_eval(const struct sec_term *n, struct sec_facts *f,
	const struct sec_scope *scope);
bool sec_call_test(const struct sec_term *n, struct sec_facts *f, const struct sec_scope *scope);
/* The type of the key that `.value` stands for. */
enum sec_type sec_thing_type(const struct sec_facts *f, const struct sec_scope *scope);
/* Every item of the list `items` is one of `list`. */
bool sec_list_includes(struct sec_str list, struct sec_str items);

#endif
