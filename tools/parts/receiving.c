/* SPDX-License-Identifier: ISC */
#include "parts/receiving.h"

#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "parts/checking.h"
#include "register/git-past.h"
#include "register/hygiene.h"
#include "register/range.h"
#include "render/wrap.h"

enum {
	WIDTH = 70,           /* `remote: ` stands in front */
	TELL_MAX = 100,       /* findings of one ref; more do not help whoever pushed */
	INPUT_MAX = 16 << 20,
	CPU_SECONDS = 300,
};
#define MEMORY_MAX ((rlim_t)4 << 30) /* packs are mapped, and count */

struct ref {
	char *from, *to, *name; /* hashes in hex */
};

struct receiving {
	struct cli *cli;
	struct sec_git *git;
	const char *folder;
	bool no_waive;
	struct sec_buf out;

	/* of the ref at hand */
	size_t errors, told;
};

/* A pushed tree is somebody else's program: patterns, templates, sizes. It must not
 * take the server down with it. Sanitizers need all the addresses there are. */
static void set_limits(void)
{
	struct rlimit cpu = { CPU_SECONDS, CPU_SECONDS + 5 };
#ifndef __SANITIZE_ADDRESS__
	struct rlimit memory = { MEMORY_MAX, MEMORY_MAX };

	setrlimit(RLIMIT_AS, &memory);
#endif
	setrlimit(RLIMIT_CPU, &cpu);
}

static bool is_hash(struct sec_str s)
{
	return s.len == SEC_GIT_HEX && strspn(s.s, "0123456789abcdef") >= s.len;
}

static bool is_zero(const char *hash)
{
	return strspn(hash, "0") == SEC_GIT_HEX;
}

static int parse_ref(struct sec_str line, struct ref *out, struct sec_err *err)
{
	struct sec_str from = line, to, name;
	bool fine = line.len > 2 * SEC_GIT_HEX + 2 && line.s[SEC_GIT_HEX] == ' '
		&& line.s[2 * SEC_GIT_HEX + 1] == ' ';

	if (fine) {
		from.len = SEC_GIT_HEX;
		to = (struct sec_str){ line.s + SEC_GIT_HEX + 1, SEC_GIT_HEX };
		name = (struct sec_str){ to.s + SEC_GIT_HEX + 1, line.len - 2 * SEC_GIT_HEX - 2 };
		fine = is_hash(from) && is_hash(to);
	}
	if (!fine)
		return sec_err_set(err, SEC_USAGE, "--pre-receive reads lines OLD NEW REF as git gives "
			"them to a pre-receive hook, not '%.*s'", SEC_ARG(line));
	*out = (struct ref){ xstrndup(from.s, from.len), xstrndup(to.s, to.len),
		xstrndup(name.s, name.len) };
	return 0;
}

static int read_refs(struct ref **out, size_t *n, struct sec_err *err)
{
	struct sec_buf text = SEC_BUF_INIT;
	struct sec_str rest, line;
	size_t alloc = 0;
	int rc = isatty(0) ? sec_err_set(err, SEC_USAGE, "--pre-receive is for git's hook, which gives "
		"lines OLD NEW REF; standard input is a terminal")
		: sec_file_read_all(&text, 0, "standard input", INPUT_MAX, err);

	for (rest = sec_buf_str(&text); rc == 0 && sec_str_split(&rest, '\n', &line);) {
		SEC_GROW(*out, *n, alloc);
		rc = parse_ref(line, &(*out)[*n], err);
		*n += rc == 0;
	}
	sec_buf_release(&text);
	return rc;
}

static void add_wrapped(struct receiving *v, const char *indent, const char *text)
{
	struct sec_buf shown = SEC_BUF_INIT;
	struct sec_lines lines = { 0 };
	size_t i;

	sec_visible(&shown, text, strlen(text));
	sec_wrap(&lines, sec_buf_str(&shown), WIDTH - strlen(indent));
	for (i = 0; i < lines.n; i++)
		sec_buf_addf(&v->out, "%s%.*s\n", indent, SEC_ARG(lines.line[i]));
	sec_lines_release(&lines);
	sec_buf_release(&shown);
}

