/* SPDX-License-Identifier: ISC
 *
 * SARIF 2.1.0 (OASIS). The results are written as they come, so the rules that
 * they name, which a reader may want first, stand behind them.
 */
#include "base/escape.h"
#include "render/findings/inner.h"

static void add_string(struct sec_buf *out, const char *before, const char *text)
{
	sec_buf_addstr(out, before);
	sec_escape_json(out, sec_str(text));
}

static const char *level_of(enum sec_level level)
{
	return level == SEC_LEVEL_ERROR ? "error" : level == SEC_LEVEL_WARNING ? "warning" : "note";
}

/* A URI reference: all but what RFC 3986 leaves unreserved, and slashes, percent-encoded. */
static void add_uri(struct sec_buf *out, const char *path)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";

	for (; *path; path++) {
		if (strchr(plain, *path))
			sec_buf_addch(out, *path);
		else
			sec_buf_addf(out, "%%%02X", (unsigned char)*path);
	}
}

static void begin(struct sec_findings *f, struct sec_buf *out)
{
	(void)f;
	sec_buf_addstr(out, "{\n\"$schema\": \"https://json.schemastore.org/sarif-2.1.0.json\",\n"
		"\"version\": \"2.1.0\",\n\"runs\": [{\n\"results\": [");
}

static void add_result(struct sec_findings *f, const char *path, const struct sec_finding *item,
	struct sec_buf *out)
{
	const struct sec_fault *fault = item->fault;
	struct sec_buf text = SEC_BUF_INIT;
	int rule = sec_schema_rule(f->o.schema, sec_str(fault->rule));

	if (rule >= 0)
		f->named[rule] = true;
	sec_buf_addf(out, "%s\n{\"ruleId\": \"%s\", \"level\": \"%s\", \"baselineState\": \"%s\"",
		f->told++ ? "," : "", fault->rule, level_of(fault->level), item->old ? "unchanged" : "new");
	sec_finding_log(path, fault, &text);
	add_string(out, ",\n \"message\": {\"text\": ", text.s);
	sec_buf_addstr(out, "},\n \"locations\": [{\"physicalLocation\": {\"artifactLocation\": {\"uri\": \"");
	add_uri(out, path);
	sec_buf_addf(out, "\"}, \"region\": {\"startLine\": %u}", fault->line ? fault->line : 1);
	sec_buf_clear(&text);
	sec_finding_identity(f->own, item, &text);
	add_string(out, "}}],\n \"partialFingerprints\": {\"secFinding/v1\": ", text.s);
	sec_buf_addstr(out, "}}");
	sec_buf_release(&text);
}

static void record(struct sec_findings *f, const char *path, const struct sec_finding *item,
	size_t n, struct sec_buf *out)
{
	size_t i;

	for (i = 0; i < n; i++)
		add_result(f, path, &item[i], out);
}

/* GitHub asks for all three texts, none of them empty; a rule of a register's own may
 * have no summary. */
static void add_rule(struct sec_buf *out, const char *program, const struct sec_rule *r)
{
	const char *what = r->summary && *r->summary ? r->summary : r->id;
	struct sec_buf help = SEC_BUF_INIT;

	sec_buf_addf(out, "{\"id\": \"%s\"", r->id);
	add_string(out, ", \"shortDescription\": {\"text\": ", what);
	add_string(out, "}, \"fullDescription\": {\"text\": ", what);
	if (r->advice_text && *r->advice_text)
		sec_buf_addf(&help, "To mend it: %s\n", r->advice_text);
	sec_buf_addf(&help, "More: %s --explain %s", program, r->id);
	add_string(out, "}, \"help\": {\"text\": ", help.s);
	sec_buf_addf(out, "}, \"defaultConfiguration\": {\"level\": \"%s\"}}", level_of(r->level));
	sec_buf_release(&help);
}

static void end(struct sec_findings *f, struct sec_buf *out)
{
	const struct sec_schema *s = f->o.schema;
	const char *comma = "";
	int i;

	sec_buf_addf(out, "],\n\"tool\": {\"driver\": {\"name\": \"%s\", \"version\": \"" SEC_VERSION
		"\", \"rules\": [", f->o.program);
	for (i = 0; i < s->rules; i++) {
		if (!f->named[i])
			continue;
		sec_buf_addf(out, "%s\n", comma);
		add_rule(out, f->o.program, &s->rule[i]);
		comma = ",";
	}
	sec_buf_addstr(out, "]}}\n}]\n}\n");
}

const struct sec_findings_writer sec_findings_sarif = { begin, record, end };
