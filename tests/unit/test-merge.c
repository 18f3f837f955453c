/* SPDX-License-Identifier: ISC
 *
 * Merging: three texts and what becomes of them, byte for byte.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "record/merge.h"

struct merge {
	const char *name, *base, *ours, *theirs, *merged; /* merged NULL: by lines */
	const char *where; /* one line a conflict; NULL: none */
};

static void run_one(const struct merge *c, const char *base_name)
{
	struct sec_record r[3];
	struct sec_buf out = SEC_BUF_INIT, where = SEC_BUF_INIT;
	struct sec_merge m = { .base = c->base ? &r[0] : NULL, .ours = &r[1], .theirs = &r[2],
		.marker = 7, .ours_name = "a", .theirs_name = "b", .base_name = base_name,
		.where = &where };
	const char *text[3] = { c->base, c->ours, c->theirs };
	struct sec_err err = SEC_ERR_INIT;
	unsigned conflicts = 77, lines = 0;
	int i, rc;

	for (i = 0; i < 3; i++) {
		sec_record_init(&r[i]);
		if (text[i])
			assert_int_equal(sec_record_parse_text(&r[i], text[i], strlen(text[i]),
				NULL, &err), SEC_OK);
	}
	rc = sec_record_merge(&m, &out, &conflicts, &err);
	if (rc != (c->merged ? SEC_OK : SEC_ABSENT) || strcmp(out.s, c->merged ? c->merged : ""))
		print_error("%s: %s\n", c->name, err.msg ? err.msg : "");
	assert_string_equal(out.s, c->merged ? c->merged : "");
	assert_int_equal(rc, c->merged ? SEC_OK : SEC_ABSENT);
	assert_string_equal(where.s, c->where ? c->where : "");
	for (i = 0; i < (int)where.len; i++)
		lines += where.s[i] == '\n';
	assert_int_equal(conflicts, lines);
	for (i = 0; i < 3; i++)
		sec_record_release(&r[i]);
	sec_buf_release(&out);
	sec_buf_release(&where);
	sec_err_clear(&err);
}

static void run(const struct merge *c, size_t n)
{
	while (n--)
		run_one(c++, NULL);
}

#define RUN(table) run(table, sizeof(table) / sizeof((table)[0]))

static void test_keys(void **state)
{
	static const struct merge cases[] = {
		{ "adjacent keys", "[d]\ns = 1\ne = 2\n", "[d]\ns = 3\ne = 2\n",
			"[d]\ns = 1\ne = 4\n", "[d]\ns = 3\ne = 4\n", NULL },
		{ "both alike", "[d]\ns = 1\nx = 1\n", "[d]\ns = 2\nx = 1\n",
			"[d]\nx = 1\ns = 2\n", "[d]\ns = 2\nx = 1\n", NULL },
		{ "new keys at the same place", "[d]\ns = 1\n", "[d]\ns = 1\na = 2\n",
			"[d]\ns = 1\nb = 3\n", "[d]\ns = 1\na = 2\nb = 3\n", NULL },
		{ "a new key goes where it stands", "[d]\ns = 1\ne = 2\nf = 3\n",
			"[d]\ns = 1\ne = 9\nf = 3\n", "[d]\nz = 0\ns = 1\nm = 5\ne = 2\nf = 3\n",
			"[d]\nz = 0\ns = 1\nm = 5\ne = 9\nf = 3\n", NULL },
		{ "the same new key", "[d]\ns = 1\n", "[d]\ns = 1\na = 2\n", "[d]\na = 2\ns = 1\n",
			"[d]\ns = 1\na = 2\n", NULL },
		{ "removed and changed elsewhere", "[d]\ns = 1\ne = 2\n  3\nf = 4\n",
			"[d]\ns = 1\nf = 4\n", "[d]\ns = 1\ne = 2\n  3\nf = 5\n",
			"[d]\ns = 1\nf = 5\n", NULL },
		{ "removed by both", "[d]\ns = 1\ne = 2\n", "[d]\ns = 1\n", "[d]\ns = 2\n",
			"[d]\ns = 2\n", NULL },
		{ "the same key", "[d]\ns = 1\ne = 2\n  3\nf = 4\n",
			"[d]\ns = 1\ne = 2\n  9\nf = 4\n", "[d]\ns = 5\ne = 7\nf = 6\n",
			"[d]\ns = 5\n<<<<<<< a\ne = 2\n  9\n=======\ne = 7\n>>>>>>> b\nf = 6\n",
			"d.e\n" },
		{ "removed and changed", "[d]\ns = 1\ne = 2\n", "[d]\ns = 1\n",
			"[d]\ns = 1\ne = 3\n",
			"[d]\ns = 1\n<<<<<<< a\n=======\ne = 3\n>>>>>>> b\n", "d.e\n" },
		{ "changed and removed", "[d x]\ns = 1\ne = 2\n", "[d x]\ns = 1\ne = 3\n",
			"[d x]\ns = 1\n",
			"[d x]\ns = 1\n<<<<<<< a\ne = 3\n=======\n>>>>>>> b\n", "d:x.e\n" },
		{ "neighbours both in conflict", "[d]\ns = 1\ne = 2\n", "[d]\ns = 3\ne = 4\n",
			"[d]\ns = 5\ne = 6\n",
			"[d]\n<<<<<<< a\ns = 3\n=======\ns = 5\n>>>>>>> b\n"
			"<<<<<<< a\ne = 4\n=======\ne = 6\n>>>>>>> b\n", "d.s\nd.e\n" },
		{ "only the spelling differs: ours", "[d]\ns = 1\ne = 2\n", "[d]\ns=1\ne = 2\n",
			"[d]\ns   = 1\ne = 3\n", "[d]\ns=1\ne = 3\n", NULL },
		{ "spelt another way here, changed there", "[d]\ns = 1\nx = 1\n",
			"[d]\ns=1\nx = 2\n", "[d]\ns = 2\nx = 1\n", "[d]\ns = 2\nx = 2\n", NULL },
		{ "a spelling put right", "[Dates]\nEnd: 1\nx = 1\n", "[Dates]\nEnd: 1\nx = 2\n",
			"[dates]\nend = 1\nx = 1\n", "[dates]\nend = 1\nx = 2\n", NULL },
		{ "a key without a value is a missing one", "[d]\ns =\nx = 1\n", "[d]\nx = 2\n",
			"[d]\ns = 5\nx = 1\n", "[d]\ns = 5\nx = 2\n", NULL },
	};

	(void)state;
	RUN(cases);
}

