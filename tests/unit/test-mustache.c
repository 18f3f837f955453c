/* SPDX-License-Identifier: ISC
 *
 * Mustache against our own cases (tests/data/mustache) and, where it lies beside
 * the repository, against the specification's core modules.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <glob.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "render/mustache.h"

enum { OWN_CASES = 86 };

static const char *top(void)
{
	const char *s = getenv("SEC_TOP");

	return s ? s : ".";
}

static struct sec_node *to_node(struct sec_arena *a, const json_t *j)
{
	struct sec_node *n;
	const char *key;
	json_t *v;
	size_t i;

	switch (json_typeof(j)) {
	case JSON_OBJECT:
		n = sec_node_map(a);
		json_object_foreach((json_t *)j, key, v)
			sec_node_put(a, n, sec_str(key), to_node(a, v));
		return n;
	case JSON_ARRAY:
		n = sec_node_list(a);
		json_array_foreach(j, i, v)
			sec_node_push(a, n, to_node(a, v));
		return n;
	case JSON_STRING:
		return sec_node_text(a, sec_str(json_string_value(j)));
	case JSON_INTEGER:
		return sec_node_text(a, sec_str(sec_arena_printf(a, "%lld",
			(long long)json_integer_value(j))));
	case JSON_REAL:
		return sec_node_text(a, sec_str(sec_arena_printf(a, "%.15g", json_real_value(j))));
	case JSON_TRUE:
		return sec_node_bool(a, true);
	case JSON_FALSE:
		return sec_node_bool(a, false);
	case JSON_NULL:
		break;
	}
	return sec_node_null(a);
}

static bool partial(void *ctx, struct sec_str name, struct sec_str *text)
{
	const json_t *p = json_object_getn(ctx, name.s, name.len);

	if (!p)
		return false;
	*text = (struct sec_str){ json_string_value(p), json_string_length(p) };
	return true;
}

/* One case: `expected`, or `error` with the message and its place. */
static void run_case(const char *file, const json_t *c)
{
	json_t *partials = json_object_get(c, "partials");
	struct sec_mustache m = { .partial = partial, .ctx = partials };
	const json_t *text = json_object_get(c, "template");
	const char *error = json_string_value(json_object_get(c, "error"));
	const char *name = json_string_value(json_object_get(c, "name"));
	struct sec_buf out = SEC_BUF_INIT, got = SEC_BUF_INIT;
	struct sec_arena a = SEC_ARENA_INIT;
	struct sec_err err = SEC_ERR_INIT;
	int rc = sec_mustache_render(&m, "case",
		(struct sec_str){ json_string_value(text), json_string_length(text) },
		to_node(&a, json_object_get(c, "data")), &out, &err);

	if (rc < 0)
		sec_buf_addf(&got, "%s:%u:%u: %s", err.path, err.line, err.col, err.msg);
	if (strcmp(error ? error : "", got.s) != 0)
		fail_msg("%s: %s: error '%s', expected '%s'", file, name, got.s, error ? error : "");
	if (!error && strcmp(out.s, json_string_value(json_object_get(c, "expected"))) != 0)
		fail_msg("%s: %s: got:\n%s\nexpected:\n%s", file, name, out.s,
			json_string_value(json_object_get(c, "expected")));
	sec_err_clear(&err);
	sec_arena_release(&a);
	sec_buf_release(&out);
	sec_buf_release(&got);
}

/* The number of cases in the files that the pattern names; 0 when there are none. */
static size_t run_files(const char *pattern)
{
	size_t i, k, cases = 0;
	glob_t g;

	if (glob(pattern, 0, NULL, &g) != 0)
		return 0;
	for (i = 0; i < g.gl_pathc; i++) {
		json_error_t e;
		json_t *file = json_load_file(g.gl_pathv[i], 0, &e), *tests, *c;

		if (!file)
			fail_msg("%s:%d: %s", g.gl_pathv[i], e.line, e.text);
		tests = json_object_get(file, "tests");
		json_array_foreach(tests, k, c) {
			run_case(g.gl_pathv[i], c);
			cases++;
		}
		json_decref(file);
	}
	globfree(&g);
	return cases;
}

