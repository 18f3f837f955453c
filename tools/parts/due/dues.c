/* SPDX-License-Identifier: ISC */
#include "parts/due/dues.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/suggest.h"
#include "base/utf8.h"
#include "render/rows.h"

enum column { ID, DUE, DAYS, LEVEL, KIND, OWNER, TITLE, WHO, TELL, ABOUT, COLUMNS };

static const struct sec_column columns[COLUMNS] = {
	[ID] = { .name = "id" },
	[DUE] = { .name = "due" },
	[DAYS] = { .name = "days", .kind = SEC_CELL_NUMBER },
	[LEVEL] = { .name = "level" },
	[KIND] = { .name = "kind" },
	[OWNER] = { .name = "owner", .cut = true },
	[TITLE] = { .name = "title", .cut = true },
	[WHO] = { .name = "who", .cut = true },
	[TELL] = { .name = "tell", .cut = true },
	[ABOUT] = { .name = "about" },
};
static const char usual[] = "id,due,days,level,kind,owner,title";

static void visit(void *ctx, const struct sec_visit *v)
{
	struct dues *d = ctx;
	struct dues_of_record *of = &d->of[v->number];
	struct sec_str who = sec_facts_who(v->facts);
	struct sec_val heading = { 0 };

	sec_due_collect(v->facts, &of->items);
	of->who = xstrndup(who.s, who.len);
	if (d->heading)
		heading = sec_expr_eval(d->heading, v->facts, NULL);
	of->heading = heading.known ? xstrndup(heading.text.s, heading.text.len) : xstrdup("");
}

bool dues_wanted(const struct dues *d, const struct sec_due_item *item)
{
	const struct dues_filter *f = d->filter;
	sec_day today = d->reg->today;

	if (f->kind && strcmp(item->kind->kind, f->kind) != 0)
		return false;
	if (f->owner && !sec_utf8_contains(sec_str(item->owner), sec_str(f->owner)))
		return false;
	if (f->all)
		return true;
	if (f->overdue)
		return item->due < today;
	return f->within ? item->due <= sec_day_add(today, *f->within) : item->shows <= today;
}

const char *dues_name(const struct dues *d, size_t number)
{
	const struct sec_pick *pick = &d->selection->item[number];

	return pick->inside ? pick->stem : pick->path;
}

static int by_day(const void *a, const void *b)
{
	const struct dues_row *x = a, *y = b;

	if (x->item->due != y->item->due)
		return x->item->due < y->item->due ? -1 : 1;
	if (x->number != y->number)
		return x->number < y->number ? -1 : 1;
	return x->place < y->place ? -1 : x->place > y->place;
}

void dues_read(struct dues *d, struct sec_register *r, const struct sec_selection *selection,
	const struct sec_expr *keep, const struct dues_filter *filter, struct sec_scan_report *report)
{
	struct sec_scan scan = { .reg = r, .selection = selection, .keep = keep, .visit = visit,
		.ctx = d };
	size_t i, k;

	d->reg = r;
	d->selection = selection;
	d->filter = filter;
	d->of = xcalloc(selection->n, sizeof(*d->of));
	sec_scan(&scan, report);
	for (i = 0; i < selection->n; i++) {
		for (k = 0; k < d->of[i].items.n; k++) {
			const struct sec_due_item *item = &d->of[i].items.item[k];

			if (!dues_wanted(d, item))
				continue;
			SEC_GROW(d->row, d->n, d->alloc);
			d->row[d->n++] = (struct dues_row){ i, k, item };
		}
	}
	if (d->n)
		qsort(d->row, d->n, sizeof(*d->row), by_day);
}

