/* SPDX-License-Identifier: ISC
 *
 * The reader: every rule of the record format with its exact findings, and what
 * the entries are. Findings print as `LINE:COL level rule message {address}`,
 * entries as `kind:id.key |value|`, with `!` behind a faulty one.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "record/record.h"

#define TEXT(s) s, sizeof(s) - 1

static bool known_key(void *ctx, struct sec_str kind, struct sec_str key)
{
	(void)ctx;
	return sec_str_is(kind, "dates") && (!key.len || sec_str_is(key, "end"));
}

static const struct sec_dialect dialect = { .known_key = known_key };

static void describe(struct sec_buf *out, const struct sec_record *r)
{
	size_t i;

	for (i = 0; i < r->faults.n; i++) {
		const struct sec_fault *f = &r->faults.item[i];

		sec_buf_addf(out, "%u:%u %s %s %s", f->line, f->col, sec_level_name(f->level),
			f->rule, f->message);
		if (f->address)
			sec_buf_addf(out, " {%s}", f->address);
		sec_buf_addch(out, '\n');
	}
	for (i = 0; i < r->entries; i++) {
		const struct sec_entry *e = &r->entry[i];
		const struct sec_section *s = &r->section[e->section];

		sec_buf_addf(out, "%.*s%s%.*s.%.*s |", SEC_ARG(s->kind), s->id.len ? ":" : "",
			SEC_ARG(s->id), SEC_ARG(e->key));
		sec_buf_addslice(out, e->value);
		sec_buf_addstr(out, e->faulty ? "|!\n" : "|\n");
	}
	for (i = 0; i < out->len; i++)
		if (!out->s[i])
			out->s[i] = '~'; /* NUL */
}

