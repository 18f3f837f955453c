/* SPDX-License-Identifier: ISC */
#include "parts/intake.h"

#include <fcntl.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

#include "base/file.h"
#include "base/mem.h"
#include "record/stream.h"
#include "register/change.h"

enum { INPUT_MAX = 1024 * 1024 * 1024, RANDOM_LENGTH = 5, TRIES = 100 };

/* Offline clones invent ids on their own: 32^5 of them a month keep apart. */
static int random_id(const struct sec_register *r, sec_day day, char out[16], struct sec_err *err)
{
	static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";
	unsigned char raw[RANDOM_LENGTH];
	char iso[11], *path;
	bool taken = true;
	int i, tries;

	sec_day_format(day, iso);
	for (tries = 0; taken && tries < TRIES; tries++) {
		if (getrandom(raw, sizeof(raw), 0) != sizeof(raw))
			return sec_err_errno(err, "cannot read", "random numbers");
		snprintf(out, 16, "%.8s", iso);
		for (i = 0; i < RANDOM_LENGTH; i++)
			out[8 + i] = alphabet[raw[i] % 32];
		out[8 + RANDOM_LENGTH] = '\0';
		path = sec_register_path(sec_str(out));
		taken = sec_source_exists(r->source, path);
		free(path);
	}
	return taken ? sec_err_set(err, SEC_FAIL, "no free id was found for %.7s", iso) : 0;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(a, b);
}

static bool is_taken(const struct intake *in, const char *id)
{
	return tfind(id, &in->ids, by_text) != NULL;
}

/* The month of an id is that of the start; the schema says which key that is. */
static const struct sec_field *start_of(const struct sec_schema *s)
{
	int a, b, field = sec_schema_bare_field(s, SEC_STR("start"), &a, &b);

	return field < 0 ? NULL : &s->field[field];
}

static sec_day month_of(const struct sec_register *r, struct sec_str start)
{
	sec_day day;

	return start.len && sec_day_parse(start.s, start.len, &day) ? day : r->today;
}

/* The id a record must have: from --id, its separator, its own key, or a new one.
 * The caller frees. */
static int settle_id(struct intake *in, struct sec_str separator, struct sec_str own,
	struct sec_str start, char **id, struct sec_err *err)
{
	struct sec_str want = in->id ? sec_str(in->id) : separator.len ? separator : own;
	char made[16];
	int rc;

	while (!want.len) {
		rc = random_id(in->reg, month_of(in->reg, start), made, err);
		if (rc)
			return rc;
		if (!is_taken(in, made))
			want = sec_str(made);
	}
	if (!sec_record_id_is_legal(want))
		return sec_err_set(err, SEC_FAIL, "'%.*s' is no id of a record: expected YYYY-MM- and then "
			"lower-case letters, digits and '-'", SEC_ARG(want));
	if (own.len && !sec_str_eq(own, want))
		return sec_err_set(err, SEC_FAIL, "the record says id = %.*s and is to be named %.*s",
			SEC_ARG(own), SEC_ARG(want));
	*id = xstrndup(want.s, want.len);
	return 0;
}

static bool lacks(const struct sec_record *rec, const struct sec_assign *a)
{
	return !a->key || a->added || !sec_record_value(rec, a->kind, a->id, a->key).len;
}

/* Beside records, assignments fill in only what the record lacks. */
static int fill_in(struct intake *in, struct sec_editor *e, const struct sec_assigns *all,
	struct sec_err *err)
{
	struct sec_assigns some = { .item = xcalloc(all->n, sizeof(*all->item)), .alloc = all->n };
	size_t i;
	int rc;

	for (i = 0; i < all->n; i++)
		if (lacks(e->rec, &all->item[i]))
			some.item[some.n++] = all->item[i];
	rc = sec_assign_apply(&some, e, &in->reg->schema, in->reg->today, NULL, err);
	free(some.item);
	return rc;
}

static int add_defaults(struct intake *in, struct sec_editor *e, struct sec_err *err)
{
	const struct sec_schema *s = &in->reg->schema;
	int i, rc = 0;

	for (i = 0; rc == 0 && i < s->fields; i++)
		if (s->field[i].value_default && s->kind[s->field[i].kind].repeat == SEC_REPEAT_NO)
			rc = sec_edit_set(e, s->kind[s->field[i].kind].name, NULL, s->field[i].key,
				sec_str(s->field[i].value_default), NULL, err);
	return rc;
}

