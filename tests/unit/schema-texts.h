/* SPDX-License-Identifier: ISC
 *
 * Schemas from texts that stand in a test, and records checked against them.
 */
#ifndef TESTS_SCHEMA_TEXTS_H
#define TESTS_SCHEMA_TEXTS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "rules/check.h"
#include "rules/facts.h"

/* Files of a source; ends with a NULL name. */
struct text_file {
	const char *name, *text;
};

static int each_text(void *ctx, int (*add)(void *arg, const char *name, struct sec_str text),
	void *arg, struct sec_err *err)
{
	const struct text_file *f = ctx;
	int rc = 0;

	(void)err;
	for (; f->name && !rc; f++)
		rc = add(arg, f->name, sec_str(f->text));
	return rc;
}

/* NULL for what is not there. */
static int load_texts(struct sec_schema *s, const struct text_file *built_in,
	const struct text_file *local, const char *policy, struct sec_err *err)
{
	struct sec_schema_source from = { each_text, (void *)built_in };
	struct sec_schema_source over = { each_text, (void *)local };

	return sec_schema_load(s, &from, local ? &over : NULL, policy ? "policy.ini" : NULL,
		sec_str(policy), err);
}

/* "FILE:LINE:COL: MESSAGE" */
static inline char *error_text(const struct sec_err *err)
{
	return xasprintf("%s:%u:%u: %s", err->path ? err->path : "", err->line, err->col,
		err->msg ? err->msg : "");
}

/* A record bound to a schema on a day. */
struct bench {
	struct sec_schema schema;
	struct sec_env env;
	struct sec_facts *facts;
	struct sec_record rec;
	struct sec_dialect dialect;
	struct sec_err err;
};

static inline sec_day day_of(const char *s)
{
	sec_day day;

	assert_true(sec_day_parse(s, strlen(s), &day));
	return day;
}

static inline void bench_load(struct bench *b, const struct text_file *built_in,
	const struct text_file *local, const char *policy)
{
	memset(b, 0, sizeof(*b));
	if (load_texts(&b->schema, built_in, local, policy, &b->err))
		fail_msg("%s:%u:%u: %s", b->err.path, b->err.line, b->err.col, b->err.msg);
	b->env.schema = &b->schema;
	b->dialect = (struct sec_dialect){ .known_key = sec_schema_known_key, .ctx = &b->schema };
	sec_record_init(&b->rec);
	b->facts = sec_facts_new(&b->env);
}

static inline void bench_bind(struct bench *b, const char *text, const char *today)
{
	b->env.today = day_of(today);
	assert_int_equal(sec_record_parse_text(&b->rec, text, strlen(text), &b->dialect, &b->err),
		0);
	sec_facts_bind(b->facts, &b->rec);
}

static inline void bench_free(struct bench *b)
{
	sec_facts_free(b->facts);
	sec_record_release(&b->rec);
	sec_schema_release(&b->schema);
	sec_err_clear(&b->err);
}

/* Findings, a line each: "LINE:COL LEVEL RULE: MESSAGE {ADDRESS}". */
static inline void print_fault(struct sec_buf *out, const struct sec_fault *f)
{
	sec_buf_addf(out, "%u:%u %s %s: %s {%s}\n", f->line, f->col, sec_level_name(f->level),
		f->rule, f->message, f->address ? f->address : "");
}

#endif