static const struct {
	const char *name;
	const char *text;
	size_t len;
	const char *expect;
} cases[] = {
	{ "a plain record",
		TEXT("[dates]\n"
			"start = 2026-01-01\n"),
		"dates.start |2026-01-01|\n" },
	{ "rule 1: a BOM at the start is no text",
		TEXT("\357\273\277[a]\n"
			"b = 1\n"),
		"1:1 warning byte-order-mark the file begins with a byte order mark\n"
		"a.b |1|\n" },
	{ "rule 1: a BOM inside is an error",
		TEXT("[a]\n"
			"b = x\357\273\277y\n"),
		"2:6 error encoding byte order mark U+FEFF inside the text {a.b}\n"
		"a.b |x\357\273\277y|\n" },
	{ "rule 2: CR LF, one warning a file",
		TEXT("[a]\n"
			"b = 1\r\n"
			"c = 2\r\n"),
		"2:6 warning line-end lines end in CR LF {a.b}\n"
		"a.b |1|\n"
		"a.c |2|\n" },
	{ "rule 2: another CR is an error (T08)",
		TEXT("[a]\n"
			"b = x\ry\n"),
		"2:6 error encoding CR that ends no line {a.b}\n"
		"a.b |x\ry|\n" },
	{ "rule 2: no last LF",
		TEXT("[a]\n"
			"b = 1"),
		"2:6 warning line-end the last line has no line end {a.b}\n"
		"a.b |1|\n" },
	{ "rule 2: a CR at the very end",
		TEXT("[a]\n"
			"b = 1\r"),
		"2:6 error encoding CR that ends no line {a.b}\n"
		"2:7 warning line-end the last line has no line end {a.b}\n"
		"a.b |1\r|\n" },
	{ "T01 NUL",
		TEXT("[a]\n"
			"b = x\000y\n"),
		"2:6 error encoding NUL byte {a.b}\n"
		"a.b |x~y|\n" },
	{ "T09 escape",
		TEXT("[a]\n"
			"b = x\033[0m\n"),
		"2:6 error encoding control character U+001B {a.b}\n"
		"a.b |x\033[0m|\n" },
	{ "T09 DEL",
		TEXT("[a]\n"
			"b = x\177y\n"),
		"2:6 error encoding control character U+007F {a.b}\n"
		"a.b |x\177y|\n" },
	{ "T09 C1",
		TEXT("[a]\n"
			"b = x\302\205y\n"),
		"2:6 error encoding control character U+0085 {a.b}\n"
		"a.b |x\302\205y|\n" },
	{ "rule 1: line separator",
		TEXT("[a]\n"
			"b = x\342\200\250y\n"),
		"2:6 error encoding control character U+2028 {a.b}\n"
		"a.b |x\342\200\250y|\n" },
	{ "T06 bidi override",
		TEXT("[a]\n"
			"b = x\342\200\256y\n"),
		"2:6 error encoding text direction control U+202E {a.b}\n"
		"a.b |x\342\200\256y|\n" },
	{ "T04 Latin-1",
		TEXT("[a]\n"
			"b = caf\351\n"),
		"2:8 error encoding byte 0xE9 is not UTF-8 {a.b}\n"
		"a.b |caf\351|\n" },
	{ "T05 overlong",
		TEXT("[a]\n"
			"b = \300\257\n"),
		"2:5 error encoding byte 0xC0 is not UTF-8 {a.b}\n"
		"a.b |\300\257|\n" },
	{ "T05 surrogate",
		TEXT("[a]\n"
			"b = \355\240\200\n"),
		"2:5 error encoding byte 0xED is not UTF-8 {a.b}\n"
		"a.b |\355\240\200|\n" },
	{ "T05 noncharacter",
		TEXT("[a]\n"
			"b = \357\277\276\n"),
		"2:5 error encoding noncharacter U+FFFE {a.b}\n"
		"a.b |\357\277\276|\n" },
	{ "rule 1: invisible characters, one warning a line",
		TEXT("[a]\n"
			"b = a\342\200\213b\302\240c\n"),
		"2:6 warning invisible zero-width character U+200B {a.b}\n"
		"a.b |a\342\200\213b\302\240c|\n" },
	{ "rule 1: invisible characters in a comment",
		TEXT("# a\342\200\213b\n"
			"[a]\n"),
		"" },
	{ "one encoding fault a line",
		TEXT("# caf\351\n"
			"[a]\n"
			"b = \351\351\n"),
		"1:6 error encoding byte 0xE9 is not UTF-8\n"
		"3:5 error encoding byte 0xE9 is not UTF-8 {a.b}\n"
		"a.b |\351\351|\n" },
	{ "rule 3: trailing blanks are part of nothing",
		TEXT("[a]\n"
			"  \n"
			"b = 1  \n"
			"\t\n"),
		"a.b |1|\n" },
	{ "T13 keys before the first section, reported once",
		TEXT("b = 1\n"
			"c = 2\n"
			"[a]\n"
			"d = 3\n"),
		"1:1 error syntax-line a key before the first section: write its [section] above it\n"
		".b |1|\n"
		".c |2|\n"
		"a.d |3|\n" },
	{ "rule 4: text without =, its continuations with it",
		TEXT("[a]\n"
			"foo bar\n"
			"  more\n"
			"  more\n"
			"b = 1\n"),
		"2:1 error syntax-line a line without '=': write 'key = value'\n"
		"a.b |1|\n" },
	{ "rule 5: a known section without its brackets is that section",
		TEXT("[a]\n"
			"b = 1\n"
			"dates\n"
			"end = 2\n"
			"dates 2026-03-01\n"
			"c = 3\n"
			"dates agreed then\n"
			"datas\n"
			"d = 4\n"),
		"3:1 error section-name a section stands in brackets: write [dates]\n"
		"5:1 error section-name a section stands in brackets: write [dates 2026-03-01]\n"
		"7:1 error syntax-line a line without '=': write 'key = value'\n"
		"8:1 error syntax-line a line without '=': write 'key = value'\n"
		"a.b |1|\n"
		"dates.end |2|\n"
		"dates:2026-03-01.c |3|\n"
		"dates:2026-03-01.d |4|\n" },
	{ "rule 4: anything else",
		TEXT("[a]\n"
			"!\n"
			"- x\n"
			"\303\251t\303\251 = 1\n"),
		"2:1 error syntax-line not a comment, a section, a key or a continuation\n"
		"3:1 error syntax-line not a comment, a section, a key or a continuation\n"
		"4:1 error syntax-line not a comment, a section, a key or a continuation\n" },
	{ "T15 one conflict, one finding; its twins are no duplicates",
		TEXT("[a]\n"
			"<<<<<<< HEAD\n"
			"b = 1\n"
			"||||||| base\n"
			"b = 0\n"
			"=======\n"
			"b = 2\n"
			">>>>>>> x\n"
			"c = 1\n"
			"c = 2\n"),
		"2:1 error merge-marker an unfinished merge: settle it up to '>>>>>>>'\n"
		"10:1 error key-duplicate key 'c' stands twice, in line 9 and line 10 {a.c}\n"
		"a.b |1|\n"
		"a.b |0|\n"
		"a.b |2|\n"
		"a.c |1|\n"
		"a.c |2|\n" },
	{ "T15 markers without their beginning",
		TEXT("[a]\n"
			"=======\n"
			"b = 1\n"
			">>>>>>> x\n"),
		"2:1 error merge-marker an unfinished merge: settle it up to '>>>>>>>'\n"
		"a.b |1|\n" },
	{ "T13 an empty key",
		TEXT("[a]\n"
			"= 5\n"
			"==\n"),
		"2:1 error syntax-line no key before '=': write 'key = value'\n"
		"3:1 error syntax-line no key before '=': write 'key = value'\n" },
	{ "T13 an empty section",
		TEXT("[]\n"),
		"1:2 error section-name '[]' is no section: write [kind] or [kind id] with a-z, 0-9 and '-', at most 16 and 32\n" },
	{ "T13 an unclosed section still counts",
		TEXT("[a\n"
			"b = 1\n"),
		"1:3 error section-name a section line without ']': write [a]\n"
		"a.b |1|\n" },
	{ "rule 5: blanks inside",
		TEXT("[ a ]\n"
			"b = 1\n"),
		"1:2 error section-name '[ a ]' is no section: write [a]\n"
		"a.b |1|\n" },
	{ "rule 5: two blanks",
		TEXT("[a  b]\n"
			"b = 1\n"),
		"1:2 error section-name '[a  b]' is no section: write [a b]\n"
		"a:b.b |1|\n" },
	{ "rule 5: nothing after ]",
		TEXT("[a b] # c\n"
			"b = 1\n"),
		"1:6 error section-name text after ']': write [a b]\n"
		"a:b.b |1|\n" },
	{ "rule 5: capitals",
		TEXT("[Dates]\n"
			"end = 1\n"),
		"1:2 error section-name '[Dates]' is no section: write [dates]\n"
		"dates.end |1|\n" },
	{ "rule 5: straight quotes",
		TEXT("[a \"b\"]\n"
			"c = 1\n"),
		"a:b.c |1|\n" },
	{ "rule 5: other quotes",
		TEXT("[a 'b']\n"
			"c = 1\n"),
		"1:2 error section-name '[a 'b']' is no section: write [a b]\n"
		"a:b.c |1|\n" },
	{ "rule 5: an id of two words",
		TEXT("[a b c]\n"
			"c = 1\n"),
		"1:2 error section-name '[a b c]' is no section: write [a b-c]\n"
		"a:b-c.c |1|\n" },
	{ "rule 5: an id with a slash",
		TEXT("[a b/c]\n"
			"c = 1\n"),
		"1:2 error section-name '[a b/c]' is no section: write [kind] or [kind id] with a-z, 0-9 and '-', at most 16 and 32\n"
		".c |1|\n" },
	{ "T14 a kind of 17",
		TEXT("[abcdefghijklmnopq]\n"),
		"1:2 error section-name '[abcdefghijklmnopq]' is no section: write [kind] or [kind id] with a-z, 0-9 and '-', at most 16 and 32\n" },
	{ "T14 an id of 33",
		TEXT("[a 123456789012345678901234567890123]\n"),
		"1:2 error section-name '[a 123456789012345678901234567890123]' is no section: write [kind] or [kind id] with a-z, 0-9 and '-', at most 16 and 32\n" },
	{ "rule 5: an id of 32",
		TEXT("[a 12345678901234567890123456789012]\n"),
		"" },
	{ "rule 15: an x- section",
		TEXT("[x-a b]   \n"),
		"" },
	{ "rule 5: the first ] ends it",
		TEXT("[a]b]\n"),
		"1:4 error section-name text after ']': write [a]\n" },
	{ "rule 6: a colon, the key counts",
		TEXT("[a]\n"
			"end: 5\n"),
		"2:4 error syntax-line ':' does not separate a key from its value: write = {a.end}\n"
		"a.end |5|!\n" },
	{ "rule 6: prose with a colon",
		TEXT("[a]\n"
			"See http://x: y\n"),
		"2:1 error syntax-line a line without '=': write 'key = value'\n" },
	{ "rule 6: capitals",
		TEXT("[a]\n"
			"End = 5\n"),
		"2:1 error key-name 'End' is no key: write 'end' {a.end}\n"
		"a.end |5|!\n" },
	{ "rule 6: underscores",
		TEXT("[a]\n"
			"in_post_since = 5\n"),
		"2:1 error key-name 'in_post_since' is no key: write 'in-post-since' {a.in-post-since}\n"
		"a.in-post-since |5|!\n" },
	{ "rule 6: blanks",
		TEXT("[a]\n"
			"we did it = 5\n"),
		"2:1 error key-name 'we did it' is no key: write 'we-did-it' {a.we-did-it}\n"
		"a.we-did-it |5|!\n" },
	{ "rule 6: a dot",
		TEXT("[a]\n"
			"ab.c = 5\n"),
		"2:1 error key-name 'ab.c' is no key: write a-z, 0-9 and '-', a letter first\n" },
	{ "T14 a key of 33",
		TEXT("[a]\n"
			"abcdefghijklmnopqrstuvwxyzabcdefg = 5\n"),
		"2:1 error key-name a key of 33 bytes: 32 are the limit\n" },
	{ "rule 6: a key of 32",
		TEXT("[a]\n"
			"abcdefghijklmnopqrstuvwxyzabcdef = 5\n"),
		"a.abcdefghijklmnopqrstuvwxyzabcdef |5|\n" },
	{ "rule 10: empty values",
		TEXT("[a]\n"
			"b=\n"
			"c =\n"
			"d = \n"),
		"a.b ||\n"
		"a.c ||\n"
		"a.d ||\n" },
	{ "rule 8: dots",
		TEXT("[a]\n"
			"b = x\n"
			"  y\n"
			"  .\n"
			"  ..z\n"
			"  .# w\n"
			"  .  v\n"),
		"a.b |x\n"
		"y\n"
		"\n"
		".z\n"
		"# w\n"
		"  v|\n" },
	{ "rule 10: an empty first text is left out",
		TEXT("[a]\n"
			"b =\n"
			"  y\n"
			"  z\n"),
		"a.b |y\n"
		"z|\n" },
	{ "rule 10: only one continuation",
		TEXT("[a]\n"
			"b =\n"
			"  y\n"),
		"a.b |y|\n" },
	{ "rule 7: continues nothing, after a section and an empty line",
		TEXT("[a]\n"
			"  orphan\n"
			"  again\n"
			"b = 1\n"
			"\n"
			"  orphan\n"),
		"2:1 error syntax-line the indented line continues nothing\n"
		"6:1 error syntax-line the indented line continues nothing\n"
		"a.b |1|\n" },
	{ "rule 7: continues nothing, after a comment",
		TEXT("# c\n"
			"  orphan\n"),
		"2:1 error syntax-line the indented line continues nothing\n" },
	{ "rule 7: indented keys below a section count",
		TEXT("[a]\n"
			"  b = 1\n"
			"  c = 2\n"
			"  text\n"
			"d = 3\n"),
		"2:1 error syntax-line the indented line continues nothing: begin the key 'b' in column one {a.b}\n"
		"3:1 error syntax-line the indented line continues nothing: begin the key 'c' in column one {a.c}\n"
		"a.b |1|!\n"
		"a.c |2\n"
		"text|!\n"
		"a.d |3|\n" },
	{ "rule 9: a comment sign",
		TEXT("[a]\n"
			"b = 1\n"
			"  # x\n"
			"  ; y\n"),
		"3:3 error syntax-line '#' begins a continuation: write '.#' for text, or begin the comment in column one {a.b}\n"
		"4:3 error syntax-line ';' begins a continuation: write '.;' for text, or begin the comment in column one {a.b}\n"
		"a.b |1\n"
		"# x\n"
		"; y|\n" },
	{ "rule 9: a known key, a section",
		TEXT("[dates]\n"
			"b = 1\n"
			"  end = 5\n"
			"  end= 5\n"
			"  other = 5\n"
			"  [x y]\n"
			"  [1]\n"
			"  .end = 5\n"),
		"3:3 warning indented-key the indented key 'end' is part of the value above: begin it in column one, or write '.end' for text {dates.b}\n"
		"4:3 warning indented-key the indented key 'end' is part of the value above: begin it in column one, or write '.end' for text {dates.b}\n"
		"6:3 warning indented-key the indented section line is part of the value above: begin it in column one, or write '.[' for text {dates.b}\n"
		"dates.b |1\n"
		"end = 5\n"
		"end= 5\n"
		"other = 5\n"
		"[x y]\n"
		"[1]\n"
		"end = 5|\n" },
	{ "T12 blank and semicolon",
		TEXT("[a]\n"
			"b = x ; y\n"
			"c = ;z\n"
			"d =;z\n"
			"e = a;b # c\n"
			"  p ;q\n"),
		"2:7 warning value-comment other readers of INI cut the value at ' ;' {a.b}\n"
		"3:5 warning value-comment other readers of INI cut the value at ' ;' {a.c}\n"
		"6:5 warning value-comment other readers of INI cut the value at ' ;' {a.e}\n"
		"a.b |x ; y|\n"
		"a.c |;z|\n"
		"a.d |;z|\n"
		"a.e |a;b # c\n"
		"p ;q|\n" },
	{ "T10 a key twice",
		TEXT("[a]\n"
			"b = 1\n"
			"c = 2\n"
			"b = 3\n"
			"  x\n"),
		"4:1 error key-duplicate key 'b' stands twice, in line 2 and line 4 {a.b}\n"
		"a.b |1|\n"
		"a.c |2|\n"
		"a.b |3\n"
		"x|\n" },
	{ "T10 a section twice",
		TEXT("[a b]\n"
			"c = 1\n"
			"[a]\n"
			"c = 1\n"
			"[a b]\n"
			"c = 2\n"),
		"5:1 error section-duplicate [a b] stands twice, in line 1 and line 5\n"
		"a:b.c |1|\n"
		"a.c |1|\n"
		"a:b.c |2|\n" },
	{ "comments between",
		TEXT("[a]\n"
			"b = 1\n"
			"; x\n"
			"# y\n"),
		"a.b |1|\n" },
	{ "a BOM in front of a later line",
		TEXT("[a]\n"
			"b = 1\n"
			"\357\273\277c = 1\n"),
		"3:1 error encoding byte order mark U+FEFF inside the text\n"
		"a.b |1|\n" },
	{ "the empty file",
		TEXT(""),
		"" },
};