static void own_cases(void **state)
{
	char *pattern = xasprintf("%s/tests/data/mustache/*.json", top());
	size_t cases = run_files(pattern);

	(void)state;
	free(pattern);
	assert_int_equal(cases, OWN_CASES);
}

static void specification(void **state)
{
	char *pattern = xasprintf("%s/../shared/mustache-spec/[a-z]*.json", top());
	size_t cases = run_files(pattern);

	(void)state;
	free(pattern);
	if (!cases) {
		fprintf(stderr, "SKIPPED: the Mustache specification is not beside the repository\n");
		skip();
	}
	assert_int_equal(cases, 136);
}

static void shout(struct sec_buf *out, struct sec_str text)
{
	sec_buf_addf(out, "<%.*s>", SEC_ARG(text));
}

static int name_it(void *ctx, enum sec_missing what, struct sec_str name, struct sec_buf *out,
	struct sec_err *err)
{
	(void)ctx;
	if (what == SEC_MISSING_SECTION)
		return sec_err_set(err, SEC_FAIL, "unknown name '%.*s'", SEC_ARG(name));
	sec_buf_addf(out, "[%d %.*s]", (int)what, SEC_ARG(name));
	return 0;
}

/* gap: { x = the gap, maps = { k: v }, who: "Ann", yes: true, tags: [a, b], none: "" } */
static struct sec_node *sample(struct sec_arena *a)
{
	struct sec_node *data = sec_node_map(a), *gap = sec_node_gap(a, SEC_STR("*gap*"));
	struct sec_node *tags = sec_node_list(a);

	sec_node_put(a, gap, SEC_STR("k"), sec_node_text(a, SEC_STR("v")));
	sec_node_put(a, data, SEC_STR("gap"), gap);
	sec_node_put(a, data, SEC_STR("who"), sec_node_text(a, SEC_STR("Ann")));
	sec_node_put(a, data, SEC_STR("who"), sec_node_text(a, SEC_STR("second")));
	sec_node_put(a, data, SEC_STR("yes"), sec_node_bool(a, true));
	sec_node_put(a, data, SEC_STR("none"), sec_node_text(a, SEC_STR("")));
	sec_node_push(a, tags, sec_node_text(a, SEC_STR("a")));
	sec_node_push(a, tags, sec_node_text(a, SEC_STR("b")));
	sec_node_put(a, data, SEC_STR("tags"), tags);
	return data;
}

static const struct {
	const char *text, *expected; /* an error begins with "!" */
} hooks[] = {
	{ "{{who}} {{{who}}} {{&who}}", "<Ann> Ann Ann" },
	{ "{{gap}}{{#gap}}no{{/gap}}{{^gap}}, none{{/gap}} {{gap.k}}", "*gap*, none <v>" },
	{ "{{yes}} {{tags}} {{#tags}}{{.}}{{/tags}}", "<yes> <a>, <b> <a><b>" },
	{ "{{none}}{{^none}}empty{{/none}}", "<>empty" },
	{ "{{nobody}} {{{a.b}}} {{>p}}", "[0 nobody] [0 a.b] [2 p]" },
	{ "x\n {{#nobody}}{{/nobody}}", "!t:2:2: unknown name 'nobody'" },
	{ "{{^nobody}}{{/nobody}}", "!t:1:1: unknown name 'nobody'" },
};

