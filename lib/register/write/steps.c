/* SPDX-License-Identifier: ISC
 *
 * Steps 4 to 14 of the commit routine; write.c has the list and the reasons.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "register/write/inner.h"

/* Step 6, first part: what was read at HEAD is still there. */
static int check_head(struct writer *wr, struct sec_err *err)
{
	struct sec_git_entry now;
	struct sec_buf who = SEC_BUF_INIT;
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < wr->draft.n; i++) {
		struct change *c = wr->draft.item[i];

		rc = wr->ops->entry(wr->git, &wr->head, c->full, &now, err);
		if (rc < 0 || sec_entry_same(&now, &c->base))
			continue;
		wr->ops->who(wr->git, &wr->head, &wr->draft.head.tip, c->full, &who);
		rc = sec_err_set(err, SEC_FAIL, "%s %s%s%s since you read it; look at it and try again",
			c->path, !now.present ? "was deleted" : c->base.present ? "was changed" : "was created",
			who.len ? " by " : "", who.s);
	}
	sec_buf_release(&who);
	return rc;
}

static bool same_head(const struct sec_git_head *a, const struct sec_git_head *b)
{
	return strcmp(a->branch, b->branch) == 0 && a->born == b->born
		&& memcmp(a->tip.raw, b->tip.raw, sizeof(a->tip.raw)) == 0;
}

/* Steps 6 to 8, index.lock held. */
static int stage(struct writer *wr, struct sec_err *err)
{
	struct sec_draft *d = &wr->draft;
	struct sec_git_head now = { 0 };
	size_t i;
	int rc = wr->ops->head(wr->git, &now, err);

	if (rc == 0 && !same_head(&now, &wr->head))
		rc = sec_err_set(err, SEC_AGAIN, "%s keeps moving", wr->head.branch);
	sec_git_head_release(&now);
	if (rc == 0)
		rc = sec_index_copy(wr, err);
	if (rc == 0)
		rc = sec_index_check(d, wr->ops, wr->index, err);
	if (rc == 0)
		rc = sec_files_check(d, wr->ops, err);
	if (rc == 0)
		rc = sec_files_stage(wr, d->item, d->n, err);
	for (i = 0; rc == 0 && i < d->n; i++)
		rc = wr->ops->index_set(wr->index, d->item[i]->full, &d->item[i]->after,
			&d->item[i]->st, err);
	return rc == 0 ? sec_index_stage(wr, err) : rc;
}

static int write_journal(struct writer *wr, struct sec_err *err)
{
	struct sec_buf text = SEC_BUF_INIT;
	char *own = sec_own_path(wr, "journal");
	int rc = 0;

	sec_journal_format(&wr->journal, &text);
	wr->has_journal = true;
	if (sec_file_make(AT_FDCWD, own, text.s, text.len) < 0
		|| renameat(AT_FDCWD, own, wr->gitfd, "sec-journal") < 0 || fsync(wr->gitfd) < 0)
		rc = sec_err_errno(err, "cannot write the journal in", wr->gitdir);
	sec_buf_release(&text);
	free(own);
	return rc;
}

/* A swap that failed late may have moved the branch all the same. */
static bool has_moved(struct writer *wr)
{
	bool yes = false;

	return wr->ops->contains(wr->git, wr->head.branch, &wr->journal.commit, &yes, NULL) == 0 && yes;
}

static int swap(struct writer *wr, struct sec_err *err)
{
	char *subject = xstrndup(wr->message.s, strcspn(wr->message.s, "\n"));
	int rc = wr->ops->swap(wr->git, &wr->head, &wr->journal.commit, wr->journal.token, subject, err);

	free(subject);
	return rc < 0 && has_moved(wr) ? 0 : rc;
}

/* Failure before step 10: everything that carries our token goes. */
static void undo(struct writer *wr)
{
	static const char *const suffix[] = { "index", "index.lock", "journal", "branch" };
	size_t i;

	wr->ops->index_free(wr->index);
	wr->index = NULL;
	sec_files_unstage(wr, wr->draft.item, wr->draft.n);
	for (i = 0; i < sizeof(suffix) / sizeof(*suffix); i++) {
		char *own = sec_own_path(wr, suffix[i]);

		unlink(own);
		free(own);
	}
	if (wr->has_journal)
		unlinkat(wr->gitfd, "sec-journal", 0);
	wr->has_journal = false;
	sec_index_unlock(wr);
}

