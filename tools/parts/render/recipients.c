/* SPDX-License-Identifier: ISC */
#include "parts/render/recipients.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/suggest.h"
#include "base/utf8.h"
#include "register/addressee.h"

struct recipients {
	struct rendering *w;
	struct sec_addressees *addressees;
	int *role;
	size_t roles, role_alloc;
	struct sec_mailbox *to; /* of the record at hand */
	size_t tos, to_alloc;
	struct sec_arena arena; /* of their texts */
};

static int unknown_role(const struct sec_schema *s, const struct sec_raw_key *k, struct sec_str name,
	struct sec_err *err)
{
	struct sec_suggest g;
	int i;

	sec_suggest_init(&g, name);
	for (i = 0; i < s->roles; i++)
		sec_suggest_offer(&g, s->role[i].name);
	return sec_err_at(err, SEC_FAIL, k->place.file, k->place.line, k->col,
		"there is no role '%.*s'%s%s", SEC_ARG(name), g.best ? ", did you mean " : "",
		g.best ? g.best : "");
}

static int read_roles(struct recipients *r)
{
	const struct sec_schema *s = &r->w->reg->schema;
	const struct sec_raw_key *k = sec_document_to(s, r->w->template_name);
	struct sec_err *err = &r->w->cli->err;
	struct sec_str rest = k ? k->value : (struct sec_str){ NULL, 0 }, name;

	while (sec_str_split(&rest, ',', &name)) {
		int role = sec_schema_role(s, name);

		if (role < 0)
			return unknown_role(s, k, name, err);
		SEC_GROW(r->role, r->roles, r->role_alloc);
		r->role[r->roles++] = role;
	}
	if (r->roles)
		return 0;
	return sec_err_set(err, SEC_USAGE, "%s says of nobody that it is mailed to them: write "
		"to = ROLE, ... under [document %s] in schema/documents.ini", r->w->template_name,
		r->w->template_name);
}

struct recipients *recipients_new(struct rendering *w)
{
	struct recipients *r = xcalloc(1, sizeof(*r));

	r->w = w;
	if (read_roles(r) < 0) {
		recipients_free(r);
		return NULL;
	}
	r->addressees = sec_addressees_new(w->reg, sec_mail_address_is_legal);
	return r;
}

void recipients_free(struct recipients *r)
{
	if (!r)
		return;
	sec_addressees_free(r->addressees);
	sec_arena_release(&r->arena);
	free(r->role);
	free(r->to);
	free(r);
}

static struct sec_str keep(struct recipients *r, struct sec_str text)
{
	return sec_str(sec_arena_strndup(&r->arena, text.len ? text.s : "", text.len));
}

/* One who has two roles gets one message. */
static void add(struct recipients *r, const struct sec_party *party,
	const struct sec_addressee *found)
{
	size_t i;

	for (i = 0; i < r->tos; i++)
		if (sec_utf8_same(r->to[i].address, found->address))
			return;
	SEC_GROW(r->to, r->tos, r->to_alloc);
	r->to[r->tos++] = (struct sec_mailbox){ keep(r, found->personal ? party->name : party->label),
		keep(r, found->address) };
}

static bool find(struct recipients *r, struct sec_facts *f, int role, const char *stem)
{
	struct sec_buf why = SEC_BUF_INIT, shown = SEC_BUF_INIT;
	struct sec_addressee found;
	struct sec_party party;
	bool yes;

	sec_party_of_role(f, role, &party);
	sec_addressee_find(r->addressees, f, &party, &found, &why);
	yes = found.address.len > 0;
	if (yes) {
		add(r, &party, &found);
	} else {
		sec_party_print(f, &party, &shown);
		cli_say(r->w->cli, "%s: no address for %s: %s", stem, shown.s, why.s);
	}
	sec_buf_release(&why);
	sec_buf_release(&shown);
	return yes;
}

int recipients_mail(struct recipients *r, struct mailing *m, struct sec_facts *f, const char *stem)
{
	struct mailing_page page = { .facts = f, .stem = stem };
	bool all = true;
	size_t i;
	int rc = 0;

	r->tos = 0;
	sec_arena_clear(&r->arena);
	for (i = 0; i < r->roles; i++)
		all &= find(r, f, r->role[i], stem);
	page.to = r->to;
	page.tos = r->tos;
	if (r->tos)
		rc = mailing_add(m, &page);
	return rc ? rc : all ? 0 : SEC_NO;
}