static void test_rules(void **state)
{
	struct sec_record r;
	struct sec_buf said = SEC_BUF_INIT;
	struct sec_err err = SEC_ERR_INIT;
	size_t i;

	(void)state;
	sec_record_init(&r);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		sec_buf_clear(&said);
		assert_int_equal(sec_record_parse_text(&r, cases[i].text, cases[i].len, &dialect,
			&err), SEC_OK);
		describe(&said, &r);
		if (strcmp(said.s, cases[i].expect) != 0)
			print_error("%s\n", cases[i].name);
		assert_string_equal(said.s, cases[i].expect);
	}
	sec_buf_release(&said);
	sec_record_release(&r);
}

static void parse(struct sec_record *r, const struct sec_buf *text)
{
	struct sec_err err = SEC_ERR_INIT;

	if (sec_record_parse_text(r, text->s, text->len, NULL, &err))
		fail_msg("%s", err.msg);
}

static void addn(struct sec_buf *b, char c, size_t n)
{
	while (n--)
		sec_buf_addch(b, c);
}

/* T03: wherever a reader may cut a line, its tail is no key. */
static void test_long_lines_forge_no_key(void **state)
{
	static const char tail[] = " end=2099-12-31";
	static const size_t range[][2] = { { 180, 215 }, { 385, 415 }, { 4075, 4110 } };
	struct sec_record r;
	struct sec_buf text = SEC_BUF_INIT;
	size_t i, len;

	(void)state;
	sec_record_init(&r);
	for (i = 0; i < 3; i++)
		for (len = range[i][0]; len <= range[i][1]; len++) {
			sec_buf_clear(&text);
			sec_buf_addstr(&text, "[dates]\nnote = ");
			addn(&text, 'x', len - 7 - (sizeof(tail) - 1));
			sec_buf_addf(&text, "%s\nstart = 1\n", tail);
			parse(&r, &text);
			assert_int_equal(r.entries, 2);
			assert_int_equal(r.entry[0].value.len, len - 7);
			assert_true(sec_str_is(sec_record_value(&r, "dates", NULL, "start"), "1"));
			assert_null(sec_section_entry(&r, &r.section[0], "end"));
			assert_int_equal(r.faults.n, len > SEC_LINE_MAX ? 1 : 0);
			if (r.faults.n) {
				assert_string_equal(r.faults.item[0].rule, "limits");
				assert_int_equal(r.faults.item[0].line, 2);
				assert_int_equal(r.faults.item[0].col, SEC_LINE_MAX + 1);
			}
		}
	sec_buf_release(&text);
	sec_record_release(&r);
}