static struct sec_str value_in(const struct sec_assigns *all, const char *kind, const char *key)
{
	const struct sec_assign *a = sec_assigns_find(all, kind, "", key);

	return a ? sec_buf_str(&a->value) : (struct sec_str){ NULL, 0 };
}

/* A record from assignments alone; its id stands in its first line. */
static int write_record(struct intake *in, struct sec_editor *e, const struct sec_assigns *assigns,
	char **id, struct sec_err *err)
{
	const struct sec_schema *s = &in->reg->schema;
	const struct sec_field *start = start_of(s);
	int rc = settle_id(in, (struct sec_str){ NULL, 0 }, value_in(assigns, "secondment", "id"),
		start ? value_in(assigns, s->kind[start->kind].name, start->key)
		: (struct sec_str){ NULL, 0 }, id, err);

	if (rc == 0)
		rc = sec_record_parse_text(e->rec, "", 0, e->dialect, err);
	if (rc == 0)
		rc = sec_edit_set(e, "secondment", NULL, "id", sec_str(*id), NULL, err);
	if (rc == 0)
		rc = add_defaults(in, e, err);
	return rc ? rc : sec_assign_apply(assigns, e, s, in->reg->today, NULL, err);
}

static int take_record(struct intake *in, struct sec_editor *e, const struct sec_assigns *assigns,
	const struct sec_stream_piece *piece, char **id, struct sec_err *err)
{
	const struct sec_schema *s = &in->reg->schema;
	const struct sec_field *start = start_of(s);
	struct sec_str own, day = { NULL, 0 };
	bool named;
	int rc;

	if (!piece)
		return write_record(in, e, assigns, id, err);
	rc = sec_record_parse_text(e->rec, piece->text.s, piece->text.len, e->dialect, err);
	if (rc == 0)
		rc = fill_in(in, e, assigns, err);
	if (rc)
		return rc;
	own = sec_record_value(e->rec, "secondment", NULL, "id");
	named = own.len > 0;
	if (start)
		day = sec_record_value(e->rec, s->kind[start->kind].name, NULL, start->key);
	rc = settle_id(in, piece->id, own, day, id, err);
	return rc || named ? rc : sec_edit_set(e, "secondment", NULL, "id", sec_str(*id), NULL, err);
}

/* One record more: from a piece of a stream, or (NULL) from assignments alone. */
static int add_record(struct intake *in, const struct sec_stream_piece *piece,
	const struct sec_assigns *assigns, struct sec_err *err)
{
	struct sec_record rec;
	struct sec_dialect dialect;
	struct sec_editor e = sec_change_editor(in->reg, &dialect, &rec);
	char *id = NULL;
	int rc;

	sec_record_init(&rec);
	rc = take_record(in, &e, assigns, piece, &id, err);
	if (rc == 0 && is_taken(in, id))
		rc = sec_err_set(err, SEC_FAIL, "%s stands twice in the input", id);
	if (rc == 0) {
		tsearch(id, &in->ids, by_text);
		SEC_GROW(in->record, in->n, in->alloc);
		in->record[in->n] = (struct intake_record){ id, SEC_BUF_INIT, NULL };
		sec_buf_addslice(&in->record[in->n++].text, sec_buf_str(&rec.text));
		id = NULL;
	}
	free(id);
	sec_record_release(&rec);
	return rc;
}

int intake_one(struct intake *in, const struct sec_assigns *assigns, struct sec_err *err)
{
	return add_record(in, NULL, assigns, err);
}

int intake_load(const char *from, struct sec_buf *text, const char **name, struct sec_err *err)
{
	bool input = strcmp(from, "-") == 0;

	*name = input ? "standard input" : from;
	return input ? sec_file_read_all(text, 0, *name, INPUT_MAX, err)
		: sec_file_read(text, AT_FDCWD, from, INPUT_MAX, err);
}

int intake_stream(struct intake *in, const char *from, const struct sec_assigns *assigns,
	struct sec_err *err)
{
	struct sec_buf text = SEC_BUF_INIT;
	struct sec_stream stream;
	struct sec_stream_piece piece;
	const char *name;
	size_t pieces = 0;
	int rc = intake_load(from, &text, &name, err);

