/* SPDX-License-Identifier: ISC */
#include "record/edit.h"
#include "record/reader.h"

static void add_lower(struct sec_buf *out, struct sec_str s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		sec_buf_addch(out, s.s[i] >= 'A' && s.s[i] <= 'Z' ? (char)(s.s[i] + 32) : s.s[i]);
}

/* How many bytes of a line are a key whose capitals alone are wrong. */
static size_t capitals(const struct sec_entry *e, struct sec_str line)
{
	size_t i, n = e->key.len;
	bool found = false;

	if (!e->faulty || line.len < n)
		return 0;
	for (i = 0; i < n; i++) {
		bool upper = line.s[i] >= 'A' && line.s[i] <= 'Z';

		if ((upper ? line.s[i] + 32 : line.s[i]) != e->key.s[i])
			return 0;
		found = found || upper;
	}
	return found ? n : 0;
}

/* Appends the line as it should be; true when that differs. A line whose end
 * would become one by the repair (`CR CR LF`, a CR before trailing blanks) stays
 * as it is: what it means is not ours to say. */
static bool repair_line(struct sec_buf *out, const struct sec_record *r, uint32_t number,
	size_t key)
{
	const struct sec_line *l = &r->line[number];
	struct sec_str line = sec_record_line(r, number);
	struct sec_str value = { line.s + key, line.len - key };

	if (line.len && line.s[line.len - 1] == '\r') {
		sec_buf_add(out, line.s, l->len + l->end);
		return false;
	}
	add_lower(out, (struct sec_str){ line.s, key });
	sec_buf_addslice(out, value);
	sec_buf_addch(out, '\n');
	return key || line.len != l->len || l->end != 1;
}

int sec_edit_repair(struct sec_editor *e, struct sec_err *err)
{
	struct sec_record *r = e->rec;
	struct sec_buf text = SEC_BUF_INIT;
	uint32_t i, next = 0;
	int changed = 0, rc;

	if (r->bom && (!r->lines || sec_record_line(r, 0).len < 3
		|| memcmp(r->text.s + 3, "\xef\xbb\xbf", 3) != 0))
		changed++;
	else if (r->bom)
		sec_buf_add(&text, r->text.s, 3);
	for (i = 0; i < r->lines; i++) {
		size_t key = 0;

		if (next < r->entries && r->entry[next].line == i)
			key = capitals(&r->entry[next++], sec_record_line(r, i));
		if (repair_line(&text, r, i, key))
			changed++;
	}
	if (changed) {
		sec_buf_clear(&r->text);
		sec_buf_addslice(&r->text, sec_buf_str(&text));
		rc = sec_record_parse(r, e->dialect, err);
		if (rc)
			changed = rc;
	}
	sec_buf_release(&text);
	return changed;
}
