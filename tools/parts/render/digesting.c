/* SPDX-License-Identifier: ISC */
#include "parts/render/digesting.h"

#include <stdlib.h>

#include "base/mem.h"
#include "render/digest.h"
#include "render/document.h"

enum { STEM_HASH = 12 };

struct digesting {
	struct rendering *w;
	struct mailing *mailing;
	struct sec_digest *digest;
	struct sec_document *document; /* of pages */
};

static const char *fallback(const struct sec_schema *s)
{
	int at = sec_schema_policy(s, SEC_STR("mail-fallback"));

	return at >= 0 && s->policy[at].text[0] ? s->policy[at].text : NULL;
}

struct digesting *digesting_new(struct rendering *w, struct mailing *mailing)
{
	const char *address = mailing ? fallback(&w->reg->schema) : NULL;
	struct digesting *d;

	if (address && !sec_mail_address_is_legal(sec_str(address))) {
		sec_err_set(&w->cli->err, SEC_FAIL, "policy 'mail-fallback' is an address, not '%s'", address);
		return NULL;
	}
	d = xcalloc(1, sizeof(*d));
	d->w = w;
	d->mailing = mailing;
	d->digest = sec_digest_new(w->reg, address);
	return d;
}

void digesting_free(struct digesting *d)
{
	if (!d)
		return;
	sec_digest_free(d->digest);
	sec_document_free(d->document);
	free(d);
}

void digesting_add(struct digesting *d, struct sec_facts *f, const struct sec_pick *pick)
{
	sec_digest_add(d->digest, f, pick->inside ? pick->stem : pick->path);
}

static int put_document(struct digesting *d, const struct sec_digest_owner *owner)
{
	struct rendering *w = d->w;
	struct sec_buf text = SEC_BUF_INIT;
	char *hash = NULL, *stem = NULL, *path = NULL;
	char day[11];
	int rc = sec_document_finish(d->document, &text, &w->cli->err);

	if (w->folder) {
		hash = mailing_hash(w, owner->address.len ? owner->address : owner->name);
		sec_day_format(w->reg->today, day);
		stem = xasprintf("%s-%.*s", day, STEM_HASH, hash);
		path = rendering_path(w, stem, w->format);
	}
	if (rc == 0)
		rc = rendering_put(w, path ? path : w->output, &text);
	sec_document_free(d->document);
	d->document = NULL;
	free(hash);
	free(stem);
	free(path);
	sec_buf_release(&text);
	return rc;
}

static int add_page(struct digesting *d, const struct sec_digest_owner *owner,
	const struct sec_node *tree)
{
	struct rendering *w = d->w;
	int rc = 0;

	if (!d->document)
		d->document = rendering_document(w);
	if (!d->document)
		return w->cli->err.code;
	rc = sec_document_add_tree(d->document, tree, owner->name, &w->cli->err);
	return rc == 0 && w->folder ? put_document(d, owner) : rc;
}

static int add_message(struct digesting *d, const struct sec_digest_owner *owner,
	const struct sec_node *tree)
{
	bool named = !sec_str_eq(owner->name, owner->address);
	struct sec_mailbox to = { named ? owner->name : (struct sec_str){ NULL, 0 }, owner->address };
	struct mailing_page page = { .tree = tree, .who = owner->name, .to = &to, .tos = 1 };

	return mailing_add(d->mailing, &page);
}

int digesting_finish(struct digesting *d)
{
	const struct sec_digest_owner *owner;
	struct rendering *w = d->w;
	struct sec_arena arena = SEC_ARENA_INIT;
	bool lacking = false;
	size_t n, i;
	int rc = 0;

	sec_digest_finish(d->digest);
	owner = sec_digest_owners(d->digest, &n);
	for (i = 0; i < n && rc == 0; i++) {
		if (d->mailing && !owner[i].address.len) {
			cli_say(w->cli, "no mail for %s, %zu item%s: %s", owner[i].name.s, owner[i].items,
				owner[i].items == 1 ? "" : "s", owner[i].why);
			lacking = true;
			continue;
		}
		sec_arena_clear(&arena);
		rc = (d->mailing ? add_message : add_page)(d, &owner[i], sec_digest_tree(d->digest,
			&owner[i], w->template_name, sec_document_title(&w->reg->schema, w->template_name),
			&arena));
	}
	if (rc == 0 && d->document)
		rc = put_document(d, NULL);
	if (!n)
		cli_say(w->cli, "nothing is due");
	sec_arena_release(&arena);
	return rc == 0 && lacking ? SEC_NO : rc;
}
