/* SPDX-License-Identifier: ISC
 *
 * Lists of assignments: growing, copying, freeing.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "register/assign.h"

struct sec_assign *sec_assigns_add(struct sec_assigns *a, enum sec_assign_op op,
	struct sec_str kind, struct sec_str id)
{
	struct sec_assign *to;

	SEC_GROW(a->item, a->n, a->alloc);
	to = &a->item[a->n++];
	memset(to, 0, sizeof(*to));
	sec_buf_init(&to->value);
	to->op = op;
	to->kind = xstrndup(kind.s, kind.len);
	to->id = xstrndup(id.s, id.len);
	to->type = SEC_TYPE_TEXT;
	return to;
}

void sec_assigns_set(struct sec_assigns *a, const struct sec_assign *at, struct sec_str value)
{
	struct sec_assign *to = sec_assigns_add(a, SEC_ASSIGN_SET, sec_str(at->kind), sec_str(at->id));

	to->key = xstrdup(at->key);
	to->type = at->type;
	sec_buf_addslice(&to->value, value);
}

void sec_assigns_copy(struct sec_assigns *a, const struct sec_assign *from)
{
	struct sec_assign *to = sec_assigns_add(a, from->op, sec_str(from->kind), sec_str(from->id));

	to->key = from->key ? xstrdup(from->key) : NULL;
	to->added = from->added;
	to->type = from->type;
	sec_buf_addslice(&to->value, sec_buf_str(&from->value));
}

const struct sec_assign *sec_assigns_find(const struct sec_assigns *a, const char *kind,
	const char *id, const char *key)
{
	size_t i = a->n;

	while (i--) {
		const struct sec_assign *it = &a->item[i];

		if (it->key && it->op == SEC_ASSIGN_SET && !it->added && strcmp(it->key, key) == 0
			&& strcmp(it->kind, kind) == 0 && strcmp(it->id, id) == 0)
			return it;
	}
	return NULL;
}

void sec_assign_release(struct sec_assign *a)
{
	free(a->kind);
	free(a->id);
	free(a->key);
	sec_buf_release(&a->value);
}

char *sec_assign_written(const struct sec_assign *a)
{
	return *a->id ? xasprintf("%s:%s.%s", a->kind, a->id, a->key) : xasprintf("%s.%s", a->kind, a->key);
}

void sec_assigns_release(struct sec_assigns *a)
{
	size_t i;

	for (i = 0; i < a->n; i++)
		sec_assign_release(&a->item[i]);
	free(a->item);
	memset(a, 0, sizeof(*a));
}
