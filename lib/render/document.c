/* SPDX-License-Identifier: ISC */
#include "render/document.h"

#include <stdlib.h>

#include "base/suggest.h"
#include "base/utf8.h"
#include "render/document/data.h"
#include "render/markdown.h"

enum { TXT_WIDTH = 78, SUBJECT_WIDTH = 4096, NAME_MAX_LEN = 64 };

struct sec_document {
	const struct sec_schema *schema;
	enum sec_document_format format;
	const struct sec_template_source *templates;
	struct sec_register *reg;    /* or NULL */
	const char *at;              /* what the register was read at, or NULL */
	const struct sec_raw *about; /* [document NAME], or NULL */
	char *name, *file;           /* "agreement", "agreement.md" */
	char *text;                  /* of the template */
	struct sec_lists lists;
	struct sec_arena arena;      /* of the lists' expressions */
	struct sec_arena page_arena; /* of one page's data, reused */
	const struct sec_node *data; /* of the page being made */
	struct sec_buf body;         /* pages so far */
	struct sec_buf who;          /* of the only record */
	size_t pages;
};

static bool legal_name(struct sec_str name)
{
	size_t i;

	for (i = 0; i < name.len; i++)
		if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789-", name.s[i]) || !name.s[i])
			return false;
	return name.len > 0 && name.len <= NAME_MAX_LEN;
}

static bool find_template(const struct sec_document *d, struct sec_str name, struct sec_str *text)
{
	char file[NAME_MAX_LEN + 8];

	if (!legal_name(name))
		return false;
	memcpy(file, name.s, name.len);
	memcpy(file + name.len, ".md", 4);
	return d->templates->find(d->templates->ctx, sec_str(file), text);
}

static const char *about(const struct sec_document *d, const char *key, const char *otherwise)
{
	const struct sec_raw_key *k = d->about ? sec_raw_find(d->about, key) : NULL;

	return k && k->value.len ? k->value.s : otherwise;
}

static int no_template(const struct sec_schema *schema, const char *name, struct sec_err *err)
{
	const struct sec_raw *r = NULL;
	struct sec_suggest g;

	sec_suggest_init(&g, sec_str(name));
	while ((r = sec_schema_raw_next(schema, "document", r)))
		sec_suggest_offer(&g, r->id);
	if (g.best)
		return sec_err_set(err, SEC_ABSENT, "no document '%s', did you mean '%s'?", name, g.best);
	return sec_err_set(err, SEC_ABSENT, "no document '%s': templates are named like 'case-summary'", name);
}

struct sec_document *sec_document_new(const char *template_name, enum sec_document_format format,
	const struct sec_template_source *templates, const struct sec_schema *schema,
	struct sec_err *err)
{
	struct sec_document *d = xcalloc(1, sizeof(*d));
	struct sec_str text;

	d->schema = schema;
	d->format = format;
	d->templates = templates;
	sec_buf_init(&d->body);
	sec_buf_init(&d->who);
	d->name = xstrdup(template_name);
	d->file = xasprintf("%s.md", template_name);
	d->about = sec_schema_raw(schema, "document", sec_str(template_name));
	if (!find_template(d, sec_str(template_name), &text)) {
		no_template(schema, template_name, err);
		sec_document_free(d);
		return NULL;
	}
	d->text = xstrndup(text.s, text.len);
	if (sec_lists_compile(&d->lists, schema, &d->arena, err) < 0) {
		sec_document_free(d);
		return NULL;
	}
	return d;
}

void sec_document_of(struct sec_document *d, struct sec_register *reg, const char *at)
{
	d->reg = reg;
	d->at = at;
}

static bool partial(void *ctx, struct sec_str name, struct sec_str *text)
{
	return find_template(ctx, name, text);
}

/* Any key may stand in some sections, and `x-…` in all: such a name is good even
 * where this record does not have it. */
static bool may_be_absent(const struct sec_schema *s, struct sec_str name, struct sec_str *key)
{
	const char *dot = memrchr(name.s, '.', name.len);
	struct sec_str section = { name.s, dot ? (size_t)(dot - name.s) : 0 };
	const char *colon = memchr(section.s, ':', section.len);
	int kind;

	key->s = dot ? dot + 1 : name.s;
	key->len = name.len - (size_t)(key->s - name.s);
	if (sec_name_is_private(section))
		return true;
	if (sec_name_is_private(*key))
		return true;
	if (colon) /* a section of that id, which this record may lack */
		section.len = (size_t)(colon - section.s);
	kind = sec_schema_kind(s, section);
	if (kind < 0)
		return false;
	return s->kind[kind].any != SEC_TYPE_NONE || (colon && sec_schema_field(s, kind, *key) >= 0);
}