static int choose(const char *list, enum column *chosen, size_t *n, struct sec_err *err)
{
	struct sec_str rest = sec_str(list), item;
	struct sec_suggest g;
	int i;

	while (sec_str_split(&rest, ',', &item)) {
		sec_suggest_init(&g, item);
		for (i = 0; i < COLUMNS && !sec_str_is(item, columns[i].name); i++)
			sec_suggest_offer(&g, columns[i].name);
		if (i == COLUMNS && g.best)
			return sec_err_set(err, SEC_USAGE, "there is no column '%.*s'; did you mean '%s'?",
				SEC_ARG(item), g.best);
		if (i == COLUMNS || *n == COLUMNS)
			return sec_err_set(err, SEC_USAGE, "-o: id, due, days, level, kind, owner, title, who, "
				"tell or about, each once, not '%.*s'", SEC_ARG(item));
		chosen[(*n)++] = (enum column)i;
	}
	return *n ? 0 : sec_err_set(err, SEC_USAGE, "-o names no column");
}

static const char *colour_of(const struct dues *d, const struct sec_due_item *item)
{
	return item->due >= d->reg->today ? NULL : item->kind->hard ? "red" : "yellow";
}

static void add_row(const struct dues *d, const struct dues_row *row, const enum column *chosen,
	size_t n, struct sec_rows *rows)
{
	const struct sec_due_item *item = row->item;
	struct sec_str cell[COLUMNS], all[COLUMNS];
	char due[11], days[16];
	size_t i;

	sec_day_format(item->due, due);
	snprintf(days, sizeof(days), "%d", item->due - d->reg->today);
	all[ID] = sec_str(dues_name(d, row->number));
	all[DUE] = sec_str(due);
	all[DAYS] = sec_str(days);
	all[LEVEL] = sec_str(item->kind->hard ? "hard" : "advised");
	all[KIND] = sec_str(item->kind->kind);
	all[OWNER] = sec_str(item->owner);
	all[TITLE] = sec_str(item->title);
	all[WHO] = sec_str(d->of[row->number].who);
	all[TELL] = sec_str(item->tell);
	all[ABOUT] = sec_str(item->section);
	for (i = 0; i < n; i++)
		cell[i] = all[chosen[i]].len ? all[chosen[i]] : (struct sec_str){ NULL, 0 };
	sec_rows_add(rows, cell, colour_of(d, item));
}

static void print_ids(const struct dues *d, struct sec_buf *out)
{
	bool *seen = xcalloc(d->selection->n, sizeof(*seen));
	size_t i;

	for (i = 0; i < d->n; i++) {
		if (!seen[d->row[i].number])
			sec_buf_addf(out, "%s\n", dues_name(d, d->row[i].number));
		seen[d->row[i].number] = true;
	}
	free(seen);
}

int dues_print(const struct dues *d, const char *format, const char *list, size_t width,
	bool colour, struct sec_buf *out, struct sec_err *err)
{
	enum column chosen[COLUMNS];
	struct sec_column column[COLUMNS];
	enum sec_rows_format how = SEC_ROWS_TABLE;
	struct sec_rows *rows;
	size_t n = 0, i;
	int rc;

	if (strcmp(format, "ids") == 0) {
		print_ids(d, out);
		return 0;
	}
	sec_rows_format_parse(format, &how);
	rc = choose(list ? list : how == SEC_ROWS_JSON ? "id,due,days,level,kind,owner,title,who,tell,about"
		: usual, chosen, &n, err);
	if (rc)
		return rc;
	for (i = 0; i < n; i++)
		column[i] = columns[chosen[i]];
	rows = sec_rows_new(how, column, n);
	for (i = 0; i < d->n; i++)
		add_row(d, &d->row[i], chosen, n, rows);
	sec_rows_finish(rows, width, colour, out);
	sec_rows_free(rows);
	return 0;
}

void dues_release(struct dues *d)
{
	size_t i;

	for (i = 0; d->of && i < d->selection->n; i++) {
		sec_due_items_release(&d->of[i].items);
		free(d->of[i].who);
		free(d->of[i].heading);
	}
	free(d->of);
	free(d->row);
}
