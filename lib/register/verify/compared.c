/* SPDX-License-Identifier: ISC
 *
 * Redactions against what they replaced, in a clone that still has it: a commit
 * written anew says what the old one said, but for what redactions.ini names.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "register/verify/inner.h"

static const char instead[] = "redacted"; /* of a text that went */

/* What redactions.ini says of one. */
struct said {
	bool at_all;
	struct sec_str files; /* a path a line: gone from every commit */
	bool texts;           /* some became `instead` */
};

/* One old commit, kept for comparing. */
struct old {
	struct sec_git_commit commit;
	struct sec_git_id *parent;
	struct sec_arena arena;
};

struct comparing {
	struct sec_verifying *v;
	const struct sec_redaction *r;
	const struct said *said;
	const struct old *old;
	size_t at;    /* the new commit */
	bool touched; /* the old one changed a file that went */
	struct sec_err *err;
};

static bool begins(struct sec_str text, struct sec_str with)
{
	return text.len >= with.len && memcmp(text.s, with.s, with.len) == 0;
}

static bool ends(struct sec_str text, struct sec_str with)
{
	return text.len >= with.len && memcmp(text.s + text.len - with.len, with.s, with.len) == 0;
}

static struct sec_str after(struct sec_str text, const char *at)
{
	return (struct sec_str){ at, text.len - (size_t)(at - text.s) };
}

/* `now` is `old` with parts of it become `instead`: what stands between those is
 * there, in that order. */
static bool is_cleaned(struct sec_str old, struct sec_str now)
{
	const size_t n = sizeof(instead) - 1;
	const char *at = memmem(now.s, now.len, instead, n), *found;
	struct sec_str piece = { now.s, at ? (size_t)(at - now.s) : 0 };

	if (!at || !begins(old, piece))
		return false;
	for (;;) {
		old = after(old, old.s + piece.len);
		now = after(now, at + n);
		at = memmem(now.s, now.len, instead, n);
		if (!at)
			return ends(old, now);
		piece = (struct sec_str){ now.s, (size_t)(at - now.s) };
		found = memmem(old.s, old.len, piece.s, piece.len);
		if (!found)
			return false;
		old = after(old, found);
	}
}

static bool is_as_said(const struct comparing *c, struct sec_str old, struct sec_str now)
{
	return sec_str_eq(old, now) || (c->said->texts && is_cleaned(old, now));
}

/* redactions.ini names files from the register's root, those outside of it from the
 * repository's. */
static bool went(const struct comparing *c, const char *path)
{
	struct sec_str rest = c->said->files, line, full = sec_str(path), inside = full;
	size_t place = strlen(c->v->place);

	if (strncmp(path, c->v->place, place) == 0)
		inside = sec_str(path + place);
	while (sec_str_split(&rest, '\n', &line)) {
		line = sec_str_trim(line);
		if (line.len && (is_as_said(c, full, line) || is_as_said(c, inside, line)))
			return true;
	}
	return false;
}

static void find(struct comparing *c, const char *what)
{
	char old[SEC_GIT_HEX + 1];

	sec_verify_find(c->v, c->at, "redaction-exceeds", NULL,
		"the redaction %s wrote %s anew with %s, which redactions.ini does not say", c->r->name,
		sec_verify_short(&c->old->commit.id, old), what);
}

/* ---- files */

static int same_blob(const struct comparing *c, const struct sec_git_entry *a,
	const struct sec_git_entry *b, bool *yes)
{
	struct sec_buf old = SEC_BUF_INIT, now = SEC_BUF_INIT;
	bool large = false, large_too = false;
	int rc = sec_git()->past->blob(c->v->git, &a->id, SEC_RECORD_MAX, &old, &large, c->err);

	if (rc == 0)
		rc = sec_git()->past->blob(c->v->git, &b->id, SEC_RECORD_MAX, &now, &large_too, c->err);
	*yes = rc == 0 && !large && !large_too && is_as_said(c, sec_buf_str(&old), sec_buf_str(&now));
	sec_buf_release(&old);
	sec_buf_release(&now);
	return rc;
}

static int each_file(void *ctx, const char *path, const struct sec_git_entry *before,
	const struct sec_git_entry *after)
{
	struct comparing *c = ctx;
	char *what = NULL;
	bool same = false;
	int rc = 0;

	if (!after->present) {
		if (!went(c, path))
			what = xasprintf("%s taken out", path);
	} else if (!before->present) {
		what = xasprintf("%s put in", path);
	} else {
		if (before->mode == after->mode)
			rc = same_blob(c, before, after, &same);
		if (rc == 0 && !same)
			what = xasprintf("%s changed", path);
	}
	if (what)
		find(c, what);
	free(what);
	return rc;
}

