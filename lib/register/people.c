/* SPDX-License-Identifier: ISC */
#include "register/people.h"

#include <stdlib.h>

#include "base/mem.h"
#include "record/record.h"

static int by_ref(const void *a, const void *b)
{
	const struct sec_person *x = a, *y = b;

	return strcasecmp(x->ref, y->ref);
}

static char *copy_or_null(struct sec_str s)
{
	return s.len ? xstrndup(s.s, s.len) : NULL;
}

static struct sec_str value_of(const struct sec_record *rec, const struct sec_section *s,
	const char *key)
{
	const struct sec_entry *e = sec_section_entry(rec, s, key);

	return e ? e->value : (struct sec_str){ NULL, 0 };
}

static int first_fault(const struct sec_record *rec, const char *path, struct sec_err *err)
{
	size_t i;

	for (i = 0; i < rec->faults.n; i++) {
		const struct sec_fault *f = &rec->faults.item[i];

		if (f->level == SEC_LEVEL_ERROR)
			return sec_err_at(err, SEC_FAIL, path, f->line, f->col, "%s", f->message);
	}
	return 0;
}

int sec_people_parse(struct sec_people *p, const char *path, struct sec_str text,
	struct sec_err *err)
{
	const struct sec_dialect dialect = { .unlimited = true };
	struct sec_record rec;
	uint32_t i;
	int rc;

	sec_record_init(&rec);
	rc = sec_record_parse_text(&rec, text.s, text.len, &dialect, err);
	if (rc == 0)
		rc = first_fault(&rec, path, err);
	for (i = 0; rc == 0 && i < rec.sections; i++) {
		const struct sec_section *s = &rec.section[i];
		struct sec_person *one;

		if (!sec_str_is(s->kind, "person") || !s->id.len) {
			rc = sec_err_at(err, SEC_FAIL, path, s->line + 1, 1,
				"expected [person REF], found [%.*s]", SEC_ARG(s->kind));
			break;
		}
		SEC_GROW(p->item, p->n, p->alloc);
		one = &p->item[p->n++];
		one->ref = xstrndup(s->id.s, s->id.len);
		one->name = copy_or_null(value_of(&rec, s, "name"));
		one->email = copy_or_null(value_of(&rec, s, "email"));
	}
	sec_record_release(&rec);
	if (p->n)
		qsort(p->item, p->n, sizeof(*p->item), by_ref);
	return rc;
}

const struct sec_person *sec_people_find(const struct sec_people *p, struct sec_str ref)
{
	char key[64];
	struct sec_person want = { .ref = key };

	if (!p->n || !ref.len || ref.len >= sizeof(key))
		return NULL;
	memcpy(key, ref.s, ref.len);
	key[ref.len] = '\0';
	return bsearch(&want, p->item, p->n, sizeof(*p->item), by_ref);
}

void sec_people_release(struct sec_people *p)
{
	size_t i;

	for (i = 0; i < p->n; i++) {
		free(p->item[i].ref);
		free(p->item[i].name);
		free(p->item[i].email);
	}
	free(p->item);
	memset(p, 0, sizeof(*p));
}