static int unknown_name(const struct sec_document *d, struct sec_str name, struct sec_err *err)
{
	const struct sec_schema *s = d->schema;
	struct sec_str kind_name = { name.s, strcspn(name.s, ".}: ") };
	struct sec_arena a = SEC_ARENA_INIT;
	int i, kind, rc;
	struct sec_suggest g;

	if (kind_name.len > name.len)
		kind_name.len = name.len;
	kind = sec_schema_kind(s, kind_name);
	sec_suggest_init(&g, name);
	for (i = 0; i < s->fields; i++) {
		const struct sec_kind *of = &s->kind[s->field[i].kind];

		sec_suggest_offer(&g, of->repeat != SEC_REPEAT_NO ? s->field[i].key
			: sec_arena_printf(&a, "%s.%s", of->name, s->field[i].key));
	}
	for (i = 0; i < s->kinds; i++)
		sec_suggest_offer(&g, s->kind[i].name);
	for (i = 0; i < s->deriveds; i++)
		sec_suggest_offer(&g, s->derived[i].name);
	for (i = 0; i < (int)d->lists.n; i++)
		sec_suggest_offer(&g, d->lists.item[i].name);
	if (kind >= 0 && kind_name.len < name.len && s->kind[kind].repeat != SEC_REPEAT_NO)
		rc = sec_err_set(err, SEC_FAIL, "there can be several [%s]: write {{#%s}}{{…}}{{/%s}}",
			s->kind[kind].name, s->kind[kind].name, s->kind[kind].name);
	else if (kind >= 0 && kind_name.len == name.len)
		rc = sec_err_set(err, SEC_FAIL, "'%s' is a section: name one of its keys", s->kind[kind].name);
	else if (g.best)
		rc = sec_err_set(err, SEC_FAIL, "unknown name '%.*s', did you mean '%s'?", SEC_ARG(name), g.best);
	else
		rc = sec_err_set(err, SEC_FAIL, "unknown name '%.*s'", SEC_ARG(name));
	sec_arena_release(&a);
	return rc;
}

static int missing(void *ctx, enum sec_missing what, struct sec_str name, struct sec_buf *out,
	struct sec_err *err)
{
	struct sec_document *d = ctx;
	struct sec_str key;

	if (what == SEC_MISSING_PARTIAL)
		return sec_err_set(err, SEC_FAIL, "no template '%.*s.md'", SEC_ARG(name));
	if (!may_be_absent(d->schema, name, &key))
		return unknown_name(d, name, err);
	if (what == SEC_MISSING_VARIABLE)
		sec_buf_addslice(out, sec_document_gap(&d->page_arena, about(d, "gap", "not recorded"),
			sec_arena_strndup(&d->page_arena, key.s, key.len)));
	return 0;
}

static void add_page(struct sec_document *d, struct sec_str marked)
{
	switch (d->format) {
	case SEC_DOCUMENT_MD:
		if (d->pages)
			sec_buf_addstr(&d->body, "\n<!-- page break -->\n\n---\n\n");
		sec_markdown_md(&d->body, marked);
		break;
	case SEC_DOCUMENT_HTML:
		sec_buf_addstr(&d->body, "<section class=\"page\">\n");
		sec_markdown_html(&d->body, marked);
		sec_buf_addstr(&d->body, "</section>\n");
		break;
	case SEC_DOCUMENT_TXT:
		if (d->pages)
			sec_buf_addstr(&d->body, "\f\n");
		sec_markdown_txt(&d->body, marked, TXT_WIDTH);
		break;
	}
	d->pages++;
}

int sec_document_add_tree(struct sec_document *d, const struct sec_node *tree, struct sec_str who,
	struct sec_err *err)
{
	struct sec_mustache m = { sec_markdown_escape, partial, missing, d };
	struct sec_buf marked = SEC_BUF_INIT;
	int rc;

	d->data = tree;
	rc = sec_mustache_render(&m, d->file, sec_str(d->text), d->data, &marked, err);
	if (rc == 0) {
		sec_buf_clear(&d->who);
		sec_buf_addslice(&d->who, who);
		add_page(d, sec_buf_str(&marked));
	}
	sec_buf_release(&marked);
	return rc;
}

