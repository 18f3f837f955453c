/* SPDX-License-Identifier: ISC */
#include "parts/check/fixing.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "parts/output.h"
#include "register/change.h"
#include "register/git-write.h"

/* Where the file is: picks of the register are from its root, links elsewhere lead on. */
static char *place_of(const struct sec_register *r, const struct sec_pick *p)
{
	char *real = p->inside ? xasprintf("%s/%s", r->root, p->path) : realpath(p->path, NULL);

	return real ? real : xstrdup(p->path);
}

static int write_file(const char *path, const struct sec_buf *text, struct sec_err *err)
{
	struct stat st;
	int rc = stat(path, &st) < 0 ? sec_err_errno(err, "cannot read", path)
		: output_write(path, text, err);

	if (rc == 0 && chmod(path, st.st_mode & 07777) < 0)
		rc = sec_err_errno(err, "cannot set the mode of", path);
	return rc;
}

/* Named as git names it, from the top of the repository. */
static int show(struct cli *c, const char *path, struct sec_str old, struct sec_str now)
{
	char *own = sec_path_own(path);
	struct sec_git_put before = { .path = own + (*own == '/'), .text = old, .mode = 0100644 };
	struct sec_git_put after = { .path = before.path, .text = now, .mode = 0100644 };
	struct sec_buf out = SEC_BUF_INIT;
	int rc = sec_git()->write->diff(&before, &after, &out, &c->err);

	cli_put(c, &out);
	sec_buf_release(&out);
	free(own);
	return rc;
}

static int fix(struct cli *c, struct sec_register *r, const struct sec_pick *p,
	struct sec_record *rec, bool dry)
{
	struct sec_dialect dialect;
	struct sec_editor e = sec_change_editor(r, &dialect, rec);
	struct sec_buf old = SEC_BUF_INIT;
	char *path = place_of(r, p);
	int rc, n = 0;

	sec_record_clear(rec);
	rc = sec_pick_read(r, p, &rec->text, &c->err);
	sec_buf_addslice(&old, sec_buf_str(&rec->text));
	if (rc == 0)
		rc = sec_record_parse(rec, &dialect, &c->err);
	if (rc == 0)
		rc = n = sec_edit_repair(&e, &c->err);
	if (n > 0)
		rc = dry ? show(c, path, sec_buf_str(&old), sec_buf_str(&rec->text))
			: write_file(path, &rec->text, &c->err);
	if (n > 0 && rc == 0 && !dry)
		cli_say(c, "%s: %d repair%s, not committed yet", p->typed ? p->typed : p->path, n,
			n == 1 ? "" : "s");
	sec_buf_release(&old);
	free(path);
	return rc < 0 ? rc : 0;
}

int fixing_run(struct cli *c, struct sec_register *r, const struct sec_selection *selection,
	bool dry)
{
	struct sec_record rec;
	size_t i;
	int rc = 0;

	sec_record_init(&rec);
	for (i = 0; rc == 0 && i < selection->n; i++)
		rc = fix(c, r, &selection->item[i], &rec, dry);
	sec_record_release(&rec);
	return rc;
}
