/* SPDX-License-Identifier: ISC */
#include "register/anchor.h"

#include <fcntl.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/mem.h"

enum { NOTEBOOK_MAX = 16 * 1024 * 1024 };

static int read_anchor(struct sec_anchors *a, const char *path, const struct sec_record *r,
	const struct sec_section *s, struct sec_err *err)
{
	const struct sec_entry *commit = sec_section_entry(r, s, "commit");
	const struct sec_entry *day = sec_section_entry(r, s, "day");
	struct sec_anchor anchor = { .line = s->line + 1 };

	if (!commit || !sec_git_id_parse(commit->value, &anchor.commit))
		return sec_err_at(err, SEC_FAIL, path, s->line + 1, 0,
			"an anchor needs 'commit', the 40 digits 0-9 and a-f of one");
	if (!day || !sec_day_parse(day->value.s, day->value.len, &anchor.day))
		return sec_err_at(err, SEC_FAIL, path, s->line + 1, 0,
			"an anchor needs 'day', written 2026-03-01");
	SEC_GROW(a->item, a->n, a->alloc);
	a->item[a->n++] = anchor;
	return 0;
}

static int read_sections(struct sec_anchors *a, const char *path, const struct sec_record *r,
	struct sec_err *err)
{
	struct sec_str name = sec_record_value(r, "register", NULL, "name");
	size_t i;
	uint32_t k;
	int rc = 0;

	for (i = 0; i < r->faults.n; i++)
		if (r->faults.item[i].level == SEC_LEVEL_ERROR)
			return sec_err_at(err, SEC_FAIL, path, r->faults.item[i].line, r->faults.item[i].col,
				"%s", r->faults.item[i].message);
	a->name = name.len ? xstrndup(name.s, name.len) : NULL;
	for (k = 0; rc == 0 && k < r->sections; k++)
		if (sec_str_is(r->section[k].kind, "anchor"))
			rc = read_anchor(a, path, r, &r->section[k], err);
	if (rc == 0 && !a->n && a->text.len)
		rc = sec_err_set(err, SEC_FAIL, "%s is no notebook of anchors; name a file that is not "
			"there to begin one", path);
	return rc;
}

int sec_anchors_read(struct sec_anchors *a, const char *path, struct sec_err *err)
{
	const struct sec_dialect dialect = { .unlimited = true };
	struct sec_record r;
	int rc;

	*a = (struct sec_anchors){ .text = SEC_BUF_INIT };
	rc = sec_file_read(&a->text, AT_FDCWD, path, NOTEBOOK_MAX, err);
	if (rc == SEC_ABSENT)
		return 0;
	sec_record_init(&r);
	if (rc == 0)
		rc = sec_record_parse_text(&r, a->text.s, a->text.len, &dialect, err);
	if (rc == 0)
		rc = read_sections(a, path, &r, err);
	sec_record_release(&r);
	return rc;
}

static const struct sec_verify_commit *find(const struct sec_verify *v,
	const struct sec_git_id *id)
{
	size_t i;

	for (i = v->commits; i-- > 0;)
		if (memcmp(v->commit[i].id.raw, id->raw, sizeof(id->raw)) == 0)
			return &v->commit[i];
	return NULL;
}

void sec_anchors_check(const struct sec_anchors *a, const struct sec_verify *v,
	struct sec_faults *out)
{
	const struct sec_schema *s = &v->reg->schema;
	int at = sec_schema_rule(s, SEC_STR("history-anchor"));
	const struct sec_rule *rule = at < 0 || s->rule[at].off ? NULL : &s->rule[at];
	char hex[SEC_GIT_HEX + 1], was[11], is[11];
	struct sec_fault *f;
	size_t i;

	for (i = 0; rule && i < a->n; i++) {
		struct sec_git_id id = a->item[i].commit;
		const struct sec_redaction *r = sec_verify_renamed(v, &id);
		const struct sec_verify_commit *c = find(v, &id);

		if (c && c->made == a->item[i].day && (!r || r->vouched))
			continue;
		sec_git_id_hex(&a->item[i].commit, hex);
		sec_day_format(a->item[i].day, was);
		if (c)
			sec_day_format(c->made, is);
		f = c && r && !r->vouched ? sec_faults_add(out, rule->id, rule->level, a->item[i].line, 0,
				"commit %.10s of %s was written anew by the redaction %s, which nobody signed",
				hex, was, r->name)
		    : c ? sec_faults_add(out, rule->id, rule->level, a->item[i].line, 0,
				"commit %.10s is of %s, and not of %s", hex, is, was)
		      : sec_faults_add(out, rule->id, rule->level, a->item[i].line, 0,
				"commit %.10s of %s is no part of this history: it was rewritten, or is not that of %s",
				hex, was, a->name ? a->name : "this notebook");
		f->advice = rule->advice_text ? xstrdup(rule->advice_text) : NULL;
	}
}

bool sec_anchors_add(struct sec_anchors *a, const struct sec_verify *v)
{
	const struct sec_schema *s = &v->reg->schema;
	char hex[SEC_GIT_HEX + 1], day[11], today[11];

	if (a->n && memcmp(a->item[a->n - 1].commit.raw, v->at.commit.raw, sizeof(v->at.commit.raw)) == 0)
		return false;
	sec_git_id_hex(&v->at.commit, hex);
	sec_day_format(v->at.day, day);
	sec_day_format(v->reg->today, today);
	if (!a->text.len) {
		sec_buf_addstr(&a->text, "# Tips that sec-log --verify found in order. Keep this file where nobody who\n"
			"# can push to the register can write.\n");
		if (s->register_name)
			sec_buf_addf(&a->text, "[register]\nname = %s\n", s->register_name);
	} else if (a->text.s[a->text.len - 1] != '\n') {
		sec_buf_addch(&a->text, '\n');
	}
	sec_buf_addf(&a->text, "\n[anchor %zu]\ncommit = %s\nday = %s\nverified = %s\n", a->n + 1, hex,
		day, today);
	return true;
}

void sec_anchors_release(struct sec_anchors *a)
{
	free(a->item);
	free(a->name);
	sec_buf_release(&a->text);
	*a = (struct sec_anchors){ .text = SEC_BUF_INIT };
}