static void tell(void *ctx, const char *path, const struct sec_fault *f)
{
	struct receiving *v = ctx;
	char *place, *text;

	v->errors += f->level == SEC_LEVEL_ERROR;
	if (v->told++ >= TELL_MAX)
		return;
	place = f->line ? xasprintf("%s:%u", path, f->line) : xstrdup(path);
	text = xasprintf("%s: %s [%s]", sec_level_name(f->level), f->message, f->rule);
	add_wrapped(v, "", place);
	add_wrapped(v, "  ", text);
	free(place);
	free(text);
}

/* Errors first: whoever pushed must mend those. */
static void tell_rows(struct receiving *v, const struct checking *k)
{
	size_t i, f;
	int level;

	for (level = SEC_LEVEL_ERROR; level >= SEC_LEVEL_WARNING; level--) {
		for (i = 0; i < k->rows; i++) {
			const struct checking_row *row = &k->row[i];

			for (f = 0; f < row->findings; f++)
				if (!row->finding[f].old && (int)row->finding[f].fault->level == level)
					tell(v, row->pick->path, row->finding[f].fault);
		}
	}
}

/* Where the push changes policy or schema: can they be read, and does nothing
 * that was wrong before hide behind the change? */
static int check_rules(struct receiving *v, const struct ref *ref, struct sec_register *r,
	bool *changed)
{
	struct sec_register_options o = { .at = ref->to, .today = r->today, .bare = v->folder };
	struct sec_register own = { 0 };
	struct sec_err err = SEC_ERR_INIT;
	struct sec_faults fault = { 0 };
	bool same = true;
	int rc = sec_range_same_rules(r->rules, r->source, &same, &v->cli->err);

	*changed = !same;
	if (rc == 0 && !same && sec_register_open(&own, &o, &err) < 0) {
		tell(v, err.path ? err.path : "policy.ini", sec_faults_add(&fault, "commit-schema",
			SEC_LEVEL_ERROR, err.line, err.col, "%s", err.msg));
		sec_faults_release(&fault);
	}
	sec_err_clear(&err);
	sec_register_close(&own);
	return rc;
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
		tell_rows(v, &k);
	/* what could not be read is told by its tree, unless it cannot be read at all */
	for (i = 0; rc == 0 && v->errors == 0 && i < report.errors; i++) {
		unread.message = report.error[i].msg;
		tell(v, report.error[i].path ? report.error[i].path : "", &unread);
	}
	checking_release(&k);
	sec_scan_report_release(&report);
	sec_selection_release(&selection);
	return rc;
}

/* Before: what the branch was, or where a new one left the server's own. Rules:
 * those that the server has for it. Empty: there is none. */
struct origin {
	char before[SEC_GIT_HEX + 1], rules[SEC_GIT_HEX + 1];
};

static int find_origin(struct receiving *v, const struct ref *ref,
	const struct sec_git_point *tip, struct origin *out)
{
	struct sec_git_point head;
	struct sec_git_id base;
	bool shallow;
	int rc;

	if (!is_zero(ref->from)) {
		memcpy(out->before, ref->from, sizeof(out->before));
		memcpy(out->rules, ref->from, sizeof(out->rules));
		return 0;
	}
	rc = sec_git()->resolve(v->git, "HEAD", &head, &v->cli->err);
	if (rc == SEC_ABSENT)
		return 0;
	if (rc == 0) {
		sec_git_id_hex(&head.commit, out->rules);
		rc = sec_git()->past->base(v->git, &head.commit, &tip->commit, &base, &shallow,
			&v->cli->err);
	}
	if (rc == SEC_ABSENT)
		return 0;
	if (rc == 0)
		sec_git_id_hex(&base, out->before);
	return rc;
}