static void test_sections(void **state)
{
	static const struct merge cases[] = {
		{ "different new ones at the end", "[a]\nx = 1\n", "[a]\nx = 1\n\n[b]\ny = 1\n",
			"[a]\nx = 1\n\n[c]\nz = 1\n",
			"[a]\nx = 1\n\n[b]\ny = 1\n\n[c]\nz = 1\n", NULL },
		{ "between, without empty lines", "[a]\nx = 1\n[z]\n", "[a]\nx = 1\n[b]\ny = 1\n[z]\n",
			"[a]\nx = 2\n[c]\nz = 1\n[z]\n",
			"[a]\nx = 2\n[b]\ny = 1\n[c]\nz = 1\n[z]\n", NULL },
		{ "days in order, whoever wrote them", "[a]\nx = 1\n\n[r 2026-03-01]\nk = 1\n\n[z]\n",
			"[a]\nx = 1\n\n[r 2026-03-01]\nk = 1\n\n[r 2026-09-01]\nk = 2\n\n[z]\n",
			"[a]\nx = 1\n\n[r 2026-03-01]\nk = 1\n\n[r 2026-06-01]\nk = 3\n\n"
			"[r 2026-12-01]\nk = 4\n\n[z]\n",
			"[a]\nx = 1\n\n[r 2026-03-01]\nk = 1\n\n[r 2026-06-01]\nk = 3\n\n"
			"[r 2026-09-01]\nk = 2\n\n[r 2026-12-01]\nk = 4\n\n[z]\n", NULL },
		{ "kinds in the order of theirs", "[a]\n\n[z]\n",
			"[a]\n\n[r 2026-01-01]\n\n[z]\nx = 1\n",
			"[a]\n\n[h]\nk = 1\n\n[r 2026-02-01]\n\n[y]\n\n[z]\n",
			"[a]\n\n[h]\nk = 1\n\n[r 2026-01-01]\n\n[r 2026-02-01]\n\n[y]\n\n[z]\nx = 1\n",
			NULL },
		{ "the first one", "[a]\nx = 1\n", "[b]\ny = 1\n\n[a]\nx = 1\n",
			"[c]\nz = 1\n\n[a]\nx = 2\n", "[b]\ny = 1\n\n[c]\nz = 1\n\n[a]\nx = 2\n", NULL },
		{ "an earlier day before the first one", "[a]\n", "[r 2026-02-01]\n\n[a]\n",
			"[r 2026-01-01]\n\n[a]\nx = 1\n",
			"[r 2026-01-01]\n\n[r 2026-02-01]\n\n[a]\nx = 1\n", NULL },
		{ "the same id by both: what is in it is merged", "[a]\n",
			"[a]\n\n[r i]\nk = 1\nx = 1\n", "[a]\n\n[r i]\nk = 2\ny = 1\n",
			"[a]\n\n[r i]\n<<<<<<< a\nk = 1\n=======\nk = 2\n>>>>>>> b\nx = 1\ny = 1\n",
			"r:i.k\n" },
		{ "both made the file", NULL, "[a]\nx = 1\n", "[a]\ny = 2\n[b]\nz = 3\n",
			"[a]\nx = 1\ny = 2\n[b]\nz = 3\n", NULL },
		{ "removed, unchanged there", "[a]\nx = 1\n\n# about b\n[b]\ny = 1\n# more\n\n[c]\nz = 1\n",
			"[a]\nx = 1\n\n[c]\nz = 1\n",
			"[a]\nx = 1\n\n# about b\n[b]\ny=1\n# more\n\n[c]\nz = 2\n",
			"[a]\nx = 1\n\n[c]\nz = 2\n", NULL },
		{ "removed there", "[a]\nx = 1\n[b]\ny = 1\n", "[a]\nx = 2\n[b]\ny = 1\n", "[a]\nx = 1\n",
			"[a]\nx = 2\n", NULL },
		{ "emptied here, removed there", "[a]\nx = 1\n[b]\ny = 1\n", "[a]\nx = 2\n[b]\n",
			"[a]\nx = 1\n", "[a]\nx = 2\n", NULL },
		{ "removed here, changed there", "[a]\nx = 1\n\n[b]\ny = 1\nz = 1\n\n[c]\n",
			"[a]\nx = 2\n\n[c]\n", "[a]\nx = 1\n\n[b]\ny = 2\nz = 1\n\n[c]\n",
			"[a]\nx = 2\n\n<<<<<<< a\n=======\n[b]\ny = 2\nz = 1\n>>>>>>> b\n\n[c]\n",
			"b (removed by a)\n" },
		{ "changed here, removed there", "[a]\nx = 1\n\n# b\n[b i]\ny = 1\n",
			"[a]\nx = 1\n\n# b\n[b i]\ny = 1\nz = 2\n", "[a]\nx = 2\n",
			"[a]\nx = 2\n\n<<<<<<< a\n# b\n[b i]\ny = 1\nz = 2\n=======\n>>>>>>> b\n",
			"b:i (removed by b)\n" },
		{ "renamed here, changed there: never guessed", "[r i]\nx = 1\ny = 1\n\n[z]\nk = 1\n",
			"[r j]\nx = 1\ny = 1\n\n[z]\nk = 1\n", "[r i]\nx = 1\ny = 2\n\n[z]\nk = 2\n",
			"<<<<<<< a\n[r j]\nx = 1\ny = 1\n=======\n[r i]\nx = 1\ny = 2\n>>>>>>> b\n\n"
			"[z]\nk = 2\n", "r:i (renamed j by a)\n" },
		{ "changed here, renamed there", "[z]\nk = 1\n\n# r\n[r i]\nx = 1\n\n[r q]\nx = 2\n",
			"[z]\nk = 1\n\n# r\n[r i]\nx = 3\n\n[r q]\nx = 2\n",
			"[z]\nk = 1\n\n[r q]\nx = 2\n\n# r\n[r t]\nx = 1\n",
			"[z]\nk = 1\n\n<<<<<<< a\n# r\n[r i]\nx = 3\n=======\n# r\n[r t]\nx = 1\n>>>>>>> b\n\n"
			"[r q]\nx = 2\n", "r:i (renamed t by b)\n" },
		{ "renamed to two names", "[r i]\nx = 1\n\n[z]\nk = 1\n", "[r j]\nx = 1\n\n[z]\nk = 1\n",
			"[r k]\nx = 1\n\n[z]\nk = 1\n",
			"<<<<<<< a\n[r j]\nx = 1\n=======\n[r k]\nx = 1\n>>>>>>> b\n\n[z]\nk = 1\n",
			"r:i (renamed j by a, renamed k by b)\n" },
		{ "renamed here, removed there", "[z]\nk = 1\n\n[r i]\nx = 1\n",
			"[z]\nk = 1\n\n[r j]\nx = 1\n", "[z]\nk = 2\n",
			"[z]\nk = 2\n\n<<<<<<< a\n[r j]\nx = 1\n=======\n>>>>>>> b\n",
			"r:i (renamed j by a, removed by b)\n" },
		{ "renamed here, a key dropped there", "[r i]\nx = 1\ny = 1\n", "[r j]\nx = 1\ny = 1\n",
			"[r i]\nx = 1\n", "<<<<<<< a\n[r j]\nx = 1\ny = 1\n=======\n[r i]\nx = 1\n>>>>>>> b\n",
			"r:i (renamed j by a)\n" },
		{ "a key dropped here, renamed there", "[r i]\nx = 1\ny = 1\n", "[r i]\nx = 1\n",
			"[r j]\nx = 1\ny = 1\n", "<<<<<<< a\n[r i]\nx = 1\n=======\n[r j]\nx = 1\ny = 1\n>>>>>>> b\n",
			"r:i (renamed j by b)\n" },
		{ "one went, another of other words came: no rename", "[z]\nk = 1\n\n[r i]\nx = 1\n",
			"[z]\nk = 1\n\n[r j]\nx = 2\n", "[z]\nk = 2\n", "[z]\nk = 2\n\n[r j]\nx = 2\n", NULL },
		{ "two that fit: no rename", "[r i]\nx = 1\n\n[r h]\nx = 1\n", "[r j]\nx = 1\n",
			"[r k]\nx = 1\n", "[r j]\nx = 1\n\n[r k]\nx = 1\n", NULL },
		{ "renamed alike", "[r i]\nx = 1\n[z]\nk = 1\n", "[r j]\nx = 1\n[z]\nk = 1\n",
			"[r j]\nx = 1\n[z]\nk = 2\n", "[r j]\nx = 1\n[z]\nk = 2\n", NULL },
		{ "moved here, changed there", "[a]\nx = 1\n\n[b]\ny = 1\n", "[b]\ny = 1\n\n[a]\nx = 1\n",
			"[a]\nx = 2\n\n[b]\ny = 2\n\n[c]\nz = 1\n",
			"[b]\ny = 2\n\n[c]\nz = 1\n\n[a]\nx = 2\n", NULL },
	};

	(void)state;
	RUN(cases);
}

