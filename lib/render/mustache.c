/* SPDX-License-Identifier: ISC */
#include "render/mustache.h"

#include <stdlib.h>

#include "base/escape.h"
#include "render/mustache-parse.h"

enum {
	PARTIALS_MAX = 32,
	OUTPUT_MAX = 64 * 1024 * 1024,
	STEPS_MAX = 16 * 1000 * 1000, /* lists in lists in lists take time without printing */
};

/* The context stack: what names are looked up in, innermost first. */
struct frame {
	const struct sec_node *node;
	const struct frame *outer;
};

struct run {
	const struct sec_mustache *m;
	const char *name; /* of the template or partial being rendered */
	struct sec_buf *out;
	size_t start;     /* length of the output before */
	unsigned depth, steps;
	struct sec_err *err;
};

static int render(struct run *r, struct sec_str text, size_t indent, const struct frame *top);
static int walk(struct run *r, const struct sec_tags *t, size_t from, size_t to,
	const struct frame *top);

/* The first part of a dotted name decides the frame; the rest must be there. */
static const struct sec_node *look_up(const struct frame *top, struct sec_str name)
{
	const struct sec_node *n = NULL;
	struct sec_str part;

	if (sec_str_is(name, "."))
		return top->node;
	part = sec_str_cut(&name, '.');
	for (; top && !n; top = top->outer)
		n = sec_node_get(top->node, part);
	while (n && name.len) {
		part = sec_str_cut(&name, '.');
		n = sec_node_get(n, part);
	}
	return n;
}

static int fail(struct run *r, const struct sec_tag *t, const char *message)
{
	char *copy = xstrdup(message);
	int rc = sec_err_at(r->err, SEC_FAIL, r->name, t->line, t->col, "%s", copy);

	free(copy);
	return rc;
}

static int missing(struct run *r, const struct sec_tag *t, enum sec_missing what)
{
	struct sec_err err = SEC_ERR_INIT;
	int rc = 0;

	if (!r->m->missing)
		return 0;
	if (r->m->missing(r->m->ctx, what, t->text, r->out, &err) < 0)
		rc = fail(r, t, err.msg);
	sec_err_clear(&err);
	return rc;
}

static void escaped(struct run *r, const struct sec_tag *t, const struct sec_node *n)
{
	struct sec_str s = sec_node_string(n);

	if (t->kind == SEC_TAG_RAW || sec_node_kind(n) == SEC_NODE_GAP)
		sec_buf_addslice(r->out, s);
	else if (r->m->escape)
		r->m->escape(r->out, s);
	else
		sec_escape_xml(r->out, s);
}

static int variable(struct run *r, const struct sec_tag *t, const struct frame *top)
{
	const struct sec_node *n = look_up(top, t->text);
	size_t i;

	if (!n || sec_node_kind(n) == SEC_NODE_MAP)
		return missing(r, t, SEC_MISSING_VARIABLE);
	if (sec_node_kind(n) != SEC_NODE_LIST) {
		escaped(r, t, n);
		return 0;
	}
	for (i = 0; i < sec_node_count(n); i++) {
		if (i)
			sec_buf_addstr(r->out, ", ");
		escaped(r, t, sec_node_item(n, i));
	}
	return 0;
}

static int section(struct run *r, const struct sec_tags *tags, size_t at, const struct frame *top)
{
	const struct sec_tag *t = &tags->item[at];
	const struct sec_node *n = look_up(top, t->text);
	struct frame inner = { n, top };
	int rc = n ? 0 : missing(r, t, SEC_MISSING_SECTION);
	size_t i;

	if (rc < 0)
		return rc;
	if (t->kind == SEC_TAG_INVERTED)
		return sec_node_true(n) ? 0 : walk(r, tags, at + 1, t->end, top);
	if (!sec_node_true(n))
		return 0;
	if (sec_node_kind(n) != SEC_NODE_LIST)
		return walk(r, tags, at + 1, t->end, &inner);
	for (i = 0; i < sec_node_count(n) && rc == 0; i++) {
		inner.node = sec_node_item(n, i);
		rc = walk(r, tags, at + 1, t->end, &inner);
	}
	return rc;
}

/* The partial's text with the blanks before its tag in front of every line. */
static void indented(struct sec_buf *out, struct sec_str text, struct sec_str indent)
{
	while (text.len) {
		const char *nl = memchr(text.s, '\n', text.len);
		size_t len = nl ? (size_t)(nl - text.s) + 1 : text.len;

		sec_buf_addslice(out, indent);
		sec_buf_add(out, text.s, len);
		text.s += len;
		text.len -= len;
	}
}

static int partial(struct run *r, const struct sec_tag *t, const struct frame *top)
{
	struct sec_buf with = SEC_BUF_INIT;
	const char *outer = r->name;
	struct sec_str text;
	char *name;
	int rc;

	if (!r->m->partial || !r->m->partial(r->m->ctx, t->text, &text))
		return missing(r, t, SEC_MISSING_PARTIAL);
	if (r->depth == PARTIALS_MAX)
		return fail(r, t, "partials nest more than 32 deep");
	if (t->indent.len) {
		indented(&with, text, t->indent);
		text = sec_buf_str(&with);
	}
	name = xstrndup(t->text.s, t->text.len);
	r->name = name;
	r->depth++;
	rc = render(r, text, t->indent.len, top);
	r->depth--;
	r->name = outer;
	free(name);
	sec_buf_release(&with);
	return rc;
}

static int one(struct run *r, const struct sec_tags *tags, size_t at, const struct frame *top)
{
	const struct sec_tag *t = &tags->item[at];

	if (++r->steps > STEPS_MAX)
		return fail(r, t, "the template does not come to an end (16 million tags)");
	if (r->out->len - r->start > OUTPUT_MAX)
		return fail(r, t, "the output is longer than 64 MiB");
	switch (t->kind) {
	case SEC_TAG_TEXT:
		sec_buf_addslice(r->out, t->text);
		return 0;
	case SEC_TAG_VARIABLE:
	case SEC_TAG_RAW:
		return variable(r, t, top);
	case SEC_TAG_SECTION:
	case SEC_TAG_INVERTED:
		return section(r, tags, at, top);
	case SEC_TAG_PARTIAL:
		return partial(r, t, top);
	case SEC_TAG_END:
		break;
	}
	return 0;
}

static int walk(struct run *r, const struct sec_tags *t, size_t from, size_t to,
	const struct frame *top)
{
	size_t i = from;

	while (i < to) {
		const struct sec_tag *tag = &t->item[i];
		int rc = one(r, t, i, top);

		if (rc < 0)
			return rc;
		i = tag->end ? tag->end : i + 1;
	}
	return 0;
}

static int render(struct run *r, struct sec_str text, size_t indent, const struct frame *top)
{
	struct sec_tags tags = { 0 };
	int rc = sec_tags_parse(&tags, r->name, text, indent, r->err);

	if (rc == 0)
		rc = walk(r, &tags, 0, tags.n, top);
	sec_tags_release(&tags);
	return rc;
}

int sec_mustache_render(const struct sec_mustache *m, const char *name, struct sec_str text,
	const struct sec_node *data, struct sec_buf *out, struct sec_err *err)
{
	struct run r = { .m = m, .name = name, .out = out, .start = out->len, .err = err };
	struct frame top = { data, NULL };

	return render(&r, text, 0, &top);
}
