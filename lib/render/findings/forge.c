/* SPDX-License-Identifier: ISC
 *
 * What two forges read: workflow commands of GitHub, Code Quality of GitLab.
 *
 * GitHub shows ten errors, ten warnings and ten notices a step, so errors come
 * first and the total last. Every line that begins with `::` is a command there:
 * text can only stand behind one of ours, its line ends and `%` encoded.
 */
#include "base/escape.h"
#include "render/findings/inner.h"

static void github_record(struct sec_findings *f, const char *path, const struct sec_finding *item,
	size_t n, struct sec_buf *out)
{
	static const char *const command[] = { "notice", "warning", "error" };
	struct sec_buf log = SEC_BUF_INIT;
	size_t i;

	(void)out;
	for (i = 0; i < n; i++) {
		const struct sec_fault *fault = item[i].fault;
		struct sec_buf *line = &f->held[fault->level];

		sec_buf_addf(line, "::%s file=", command[fault->level]);
		sec_escape_github(line, sec_str(path), true);
		if (fault->line)
			sec_buf_addf(line, ",line=%u", fault->line);
		if (fault->line && fault->col)
			sec_buf_addf(line, ",col=%u", fault->col);
		sec_buf_addf(line, ",title=%s::", fault->rule);
		sec_buf_clear(&log);
		sec_finding_log(path, fault, &log);
		sec_escape_github(line, sec_buf_str(&log), false);
		sec_buf_addch(line, '\n');
		f->count[fault->level]++;
	}
	sec_buf_release(&log);
}

static void github_end(struct sec_findings *f, struct sec_buf *out)
{
	int level;

	for (level = SEC_LEVEL_ERROR; level >= SEC_LEVEL_INFO; level--)
		sec_buf_addslice(out, sec_buf_str(&f->held[level]));
	sec_buf_addf(out, "%s: errors %zu, warnings %zu, notices %zu\n", f->o.program,
		f->count[SEC_LEVEL_ERROR], f->count[SEC_LEVEL_WARNING], f->count[SEC_LEVEL_INFO]);
}

static void gitlab_begin(struct sec_findings *f, struct sec_buf *out)
{
	(void)f;
	sec_buf_addstr(out, "[");
}

static void gitlab_record(struct sec_findings *f, const char *path, const struct sec_finding *item,
	size_t n, struct sec_buf *out)
{
	static const char *const severity[] = { "info", "minor", "major" };
	struct sec_buf text = SEC_BUF_INIT;
	size_t i;

	for (i = 0; i < n; i++) {
		const struct sec_fault *fault = item[i].fault;

		sec_buf_addf(out, "%s\n{\"check_name\": \"%s\", \"severity\": \"%s\", \"description\": ",
			f->told++ ? "," : "", fault->rule, severity[fault->level]);
		sec_buf_clear(&text);
		sec_finding_log(path, fault, &text);
		sec_escape_json(out, sec_buf_str(&text));
		sec_buf_addstr(out, ", \"fingerprint\": ");
		sec_buf_clear(&text);
		sec_finding_identity(f->own, &item[i], &text);
		sec_escape_json(out, sec_buf_str(&text));
		sec_buf_addstr(out, ", \"location\": {\"path\": ");
		sec_escape_json(out, sec_str(path));
		sec_buf_addf(out, ", \"lines\": {\"begin\": %u}}}", fault->line ? fault->line : 1);
	}
	sec_buf_release(&text);
}

static void gitlab_end(struct sec_findings *f, struct sec_buf *out)
{
	(void)f;
	sec_buf_addstr(out, "]\n");
}

const struct sec_findings_writer sec_findings_github = { NULL, github_record, github_end };
const struct sec_findings_writer sec_findings_gitlab = { gitlab_begin, gitlab_record, gitlab_end };
