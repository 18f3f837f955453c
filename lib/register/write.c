/* SPDX-License-Identifier: ISC
 *
 * The commit routine. Until the branch moves (step 10) nothing that a person
 * sees has changed; from then on only renames are left to do, and a journal
 * lets the next writer finish them.
 *
 *   0 open; refuse what cannot be kept safe
 *   1 prepare: read at HEAD, edit, validate, in memory
 *   2 queue: flock on `sec-queue`; 3 repair what a killed writer left, then 1
 *   4 blobs, trees, commit object, all durable (before 2 where it is signed)
 *   5 index.lock, ours from the first instant (it appears with its content)
 *   6 under it: HEAD, the index and the files are as they were read
 *   7 new files beside the old ones; 8 a new index beside the old one
 *   9 journal; 10 the branch moves, if it still stands where the commit grew
 *  11 the files are exchanged; what comes out must be what was read
 *  13 the new index takes its place, index.lock goes; 14 the journal goes
 *
 * index.lock is held before the branch moves because git commits what the index
 * says: a plain `git commit` between branch and index would revert us. It keeps
 * our mark to its end, the new index waits under a name of its own; so at every
 * instant a lock we left behind can be told from one of git's.
 *
 * What remains: `git commit` reads the index before it takes index.lock. One
 * that began before us and ends after us writes back its old copy. That is
 * git's own race, the same between two plain commits.
 */
#include "register/write.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "register/signer.h"
#include "register/write/inner.h"

#define RETRY_SECONDS 10

void sec_outcome_release(struct sec_outcome *o)
{
	sec_buf_release(&o->notes);
	sec_buf_release(&o->share);
}

/* The register's folder in the work tree, "" or "a/b/". */
static int find_prefix(struct writer *wr, struct sec_err *err)
{
	const char *top = sec_git()->workdir(wr->git);
	char *real = realpath(wr->w->dir, NULL), *real_top = realpath(top, NULL);
	size_t n = real_top ? strlen(real_top) : 0;
	int rc = 0;

	if (!real || !real_top)
		rc = sec_err_errno(err, "cannot find", real ? top : wr->w->dir);
	else if (strcmp(real, real_top) == 0)
		wr->prefix = xstrdup("");
	else if (strncmp(real, real_top, n) == 0 && (real[n] == '/' || n == 1))
		wr->prefix = xasprintf("%s/", real + n + (n > 1));
	else
		rc = sec_err_set(err, SEC_FAIL, "%s is not in the work tree %s", wr->w->dir, top);
	free(real);
	free(real_top);
	return rc;
}