static int unfinished(struct writer *wr, struct sec_err *err)
{
	return sec_err_prefix(err, "the change is committed (%s), but not every file is refreshed, and "
		"the next sec command finishes it: ", wr->out->hash);
}

static int name_lost(struct writer *wr, const struct sec_buf *lost, struct sec_err *err)
{
	struct sec_str rest = sec_buf_str(lost), path;
	struct sec_buf list = SEC_BUF_INIT;

	while (sec_str_split(&rest, '\n', &path))
		sec_buf_addf(&list, "%s%.*s", list.len ? ", " : "", SEC_ARG(path));
	sec_err_set(err, SEC_FAIL, "the change is committed (%s), but another program saved %s at the "
		"same moment and its text stays in the file; compare with git diff", wr->out->hash, list.s);
	sec_buf_release(&list);
	return SEC_FAIL;
}

/* Steps 11 to 14. */
static int finish(struct writer *wr, struct sec_err *err)
{
	struct sec_draft *d = &wr->draft;
	struct sec_git_head now = { 0 };
	struct sec_buf lost = SEC_BUF_INIT;
	char hex[SEC_GIT_HEX + 1];
	int rc = 0;

	sec_git_id_hex(&wr->journal.commit, hex);
	snprintf(wr->out->hash, sizeof(wr->out->hash), "%.10s", hex);
	wr->out->committed = true;
	wr->ops->share(wr->git, wr->head.branch, &wr->journal.commit, &wr->out->share);
	sec_err_clear(err);
	if (wr->ops->head(wr->git, &now, err) == 0 && strcmp(now.branch, wr->head.branch) != 0) {
		sec_buf_addf(&wr->out->notes, "committed on %s, which is no longer the current branch\n",
			wr->head.branch + strlen("refs/heads/"));
		undo(wr);
		goto out;
	}
	sec_err_clear(err);
	rc = sec_files_place(wr, d->item, d->n, &lost, err);
	if (rc == 0) {
		sec_index_touch_up(wr);
		rc = sec_index_place(wr, err);
	}
	if (rc < 0) {
		rc = unfinished(wr, err);
		goto out; /* journal and lock stay: the next writer needs them */
	}
	unlinkat(wr->gitfd, "sec-journal", 0); /* should it stay: the next writer sees all is done */
	sec_index_unlock(wr); /* a signal that waited ends us here */
	if (lost.len)
		rc = name_lost(wr, &lost, err);
out:
	sec_git_head_release(&now);
	sec_buf_release(&lost);
	return rc;
}

int sec_write_make(struct writer *wr, struct sec_err *err)
{
	int rc;

	sec_git_head_release(&wr->head);
	rc = wr->ops->head(wr->git, &wr->head, err);
	if (rc == 0)
		rc = check_head(wr, err);
	sec_write_progress(wr, "storing", wr->draft.n, 0);
	if (rc == 0)
		rc = wr->ops->commit(wr->git, &wr->head, wr->puts, wr->draft.n, wr->message.s, wr->signs,
			&wr->journal.commit, err);
	if (rc < 0)
		return rc;
	free(wr->journal.branch);
	wr->journal.branch = xstrdup(wr->head.branch);
	wr->made = true;
	return 0;
}

int sec_write_attempt(struct writer *wr, struct sec_err *err)
{
	int rc = wr->made ? 0 : sec_write_make(wr, err);

	wr->made = false;
	if (rc == 0)
		rc = sec_index_lock(wr, err);
	if (rc < 0)
		return rc;
	rc = stage(wr, err);
	if (rc == 0)
		rc = write_journal(wr, err);
	if (rc == 0)
		rc = swap(wr, err);
	if (rc < 0) {
		undo(wr);
		return rc;
	}
	return finish(wr, err);
}