/* T02: a line of a mebibyte is refused by its number. */
static void test_huge_line(void **state)
{
	struct sec_record r;
	struct sec_buf text = SEC_BUF_INIT;

	(void)state;
	sec_record_init(&r);
	sec_buf_addstr(&text, "[a]\nb = ");
	addn(&text, 'x', SEC_RECORD_MAX - 9);
	sec_buf_addch(&text, '\n');
	parse(&r, &text);
	assert_int_equal(r.faults.n, 1);
	assert_string_equal(r.faults.item[0].message,
		"a line of 1048571 bytes: 4096 are the limit");
	sec_buf_addstr(&text, "#\n");
	parse(&r, &text);
	assert_int_equal(r.faults.n, 2);
	assert_int_equal(r.faults.item[0].line, 0);
	assert_string_equal(r.faults.item[0].message,
		"a file of 1048578 bytes: 1048576 are the limit");
	sec_buf_release(&text);
	sec_record_release(&r);
}

/* T24: ten thousand keys, all found; one more is a finding. */
static void test_many_keys(void **state)
{
	struct sec_record r;
	struct sec_buf text = SEC_BUF_INIT;
	unsigned i;

	(void)state;
	sec_record_init(&r);
	sec_buf_addstr(&text, "[a]\n");
	for (i = 0; i < SEC_KEYS_MAX; i++)
		sec_buf_addf(&text, "k%u = %u\n", i, i);
	parse(&r, &text);
	assert_int_equal(r.entries, SEC_KEYS_MAX);
	assert_int_equal(r.faults.n, 0);
	assert_true(sec_str_is(sec_record_value(&r, "a", "", "k9999"), "9999"));
	sec_buf_addstr(&text, "last = 1\n");
	parse(&r, &text);
	assert_int_equal(r.faults.n, 1);
	assert_int_equal(r.faults.item[0].line, 10002);
	assert_string_equal(r.faults.item[0].message, "a file of 10001 keys: 10000 are the limit");
	sec_buf_release(&text);
	sec_record_release(&r);
}

