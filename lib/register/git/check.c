/* SPDX-License-Identifier: ISC */
#include <git2.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "register/git/identity.h"
#include "register/git/inner.h"

static int check_environment(struct sec_err *err)
{
	/* With one of these set we are inside somebody's half-made commit or push. */
	static const char *const names[] = { "GIT_INDEX_FILE", "GIT_QUARANTINE_PATH",
		"GIT_OBJECT_DIRECTORY" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (getenv(names[i]))
			return sec_err_set(err, SEC_FAIL, "%s is set: records cannot be written from within "
				"a git hook; unset it if this is none", names[i]);
	return 0;
}

static int check_index(struct sec_git *git, struct sec_err *err)
{
	git_index *index = NULL;
	const char *said;
	int rc = git_repository_index(&index, git->repo);

	git_index_free(index);
	if (rc == 0)
		return 0;
	said = git_error_last() && git_error_last()->message ? git_error_last()->message : "";
	if (strstr(said, "'link'"))
		return sec_err_set(err, SEC_FAIL, "the index is split, which is not supported; run: "
			"git update-index --no-split-index");
	if (strstr(said, "'sdir'"))
		return sec_err_set(err, SEC_FAIL, "the index is sparse, which is not supported; run: "
			"git sparse-checkout reapply --no-sparse-index");
	if (strstr(said, "checksum"))
		return sec_err_set(err, SEC_FAIL, "the index has no valid checksum; with index.skipHash "
			"run: git config index.skipHash false && git update-index --force-write-index; "
			"otherwise it is damaged and git fsck tells more");
	return sec_git_error(err, SEC_FAIL, "cannot read the index");
}

int sec_git_may_write(struct sec_git *git, struct sec_err *err)
{
	git_signature *author = NULL, *committer = NULL;
	int rc = check_environment(err);

	if (rc == 0 && !git->workdir)
		rc = sec_err_set(err, SEC_FAIL, "%s is a bare repository; records are written in a clone "
			"of it", git->gitdir);
	if (rc == 0)
		rc = sec_git_identity(git, &author, &committer, err);
	if (rc == 0)
		rc = check_index(git, err);
	git_signature_free(author);
	git_signature_free(committer);
	return rc;
}

enum { FILTER, IDENT, ENCODING, TEXT, CRLF, EOL, N_ATTRS };

static const char *attr_names[N_ATTRS] = {
	"filter", "ident", "working-tree-encoding", "text", "crlf", "eol",
};

static bool is_set(const char *value)
{
	git_attr_value_t kind = git_attr_value(value);

	return kind == GIT_ATTR_VALUE_TRUE || kind == GIT_ATTR_VALUE_STRING;
}

static bool is(const char *value, const char *word)
{
	return git_attr_value(value) == GIT_ATTR_VALUE_STRING && strcmp(value, word) == 0;
}

/* core.autocrlf and core.eol, for paths whose attributes leave it open. */
static void config_eol(struct sec_git *git, bool *convert, bool *crlf)
{
	git_config *cfg = NULL;
	git_buf eol = { 0 };
	int autocrlf = 0;

	*convert = *crlf = false;
	if (git_repository_config(&cfg, git->repo) < 0)
		return;
	if (git_config_get_string_buf(&eol, cfg, "core.eol") == 0)
		*crlf = strcmp(eol.ptr, "crlf") == 0;
	git_buf_dispose(&eol);
	if (git_config_get_string_buf(&eol, cfg, "core.autocrlf") == 0) {
		if (strcmp(eol.ptr, "input") == 0) {
			*convert = true;
			*crlf = false;
		} else if (git_config_parse_bool(&autocrlf, eol.ptr) == 0 && autocrlf)
			*convert = *crlf = true;
	}
	git_buf_dispose(&eol);
	git_config_free(cfg);
}

static void set_eol(struct sec_git *git, const char **value, struct sec_git_eol *eol)
{
	const char *text = value[TEXT];
	bool convert, crlf;

	if (git_attr_value(text) == GIT_ATTR_VALUE_UNSPECIFIED)
		text = value[CRLF];
	config_eol(git, &convert, &crlf);
	memset(eol, 0, sizeof(*eol));
	if (git_attr_value(text) == GIT_ATTR_VALUE_FALSE)
		return;
	eol->automatic = is(text, "auto");
	eol->normalise = git_attr_value(text) == GIT_ATTR_VALUE_TRUE || eol->automatic
		|| is(text, "input") || is(value[EOL], "lf") || is(value[EOL], "crlf");
	if (!eol->normalise && convert)
		eol->normalise = eol->automatic = true;
	if (is(value[EOL], "crlf"))
		crlf = true;
	else if (is(value[EOL], "lf") || is(text, "input"))
		crlf = false;
	eol->crlf = eol->normalise && crlf;
}

int sec_git_may_touch(struct sec_git *git, const char *path, struct sec_git_eol *eol,
	struct sec_err *err)
{
	const char *value[N_ATTRS];
	int i;

	if (git_attr_get_many(value, git->repo, GIT_ATTR_CHECK_FILE_THEN_INDEX, path, N_ATTRS,
		    attr_names) < 0)
		return sec_git_error(err, SEC_FAIL, "cannot read the git attributes of %s", path);
	for (i = FILTER; i <= ENCODING; i++)
		if (is_set(value[i]))
			return sec_err_set(err, SEC_FAIL, "%s has the git attribute %s, which sec cannot "
				"honour; take it off for records in .gitattributes", path, attr_names[i]);
	set_eol(git, value, eol);
	return 0;
}

bool sec_git_lacks_driver(struct sec_git *git, const char *path)
{
	git_config *cfg = NULL;
	git_buf found = { 0 };
	const char *value = NULL;
	char *key;
	bool lacks = false;

	if (git_attr_get(&value, git->repo, GIT_ATTR_CHECK_FILE_THEN_INDEX, path, "merge") < 0
		|| git_attr_value(value) != GIT_ATTR_VALUE_STRING
		|| git_repository_config(&cfg, git->repo) < 0)
		return false;
	key = xasprintf("merge.%s.driver", value);
	lacks = strcmp(value, "union") != 0 && strcmp(value, "text") != 0
		&& strcmp(value, "binary") != 0 && git_config_get_string_buf(&found, cfg, key) < 0;
	free(key);
	git_buf_dispose(&found);
	git_config_free(cfg);
	return lacks;
}
