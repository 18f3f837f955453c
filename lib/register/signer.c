/* SPDX-License-Identifier: ISC */
#include "register/signer.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/scratch.h"
#include "base/spawn.h"

#define SIGNATURE_LIMIT (1u << 20)
#define WAY_OUT "or, for this register, run: git config commit.gpgsign false"

/* 0 and `out` empty where git has nothing for the key. */
static int setting(struct sec_git *git, const char *key, enum sec_git_kind kind,
	struct sec_buf *out, struct sec_err *err)
{
	int rc = sec_git()->setting(git, key, kind, out, err);

	if (rc == SEC_ABSENT)
		sec_err_clear(err);
	return rc == SEC_ABSENT ? 0 : rc;
}

static int get_format(struct sec_git *git, enum sec_signing *out, struct sec_err *err)
{
	struct sec_buf format = SEC_BUF_INIT;
	int rc = setting(git, "gpg.format", SEC_GIT_TEXT, &format, err);

	if (rc == 0 && strcmp(format.s, "ssh") == 0)
		*out = SEC_SSH;
	else if (rc == 0 && (!format.len || strcmp(format.s, "openpgp") == 0))
		*out = SEC_OPENPGP;
	else if (rc == 0 && strcmp(format.s, "x509") == 0)
		rc = sec_err_set(err, SEC_FAIL, "commit.gpgsign asks for signed commits and gpg.format for "
			"x509, in which sec does not sign; set it to ssh or openpgp, " WAY_OUT);
	else if (rc == 0)
		rc = sec_err_set(err, SEC_FAIL, "gpg.format is '%s', which git does not know either; set it "
			"to ssh or openpgp", format.s);
	sec_buf_release(&format);
	return rc;
}

int sec_signing_wanted(struct sec_git *git, bool *wanted, struct sec_err *err)
{
	struct sec_buf value = SEC_BUF_INIT;
	enum sec_signing format;
	int rc = setting(git, "commit.gpgsign", SEC_GIT_BOOL, &value, err);

	*wanted = rc == 0 && strcmp(value.s, "true") == 0;
	if (*wanted)
		rc = get_format(git, &format, err);
	sec_buf_release(&value);
	return rc;
}

/* A name to be looked up in PATH, or a path. */
static int program_setting(struct sec_git *git, const char *key, struct sec_buf *out,
	struct sec_err *err)
{
	int rc = setting(git, key, SEC_GIT_TEXT, out, err);

	if (rc < 0 || (*out->s != '~' && !strchr(out->s, '/')))
		return rc;
	sec_buf_clear(out);
	return setting(git, key, SEC_GIT_PATH, out, err);
}

int sec_signing_program(struct sec_git *git, enum sec_signing kind, struct sec_buf *out,
	struct sec_err *err)
{
	static const char *const keys[][2] = {
		[SEC_OPENPGP] = { "gpg.openpgp.program", "gpg.program" },
		[SEC_SSH] = { "gpg.ssh.program", NULL },
	};
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && !out->len && i < 2 && keys[kind][i]; i++)
		rc = program_setting(git, keys[kind][i], out, err);
	if (rc == 0 && !out->len)
		sec_buf_addstr(out, kind == SEC_SSH ? "ssh-keygen" : "gpg");
	return rc;
}

/* What a program said becomes a list below the sentence. */
static int refuse(const char *program, struct sec_str said, const char *remedy, struct sec_err *err)
{
	struct sec_buf list = SEC_BUF_INIT;
	struct sec_str line;

	while (sec_str_split(&said, '\n', &line))
		if (line.len < 9 || memcmp(line.s, "[GNUPG:] ", 9) != 0)
			sec_buf_addf(&list, "\n  %.*s", SEC_ARG(line));
	sec_err_set(err, SEC_FAIL, "%s cannot sign the commit, so nothing is changed; %s, " WAY_OUT
		"%s", program, remedy, list.s);
	sec_buf_release(&list);
	return SEC_FAIL;
}

