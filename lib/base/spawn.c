/* SPDX-License-Identifier: ISC */
#include "base/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define OUTPUT_LIMIT (16u << 20)

enum { INPUT, OUTPUT, ERRORS, N_PIPES };

/* `ours[i]` and `theirs[i]` are the ends of the pipe to descriptor i; -1: none. */
struct running {
	struct sec_spawn *s;
	pid_t pid;
	int ours[N_PIPES], theirs[N_PIPES];
	size_t sent, got;
};

/* What a signal does here while the program runs, and did before. */
struct meanwhile {
	int signal;
	bool terminal; /* only while the program has our terminal */
	void (*handler)(int);
	struct sigaction before;
};

static void drop(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static void drop_all(int fd[N_PIPES])
{
	int i;

	for (i = 0; i < N_PIPES; i++)
		drop(&fd[i]);
}

/* Away from the first three numbers, which may be free where somebody started
 * us so, and which the program gets. */
static int lift(int *fd)
{
	int high;

	if (*fd > STDERR_FILENO)
		return 0;
	high = fcntl(*fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	drop(fd);
	*fd = high;
	return high < 0 ? -1 : 0;
}

static int open_pipe(struct running *r, int which)
{
	int fd[2];

	if (pipe2(fd, O_CLOEXEC) < 0)
		return -1;
	r->ours[which] = fd[which == INPUT];
	r->theirs[which] = fd[which != INPUT];
	if (lift(&r->ours[which]) < 0 || lift(&r->theirs[which]) < 0)
		return -1;
	return fcntl(r->ours[which], F_SETFL, O_NONBLOCK);
}

static int open_pipes(struct running *r)
{
	struct sec_spawn *s = r->s;

	if (s->input.s && open_pipe(r, INPUT) < 0)
		return -1;
	if (s->output && open_pipe(r, OUTPUT) < 0)
		return -1;
	return s->errors && s->errors != s->output ? open_pipe(r, ERRORS) : 0;
}

/* As system(3): a keypress at the program's terminal is the program's. */
static void signals_set(struct meanwhile *list, size_t n, bool terminal)
{
	size_t i;

	for (i = 0; i < n; i++) {
		struct sigaction now = { .sa_handler = list[i].handler };

		if (list[i].terminal && !terminal)
			sigaction(list[i].signal, NULL, &list[i].before);
		else
			sigaction(list[i].signal, &now, &list[i].before);
	}
}

static void signals_reset(struct meanwhile *list, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		sigaction(list[i].signal, &list[i].before, NULL);
}

/* No signal is blocked in the program, and none is ignored for our sake. */
static int start(struct running *r, const struct meanwhile *list, size_t n)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	sigset_t none, plain;
	size_t i;
	int rc;

	sigemptyset(&none);
	sigemptyset(&plain);
	sigaddset(&plain, SIGPIPE);
	sigaddset(&plain, SIGXFSZ);
	for (i = 0; i < n; i++)
		if (list[i].before.sa_handler != SIG_IGN)
			sigaddset(&plain, list[i].signal);
	posix_spawnattr_init(&attr);
	posix_spawnattr_setsigmask(&attr, &none);
	posix_spawnattr_setsigdefault(&attr, &plain);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	posix_spawn_file_actions_init(&files);
	for (i = 0; i < N_PIPES; i++)
		if (r->theirs[i] >= 0)
			posix_spawn_file_actions_adddup2(&files, r->theirs[i], (int)i);
	if (r->s->errors && r->s->errors == r->s->output)
		posix_spawn_file_actions_adddup2(&files, r->theirs[OUTPUT], STDERR_FILENO);
	rc = posix_spawnp(&r->pid, r->s->argv[0], &files, &attr, (char *const *)r->s->argv, environ);
	posix_spawn_file_actions_destroy(&files);
	posix_spawnattr_destroy(&attr);
	return rc;
}

static void feed(struct running *r)
{
	struct sec_str in = r->s->input;
	ssize_t n = 0;

	if (r->sent < in.len)
		n = write(r->ours[INPUT], in.s + r->sent, in.len - r->sent);
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n > 0)
		r->sent += (size_t)n;
	if (n < 0 || r->sent == in.len)
		drop(&r->ours[INPUT]); /* all sent, or it does not want the rest */
}

static void drain(struct running *r, int which, struct sec_buf *out)
{
	char chunk[65536];
	ssize_t n = read(r->ours[which], chunk, sizeof(chunk));

	if (n > 0) {
		sec_buf_add(out, chunk, (size_t)n);
		r->got += (size_t)n;
	} else if (n == 0 || (errno != EAGAIN && errno != EINTR))
		drop(&r->ours[which]);
}

/* Until every pipe is closed. Negative where there is no end to what it writes. */
static int converse(struct running *r)
{
	struct pollfd p[N_PIPES] = { { .events = POLLOUT }, { .events = POLLIN },
		{ .events = POLLIN } };
	int i;

	while (r->ours[INPUT] >= 0 || r->ours[OUTPUT] >= 0 || r->ours[ERRORS] >= 0) {
		if (r->got > OUTPUT_LIMIT)
			return -1;
		for (i = 0; i < N_PIPES; i++) {
			p[i].fd = r->ours[i]; /* poll() passes over -1 */
			p[i].revents = 0;
		}
		if (poll(p, N_PIPES, -1) < 0)
			continue;
		if (p[INPUT].revents)
			feed(r);
		if (p[OUTPUT].revents)
			drain(r, OUTPUT, r->s->output);
		if (p[ERRORS].revents)
			drain(r, ERRORS, r->s->errors);
	}
	return 0;
}

static int run(struct running *r, struct sec_err *err)
{
	bool endless = converse(r) < 0;
	int status = 0;

	drop_all(r->ours);
	if (endless)
		kill(r->pid, SIGKILL);
	while (waitpid(r->pid, &status, 0) < 0)
		if (errno != EINTR)
			return sec_err_errno(err, "cannot wait for", r->s->argv[0]);
	if (endless)
		return sec_err_set(err, SEC_FAIL, "%s writes without end and was stopped", r->s->argv[0]);
	r->s->status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
	return 0;
}

static int not_started(const char *program, int error, struct sec_err *err)
{
	if (error == ENOENT)
		return sec_err_set(err, SEC_ABSENT, "there is no program %s", program);
	errno = error;
	return sec_err_errno(err, "cannot run", program);
}

int sec_spawn(struct sec_spawn *s, struct sec_err *err)
{
	struct meanwhile list[] = {
		{ .signal = SIGPIPE, .handler = SIG_IGN },
		{ .signal = SIGCHLD, .handler = SIG_DFL }, /* ignored, nobody could wait */
		{ .signal = SIGINT, .terminal = true, .handler = SIG_IGN },
		{ .signal = SIGQUIT, .terminal = true, .handler = SIG_IGN },
	};
	const size_t n = sizeof(list) / sizeof(*list);
	struct running r = { .s = s, .ours = { -1, -1, -1 }, .theirs = { -1, -1, -1 } };
	int rc;

	s->status = 0;
	if (open_pipes(&r) < 0) {
		rc = sec_err_errno(err, "cannot make a pipe to", s->argv[0]);
		drop_all(r.theirs);
	} else {
		signals_set(list, n, !s->input.s && !s->output);
		rc = start(&r, list, n);
		drop_all(r.theirs);
		rc = rc == 0 ? run(&r, err) : not_started(s->argv[0], rc, err);
		signals_reset(list, n);
	}
	drop_all(r.ours);
	return rc;
}
