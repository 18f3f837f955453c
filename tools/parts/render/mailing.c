/* SPDX-License-Identifier: ISC */
#include "parts/render/mailing.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/mem.h"
#include "register/git-write.h"
#include "render/document.h"

enum { HASH = 32, STEM_HASH = 12 };

struct mailing {
	struct rendering *w;
	struct sec_mailbox from, reply_to;
	char *name, *address; /* of git's identity, where the policy names nobody */
	int64_t time;
	int zone;
	struct sec_buf out;   /* messages not written yet */
	size_t messages;
};

bool mailing_is_format(const char *format)
{
	return strcmp(format, "mail") == 0 || strcmp(format, "mbox") == 0;
}

char *mailing_hash(const struct rendering *w, struct sec_str of)
{
	struct sec_buf text = SEC_BUF_INIT;
	struct sec_git_id id = { 0 };
	char day[11], hex[SEC_GIT_HEX + 1];

	sec_day_format(w->reg->today, day);
	sec_buf_addf(&text, "%s\n%s\n%s\n", w->reg->schema.register_name ? w->reg->schema.register_name
		: "", w->template_name, day);
	sec_buf_addslice(&text, of);
	sec_git()->write->hash(sec_buf_str(&text), &id, NULL);
	sec_git_id_hex(&id, hex);
	sec_buf_release(&text);
	return xstrndup(hex, HASH);
}

/* Somebody who named the day gets the same bytes whenever they ask. */
static void set_clock(struct mailing *m)
{
	const struct cli *c = m->w->cli;
	const char *set = getenv("SEC_TODAY");
	time_t now = time(NULL);
	struct tm local;

	if (c->today != SEC_DAY_NONE || c->at || (set && *set)) {
		m->time = (int64_t)m->w->reg->today * 86400 + 86400 / 2;
		return;
	}
	m->time = now;
	if (localtime_r(&now, &local))
		m->zone = (int)(local.tm_gmtoff / 60);
}

static int policy_mailbox(const struct sec_schema *s, const char *name, struct sec_mailbox *out,
	struct sec_err *err)
{
	int at = sec_schema_policy(s, sec_str(name));
	const struct sec_policy *p = at >= 0 ? &s->policy[at] : NULL;

	if (!p || !p->text[0])
		return 0;
	if (sec_mailbox_parse(out, sec_str(p->text)))
		return 0;
	return sec_err_at(err, SEC_FAIL, p->place.file, p->place.line, 0,
		"policy '%s' is '%s', expected 'Name <name@example.org>' or an address", name, p->text);
}

static char *git_says(struct sec_git *git, const char *env, const char *first, const char *second)
{
	struct sec_buf value = SEC_BUF_INIT;
	const char *set = getenv(env);

	if (set && *set)
		return xstrdup(set);
	if (git && (sec_git()->setting(git, first, SEC_GIT_TEXT, &value, NULL) == 0
		|| sec_git()->setting(git, second, SEC_GIT_TEXT, &value, NULL) == 0))
		return sec_buf_detach(&value);
	sec_buf_release(&value);
	return NULL;
}

static int git_mailbox(struct mailing *m)
{
	const char *dir = m->w->reg->root ? m->w->reg->root : ".";
	struct sec_git *git = NULL;
	bool known; /* outside of a repository git is not asked */

	if (sec_git()->open(&git, dir, NULL) < 0)
		git = NULL;
	m->name = git_says(git, "GIT_AUTHOR_NAME", "author.name", "user.name");
	m->address = git_says(git, "GIT_AUTHOR_EMAIL", "author.email", "user.email");
	known = git != NULL;
	sec_git()->free(git);
	m->from = (struct sec_mailbox){ sec_str(m->name), sec_str(m->address) };
	if (sec_mail_address_is_legal(m->from.address))
		return 0;
	return sec_err_set(&m->w->cli->err, SEC_FAIL, "nobody to send as: write mail-from = ADDRESS "
		"under [mail] in policy.ini%s", known ? ", or run: git config --global user.email you@example.org"
		: "");
}

struct mailing *mailing_new(struct rendering *w)
{
	struct mailing *m = xcalloc(1, sizeof(*m));
	struct sec_err *err = &w->cli->err;
	int rc;