static int each_touched(void *ctx, const char *path, const struct sec_git_entry *before,
	const struct sec_git_entry *after)
{
	struct comparing *c = ctx;

	(void)before;
	(void)after;
	c->touched = c->touched || went(c, path);
	return 0;
}

static int keep_tree(void *ctx, const struct sec_git_commit *commit)
{
	*(struct sec_git_id *)ctx = commit->tree;
	return 0;
}

/* Did the old commit change one of the files that went? */
static int look_at_parents(struct comparing *c)
{
	const struct sec_git_past *past = sec_git()->past;
	const struct sec_git_commit *old = &c->old->commit;
	struct sec_git_id tree;
	unsigned i;
	int rc = 0;

	c->touched = false;
	if (!old->parents)
		rc = past->differ(c->v->git, NULL, &old->tree, "", each_touched, c, c->err);
	for (i = 0; rc == 0 && i < old->parents; i++) {
		rc = past->commit(c->v->git, &old->parent[i], keep_tree, &tree, c->err);
		if (rc == 0)
			rc = past->differ(c->v->git, &tree, &old->tree, "", each_touched, c, c->err);
	}
	if (rc == SEC_ABSENT)
		sec_err_clear(c->err);
	return rc == SEC_ABSENT ? 0 : rc;
}

/* ---- what the commit itself says */

static bool is_trailer(struct sec_str line)
{
	struct sec_str key;

	if (!sec_str_split(&line, ':', &key) || !begins(line, SEC_STR(" ")))
		return false;
	return key.len > 4 && memcmp(key.s, "Sec-", 4) == 0 && key.s[4] >= 'A' && key.s[4] <= 'Z'
		&& strspn(key.s + 5, "abcdefghijklmnopqrstuvwxyz") == key.len - 5;
}

/* The message of a commit that changed something else too: without the lines of our
 * programs, which name what went. */
static void without_trailers(struct sec_str message, struct sec_buf *out)
{
	while (message.len) {
		const char *end = memchr(message.s, '\n', message.len);
		struct sec_str line = { message.s, end ? (size_t)(end - message.s) + 1 : message.len };

		if (!is_trailer(line))
			sec_buf_addslice(out, line);
		message = after(message, message.s + line.len);
	}
}

static bool same_words(const struct comparing *c, struct sec_str old, struct sec_str now)
{
	struct sec_buf rest = SEC_BUF_INIT;
	bool same = is_as_said(c, old, now);

	if (!same && c->touched) {
		without_trailers(old, &rest);
		same = sec_str_is(sec_str_trim(now), instead) || is_as_said(c, sec_buf_str(&rest), now);
	}
	sec_buf_release(&rest);
	return same;
}

static bool same_person(const struct comparing *c, const struct sec_git_person *old,
	const struct sec_git_person *now)
{
	return old->time == now->time && old->offset == now->offset
		&& is_as_said(c, old->name, now->name) && is_as_said(c, old->email, now->email);
}

/* Was the parent kept, or written anew by any redaction? */
static bool same_parent(const struct comparing *c, const struct sec_git_id *old,
	const struct sec_git_id *now)
{
	const struct sec_verify *to = c->v->v;
	size_t i;

	for (i = 0; i < to->redactions; i++) {
		const struct sec_git_id *is = sec_redaction_name(&to->redaction[i], old);

		if (is)
			return memcmp(is->raw, now->raw, sizeof(now->raw)) == 0;
	}
	return memcmp(old->raw, now->raw, sizeof(now->raw)) == 0;
}

static int compare(void *ctx, const struct sec_git_commit *now)
{
	struct comparing *c = ctx;
	const struct sec_git_commit *old = &c->old->commit;
	bool parents = old->parents == now->parents;
	unsigned i;

	for (i = 0; parents && i < now->parents; i++)
		parents = same_parent(c, &old->parent[i], &now->parent[i]);
	if (!parents)
		find(c, "other parents");
	if (!same_person(c, &old->author, &now->author))
		find(c, "another author or another time of writing");
	if (!same_person(c, &old->committer, &now->committer))
		find(c, "another committer or another time of committing");
	if (!same_words(c, old->message, now->message))
		find(c, "another message");
	return sec_git()->past->differ(c->v->git, &old->tree, &now->tree, "", each_file, c, c->err);
}

