/* SPDX-License-Identifier: ISC */
#include <ctype.h>

#include "render/document/data.h"
#include "render/markdown.h"

static struct sec_str keep(struct sec_arena *a, const struct sec_buf *b)
{
	return (struct sec_str){ sec_arena_strndup(a, b->s, b->len), b->len };
}

struct sec_str sec_document_gap(struct sec_arena *a, const char *gap, const char *label)
{
	struct sec_buf words = SEC_BUF_INIT, out = SEC_BUF_INIT;
	struct sec_str text;

	sec_buf_addf(&words, "%s: ", gap);
	/* "Last day" goes on in small letters, "VAT" does not */
	if (label[0] && islower((unsigned char)label[1]))
		sec_buf_addf(&words, "%c%s", tolower((unsigned char)label[0]), label + 1);
	else
		sec_buf_addstr(&words, label);
	sec_markdown_gap(&out, sec_buf_str(&words));
	text = keep(a, &out);
	sec_buf_release(&words);
	sec_buf_release(&out);
	return text;
}

static struct sec_str key_with(const struct sec_document_data *d, const char *key, const char *tail,
	const char *more)
{
	return sec_str(sec_arena_printf(d->arena, "%s%s%s", key, tail, more));
}

static void add_count(struct sec_buf *out, int32_t n, const char *unit)
{
	if (n)
		sec_buf_addf(out, "%s%d %s%s", out->len ? " " : "", n, unit, n == 1 || n == -1 ? "" : "s");
}

static void duration_words(struct sec_dur dur, struct sec_buf *out)
{
	bool weeks = dur.days && dur.days % 7 == 0;

	add_count(out, dur.months / 12, "year");
	add_count(out, dur.months % 12, "month");
	add_count(out, weeks ? dur.days / 7 : dur.days, weeks ? "week" : "day");
	if (!out->len)
		sec_buf_addstr(out, "0 days");
}

/* A length in days is said in days, whatever it divides by. */
static void days_words(const struct sec_data_value *v, struct sec_buf *out)
{
	if (v->raw.len || v->val.dur.months)
		duration_words(v->val.dur, out);
	else
		add_count(out, v->val.dur.days, "day");
	if (!out->len)
		sec_buf_addstr(out, "0 days");
}

static bool has_words(enum sec_type type)
{
	return type == SEC_TYPE_DATE || type == SEC_TYPE_EVIDENCE || type == SEC_TYPE_DURATION;
}

static struct sec_node *words_node(const struct sec_document_data *d, const struct sec_data_value *v,
	struct sec_node *plain)
{
	struct sec_buf out = SEC_BUF_INIT;
	struct sec_node *n = plain;
	char day[32];

	if (!v->val.known)
		return plain;
	if (v->type == SEC_TYPE_DURATION) {
		days_words(v, &out);
	} else if (sec_val_day(&v->val) != SEC_DAY_NONE) {
		sec_day_words(sec_val_day(&v->val), day);
		sec_buf_addstr(&out, day);
	}
	if (out.len)
		n = sec_node_text(d->arena, keep(d->arena, &out));
	sec_buf_release(&out);
	return n;
}

static struct sec_node *list_node(const struct sec_document_data *d, struct sec_str text)
{
	struct sec_node *list = sec_node_list(d->arena);
	struct sec_str item;

	while (sec_str_split(&text, ',', &item))
		sec_node_push(d->arena, list, sec_node_text(d->arena, item));
	return list;
}

static struct sec_node *plain_node(const struct sec_document_data *d, const struct sec_data_value *v)
{
	struct sec_buf out = SEC_BUF_INIT;
	struct sec_node *n;

	if (!v->val.known && !v->raw.len)
		return sec_node_gap(d->arena, sec_document_gap(d->arena, d->gap, v->label));
	if (v->val.known && v->type == SEC_TYPE_YESNO)
		return sec_node_bool(d->arena, v->val.yes);
	if (v->val.known && v->type == SEC_TYPE_LIST)
		return list_node(d, v->val.text);
	if (v->raw.len)
		return sec_node_text(d->arena, v->raw);
	sec_facts_format(d->facts, &v->val, &out);
	n = sec_node_text(d->arena, keep(d->arena, &out));
	sec_buf_release(&out);
	return n;
}

static struct sec_node *name_node(const struct sec_document_data *d, const struct sec_data_value *v,
	struct sec_node *plain)
{
	const struct sec_env *env = sec_facts_env(d->facts);
	struct sec_str name = { NULL, 0 };

	if (v->val.known && env->person_name)
		name = env->person_name(env->ctx, v->val.text);
	return name.len ? sec_node_text(d->arena, name) : plain;
}

void sec_data_put_value(const struct sec_document_data *d, struct sec_node *map,
	const struct sec_data_value *v)
{
	struct sec_node *plain = plain_node(d, v);
	unsigned i;

	sec_node_put(d->arena, map, sec_str(v->key), plain);
	if (has_words(v->type))
		sec_node_put(d->arena, map, key_with(d, v->key, "-words", ""), words_node(d, v, plain));
	if (v->type == SEC_TYPE_TEXT)
		sec_node_put(d->arena, map, key_with(d, v->key, "-name", ""), name_node(d, v, plain));
	for (i = 0; v->type == SEC_TYPE_ENUM && i < v->values.n; i++)
		sec_node_put(d->arena, map, key_with(d, v->key, "-is-", v->values.word[i]),
			sec_node_bool(d->arena, v->val.known && sec_str_is(v->val.text, v->values.word[i])));
}
