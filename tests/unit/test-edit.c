/* SPDX-License-Identifier: ISC
 *
 * Edits: what a text is before and after, byte for byte.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "record/edit.h"

static int order(void *ctx, struct sec_str kind)
{
	static const char *const kinds[] = { "secondment", "person", "dates", "review", "return" };
	int i;

	(void)ctx;
	for (i = 0; i < 5; i++)
		if (sec_str_is(kind, kinds[i]))
			return i;
	return 5;
}

enum op { SET, REMOVE, ADD, DROP, RENAME, REPAIR };

struct edit {
	const char *name;
	enum op op;
	const char *kind, *id, *key, *value;
	const char *before, *after;
	const char *message; /* of a refusal, with `after` NULL */
};

static int apply(struct sec_editor *e, const struct edit *c, bool *folded, struct sec_err *err)
{
	switch (c->op) {
	case SET:
		return sec_edit_set(e, c->kind, c->id, c->key, sec_str(c->value), folded, err);
	case REMOVE:
		return sec_edit_remove(e, c->kind, c->id, c->key, err);
	case ADD:
		return sec_edit_add_section(e, c->kind, c->id, err);
	case DROP:
		return sec_edit_remove_section(e, c->kind, c->id, err);
	case RENAME:
		return sec_edit_rename_section(e, c->kind, c->id, c->value, err);
	default:
		return sec_edit_repair(e, err);
	}
}

static void run(const struct edit *c, size_t n)
{
	struct sec_record r;
	struct sec_editor e = { .rec = &r, .order = order };
	size_t i;

	sec_record_init(&r);
	for (i = 0; i < n; i++, c++) {
		struct sec_err err = SEC_ERR_INIT;
		bool folded = false;
		int rc;

		assert_int_equal(sec_record_parse_text(&r, c->before, strlen(c->before), NULL,
			&err), SEC_OK);
		rc = apply(&e, c, &folded, &err);
		if ((c->after ? rc < 0 : rc >= 0) || strcmp(r.text.s, c->after ? c->after
			: c->before) != 0)
			print_error("%s: %s\n", c->name, err.msg ? err.msg : "");
		assert_string_equal(r.text.s, c->after ? c->after : c->before);
		assert_true(c->after ? rc >= 0 : rc < 0);
		assert_false(folded);
		if (!c->after)
			assert_string_equal(err.msg, c->message);
		sec_err_clear(&err);
	}
	sec_record_release(&r);
}

#define RUN(table) run(table, sizeof(table) / sizeof((table)[0]))

