/* SPDX-License-Identifier: ISC
 *
 * Applying assignments to one record, through the line-wise editor.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "base/suggest.h"
#include "base/utf8.h"
#include "register/assign.h"

enum { SLUG_WORDS = 4, SLUG_MAX = 28 };

struct apply {
	const struct sec_assigns *all;
	struct sec_editor *editor;
	const struct sec_schema *schema;
	sec_day today;
	const struct sec_assign_log *log;
	char *added_id; /* of the section made by the last SEC_ASSIGN_ADD */
};

static char *field_name(const struct sec_assign *a, const char *id)
{
	if (!a->key)
		return *id ? xasprintf("%s:%s", a->kind, id) : xstrdup(a->kind);
	return *id ? xasprintf("%s:%s.%s", a->kind, id, a->key) : xasprintf("%s.%s", a->kind, a->key);
}

static void say_changed(const struct apply *x, const struct sec_assign *a, const char *id,
	struct sec_str old, struct sec_str now)
{
	char *field;

	if (!x->log || !x->log->changed)
		return;
	field = field_name(a, id);
	x->log->changed(x->log->ctx, field, old, now);
	free(field);
}

static void say_folded(const struct apply *x, const struct sec_assign *a, const char *id)
{
	char *field, *text;

	if (!x->log || !x->log->note)
		return;
	field = field_name(a, id);
	text = xasprintf("%s: a line over the limit was folded at a blank", field);
	x->log->note(x->log->ctx, text);
	free(text);
	free(field);
}

static int set_value(struct apply *x, const struct sec_assign *a, const char *id,
	struct sec_str value, struct sec_err *err)
{
	struct sec_str old = sec_record_value(x->editor->rec, a->kind, id, a->key);
	struct sec_buf kept = SEC_BUF_INIT;
	bool folded = false;
	int rc = 0;

	sec_buf_addslice(&kept, old);
	if (!kept.len || !sec_str_eq(old, value)) {
		rc = sec_edit_set(x->editor, a->kind, id, a->key, value, &folded, err);
		if (rc == 0 && !sec_str_eq(sec_buf_str(&kept),
			sec_record_value(x->editor->rec, a->kind, id, a->key)))
			say_changed(x, a, id, sec_buf_str(&kept),
				sec_record_value(x->editor->rec, a->kind, id, a->key));
		if (rc == 0 && folded)
			say_folded(x, a, id);
	}
	sec_buf_release(&kept);
	return rc;
}

static bool has_item(struct sec_str list, struct sec_str want)
{
	struct sec_str item;

	while (sec_str_split(&list, ',', &item))
		if (sec_str_eq(item, want))
			return true;
	return false;
}

/* To a list each item that is not there yet, to any other text a line. */
static int append_value(struct apply *x, const struct sec_assign *a, const char *id,
	struct sec_err *err)
{
	struct sec_str old = sec_record_value(x->editor->rec, a->kind, id, a->key), item;
	struct sec_str want = sec_str_trim(sec_buf_str(&a->value));
	struct sec_buf value = SEC_BUF_INIT;
	int rc = 0;

	sec_buf_addslice(&value, old);
	if (a->type != SEC_TYPE_LIST) {
		sec_buf_addstr(&value, old.len && want.len ? "\n" : "");
		sec_buf_addslice(&value, want);
	}
	while (a->type == SEC_TYPE_LIST && sec_str_split(&want, ',', &item))
		if (!has_item(sec_buf_str(&value), item)) {
			sec_buf_addstr(&value, value.len ? ", " : "");
			sec_buf_addslice(&value, item);
		}
	if (value.len > old.len)
		rc = set_value(x, a, id, sec_buf_str(&value), err);
	sec_buf_release(&value);
	return rc;
}

static int remove_value(struct apply *x, const struct sec_assign *a, const char *id,
	struct sec_err *err)
{
	struct sec_buf old = SEC_BUF_INIT;
	int rc;

	sec_buf_addslice(&old, sec_record_value(x->editor->rec, a->kind, id, a->key));
	rc = sec_edit_remove(x->editor, a->kind, id, a->key, err);
	if (rc == 0)
		say_changed(x, a, id, sec_buf_str(&old), (struct sec_str){ NULL, 0 });
	sec_buf_release(&old);
	return rc == SEC_ABSENT ? 0 : rc; /* already so */
}

/* The first words of a text as a slug: "Work the café desk" → work-the-cafe-desk */
static char *slug_of(struct sec_str text)
{
	struct sec_buf slug = SEC_BUF_INIT, plain = SEC_BUF_INIT;
	struct sec_str line = { NULL, 0 };
	size_t i, words = 0;
	bool gap = false;

	sec_str_split(&text, '\n', &line);
	sec_utf8_plain(&plain, line.s, line.len);
	for (i = 0; i < plain.len && slug.len < SLUG_MAX; i++) {
		char c = plain.s[i];

		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) {
			gap = gap || c == ' ' || c == '-' || c == '/' || c == '_';
			continue;
		}
		if (gap && slug.len) {
			if (++words == SLUG_WORDS)
				break;
			sec_buf_addch(&slug, '-');
		}
		gap = false;
		sec_buf_addch(&slug, c);
	}
	while (slug.len && slug.s[slug.len - 1] == '-')
		slug.s[--slug.len] = '\0';
	sec_buf_release(&plain);
	return sec_buf_detach(&slug);
}

/* The `text` that the assignments after this one give the new section. */
static struct sec_str text_for(const struct apply *x, const struct sec_assign *a)
{
	const struct sec_assign *end = x->all->item + x->all->n;

	for (a++; a < end && a->op != SEC_ASSIGN_ADD && a->op != SEC_ASSIGN_OPEN; a++)
		if (a->added && a->key && strcmp(a->key, "text") == 0)
			return sec_buf_str(&a->value);
	return (struct sec_str){ NULL, 0 };
}

