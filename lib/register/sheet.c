/* SPDX-License-Identifier: ISC */
#include "register/sheet.h"

#include <stdarg.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "record/fold.h"
#include "rules/expr.h"

/* No spreadsheet has more columns than 16384. */
enum { WRONGS_SHOWN = 50, CELL_SHOWN = 60, COLUMNS_MOST = 16384 };

struct reading {
	struct sec_sheet *sheet;
	const struct sec_schema *schema;
	sec_day today;
};

void sec_sheet_place(const struct sec_sheet *s, const struct sec_csv_row *row, int column,
	struct sec_buf *out)
{
	sec_buf_addf(out, "row %u", row->number);
	if (column >= 0) {
		sec_buf_addstr(out, ", ");
		sec_visible(out, s->column[column].heading, strlen(s->column[column].heading));
	}
}

void sec_sheet_wrong(struct sec_sheet *s, const struct sec_csv_row *row, int column,
	const char *fmt, ...)
{
	struct sec_buf text = SEC_BUF_INIT;
	va_list ap;

	if (s->wrongs++ >= WRONGS_SHOWN)
		return;
	va_start(ap, fmt);
	sec_buf_vaddf(&text, fmt, ap);
	va_end(ap);
	sec_buf_addstr(&s->wrong, "\n  ");
	sec_sheet_place(s, row, column, &s->wrong);
	sec_buf_addstr(&s->wrong, ": ");
	sec_visible(&s->wrong, text.s, text.len);
	sec_buf_release(&text);
}

int sec_sheet_verdict(const struct sec_sheet *s, struct sec_err *err)
{
	if (!s->wrongs)
		return 0;
	sec_err_set(err, SEC_FAIL, "%s: %zu mistake%s, nothing was written%s", s->name, s->wrongs,
		s->wrongs == 1 ? "" : "s", s->wrong.s);
	if (s->wrongs > WRONGS_SHOWN) {
		char *all = xasprintf("%s\n  and %zu more", err->msg, s->wrongs - WRONGS_SHOWN);

		free(err->msg);
		err->msg = all;
	}
	return SEC_FAIL;
}

/* A cell between '…', cut where it is long. */
static void add_cell(struct sec_buf *out, struct sec_str cell)
{
	size_t n = cell.len > CELL_SHOWN ? CELL_SHOWN : cell.len;

	while (n < cell.len && n && (cell.s[n] & 0xc0) == 0x80)
		n--;
	sec_buf_addf(out, "'%.*s%s'", (int)n, cell.s, n < cell.len ? "…" : "");
}

/* `Dates.Start`, `In post since`: as a key would be written. Caller frees. */
static char *as_key(struct sec_str text)
{
	struct sec_buf out = SEC_BUF_INIT;
	size_t i;

	sec_utf8_fold(&out, text.s, text.len);
	for (i = 0; i < out.len; i++)
		if (out.s[i] == ' ' || out.s[i] == '_')
			out.s[i] = '-';
	return sec_buf_detach(&out);
}

static void note_ref(void *ctx, enum sec_ref_kind kind, int index)
{
	(void)index;
	*(bool *)ctx |= kind != SEC_REF_POLICY;
}

/* What sec-list can print beyond keys: an expression that reads the record. */
static bool is_computed(const struct sec_schema *schema, struct sec_str text)
{
	struct sec_arena arena = SEC_ARENA_INIT;
	struct sec_expr_site site = { .schema = schema, .file = "", .for_kind = SEC_FOR_ONCE,
		.pseudo = true, .arena = &arena };
	struct sec_expr *e = NULL;
	bool reads = false;

	if (sec_expr_compile(&e, &site, text, SEC_WANT_TEXT, NULL) == 0) {
		sec_expr_refs(e, note_ref, &reads);
		/* built in, and no reference to anything: who, next-due, findings */
		reads = reads || (sec_kind_is_legal(text) && sec_expr_type(e) != SEC_TYPE_STATE
			&& sec_expr_type(e) != SEC_TYPE_ENUM);
	}
	sec_arena_release(&arena);
	return reads;
}

static bool same_key(const struct sec_assign *a, const struct sec_assign *b)
{
	return strcmp(a->kind, b->kind) == 0 && strcmp(a->id, b->id) == 0 && strcmp(a->key, b->key) == 0;
}