static void with_hooks(void **state)
{
	struct sec_mustache m = { .escape = shout, .missing = name_it };
	struct sec_arena a = SEC_ARENA_INIT;
	const struct sec_node *data = sample(&a);
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(hooks) / sizeof(hooks[0]); i++) {
		struct sec_buf out = SEC_BUF_INIT;
		struct sec_err err = SEC_ERR_INIT;

		if (sec_mustache_render(&m, "t", sec_str(hooks[i].text), data, &out, &err) < 0) {
			sec_buf_clear(&out);
			sec_buf_addf(&out, "!%s:%u:%u: %s", err.path, err.line, err.col, err.msg);
		}
		assert_string_equal(out.s, hooks[i].expected);
		sec_buf_release(&out);
		sec_err_clear(&err);
	}
	sec_arena_release(&a);
}

static struct sec_node *numbers(struct sec_arena *a, size_t n)
{
	struct sec_node *list = sec_node_list(a), *data = sec_node_map(a);

	while (n--)
		sec_node_push(a, list, sec_node_text(a, SEC_STR("0123456789")));
	sec_node_put(a, data, SEC_STR("l"), list);
	return data;
}

/* Three lists in one another would print far more than the limit, or run long. */
static void limits(void **state)
{
	static const struct {
		const char *text, *message;
	} cases[] = {
		{ "{{#l}}{{#l}}{{#l}}{{l}}{{/l}}{{/l}}{{/l}}", "the output is longer than 64 MiB" },
		{ "{{#l}}{{#l}}{{#l}}{{#l}}{{^l}}{{/l}}{{/l}}{{/l}}{{/l}}{{/l}}",
			"the template does not come to an end (16 million tags)" },
	};
	struct sec_mustache m = { 0 };
	struct sec_arena a = SEC_ARENA_INIT;
	const struct sec_node *data = numbers(&a, 300);
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct sec_buf out = SEC_BUF_INIT;
		struct sec_err err = SEC_ERR_INIT;

		assert_int_equal(sec_mustache_render(&m, "t", sec_str(cases[i].text), data, &out, &err),
			SEC_FAIL);
		assert_string_equal(err.msg, cases[i].message);
		assert_true(out.len < 65 * 1024 * 1024);
		sec_buf_release(&out);
		sec_err_clear(&err);
	}
	sec_arena_release(&a);
}

static bool itself(void *ctx, struct sec_str name, struct sec_str *text)
{
	(void)ctx;
	(void)name;
	*text = SEC_STR("<\n {{>again}}");
	return true;
}

static void endless_partial(void **state)
{
	struct sec_mustache m = { .partial = itself };
	struct sec_arena a = SEC_ARENA_INIT;
	struct sec_buf out = SEC_BUF_INIT;
	struct sec_err err = SEC_ERR_INIT;

	(void)state;
	assert_int_equal(sec_mustache_render(&m, "t", SEC_STR("{{>again}}"), sec_node_map(&a), &out,
		&err), SEC_FAIL);
	assert_string_equal(err.path, "again");
	assert_int_equal(err.line, 2);
	assert_int_equal(err.col, 2);
	assert_string_equal(err.msg, "partials nest more than 32 deep");
	sec_buf_release(&out);
	sec_err_clear(&err);
	sec_arena_release(&a);
}

/* A name may hold bytes that no text has: they must not end a search early. */
static void nul_bytes(void **state)
{
	struct sec_mustache m = { 0 };
	struct sec_arena a = SEC_ARENA_INIT;
	struct sec_buf out = SEC_BUF_INIT;
	struct sec_err err = SEC_ERR_INIT;
	struct sec_node *data = sec_node_map(&a);

	(void)state;
	sec_node_put(&a, data, SEC_STR("x"), sec_node_text(&a, SEC_STR("a\0b")));
	assert_int_equal(sec_mustache_render(&m, "t", SEC_STR("\0{{x}}\0{{\0x}}"), data, &out, &err), 0);
	assert_int_equal(out.len, 5);
	assert_memory_equal(out.s, "\0a\0b\0", 5);
	sec_buf_release(&out);
	sec_arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(own_cases),
		cmocka_unit_test(specification),
		cmocka_unit_test(with_hooks),
		cmocka_unit_test(limits),
		cmocka_unit_test(endless_partial),
		cmocka_unit_test(nul_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
