/* SPDX-License-Identifier: ISC */
#include "parts/check/pushed.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "register/git.h"

enum { INPUT_MAX = 16 << 20 };

static bool is_hash(struct sec_str s)
{
	return s.len == SEC_GIT_HEX && strspn(s.s, "0123456789abcdef") >= s.len;
}

static bool is_zero(const char *hash)
{
	return strspn(hash, "0") == SEC_GIT_HEX;
}

static int parse(struct sec_str line, struct pushed_ref *out, struct sec_err *err)
{
	struct sec_str from = line, to, name;
	bool fine = line.len > 2 * SEC_GIT_HEX + 2 && line.s[SEC_GIT_HEX] == ' '
		&& line.s[2 * SEC_GIT_HEX + 1] == ' ';

	if (fine) {
		from.len = SEC_GIT_HEX;
		to = (struct sec_str){ line.s + SEC_GIT_HEX + 1, SEC_GIT_HEX };
		name = (struct sec_str){ to.s + SEC_GIT_HEX + 1, line.len - 2 * SEC_GIT_HEX - 2 };
		fine = is_hash(from) && is_hash(to);
	}
	if (!fine)
		return sec_err_set(err, SEC_USAGE, "--pre-receive reads lines OLD NEW REF as git gives "
			"them to a pre-receive hook, not '%.*s'", SEC_ARG(line));
	*out = (struct pushed_ref){ xstrndup(from.s, from.len), xstrndup(to.s, to.len),
		xstrndup(name.s, name.len) };
	return 0;
}

int pushed_read(struct pushed *out, struct sec_err *err)
{
	struct sec_buf text = SEC_BUF_INIT;
	struct sec_str rest, line;
	int rc = isatty(0) ? sec_err_set(err, SEC_USAGE, "--pre-receive is for git's hook, which gives "
		"lines OLD NEW REF; standard input is a terminal")
		: sec_file_read_all(&text, 0, "standard input", INPUT_MAX, err);

	for (rest = sec_buf_str(&text); rc == 0 && sec_str_split(&rest, '\n', &line);) {
		SEC_GROW(out->ref, out->n, out->alloc);
		rc = parse(line, &out->ref[out->n], err);
		out->n += rc == 0;
	}
	sec_buf_release(&text);
	return rc;
}

void pushed_release(struct pushed *p)
{
	size_t i;

	for (i = 0; i < p->n; i++) {
		free(p->ref[i].from);
		free(p->ref[i].to);
		free(p->ref[i].name);
	}
	free(p->ref);
}

bool pushed_is_new(const struct pushed_ref *ref)
{
	return is_zero(ref->from);
}

bool pushed_is_nothing(const struct pushed_ref *ref)
{
	return is_zero(ref->to) || (strncmp(ref->name, "refs/heads/", 11) != 0
		&& strncmp(ref->name, "refs/tags/", 10) != 0);
}

bool pushed_is_replacement(const struct pushed_ref *ref)
{
	return strncmp(ref->name, "refs/replace/", 13) == 0 && !is_zero(ref->to);
}
