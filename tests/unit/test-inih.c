/* SPDX-License-Identifier: ISC
 *
 * libinih however it was built. Debian's build can be switched at run time; with
 * every combination of its switches the reader says the same. The switches are
 * asked for weakly: where they are missing, the test is skipped.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "random.h"
#include "record/edit.h"

extern bool ini_allow_inline_comments __attribute__((weak));
extern bool ini_allow_multiline __attribute__((weak));
extern bool ini_allow_no_value __attribute__((weak));
extern bool ini_use_stack __attribute__((weak));
extern bool ini_allow_realloc __attribute__((weak));
extern int ini_max_line __attribute__((weak));
extern int ini_initial_alloc __attribute__((weak));

static const char *const words[] = { "a", "word", "x;", ";y", " ; z", "#", "=", "k = v", "[a]", "\"",
	".", "\303\251", "\342\200\202;", "end=2099-12-31", "\\", "\302\240", ":", "\t", " ", "  " };

static const char *const lines[] = { "\n", "\n  ", "\n  ..", "\n  .# ", "\n# c\n  ", "\nb = ", "\nEnd: ",
	"\n  ;", "\n[b]\n", "\r\n" };

static void random_text(struct rnd *rnd, struct sec_buf *out)
{
	size_t n = rnd_below(rnd, 12), m;

	sec_buf_clear(out);
	sec_buf_addstr(out, "[a]\na = ");
	for (; n; n--) {
		for (m = rnd_below(rnd, rnd_below(rnd, 4) ? 6 : 200); m; m--)
			sec_buf_addstr(out, RND_PICK(rnd, words));
		sec_buf_addstr(out, RND_PICK(rnd, lines));
	}
}

static void describe(struct sec_buf *out, const struct sec_record *r)
{
	uint32_t i;

	sec_buf_clear(out);
	for (i = 0; i < r->entries; i++)
		sec_buf_addf(out, "%u %.*s=%.*s\n", r->entry[i].line, SEC_ARG(r->entry[i].key),
			SEC_ARG(r->entry[i].value));
	for (i = 0; i < r->faults.n; i++)
		sec_buf_addf(out, "%u:%u %s\n", r->faults.item[i].line, r->faults.item[i].col,
			r->faults.item[i].message);
}

static void set_switches(unsigned bits)
{
	static const int most[] = { 200, 64, 5000 };

	ini_allow_inline_comments = bits & 1;
	ini_allow_multiline = !(bits & 2);
	ini_allow_no_value = bits & 4;
	ini_use_stack = !(bits & 8);
	ini_allow_realloc = bits & 16;
	ini_max_line = most[bits / 32];
	ini_initial_alloc = most[bits / 32];
}

static void test_every_build_reads_the_same(void **state)
{
	struct rnd rnd = { rnd_seed() };
	struct sec_record r;
	struct sec_buf text = SEC_BUF_INIT, first = SEC_BUF_INIT, said = SEC_BUF_INIT;
	struct sec_err err = SEC_ERR_INIT;
	unsigned bits, i;

	(void)state;
	if (!&ini_allow_inline_comments || !&ini_allow_multiline || !&ini_allow_no_value
		|| !&ini_use_stack || !&ini_allow_realloc || !&ini_max_line || !&ini_initial_alloc) {
		print_message("SKIPPED: this libinih has no switches\n");
		skip();
	}
	sec_record_init(&r);
	for (i = 0; i < 60; i++) {
		random_text(&rnd, &text);
		for (bits = 0; bits < 96; bits++) {
			set_switches(bits);
			if (sec_record_parse_text(&r, text.s, text.len, NULL, &err))
				fail_msg("SEC_SEED=%llu, switches %u: %s",
					(unsigned long long)rnd_seed(), bits, err.msg);
			describe(bits ? &said : &first, &r);
			if (bits)
				assert_string_equal(said.s, first.s);
		}
	}
	sec_buf_release(&text);
	sec_buf_release(&first);
	sec_buf_release(&said);
	sec_record_release(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_build_reads_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
