/* SPDX-License-Identifier: ISC
 *
 * pty-driver [EXPECT SEND]... -- COMMAND...: runs a command on a terminal of its
 * own. Each time EXPECT has appeared since the last answer, SEND is typed (a shell
 * gives control bytes: $'\003' is Ctrl-C). Prints what the terminal showed, without
 * CR and without what was typed; ends as the command did, 128 + N for signal N,
 * 125 when a text did not appear in a minute, 124 when the terminal was left in
 * another mode than it was in at the first EXPECT.
 */
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "base/buf.h"

enum { WAIT_MS = 60000, CHANGED = 124, TROUBLE = 125 };

static int converse(int fd, char **say, int pairs, struct sec_buf *seen, struct termios *mode)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	char part[4096];
	size_t from = 0;
	int at = 0;

	for (;;) {
		ssize_t n;

		if (poll(&p, 1, WAIT_MS) <= 0)
			return TROUBLE;
		n = read(fd, part, sizeof(part));
		if (n <= 0)
			return at == pairs ? 0 : TROUBLE;
		sec_buf_add(seen, part, (size_t)n);
		if (at < pairs && strstr(seen->s + from, say[2 * at])) {
			const char *answer = say[2 * at++ + 1];

			if (at == 1)
				tcgetattr(fd, mode);
			from = seen->len;
			if (write(fd, answer, strlen(answer)) < 0)
				return TROUBLE;
		}
	}
}

int main(int argc, char **argv)
{
	struct sec_buf seen = SEC_BUF_INIT;
	struct termios t, mode = { 0 }, after;
	int fd, status = 0, trouble, dashes = 1;
	size_t i;
	pid_t pid;

	while (dashes < argc && strcmp(argv[dashes], "--") != 0)
		dashes++;
	if (dashes + 1 >= argc || dashes % 2 == 0) {
		fputs("usage: pty-driver [EXPECT SEND]... -- COMMAND...\n", stderr);
		return TROUBLE;
	}
	pid = forkpty(&fd, NULL, NULL, NULL);
	if (pid < 0)
		return TROUBLE;
	if (pid == 0) {
		tcgetattr(0, &t);
		t.c_lflag &= ~(tcflag_t)ECHO;
		tcsetattr(0, TCSANOW, &t);
		execvp(argv[dashes + 1], argv + dashes + 1);
		_exit(TROUBLE);
	}
	trouble = converse(fd, argv + 1, (dashes - 1) / 2, &seen, &mode);
	if (trouble)
		kill(pid, SIGKILL);
	waitpid(pid, &status, 0);
	if (!trouble && dashes > 1 && tcgetattr(fd, &after) == 0
		&& (after.c_lflag != mode.c_lflag || after.c_iflag != mode.c_iflag))
		trouble = CHANGED;
	for (i = 0; i < seen.len; i++)
		if (seen.s[i] != '\r')
			putchar(seen.s[i]);
	sec_buf_release(&seen);
	return trouble ? trouble : WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}
