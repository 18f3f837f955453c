/* SPDX-License-Identifier: ISC */
#include "base/utf8.h"
#include "render/story-inner.h"

/* Does what a record says of somebody mean that author? */
static bool is_author(const struct sec_teller *t, const struct sec_git_person *author,
	struct sec_str said)
{
	const struct sec_person *p;

	if (!said.len)
		return false;
	if (sec_utf8_same(said, author->name) || sec_utf8_same(said, author->email))
		return true;
	p = sec_people_find(&t->reg->people, said);
	if (p)
		return (p->name && sec_utf8_same(sec_str(p->name), author->name)) ||
		       (p->email && sec_utf8_same(sec_str(p->email), author->email));
	for (size_t i = 0; author->email.len && i < t->reg->people.n; i++) {
		p = &t->reg->people.item[i];
		if (p->email && p->name && sec_utf8_same(sec_str(p->email), author->email) &&
		    sec_utf8_same(sec_str(p->name), said))
			return true;
	}
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
	int role = t->was_there ? role_of(t, t->before, author) : -1;

	if (role < 0 && t->is_there)
		role = role_of(t, t->after, author);
	if (role >= 0) {
		sec_story_role(t->schema, role, out);
		return;
	}
	sec_story_shorten(author->name.len ? author->name : SEC_STR("somebody"), 80, out);
}
