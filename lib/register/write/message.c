/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/utf8.h"
#include "register/write/inner.h"

#define SUBJECT_KEYS 4    /* so many keys are named in a subject */
#define REASON_LIMIT 8192 /* bytes of a reason */

static void add_keys(const struct names *fields, struct sec_buf *out)
{
	size_t i, shown = fields->n > SUBJECT_KEYS + 1 ? SUBJECT_KEYS : fields->n;

	for (i = 0; i < shown; i++)
		sec_buf_addf(out, "%s%s", i ? ", " : ": ", fields->item[i]);
	if (shown < fields->n)
		sec_buf_addf(out, " and %zu more", fields->n - shown);
}

static void add_subject(const struct sec_write *w, const struct sec_draft *d, struct sec_buf *out)
{
	sec_buf_addf(out, "%s: ", w->tool);
	if (d->subject) {
		sec_buf_addstr(out, d->subject);
	} else {
		if (d->records.n == 1)
			sec_buf_addstr(out, d->records.item[0]);
		else if (d->records.n == 0)
			sec_buf_addstr(out, "register");
		else
			sec_buf_addf(out, "%zu records", d->records.n);
		add_keys(&d->fields, out);
	}
	sec_buf_addch(out, '\n');
}

/* Lines that something later might take for more than prose: a trailer, the end
 * of the message (`---`), a comment that an editor's clean-up drops. */
static bool is_special(struct sec_str line)
{
	size_t i = 0;

	if (line.len && (line.s[0] == '#' || line.s[0] == '-'))
		return line.s[0] == '#' || (line.len >= 3 && memcmp(line.s, "---", 3) == 0);
	while (i < line.len && (line.s[i] == '-' || (line.s[i] >= '0' && line.s[i] <= '9')
		|| (line.s[i] >= 'A' && line.s[i] <= 'Z') || (line.s[i] >= 'a' && line.s[i] <= 'z')))
		i++;
	if (!i)
		return false;
	while (i < line.len && (line.s[i] == ' ' || line.s[i] == '\t'))
		i++;
	return i < line.len && line.s[i] == ':';
}

static struct sec_str without_end(struct sec_str s)
{
	while (s.len && strchr(" \t\r\n", s.s[s.len - 1]))
		s.len--;
	return s;
}

static void add_reason(struct sec_str reason, struct sec_buf *out)
{
	bool blank = true; /* the line above is empty: drop further ones */

	sec_buf_addch(out, '\n');
	while (reason.len) {
		struct sec_str line = without_end(sec_str_cut(&reason, '\n'));

		if (!line.len && blank)
			continue;
		if (is_special(line))
			sec_buf_addstr(out, "  ");
		sec_visible_text(out, line.s, line.len);
		sec_buf_addch(out, '\n');
		blank = !line.len;
	}
}

static int check_reason(struct sec_str reason, struct sec_err *err)
{
	enum sec_char kind = SEC_CHAR_FINE;
	uint32_t cp;
	size_t at = 0;

	if (reason.len > REASON_LIMIT)
		return sec_err_set(err, SEC_FAIL, "the reason has %zu bytes; %d are allowed", reason.len,
			REASON_LIMIT);
	while ((at = sec_utf8_scan(reason.s, reason.len, at, &cp, &kind)) < reason.len) {
		if (kind == SEC_CHAR_INVALID)
			return sec_err_set(err, SEC_FAIL, "the reason is not UTF-8 at byte %zu", at + 1);
		at += sec_utf8_next(reason.s + at, reason.len - at, &cp, &kind);
	}
	return 0;
}

int sec_write_message(const struct sec_write *w, const struct sec_draft *d, struct sec_buf *out,
	struct sec_err *err)
{
	struct sec_str reason = without_end(sec_str(w->reason));
	size_t i;
	int rc = check_reason(reason, err);

	if (rc < 0)
		return rc;
	sec_buf_clear(out);
	add_subject(w, d, out);
	if (d->body.len)
		add_reason(sec_buf_str(&d->body), out);
	if (sec_str_trim(reason).len)
		add_reason(reason, out);
	sec_buf_addf(out, "\nSec-Tool: %s\n", w->tool);
	for (i = 0; i < d->records.n; i++)
		sec_buf_addf(out, "Sec-Record: %s\n", d->records.item[i]);
	for (i = 0; i < d->fields.n; i++)
		sec_buf_addf(out, "Sec-Field: %s\n", d->fields.item[i]);
	if (w->forced)
		sec_buf_addstr(out, "Sec-Forced: yes\n");
	return 0;
}
