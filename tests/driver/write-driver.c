/* SPDX-License-Identifier: ISC
 *
 * One call of sec_write() from the command line, for tests of the commit
 * routine alone:
 *
 *     write-driver [-anf] [-m REASON] [-k KEYS] [-x COMMAND] DIR [PATH TEXT]…
 *     write-driver -N COUNT DIR
 *
 * Puts TEXT into PATH (an empty TEXT removes the file); -a appends it to what
 * HEAD has; -k takes the changed keys, with commas between; -x runs a shell command inside `prepare`, after the reading; -n is a
 * dry run; -N makes COUNT new records in one commit. Prints `committed` or
 * `unchanged`, or the difference; notes and the hash go to standard error.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "register/write.h"

struct opts {
	bool append;
	const char *command, *keys;
	long count;
	char **operand;
	int n;
};

static int put(struct sec_draft *d, const struct opts *o, const char *path, const char *text,
	struct sec_err *err)
{
	struct sec_buf all = SEC_BUF_INIT;
	int rc = 0;

	if (!*text) {
		sec_draft_remove(d, path);
	} else {
		rc = sec_draft_read(d, path, &all, err);
		if (!o->append)
			sec_buf_clear(&all);
		if (rc == SEC_ABSENT)
			rc = 0;
		sec_buf_addstr(&all, text);
		if (rc == 0)
			sec_draft_put(d, path, sec_buf_str(&all));
	}
	sec_draft_record(d, path);
	sec_buf_release(&all);
	return rc;
}

static int prepare(void *ctx, struct sec_draft *d, struct sec_err *err)
{
	const struct opts *o = ctx;
	char path[64], text[64], id[32], key[64];
	struct sec_str rest = sec_str(o->keys), item;
	int i, rc = 0;

	for (i = 0; rc == 0 && i + 1 < o->n; i += 2)
		rc = put(d, o, o->operand[i], o->operand[i + 1], err);
	for (i = 0; rc == 0 && i < o->count; i++) {
		snprintf(id, sizeof(id), "%d-%02d-%05d", 2000 + i % 30, 1 + i % 12, i);
		snprintf(path, sizeof(path), "secondments/%.4s/%.2s/%s.ini", id, id + 5, id);
		snprintf(text, sizeof(text), "[secondment]\nid = %s\n", id);
		sec_draft_put(d, path, sec_str(text));
		sec_draft_record(d, id);
	}
	while (sec_str_split(&rest, ',', &item)) {
		snprintf(key, sizeof(key), "%.*s", SEC_ARG(item));
		sec_draft_field(d, key);
	}
	if (rc == 0 && o->command && system(o->command) != 0)
		rc = sec_err_set(err, SEC_NO, "'%s' failed", o->command);
	return rc;
}

int main(int argc, char **argv)
{
	struct opts o = { 0 };
	struct sec_buf diff = SEC_BUF_INIT;
	struct sec_write w = { .tool = "sec-test", .diff = &diff, .prepare = prepare, .ctx = &o };
	struct sec_outcome out;
	struct sec_err err = SEC_ERR_INIT;
	int c, rc;

	while ((c = getopt(argc, argv, "anfk:m:x:N:")) != -1)
		switch (c) {
		case 'a': o.append = true; break;
		case 'n': w.dry_run = true; break;
		case 'f': w.forced = true; break;
		case 'k': o.keys = optarg; break;
		case 'm': w.reason = optarg; break;
		case 'x': o.command = optarg; break;
		case 'N': o.count = strtol(optarg, NULL, 10); break;
		default: return 2;
		}
	if (optind >= argc)
		return 2;
	w.dir = argv[optind++];
	o.operand = argv + optind;
	o.n = argc - optind;
	rc = sec_write(&w, &out, &err);
	fputs(out.notes.s, stderr);
	if (rc == 0 && w.dry_run)
		fwrite(diff.s, 1, diff.len, stdout);
	else if (rc == 0)
		puts(out.committed ? "committed" : "unchanged");
	if (out.committed)
		fprintf(stderr, "%s%s%s\n", out.hash, out.share.len ? " share: " : "", out.share.s);
	c = rc == 0 ? 0 : sec_err_print("write-driver", &err);
	sec_outcome_release(&out);
	sec_err_clear(&err);
	sec_buf_release(&diff);
	return c;
}