/* Nothing stood there before that could be judged: no register, or none any more. */
static void forget_foreign(struct receiving *v, struct origin *o)
{
	struct sec_git_point at;
	char *policy = *v->folder ? xasprintf("%s/policy.ini", v->folder) : xstrdup("policy.ini");

	if (*o->rules && (sec_git()->resolve(v->git, o->rules, &at, NULL) < 0
		|| !sec_git()->has_file(v->git, &at, policy)))
		*o->rules = '\0';
	if (!*o->rules)
		*o->before = '\0';
	free(policy);
}

static int check_tree(struct receiving *v, const struct ref *ref, const struct origin *o)
{
	struct sec_register_options options = { .at = ref->to, .rules = o->rules, .present = true,
		.today = v->cli->today, .bare = v->folder };
	struct sec_register r = { 0 };
	struct sec_range range = { .nothing = true };
	bool changed = false;
	int rc = sec_register_open(&r, &options, &v->cli->err);

	if (rc == 0)
		rc = sec_hygiene_count(&r, tell, v, &v->cli->err);
	if (rc == 0)
		rc = check_rules(v, ref, &r, &changed);
	if (rc == 0)
		rc = sec_range_open(&range, &r, *o->before ? o->before : NULL, o->rules, &v->cli->err);
	if (rc == 0)
		rc = sec_range_reasons(&range, &r, ref->to, &v->cli->err);
	if (rc == 0)
		rc = sec_hygiene_check(&r, range.nothing ? NULL : range.before.source, tell, v,
			&v->cli->err);
	range.rules = changed;
	if (rc == 0)
		rc = check_records(v, &r, &range);
	sec_range_close(&range);
	sec_register_close(&r);
	return rc == SEC_NO ? 0 : rc; /* no more than that is told of it */
}

static bool is_watched(const char *name)
{
	return strncmp(name, "refs/heads/", 11) == 0 || strncmp(name, "refs/tags/", 10) == 0;
}

static int judge(struct receiving *v, const struct ref *ref)
{
	struct origin origin = { { 0 }, { 0 } };
	struct sec_git_point tip;
	size_t at = v->out.len;
	char *head;
	int rc;

	if (!is_watched(ref->name) || is_zero(ref->to))
		return 0;
	v->errors = v->told = 0;
	rc = sec_git()->resolve(v->git, ref->to, &tip, &v->cli->err);
	if (rc == 0)
		rc = find_origin(v, ref, &tip, &origin);
	if (rc)
		return rc;
	forget_foreign(v, &origin);
	rc = check_tree(v, ref, &origin);
	if (rc == 0 && v->told > TELL_MAX)
		sec_buf_addf(&v->out, "and %zu more findings\n", v->told - TELL_MAX);
	if (rc == 0 && v->told) {
		head = xasprintf("%s: %s\n", ref->name, v->errors ? "refused" : "accepted, but look at this");
		sec_buf_insert(&v->out, at, head, strlen(head));
		free(head);
	}
	return rc ? rc : v->errors ? SEC_NO : 0;
}

int receiving_run(struct cli *c, const char *folder, bool no_waive)
{
	struct receiving v = { .cli = c, .folder = folder, .no_waive = no_waive,
		.out = SEC_BUF_INIT };
	struct ref *ref = NULL;
	size_t refs = 0, i;
	int code = 0, rc;

	set_limits();
	rc = read_refs(&ref, &refs, &c->err);
	if (rc == 0)
		rc = sec_git()->open(&v.git, ".", &c->err);
	if (rc)
		code = cli_fail(c);
	for (i = 0; rc == 0 && i < refs; i++) {
		int verdict = judge(&v, &ref[i]);

		cli_put(c, &v.out);
		if (verdict == SEC_NO)
			code = code ? code : 1;
		else if (verdict) {
			sec_err_prefix(&c->err, "%s: ", ref[i].name);
			code = cli_fail(c);
		}
	}
	for (i = 0; i < refs; i++) {
		free(ref[i].from);
		free(ref[i].to);
		free(ref[i].name);
	}
	free(ref);
	if (v.git)
		sec_git()->free(v.git);
	sec_buf_release(&v.out);
	return code;
}
