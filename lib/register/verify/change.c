/* SPDX-License-Identifier: ISC
 *
 * What a commit did to files and records, judged as it would have been then.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "register/verify/inner.h"

/* ---- other files */

static int by_path(const void *a, const void *b)
{
	return strcmp(a, *(char *const *)b);
}

/* Marks the files that a record names: papers that belong to it. */
static void mark_named(struct sec_verifying *v, const struct sec_past *past,
	const struct sec_record *r, bool *named)
{
	struct sec_buf path = SEC_BUF_INIT;
	char *const *found;
	uint32_t i;

	for (i = 0; r && past->others && i < r->entries; i++) {
		sec_buf_clear(&path);
		sec_buf_addstr(&path, v->place);
		sec_buf_addslice(&path, sec_str_trim(r->entry[i].value));
		found = bsearch(path.s, past->other, past->others, sizeof(*past->other), by_path);
		if (found)
			named[found - past->other] = true;
	}
	sec_buf_release(&path);
}

/* A policy.ini went from another place: the register moved here, and what came before
 * is not that of this place. */
static int find_moved(struct sec_verifying *v, const struct sec_past *past, bool *moved,
	struct sec_err *err)
{
	static const char marks[] = "policy.ini";
	const struct sec_git_head at = { .born = true, .tip = past->commit->id };
	struct sec_git_entry entry;
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && !*moved && i < past->others; i++) {
		const char *path = past->other[i], *name = strrchr(path, '/');

		if (strcmp(name ? name + 1 : path, marks) != 0)
			continue;
		rc = sec_git()->write->entry(v->git, &at, path, &entry, err);
		*moved = rc == 0 && !entry.present;
	}
	return rc;
}

/* The register begins with this commit: policy.ini came with it. */
static bool begins(struct sec_verifying *v, const struct sec_past *past)
{
	static const struct sec_git_id none;
	const struct sec_verify_node *n = &v->node[v->nodes - 1];
	const struct sec_then *before = n->parents ? v->node[v->parent[n->first_parent]].then : NULL;

	return past->commit->parents < 2 && (!before || (!before->good
		&& memcmp(before->policy.raw, none.raw, sizeof(none.raw)) == 0));
}

static int look_at_files(struct sec_verifying *v, const struct sec_past *past, const char *id,
	const bool *named, struct sec_err *err)
{
	const char *first = NULL;
	bool moved = false;
	size_t n = 0, i;
	int rc = 0;

	if (past->steps && begins(v, past))
		rc = find_moved(v, past, &moved, err);
	if (rc < 0 || !past->steps || (begins(v, past) && !moved))
		return rc;
	for (i = 0; i < past->others; i++)
		if (!named[i] && n++ == 0)
			first = past->other[i];
	if (n == 1)
		sec_verify_find(v, v->nodes - 1, "commit-mixed", NULL,
			"it changes %s together with %s", first, id);
	else if (n)
		sec_verify_find(v, v->nodes - 1, "commit-mixed", NULL,
			"it changes %s and %zu more file%s together with %s", first, n - 1,
			n == 2 ? "" : "s", id);
	return 0;
}

/* ---- records */

/* The rule by which an id is unique. */
static const char *id_rule(const struct sec_schema *s)
{
	int i;

	for (i = 0; i < s->rules; i++)
		if (s->rule[i].check && strcmp(s->rule[i].check, "id") == 0)
			return s->rule[i].id;
	return "";
}

/* The same id at `path` and elsewhere. Whoever stands at the place of its id cannot
 * stand there twice, so only those that ever stood at another are looked for. */
static int look_for_twin(struct sec_verifying *v, const struct sec_step *s, const char *place,
	struct sec_err *err)
{
	const struct sec_git_id *id = &v->v->commit[v->nodes - 1].id;
	struct sec_git_entry entry = { 0 };
	const char *twin = NULL;
	size_t i;
	int rc = 0;