static void test_comments(void **state)
{
	static const struct merge cases[] = {
		{ "each side its own", "# t\n\n[a]\n# x\nx = 1\ny = 1\n# z\n\n# b\n[b]\n",
			"# T\n\n[a]\n# X\nx = 1\ny = 1\n# z\n\n# b\n[b]\n",
			"# t\n\n[a]\n# x\nx = 1\n# Y\ny = 1\n# Z\n\n# B\n[b]\n",
			"# T\n\n[a]\n# X\nx = 1\n# Y\ny = 1\n# Z\n\n# B\n[b]\n", NULL },
		{ "they travel with their key", "[a]\nx = 1\ny = 1\n", "[a]\nx = 2\ny = 1\n",
			"[a]\nx = 1\n\n# free\n\n# of n\nn = 1\ny = 1\n",
			"[a]\nx = 2\n\n# free\n\n# of n\nn = 1\ny = 1\n", NULL },
		{ "both wrote one: both stay", "[a]\nx = 1\n", "[a]\n# one\n# two\nx = 1\n",
			"[a]\n# one\n# three\nx = 1\n", "[a]\n# one\n# two\n# three\nx = 1\n", NULL },
		{ "both wrote one at the top", "[a]\nx = 1\n", "# one\n\n[a]\nx = 1\n",
			"# two\n\n[a]\nx = 1\n", "# one\n# two\n\n[a]\nx = 1\n", NULL },
		{ "both changed it", "[a]\n# one\nx = 1\n", "[a]\n# two\nx = 1\n",
			"[a]\n# three\nx = 2\n",
			"[a]\n<<<<<<< a\n# two\n=======\n# three\n>>>>>>> b\nx = 2\n",
			"the comments at a.x\n" },
		{ "both changed the top", "# one\n\n[a]\nx = 1\n", "# two\n\n[a]\nx = 1\n",
			"# three\n\n[a]\nx = 2\n",
			"<<<<<<< a\n# two\n=======\n# three\n>>>>>>> b\n\n[a]\nx = 2\n",
			"the comments at the top\n" },
		{ "written above a key that goes: it stays", "[a]\n# x\nx = 1\ny = 1\n",
			"[a]\ny = 1\n", "[a]\n# mind\nx = 1\ny = 2\n", "[a]\n# mind\ny = 2\n", NULL },
		{ "written in a section that goes: it stays", "[a]\n\n[b]\nx = 1\n\n[c]\n",
			"[a]\n\n[c]\n", "[a]\n\n# one\n[b]\n# two\nx = 1\n# three\n\n[c]\ny = 1\n",
			"[a]\n# one\n# two\n# three\n\n[c]\ny = 1\n", NULL },
		{ "left behind by a removed key", "[a]\n# x\nx = 1\ny = 1\nz = 1\n",
			"[a]\n# x\ny = 1\nz = 1\n", "[a]\n# x\nx = 1\nz = 1\n", "[a]\n# x\nz = 1\n", NULL },
	};

	(void)state;
	RUN(cases);
}