static int writer_open(struct writer *wr, struct sec_err *err)
{
	int rc;

	wr->root = wr->gitfd = wr->queue = -1;
	sec_buf_init(&wr->message);
	wr->ops = sec_git()->write;
	rc = sec_git()->open(&wr->git, wr->w->dir, err);
	if (rc == 0)
		rc = wr->ops->may_write(wr->git, err);
	if (rc == 0)
		rc = sec_signing_wanted(wr->git, &wr->signs, err);
	if (rc == 0)
		rc = find_prefix(wr, err);
	if (rc < 0)
		return rc;
	wr->gitdir = wr->ops->gitdir(wr->git);
	wr->gitfd = open(wr->gitdir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	wr->root = open(sec_git()->workdir(wr->git), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (wr->gitfd < 0 || wr->root < 0)
		return sec_err_errno(err, "cannot open", wr->gitfd < 0 ? wr->gitdir : wr->w->dir);
	sec_journal_begin(&wr->journal);
	return 0;
}

static void writer_close(struct writer *wr)
{
	sec_signals_release(wr);
	sec_queue_leave(wr);
	sec_files_close(wr);
	sec_draft_release(&wr->draft);
	sec_journal_release(&wr->journal);
	sec_git_head_release(&wr->head);
	sec_buf_release(&wr->message);
	free(wr->puts);
	free(wr->folders);
	free(wr->prefix);
	if (wr->gitfd >= 0)
		close(wr->gitfd);
	if (wr->root >= 0)
		close(wr->root);
	sec_git()->free(wr->git);
}

static int prepare(struct writer *wr, struct sec_err *err)
{
	struct sec_draft *d = &wr->draft;
	size_t i;
	int rc;

	sec_draft_release(d);
	rc = sec_draft_begin(d, wr, err);
	if (rc == 0)
		rc = wr->w->prepare(wr->w->ctx, d, err);
	if (rc == 0)
		rc = sec_draft_settle(d, wr->ops, err);
	if (rc == 0)
		rc = sec_write_message(wr->w, d, &wr->message, err);
	if (rc < 0)
		return rc;
	free(wr->puts);
	wr->puts = xcalloc(d->n ? d->n : 1, sizeof(*wr->puts));
	for (i = 0; i < d->n; i++) {
		wr->puts[i].path = d->item[i]->full;
		wr->puts[i].remove = !d->item[i]->after.present;
		wr->puts[i].text = sec_buf_str(&d->item[i]->text);
		wr->puts[i].mode = d->item[i]->after.mode;
	}
	return 0;
}

/* --dry-run: the checks that need no lock, and the difference. */
static int show(struct writer *wr, struct sec_err *err)
{
	struct sec_git_put before;
	struct sec_buf old = SEC_BUF_INIT;
	char *file = xasprintf("%s/index", wr->gitdir);
	size_t i;
	int rc = wr->ops->index_open(&wr->index, file, err);

	if (rc == 0)
		rc = sec_index_check(&wr->draft, wr->ops, wr->index, err);
	if (rc == 0)
		rc = sec_files_check(&wr->draft, wr->ops, err);
	for (i = 0; rc == 0 && i < wr->draft.n; i++) {
		struct change *c = wr->draft.item[i];

		sec_buf_clear(&old);
		if (c->base.present)
			rc = sec_git()->read(wr->git, &c->base.id, WRITE_LIMIT, &old, err);
		before = wr->puts[i];
		before.path = wr->puts[i].path = c->path;
		before.remove = !c->base.present;
		before.text = sec_buf_str(&old);
		if (rc == 0)
			rc = wr->ops->diff(&before, &wr->puts[i], wr->w->diff, err);
	}
	wr->ops->index_free(wr->index);
	wr->index = NULL;
	sec_buf_release(&old);
	free(file);
	return rc;
}

/* A turn in the queue of writers; `left` seconds to try again in. */
static int take_turn(struct writer *wr, bool *again, double *left, struct sec_err *err)
{
	double until;
	int rc = sec_queue_enter(wr, err);

	if (rc < 0)
		return rc;
	if (!wr->unlocked && sec_repair_needed(wr)) {
		rc = sec_repair(wr, err);
		*again = rc == 0;
	} else {
		if (!wr->unlocked)
			sec_sweep(wr);
		until = sec_clock() + *left;
		while ((rc = sec_write_attempt(wr, err)) == SEC_AGAIN && !wr->signs && sec_clock() < until)
			sec_pause(5, 60);
		*left = until - sec_clock();
	}
	sec_queue_leave(wr);
	return rc;
}

/* A commit that is to be signed is made before its turn, and again where the
 * branch has moved: nobody waits in the queue while somebody types a passphrase,
 * nor does that take of the time for trying. */
static int commit(struct writer *wr, bool *again, struct sec_err *err)
{
	double left = RETRY_SECONDS;
	int rc;

	do {
		wr->made = false;
		rc = wr->signs ? sec_write_make(wr, err) : 0;
		if (rc == 0)
			rc = take_turn(wr, again, &left, err);
	} while (rc == SEC_AGAIN && wr->signs && left > 0);
	return rc == SEC_AGAIN ? (err->code = SEC_FAIL) : rc;
}

/* Before the first look at HEAD, so that a command which turns out to have
 * nothing to do still finishes what was left. */
static int repair_first(struct writer *wr, struct sec_err *err)
{
	int rc;

	if (wr->w->dry_run || !sec_repair_needed(wr))
		return 0;
	rc = sec_queue_enter(wr, err);
	if (rc == 0 && !wr->unlocked && sec_repair_needed(wr))
		rc = sec_repair(wr, err);
	sec_queue_leave(wr);
	return rc;
}

static void hint(struct writer *wr)
{
	if (wr->draft.n && wr->ops->lacks_driver(wr->git, wr->draft.item[0]->full))
		sec_buf_addstr(&wr->out->notes, "this clone does not merge records key by key yet; run "
			"sec-init in it once\n");
}

int sec_write(const struct sec_write *w, struct sec_outcome *out, struct sec_err *err)
{
	struct writer wr = { .w = w, .out = out };
	bool again = true;
	int rc;

	memset(out, 0, sizeof(*out));
	sec_buf_init(&out->notes);
	sec_buf_init(&out->share);
	rc = writer_open(&wr, err);
	if (rc == 0)
		rc = repair_first(&wr, err);
	while (rc == 0 && again) {
		again = false;
		rc = prepare(&wr, err);
		if (rc < 0 || wr.draft.n == 0)
			break;
		if (w->dry_run)
			rc = show(&wr, err);
		else
			rc = commit(&wr, &again, err);
	}
	if (rc == 0)
		hint(&wr);
	writer_close(&wr);
	return rc;
}
