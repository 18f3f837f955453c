/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "register/write/inner.h"

#define QUEUE_SECONDS 60
#define INDEX_SECONDS 10

double sec_clock(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

void sec_pause(unsigned least_ms, unsigned most_ms)
{
	struct timespec t = { 0 };
	unsigned r = 0;

	if (getrandom(&r, sizeof(r), 0) < 0)
		r = (unsigned)getpid();
	t.tv_nsec = (long)(least_ms + r % (most_ms - least_ms + 1)) * 1000000L;
	nanosleep(&t, NULL);
}

int sec_queue_enter(struct writer *wr, struct sec_err *err)
{
	double until = sec_clock() + QUEUE_SECONDS;
	int fd = openat(wr->gitfd, "sec-queue", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);

	wr->queue = -1;
	if (fd < 0)
		return sec_err_errno(err, "cannot write in", wr->gitdir);
	while (flock(fd, LOCK_EX | LOCK_NB) < 0) {
		if (errno != EWOULDBLOCK && errno != EINTR) {
			close(fd); /* some network file systems: index.lock alone must do */
			wr->unlocked = true;
			return 0;
		}
		if (sec_clock() > until) {
			close(fd);
			return sec_err_set(err, SEC_FAIL, "another sec command has been writing for %d "
				"seconds; try again when it is done", QUEUE_SECONDS);
		}
		sec_pause(2, 12);
	}
	wr->queue = fd;
	return 0;
}

void sec_queue_leave(struct writer *wr)
{
	if (wr->queue >= 0)
		close(wr->queue);
	wr->queue = -1;
}

/* Once index.lock is ours, a keypress must not leave it behind. Waiting for it
 * stays interruptible. */
static void block_signals(struct writer *wr)
{
	sigset_t set;

	if (wr->blocked)
		return;
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGQUIT);
	sigaddset(&set, SIGTSTP);
	sigaddset(&set, SIGPIPE);
	sigaddset(&set, SIGXFSZ);
	pthread_sigmask(SIG_BLOCK, &set, &wr->old_signals);
	wr->blocked = true;
}

void sec_signals_release(struct writer *wr)
{
	if (!wr->blocked)
		return;
	wr->blocked = false;
	pthread_sigmask(SIG_SETMASK, &wr->old_signals, NULL);
}

static void add_age(struct sec_buf *out, time_t since)
{
	long s = (long)(time(NULL) - since);

	if (s < 120)
		sec_buf_addf(out, "%ld seconds", s < 0 ? 0 : s);
	else if (s < 7200)
		sec_buf_addf(out, "%ld minutes", s / 60);
	else if (s < 172800)
		sec_buf_addf(out, "%ld hours", s / 3600);
	else
		sec_buf_addf(out, "%ld days", s / 86400);
}

static int held(struct writer *wr, struct sec_err *err)
{
	struct sec_buf age = SEC_BUF_INIT;
	struct sec_journal theirs = { 0 };
	struct passwd *pw = NULL;
	struct stat st;

	if (fstatat(wr->gitfd, "index.lock", &st, AT_SYMLINK_NOFOLLOW) < 0)
		return sec_err_set(err, SEC_FAIL, "%s/index.lock was held for %d seconds; try again",
			wr->gitdir, INDEX_SECONDS);
	add_age(&age, st.st_mtime);
	pw = getpwuid(st.st_uid);
	if (sec_lock_is_ours(wr, &theirs))
		sec_err_set(err, SEC_FAIL, "%s/index.lock is %s old and held by sec, process %ld on %s; "
			"if that is not running, remove the file", wr->gitdir, age.s, theirs.pid,
			theirs.host);
	else
		sec_err_set(err, SEC_FAIL, "%s/index.lock is %s old and belongs to %s; if no git command "
			"is running, remove the file", wr->gitdir, age.s, pw ? pw->pw_name : "another user");
	sec_journal_release(&theirs);
	sec_buf_release(&age);
	return SEC_FAIL;
}

int sec_index_lock(struct writer *wr, struct sec_err *err)
{
	double until = sec_clock() + INDEX_SECONDS;
	char *own = xasprintf("sec-%s.lock", wr->journal.token);
	struct sec_buf text = SEC_BUF_INIT;
	int rc = 0;

	sec_journal_format(&wr->journal, &text);
	unlinkat(wr->gitfd, own, 0); /* a repair takes up the token of a dead writer */
	if (sec_file_make(wr->gitfd, own, text.s, text.len) < 0)
		rc = sec_err_errno(err, "cannot write in", wr->gitdir);
	while (rc == 0) {
		block_signals(wr);
		if (sec_file_publish(wr->gitfd, own, "index.lock") == 0) {
			wr->holds_index = true;
			break;
		}
		if (errno != EEXIST)
			rc = sec_err_errno(err, "cannot make index.lock in", wr->gitdir);
		else if (sec_clock() > until)
			rc = held(wr, err);
		sec_signals_release(wr);
		if (rc == 0)
			sec_pause(5, 40);
	}
	if (rc < 0)
		unlinkat(wr->gitfd, own, 0);
	sec_buf_release(&text);
	free(own);
	return rc;
}

void sec_index_unlock(struct writer *wr)
{
	struct sec_journal found;

	/* Somebody may have removed our lock by hand, and git taken its own. */
	if (wr->holds_index && sec_lock_is_ours(wr, &found)) {
		if (strcmp(found.token, wr->journal.token) == 0)
			unlinkat(wr->gitfd, "index.lock", 0);
		sec_journal_release(&found);
	}
	wr->holds_index = false;
	sec_signals_release(wr);
}