static void test_bytes(void **state)
{
	static const struct merge cases[] = {
		{ "unchanged here: theirs as it is", "[a]\nx = 1\n", "[a]\nx = 1\n",
			"[a]\r\n x\nnot a record", "[a]\r\n x\nnot a record", NULL },
		{ "unchanged there: ours as it is", "[a]\n", "\377\n<<<<<<<", "[a]\n",
			"\377\n<<<<<<<", NULL },
		{ "the same change", "[a]\n", "x", "x", "x", NULL },
		{ "nothing at all", "", "", "", "", NULL },
		{ "CR LF of ours", "[a]\nx = 1\ny = 1\n", "[a]\r\nx = 2\r\ny = 1\r\n",
			"[a]\nx = 1\ny = 2\n  3\n[b]\nz = 1\n",
			"[a]\r\nx = 2\r\ny = 2\r\n  3\r\n[b]\r\nz = 1\r\n", NULL },
		{ "CR LF of theirs", "[a]\nx = 1\ny = 1\n", "[a]\nx = 2\ny = 1\n",
			"[a]\r\nx = 1\r\ny = 2\r\n", "[a]\nx = 2\ny = 2\n", NULL },
		{ "CR LF round a conflict", "[a]\r\nx = 1\r\n", "[a]\r\nx = 2", "[a]\r\nx = 3\r\n",
			"[a]\r\n<<<<<<< a\r\nx = 2\r\n=======\r\nx = 3\r\n>>>>>>> b\r\n", "a.x\n" },
		{ "no last line end", "[a]\nx = 1\ny = 1", "[a]\nx = 2\ny = 1", "[a]\nx = 1\ny = 2\nz = 3",
			"[a]\nx = 2\ny = 2\nz = 3", NULL },
		{ "no last line end there", "[a]\nx = 1\ny = 1\n", "[a]\nx = 2\ny = 1\n",
			"[a]\nx = 1\ny = 2\n[b]\nz = 1", "[a]\nx = 2\ny = 2\n[b]\nz = 1\n", NULL },
		{ "no last line end, and it was CR LF", "[a]\r\nx = 1", "[a]\r\nx = 1\r\ny = 1",
			"[a]\r\nx = 2", "[a]\r\nx = 2\r\ny = 1", NULL },
		{ "a byte order mark of ours", "[a]\nx = 1\ny = 1\n", "\357\273\277[a]\nx = 2\ny = 1\n",
			"[a]\nx = 1\ny = 2\n", "\357\273\277[a]\nx = 2\ny = 2\n", NULL },
		{ "a byte order mark of theirs", "[a]\nx = 1\ny = 1\n", "[a]\nx = 2\ny = 1\n",
			"\357\273\277[a]\nx = 1\ny = 2\n", "[a]\nx = 2\ny = 2\n", NULL },
		{ "trailing blanks, odd spacing, empty lines", "[a]\nx = 1 \n\n\ny =  1\n\n",
			"[a]\t\nx = 2\t\n\n\ny =  1\n\n\n", "[a]\nx = 1 \n\ny =  3  \n",
			"[a]\t\nx = 2\t\n\ny =  3  \n\n\n", NULL },
		{ "characters that no value may hold", "[a]\nx = 1\ny = 1\n", "[a]\nx = \033\ny = 1\n",
			"[a]\nx = 1\ny = \377\n", "[a]\nx = \033\ny = \377\n", NULL },
		{ "ours emptied the file", "[a]\nx = 1\n[b]\ny = 1\n", "", "[a]\nx = 1\n[b]\ny = 2\n",
			"<<<<<<< a\n=======\n[b]\ny = 2\n>>>>>>> b\n", "b (removed by a)\n" },
	};

	(void)state;
	RUN(cases);
}

