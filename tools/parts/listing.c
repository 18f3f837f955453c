/* SPDX-License-Identifier: ISC */
#include "parts/listing.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "register/assign.h"

struct listing_row {
	bool kept;
	size_t number;        /* position in the selection */
	struct sec_str *cell; /* one more than there are columns, for a count */
	struct sec_val sort;  /* its text is copied and folded */
	size_t count;
};

/* The next expression of a list: cut at commas outside brackets and quotes. */
static bool next_column(struct sec_str *rest, struct sec_str *item)
{
	size_t i;
	int depth = 0;
	bool quoted = false;

	if (!rest->len)
		return false;
	for (i = 0; i < rest->len; i++) {
		char c = rest->s[i];

		if (c == '"')
			quoted = !quoted;
		else if (!quoted && (c == '(' || c == ')'))
			depth += c == '(' ? 1 : -1;
		else if (!quoted && depth <= 0 && c == ',')
			break;
	}
	*item = sec_str_trim((struct sec_str){ rest->s, i });
	i += i < rest->len;
	rest->s += i;
	rest->len -= i;
	return true;
}

/* A key, which --csv of sec-set writes back as it was. */
static bool is_key(const struct listing *l, struct sec_str text)
{
	struct sec_assign to = { 0 };
	bool key = sec_assign_address(&to, &l->reg->schema, l->reg->today, text, NULL) == 0;

	sec_assign_release(&to);
	return key;
}

static struct sec_column column_for(struct listing *l, struct sec_str text, const struct sec_expr *e)
{
	enum sec_type type = sec_expr_type(e);
	bool id = sec_str_is(text, "id") || sec_str_is(text, "secondment.id");

	return (struct sec_column){
		.name = sec_arena_strndup(&l->arena, text.s, text.len),
		.kind = type == SEC_TYPE_NUMBER ? SEC_CELL_NUMBER
			: type == SEC_TYPE_YESNO ? SEC_CELL_YESNO
			: type == SEC_TYPE_LIST ? SEC_CELL_LIST
			: type == SEC_TYPE_DURATION && !is_key(l, text) ? SEC_CELL_DAYS : SEC_CELL_TEXT,
		.cut = (type == SEC_TYPE_TEXT || type == SEC_TYPE_PROSE) && !id }; /* half an id is none */
}

static int compile_columns(struct listing *l, struct sec_expr_site *site, const char *columns,
	struct sec_err *err)
{
	struct sec_str rest = sec_str(columns), item;
	size_t n = 0, expr_alloc = 0, column_alloc = 0;
	int rc = 0;

	if (rest.len && rest.s[rest.len - 1] == ',')
		return sec_err_set(err, SEC_USAGE, "an empty column in '%s'", columns);
	while (rc == 0 && next_column(&rest, &item)) {
		if (!item.len)
			return sec_err_set(err, SEC_USAGE, "an empty column in '%s'", columns);
		SEC_GROW(l->expr, l->exprs + 1, expr_alloc); /* room for the sort key too */
		SEC_GROW(l->column, l->columns, column_alloc);
		site->col = (unsigned)(item.s - columns) + 1;
		rc = sec_expr_compile(&l->expr[n], site, item, SEC_WANT_TEXT, err);
		if (rc == 0)
			l->column[l->columns++] = column_for(l, item, l->expr[n]);
		l->exprs = ++n;
	}
	if (!l->expr)
		l->expr = xcalloc(1, sizeof(*l->expr));
	return rc;
}

static int compile(struct listing *l, const char *columns, const char *sort, struct sec_err *err)
{
	struct sec_expr_site site = { .schema = &l->reg->schema, .file = "-o", .line = 1, .col = 1,
		.for_kind = SEC_FOR_ONCE, .pseudo = true, .arena = &l->arena };
	int rc = compile_columns(l, &site, columns, err);

	if (rc || !sort)
		return rc;
	l->descending = *sort == '-';
	site.file = "--sort";
	site.col = 1u + l->descending;
	return sec_expr_compile(&l->expr[l->exprs++], &site, sec_str(sort + l->descending),
		SEC_WANT_TEXT, err);
}

/* A thread's memory: cells are kept in its arena until the listing goes. */
struct worker {
	struct sec_arena arena;
	struct sec_buf buf;
};

static void *start(void *ctx)
{
	struct worker *w = xcalloc(1, sizeof(*w));

	(void)ctx;
	sec_buf_init(&w->buf);
	return w;
}

static struct sec_str keep_text(struct worker *w)
{
	return (struct sec_str){ sec_arena_strndup(&w->arena, w->buf.s, w->buf.len), w->buf.len };
}

static bool compares_as_text(const struct sec_val *v)
{
	switch ((enum sec_type)v->type) {
	case SEC_TYPE_NUMBER:
	case SEC_TYPE_YESNO:
	case SEC_TYPE_STATE:
	case SEC_TYPE_DATE:
	case SEC_TYPE_DURATION: return false;
	default: return true;
	}
}