static int run(struct sec_spawn *s, struct sec_err *err)
{
	int rc = sec_spawn(s, err);

	if (rc == SEC_ABSENT)
		return refuse(s->argv[0], SEC_STR("there is no such program"), "install it, or name "
			"another (man git-config: gpg.program)", err);
	return rc;
}

static int sign_openpgp(const char *program, const char *key, struct sec_str text,
	struct sec_buf *out, struct sec_err *err)
{
	const char *const argv[] = { program, "--status-fd=2", "-bsau", key, NULL };
	const char *remedy = "set user.signingkey to a key that gpg --list-secret-keys shows";
	struct sec_buf said = SEC_BUF_INIT;
	struct sec_spawn s = { .argv = argv, .input = text, .output = out, .errors = &said };
	int rc = run(&s, err);

	sec_buf_insert(&said, 0, "\n", 1);
	if (rc == 0 && (s.status != 0 || !strstr(said.s, "\n[GNUPG:] SIG_CREATED ")))
		rc = refuse(program, sec_buf_str(&said), remedy, err);
	sec_buf_release(&said);
	return rc;
}

/* The words of a command line, quotes and backslashes as git takes them; no shell
 * is asked. `argv` points into `text`, which changes. */
static void split(char *text, const char **argv, size_t max)
{
	char *to = text, quote = '\0';
	bool within = false;
	size_t n = 0;

	for (; *text; text++) {
		if (!quote && strchr(" \t\n", *text)) {
			if (within)
				*to++ = '\0';
			within = false;
			continue;
		}
		if (!within && n < max - 1)
			argv[n++] = to;
		within = true;
		if (quote ? *text == quote : *text == '\'' || *text == '"')
			quote = quote ? '\0' : *text;
		else if (*text == '\\' && quote != '\'' && text[1])
			*to++ = *++text;
		else
			*to++ = *text;
	}
	*to = '\0';
	argv[n] = NULL;
}

static bool is_key(const char *s)
{
	return strncmp(s, "key::", 5) == 0 || strncmp(s, "ssh-", 4) == 0;
}

/* The first line of what gpg.ssh.defaultKeyCommand prints. */
static int ask_for_key(struct sec_git *git, struct sec_buf *out, struct sec_err *err)
{
	const char *argv[64];
	struct sec_buf keys = SEC_BUF_INIT, command = SEC_BUF_INIT;
	struct sec_spawn s = { .argv = argv, .output = &keys };
	int rc = setting(git, "gpg.ssh.defaultKeyCommand", SEC_GIT_TEXT, &command, err);

	split(command.s, argv, sizeof(argv) / sizeof(*argv));
	if (rc < 0 || !argv[0])
		goto out;
	rc = sec_spawn(&s, err);
	if (rc == 0 && s.status != 0)
		rc = sec_err_set(err, SEC_FAIL, "%s ended with %d", argv[0], s.status);
	else if (rc == 0 && !is_key(keys.s))
		rc = sec_err_set(err, SEC_FAIL, "%s printed none", argv[0]);
	if (rc == 0)
		sec_buf_add(out, keys.s, strcspn(keys.s, "\r\n"));
	else
		rc = sec_err_prefix(err, "gpg.ssh.defaultKeyCommand gives no key to sign with: ");
out:
	sec_buf_release(&command);
	sec_buf_release(&keys);
	return rc;
}

/* Fills `key`: a path, or with `literal` a public key. */
static int find_ssh_key(struct sec_git *git, struct sec_buf *key, bool *literal, struct sec_err *err)
{
	int rc = setting(git, "user.signingkey", SEC_GIT_TEXT, key, err);

	if (rc == 0 && !key->len)
		rc = ask_for_key(git, key, err);
	*literal = is_key(key->s);
	if (rc < 0)
		return rc;
	if (!key->len)
		return sec_err_set(err, SEC_FAIL, "commit.gpgsign asks for signed commits and gpg.format "
			"for ssh, but git does not know the key; run: git config user.signingkey "
			"~/.ssh/id_ed25519.pub, " WAY_OUT);
	if (strncmp(key->s, "key::", 5) == 0)
		sec_buf_remove(key, 0, 5);
	if (*literal)
		return 0;
	sec_buf_clear(key);
	return setting(git, "user.signingkey", SEC_GIT_PATH, key, err);
}

