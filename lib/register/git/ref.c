/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <fcntl.h>
#include <git2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "register/git/identity.h"
#include "register/git/inner.h"

void sec_git_head_release(struct sec_git_head *head)
{
	free(head->branch);
	memset(head, 0, sizeof(*head));
}

static const char *state_name(int state)
{
	switch (state) {
	case GIT_REPOSITORY_STATE_NONE: return NULL;
	case GIT_REPOSITORY_STATE_MERGE: return "merge";
	case GIT_REPOSITORY_STATE_REVERT:
	case GIT_REPOSITORY_STATE_REVERT_SEQUENCE: return "revert";
	case GIT_REPOSITORY_STATE_CHERRYPICK:
	case GIT_REPOSITORY_STATE_CHERRYPICK_SEQUENCE: return "cherry-pick";
	case GIT_REPOSITORY_STATE_BISECT: return "bisect";
	case GIT_REPOSITORY_STATE_APPLY_MAILBOX: return "am";
	default: return "rebase";
	}
}

static int read_tip(struct sec_git *git, struct sec_git_head *head, struct sec_err *err)
{
	git_oid id;
	int rc = git_reference_name_to_id(&id, git->repo, head->branch);

	head->born = rc == 0;
	memset(&head->tip, 0, sizeof(head->tip));
	if (rc == 0)
		memcpy(head->tip.raw, id.id, sizeof(head->tip.raw));
	if (rc < 0 && rc != GIT_ENOTFOUND)
		return sec_git_error(err, SEC_FAIL, "cannot read %s", head->branch);
	return 0;
}

int sec_git_head(struct sec_git *git, struct sec_git_head *out, struct sec_err *err)
{
	const char *state = state_name(git_repository_state(git->repo));
	const char *target;
	git_reference *ref = NULL;
	int rc = 0;

	memset(out, 0, sizeof(*out));
	if (state && strcmp(state, "bisect") == 0)
		return sec_err_set(err, SEC_FAIL, "a git bisect is under way; finish it with git bisect reset");
	if (state)
		return sec_err_set(err, SEC_FAIL, "a git %s is under way; finish it with git %s --continue, "
			"or give it up with git %s --abort", state, state, state);
	if (git_reference_lookup(&ref, git->repo, "HEAD") < 0)
		return sec_git_error(err, SEC_FAIL, "cannot read HEAD");
	target = git_reference_symbolic_target(ref);
	if (!target)
		rc = sec_err_set(err, SEC_FAIL, "HEAD is detached, so no branch would hold the change; "
			"run: git switch BRANCH");
	else if (strncmp(target, "refs/heads/", 11) != 0)
		rc = sec_err_set(err, SEC_FAIL, "HEAD names %s, which is no branch; run: "
			"git switch BRANCH", target);
	else
		out->branch = xstrdup(target);
	git_reference_free(ref);
	if (rc == 0)
		rc = read_tip(git, out, err);
	if (rc < 0)
		sec_git_head_release(out);
	return rc;
}

/* core.logAllRefUpdates; unset means yes where there is a work tree. */
static bool wants_log(struct sec_git *git, const char *log)
{
	git_config *cfg = NULL;
	git_buf value = { 0 };
	int yes = 1;

	if (access(log, F_OK) == 0)
		return true;
	if (git_repository_config(&cfg, git->repo) == 0
		&& git_config_get_string_buf(&value, cfg, "core.logallrefupdates") == 0
		&& strcmp(value.ptr, "always") != 0 && git_config_parse_bool(&yes, value.ptr) < 0)
		yes = 1;
	git_buf_dispose(&value);
	git_config_free(cfg);
	return yes;
}

static int make_parents(const char *path)
{
	char *folder = xstrdup(path), *slash = strrchr(folder, '/');
	int rc;

	*slash = '\0';
	rc = sec_file_mkdirs(folder);
	free(folder);
	return rc;
}

