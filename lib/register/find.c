/* SPDX-License-Identifier: ISC */
#include "register/find.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/suggest.h"
#include "base/utf8.h"
#include "rules/expr.h"

enum { MONTH_PART = 8, /* "2026-03-" */ CANDIDATES = 20 };

static bool begins(struct sec_str s, struct sec_str with)
{
	return s.len >= with.len && memcmp(s.s, with.s, with.len) == 0;
}

int sec_find_prefix(const struct sec_paths *all, const char *prefix, struct sec_paths *hits)
{
	struct sec_str want = sec_str(prefix);
	size_t i;

	for (i = 0; i < all->n; i++) {
		struct sec_str stem = sec_register_stem(all->item[i]);
		struct sec_str tail = { stem.s + MONTH_PART, stem.len - MONTH_PART };

		if (begins(stem, want) || (stem.len > MONTH_PART && begins(tail, want)))
			sec_paths_add(hits, all->item[i]);
	}
	return 0;
}

/* What @TEXT looks at, in the language of -q, so that who, ref and title mean
 * here what they mean everywhere. */
static const char *const searched[] = { "who", "ref", "title" };
enum { SEARCHED = sizeof(searched) / sizeof(*searched) };

struct finder {
	struct sec_register *reg;
	struct sec_arena arena;
	struct sec_expr *expr[SEARCHED];
	struct sec_facts *facts;
	struct sec_record rec;
};

static int finder_init(struct finder *f, struct sec_register *r, struct sec_err *err)
{
	struct sec_expr_site site = { .schema = &r->schema, .file = "@TEXT",
		.for_kind = SEC_FOR_ONCE, .arena = &f->arena };
	size_t i;
	int rc = 0;

	memset(f, 0, sizeof(*f));
	f->reg = r;
	sec_record_init(&f->rec);
	for (i = 0; rc == 0 && i < SEARCHED; i++)
		rc = sec_expr_compile(&f->expr[i], &site, sec_str(searched[i]), SEC_WANT_TEXT, err);
	if (rc == 0)
		f->facts = sec_facts_new(&r->env);
	return rc;
}

static void finder_release(struct finder *f)
{
	sec_facts_free(f->facts);
	sec_record_release(&f->rec);
	sec_arena_release(&f->arena);
}

static int finder_bind(struct finder *f, const char *path, struct sec_err *err)
{
	int rc;

	sec_record_clear(&f->rec);
	rc = sec_source_read(f->reg->source, path, SEC_RECORD_MAX, &f->rec.text, err);
	if (rc == 0)
		rc = sec_record_parse(&f->rec, NULL, err);
	if (rc == 0)
		sec_facts_bind(f->facts, &f->rec);
	return rc;
}

static void finder_value(struct finder *f, size_t which, struct sec_buf *out)
{
	struct sec_val v = sec_expr_eval(f->expr[which], f->facts, NULL);

	if (v.known)
		sec_facts_format(f->facts, &v, out);
}

int sec_find_text(struct sec_register *r, const struct sec_paths *all, const char *text,
	struct sec_paths *hits, struct sec_err *err)
{
	struct finder f;
	struct sec_buf value = SEC_BUF_INIT;
	size_t i, k;
	int rc;

	if (!*text)
		return sec_err_set(err, SEC_USAGE, "'@' needs a text to look for, as in @ferreira");
	rc = finder_init(&f, r, err);
	for (i = 0; rc == 0 && i < all->n; i++) {
		rc = finder_bind(&f, all->item[i], err);
		for (k = 0; rc == 0 && k < SEARCHED; k++) {
			sec_buf_clear(&value);
			finder_value(&f, k, &value);
			if (sec_utf8_contains(sec_buf_str(&value), sec_str(text))) {
				sec_paths_add(hits, all->item[i]);
				break;
			}
		}
	}
	sec_buf_release(&value);
	finder_release(&f);
	return rc;
}

int sec_find_nothing(struct sec_register *r, const struct sec_paths *all, const char *name,
	struct sec_err *err)
{
	struct sec_suggest g;
	size_t i;
	char *stem;

	if (!r->source)
		return sec_err_set(err, SEC_FAIL, "'%s' is no file, and there is no register here to look "
			"for records in; name one with -C DIR", name);
	if (name[0] == '@')
		return sec_err_set(err, SEC_FAIL, "'%s': no record has that in who, ref or title", name);
	sec_suggest_init(&g, sec_str(name));
	for (i = 0; i < all->n; i++) {
		const struct sec_str id = sec_register_stem(all->item[i]);

		stem = xstrndup(id.s, id.len);
		sec_suggest_offer(&g, stem);
		if (g.best == stem) {
			sec_err_set(err, SEC_FAIL, "'%s' names no record; did you mean '%s'?", name, stem);
			g.best = "";
		}
		free(stem);
	}
	return g.best ? SEC_FAIL : sec_err_set(err, SEC_FAIL,
		"'%s' names no record, no file and no folder", name);
}

int sec_find_ambiguous(struct sec_register *r, const char *name, const struct sec_paths *hits,
	struct sec_err *err)
{
	struct sec_buf list = SEC_BUF_INIT, text = SEC_BUF_INIT;
	struct finder f;
	size_t i;
	int rc = finder_init(&f, r, err);

	for (i = 0; rc == 0 && i < hits->n && i < CANDIDATES; i++) {
		sec_buf_addf(&list, "\n  %.*s", SEC_ARG(sec_register_stem(hits->item[i])));
		if (finder_bind(&f, hits->item[i], NULL) == 0) {
			sec_buf_clear(&text);
			finder_value(&f, 0, &text);
			sec_buf_addstr(&text, ", ");
			finder_value(&f, SEARCHED - 1, &text);
			sec_buf_addstr(&list, "  ");
			sec_visible(&list, text.s, text.len);
		}
	}
	if (hits->n > CANDIDATES)
		sec_buf_addf(&list, "\n  … and %zu more", hits->n - CANDIDATES);
	if (rc == 0)
		rc = sec_err_set(err, SEC_FAIL, "'%s' means %zu records; name one of them:%s", name,
			hits->n, list.s);
	finder_release(&f);
	sec_buf_release(&list);
	sec_buf_release(&text);
	return rc;
}
