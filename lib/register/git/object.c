/* SPDX-License-Identifier: ISC */
#include "register/git/object.h"

#include <fcntl.h>
#include <git2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/charset.h"
#include "base/date.h"
#include "base/file.h"
#include "base/mem.h"
#include "register/git/inner.h"

enum { SHALLOW_FILE_MAX = 64 * 1024 * 1024 };

static int by_id(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct sec_git_id));
}

static bool take_id(struct sec_str hex, struct sec_git_id *out)
{
	git_oid id;

	if (hex.len != SEC_GIT_HEX || git_oid_fromstrn(&id, hex.s, hex.len) < 0)
		return false;
	memcpy(out->raw, id.id, sizeof(out->raw));
	return true;
}

/* The file `shallow`, read once: the commits whose parents are elsewhere. */
static void read_shallow(struct sec_git *git)
{
	char *path = xasprintf("%s/shallow", git->common);
	struct sec_buf text = SEC_BUF_INIT;
	struct sec_str rest, line;
	struct sec_git_id id;
	size_t alloc = 0;

	git->shallow_read = true;
	if (sec_file_read(&text, AT_FDCWD, path, SHALLOW_FILE_MAX, NULL) < 0)
		sec_buf_clear(&text);
	free(path);
	rest = sec_buf_str(&text);
	while (sec_str_split(&rest, '\n', &line))
		if (take_id(line, &id)) {
			SEC_GROW(git->shallow, git->shallows, alloc);
			git->shallow[git->shallows++] = id;
		}
	sec_buf_release(&text);
	if (git->shallows)
		qsort(git->shallow, git->shallows, sizeof(*git->shallow), by_id);
}

bool sec_git_is_shallow(struct sec_git *git)
{
	if (!git->shallow_read)
		read_shallow(git);
	return git->shallows > 0;
}

/* Digits with a sign before them, as far as they go; what is too large stays so. */
static int64_t take_number(struct sec_str *s)
{
	bool minus;
	int64_t n = 0;

	*s = sec_str_trim(*s);
	minus = s->len && s->s[0] == '-';
	if (s->len && (s->s[0] == '-' || s->s[0] == '+')) {
		s->s++;
		s->len--;
	}
	for (; s->len && s->s[0] >= '0' && s->s[0] <= '9'; s->s++, s->len--)
		if (n < INT64_MAX / 100)
			n = n * 10 + (s->s[0] - '0');
	return minus ? -n : n;
}

/* What lies outside the years that have a date is the first or last day of them. */
static int64_t within_years(int64_t time)
{
	const int64_t first = ((int64_t)SEC_DAY_MIN + 1) * 86400, last = (int64_t)SEC_DAY_MAX * 86400;

	return time < first ? first : time > last ? last : time;
}

/* "NAME <EMAIL> SECONDS ZONE"; what is missing stays empty, a zone that nobody lives
 * in is that of Greenwich. */
static void take_person(struct sec_str s, struct sec_git_person *out)
{
	const char *open = memchr(s.s, '<', s.len), *end = s.s + s.len, *close;
	struct sec_str rest;
	int64_t zone;

	memset(out, 0, sizeof(*out));
	out->name = sec_str_trim((struct sec_str){ s.s, (size_t)((open ? open : end) - s.s) });
	close = open ? memchr(open, '>', (size_t)(end - open)) : NULL;
	if (!close)
		return;
	out->email = sec_str_trim((struct sec_str){ open + 1, (size_t)(close - open - 1) });
	close = (const char *)memrchr(s.s, '>', s.len) + 1;
	rest = (struct sec_str){ close, (size_t)(end - close) };
	out->time = within_years(take_number(&rest));
	zone = take_number(&rest);
	if (zone >= -1459 && zone <= 1459 && zone % 100 > -60 && zone % 100 < 60)
		out->offset = (int)(zone / 100 * 60 + zone % 100);
}

static bool next_line(struct sec_str *rest, struct sec_str *line)
{
	const char *end = memchr(rest->s, '\n', rest->len);

	if (!end)
		return false;
	*line = (struct sec_str){ rest->s, (size_t)(end - rest->s) };
	rest->len -= line->len + 1;
	rest->s = end + 1;
	return true;
}

/* What follows `word` and a blank. */
static bool header(struct sec_str line, const char *word, struct sec_str *value)
{
	size_t n = strlen(word);

	if (line.len <= n || memcmp(line.s, word, n) != 0 || line.s[n] != ' ')
		return false;
	*value = (struct sec_str){ line.s + n + 1, line.len - n - 1 };
	return true;
}

/* Parents stand behind the tree; what is called so further down is none, as for git. */
static bool parse(struct sec_str text, struct sec_git_object *out)
{
	struct sec_git_commit *c = &out->commit;
	struct sec_str line, value;
	bool parents = true;

	out->parents = 0;
	memset(c, 0, sizeof(*c));
	if (!next_line(&text, &line) || !header(line, "tree", &value) || !take_id(value, &c->tree))
		return false;
	while (next_line(&text, &line) && line.len) {
		parents = parents && header(line, "parent", &value);
		if (parents) {
			SEC_GROW(out->parent, out->parents, out->alloc);
			if (!take_id(value, &out->parent[out->parents++]))
				return false;
		} else if (!c->author.name.s && header(line, "author", &value)) {
			take_person(value, &c->author);
		} else if (!c->committer.name.s && header(line, "committer", &value)) {
			take_person(value, &c->committer);
		}
	}
	c->message = (struct sec_str){ text.s, strnlen(text.s, text.len) }; /* as git cuts it */
	c->parent = out->parent;
	c->parents = (unsigned)out->parents;
	return true;
}

