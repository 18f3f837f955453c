/* SPDX-License-Identifier: ISC
 *
 * Signatures that policy asks for. One program runs for each commit.
 */
#include <fnmatch.h>
#include <stdlib.h>

#include "base/mem.h"
#include "register/signature.h"
#include "register/verify/inner.h"

struct people {
	char *author, *committer; /* addresses */
	char *author_name;
};

static int read_people(void *ctx, const struct sec_git_commit *c)
{
	struct people *p = ctx;

	p->author = xstrndup(c->author.email.s, c->author.email.len);
	p->committer = xstrndup(c->committer.email.s, c->committer.email.len);
	p->author_name = xstrndup(c->author.name.s, c->author.name.len);
	return 0;
}

static void people_release(struct people *p)
{
	free(p->author);
	free(p->committer);
	free(p->author_name);
}

/* Whether a signer is the person with this address: a user id `Name <address>`, or
 * principals of allowed signers, which are patterns, separated by commas. */
static bool is_signer(const char *signer, const char *address)
{
	const char *open = strrchr(signer, '<'), *close = open ? strchr(open, '>') : NULL;
	struct sec_str rest = sec_str(signer), item;
	bool is = false;

	if (close)
		rest = (struct sec_str){ open + 1, (size_t)(close - open - 1) };
	while (*address && !is && sec_str_split(&rest, ',', &item)) {
		char *pattern = xstrndup(item.s, item.len);

		is = close ? strcasecmp(pattern, address) == 0 :
			     fnmatch(pattern, address, FNM_CASEFOLD) == 0;
		free(pattern);
	}
	return is;
}

static void judge_signer(struct sec_verifying *v, size_t commit, const struct sec_signature *s,
	const struct people *p)
{
	const char *signer = s->signer ? s->signer : "somebody unknown";

	if (is_signer(signer, p->author))
		return;
	if (is_signer(signer, p->committer))
		sec_verify_find(v, commit, "commit-signer", NULL,
			"signed by %s, who carried it over, and not by its author %s <%s>", signer,
			p->author_name, p->author);
	else
		sec_verify_find(v, commit, "commit-signer", NULL,
			"signed by %s, and not by its author %s <%s>", signer, p->author_name,
			p->author);
}

/* The rule that a verdict breaks, and the words for it; NULL: none. */
static const char *rule_of(enum sec_verdict verdict, const char **words)
{
	switch (verdict) {
	case SEC_SIGNED_NOT:
		*words = "is not signed, and policy asks for it";
		return "commit-unsigned";
	case SEC_SIGNED_BAD:
		*words = "its signature is of other bytes: the commit was changed after it was signed";
		return "commit-signature";
	case SEC_SIGNED_UNKNOWN:
		*words = "signed with a key that is nobody's here";
		return "commit-signature";
	case SEC_SIGNED_REVOKED:
		*words = "signed with a key that has been taken back";
		return "commit-signature";
	case SEC_SIGNED_THEN:
		*words = "signed with a key that was not valid on that day";
		return "commit-signature";
	case SEC_SIGNED_EXPIRED:
		*words = "signed with a key that has expired since";
		return "commit-key";
	case SEC_SIGNED_UNTRUSTED:
		*words = "signed with a key that nobody here vouches for";
		return "commit-key";
	default:
		return NULL;
	}
}

static void tell(struct sec_verifying *v, size_t commit, const struct sec_signature *s)
{
	const char *words = NULL, *rule = rule_of(s->verdict, &words);
	const char *signer = s->signer ? s->signer : "", *key = s->key ? s->key : "";

	if (rule)
		sec_verify_find(v, commit, rule, NULL, "%s%s%s%s%s", words, *signer ? ": " : "", signer,
			*key ? (*signer ? ", " : ": ") : "", key);
}

int sec_verify_signature(struct sec_verifying *v, size_t commit, enum sec_asked asked,
	bool lowers, bool *signed_so, struct sec_err *err)
{
	const struct sec_git_id *id = &v->v->commit[commit].id;
	struct sec_signature s = { 0 };
	struct people p = { 0 };
	char hex[SEC_GIT_HEX + 1];
	int rc;

	if (!lowers && !sec_verify_reports(v->v, commit))
		return 0;
	rc = sec_signature_check(v->git, id, &s, err);
	if (rc == 0 && s.verdict == SEC_SIGNED_UNCHECKED)
		rc = sec_err_set(err, SEC_FAIL, "the signature of %s cannot be checked: %s",
			sec_verify_short(id, hex), s.why ? s.why : "its form is not known");
	if (rc == 0)
		rc = sec_git()->past->commit(v->git, id, read_people, &p, err);
	if (rc == 0) {
		tell(v, commit, &s);
		*signed_so = sec_signature_holds(&s);
		if (*signed_so && asked == SEC_ASKED_AUTHOR) {
			judge_signer(v, commit, &s, &p);
			*signed_so = s.signer && is_signer(s.signer, p.author);
		}
	}
	people_release(&p);
	sec_signature_release(&s);
	if (v->v->progress && commit % 16 == 0)
		v->v->progress(v->v->ctx, commit);
	return rc;
}
