/* SPDX-License-Identifier: ISC */
#include "register/git/identity.h"

#include <git2.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/date.h"
#include "base/mem.h"
#include "register/git/inner.h"

/* Where one of the two persons is looked up. */
struct role {
	const char *name_env, *email_env, *date_env;
	const char *name_key, *email_key;
};

static const struct role author_role = {
	"GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_AUTHOR_DATE", "author.name", "author.email",
};
static const struct role committer_role = {
	"GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "GIT_COMMITTER_DATE", "committer.name",
	"committer.email",
};

/* The environment's value, else the configuration's; nothing where none is set. */
static int lookup(struct sec_git *git, const char *env, const char *key, const char *common,
	struct sec_buf *out, struct sec_err *err)
{
	const char *value = getenv(env);
	int rc;

	if (value) {
		sec_buf_addstr(out, value);
		return 0;
	}
	rc = sec_git_setting(git, key, SEC_GIT_TEXT, out, err);
	if (rc == SEC_ABSENT) {
		sec_err_clear(err);
		rc = sec_git_setting(git, common, SEC_GIT_TEXT, out, err);
	}
	if (rc == SEC_ABSENT) {
		sec_err_clear(err);
		rc = 0;
	}
	return rc;
}

static bool is_blank(const char *s)
{
	return s[strspn(s, " \t")] == '\0';
}

static int check(const char *value, const char *what, const char *key, struct sec_err *err)
{
	const char *p;

	if (is_blank(value))
		return sec_err_set(err, SEC_FAIL, "git does not know %s; run: git config --global "
			"user.name 'Your Name' && git config --global user.email you@example.org", what);
	for (p = value; *p; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7f || *p == '<' || *p == '>')
			return sec_err_set(err, SEC_FAIL, "%s as git has it, '%s', holds <, > or a control "
				"character; set it with: git config --global %s", what, value, key);
	return 0;
}

/* Minutes east of UTC of the local zone at that moment. */
static int local_offset(time_t t)
{
	struct tm tm;

	return localtime_r(&t, &tm) ? (int)(tm.tm_gmtoff / 60) : 0;
}

/* "+0100", "+01:00", "-05", "Z"; the whole rest must be a zone. */
static bool parse_zone(const char *s, int *minutes)
{
	unsigned h, m = 0;
	int n = 0, sign = *s == '-' ? -1 : 1;

	if (strcmp(s, "Z") == 0) {
		*minutes = 0;
		return true;
	}
	if (*s != '+' && *s != '-')
		return false;
	s++;
	if (strspn(s, "0123456789:") != strlen(s))
		return false;
	if (!((sscanf(s, "%2u:%2u%n", &h, &m, &n) == 2 && n == 5 && !s[n])
		    || (sscanf(s, "%2u%2u%n", &h, &m, &n) == 2 && n == 4 && !s[n])
		    || (sscanf(s, "%2u%n", &h, &n) == 1 && n == 2 && !s[n])))
		return false;
	*minutes = sign * (int)(h * 60 + m);
	return h <= 14 && m < 60;
}

static bool parse_raw(const char *s, git_time_t *when, int *offset)
{
	char *end;
	long long t;

	if (*s == '@')
		s++;
	if (*s < '0' || *s > '9' || strspn(s, "0123456789") < 5)
		return false;
	t = strtoll(s, &end, 10);
	if (t > (1LL << 40))
		return false;
	*when = t;
	*offset = local_offset((time_t)t);
	return !*end || (*end == ' ' && parse_zone(end + 1, offset));
}

static bool parse_iso(const char *s, git_time_t *when, int *offset)
{
	unsigned h, m, sec = 0;
	sec_day day;
	int n = 0, year, month, mday;
	const char *p;

	if (strlen(s) < 16 || !sec_day_parse(s, 10, &day) || (s[10] != 'T' && s[10] != ' '))
		return false;
	p = s + 11;
	if (strspn(p, "0123456789:") < 5 || sscanf(p, "%2u:%2u%n", &h, &m, &n) != 2 || n != 5)
		return false;
	p += n;
	if (*p == ':') {
		if (sscanf(p, ":%2u%n", &sec, &n) != 1 || n != 3)
			return false;
		p += n;
	}
	if (h > 23 || m > 59 || sec > 60)
		return false;
	*when = (git_time_t)day * 86400 + h * 3600 + m * 60 + sec;
	p += *p == ' ';
	if (*p) {
		if (!parse_zone(p, offset))
			return false;
	} else {
		struct tm tm = { .tm_hour = (int)h, .tm_min = (int)m, .tm_sec = (int)sec, .tm_isdst = -1 };

		sec_day_split(day, &year, &month, &mday);
		tm.tm_year = year - 1900;
		tm.tm_mon = month - 1;
		tm.tm_mday = mday;
		*offset = local_offset(mktime(&tm));
	}
	*when -= (git_time_t)*offset * 60;
	return true;
}

static int one(struct sec_git *git, git_signature **out, const struct role *role,
	struct sec_err *err)
{
	struct sec_buf name = SEC_BUF_INIT, email = SEC_BUF_INIT;
	const char *date = getenv(role->date_env);
	git_time_t when = time(NULL);
	int offset = local_offset((time_t)when);
	int rc = lookup(git, role->name_env, role->name_key, "user.name", &name, err);

	if (rc == 0)
		rc = lookup(git, role->email_env, role->email_key, "user.email", &email, err);
	if (rc == 0)
		rc = check(name.s, "your name", "user.name", err);
	if (rc == 0)
		rc = check(email.s, "your e-mail address", "user.email", err);
	if (rc == 0 && date && *date && !parse_raw(date, &when, &offset)
		&& !parse_iso(date, &when, &offset))
		rc = sec_err_set(err, SEC_FAIL, "%s is '%s'; write it as 2026-01-31T12:00:00+01:00",
			role->date_env, date);
	if (rc == 0 && git_signature_new(out, name.s, email.s, when, offset) < 0)
		rc = sec_err_set(err, SEC_FAIL, "git cannot use '%s' and '%s' as name and e-mail address",
			name.s, email.s);
	sec_buf_release(&name);
	sec_buf_release(&email);
	return rc;
}

int sec_git_identity(struct sec_git *git, git_signature **author, git_signature **committer,
	struct sec_err *err)
{
	int rc;

	*author = *committer = NULL;
	rc = one(git, author, &author_role, err);
	if (rc == 0)
		rc = one(git, committer, &committer_role, err);
	if (rc < 0) {
		git_signature_free(*author);
		*author = NULL;
	}
	return rc;
}