static void test_dotted_ids(void **state)
{
	static const struct sec_dialect schema = { .dotted_ids = true };
	static const char text[] = "[field review.held]\ntype = yes-no\n";
	struct sec_record r;

	(void)state;
	sec_record_init(&r);
	assert_int_equal(sec_record_parse_text(&r, text, sizeof(text) - 1, &schema, NULL), 0);
	assert_int_equal(r.faults.n, 0);
	assert_true(sec_str_is(sec_record_value(&r, "field", "review.held", "type"), "yes-no"));
	assert_int_equal(sec_record_parse_text(&r, text, sizeof(text) - 1, NULL, NULL), 0);
	assert_int_equal(r.faults.n, 1);
	assert_string_equal(r.faults.item[0].rule, "section-name");
	sec_record_release(&r);
}

static void test_names(void **state)
{
	static const struct {
		const char *name;
		bool kind, id, key, record;
	} names[] = {
		{ "", false, false, false, false },
		{ "a", true, true, true, false },
		{ "a-b2", true, true, true, false },
		{ "2a", false, true, false, false },
		{ "-a", false, false, false, false },
		{ "A", false, false, false, false },
		{ "a_b", false, false, false, false },
		{ "abcdefghijklmnop", true, true, true, false },
		{ "abcdefghijklmnopq", false, true, true, false },
		{ "abcdefghijklmnopqrstuvwxyz012345", false, true, true, false },
		{ "abcdefghijklmnopqrstuvwxyz0123456", false, false, false, false },
		{ "2026-03-7k3qf", false, true, false, true },
		{ "2026-23-7k3qf", false, true, false, false },
		{ "2026-03-", false, true, false, false },
		{ "2026-03--a", false, true, false, false },
		{ "2026-03-.git", false, false, false, false },
		{ "../026-03-a", false, false, false, false },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct sec_str s = sec_str(names[i].name);

		assert_int_equal(sec_kind_is_legal(s), names[i].kind);
		assert_int_equal(sec_id_is_legal(s), names[i].id);
		assert_int_equal(sec_key_is_legal(s), names[i].key);
		assert_int_equal(sec_record_id_is_legal(s), names[i].record);
	}
}

