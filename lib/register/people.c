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

static void add_key(struct sec_person *p, const struct sec_entry *e)
{
	struct sec_person_key *k;

	SEC_GROW(p->key, p->keys, p->alloc);
	k = &p->key[p->keys++];
	k->name = xstrndup(e->key.s, e->key.len);
	k->value = xstrndup(e->value.s, e->value.len);
	if (!p->name && strcmp(k->name, "name") == 0)
		p->name = k->value;
	if (!p->email && strcmp(k->name, "email") == 0)
		p->email = k->value;
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
	uint32_t i, k;
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
		*one = (struct sec_person){ 0 };
		one->ref = xstrndup(s->id.s, s->id.len);
		for (k = s->first; k < s->first + s->entries; k++)
			if (rec.entry[k].value.len)
				add_key(one, &rec.entry[k]);
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
	size_t i, k;

	for (i = 0; i < p->n; i++) {
		for (k = 0; k < p->item[i].keys; k++) {
			free(p->item[i].key[k].name);
			free(p->item[i].key[k].value);
		}
		free(p->item[i].key);
		free(p->item[i].ref);
	}
	free(p->item);
	memset(p, 0, sizeof(*p));
}
