/* SPDX-License-Identifier: ISC
 *
 * JUnit XML as Jenkins and GitLab read it: a suite a record, a case a finding. A
 * finding that fails nothing is a case that passes, with its text in system-out.
 */
#include "base/escape.h"
#include "base/utf8.h"
#include "render/findings/inner.h"

static bool fails(const struct sec_findings *f, const struct sec_finding *item)
{
	return !item->old && (item->fault->level == SEC_LEVEL_ERROR
		|| (f->o.strict && item->fault->level == SEC_LEVEL_WARNING));
}

/* XML 1.0 has no way to write most control characters, so they are shown. */
static void add_xml(struct sec_buf *out, const char *text)
{
	struct sec_buf shown = SEC_BUF_INIT;

	sec_visible(&shown, text, strlen(text));
	sec_escape_xml(out, sec_buf_str(&shown));
	sec_buf_release(&shown);
}

static void begin(struct sec_findings *f, struct sec_buf *out)
{
	(void)f;
	sec_buf_addstr(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
}

static void add_case(struct sec_findings *f, const char *path, const struct sec_finding *item,
	struct sec_buf *out)
{
	const struct sec_fault *fault = item->fault;
	struct sec_buf log = SEC_BUF_INIT;

	sec_finding_log(path, fault, &log);
	sec_buf_addstr(out, "  <testcase classname=\"");
	add_xml(out, path);
	sec_buf_addf(out, "\" name=\"%s", fault->rule);
	if (fault->address) {
		sec_buf_addch(out, ' ');
		add_xml(out, fault->address);
	}
	if (item->number)
		sec_buf_addf(out, " (%u)", item->number + 1);
	sec_buf_addstr(out, fails(f, item) ? "\"><failure type=\"" : "\"><system-out>");
	if (fails(f, item)) {
		sec_buf_addf(out, "%s\" message=\"", sec_level_name(fault->level));
		sec_escape_xml(out, sec_buf_str(&log));
		sec_buf_addstr(out, "\">");
	}
	sec_escape_xml(out, sec_buf_str(&log));
	if (fault->advice) {
		sec_buf_addstr(out, "; ");
		add_xml(out, fault->advice);
	}
	sec_buf_addf(out, "</%s></testcase>\n", fails(f, item) ? "failure" : "system-out");
	sec_buf_release(&log);
}

static void record(struct sec_findings *f, const char *path, const struct sec_finding *item,
	size_t n, struct sec_buf *out)
{
	size_t i, failures = 0;

	for (i = 0; i < n; i++)
		failures += fails(f, &item[i]);
	sec_buf_addstr(out, " <testsuite name=\"");
	add_xml(out, path);
	sec_buf_addf(out, "\" tests=\"%zu\" failures=\"%zu\" errors=\"0\" skipped=\"0\">\n", n ? n : 1,
		failures);
	if (n == 0) {
		sec_buf_addstr(out, "  <testcase classname=\"");
		add_xml(out, path);
		sec_buf_addstr(out, "\" name=\"nothing found\"/>\n");
	}
	for (i = 0; i < n; i++)
		add_case(f, path, &item[i], out);
	sec_buf_addstr(out, " </testsuite>\n");
}

static void end(struct sec_findings *f, struct sec_buf *out)
{
	(void)f;
	sec_buf_addstr(out, "</testsuites>\n");
}

const struct sec_findings_writer sec_findings_junit = { begin, record, end };
