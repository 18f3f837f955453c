/* SPDX-License-Identifier: ISC */
#include "parts/log/verifying.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/escape.h"
#include "base/mem.h"
#include "parts/output.h"
#include "register/anchor.h"
#include "register/verify.h"
#include "render/findings.h"

enum { SHORT = 10 };

struct report {
	struct cli *cli;
	const struct verifying *o;
	enum sec_findings_format format;
	struct sec_verify verify;
	struct sec_anchors anchors;
	struct sec_faults missing; /* anchors that the history does not hold */
	size_t count[3];
};

bool verifying_has_format(const char *format)
{
	return strcmp(format, "text") == 0 || strcmp(format, "tsv") == 0
		|| strcmp(format, "json") == 0;
}

/* ---- one finding */

/* `1a2b3c4d5e:PATH`, as git show takes it. */
static void print_text(const struct report *r, const struct sec_verify_commit *c, const char *path,
	const struct sec_fault *f, struct sec_buf *out)
{
	char hex[SEC_GIT_HEX + 1], day[11];
	struct sec_fault told = *f;
	char *where;

	sec_git_id_hex(&c->id, hex);
	sec_day_format(c->day, day);
	where = xasprintf("%.*s%s%s", SHORT, hex, path ? ":" : "", path ? path : "");
	told.message = xasprintf("%s (%s %s%s%s)", f->message, day, c->author, *c->reason ? ": " : "",
		c->reason);
	sec_finding_print(r->format, where, &told, r->cli->colour, out);
	free(told.message);
	free(where);
}

/* One of the columns that a finding's commit adds; NULL: there is none. */
static void add_cell(struct sec_buf *out, bool json, const char *name, const char *value)
{
	if (!json) {
		sec_buf_addch(out, '\t');
		sec_escape_tsv(out, sec_str(value ? value : ""));
		return;
	}
	sec_buf_addf(out, ", \"%s\": ", name);
	if (value)
		sec_escape_json(out, sec_str(value));
	else
		sec_buf_addstr(out, "null");
}

/* The columns of any finding, and behind them those of its commit. */
static void print_data(const struct report *r, const struct sec_verify_commit *c, const char *path,
	const struct sec_fault *f, struct sec_buf *out)
{
	bool json = r->format == SEC_FINDINGS_JSON;
	char hex[SEC_GIT_HEX + 1], day[11];

	if (c) {
		sec_git_id_hex(&c->id, hex);
		sec_day_format(c->day, day);
	}
	sec_finding_print(r->format, path ? path : "", f, false, out);
	out->len -= json ? 2 : 1; /* "}\n" */
	add_cell(out, json, "commit", c ? hex : NULL);
	add_cell(out, json, "day", c ? day : NULL);
	add_cell(out, json, "author", c ? c->author : NULL);
	add_cell(out, json, "reason", c ? c->reason : NULL);
	sec_buf_addstr(out, json ? "}\n" : "\n");
}

static void print(struct report *r, const struct sec_verify_commit *c, const char *path,
	const struct sec_fault *f, struct sec_buf *out)
{
	r->count[f->level]++;
	if (r->format != SEC_FINDINGS_TEXT)
		print_data(r, c, path, f, out);
	else if (c)
		print_text(r, c, path, f, out);
	else
		sec_finding_print(r->format, path, f, r->cli->colour, out);
	if (out->len > 64 * 1024)
		cli_put(r->cli, out);
}

static void print_all(struct report *r)
{
	const struct sec_verify *v = &r->verify;
	struct sec_buf out = SEC_BUF_INIT;
	size_t i;

	for (i = 0; i < v->findings; i++)
		print(r, &v->commit[v->finding[i].commit], v->finding[i].path, &v->finding[i].fault, &out);
	for (i = 0; i < r->missing.n; i++)
		print(r, NULL, r->o->anchor, &r->missing.item[i], &out);
	cli_put(r->cli, &out);
	sec_buf_release(&out);
}

/* ---- the whole */

static void show_progress(void *ctx, size_t commits)
{
	(void)ctx;
	fprintf(stderr, "\r%zu commits", commits);
}