/* `stem`, or with the first of -b -c … (-2 -3 … for things) that is free. */
static char *free_id(const struct apply *x, const char *kind, const char *stem, bool event)
{
	char *id = xstrdup(stem);
	int i;

	for (i = 1; sec_record_section(x->editor->rec, kind, id); i++) {
		free(id);
		id = event && i < 26 ? xasprintf("%s-%c", stem, 'a' + i) : xasprintf("%s-%d", stem, i + 1);
	}
	return id;
}

static int add_section(struct apply *x, const struct sec_assign *a, struct sec_err *err)
{
	int k = sec_schema_kind(x->schema, sec_str(a->kind));
	bool event = k >= 0 && x->schema->kind[k].repeat == SEC_REPEAT_DATE;
	char iso[11], *stem, *id;
	int rc;

	sec_day_format(x->today, iso);
	stem = event ? xstrdup(iso) : slug_of(text_for(x, a));
	if (!*stem) {
		free(stem);
		return sec_err_set(err, SEC_USAGE, "'%s:+' makes its name from the words of text=…: "
			"give one, or name it yourself: '%s:a-short-name'", a->kind, a->kind);
	}
	id = free_id(x, a->kind, stem, event);
	rc = sec_edit_add_section(x->editor, a->kind, id, err);
	free(x->added_id);
	x->added_id = id;
	free(stem);
	return rc;
}

/* Opens a section: makes it where it is missing, and says so where no key
 * follows that would say it. */
static int open_section(struct apply *x, const struct sec_assign *a, struct sec_err *err)
{
	const struct sec_assign *next = a + 1, *end = x->all->item + x->all->n;
	bool alone = next == end || next->op == SEC_ASSIGN_OPEN || next->op == SEC_ASSIGN_ADD;
	int rc;

	if (sec_record_section(x->editor->rec, a->kind, a->id))
		return 0;
	rc = sec_edit_add_section(x->editor, a->kind, a->id, err);
	if (rc == 0 && alone)
		say_changed(x, a, a->id, (struct sec_str){ NULL, 0 }, SEC_STR("section"));
	return rc;
}

/* Removing what is not there is done already; a slip in the name is worth a word. */
static void say_absent(const struct apply *x, const struct sec_assign *a, const char *id)
{
	const struct sec_record *r = x->editor->rec;
	struct sec_arena names = SEC_ARENA_INIT;
	struct sec_suggest g;
	char *text;
	uint32_t i;

	if (!*id || !x->log || !x->log->note)
		return;
	sec_suggest_init(&g, sec_str(id));
	/* days are all alike: none is what was meant by another */
	for (i = 0; i < r->sections && !strchr("0123456789", *id); i++)
		if (sec_str_is(r->section[i].kind, a->kind) && r->section[i].id.len)
			sec_suggest_offer(&g, sec_arena_strndup(&names, r->section[i].id.s,
				r->section[i].id.len));
	text = xasprintf("there is no [%s %s]%s%s%s", a->kind, id, g.best ? ", did you mean '" : "",
		g.best ? g.best : "", g.best ? "'?" : "");
	x->log->note(x->log->ctx, text);
	free(text);
	sec_arena_release(&names);
}

static int change_section(struct apply *x, const struct sec_assign *a, struct sec_err *err)
{
	const char *id = a->added && x->added_id ? x->added_id : a->id;
	struct sec_str before, after = { NULL, 0 };
	int rc;

	if (!sec_record_section(x->editor->rec, a->kind, id)) {
		if (a->op == SEC_ASSIGN_REMOVE_SECTION) {
			say_absent(x, a, id);
			return 0;
		}
		return sec_err_set(err, SEC_FAIL, "there is no [%s %s] to rename", a->kind, id);
	}
	if (a->op == SEC_ASSIGN_REMOVE_SECTION) {
		rc = sec_edit_remove_section(x->editor, a->kind, id, err);
		before = SEC_STR("section");
	} else {
		if (sec_record_section(x->editor->rec, a->kind, a->value.s))
			return sec_err_set(err, SEC_FAIL, "there is a [%s %s] already", a->kind, a->value.s);
		rc = sec_edit_rename_section(x->editor, a->kind, id, a->value.s, err);
		before = sec_str(id);
		after = sec_buf_str(&a->value);
	}
	if (rc == 0) {
		struct sec_assign whole = *a;

		whole.key = NULL;
		say_changed(x, &whole, id, before, after);
	}
	return rc;
}

static int apply_one(struct apply *x, const struct sec_assign *a, struct sec_err *err)
{
	const char *id = a->added && x->added_id ? x->added_id : a->id;

	switch (a->op) {
	case SEC_ASSIGN_SET: return set_value(x, a, id, sec_buf_str(&a->value), err);
	case SEC_ASSIGN_APPEND: return append_value(x, a, id, err);
	case SEC_ASSIGN_REMOVE: return remove_value(x, a, id, err);
	case SEC_ASSIGN_OPEN: return open_section(x, a, err);
	case SEC_ASSIGN_ADD: return add_section(x, a, err);
	case SEC_ASSIGN_REMOVE_SECTION:
	case SEC_ASSIGN_RENAME_SECTION: return change_section(x, a, err);
	}
	return 0;
}

int sec_assign_apply(const struct sec_assigns *a, struct sec_editor *e,
	const struct sec_schema *schema, sec_day today, const struct sec_assign_log *log,
	struct sec_err *err)
{
	struct apply x = { a, e, schema, today, log, NULL };
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < a->n; i++)
		rc = apply_one(&x, &a->item[i], err);
	free(x.added_id);
	return rc;
}
