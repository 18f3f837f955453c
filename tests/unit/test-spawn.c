/* SPDX-License-Identifier: ISC
 * Running programs: what goes in, what comes out, how it ends.
 */
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/spawn.h"

/* Runs `sh -c SCRIPT`; the status. */
static int shell(struct sec_spawn *s, const char *script)
{
	const char *const argv[] = { "sh", "-c", script, NULL };
	struct sec_err err = SEC_ERR_INIT;

	s->argv = argv;
	assert_int_equal(sec_spawn(s, &err), 0);
	assert_null(err.msg);
	s->argv = NULL;
	return s->status;
}

static void test_streams(void **state)
{
	struct sec_buf out = SEC_BUF_INIT, errors = SEC_BUF_INIT;
	struct sec_spawn s = { .input = SEC_STR("in"), .output = &out, .errors = &errors };

	(void)state;
	sec_buf_addstr(&out, "before ");
	assert_int_equal(shell(&s, "cat; echo bad >&2; exit 7"), 7);
	assert_string_equal(out.s, "before in");
	assert_string_equal(errors.s, "bad\n");

	sec_buf_clear(&out);
	s.errors = &out;
	assert_int_equal(shell(&s, "echo 1; echo 2 >&2; echo 3"), 0);
	assert_string_equal(out.s, "1\n2\n3\n");

	sec_buf_clear(&out);
	s.input = SEC_STR("");
	assert_int_equal(shell(&s, "wc -c"), 0);
	assert_int_equal(atoi(out.s), 0);
	sec_buf_release(&out);
	sec_buf_release(&errors);
}

/* More than a pipe holds, both ways at once and on both descriptors. */
static void test_much(void **state)
{
	const size_t n = 3u << 20;
	struct sec_buf in = SEC_BUF_INIT, out = SEC_BUF_INIT, errors = SEC_BUF_INIT;
	struct sec_spawn s = { .output = &out, .errors = &errors };
	size_t i;

	(void)state;
	for (i = 0; i < n; i++)
		sec_buf_addch(&in, (char)('a' + i % 23));
	s.input = sec_buf_str(&in);
	assert_int_equal(shell(&s, "tee /dev/stderr"), 0);
	assert_true(sec_str_eq(sec_buf_str(&out), sec_buf_str(&in)));
	assert_true(sec_str_eq(sec_buf_str(&errors), sec_buf_str(&in)));

	sec_buf_clear(&out);
	assert_int_equal(shell(&s, "exec <&-; echo no"), 0); /* does not read: no SIGPIPE */
	assert_string_equal(out.s, "no\n");
	sec_buf_release(&in);
	sec_buf_release(&out);
	sec_buf_release(&errors);
}

static void test_endless(void **state)
{
	const char *const argv[] = { "yes", NULL };
	struct sec_buf out = SEC_BUF_INIT;
	struct sec_err err = SEC_ERR_INIT;
	struct sec_spawn s = { .argv = argv, .output = &out };

	(void)state;
	assert_int_equal(sec_spawn(&s, &err), SEC_FAIL);
	assert_string_equal(err.msg, "yes writes without end and was stopped");
	sec_err_clear(&err);
	sec_buf_release(&out);
}

static void test_absent(void **state)
{
	const char *const absent[] = { "sec-no-such-program", NULL }, *const folder[] = { "/", NULL };
	struct sec_err err = SEC_ERR_INIT;
	struct sec_buf out = SEC_BUF_INIT;
	struct sec_spawn s = { .argv = absent, .input = SEC_STR("x"), .output = &out, .errors = &out };

	(void)state;
	/* where a folder may not be read, nobody knows what is absent */
	assert_int_equal(setenv("PATH", "/usr/bin:/bin", 1), 0);
	assert_int_equal(sec_spawn(&s, &err), SEC_ABSENT);
	assert_string_equal(err.msg, "there is no program sec-no-such-program");
	s.argv = folder;
	assert_int_equal(sec_spawn(&s, &err), SEC_FAIL);
	assert_string_equal(err.msg, "cannot run /: Permission denied");
	sec_err_clear(&err);
	sec_buf_release(&out);
}

/* What is blocked or ignored here is not there, and afterwards is again here. */
static void test_signals(void **state)
{
	struct sec_buf out = SEC_BUF_INIT;
	struct sec_spawn s = { .output = &out };
	struct sigaction before, after;
	sigset_t block, old, now;

	(void)state;
	sigemptyset(&block);
	sigaddset(&block, SIGTERM);
	sigprocmask(SIG_BLOCK, &block, &old);
	signal(SIGCHLD, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	sigaction(SIGINT, NULL, &before);
	assert_int_equal(shell(&s, "kill -s TERM $$"), 128 + SIGTERM);
	assert_int_equal(shell(&s, "kill -s PIPE $$"), 128 + SIGPIPE);
	s.output = NULL;
	assert_int_equal(shell(&s, "kill -s INT $PPID $$"), 128 + SIGINT);
	sigaction(SIGINT, NULL, &after);
	assert_ptr_equal(before.sa_handler, after.sa_handler);
	assert_ptr_equal(signal(SIGCHLD, SIG_DFL), SIG_IGN);
	assert_ptr_equal(signal(SIGPIPE, SIG_DFL), SIG_IGN);
	sigprocmask(SIG_SETMASK, &old, &now);
	assert_true(sigismember(&now, SIGTERM));
	sec_buf_release(&out);
}

/* Beside the first three it has what it would have had without us, whichever
 * numbers were free here. */
static void test_descriptors(void **state)
{
	struct sec_buf out = SEC_BUF_INIT, wanted = SEC_BUF_INIT;
	struct sec_spawn s = { .input = SEC_STR("in "), .output = &out, .errors = &out };
	int fd, spare = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);

	(void)state;
	sec_buf_addstr(&wanted, "in 0 1 2");
	for (fd = 3; fd < 30; fd++)
		if (fcntl(fd, F_GETFD) >= 0 && !(fcntl(fd, F_GETFD) & FD_CLOEXEC))
			sec_buf_addf(&wanted, " %d", fd);
	sec_buf_addch(&wanted, '\n');
	close(STDIN_FILENO);
	assert_int_equal(shell(&s, "cat; i=0; while [ $i -lt 30 ]; do [ ! -e /proc/self/fd/$i ] || "
				   "list=${list:+$list }$i; i=$((i + 1)); done; echo $list"),
		0);
	assert_int_equal(dup2(spare, STDIN_FILENO), STDIN_FILENO);
	close(spare);
	assert_string_equal(out.s, wanted.s);
	sec_buf_release(&out);
	sec_buf_release(&wanted);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_streams),
		cmocka_unit_test(test_much),
		cmocka_unit_test(test_endless),
		cmocka_unit_test(test_absent),
		cmocka_unit_test(test_signals),
		cmocka_unit_test(test_descriptors),
	};

	alarm(60);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
