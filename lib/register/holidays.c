/* SPDX-License-Identifier: ISC */
#include "register/holidays.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/mem.h"

enum { FILE_LIMIT = 1024 * 1024 };

static int by_day(const void *a, const void *b)
{
	sec_day x = *(const sec_day *)a, y = *(const sec_day *)b;

	return (x > y) - (x < y);
}

static int parse(struct sec_holidays *h, const struct sec_record *rec, const char *path,
	struct sec_err *err)
{
	size_t i;

	for (i = 0; i < rec->faults.n; i++) {
		const struct sec_fault *f = &rec->faults.item[i];

		if (f->level == SEC_LEVEL_ERROR)
			return sec_err_at(err, SEC_FAIL, path, f->line, f->col, "%s", f->message);
	}
	h->day = xreallocarray(NULL, rec->sections + 1u, sizeof(*h->day));
	for (i = 0; i < rec->sections; i++) {
		const struct sec_section *s = &rec->section[i];

		if (!sec_str_is(s->kind, "holiday") || !sec_day_parse(s->id.s, s->id.len, &h->day[i]))
			return sec_err_at(err, SEC_FAIL, path, s->line + 1, 1,
				"expected [holiday YYYY-MM-DD], a real day");
		h->n++;
	}
	if (h->n)
		qsort(h->day, h->n, sizeof(*h->day), by_day);
	return 0;
}

int sec_holidays_load(struct sec_holidays *h, const struct sec_schema *schema,
	struct sec_source *source, struct sec_err *err)
{
	int at = sec_schema_policy(schema, SEC_STR("holidays")), rc;
	const struct sec_policy *p = at < 0 ? NULL : &schema->policy[at];
	struct sec_buf text = SEC_BUF_INIT;
	struct sec_record rec;

	if (!source || !p || !*p->text)
		return 0;
	if (!sec_path_is_safe(p->text))
		return sec_err_at(err, SEC_FAIL, p->place.file, p->place.line, 0,
			"holidays = %s leads out of the register", p->text);
	sec_record_init(&rec);
	rc = sec_source_read(source, p->text, FILE_LIMIT, &text, err);
	if (rc == SEC_ABSENT && p->local)
		rc = sec_err_at(err, SEC_FAIL, p->place.file, p->place.line, 0,
			"there is no file of holidays '%s' in the register", p->text);
	else if (rc == SEC_ABSENT)
		rc = 0;
	else if (rc == 0)
		rc = sec_record_parse_text(&rec, text.s, text.len, NULL, err);
	if (rc == 0)
		rc = parse(h, &rec, p->text, err);
	sec_record_release(&rec);
	sec_buf_release(&text);
	return rc;
}

bool sec_holidays_have(const struct sec_holidays *h, sec_day day)
{
	return h->n && bsearch(&day, h->day, h->n, sizeof(day), by_day);
}

void sec_holidays_release(struct sec_holidays *h)
{
	free(h->day);
	*h = (struct sec_holidays){ 0 };
}
