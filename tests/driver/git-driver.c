/* SPDX-License-Identifier: ISC
 *
 * The reading side of git.h from the command line, for tests:
 *
 *     git-driver DIR resolve WHAT      day and id of the commit
 *     git-driver DIR walk WHAT FOLDER  mode, id and path of every blob
 *     git-driver DIR read WHAT PATH LIMIT
 *     git-driver DIR staged            mode, id, stage and path
 *     git-driver DIR signature WHAT    verdict, signer, key or why not, tabs between
 *     git-driver DIR init
 *     git-driver DIR configure KEY VALUE [unset]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "register/git.h"
#include "register/signature.h"

static int show(void *ctx, const char *path, const struct sec_git_id *blob, unsigned mode)
{
	char hex[SEC_GIT_HEX + 1];

	(void)ctx;
	sec_git_id_hex(blob, hex);
	printf("%06o %.7s %s\n", mode, hex, path);
	return 0;
}

static int show_staged(void *ctx, const char *path, const struct sec_git_id *blob, unsigned mode,
	int stage)
{
	char hex[SEC_GIT_HEX + 1];

	(void)ctx;
	sec_git_id_hex(blob, hex);
	printf("%06o %.7s %d %s\n", mode, hex, stage, path);
	return 0;
}

static int show_signature(struct sec_git *git, const struct sec_git_point *at,
	struct sec_err *err)
{
	struct sec_signature s = { 0 };
	int rc = sec_signature_check(git, &at->commit, &s, err);

	if (rc == 0)
		printf("%s\t%s\t%s\n", sec_verdict_name(s.verdict), s.signer ? s.signer : "",
			s.why ? s.why : s.key ? s.key : "");
	sec_signature_release(&s);
	return rc;
}

static int look(struct sec_git *git, int argc, char **argv, struct sec_err *err)
{
	struct sec_git_point at;
	struct sec_buf text = SEC_BUF_INIT;
	char hex[SEC_GIT_HEX + 1], day[11];
	int rc = sec_git()->resolve(git, argv[3], &at, err);

	if (rc < 0)
		return rc;
	if (strcmp(argv[2], "resolve") == 0) {
		sec_git_id_hex(&at.commit, hex);
		sec_day_format(at.day, day);
		printf("%s %s\n", day, hex);
	} else if (strcmp(argv[2], "signature") == 0) {
		rc = show_signature(git, &at, err);
	} else if (strcmp(argv[2], "walk") == 0 && argc > 4) {
		rc = sec_git()->walk(git, &at, argv[4], show, NULL, err);
	} else if (strcmp(argv[2], "read") == 0 && argc > 5) {
		rc = sec_git()->read_path(git, &at, argv[4], strtoul(argv[5], NULL, 10), &text, err);
		fwrite(text.s, 1, text.len, stdout);
	}
	sec_buf_release(&text);
	return rc;
}

int main(int argc, char **argv)
{
	struct sec_err err = SEC_ERR_INIT;
	struct sec_git *git = NULL;
	int rc;

	if (argc < 3)
		return 2;
	if (strcmp(argv[2], "init") == 0)
		rc = sec_git()->init(argv[1], false, &err);
	else
		rc = sec_git()->open(&git, argv[1], &err);
	if (rc == 0 && strcmp(argv[2], "staged") == 0)
		rc = sec_git()->staged(git, show_staged, NULL, &err);
	else if (rc == 0 && strcmp(argv[2], "configure") == 0 && argc > 4)
		rc = sec_git()->configure(git, argv[3], argv[4], argc > 5, &err);
	else if (rc == 0 && argc > 3)
		rc = look(git, argc, argv, &err);
	sec_git()->free(git);
	rc = rc == 0 ? 0 : sec_err_print("git-driver", &err);
	sec_err_clear(&err);
	return rc;
}