static struct sec_str keep_text(struct sec_arena *a, struct sec_str s)
{
	return (struct sec_str){ sec_arena_strndup(a, s.s, s.len), s.len };
}

static int keep(void *ctx, const struct sec_git_commit *commit)
{
	struct old *o = ctx;
	struct sec_git_commit *to = &o->commit;

	*to = *commit;
	o->parent = xcalloc(commit->parents + 1, sizeof(*o->parent));
	if (commit->parents)
		memcpy(o->parent, commit->parent, commit->parents * sizeof(*o->parent));
	to->parent = o->parent;
	to->author.name = keep_text(&o->arena, commit->author.name);
	to->author.email = keep_text(&o->arena, commit->author.email);
	to->committer.name = keep_text(&o->arena, commit->committer.name);
	to->committer.email = keep_text(&o->arena, commit->committer.email);
	to->message = keep_text(&o->arena, commit->message);
	return 0;
}

/* One pair, where both are here. */
static int compare_pair(struct comparing *c, const struct sec_renamed *one, size_t *compared)
{
	const struct sec_git_past *past = sec_git()->past;
	struct old old = { .arena = SEC_ARENA_INIT };
	int rc = past->commit(c->v->git, &one->old, keep, &old, c->err);

	c->old = &old;
	if (!sec_verify_known(c->v, &one->now, &c->at))
		c->at = c->r->commit;
	if (rc == 0)
		rc = look_at_parents(c);
	if (rc == 0) {
		rc = past->commit(c->v->git, &one->now, compare, c, c->err);
		*compared += rc == 0;
	}
	if (rc == SEC_ABSENT)
		sec_err_clear(c->err);
	free(old.parent);
	sec_arena_release(&old.arena);
	return rc == SEC_ABSENT ? 0 : rc;
}

/* ---- redactions.ini */

static struct sec_str value_of(const struct sec_record *r, const struct sec_section *s,
	const char *key)
{
	const struct sec_entry *e = sec_section_entry(r, s, key);

	return e ? e->value : (struct sec_str){ "", 0 };
}

/* The section that has the map. */
static void look_up(const struct sec_record *rec, const char *map, struct said *out)
{
	uint32_t i;

	for (i = 0; i < rec->sections && !out->at_all; i++) {
		struct sec_str maps = value_of(rec, &rec->section[i], "map"), line;

		while (sec_str_split(&maps, '\n', &line))
			out->at_all = out->at_all || sec_str_is(sec_str_trim(line), map);
		if (!out->at_all)
			continue;
		out->files = value_of(rec, &rec->section[i], "files");
		out->texts = value_of(rec, &rec->section[i], "texts").len > 0;
	}
}

static int read_said(struct sec_verifying *v, struct sec_record *rec, struct sec_err *err)
{
	const struct sec_dialect dialect = { .unlimited = true };
	char *path = xasprintf("%sredactions.ini", v->place);
	struct sec_buf text = SEC_BUF_INIT;
	int rc = sec_git()->read_path(v->git, &v->v->at, path, SEC_RECORD_MAX, &text, err);

	if (rc == 0)
		rc = sec_record_parse_text(rec, text.s, text.len, &dialect, err);
	sec_buf_release(&text);
	free(path);
	return rc == SEC_ABSENT ? 0 : rc;
}

int sec_verify_compare(struct sec_verifying *v, const struct sec_redaction *r, size_t *compared,
	struct sec_err *err)
{
	struct said said = { .files = { "", 0 } };
	struct comparing c = { .v = v, .r = r, .said = &said, .err = err };
	char *map = sec_redaction_map(r);
	struct sec_record rec;
	size_t i;
	int rc;

	sec_record_init(&rec);
	rc = read_said(v, &rec, err);
	if (rc == 0)
		look_up(&rec, map, &said);
	if (rc == 0 && !said.at_all)
		sec_verify_find(v, r->commit, "redaction-exceeds", NULL,
			"redactions.ini does not say what the redaction %s took out", r->name);
	*compared = 0;
	for (i = 0; rc == 0 && said.at_all && i < r->n; i++)
		rc = compare_pair(&c, &r->item[i], compared);
	sec_record_release(&rec);
	free(map);
	return rc;
}
