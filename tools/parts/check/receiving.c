/* SPDX-License-Identifier: ISC */
#include "parts/check/receiving.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/mem.h"
#include "parts/check/checking.h"
#include "parts/check/limits.h"
#include "parts/check/origin.h"
#include "parts/check/verdict.h"
#include "register/hygiene.h"
#include "register/range.h"

struct receiving {
	struct cli *cli;
	struct sec_git *git;
	char *folder; /* of the register in the trees: "" or "hr" */
	bool no_waive;
	struct sec_buf out;

	/* of the ref at hand */
	struct verdict verdict;
	struct origin origin;
	bool changed; /* it has other rules than those that judge it */
};

/* Where the push changes policy or schema: can they be read, and does nothing
 * that was wrong before hide behind the change? */
static int check_rules(struct receiving *v, const struct pushed_ref *ref, struct sec_register *r)
{
	struct sec_register_options o = { .at = ref->to, .today = r->today, .bare = v->folder };
	struct sec_register own = { 0 };
	struct sec_err err = SEC_ERR_INIT;
	struct sec_faults fault = { 0 };
	bool same = true;
	int rc = sec_range_same_rules(r->rules, r->source, &same, &v->cli->err);

	v->changed = !same;
	if (rc == 0 && !same && sec_register_open(&own, &o, &err) < 0) {
		verdict_add(&v->verdict, err.path ? err.path : "policy.ini", sec_faults_add(&fault, "commit-schema",
			SEC_LEVEL_ERROR, err.line, err.col, "%s", err.msg));
		sec_faults_release(&fault);
	}
	sec_err_clear(&err);
	sec_register_close(&own);
	return rc;
}

/* Of a file of the register, from the top of the tree. Caller frees. */
static char *path_of(const struct receiving *v, const char *name)
{
	return xasprintf("%s%s%s", v->folder, *v->folder ? "/" : "", name);
}

static int check_records(struct receiving *v, struct sec_register *r,
	const struct sec_range *range)
{
	struct sec_select_options everything = { 0 };
	struct sec_selection selection = { 0 };
	struct checking k = { .range = range, .all_new = range->rules };
	struct sec_scan_report report = { 0 };
	struct sec_fault unread = { .rule = "tree-size", .level = SEC_LEVEL_ERROR };
	size_t i;
	int rc = sec_select(&selection, r, NULL, 0, &everything, &v->cli->err);

	if (rc == 0)
		rc = checking_run(&k, r, &selection, NULL, v->no_waive, &report, &v->cli->err);
	if (rc == 0)
		verdict_add_rows(&v->verdict, &k);
	/* what could not be read is told by its tree, unless it cannot be read at all */
	for (i = 0; rc == 0 && v->verdict.errors == 0 && i < report.errors; i++) {
		unread.message = report.error[i].msg;
		verdict_add(&v->verdict, report.error[i].path ? report.error[i].path : "", &unread);
	}
	checking_release(&k);
	sec_scan_report_release(&report);
	sec_selection_release(&selection);
	return rc;
}

/* The commits that tell why something is gone must be here, down to what was. */
static int find_reasons(struct receiving *v, const struct pushed_ref *ref,
	struct sec_range *range, struct sec_register *r)
{
	int rc = sec_range_reasons(range, r, ref->to, &v->cli->err);

	if (rc == SEC_ABSENT)
		rc = sec_err_set(&v->cli->err, SEC_FAIL, "the history that is pushed does not reach down "
			"to what is here, so nobody can say what changed; get the rest of it: "
			"git fetch --unshallow");
	return rc;
}

static int check_tree(struct receiving *v, const struct pushed_ref *ref)
{
	struct sec_register_options options = { .at = ref->to, .rules = v->origin.rules,
		.present = true, .today = v->cli->today, .bare = v->folder };
	const char *before = *v->origin.before ? v->origin.before : NULL;
	struct sec_register r = { 0 };
	struct sec_range range = { .nothing = true };
	int rc = sec_register_open(&r, &options, &v->cli->err);

	if (rc == 0)
		rc = sec_hygiene_count(&r, verdict_add, &v->verdict, &v->cli->err);
	if (rc == 0)
		rc = check_rules(v, ref, &r);
	if (rc == 0)
		rc = sec_range_open(&range, &r, before, v->origin.rules, &v->cli->err);
	if (rc == 0)
		rc = find_reasons(v, ref, &range, &r);
	if (rc == 0)
		rc = sec_hygiene_check(&r, range.nothing ? NULL : range.before.source, verdict_add,
			&v->verdict, &v->cli->err);
	range.rules = v->changed;
	if (rc == 0)
		rc = check_records(v, &r, &range);
	sec_range_close(&range);
	sec_register_close(&r);
	return rc == SEC_NO ? 0 : rc; /* no more than that is told of it */
}

static int is_there(void *ctx, const char *path, const struct sec_git_id *blob, unsigned mode)
{
	(void)ctx;
	(void)path;
	(void)blob;
	(void)mode;
	return SEC_NO;
}

