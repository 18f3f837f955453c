/* SPDX-License-Identifier: ISC */
#include "parts/intake.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

#include "base/file.h"
#include "base/mem.h"
#include "record/stream.h"
#include "register/change.h"

enum { STREAM_MAX = 1024 * 1024 * 1024, RANDOM_LENGTH = 5, TRIES = 100 };

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

/* The month of an id is that of the start; the schema says which key that is. */
static sec_day month_of(const struct sec_register *r, const struct sec_record *rec)
{
	const struct sec_schema *s = &r->schema;
	int a, b, field = sec_schema_bare_field(s, SEC_STR("start"), &a, &b);
	struct sec_str v = { NULL, 0 };
	sec_day day;

	if (field >= 0)
		v = sec_record_value(rec, s->kind[s->field[field].kind].name, NULL, s->field[field].key);
	return v.len && sec_day_parse(v.s, v.len, &day) ? day : r->today;
}

/* Gives the record the id it must have: from --id, its separator, its own key,
 * or a new one; and writes it into the text where it is missing. */
static int settle_id(struct intake *in, struct sec_editor *e, struct sec_str separator,
	char **id, struct sec_err *err)
{
	struct sec_str own = sec_record_value(e->rec, "secondment", NULL, "id");
	struct sec_str want = in->id ? sec_str(in->id) : separator.len ? separator : own;
	char made[16];
	int rc;

	if (!want.len) {
		rc = random_id(in->reg, month_of(in->reg, e->rec), made, err);
		if (rc)
			return rc;
		want = sec_str(made);
	}
	if (!sec_record_id_is_legal(want))
		return sec_err_set(err, SEC_FAIL, "'%.*s' is no id of a record: expected YYYY-MM- and then "
			"lower-case letters, digits and '-'", SEC_ARG(want));
	if (own.len && !sec_str_eq(own, want))
		return sec_err_set(err, SEC_FAIL, "the record says id = %.*s and is to be named %.*s",
			SEC_ARG(own), SEC_ARG(want));
	*id = xstrndup(want.s, want.len);
	return own.len ? 0 : sec_edit_set(e, "secondment", NULL, "id", sec_str(*id), NULL, err);
}

static bool lacks(const struct sec_record *rec, const struct sec_assign *a)
{
	return !a->key || a->added || !sec_record_value(rec, a->kind, a->id, a->key).len;
}

/* Beside --from, assignments fill in only what the record lacks. */
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

static bool has_id_already(const struct intake *in, const char *id)
{
	size_t i;

	for (i = 0; i < in->n; i++)
		if (strcmp(in->record[i].id, id) == 0)
			return true;
	return false;
}

/* A record from assignments alone. Its id depends on them and is to stand in its
 * first line, so it is written twice: to learn the id, and then to keep. */
static int write_record(struct intake *in, struct sec_editor *e, const struct sec_assigns *assigns,
	char **id, struct sec_err *err)
{
	int pass, rc = 0;

	for (pass = 0; rc == 0 && pass < 2; pass++) {
		rc = sec_record_parse_text(e->rec, "", 0, e->dialect, err);
		if (rc == 0 && *id)
			rc = sec_edit_set(e, "secondment", NULL, "id", sec_str(*id), NULL, err);
		if (rc == 0)
			rc = add_defaults(in, e, err);
		if (rc == 0)
			rc = sec_assign_apply(assigns, e, &in->reg->schema, in->reg->today, NULL, err);
		if (rc == 0 && !*id)
			rc = settle_id(in, e, (struct sec_str){ NULL, 0 }, id, err);
	}
	return rc;
}

static int take_record(struct intake *in, struct sec_editor *e, const struct sec_assigns *assigns,
	const struct sec_stream_piece *piece, char **id, struct sec_err *err)
{
	int rc;

	if (!piece)
		return write_record(in, e, assigns, id, err);
	rc = sec_record_parse_text(e->rec, piece->text.s, piece->text.len, e->dialect, err);
	if (rc == 0)
		rc = fill_in(in, e, assigns, err);
	return rc ? rc : settle_id(in, e, piece->id, id, err);
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
	if (rc == 0 && has_id_already(in, id))
		rc = sec_err_set(err, SEC_FAIL, "%s stands twice in the input", id);
	if (rc == 0) {
		SEC_GROW(in->record, in->n, in->alloc);
		in->record[in->n] = (struct intake_record){ id, SEC_BUF_INIT };
		sec_buf_addslice(&in->record[in->n++].text, sec_buf_str(&rec.text));
		id = NULL;
	}
	free(id);
	sec_record_release(&rec);
	return rc;
}

static int read_stream(struct intake *in, const char *from, const struct sec_assigns *assigns,
	struct sec_err *err)
{
	struct sec_buf text = SEC_BUF_INIT;
	struct sec_stream stream;
	struct sec_stream_piece piece;
	const char *name = strcmp(from, "-") == 0 ? "standard input" : from;
	size_t pieces = 0;
	int rc;

	rc = strcmp(from, "-") == 0 ? sec_file_read_all(&text, 0, name, STREAM_MAX, err)
		: sec_file_read(&text, AT_FDCWD, from, STREAM_MAX, err);
	sec_stream_init(&stream, sec_buf_str(&text));
	while (rc == 0 && sec_stream_next(&stream, &piece)) {
		if (++pieces > 1 && in->id) {
			rc = sec_err_set(err, SEC_USAGE, "--id names one record, and %s has several", name);
			break;
		}
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

int intake_read(struct intake *in, const char *from, char *const *operand, size_t operands,
	struct sec_err *err)
{
	struct sec_assigns assigns = { 0 };
	int rc = sec_assign_parse(&assigns, &in->reg->schema, in->reg->today, operand, operands, 0, err);

	if (rc == 0 && assigns.read_input && from && strcmp(from, "-") == 0)
		rc = sec_err_set(err, SEC_USAGE, "standard input can be read only once: records "
			"('--from -') and a value ('@=-') cannot both come from it");
	if (rc == 0)
		rc = from ? read_stream(in, from, &assigns, err)
			: add_record(in, NULL, &assigns, err);
	sec_assigns_release(&assigns);
	return rc;
}

void intake_release(struct intake *in)
{
	size_t i;

	for (i = 0; i < in->n; i++) {
		free(in->record[i].id);
		sec_buf_release(&in->record[i].text);
	}
	free(in->record);
}