static void test_set(void **state)
{
	static const struct edit cases[] = {
		{ "one key, one line", SET, "dates", "", "end", "2026-04-01",
			"[dates]\n# c\nstart = 1\nend   =  2 \n\n; z\n[x]\ny = 1\n",
			"[dates]\n# c\nstart = 1\nend   =  2026-04-01 \n\n; z\n[x]\ny = 1\n", NULL },
		{ "the same value changes nothing, not even a missing last line end", SET,
			"dates", "", "end", "  2  \n", "[dates]\nend=2", "[dates]\nend=2", NULL },
		{ "no blank round =", SET, "dates", "", "end", "3", "[dates]\nend=2\n",
			"[dates]\nend=3\n", NULL },
		{ "an empty value takes the key's spelling", SET, "dates", "", "end", "3",
			"[dates]\nend=\n", "[dates]\nend=3\n", NULL },
		{ "an empty value, a blank before =", SET, "dates", "", "end", "3",
			"[dates]\nend =\n", "[dates]\nend = 3\n", NULL },
		{ "an empty value, blanks behind =", SET, "dates", "", "end", "3",
			"[dates]\nend =  \n", "[dates]\nend =  3\n", NULL },
		{ "nothing is special in the first text", SET, "a", "", "b", ".x ; # \"=\" [y]",
			"[a]\nb = 1\n", "[a]\nb = .x ; # \"=\" [y]\n", NULL },
		{ "a line of its own, dots where they are needed", SET, "a", "", "b",
			"one\n\n.two\n# three\n; four\n[five]\n  six\nseven = 7\neight : 8\nnine",
			"[a]\nb = 1\nc = 2\n",
			"[a]\nb = one\n  .\n  ..two\n  .# three\n  .; four\n  .[five]\n  .  six\n"
			"  .seven = 7\n  eight : 8\n  nine\nc = 2\n", NULL },
		{ "many lines become one", SET, "a", "", "b", "x",
			"[a]\nb = 1\n  2\n  .\n  3\nc = 2\n", "[a]\nb = x\nc = 2\n", NULL },
		{ "an empty first text", SET, "a", "", "b", "x\ny",
			"[a]\nb =\n    1\n    2\n\n", "[a]\nb = x\n  y\n\n", NULL },
		{ "outer blanks, empty lines and CR go", SET, "a", "", "b",
			"\n \t\n  x \t\r\n   y\t\r\n\r\n", "[a]\nb = 1\n",
			"[a]\nb = x\n  .   y\n", NULL },
		{ "CR LF stays", SET, "a", "", "b", "x\ny", "[a]\r\nb = 1\r\nc = 2\r\n",
			"[a]\r\nb = x\r\n  y\r\nc = 2\r\n", NULL },
		{ "a missing last line end is added", SET, "a", "", "b", "2", "[a]\nb = 1",
			"[a]\nb = 2\n", NULL },
		{ "and behind it stands the new line", SET, "a", "", "c", "2", "[a]\r\nb = 1",
			"[a]\r\nb = 1\r\nc = 2\r\n", NULL },
		{ "behind a BOM", SET, "a", "", "b", "2", "\357\273\277[a]\nb = 1\n",
			"\357\273\277[a]\nb = 2\n", NULL },
		{ "capitals are written right", SET, "a", "", "end", "2", "[a]\nEnd  =  1\n",
			"[a]\nend = 2\n", NULL },
		{ "a colon is written right", SET, "a", "", "end", "1", "[a]\nend : 1\nx = 1\n",
			"[a]\nend = 1\nx = 1\n", NULL },
		{ "an indented key stays so, or the next would continue it", SET, "a", "", "b", "3",
			"[a]\n  b = 1\n  c = 2\n", "[a]\n  b = 3\n  c = 2\n", NULL },
		{ "a section of many", SET, "review", "2026-03-01", "held", "yes",
			"[review 2026-01-01]\nheld = no\n[review \"2026-03-01\"]\nheld = no\n",
			"[review 2026-01-01]\nheld = no\n[review \"2026-03-01\"]\nheld = yes\n", NULL },
		{ "empty", SET, "a", "", "b", " \n\t", "[a]\nb = 1\n", NULL,
			"the value is empty: remove the key instead" },
		{ "a control character", SET, "a", "", "b", "x\033y", "[a]\nb = 1\n", NULL,
			"no value may hold the character U+001B" },
		{ "a CR within", SET, "a", "", "b", "x\ry", "[a]\nb = 1\n", NULL,
			"no value may hold the character U+000D" },
		{ "not UTF-8", SET, "a", "", "b", "caf\351", "[a]\nb = 1\n", NULL,
			"the value is not UTF-8: byte 0xE9" },
		{ "a text direction control", SET, "a", "", "b", "\342\200\256x", "[a]\nb = 1\n",
			NULL, "no value may hold the character U+202E" },
		{ "a key with a capital", SET, "a", "", "B", "x", "[a]\nb = 1\n", NULL,
			"'B' is no key: write a-z, 0-9 and '-', a letter first, at most 32" },
		{ "a kind with a blank", SET, "a b", "", "b", "x", "[a]\nb = 1\n", NULL,
			"'a b' is no section: write a-z, 0-9 and '-', a letter first, at most 16" },
		{ "an id with a slash", SET, "a", "../b", "b", "x", "[a]\nb = 1\n", NULL,
			"'../b' is no id of a section: write a-z, 0-9 and '-', at most 32" },
	};

	(void)state;
	RUN(cases);
}

static void test_new_key(void **state)
{
	static const struct edit cases[] = {
		{ "behind the last key, before comments and empty lines", SET, "a", "", "c", "2",
			"[a]\nb = 1\n  more\n# end of a\n\n[d]\ne = 1\n",
			"[a]\nb = 1\n  more\nc = 2\n# end of a\n\n[d]\ne = 1\n", NULL },
		{ "into an empty section", SET, "a", "", "b", "1", "[a]\n# c\n\n[d]\n",
			"[a]\nb = 1\n# c\n\n[d]\n", NULL },
		{ "an indented line never continues it", SET, "a", "", "b", "1",
			"[a]\n  lost\n  lines\n\n[d]\n", "[a]\n  lost\n  lines\nb = 1\n\n[d]\n", NULL },
		{ "into an empty file", SET, "a", "x", "b", "1", "", "[a x]\nb = 1\n", NULL },
		{ "into a file of comments", SET, "a", "", "b", "1", "# c\n",
			"# c\n\n[a]\nb = 1\n", NULL },
		{ "into a file of empty lines", SET, "a", "", "b", "1", "\n\n", "\n\n[a]\nb = 1\n",
			NULL },
	};

	(void)state;
	RUN(cases);
}