/* A tree without policy.ini. Where it was none before it may be something else, of a
 * repository that has more than a register, if it has no records either; but where
 * nobody has seen a register yet, the hook may be looking in the wrong place. */
static int check_foreign(struct receiving *v, const struct pushed_ref *ref,
	const struct sec_git_point *tip)
{
	char *policy = path_of(v, "policy.ini"), *records = path_of(v, "secondments");
	bool known = v->origin.branch && !v->origin.own;
	struct sec_faults fault = { 0 };
	char *text;
	int rc = known ? sec_git()->walk(v->git, tip, records, is_there, NULL, &v->cli->err) : SEC_NO;

	if (rc == 0) {
		text = xasprintf("%s: nothing was checked, because there is no %s in it", ref->name,
			policy);
		verdict_say(&v->out, text);
		free(text);
	} else if (rc == SEC_NO) {
		verdict_add(&v->verdict, policy, sec_faults_add(&fault, "commit-schema", SEC_LEVEL_ERROR, 0, 0,
			"there is no plain file of that name in what is pushed, so it is no register%s",
			v->origin.branch ? "" : "; where the register is a folder of the repository, the "
			"hook of this server names it with -C FOLDER"));
		rc = 0;
	}
	sec_faults_release(&fault);
	free(policy);
	free(records);
	return rc;
}

static int judge(struct receiving *v, const struct pushed_ref *ref)
{
	struct sec_git_point tip;
	struct sec_buf who = SEC_BUF_INIT;
	int rc = sec_git()->resolve(v->git, ref->to, &tip, &v->cli->err);

	v->verdict = (struct verdict)VERDICT_INIT;
	v->changed = false;
	if (rc == 0)
		rc = origin_find(&v->origin, v->git, v->folder, ref, &v->cli->err);
	if (rc == 0 && !origin_is_register(v->git, v->folder, ref->to))
		rc = check_foreign(v, ref, &tip);
	else if (rc == 0 && (rc = check_tree(v, ref)) == 0)
		origin_tell(&v->origin, v->changed, v->verdict.errors, &who);
	if (rc == 0) {
		verdict_put(&v->verdict, ref->name, who.s, &v->out);
		rc = v->verdict.errors ? SEC_NO : 0;
	}
	verdict_release(&v->verdict);
	origin_release(&v->origin);
	sec_buf_release(&who);
	return rc;
}

static int take(struct receiving *v, const struct pushed_ref *ref)
{
	char *text;

	if (!pushed_is_replacement(ref))
		return pushed_is_nothing(ref) ? 0 : judge(v, ref);
	text = xasprintf("%s: refused, because a replacement shows other commits than those that "
		"were checked, and history could be rewritten behind it", ref->name);
	verdict_say(&v->out, text);
	free(text);
	return SEC_NO;
}

/* "hr/", "./hr" and "hr" are one folder. */
static int name_folder(char **out, const char *named, struct sec_err *err)
{
	size_t n;

	while (named[0] == '.' && (named[1] == '/' || !named[1]))
		for (named++; *named == '/';)
			named++;
	for (n = strlen(named); n > 1 && named[n - 1] == '/';)
		n--;
	*out = xstrndup(named, n);
	if (*named && !sec_path_is_safe(*out))
		return sec_err_set(err, SEC_USAGE, "with --pre-receive, -C names the register's folder as "
			"it stands in what is pushed, such as hr, not '%s'", named);
	return 0;
}

/* Not the pusher's fault, but somebody must hear of it. */
static void warn_of_head(struct receiving *v, const struct pushed *p)
{
	char *missing = origin_missing(v->git, p), *text;

	if (missing) {
		text = xasprintf("HEAD of this server names %s, which is not there, so new branches are "
			"judged by what is built in; whoever keeps the server can name the one that is "
			"used: git symbolic-ref HEAD refs/heads/NAME", missing);
		verdict_say(&v->out, text);
		cli_put(v->cli, &v->out);
		free(text);
	}
	free(missing);
}

int receiving_run(struct cli *c, const char *folder, bool no_waive)
{
	struct receiving v = { .cli = c, .no_waive = no_waive, .out = SEC_BUF_INIT };
	struct pushed pushed = { 0 };
	int code = 0, rc;
	size_t i;

	limits_set();
	rc = name_folder(&v.folder, folder, &c->err);
	if (rc == 0)
		rc = sec_git()->open(&v.git, ".", &c->err);
	if (rc == 0)
		rc = pushed_read(&pushed, &c->err);
	if (rc)
		code = cli_fail(c);
	for (i = 0; rc == 0 && i < pushed.n; i++) {
		int verdict = take(&v, &pushed.ref[i]);

		cli_put(c, &v.out);
		if (verdict == SEC_NO) {
			code = code ? code : 1;
		} else if (verdict) {
			sec_err_prefix(&c->err, "%s: ", pushed.ref[i].name);
			code = cli_fail(c);
		}
	}
	if (rc == 0)
		warn_of_head(&v, &pushed);
	pushed_release(&pushed);
	if (v.git)
		sec_git()->free(v.git);
	free(v.folder);
	sec_buf_release(&v.out);
	return code;
}