	sec_stream_init(&stream, sec_buf_str(&text));
	while (rc == 0 && sec_stream_next(&stream, &piece)) {
		if (++pieces > 1 && in->id) {
			rc = sec_err_set(err, SEC_USAGE, "--id names one record, and %s has several", name);
			break;
		}
		progress_step(in->progress, "reading", pieces, 0);
		rc = add_record(in, &piece, assigns, err);
		if (rc) {
			char *why = xstrdup(err->msg);

			rc = sec_err_at(err, rc, name, piece.line, 0, "%s", why);
			free(why);
		}
	}
	if (rc == 0 && !pieces)
		rc = sec_err_set(err, SEC_FAIL, "%s holds no record", name);
	sec_buf_release(&text);
	return rc;
}

/* What the row says, and in front of it what it leaves to the assignments. */
static void compose(struct intake *in, const struct sec_csv_row *row,
	const struct sec_assigns *assigns, struct sec_assigns *out)
{
	struct sec_assigns own = { 0 };
	size_t i;

	sec_sheet_assigns(&in->sheet, row, &own);
	for (i = 0; i < assigns->n; i++) {
		const struct sec_assign *a = &assigns->item[i];

		if (!a->key || a->added || !sec_assigns_find(&own, a->kind, a->id, a->key))
			sec_assigns_copy(out, a);
	}
	for (i = 0; i < own.n; i++)
		sec_assigns_copy(out, &own.item[i]);
	sec_assigns_release(&own);
}

/* The id that a row gives must be new, to the sheet and to the register. */
static bool is_free(struct intake *in, const struct sec_csv_row *row, struct sec_str id)
{
	char *name = xstrndup(id.s, id.len), *path = NULL;
	bool legal = sec_record_id_is_legal(id), there = false;

	if (!legal)
		sec_sheet_wrong(&in->sheet, row, in->sheet.id, "'%s' is no id of a record: expected "
			"YYYY-MM- and then lower-case letters, digits and '-'; leave it empty to have one made",
			name);
	else
		path = sec_register_path(id);
	if (legal && is_taken(in, name)) {
		sec_sheet_wrong(&in->sheet, row, in->sheet.id, "%s stands in a row above too", name);
		there = true;
	} else if (legal && sec_source_exists(in->reg->source, path)) {
		sec_sheet_wrong(&in->sheet, row, in->sheet.id, "%s is there already; sec-set --csv changes "
			"records", name);
		there = true;
	}
	free(name);
	free(path);
	return legal && !there;
}

static void add_row(struct intake *in, const struct sec_csv_row *row,
	const struct sec_assigns *assigns)
{
	struct sec_str id = sec_sheet_id(&in->sheet, row);
	struct sec_assigns all = { 0 };
	struct sec_err err = SEC_ERR_INIT;
	size_t before = in->sheet.wrongs;

	compose(in, row, assigns, &all);
	if (id.len && is_free(in, row, id))
		sec_assigns_set(&all, &in->sheet.column[in->sheet.id].to, id);
	if (in->sheet.wrongs == before && add_record(in, NULL, &all, &err) != 0)
		sec_sheet_wrong(&in->sheet, row, -1, "%s", err.msg);
	else if (in->sheet.wrongs == before)
		in->record[in->n - 1].row = row;
	sec_err_clear(&err);
	sec_assigns_release(&all);
}

int intake_sheet(struct intake *in, const char *from, const struct sec_assigns *assigns,
	struct sec_err *err)
{
	struct sec_buf text = SEC_BUF_INIT;
	const char *name;
	size_t i;
	int rc = intake_load(from, &text, &name, err);

	if (rc == 0)
		rc = sec_sheet_read(&in->sheet, &in->reg->schema, in->reg->today, name,
			sec_buf_str(&text), err);
	sec_buf_release(&text);
	if (rc == 0 && in->sheet.csv.rows == 1)
		rc = sec_err_set(err, SEC_FAIL, "%s has headings and no row below them", name);
	if (rc == 0 && in->id && in->sheet.csv.rows > 2)
		rc = sec_err_set(err, SEC_USAGE, "--id names one record, and %s has several", name);
	for (i = 1; rc == 0 && i < in->sheet.csv.rows; i++) {
		progress_step(in->progress, "reading", i, in->sheet.csv.rows - 1);
		add_row(in, &in->sheet.csv.row[i], assigns);
	}
	return rc ? rc : sec_sheet_verdict(&in->sheet, err);
}

static void keep(void *nothing)
{
	(void)nothing;
}

void intake_release(struct intake *in)
{
	size_t i;

	tdestroy(in->ids, keep);
	for (i = 0; i < in->n; i++) {
		free(in->record[i].id);
		sec_buf_release(&in->record[i].text);
	}
	free(in->record);
	if (in->sheet.name)
		sec_sheet_release(&in->sheet);
}