/* Texts that are merged by lines, if at all: each as ours, as theirs, as the base. */
static void test_not_by_key(void **state)
{
	static const char *const texts[] = { "x = 1\n[a]\n", "[a]\nfoo\n", "[a]\n# c\n  more\n",
		"[a]\n# c\n  x = 1\n", "[a]\nx = 1\nx = 2\n", "[a]\n[b]\n[a]\n", "[]\nx = 1\n",
		"[a]\n<<<<<<< a\nx = 1\n=======\nx = 2\n>>>>>>> b\n", "[a]\nx = 1\r\r\n", "[a]\nx = 1\r" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		const struct merge cases[] = {
			{ texts[i], texts[i], "[a]\n", "[b]\n", NULL, NULL },
			{ texts[i], "[a]\n", texts[i], "[b]\n", NULL, NULL },
			{ texts[i], "[a]\n", "[b]\n", texts[i], NULL, NULL },
		};

		RUN(cases);
	}
}

static void test_moved_comments(void **state)
{
	static const struct merge cases[] = {
		{ "something new below it, by both", "[a]\n# c\nx = 1\n", "[a]\n# c\ny = 1\nx = 1\n",
			"[a]\n# c\nz = 1\nx = 1\n", "[a]\n# c\ny = 1\nz = 1\nx = 1\n", NULL },
		{ "line ends, the last line", "[a]\r\n; c\r\nx = 1\r\ny = 1\r\nz = 1\r\n",
			"[a]\r\nx = 1\r\n; c\r\ny = 1\r\nz = 1\r\n",
			"[a]\r\nx = 1\r\ny = 1\r\n; c\r\nz = 2",
			"[a]\r\nx = 1\r\n; c\r\ny = 1\r\nz = 2\r\n", NULL },
		{ "two, and the second is the last line", "# c\n# d\n[a]\n[b]\nx = 1\n",
			"[a]\n# c\n[b]\nx = 1\n# d\n", "[a]\n[b]\n# d\nx = 1\n# c\n",
			"[a]\n# c\n[b]\n# d\nx = 1\n", NULL },
		{ "written twice on purpose", "[a]\n# c\nx = 1\ny = 1\n",
			"[a]\n# c\nx = 1\n# c\ny = 1\n", "[a]\n# c\nx = 1\ny = 2\n",
			"[a]\n# c\nx = 1\n# c\ny = 2\n", NULL },
		{ "new on both sides at two places", "[a]\nx = 1\ny = 1\n", "[a]\n# c\nx = 1\ny = 1\n",
			"[a]\nx = 1\n# c\ny = 1\n", "[a]\n# c\nx = 1\n# c\ny = 1\n", NULL },
		{ "beside a conflict", "[a]\n# c\nx = 1\ny = 1\nz = 1\n", "[a]\nx = 1\n# c\ny = 1\nz = 2\n",
			"[a]\nx = 1\ny = 1\n# c\nz = 3\n",
			"[a]\nx = 1\n# c\ny = 1\n# c\n<<<<<<< a\nz = 2\n=======\nz = 3\n>>>>>>> b\n",
			"a.z\n" },
	};

	(void)state;
	RUN(cases);
}

static void test_base_shown(void **state)
{
	static const struct merge cases[] = {
		{ "a key", "[a]\nx = 1\n  2\n", "[a]\nx = 2\n", "[a]\nx = 3\n",
			"[a]\n<<<<<<< a\nx = 2\n||||||| o\nx = 1\n  2\n=======\nx = 3\n>>>>>>> b\n",
			"a.x\n" },
		{ "a key that is new", "[a]\n", "[a]\nx = 2\n", "[a]\nx = 3\n",
			"[a]\n<<<<<<< a\nx = 2\n||||||| o\n=======\nx = 3\n>>>>>>> b\n", "a.x\n" },
		{ "a section", "[a]\nx = 1\n", "", "[a]\nx = 3\n",
			"<<<<<<< a\n||||||| o\n[a]\nx = 1\n=======\n[a]\nx = 3\n>>>>>>> b\n", "a (removed by a)\n" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		run_one(&cases[i], "o");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_sections),
		cmocka_unit_test(test_comments),
		cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_not_by_key),
		cmocka_unit_test(test_moved_comments),
		cmocka_unit_test(test_base_shown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