	if (place) {
		rc = sec_verify_entry(v, id, place, &entry, err);
		twin = entry.present ? place : NULL;
	}
	for (i = 0; rc == 0 && !twin && i < v->strays; i++) {
		if (!sec_str_is(sec_register_stem(v->stray[i]), s->id) || strcmp(v->stray[i], s->path) == 0)
			continue;
		rc = sec_verify_entry(v, id, v->stray[i], &entry, err);
		twin = entry.present ? v->stray[i] : NULL;
	}
	if (place) {
		SEC_GROW(v->stray, v->strays, v->stray_alloc);
		v->stray[v->strays++] = xstrdup(s->path);
	}
	if (twin)
		sec_verify_find(v, v->nodes - 1, id_rule(&v->v->reg->schema), s->path,
			"%s has the id '%s' too", twin, s->id);
	return rc;
}

static void move_all(struct sec_verifying *v, const char *path, bool forced,
	struct sec_faults *faults)
{
	size_t i;

	for (i = 0; i < faults->n; i++) {
		struct sec_fault *f = &faults->item[i];

		if (forced)
			f->level = SEC_LEVEL_WARNING;
		sec_verify_move(v, v->nodes - 1, path, f);
	}
	sec_faults_release(faults);
}

/* One that comes back is judged by what it was when it went. The reason for which it
 * went is none for coming back otherwise. */
static int look_at_return(struct sec_verifying *v, const struct sec_step *s,
	struct sec_judge *judge, struct sec_judged *what, struct sec_faults *faults,
	struct sec_err *err)
{
	struct sec_record was;
	const char *path;
	char *place;
	int rc;

	sec_record_init(&was);
	rc = sec_verify_return(v, s->id, &was, &path, err);
	place = path ? sec_register_misplaced(path) : NULL;
	if (path)
		what->before = (struct sec_version){ &was, s->id, place };
	if (rc == 0)
		sec_judge_added(judge, what, faults);
	free(place);
	sec_record_release(&was);
	return rc;
}

static int look_at_record(struct sec_verifying *v, const struct sec_past *past,
	const struct sec_step *s, struct sec_err *err)
{
	const char *old_id = s->old_id ? s->old_id : s->id;
	char *old_place = s->old_path ? sec_register_misplaced(s->old_path) : NULL;
	char *place = s->path ? sec_register_misplaced(s->path) : NULL;
	struct sec_judged what = { { s->before, old_id, old_place }, { s->after, s->id, place },
		past->reason.len > 0 };
	struct sec_then *then = v->node[v->nodes - 1].then->good;
	const struct sec_git_person *who = &past->commit->committer;
	struct sec_faults faults = { 0 };
	int rc = 0;

	if (!s->before) {
		SEC_GROW(v->stem, v->stems, v->stem_alloc);
		v->stem[v->stems++] = xstrdup(s->id);
	}
	if (then)
		then->env.today = sec_day_of_clock(who->time, who->offset);
	if (!s->after)
		sec_verify_went(v, s);
	if (then) {
		if (s->before)
			sec_judge_added(&then->judge, &what, &faults);
		else
			rc = look_at_return(v, s, &then->judge, &what, &faults, err);
		move_all(v, s->path ? s->path : s->old_path, past->forced, &faults);
	}
	if (rc == 0 && s->path && (!s->old_path || strcmp(s->path, s->old_path) != 0))
		rc = look_for_twin(v, s, place, err);
	free(old_place);
	free(place);
	return rc;
}

int sec_verify_change(struct sec_verifying *v, const struct sec_past *past, struct sec_err *err)
{
	struct sec_message *message = sec_verify_message(v, past);
	bool *named = xcalloc(past->others + 1, sizeof(*named));
	char *id = NULL; /* of the first record */
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < past->steps; i++) {
		const struct sec_step *step = sec_past_step(past, i, err);

		if (!step) {
			rc = SEC_FAIL;
			break;
		}
		if (!id)
			id = xstrdup(step->id);
		sec_verify_message_step(message, step);
		mark_named(v, past, step->after, named);
		rc = look_at_record(v, past, step, err);
	}
	sec_verify_message_end(message);
	if (rc == 0)
		rc = look_at_files(v, past, id, named, err);
	free(named);
	free(id);
	return rc;
}