static int append_log(struct sec_git *git, const char *dir, const char *name,
	const struct sec_buf *line, struct sec_err *err)
{
	char *log = xasprintf("%s/logs/%s", dir, name);
	struct stat st;
	int fd, rc = 0;

	if (!wants_log(git, log))
		goto out;
	if (make_parents(log) < 0) {
		rc = sec_err_errno(err, "cannot make a folder for", log);
		goto out;
	}
	fd = open(log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
	if (fd < 0 || fstat(fd, &st) < 0) {
		rc = sec_err_errno(err, "cannot write", log);
	} else if (sec_file_write_all(fd, line->s, line->len) < 0 || fsync(fd) < 0) {
		rc = sec_err_errno(err, "cannot write", log);
		if (ftruncate(fd, st.st_size) < 0)
			sec_err_prefix(err, "%s now ends in half a line: ", log);
	}
	if (fd >= 0)
		close(fd);
out:
	free(log);
	return rc;
}

/* The line that git keeps in logs/: old new name <email> time zone TAB text. */
static int log_line(struct sec_git *git, const struct sec_git_head *head, const char *commit,
	const char *subject, struct sec_buf *line, struct sec_err *err)
{
	git_signature *author = NULL, *who = NULL;
	char old[SEC_GIT_HEX + 1];
	int zone, rc = sec_git_identity(git, &author, &who, err);

	if (rc < 0)
		return rc;
	sec_git_id_hex(&head->tip, old);
	zone = abs(who->when.offset);
	sec_buf_addf(line, "%s %s %s <%s> %lld %c%02d%02d\tcommit%s: %s\n", old, commit, who->name,
		who->email, (long long)who->when.time, who->when.offset < 0 ? '-' : '+', zone / 60,
		zone % 60, head->born ? "" : " (initial)", subject);
	git_signature_free(author);
	git_signature_free(who);
	return 0;
}

/* With the branch's lock held: the old tip still there? Then the logs, and the
 * lock becomes the branch. */
static int move_locked(struct sec_git *git, const struct sec_git_head *head, const char *lock,
	const char *ref, const struct sec_buf *line, struct sec_err *err)
{
	struct sec_git_head now = { .branch = head->branch };
	int rc = read_tip(git, &now, err);

	if (rc == 0 && (now.born != head->born
		|| memcmp(now.tip.raw, head->tip.raw, sizeof(now.tip.raw)) != 0))
		rc = sec_err_set(err, SEC_AGAIN, "%s has moved", head->branch);
	if (rc == 0)
		rc = append_log(git, git->common, head->branch, line, err);
	if (rc == 0)
		rc = append_log(git, git->gitdir, "HEAD", line, err);
	if (rc == 0 && rename(lock, ref) < 0)
		rc = sec_err_errno(err, "cannot move", ref);
	return rc;
}

static void ref_paths(struct sec_git *git, const char *branch, char **ref, char **lock)
{
	*ref = xasprintf("%s/%s", git->common, branch);
	*lock = xasprintf("%s.lock", *ref);
}

/* Done by hand and not by libgit2, because a writer killed while libgit2 holds
 * the branch's lock leaves an empty one that nobody can tell from git's own.
 * Ours has the new commit in it from the moment it exists. */
int sec_git_swap(struct sec_git *git, const struct sec_git_head *head,
	const struct sec_git_id *commit, const char *token, const char *subject, struct sec_err *err)
{
	char hex[SEC_GIT_HEX + 2], *ref, *lock, *own = xasprintf("%s/sec-%s.branch", git->gitdir, token);
	struct sec_buf line = SEC_BUF_INIT;
	int rc;

	sec_git_id_hex(commit, hex);
	ref_paths(git, head->branch, &ref, &lock);
	rc = log_line(git, head, hex, subject, &line, err);
	strcat(hex, "\n");
	if (rc == 0 && make_parents(ref) < 0)
		rc = sec_err_errno(err, "cannot make a folder for", ref);
	if (rc == 0 && sec_file_make(AT_FDCWD, own, hex, SEC_GIT_HEX + 1) < 0)
		rc = sec_err_errno(err, "cannot write", own);
	if (rc == 0 && sec_file_publish(AT_FDCWD, own, lock) < 0) {
		rc = errno == EEXIST
			? sec_err_set(err, SEC_AGAIN, "%s is held by another process; if no git command "
				"is running, remove it", lock)
			: sec_err_errno(err, "cannot make", lock);
		unlink(own);
	} else if (rc == 0) {
		rc = move_locked(git, head, lock, ref, &line, err);
		if (rc < 0)
			unlink(lock);
	}
	if (rc == 0) {
		*strrchr(ref, '/') = '\0';
		sec_file_sync(AT_FDCWD, ref); /* it has moved; a failure here cannot undo that */
	}
	sec_buf_release(&line);
	free(ref);
	free(lock);
	free(own);
	return rc;
}

void sec_git_swap_undo(struct sec_git *git, const char *branch, const struct sec_git_id *commit)
{
	char hex[SEC_GIT_HEX + 2], *ref, *lock;
	struct sec_buf text = SEC_BUF_INIT;

	sec_git_id_hex(commit, hex);
	strcat(hex, "\n");
	ref_paths(git, branch, &ref, &lock);
	if (sec_file_read(&text, AT_FDCWD, lock, 4096, NULL) == 0 && strcmp(text.s, hex) == 0)
		unlink(lock);
	sec_buf_release(&text);
	free(ref);
	free(lock);
}

int sec_git_contains(struct sec_git *git, const char *branch, const struct sec_git_id *commit,
	bool *yes, struct sec_err *err)
{
	git_commit *found = NULL;
	git_oid tip, id;
	int rc = git_reference_name_to_id(&tip, git->repo, branch);

	*yes = false;
	memcpy(id.id, commit->raw, sizeof(id.id));
	if (rc == 0)
		rc = git_commit_lookup(&found, git->repo, &id);
	git_commit_free(found);
	if (rc == GIT_ENOTFOUND) /* no such branch, or the commit never reached the disk */
		return 0;
	if (rc == 0)
		rc = git_oid_equal(&tip, &id) ? 1 : git_graph_descendant_of(git->repo, &tip, &id);
	*yes = rc == 1;
	if (rc < 0)
		return sec_git_error(err, SEC_FAIL, "cannot read the history of %s", branch);
	return 0;
}
