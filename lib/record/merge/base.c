/* SPDX-License-Identifier: ISC
 *
 * The base that git makes of several: where those were in conflict it has markers.
 */
#include "record/merge.h"
#include "record/reader.h"

static bool has_markers(const struct sec_record *r)
{
	uint32_t i;

	for (i = 0; i < r->lines; i++)
		if (r->line[i].kind == SEC_LINE_MERGE)
			return true;
	return false;
}

/* A value that no side has, once for each key of a conflict. */
static void put_undecided(struct sec_str line, struct sec_buf *seen, struct sec_buf *out)
{
	struct sec_str name = { line.s, 0 };
	size_t at = seen->len;

	while (name.len < line.len && line.s[name.len] != '=' && !sec_is_blank(line.s[name.len]))
		name.len++;
	sec_buf_addf(seen, "\n%.*s\n", SEC_ARG(name));
	if (strstr(seen->s, seen->s + at) == seen->s + at)
		sec_buf_addf(out, "%.*s = <<<<<<< undecided\n", SEC_ARG(name));
}

/* False where a conflict stands within another. */
static bool decide(const struct sec_record *r, struct sec_buf *seen, struct sec_buf *out)
{
	char part = '\0';
	uint32_t i;

	for (i = 0; i < r->lines; i++) {
		enum sec_line_kind kind = r->line[i].kind;
		struct sec_str line = sec_record_line(r, i);

		if (kind == SEC_LINE_MERGE) {
			if (part && *line.s == '<')
				return false;
			part = *line.s == '>' ? '\0' : *line.s;
		} else if (!part || (part != '|' && kind != SEC_LINE_KEY
			&& kind != SEC_LINE_CONTINUATION)) {
			sec_buf_addf(out, "%.*s\n", SEC_ARG(line));
		} else if (part != '|' && kind == SEC_LINE_KEY) {
			put_undecided(line, seen, out);
		}
		if (!part || kind == SEC_LINE_SECTION)
			sec_buf_clear(seen);
	}
	return true;
}

int sec_merge_parse_base(struct sec_record *r, const struct sec_dialect *dialect,
	struct sec_err *err)
{
	struct sec_buf seen = SEC_BUF_INIT, text = SEC_BUF_INIT;
	int rc = sec_record_parse(r, dialect, err);

	if (rc == 0 && has_markers(r) && decide(r, &seen, &text))
		rc = sec_record_parse_text(r, text.s, text.len, dialect, err);
	sec_buf_release(&seen);
	sec_buf_release(&text);
	return rc;
}