int sec_git_raw_read(struct sec_git *git, const struct sec_git_id *id, bool tree,
	git_odb_object **out, struct sec_str *text, struct sec_err *err)
{
	const char *what = tree ? "tree" : "commit";
	int missing = tree ? SEC_FAIL : SEC_ABSENT;
	char hex[SEC_GIT_HEX + 1];
	git_odb *odb = NULL;
	git_oid raw;
	int rc = git_repository_odb(&odb, git->repo);

	memcpy(raw.id, id->raw, sizeof(raw.id));
	if (rc == 0)
		rc = git_odb_read(out, odb, &raw);
	git_odb_free(odb);
	sec_git_id_hex(id, hex);
	if (rc < 0)
		return sec_git_error(err, rc == GIT_ENOTFOUND ? missing : SEC_FAIL, "cannot read %s %.10s",
			what, hex);
	if (git_odb_object_type(*out) != (tree ? GIT_OBJECT_TREE : GIT_OBJECT_COMMIT))
		return sec_err_set(err, missing, "%.10s is not a %s (git fsck tells more)", hex, what);
	*text = (struct sec_str){ git_odb_object_data(*out), git_odb_object_size(*out) };
	return 0;
}

static struct sec_str charset_of(struct sec_str commit)
{
	struct sec_str line, value;

	while (next_line(&commit, &line) && line.len)
		if (header(line, "encoding", &value))
			return value;
	return (struct sec_str){ "", 0 };
}

int sec_git_object_read(struct sec_git *git, const struct sec_git_id *id,
	struct sec_git_object *out, struct sec_err *err)
{
	char hex[SEC_GIT_HEX + 1];
	struct sec_str text;
	int rc;

	git_odb_object_free(out->object);
	out->object = NULL;
	sec_buf_clear(&out->decoded);
	rc = sec_git_raw_read(git, id, false, &out->object, &text, err);
	if (rc < 0)
		return rc;
	if (sec_charset_decode(text, charset_of(text), &out->decoded))
		text = sec_buf_str(&out->decoded);
	if (!parse(text, out)) {
		sec_git_id_hex(id, hex);
		return sec_err_set(err, SEC_FAIL, "commit %.10s is damaged (git fsck tells more)", hex);
	}
	out->commit.id = *id;
	if (out->parents && sec_git_is_shallow(git)
		&& bsearch(id, git->shallow, git->shallows, sizeof(*git->shallow), by_id)) {
		out->commit.cut = true;
		out->commit.parents = 0;
	}
	return 0;
}

void sec_git_object_release(struct sec_git_object *o)
{
	git_odb_object_free(o->object);
	free(o->parent);
	sec_buf_release(&o->decoded);
	memset(o, 0, sizeof(*o));
}

int sec_git_past_commit(struct sec_git *git, const struct sec_git_id *id,
	int (*each)(void *ctx, const struct sec_git_commit *commit), void *ctx,
	struct sec_err *err)
{
	struct sec_git_object object = { 0 };
	int rc = sec_git_object_read(git, id, &object, err);

	if (rc == 0)
		rc = each(ctx, &object.commit);
	sec_git_object_release(&object);
	return rc;
}

bool sec_git_past_disguised(struct sec_git *git)
{
	char *grafts = xasprintf("%s/info/grafts", git->common);
	git_reference_iterator *each = NULL;
	const char *name;
	struct stat st;
	bool yes = stat(grafts, &st) == 0 && st.st_size > 0;

	if (!yes && git_reference_iterator_glob_new(&each, git->repo, "refs/replace/*") == 0)
		yes = git_reference_next_name(&name, each) == 0;
	git_reference_iterator_free(each);
	free(grafts);
	return yes;
}

/* Cuts as git does: every gpgsig header, with the lines that continue it, is the
 * signature; other gpgsig-* headers belong to neither. */
int sec_git_past_signature(struct sec_git *git, const struct sec_git_id *id,
	struct sec_buf *signature, struct sec_buf *signed_text, struct sec_err *err)
{
	enum { PAYLOAD, SIGNATURE, OTHER } in = PAYLOAD;
	git_odb_object *object = NULL;
	struct sec_str rest, line, value;
	size_t begin = signature->len;
	int rc = sec_git_raw_read(git, id, false, &object, &rest, err);

	while (rc == 0 && next_line(&rest, &line) && line.len) {
		if (header(line, "gpgsig", &value)) {
			in = SIGNATURE;
		} else if (line.s[0] == ' ') {
			value = (struct sec_str){ line.s + 1, line.len - 1 };
		} else {
			in = line.len > 6 && memcmp(line.s, "gpgsig", 6) == 0 ? OTHER : PAYLOAD;
		}
		if (in == SIGNATURE) {
			sec_buf_addslice(signature, value);
			sec_buf_addch(signature, '\n');
		} else if (in == PAYLOAD) {
			sec_buf_add(signed_text, line.s, line.len + 1);
		}
	}
	if (rc == 0) {
		sec_buf_addch(signed_text, '\n');
		sec_buf_addslice(signed_text, rest);
	}
	git_odb_object_free(object);
	if (rc == 0 && signature->len == begin)
		return sec_err_set(err, SEC_ABSENT, "it has no signature");
	return rc;
}
