/* SPDX-License-Identifier: ISC
 *
 * libFuzzer: any bytes as an expression, a list of dates and a message, compiled
 * against a small schema and evaluated on a record, in every kind of scope. An
 * error must have a place inside the text.
 */
#include <stdint.h>

#include "../unit/fixture-expr.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct fixture x;

static void see_day(void *ctx, sec_day day)
{
	(void)ctx;
	if (day < SEC_DAY_MIN || day > SEC_DAY_MAX)
		abort();
}

static void see_missing(void *ctx, int field, struct sec_str id)
{
	(void)ctx;
	if (field < 0 || field >= x.schema.fields || id.len > 32)
		abort();
}

static bool see_scope(void *ctx, const struct sec_scope *scope)
{
	struct sec_scope inner = *scope;
	const struct sec_expr *e = ctx;
	struct sec_buf out = SEC_BUF_INIT;
	struct sec_val v;

	inner.due = x.env.today;
	v = sec_expr_eval(e, x.facts, &inner);
	if (v.known && v.bad)
		abort();
	if (v.type == SEC_TYPE_YESNO
		&& sec_expr_test(e, x.facts, &inner) != (!v.known ? SEC_UNKNOWN : v.yes ? SEC_YES : SEC_NO_WAY))
		abort();
	sec_facts_format(x.facts, &v, &out);
	sec_expr_missing(e, x.facts, &inner, see_missing, NULL);
	sec_buf_release(&out);
	return true;
}

static void check_place(const struct sec_err *err, size_t size)
{
	if (!err->line || !err->col || err->col > size + 2 || !err->msg || !err->msg[0])
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const kinds[] = { "review", "action", "dates" };
	int for_kind[] = { SEC_FOR_ONCE, SEC_FOR_EVENTS, SEC_FOR_ALL_KEYS, 0, 0, 0, 0 };
	struct sec_str text = { (const char *)data, size };
	struct sec_err err = SEC_ERR_INIT;
	struct sec_message *m;
	struct sec_expr *e, **list;
	unsigned n, i;

	if (!x.facts && (fixture_load(&x, NULL, &err) < 0 || fixture_bind(&x, fixture_record, &err) < 0))
		abort();
	for (i = 0; i < 3; i++)
		for_kind[3 + i] = sec_schema_kind(&x.schema, sec_str(kinds[i]));
	for_kind[6] = SEC_FOR_KEYS_OF(for_kind[3]);
	for (i = 0; i < 7; i++) {
		struct sec_expr_site site = fixture_site(&x, for_kind[i]);

		if (sec_expr_compile(&e, &site, text, SEC_WANT_ANY, &err) == 0)
			sec_scope_each(x.facts, for_kind[i], see_scope, e);
		else
			check_place(&err, size);
		sec_arena_clear(&x.arena);
	}
	for (i = 0; i < 3; i++) {
		struct sec_expr_site site = fixture_site(&x, SEC_FOR_ONCE);
		struct sec_buf out = SEC_BUF_INIT;

		if (i == 0 && sec_expr_compile_list(&list, &n, &site, text, SEC_WANT_LIST_OF_DATES, &err) == 0)
			while (n--)
				sec_expr_dates(list[n], x.facts, NULL, see_day, NULL);
		site.parts = i == 2;
		site.was = i == 2 ? &x.schema.field[0] : NULL;
		if (i >= 1 && sec_message_compile(&m, &site, text, &err) == 0)
			sec_message_print(m, x.facts, NULL, &out);
		sec_buf_release(&out);
		sec_arena_clear(&x.arena);
	}
	sec_err_clear(&err);
	return 0;
}
