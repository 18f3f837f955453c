/* SPDX-License-Identifier: ISC
 *
 * sec-merge: git's merge driver for the INI files of a register. Reads the base
 * and two versions, writes what becomes of them over ours; a conflict is said.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/spawn.h"
#include "parts/cli.h"
#include "parts/markers.h"
#include "record/merge.h"

enum {
	TEXT_MAX = 64 << 20, /* bytes; a longer file is git's, by lines */
	MARKER_MAX = 1000,
};

static const char help[] =
	"sec-merge: merge two versions of a record key by key; git calls it\n"
	"\n"
	"  sec-merge base.ini mine.ini theirs.ini      the result goes to mine.ini\n"
	"\n"
	"usage: sec-merge BASE OURS THEIRS [LENGTH [PATH]]\n"
	"\n"
	"sec-init sets it up as git's merge driver for every .ini file of a register, as\n"
	"sec-merge %O %A %B %L %P. What only one side changed is taken; what both changed\n"
	"differently stands between conflict markers, that key alone. LENGTH is that of\n"
	"the markers, PATH what messages call the file.\n";

struct merging {
	struct cli *cli;
	char **file; /* base, ours, theirs */
	const char *path;
	unsigned marker;
	struct sec_record version[3];
	struct sec_buf out, where;
	unsigned conflicts;
};

/* Every name that any INI file of a register may have is legal here: a merge
 * moves lines, and does not judge them. */
static const struct sec_dialect dialect = { .dotted_ids = true, .unlimited = true };

static int by_key(struct merging *m, const char *base_name, struct sec_err *err)
{
	const struct sec_merge how = { .base = &m->version[0], .ours = &m->version[1],
		.theirs = &m->version[2], .marker = m->marker, .ours_name = "ours",
		.theirs_name = "theirs", .base_name = base_name, .where = &m->where };

	sec_buf_clear(&m->out);
	sec_buf_clear(&m->where);
	return sec_record_merge(&how, &m->out, &m->conflicts, err);
}

/* What git itself does with text, for what cannot be merged by key; it reads
 * merge.conflictStyle on its own. */
static int by_lines(struct merging *m, struct sec_err *err)
{
	char length[32];
	const char *argv[] = { "git", "merge-file", "-p", "-q", length, "-L", "ours", "-L", "base",
		"-L", "theirs", "--", m->file[1], m->file[0], m->file[2], NULL };
	struct sec_spawn s = { .argv = argv, .input = SEC_STR(""), .output = &m->out };
	int rc;

	snprintf(length, sizeof(length), "--marker-size=%u", m->marker);
	sec_buf_clear(&m->out);
	rc = sec_spawn(&s, err);
	if (rc == 0 && s.status > 127)
		rc = sec_err_set(err, SEC_FAIL, "git cannot merge it by lines either");
	m->conflicts = (unsigned)s.status;
	return rc;
}

static int read_versions(struct merging *m, struct sec_err *err)
{
	int i, rc = 0;

	for (i = 0; i < 3 && rc == 0; i++) {
		rc = sec_file_read(&m->version[i].text, AT_FDCWD, m->file[i], TEXT_MAX, err);
		if (rc == 0)
			rc = (i ? sec_record_parse : sec_merge_parse_base)(&m->version[i], &dialect, err);
	}
	return rc;
}

/* A new file takes the place of ours, so that ours is whole whatever happens. */
static int write_result(struct merging *m, struct sec_err *err)
{
	char *own = xasprintf("%s.sec-%ld", m->file[1], (long)getpid());
	struct stat st;
	int rc = 0;

	if (stat(m->file[1], &st) < 0 || sec_file_make(AT_FDCWD, own, m->out.s, m->out.len) < 0) {
		rc = sec_err_errno(err, "cannot write", m->file[1]);
	} else if (chmod(own, st.st_mode & 07777) < 0 || rename(own, m->file[1]) < 0) {
		rc = sec_err_errno(err, "cannot write", m->file[1]);
		unlink(own);
	}
	free(own);
	return rc;
}

/* `a`, `a, b`, … of one a line. */
static void say_conflicts(struct merging *m)
{
	struct sec_buf list = SEC_BUF_INIT;
	struct sec_str rest = sec_buf_str(&m->where), item;

	while (sec_str_split(&rest, '\n', &item)) {
		sec_buf_addstr(&list, list.len ? ", " : "");
		sec_buf_addslice(&list, item);
	}
	cli_say(m->cli, "%s: both sides changed %s", m->path, list.len ? list.s : "the same lines");
	cli_say(m->cli, "%s: keep what is right, remove the marker lines (sec-check finds them), "
		"then git add it and commit", m->path);
	sec_buf_release(&list);
}

static int merge(struct merging *m)
{
	struct cli *c = m->cli;
	struct sec_err why = SEC_ERR_INIT;
	int rc = read_versions(m, &why);

	if (rc == 0)
		rc = by_key(m, NULL, &why);
	if (rc == 0 && m->conflicts && markers_with_base())
		rc = by_key(m, "base", &why);
	if (rc) {
		rc = by_lines(m, &c->err);
		cli_say(c, "%s: %s: %s", m->path, rc ? "cannot be merged by key"
			: "merged by lines, not by key", why.msg);
	}
	sec_err_clear(&why);
	if (rc == 0)
		rc = write_result(m, &c->err);
	if (rc) {
		sec_err_prefix(&c->err, "%s: ", m->path);
		rc = cli_fail(c);
		cli_say(c, "%s holds our side alone: settle it by hand, or give the merge up", m->path);
		return rc;
	}
	if (m->conflicts && !markers_of_base(m->marker, m->path))
		say_conflicts(m);
	return m->conflicts ? 1 : 0;
}

static bool read_length(const char *s, unsigned *out)
{
	char *end;
	unsigned long n = strtoul(s, &end, 10);

	if (*s < '0' || *s > '9' || *end || n > MARKER_MAX)
		return false;
	*out = n < MARKERS_MIN ? MARKERS_MIN : (unsigned)n;
	return true;
}

int main(int argc, char **argv)
{
	struct cli c = { .program = "sec-merge", .help = help, .groups = CLI_BARE };
	struct merging m = { .cli = &c, .marker = MARKERS_MIN, .out = SEC_BUF_INIT,
		.where = SEC_BUF_INIT };
	int code = cli_parse(&c, argc, argv), i;

	if (code >= 0)
		return code;
	if (c.operands < 3 || c.operands > 5)
		return cli_usage(&c, "name the base, our version and theirs");
	if (c.operands > 3 && !read_length(c.operand[3], &m.marker))
		return cli_usage(&c, "the length of markers is a number up to %d, not '%s'",
			MARKER_MAX, c.operand[3]);
	m.file = c.operand;
	m.path = c.operand[c.operands > 4 ? 4 : 1];
	for (i = 0; i < 3; i++)
		sec_record_init(&m.version[i]);
	code = merge(&m);
	for (i = 0; i < 3; i++)
		sec_record_release(&m.version[i]);
	sec_buf_release(&m.out);
	sec_buf_release(&m.where);
	return cli_finish(&c, code);
}
