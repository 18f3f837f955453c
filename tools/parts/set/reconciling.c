/* SPDX-License-Identifier: ISC */
#include "parts/set/reconciling.h"

#include "record/merge.h"
#include "register/change.h"

enum { MARKER = 7 }; /* as git writes them */

static int merge(struct reconciling *x, struct sec_register *r, struct sec_str base,
	struct sec_str ours, struct sec_err *err)
{
	struct sec_record rec[3];
	struct sec_dialect dialect;
	struct sec_merge m = { .base = &rec[0], .ours = &rec[1], .theirs = &rec[2], .marker = MARKER,
		.ours_name = "your edit", .theirs_name = x->who.len ? x->who.s : "the last commit",
		.where = &x->where };
	struct sec_str text[3] = { base, ours, sec_buf_str(&x->now) };
	unsigned conflicts = 0;
	int i, rc = 0;

	for (i = 0; i < 3; i++) {
		sec_record_init(&rec[i]);
		sec_change_editor(r, &dialect, &rec[i]);
		if (rc == 0)
			rc = sec_record_parse_text(&rec[i], text[i].s, text[i].len, &dialect, err);
	}
	if (rc == 0)
		rc = sec_record_merge(&m, &x->merged, &conflicts, err);
	x->met = rc == SEC_ABSENT ? RECONCILING_STUCK
		: conflicts ? RECONCILING_CONFLICT : RECONCILING_CLEAN;
	for (i = 0; i < 3; i++)
		sec_record_release(&rec[i]);
	return rc == SEC_ABSENT ? 0 : rc;
}

int reconciling_look(struct reconciling *x, struct sec_register *r, struct sec_draft *d,
	const char *path, struct sec_str base, struct sec_str ours, struct sec_err *err)
{
	bool other;
	int rc;

	reconciling_release(x);
	rc = sec_draft_read(d, path, &x->now, err);
	if (rc < 0 && rc != SEC_ABSENT)
		return rc;
	other = rc == SEC_ABSENT || !sec_str_eq(sec_buf_str(&x->now), base);
	if (other)
		sec_draft_who(d, path, &x->who);
	if (other && rc == 0)
		return merge(x, r, base, ours, err);
	x->met = other ? RECONCILING_GONE : RECONCILING_SAME;
	sec_buf_addslice(&x->merged, ours);
	return 0;
}

void reconciling_release(struct reconciling *x)
{
	sec_buf_release(&x->now);
	sec_buf_release(&x->merged);
	sec_buf_release(&x->where);
	sec_buf_release(&x->who);
	x->met = RECONCILING_SAME;
}
