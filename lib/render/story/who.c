/* SPDX-License-Identifier: ISC */
#include "base/mem.h"
#include "base/utf8.h"
#include "render/story/inner.h"

/* Who of people.ini the author is: by address, or by name. Kept for the commits of
 * the same author that follow. */
static void know_author(struct sec_teller *t, const struct sec_git_person *author)
{
	const struct sec_people *people = &t->reg->people;
	struct sec_buf *key = &t->raw;

	sec_buf_clear(key);
	sec_buf_addslice(key, author->name);
	sec_buf_addch(key, '\n');
	sec_buf_addslice(key, author->email);
	if (t->author.len && sec_str_eq(sec_buf_str(key), sec_buf_str(&t->author)))
		return;
	sec_buf_clear(&t->author);
	sec_buf_addslice(&t->author, sec_buf_str(key));
	t->selves = 0;
	for (size_t i = 0; i < people->n; i++) {
		const struct sec_person *p = &people->item[i];

		if ((p->name && sec_utf8_same(sec_str(p->name), author->name)) ||
		    (p->email && sec_utf8_same(sec_str(p->email), author->email))) {
			SEC_GROW(t->self, t->selves, t->self_alloc);
			t->self[t->selves++] = p;
		}
	}
}

/* Does what a record says of somebody mean that author? */
static bool is_author(const struct sec_teller *t, const struct sec_git_person *author,
	struct sec_str said)
{
	if (!said.len)
		return false;
	if (sec_utf8_same(said, author->name) || sec_utf8_same(said, author->email))
		return true;
	for (size_t i = 0; i < t->selves; i++)
		if (sec_utf8_same(said, sec_str(t->self[i]->ref)) ||
		    (t->self[i]->name && sec_utf8_same(said, sec_str(t->self[i]->name))))
			return true;
	return false;
}

static int role_of(const struct sec_teller *t, struct sec_facts *f,
	const struct sec_git_person *author)
{
	for (int i = 0; i < t->schema->roles; i++) {
		const struct sec_role *r = &t->schema->role[i];
		struct sec_val v = { 0 };

		if (r->who)
			v = sec_expr_eval(r->who, f, NULL);
		if (v.known && v.type == SEC_TYPE_TEXT && is_author(t, author, v.text))
			return i;
	}
	return -1;
}

void sec_story_who(struct sec_teller *t, const struct sec_git_person *author, struct sec_buf *out)
{
	int role;

	know_author(t, author);
	role = t->was_there ? role_of(t, t->before, author) : -1;
	if (role < 0 && t->is_there)
		role = role_of(t, t->after, author);
	if (role >= 0) {
		sec_story_role(t->schema, role, out);
		return;
	}
	sec_story_shorten(author->name.len ? author->name : SEC_STR("somebody"), 80, out);
}
