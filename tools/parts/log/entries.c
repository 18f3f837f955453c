/* SPDX-License-Identifier: ISC */
#include "parts/log/entries.h"

#include <stdio.h>

#include "base/date.h"

static const struct sec_column columns[] = {
	{ .name = "id" }, { .name = "when" }, { .name = "who" }, { .name = "field" },
	{ .name = "old" }, { .name = "new" }, { .name = "reason" },
	/* in JSON alone */
	{ .name = "change" }, { .name = "section" }, { .name = "section-id" }, { .name = "key" },
	{ .name = "title" }, { .name = "commit" }, { .name = "committed" }, { .name = "tool" },
	{ .name = "forced", .kind = SEC_CELL_YESNO },
};
enum { SHORT = 7, LONG = sizeof(columns) / sizeof(*columns) };

struct sec_rows *entries_new(enum sec_rows_format format)
{
	return sec_rows_new(format, columns, format == SEC_ROWS_JSON ? LONG : SHORT);
}

/* "2026-07-20T09:30:00+01:00" */
static void print_time(const struct sec_git_person *p, char *out, size_t size)
{
	sec_day day = sec_day_of_clock(p->time, p->offset);
	int second = (int)(p->time + (int64_t)p->offset * 60 - (int64_t)day * 86400);
	int offset = p->offset < 0 ? -p->offset : p->offset;
	char date[11];

	sec_day_format(day, date);
	snprintf(out, size, "%s%c%02d:%02d:%02d%c%02d:%02d", date, 'T', second / 3600,
		second / 60 % 60, second % 60, p->offset < 0 ? '-' : '+', offset / 60, offset % 60);
}

struct row {
	struct sec_rows *rows;
	struct sec_str cell[LONG];
	size_t n;
};

static void add(struct row *r, struct sec_str field, struct sec_str old, struct sec_str now,
	const char *change)
{
	r->cell[3] = field;
	r->cell[4] = old;
	r->cell[5] = now;
	r->cell[7] = sec_str(change);
	sec_rows_add(r->rows, r->cell, NULL);
	r->n++;
}

static void add_record(struct row *r, const struct sec_step *step)
{
	struct sec_str none = { 0 };

	if (!step->before)
		add(r, SEC_STR(""), none, SEC_STR("added"), "added");
	else if (!step->after)
		add(r, SEC_STR(""), none, SEC_STR("removed"), "removed");
	else if (step->old_id)
		add(r, SEC_STR(""), sec_str(step->old_id), SEC_STR("renamed"), "renamed");
	else if (step->path && step->old_path && strcmp(step->path, step->old_path) != 0)
		add(r, SEC_STR(""), sec_str(step->old_path), SEC_STR("moved"), "moved");
	else if (!step->diffs->n)
		add(r, SEC_STR(""), none, SEC_STR("layout"), "layout");
}

static void add_diff(struct row *r, const struct sec_diff *d)
{
	static const char *const words[] = { "added", "removed", "renamed" };
	struct sec_buf address = SEC_BUF_INIT, old = SEC_BUF_INIT;
	struct sec_str was = { 0 };
	const char *change;

	sec_diff_address(d, &address);
	r->cell[8] = d->kind;
	r->cell[9] = d->id.len ? d->id : (struct sec_str){ 0 };
	r->cell[10] = d->key;
	if (d->what == SEC_DIFF_KEY) {
		change = !d->old.s ? "added" : !d->now.s ? "removed" : "changed";
		add(r, sec_buf_str(&address), d->old, d->now, change);
	} else {
		change = words[d->what - SEC_DIFF_SECTION_ADDED];
		if (d->what == SEC_DIFF_SECTION_RENAMED) {
			struct sec_diff before = *d;

			before.id = d->old;
			sec_diff_address(&before, &old);
			was = sec_buf_str(&old);
		}
		add(r, sec_buf_str(&address), was, sec_str(change), change);
	}
	sec_buf_release(&address);
	sec_buf_release(&old);
}

size_t entries_add(struct sec_rows *rows, const struct sec_past *past,
	const struct sec_step *step, const struct sec_diffs *only, const struct sec_told *told)
{
	const struct sec_diffs *diffs = only ? only : step->diffs;
	struct row r = { .rows = rows };
	char when[40], committed[40], commit[SEC_GIT_HEX + 1];

	print_time(&past->commit->author, when, sizeof(when));
	print_time(&past->commit->committer, committed, sizeof(committed));
	sec_git_id_hex(&past->commit->id, commit);
	r.cell[0] = sec_str(step->id);
	r.cell[1] = sec_str(when);
	r.cell[2] = past->commit->author.name;
	r.cell[6] = past->reason;
	r.cell[11] = told->title;
	r.cell[12] = sec_str(commit);
	r.cell[13] = sec_str(committed);
	r.cell[14] = past->tool;
	r.cell[15] = past->forced ? SEC_STR("yes") : SEC_STR("no");
	if (!only)
		add_record(&r, step);
	for (size_t i = 0; i < diffs->n; i++)
		add_diff(&r, &diffs->item[i]);
	return r.n;
}