/* "1,204 commits" */
static void add_count(struct sec_buf *out, size_t n, const char *noun)
{
	char digits[32];
	int len = snprintf(digits, sizeof(digits), "%zu", n), i;

	for (i = 0; i < len; i++) {
		if (i && (len - i) % 3 == 0)
			sec_buf_addch(out, ',');
		sec_buf_addch(out, digits[i]);
	}
	sec_buf_addf(out, " %s%s", noun, n == 1 ? "" : "s");
}

static void add_bound(struct sec_buf *out, const char *word, sec_day day)
{
	char text[11];

	if (day == SEC_DAY_NONE)
		return;
	sec_day_format(day, text);
	sec_buf_addf(out, ", reported %s %s", word, text);
}

static void say_summary(const struct report *r)
{
	struct sec_buf out = SEC_BUF_INIT;

	add_count(&out, r->verify.commits, "commit");
	sec_buf_addstr(&out, ", ");
	add_count(&out, r->verify.records, "record");
	add_bound(&out, "since", r->o->since);
	add_bound(&out, "until", r->o->until);
	sec_buf_addstr(&out, ": ");
	if (r->verify.findings + r->missing.n == 0) {
		sec_buf_addstr(&out, "nothing to report");
	} else {
		add_count(&out, r->count[SEC_LEVEL_ERROR], "error");
		sec_buf_addstr(&out, ", ");
		add_count(&out, r->count[SEC_LEVEL_WARNING], "warning");
		sec_buf_addstr(&out, ", ");
		add_count(&out, r->count[SEC_LEVEL_INFO], "note");
	}
	cli_say(r->cli, "%s", out.s);
	sec_buf_release(&out);
}

/* Whoever can rewrite the history could rewrite what stands beside it too. */
static void warn_of_place(const struct report *r)
{
	char *real = realpath(r->o->anchor, NULL);
	const char *root = r->verify.reg->root;
	size_t n = strlen(root);

	if (real && strncmp(real, root, n) == 0 && real[n] == '/')
		cli_say(r->cli, "%s lies in the register; keep it where nobody who can change the register "
			"can write", r->o->anchor);
	free(real);
}

static int write_anchor(struct report *r, bool bad)
{
	char hex[SEC_GIT_HEX + 1], day[11];

	if (bad) {
		cli_say(r->cli, "nothing was added to %s", r->o->anchor);
		return 0;
	}
	if (!sec_anchors_add(&r->anchors, &r->verify))
		return 0;
	if (output_write(r->o->anchor, &r->anchors.text, &r->cli->err) < 0)
		return -1;
	sec_git_id_hex(&r->verify.at.commit, hex);
	sec_day_format(r->verify.at.day, day);
	cli_say(r->cli, "added %.*s of %s to %s", SHORT, hex, day, r->o->anchor);
	warn_of_place(r);
	return 0;
}

static int report(struct report *r)
{
	bool bad;

	sec_anchors_check(&r->anchors, &r->verify, &r->missing);
	print_all(r);
	say_summary(r);
	if (r->verify.disguised)
		cli_say(r->cli, "this is what was committed; refs/replace or grafts make git itself show "
			"something else here, which proves nothing (git replace -l lists them)");
	bad = r->count[SEC_LEVEL_ERROR] || (r->o->strict && r->count[SEC_LEVEL_WARNING]);
	if (r->o->anchor && write_anchor(r, bad) < 0)
		return cli_fail(r->cli);
	return bad ? 1 : 0;
}

int verifying_run(struct cli *c, struct sec_register *reg, const struct verifying *o)
{
	bool progress = isatty(2);
	struct report r = { .cli = c, .o = o, .anchors = { .text = SEC_BUF_INIT },
		.verify = { .reg = reg, .tip = c->at, .since = o->since, .until = o->until,
			.progress = progress ? show_progress : NULL } };
	int code, rc = 0;

	sec_findings_format_parse(c->format ? c->format : "text", &r.format);
	if (o->anchor)
		rc = sec_anchors_read(&r.anchors, o->anchor, &c->err);
	if (rc == 0)
		rc = sec_verify_run(&r.verify, &c->err);
	if (progress)
		fprintf(stderr, "\r\033[K");
	code = rc ? cli_fail(c) : report(&r);
	sec_verify_release(&r.verify);
	sec_anchors_release(&r.anchors);
	sec_faults_release(&r.missing);
	return code;
}