int sec_document_add(struct sec_document *d, struct sec_facts *f, struct sec_err *err)
{
	struct sec_err trouble = SEC_ERR_INIT;
	struct sec_document_data data = { .arena = &d->page_arena, .facts = f, .lists = &d->lists,
		.gap = about(d, "gap", "not recorded"), .name = sec_str(d->name),
		.title = sec_str(about(d, "title", d->name)),
		.reg = d->reg, .at = d->at, .err = &trouble };
	int rc;

	sec_arena_clear(&d->page_arena);
	rc = sec_document_add_tree(d, sec_document_tree(&data), sec_facts_who(f), err);
	if (rc == 0 && trouble.code)
		rc = sec_err_set(err, trouble.code, "%s", trouble.msg);
	sec_err_clear(&trouble);
	return rc;
}

/* What it is called, and whom it is about where that may be said. */
static void put_title(const struct sec_document *d, bool of_one, struct sec_buf *out)
{
	sec_buf_addstr(out, about(d, "title", d->name));
	if (of_one && d->who.len && strcmp(about(d, "named", "yes"), "no") != 0) {
		sec_buf_addstr(out, ": ");
		sec_visible_text(out, d->who.s, d->who.len);
	}
}

int sec_document_subject(struct sec_document *d, struct sec_buf *out, struct sec_err *err)
{
	const struct sec_raw_key *k = d->about ? sec_raw_find(d->about, "subject") : NULL;
	struct sec_mustache m = { sec_markdown_escape, partial, missing, d };
	struct sec_buf marked = SEC_BUF_INIT;
	int rc = 0;

	if (!k)
		put_title(d, true, out);
	else
		rc = sec_mustache_render(&m, k->place.file, k->value, d->data, &marked, err);
	if (k && rc == 0)
		sec_markdown_txt(out, sec_buf_str(&marked), SUBJECT_WIDTH);
	sec_buf_release(&marked);
	return rc;
}

static const struct sec_raw_key *key_of(const struct sec_schema *s, const char *name, const char *key)
{
	const struct sec_raw *r = sec_schema_raw(s, "document", sec_str(name));
	const struct sec_raw_key *k = r ? sec_raw_find(r, key) : NULL;

	return k && k->value.len ? k : NULL;
}

bool sec_document_is_of_owners(const struct sec_schema *s, const char *name)
{
	const struct sec_raw_key *k = key_of(s, name, "each");

	return k && sec_str_is(k->value, "owner");
}

const struct sec_raw_key *sec_document_to(const struct sec_schema *s, const char *name)
{
	return key_of(s, name, "to");
}

const char *sec_document_title(const struct sec_schema *s, const char *name)
{
	const struct sec_raw_key *k = key_of(s, name, "title");

	return k ? k->value.s : name;
}

static int finish_html(struct sec_document *d, struct sec_buf *out, struct sec_err *err)
{
	struct sec_mustache m = { 0 };
	struct sec_arena a = SEC_ARENA_INIT;
	struct sec_node *page = sec_node_map(&a);
	struct sec_buf title = SEC_BUF_INIT;
	struct sec_str text;
	int rc;

	if (!d->templates->find(d->templates->ctx, SEC_STR("page.html"), &text))
		return sec_err_set(err, SEC_FAIL, "no template 'page.html', which HTML documents stand in");
	put_title(d, d->pages == 1, &title);
	sec_node_put(&a, page, SEC_STR("title"), sec_node_text(&a, sec_buf_str(&title)));
	sec_node_put(&a, page, SEC_STR("lang"), sec_node_text(&a, sec_str(about(d, "lang", "en"))));
	sec_node_put(&a, page, SEC_STR("body"), sec_node_text(&a, sec_buf_str(&d->body)));
	rc = sec_mustache_render(&m, "page.html", text, page, out, err);
	sec_buf_release(&title);
	sec_arena_release(&a);
	return rc;
}

int sec_document_finish(struct sec_document *d, struct sec_buf *out, struct sec_err *err)
{
	if (d->format == SEC_DOCUMENT_HTML)
		return finish_html(d, out, err);
	sec_buf_addslice(out, sec_buf_str(&d->body));
	return 0;
}

void sec_document_free(struct sec_document *d)
{
	if (!d)
		return;
	free(d->name);
	free(d->file);
	free(d->text);
	sec_lists_release(&d->lists);
	sec_arena_release(&d->arena);
	sec_arena_release(&d->page_arena);
	sec_buf_release(&d->body);
	sec_buf_release(&d->who);
	free(d);
}
