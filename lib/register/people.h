/* SPDX-License-Identifier: ISC
 *
 * People: names and addresses for the refs that records use, from a people.ini
 * that git does not keep: `[person p2210]` with `name` and `email`, and any
 * other key that somebody keeps there. They are joined only when shown.
 */
#ifndef SEC_REGISTER_PEOPLE_H
#define SEC_REGISTER_PEOPLE_H

#include "base/buf.h"
#include "base/err.h"

struct sec_person_key {
	char *name, *value;
};
struct sec_person {
	char *ref;
	const char *name, *email;   /* of its keys; NULL: it has none */
	struct sec_person_key *key; /* all that stands there, in its order */
	size_t keys, alloc;
};
struct sec_people {
	struct sec_person *item; /* in order of ref */
	size_t n, alloc;
};

/* Reads the file's text; `path` is for errors, which name its lines. */
int sec_people_parse(struct sec_people *p, const char *path, struct sec_str text,
	struct sec_err *err);
/* Finds by ref, letters of any case; NULL when it is not there. */
const struct sec_person *sec_people_find(const struct sec_people *p, struct sec_str ref);
void sec_people_release(struct sec_people *p);

#endif