static void test_new_section(void **state)
{
	static const struct edit cases[] = {
		{ "behind the last of its kind", SET, "review", "2026-05-01", "held", "yes",
			"[dates]\nend = 1\n\n[review 2026-03-01]\nheld = yes\n\n# about it\n"
			"[return]\nright = post\n",
			"[dates]\nend = 1\n\n[review 2026-03-01]\nheld = yes\n\n[review 2026-05-01]\n"
			"held = yes\n\n# about it\n[return]\nright = post\n", NULL },
		{ "comments that trail a section stay with it", SET, "review", "2026-05-01", "held",
			"yes", "[review 2026-03-01]\nheld = yes\n# said so\n\n[return]\nright = post\n",
			"[review 2026-03-01]\nheld = yes\n# said so\n\n[review 2026-05-01]\n"
			"held = yes\n\n[return]\nright = post\n", NULL },
		{ "in schema order", SET, "dates", "", "end", "1",
			"[person]\nref = p1\n\n[return]\nright = post\n",
			"[person]\nref = p1\n\n[dates]\nend = 1\n\n[return]\nright = post\n", NULL },
		{ "at the end", SET, "return", "", "right", "post",
			"[person]\nref = p1\n\n[dates]\nend = 1\n\n\n",
			"[person]\nref = p1\n\n[dates]\nend = 1\n\n[return]\nright = post\n\n\n", NULL },
		{ "before all others", SET, "secondment", "", "id", "1",
			"# top\n\n[person]\nref = p1\n\n[dates]\nend = 1\n",
			"# top\n\n[secondment]\nid = 1\n\n[person]\nref = p1\n\n[dates]\nend = 1\n", NULL },
		{ "no empty lines where the file has none", SET, "dates", "", "end", "1",
			"[person]\nref = p1\n[return]\nright = post\n",
			"[person]\nref = p1\n[dates]\nend = 1\n[return]\nright = post\n", NULL },
		{ "CR LF", SET, "dates", "", "end", "1", "[person]\r\nref = p1\r\n",
			"[person]\r\nref = p1\r\n\r\n[dates]\r\nend = 1\r\n", NULL },
		{ "without keys", ADD, "dates", NULL, NULL, NULL, "[person]\nref = p1\n",
			"[person]\nref = p1\n\n[dates]\n", NULL },
		{ "already there", ADD, "person", NULL, NULL, NULL, "[person]\nref = p1",
			"[person]\nref = p1", NULL },
	};

	(void)state;
	RUN(cases);
}

static void test_remove(void **state)
{
	static const struct edit cases[] = {
		{ "with its continuations", REMOVE, "a", "", "b", NULL,
			"[a]\nb = 1\n  2\n  .\nc = 2\n", "[a]\nc = 2\n", NULL },
		{ "the section stays", REMOVE, "a", "", "b", NULL, "[a]\nb = 1\n# c\n",
			"[a]\n# c\n", NULL },
		{ "the last line", REMOVE, "a", "", "c", NULL, "[a]\nb = 1\nc = 1",
			"[a]\nb = 1\n", NULL },
		{ "no key", REMOVE, "a", "x", "b", NULL, "[a]\nb = 1\n", NULL,
			"there is no a:x.b" },
		{ "a section, its comments, not those of the next", DROP, "a", "", NULL, NULL,
			"[z]\ny = 1\n\n[a]\nb = 1\n# in a\n\n# about d\n[d]\ne = 1\n",
			"[z]\ny = 1\n\n# about d\n[d]\ne = 1\n", NULL },
		{ "the last section", DROP, "d", "", NULL, NULL, "[a]\nb = 1\n\n[d]\ne = 1\n\n",
			"[a]\nb = 1\n", NULL },
		{ "the only section", DROP, "a", "", NULL, NULL, "[a]\nb = 1\n", "", NULL },
		{ "no section", DROP, "a", "x", NULL, NULL, "[a]\nb = 1\n", NULL,
			"there is no a:x" },
		{ "rename", RENAME, "review", "2026-03-01", NULL, "2026-03-02",
			"# c\n[review \"2026-03-01\"]  \nheld = yes\n",
			"# c\n[review 2026-03-02]  \nheld = yes\n", NULL },
		{ "rename to what it is", RENAME, "a", "b", NULL, "b", "[a b]", "[a b]", NULL },
		{ "rename to another's", RENAME, "a", "b", NULL, "c", "[a b]\n[a c]\n", NULL,
			"there is a section a:c already" },
		{ "rename what is not there", RENAME, "a", "x", NULL, "c", "[a b]\n", NULL,
			"there is no a:x" },
	};

	(void)state;
	RUN(cases);
}

