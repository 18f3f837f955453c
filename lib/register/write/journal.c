/* SPDX-License-Identifier: ISC */
#include "register/write/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"

static const char first_line[] = "sec-journal 1";

/* Field 22 of /proc/PID/stat; 0 when it cannot be read. The second field is a
 * program's name in parentheses and may hold anything, so count from the last. */
static unsigned long long start_of(long pid)
{
	struct sec_buf text = SEC_BUF_INIT;
	char *path = xasprintf("/proc/%ld/stat", pid);
	unsigned long long start = 0;
	const char *p;
	int field;

	if (sec_file_read(&text, AT_FDCWD, path, 65536, NULL) == 0) {
		p = strrchr(text.s, ')');
		for (field = 2; p && field < 22; field++)
			p = strchr(p + 1, ' ');
		if (p)
			start = strtoull(p + 1, NULL, 10);
	}
	sec_buf_release(&text);
	free(path);
	return start;
}

static void read_boot(char *out, size_t size)
{
	struct sec_buf text = SEC_BUF_INIT;
	struct sec_str id;

	out[0] = '\0';
	if (sec_file_read(&text, AT_FDCWD, "/proc/sys/kernel/random/boot_id", 4096, NULL) == 0) {
		id = sec_str_trim(sec_buf_str(&text));
		snprintf(out, size, "%.*s", SEC_ARG(id));
	}
	sec_buf_release(&text);
}

static void read_host(char *out, size_t size)
{
	if (gethostname(out, size) < 0)
		out[0] = '\0';
	out[size - 1] = '\0';
}

void sec_journal_begin(struct sec_journal *j)
{
	unsigned char random[SEC_TOKEN / 2];
	size_t i;

	memset(j, 0, sizeof(*j));
	if (getrandom(random, sizeof(random), 0) != (ssize_t)sizeof(random))
		memset(random, 0, sizeof(random)); /* cannot happen for so few bytes */
	for (i = 0; i < sizeof(random); i++)
		snprintf(j->token + 2 * i, 3, "%02x", random[i]);
	j->pid = getpid();
	j->start = start_of(j->pid);
	read_host(j->host, sizeof(j->host));
	read_boot(j->boot, sizeof(j->boot));
}

void sec_journal_release(struct sec_journal *j)
{
	free(j->branch);
	j->branch = NULL;
}

void sec_journal_format(const struct sec_journal *j, struct sec_buf *out)
{
	char commit[SEC_GIT_HEX + 1];

	sec_git_id_hex(&j->commit, commit);
	sec_buf_addf(out, "%s\ntoken %s\npid %ld\nbegan %llu\nmachine %s\nboot %s\nbranch %s\ncommit %s\nend\n",
		first_line, j->token, j->pid, j->start, j->host, j->boot, j->branch, commit);
}

static bool parse_hex(struct sec_str s, struct sec_git_id *id)
{
	size_t i;
	unsigned byte;

	if (s.len != SEC_GIT_HEX || strspn(s.s, "0123456789abcdef") < SEC_GIT_HEX)
		return false;
	for (i = 0; i < sizeof(id->raw); i++) {
		sscanf(s.s + 2 * i, "%2x", &byte);
		id->raw[i] = (unsigned char)byte;
	}
	return true;
}

/* The rest of the next line after "KEY "; the text is NUL-terminated. */
static bool take(const char **at, const char *key, struct sec_str *value)
{
	size_t n = strlen(key);
	const char *end = strchr(*at, '\n');

	if (!end || strncmp(*at, key, n) != 0 || (*at)[n] != ' ')
		return false;
	value->s = *at + n + 1;
	value->len = (size_t)(end - value->s);
	*at = end + 1;
	return true;
}

static bool take_copy(const char **at, const char *key, char *out, size_t size)
{
	struct sec_str value;

	if (!take(at, key, &value) || value.len >= size)
		return false;
	memcpy(out, value.s, value.len);
	out[value.len] = '\0';
	return true;
}

bool sec_journal_parse(struct sec_str text, struct sec_journal *out)
{
	struct sec_str version, pid, start, branch, commit;
	const char *at = text.s;
	bool good;

	memset(out, 0, sizeof(*out));
	if (text.len < sizeof(first_line) || memchr(text.s, '\0', text.len))
		return false;
	good = take(&at, "sec-journal", &version) && sec_str_is(version, "1")
		&& take_copy(&at, "token", out->token, sizeof(out->token))
		&& strspn(out->token, "0123456789abcdef") == SEC_TOKEN && take(&at, "pid", &pid)
		&& take(&at, "began", &start) && take_copy(&at, "machine", out->host, sizeof(out->host))
		&& take_copy(&at, "boot", out->boot, sizeof(out->boot)) && take(&at, "branch", &branch)
		&& take(&at, "commit", &commit) && strcmp(at, "end\n") == 0
		&& strncmp(branch.s, "refs/heads/", 11) == 0 && parse_hex(commit, &out->commit);
	if (!good)
		return false;
	out->pid = strtol(pid.s, NULL, 10);
	out->start = strtoull(start.s, NULL, 10);
	out->branch = xstrndup(branch.s, branch.len);
	return true;
}

enum sec_journal_owner sec_journal_owner(const struct sec_journal *j)
{
	char host[256], boot[64];

	read_host(host, sizeof(host));
	read_boot(boot, sizeof(boot));
	if (strcmp(host, j->host) != 0)
		return SEC_OWNER_ELSEWHERE;
	if (strcmp(boot, j->boot) != 0 || j->pid <= 0)
		return SEC_OWNER_DEAD;
	if (kill((pid_t)j->pid, 0) < 0 && errno == ESRCH)
		return SEC_OWNER_DEAD;
	return start_of(j->pid) == j->start ? SEC_OWNER_ALIVE : SEC_OWNER_DEAD;
}