	m->w = w;
	sec_buf_init(&m->out);
	set_clock(m);
	rc = policy_mailbox(&w->reg->schema, "mail-from", &m->from, err);
	if (rc == 0)
		rc = policy_mailbox(&w->reg->schema, "mail-reply-to", &m->reply_to, err);
	if (rc == 0 && !m->from.address.len)
		rc = git_mailbox(m);
	if (rc == 0)
		return m;
	mailing_free(m);
	return NULL;
}

void mailing_free(struct mailing *m)
{
	if (!m)
		return;
	free(m->name);
	free(m->address);
	sec_buf_release(&m->out);
	free(m);
}

static int make_text(struct mailing *m, const struct mailing_page *p,
	enum sec_document_format format, struct sec_buf *text, struct sec_buf *subject)
{
	struct sec_err *err = &m->w->cli->err;
	struct sec_document *d = sec_document_new(m->w->template_name, format, &m->w->source,
		&m->w->reg->schema, err);
	int rc = d ? 0 : err->code;

	if (d)
		sec_document_of(d, m->w->reg, m->w->cli->at);
	if (rc == 0)
		rc = p->facts ? sec_document_add(d, p->facts, err)
			: sec_document_add_tree(d, p->tree, p->who, err);
	if (rc == 0 && subject)
		rc = sec_document_subject(d, subject, err);
	if (rc == 0)
		rc = sec_document_finish(d, text, err);
	sec_document_free(d);
	return rc;
}

static int put_file(struct mailing *m, const struct mailing_page *p, const struct sec_mail *mail)
{
	char day[11];
	char *stem, *path;
	int rc;

	sec_day_format(m->w->reg->today, day);
	stem = p->stem ? xstrdup(p->stem) : xasprintf("%s-%.*s", day, STEM_HASH, mail->id);
	path = rendering_path(m->w, stem, "eml");
	rc = sec_mail_print(mail, &m->out, &m->w->cli->err);
	if (rc == 0)
		rc = rendering_put(m->w, path, &m->out);
	sec_buf_clear(&m->out);
	free(stem);
	free(path);
	return rc;
}

static int put_message(struct mailing *m, const struct mailing_page *p, const struct sec_mail *mail)
{
	struct sec_err *err = &m->w->cli->err;

	if (strcmp(m->w->format, "mbox") == 0)
		return sec_mail_print_mbox(mail, &m->out, err);
	if (m->w->folder)
		return put_file(m, p, mail);
	if (m->messages)
		return sec_err_set(err, SEC_USAGE, "there are several messages: -o DIR/ makes a file of each, "
			"--format mbox one of all");
	return sec_mail_print(mail, &m->out, err);
}

/* The same message has the same Message-ID, however often it is made. */
static char *message_id(const struct mailing *m, const struct sec_mail *mail)
{
	struct sec_buf all = SEC_BUF_INIT;
	char *id;
	size_t i;

	for (i = 0; i < mail->tos; i++)
		sec_buf_addf(&all, "%.*s\n", SEC_ARG(mail->to[i].address));
	sec_buf_addf(&all, "%.*s\n%.*s", SEC_ARG(mail->subject), SEC_ARG(mail->txt));
	id = mailing_hash(m->w, sec_buf_str(&all));
	sec_buf_release(&all);
	return id;
}

int mailing_add(struct mailing *m, const struct mailing_page *p)
{
	struct sec_buf txt = SEC_BUF_INIT, html = SEC_BUF_INIT, subject = SEC_BUF_INIT;
	struct sec_mail mail = { .from = m->from, .reply_to = m->reply_to, .to = p->to, .tos = p->tos,
		.time = m->time, .zone = m->zone };
	char *id = NULL;
	int rc = make_text(m, p, SEC_DOCUMENT_TXT, &txt, &subject);

	if (rc == 0)
		rc = make_text(m, p, SEC_DOCUMENT_HTML, &html, NULL);
	if (rc == 0) {
		mail.txt = sec_buf_str(&txt);
		mail.html = sec_buf_str(&html);
		mail.subject = sec_str_trim(sec_buf_str(&subject));
		mail.id = id = message_id(m, &mail);
		rc = put_message(m, p, &mail);
		m->messages++;
	}
	free(id);
	sec_buf_release(&txt);
	sec_buf_release(&html);
	sec_buf_release(&subject);
	return rc;
}

int mailing_finish(struct mailing *m)
{
	return m->out.len ? rendering_put(m->w, m->w->output, &m->out) : 0;
}