/* Signs the file `text` with the key at the path `key`, or with that public
 * key `by_ssh_agent`; the signature stands beside the text. */
static int run_keygen(const char *program, const char *key, bool by_ssh_agent, const char *text,
	struct sec_buf *out, struct sec_err *err)
{
	const char *argv[] = { program, "-Y", "sign", "-n", "git", "-f", key,
		by_ssh_agent ? "-U" : text, by_ssh_agent ? text : NULL, NULL };
	const char *remedy = by_ssh_agent ? "ssh-add the key"
		: "set user.signingkey to a key that is there";
	char *made = xasprintf("%s.sig", text);
	struct sec_buf said = SEC_BUF_INIT;
	struct sec_spawn s = { .argv = argv, .output = &said, .errors = &said };
	int rc = run(&s, err);

	if (rc == 0 && s.status != 0)
		rc = refuse(program, sec_buf_str(&said),
			strstr(said.s, "usage:") ? "it takes OpenSSH 8.2 or later" : remedy, err);
	else if (rc == 0 && access(made, F_OK) < 0)
		rc = refuse(program, sec_buf_str(&said),
			"set gpg.ssh.program to one that writes a signature beside the file", err);
	if (rc == 0)
		rc = sec_file_read(out, AT_FDCWD, made, SIGNATURE_LIMIT, err);
	sec_buf_release(&said);
	free(made);
	return rc;
}

static int sign_ssh(const char *program, const char *key, bool literal, struct sec_str text,
	struct sec_buf *out, struct sec_err *err)
{
	struct sec_scratch t = { 0 };
	char *file = NULL, *public = NULL;
	int rc = sec_scratch_make(&t, err);

	if (rc < 0)
		return rc;
	file = sec_scratch_put(&t, "commit", text, err);
	public = literal && file ? sec_scratch_put(&t, "key.pub", sec_str(key), err) : NULL;
	rc = file && (public || !literal)
		? run_keygen(program, literal ? public : key, literal, file, out, err) : SEC_FAIL;
	free(file);
	free(public);
	sec_scratch_remove(&t);
	return rc;
}

int sec_sign(struct sec_git *git, struct sec_str text, const char *committer,
	struct sec_buf *out, struct sec_err *err)
{
	struct sec_buf program = SEC_BUF_INIT, key = SEC_BUF_INIT, made = SEC_BUF_INIT;
	enum sec_signing format = SEC_OPENPGP;
	bool literal = false;
	size_t i;
	int rc = get_format(git, &format, err);

	if (rc == 0)
		rc = sec_signing_program(git, format, &program, err);
	if (rc == 0 && format == SEC_SSH)
		rc = find_ssh_key(git, &key, &literal, err);
	else if (rc == 0)
		rc = setting(git, "user.signingkey", SEC_GIT_TEXT, &key, err);
	if (rc == 0 && format == SEC_SSH)
		rc = sign_ssh(program.s, key.s, literal, text, &made, err);
	else if (rc == 0)
		rc = sign_openpgp(program.s, key.len ? key.s : committer, text, &made, err);
	if (rc == 0 && strncmp(made.s, "-----BEGIN ", 11) != 0)
		rc = refuse(program.s, SEC_STR("what it wrote is no signature"),
			"set the program to one that signs (man git-config: gpg.program)", err);
	for (i = 0; rc == 0 && i < made.len; i++)
		if (made.s[i] != '\r')
			sec_buf_addch(out, made.s[i]);
	sec_buf_release(&made);
	sec_buf_release(&key);
	sec_buf_release(&program);
	return rc;
}