static bool is_id(const struct sec_assign *a)
{
	return strcmp(a->kind, "secondment") == 0 && strcmp(a->key, "id") == 0;
}

/* A key, a label or something worked out; what is wrong with it is noted. */
static void name_column(struct reading *r, size_t column, struct sec_str text)
{
	struct sec_sheet *s = r->sheet;
	struct sec_sheet_column *c = &s->column[column];
	struct sec_err err = SEC_ERR_INIT;
	char *key = as_key(text);
	int rc = sec_assign_address(&c->to, r->schema, r->today, text, &err);

	if (rc && is_computed(r->schema, text)) {
		c->use = SEC_SHEET_COMPUTED;
		goto out;
	}
	if (rc && !sec_str_is(text, key)) {
		sec_assign_release(&c->to);
		rc = sec_assign_address(&c->to, r->schema, r->today, sec_str(key), NULL);
	}
	if (rc) {
		sec_sheet_wrong(s, &s->csv.row[0], (int)column, "%s", err.msg);
		goto out;
	}
	c->use = is_id(&c->to) ? SEC_SHEET_ID : SEC_SHEET_KEY;
	for (size_t i = 0; i < column; i++)
		if (s->column[i].use == c->use && same_key(&s->column[i].to, &c->to)) {
			sec_sheet_wrong(s, &s->csv.row[0], (int)column, "gives the same key as '%s'",
				s->column[i].heading);
			break;
		}
	if (c->use == SEC_SHEET_ID)
		s->id = (int)column;
out:
	free(key);
	sec_err_clear(&err);
}

static size_t widest(const struct sec_csv *csv)
{
	size_t i, most = 0;

	for (i = 0; i < csv->rows; i++)
		most = csv->row[i].cells > most ? csv->row[i].cells : most;
	return most;
}

static int read_headings(struct reading *r, struct sec_err *err)
{
	struct sec_sheet *s = r->sheet;
	struct sec_buf text = SEC_BUF_INIT;
	size_t columns = widest(&s->csv), named = 0, i;
	char letters[16];

	if (columns > COLUMNS_MOST)
		return sec_err_set(err, SEC_FAIL, "%s has %zu columns, more than the %d of a spreadsheet; "
			"take out those that no record has", s->name, columns, COLUMNS_MOST);
	s->column = xcalloc(columns, sizeof(*s->column));
	s->columns = columns;
	for (i = 0; i < columns; i++) {
		sec_buf_clear(&text);
		sec_utf8_squeeze(&text, sec_csv_cell(&s->csv, &s->csv.row[0], i));
		sec_csv_letters(i, letters);
		s->column[i].heading = text.len ? xstrdup(text.s) : xasprintf("column %s", letters);
		if (text.len)
			name_column(r, i, sec_buf_str(&text));
		named += text.len > 0;
	}
	if (s->wrongs && s->wrongs == named && s->csv.rows > 1)
		sec_sheet_wrong(s, &s->csv.row[0], -1, "names no column: delete what stands above the "
			"headings");
	sec_buf_release(&text);
	return sec_sheet_verdict(s, err);
}

int sec_sheet_read(struct sec_sheet *s, const struct sec_schema *schema, sec_day today,
	const char *name, struct sec_str text, struct sec_err *err)
{
	struct reading r = { s, schema, today };
	int rc;

	*s = (struct sec_sheet){ .name = name, .id = -1, .wrong = SEC_BUF_INIT };
	rc = sec_csv_read(&s->csv, name, text, err);
	if (rc == 0 && !s->csv.rows)
		rc = sec_err_set(err, SEC_FAIL, "%s is empty: its first line names the columns", name);
	return rc == 0 ? read_headings(&r, err) : rc;
}

void sec_sheet_release(struct sec_sheet *s)
{
	size_t i;

	for (i = 0; i < s->columns; i++) {
		free(s->column[i].heading);
		if (s->column[i].to.kind || s->column[i].to.key)
			sec_assign_release(&s->column[i].to);
	}
	free(s->column);
	sec_csv_release(&s->csv);
	sec_buf_release(&s->wrong);
}