static void test_repair(void **state)
{
	static const struct edit cases[] = {
		{ "all at once", REPAIR, NULL, NULL, NULL, NULL,
			"\357\273\277# c \r\n[a]\t\r\nEnd = X \r\n  Y  \r\n\r\nb:1\r\nIn_Post = x",
			"# c\n[a]\nend = X\n  Y\n\nb:1\nIn_Post = x\n", NULL },
		{ "nothing to do", REPAIR, NULL, NULL, NULL, NULL, "# c\n[a]\nb = 1\n\n",
			"# c\n[a]\nb = 1\n\n", NULL },
		{ "blanks only", REPAIR, NULL, NULL, NULL, NULL, "[a]\n  \n", "[a]\n\n", NULL },
		{ "a CR that is no line end does not become one", REPAIR, NULL, NULL, NULL, NULL,
			"[a]\nb = 1\r\r\nc = 1\r \nd = 1\r", "[a]\nb = 1\r\r\nc = 1\r \nd = 1\r", NULL },
		{ "nor does a second BOM become the first", REPAIR, NULL, NULL, NULL, NULL,
			"\357\273\277\357\273\277[a] \n", "\357\273\277\357\273\277[a]\n", NULL },
	};
	struct sec_record r;
	struct sec_editor e = { .rec = &r };

	(void)state;
	RUN(cases);
	sec_record_init(&r);
	assert_int_equal(sec_record_parse_text(&r, cases[0].before, strlen(cases[0].before),
		NULL, NULL), SEC_OK);
	assert_int_equal(sec_edit_repair(&e, NULL), 8);
	assert_int_equal(sec_edit_repair(&e, NULL), 0);
	sec_record_release(&r);
}

/* Prose past the limit of a line is folded at blanks, and said to be. */
static void test_fold(void **state)
{
	struct sec_record r;
	struct sec_editor e = { .rec = &r };
	struct sec_buf prose = SEC_BUF_INIT;
	struct sec_err err = SEC_ERR_INIT;
	struct sec_str value;
	bool folded;
	size_t i;

	(void)state;
	sec_record_init(&r);
	for (i = 0; prose.len < 5000; i++)
		sec_buf_addf(&prose, "%sword%zu", i ? " " : "", i);
	assert_int_equal(sec_edit_set(&e, "a", NULL, "b", sec_buf_str(&prose), &folded, &err), 0);
	assert_true(folded);
	assert_int_equal(r.lines, 3);
	assert_in_range(r.line[1].len, 4080, SEC_LINE_MAX);
	assert_int_equal(r.faults.n, 0);
	value = sec_record_value(&r, "a", NULL, "b");
	assert_int_equal(value.len, prose.len);
	for (i = 0; i < value.len; i++)
		assert_true(value.s[i] == prose.s[i] || (value.s[i] == '\n' && prose.s[i] == ' '));
	/* exactly a line, then one byte more than a line without a blank */
	for (i = 0; i < prose.len; i++)
		prose.s[i] = 'x';
	value = (struct sec_str){ prose.s, SEC_LINE_MAX - 4 };
	assert_int_equal(sec_edit_set(&e, "a", NULL, "b", value, &folded, &err), 0);
	assert_false(folded);
	assert_int_equal(r.line[1].len, SEC_LINE_MAX);
	value.len++;
	assert_int_equal(sec_edit_set(&e, "a", NULL, "b", value, &folded, &err), SEC_FAIL);
	assert_string_equal(err.msg, "a line of the value passes 4096 bytes and has no blank "
		"to fold it at");
	assert_int_equal(r.line[1].len, SEC_LINE_MAX);
	sec_err_clear(&err);
	sec_buf_release(&prose);
	sec_record_release(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_set),
		cmocka_unit_test(test_new_key),
		cmocka_unit_test(test_new_section),
		cmocka_unit_test(test_remove),
		cmocka_unit_test(test_repair),
		cmocka_unit_test(test_fold),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