static void visit(void *ctx, const struct sec_visit *v)
{
	struct listing *l = ctx;
	struct worker *w = v->worker;
	struct listing_row *row = &l->slot[v->number];
	size_t i;

	row->kept = true;
	row->number = v->number;
	row->cell = sec_arena_alloc(&w->arena, (l->columns + 1) * sizeof(*row->cell));
	for (i = 0; i < l->columns; i++) {
		struct sec_val val = sec_expr_eval(l->expr[i], v->facts, NULL);

		if (!val.known)
			continue;
		sec_buf_clear(&w->buf);
		sec_facts_format(v->facts, &val, &w->buf);
		row->cell[i] = keep_text(w);
	}
	if (l->exprs == l->columns)
		return;
	row->sort = sec_expr_eval(l->expr[l->columns], v->facts, NULL);
	if (row->sort.known && compares_as_text(&row->sort)) {
		sec_buf_clear(&w->buf);
		sec_utf8_fold(&w->buf, row->sort.text.s, row->sort.text.len);
		row->sort.text = keep_text(w);
	}
}

static void stop(void *ctx, void *worker)
{
	struct listing *l = ctx;
	struct worker *w = worker;

	l->scratch = xreallocarray(l->scratch, l->scratches + 1, sizeof(*l->scratch));
	l->scratch[l->scratches++] = w->arena;
	sec_buf_release(&w->buf);
	free(w);
}

static int compare_numbers(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int64_t days_in(struct sec_dur d)
{
	return d.months * INT64_C(30) + d.days; /* for an order only, as in division */
}

static int compare_values(const struct sec_val *a, const struct sec_val *b)
{
	switch ((enum sec_type)a->type) {
	case SEC_TYPE_NUMBER: return compare_numbers(a->number, b->number);
	case SEC_TYPE_YESNO: return compare_numbers(a->yes, b->yes);
	case SEC_TYPE_STATE: return compare_numbers(a->state, b->state);
	case SEC_TYPE_DATE: return compare_numbers(a->day, b->day);
	case SEC_TYPE_DURATION: return compare_numbers(days_in(a->dur), days_in(b->dur));
	default: return sec_str_cmp(a->text, b->text);
	}
}

static int by_sort(const void *x, const void *y, void *ctx)
{
	const struct listing *l = ctx;
	const struct listing_row *a = x, *b = y;
	int c = 0;

	if (a->sort.known != b->sort.known)
		return a->sort.known ? -1 : 1; /* missing values last, either way round */
	if (a->sort.known)
		c = compare_values(&a->sort, &b->sort);
	if (l->descending)
		c = -c;
	return c ? c : compare_numbers((int64_t)a->number, (int64_t)b->number);
}

int listing_read(struct listing *l, struct sec_register *r, const struct sec_selection *selection,
	const char *columns, const char *sort, const char *query, struct sec_scan_report *report,
	struct sec_err *err)
{
	struct sec_scan scan = { .reg = r, .selection = selection, .start = start, .visit = visit,
		.stop = stop, .ctx = l };
	struct sec_expr *keep;
	size_t i;
	int rc;

	l->reg = r;
	l->selection = selection;
	rc = compile(l, columns, sort, err);
	if (rc == 0)
		rc = sec_scan_condition(&keep, r, &l->arena, query, err);
	if (rc)
		return rc;
	scan.keep = keep;
	l->slot = xcalloc(selection->n, sizeof(*l->slot));
	l->row = xcalloc(selection->n, sizeof(*l->row));
	sec_scan(&scan, report);
	for (i = 0; i < selection->n; i++)
		if (l->slot[i].kept)
			l->row[l->rows++] = l->slot[i];
	if (sort && l->rows)
		qsort_r(l->row, l->rows, sizeof(*l->row), by_sort, l);
	return 0;
}

static int by_cells(const void *x, const void *y, void *ctx)
{
	const struct listing *l = ctx;
	const struct listing_row *a = x, *b = y;
	size_t i;
	int c = 0;

	for (i = 0; c == 0 && i < l->columns; i++)
		c = sec_str_cmp(a->cell[i], b->cell[i]);
	return c;
}

static int by_count(const void *x, const void *y, void *ctx)
{
	const struct listing_row *a = x, *b = y;

	return a->count != b->count ? (a->count < b->count ? 1 : -1) : by_cells(x, y, ctx);
}

void listing_count(struct listing *l)
{
	size_t i, n = 0;

	if (l->rows)
		qsort_r(l->row, l->rows, sizeof(*l->row), by_cells, l);
	for (i = 0; i < l->rows; i++) {
		if (n && by_cells(&l->row[n - 1], &l->row[i], l) == 0) {
			l->row[n - 1].count++;
		} else {
			l->row[n] = l->row[i];
			l->row[n++].count = 1;
		}
	}
	l->rows = n;
	if (n)
		qsort_r(l->row, n, sizeof(*l->row), by_count, l);
	for (i = 0; i < n; i++)
		l->row[i].cell[l->columns] =
			sec_str(sec_arena_printf(&l->arena, "%zu", l->row[i].count));
	l->column = xreallocarray(l->column, l->columns + 1, sizeof(*l->column));
	l->column[l->columns++] = (struct sec_column){ .name = "count", .kind = SEC_CELL_NUMBER };
}

const struct sec_str *listing_cells(const struct listing *l, size_t row)
{
	return l->row[row].cell;
}

const struct sec_pick *listing_pick(const struct listing *l, size_t row)
{
	return &l->selection->item[l->row[row].number];
}

void listing_release(struct listing *l)
{
	size_t i;

	for (i = 0; i < l->scratches; i++)
		sec_arena_release(&l->scratch[i]);
	free(l->scratch);
	free(l->row);
	free(l->slot);
	free(l->expr);
	free(l->column);
	sec_arena_release(&l->arena);
}