static void test_lookup(void **state)
{
	static const char text[] = "[a]\nx = 1\n[a b]\nx = 2\n[c]\n";
	struct sec_record r;

	(void)state;
	sec_record_init(&r);
	assert_null(sec_record_section(&r, "a", NULL));
	assert_int_equal(sec_record_parse_text(&r, text, sizeof(text) - 1, NULL, NULL), 0);
	assert_true(sec_str_is(sec_record_value(&r, "a", NULL, "x"), "1"));
	assert_true(sec_str_is(sec_record_value(&r, "a", "b", "x"), "2"));
	assert_int_equal(sec_record_value(&r, "c", NULL, "x").len, 0);
	assert_int_equal(sec_record_section(&r, "c", "")->line, 4);
	assert_null(sec_record_section(&r, "", ""));
	sec_record_set_path(&r, "x.ini");
	assert_string_equal(r.path, "x.ini");
	sec_record_clear(&r);
	assert_null(r.path);
	assert_null(sec_record_section(&r, "a", NULL));
	sec_record_release(&r);
}

/* Faults are sorted by place; those of one place by rule. */
static void test_faults(void **state)
{
	struct sec_faults f = { 0 };

	(void)state;
	sec_faults_add(&f, "b", SEC_LEVEL_ERROR, 2, 1, "second");
	sec_faults_add(&f, "a", SEC_LEVEL_WARNING, 2, 1, "first of %d", 2);
	sec_faults_add(&f, "c", SEC_LEVEL_INFO, 0, 0, "file");
	sec_faults_sort(&f);
	assert_string_equal(f.item[0].message, "file");
	assert_string_equal(f.item[1].message, "first of 2");
	assert_string_equal(f.item[2].message, "second");
	assert_string_equal(sec_level_name(SEC_LEVEL_INFO), "info");
	sec_faults_release(&f);
	assert_null(f.item);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rules),
		cmocka_unit_test(test_long_lines_forge_no_key),
		cmocka_unit_test(test_huge_line),
		cmocka_unit_test(test_many_keys),
		cmocka_unit_test(test_dotted_ids),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_lookup),
		cmocka_unit_test(test_faults),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
