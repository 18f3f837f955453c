/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/spawn.h"
#include "register/signature/inner.h"

/* What the status lines told. */
struct told {
	const char *verdict;       /* GOODSIG, BADSIG, … ; NULL: none came */
	bool several;              /* more than one signature was judged */
	struct sec_str key, user;  /* of that line: long key id, user id */
	struct sec_str print;      /* VALIDSIG: fingerprint of the key that signed */
	long long made, run_out;   /* seconds since 1970; 0: not told */
	bool trusted;
	int error;                 /* ERRSIG: gpg's code */
};

static struct sec_str next_word(struct sec_str *rest)
{
	struct sec_str word = { rest->s, 0 };

	while (word.len < rest->len && rest->s[word.len] != ' ')
		word.len++;
	rest->s += word.len;
	rest->len -= word.len;
	if (rest->len) {
		rest->s++;
		rest->len--;
	}
	return word;
}

static struct sec_str nth_word(struct sec_str rest, unsigned n)
{
	while (--n)
		next_word(&rest);
	return next_word(&rest);
}

static long long number(struct sec_str s)
{
	char text[24] = "";

	if (s.len < sizeof(text))
		memcpy(text, s.s, s.len);
	return strtoll(text, NULL, 10);
}

static void read_status(struct told *t, struct sec_str line)
{
	static const char *const verdicts[] = { "GOODSIG", "BADSIG", "EXPSIG", "EXPKEYSIG", "REVKEYSIG",
		"ERRSIG" };
	struct sec_str word = next_word(&line);
	size_t i;

	for (i = 0; i < sizeof(verdicts) / sizeof(*verdicts); i++) {
		if (!sec_str_is(word, verdicts[i]))
			continue;
		t->several = t->verdict;
		t->verdict = verdicts[i];
		t->key = next_word(&line);
		t->user = line;
		if (sec_str_is(word, "ERRSIG"))
			t->error = (int)number(nth_word(line, 5));
	}
	if (sec_str_is(word, "VALIDSIG")) {
		t->print = nth_word(line, 1);
		t->made = number(nth_word(line, 3));
	} else if (sec_str_is(word, "KEYEXPIRED")) {
		t->run_out = number(line);
	} else if (sec_str_is(word, "TRUST_MARGINAL") || sec_str_is(word, "TRUST_FULLY")
		|| sec_str_is(word, "TRUST_ULTIMATE")) {
		t->trusted = true;
	}
}

static enum sec_verdict verdict_of(const struct told *t)
{
	if (strcmp(t->verdict, "GOODSIG") == 0)
		return t->trusted ? SEC_SIGNED_GOOD : SEC_SIGNED_UNTRUSTED;
	if (strcmp(t->verdict, "EXPKEYSIG") == 0)
		return t->made && t->run_out && t->made < t->run_out ? SEC_SIGNED_EXPIRED : SEC_SIGNED_THEN;
	if (strcmp(t->verdict, "EXPSIG") == 0)
		return SEC_SIGNED_EXPIRED;
	return strcmp(t->verdict, "REVKEYSIG") == 0 ? SEC_SIGNED_REVOKED : SEC_SIGNED_BAD;
}

static int settle(const struct told *t, const char *program, struct sec_signature *out)
{
	const struct sec_str key = t->print.len ? t->print : t->key;
	const int no_key = 9; /* GPG_ERR_NO_PUBKEY */

	if (!t->verdict)
		return sec_signature_unchecked(out, "%s says nothing of the signature", program);
	if (t->several)
		return sec_signature_unchecked(out, "there is more than one signature");
	out->key = xstrndup(key.s, key.len);
	if (strcmp(t->verdict, "ERRSIG") == 0) {
		if (t->error != no_key)
			return sec_signature_unchecked(out, "%s cannot judge a signature of that kind", program);
		out->verdict = SEC_SIGNED_UNKNOWN;
		return 0;
	}
	out->signer = xstrndup(t->user.s, t->user.len);
	out->verdict = verdict_of(t);
	return 0;
}

int sec_signature_openpgp(const struct sec_signed *s, struct sec_signature *out,
	struct sec_err *err)
{
	const char *const argv[] = { s->program, "--keyid-format=long", "--status-fd=1", "--verify",
		s->file, "-", NULL };
	struct sec_buf status = SEC_BUF_INIT, said = SEC_BUF_INIT;
	struct sec_spawn run = { .argv = argv, .input = s->text, .output = &status, .errors = &said };
	struct sec_str rest, line;
	struct told t = { 0 };
	int rc = sec_spawn(&run, err);

	rest = sec_buf_str(&status);
	while (rc == 0 && sec_str_split(&rest, '\n', &line))
		if (line.len > 9 && memcmp(line.s, "[GNUPG:] ", 9) == 0)
			read_status(&t, (struct sec_str){ line.s + 9, line.len - 9 });
	if (rc == 0 && strstr(status.s, "[GNUPG:] NODATA "))
		out->verdict = SEC_SIGNED_BAD;
	else if (rc == 0)
		rc = settle(&t, s->program, out);
	sec_buf_release(&status);
	sec_buf_release(&said);
	return rc;
}