size_t sec_sheet_computed(const struct sec_sheet *s, struct sec_buf *out)
{
	size_t i, n = 0;

	for (i = 0; i < s->columns; i++)
		if (s->column[i].use == SEC_SHEET_COMPUTED)
			sec_buf_addf(out, "%s%s", n++ ? ", " : "", s->column[i].heading);
	return n;
}

struct sec_str sec_sheet_id(const struct sec_sheet *s, const struct sec_csv_row *row)
{
	return s->id < 0 ? SEC_STR("") : sec_utf8_trim(sec_csv_cell(&s->csv, row, (size_t)s->id));
}

/* Days in another form than ours are refused here, where the cell is at hand;
 * whatever else a value must be the rules judge later. */
static bool day_is_wrong(enum sec_type type, struct sec_str value)
{
	sec_day day[2];

	if (sec_day_parse(value.s, value.len, day))
		return false;
	return type == SEC_TYPE_DATE
		|| (type == SEC_TYPE_EVIDENCE && sec_day_readings(value.s, value.len, day));
}

/* `#REF!`, `#NAME?`, `#N/A`, `########`, in any language; LibreOffice's `Err:502`. */
static bool is_sheets_error(struct sec_str s)
{
	size_t i = 1;

	if (sec_str_is(s, "#N/A") || sec_str_is(s, "#NV") || (s.len > 4 && memcmp(s.s, "Err:", 4) == 0))
		return true;
	if (s.len < 3 || s.s[0] != '#')
		return false;
	while (i < s.len && s.s[i] == '#')
		i++;
	if (i > 1)
		return i == s.len;
	while (i < s.len - 1 && (strchr("/0123456789", s.s[i]) || (s.s[i] >= 'A' && s.s[i] <= 'Z')
		|| (s.s[i] & 0x80)))
		i++;
	return i == s.len - 1 && strchr("!?", s.s[i]);
}

static void add_value(struct sec_sheet *s, const struct sec_csv_row *row, size_t column,
	struct sec_str value, struct sec_assigns *out)
{
	const struct sec_sheet_column *c = &s->column[column];
	struct sec_buf legal = SEC_BUF_INIT, said = SEC_BUF_INIT;
	struct sec_err err = SEC_ERR_INIT;

	add_cell(&said, value);
	if (c->use != SEC_SHEET_KEY) {
		sec_sheet_wrong(s, row, (int)column, "%s stands there without a heading; quote a "
			"value that holds the separator", said.s);
	} else if (is_sheets_error(value)) {
		sec_sheet_wrong(s, row, (int)column, "%s is what a spreadsheet shows where a formula fails "
			"or a column is too narrow: write the value", said.s);
	} else if (day_is_wrong(c->to.type, value)) {
		sec_buf_addch(&said, ' ');
		sec_day_advise(&said, value.s, value.len);
		sec_sheet_wrong(s, row, (int)column, "%s", said.s);
	} else if (sec_value_trim(&legal, value, &err) != 0) {
		sec_sheet_wrong(s, row, (int)column, "%s: %s", said.s, err.msg);
	} else {
		sec_assigns_set(out, &c->to, sec_buf_str(&legal));
	}
	sec_err_clear(&err);
	sec_buf_release(&said);
	sec_buf_release(&legal);
}

void sec_sheet_assigns(struct sec_sheet *s, const struct sec_csv_row *row, struct sec_assigns *out)
{
	size_t i;

	for (i = 0; i < row->cells; i++) {
		struct sec_str value = sec_utf8_trim(sec_csv_cell(&s->csv, row, i));

		if (value.len && s->column[i].use != SEC_SHEET_ID
			&& s->column[i].use != SEC_SHEET_COMPUTED)
			add_value(s, row, i, value, out);
	}
}

int sec_sheet_column_of(const struct sec_sheet *s, const char *address)
{
	size_t i;

	for (i = 0; i < s->columns; i++) {
		char *own;
		bool same;

		if (s->column[i].use != SEC_SHEET_KEY && s->column[i].use != SEC_SHEET_ID)
			continue;
		own = sec_assign_written(&s->column[i].to);
		same = strcmp(own, address) == 0;
		free(own);
		if (same)
			return (int)i;
	}
	return -1;
}
