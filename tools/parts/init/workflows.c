/* SPDX-License-Identifier: ISC */
#include "parts/init/workflows.h"

#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/mem.h"
#include "register/register.h"
#include "register/write.h"

enum { TEXT_MAX = 64 * 1024 };

static const struct workflow {
	const char *kind, *text, *path;
} workflows[] = {
	{ "github", "github.yml", ".github/workflows/secondments.yml" },
	{ "forgejo", "forgejo.yml", ".forgejo/workflows/secondments.yml" },
	{ "gitlab", "gitlab.yml", ".gitlab/secondments.yml" },
	{ "gitlab", "gitlab-ci.yml", ".gitlab-ci.yml" },
	{ "pre-commit", "pre-commit.yml", ".pre-commit-config.yaml" },
};
enum { WORKFLOWS = sizeof(workflows) / sizeof(*workflows) };

struct writing_workflows {
	struct cli *cli;
	const char *kind;
	char *folder;  /* with the texts */
	char *options; /* for @OPTIONS@ */
};

bool workflows_know(const char *kind)
{
	size_t i;

	for (i = 0; i < WORKFLOWS; i++)
		if (strcmp(workflows[i].kind, kind) == 0)
			return true;
	return false;
}

static int read_text(const struct writing_workflows *w, const struct workflow *f,
	struct sec_buf *out, struct sec_err *err)
{
	static const char mark[] = "@OPTIONS@";
	char *path = xasprintf("%s/%s", w->folder, f->text), *at;
	int rc = sec_file_read(out, AT_FDCWD, path, TEXT_MAX, err);

	while (rc == 0 && (at = strstr(out->s, mark))) {
		size_t where = (size_t)(at - out->s);

		sec_buf_remove(out, where, sizeof(mark) - 1);
		sec_buf_insert(out, where, w->options, strlen(w->options));
	}
	free(path);
	return rc;
}

static int put(const struct writing_workflows *w, struct sec_draft *d, const struct workflow *f,
	struct sec_err *err)
{
	struct sec_buf text = SEC_BUF_INIT, old = SEC_BUF_INIT;
	int rc = read_text(w, f, &text, err);

	if (rc == 0)
		rc = sec_draft_read(d, f->path, &old, err);
	if (rc == SEC_ABSENT) {
		sec_err_clear(err);
		sec_draft_put(d, f->path, sec_buf_str(&text));
		rc = 0;
	} else if (rc == 0 && !sec_str_eq(sec_buf_str(&text), sec_buf_str(&old))) {
		cli_say(w->cli, "%s is there already and stays as it is; what it should have stands in "
			"%s/%s", f->path, w->folder, f->text);
	}
	sec_buf_release(&text);
	sec_buf_release(&old);
	return rc;
}

static int prepare(void *ctx, struct sec_draft *d, struct sec_err *err)
{
	const struct writing_workflows *w = ctx;
	char *subject = xasprintf("check secondments with %s", w->kind);
	size_t i;
	int rc = 0;

	sec_draft_subject(d, subject);
	for (i = 0; rc == 0 && i < WORKFLOWS; i++)
		if (strcmp(workflows[i].kind, w->kind) == 0)
			rc = put(w, d, &workflows[i], err);
	free(subject);
	return rc;
}

/* `-C FOLDER `, for a register that is one; what a shell would read otherwise is an
 * error, because the same words stand in YAML and in a shell's line. */
static char *options_for(const char *top, const char *dir, struct sec_err *err)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/-";
	char real[PATH_MAX];
	const char *folder;

	if (!realpath(dir, real) || strlen(real) <= strlen(top))
		return xstrdup("");
	folder = real + strlen(top) + 1;
	if (!folder[strspn(folder, plain)])
		return xasprintf("-C %s ", folder);
	sec_err_set(err, SEC_FAIL, "a workflow cannot name the folder '%s'; use letters of ASCII, "
		"digits, '.', '_' and '-'", folder);
	return NULL;
}

int workflows_write(struct cli *c, struct sec_git *git, const char *dir, const char *kind)
{
	struct writing_workflows w = { .cli = c, .kind = kind };
	struct sec_write write = { .dir = sec_git()->workdir(git), .tool = c->program,
		.prepare = prepare, .ctx = &w };
	struct sec_outcome outcome = { .notes = SEC_BUF_INIT, .share = SEC_BUF_INIT };
	char *schema = sec_register_schema_dir(&c->err);
	int rc = SEC_FAIL;

	w.options = schema ? options_for(write.dir, dir, &c->err) : NULL;
	if (w.options) {
		w.folder = xasprintf("%s/ci", schema);
		rc = sec_write(&write, &outcome, &c->err);
	}
	if (rc == 0 && outcome.committed)
		cli_say(c, "committed %s: pushes are checked with %s", outcome.hash, kind);
	sec_outcome_release(&outcome);
	free(w.folder);
	free(w.options);
	free(schema);
	return rc;
}
