/* SPDX-License-Identifier: ISC */
#include "rules/check/inner.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/suggest.h"

enum {
	WRONG_ITEMS = 8, /* of one list; more of them say nothing new */
};

/* "a, b, c" where there are few; else "". */
static void list_words(const struct sec_words *w, struct sec_buf *out)
{
	for (unsigned i = 0; i < w->n; i++)
		sec_buf_addf(out, "%s%s", i ? ", " : "", w->word[i]);
}

static void wrong_word(struct sec_checking *k, struct sec_spot spot, const struct sec_words *w,
	struct sec_str word)
{
	const struct sec_rule *rule = sec_check_rule(k->s, "enum-value");
	struct sec_buf list = SEC_BUF_INIT;
	struct sec_suggest g;

	if (!rule) {
		free(spot.address);
		return;
	}
	sec_suggest_init(&g, word);
	for (unsigned i = 0; i < w->n; i++)
		sec_suggest_offer(&g, w->word[i]);
	list_words(w, &list);
	if (g.best)
		sec_check_find(k, rule, spot, "'%.*s' is not one of %s; did you mean '%s'?",
			SEC_ARG(word), list.s, g.best);
	else
		sec_check_find(k, rule, spot, "'%.*s' is not one of %s", SEC_ARG(word), list.s);
	sec_buf_release(&list);
}

static void wrong_date(struct sec_checking *k, struct sec_spot spot, enum sec_type type,
	struct sec_str text)
{
	const struct sec_rule *rule = sec_check_rule(k->s, "date-invalid");
	char one[11], two[11];
	sec_day day[2];
	unsigned n = type == SEC_TYPE_DURATION ? 0 : sec_day_readings(text.s, text.len, day);

	if (!rule) {
		free(spot.address);
		return;
	}
	if (n > 0)
		sec_day_format(day[0], one);
	if (n > 1)
		sec_day_format(day[1], two);
	if (n > 1)
		sec_check_find(k, rule, spot, "expected %s; did you mean %s (day first) or %s "
			"(month first)?", sec_type_form(type), one, two);
	else if (n)
		sec_check_find(k, rule, spot, "expected %s; did you mean %s?", sec_type_form(type), one);
	else
		sec_check_find(k, rule, spot, "expected %s, not '%.*s'", sec_type_form(type),
			SEC_ARG(text));
}

static sec_day operand_day(const struct sec_checking *k, const struct sec_rule *rule, const char *name)
{
	const struct sec_operand *op = rule ? sec_rule_operand(rule, name) : NULL;
	struct sec_val v;

	if (!op)
		return SEC_DAY_NONE;
	v = sec_expr_eval(op->list[0], k->f, NULL);
	return sec_val_day(&v);
}

void sec_check_range_init(struct sec_checking *k)
{
	const struct sec_rule *rule = sec_check_rule(k->s, "date-range");

	k->first = operand_day(k, rule, "first");
	k->last = operand_day(k, rule, "last");
}

static bool is_in_range(const struct sec_checking *k, sec_day day)
{
	return day == SEC_DAY_NONE || k->first == SEC_DAY_NONE || k->last == SEC_DAY_NONE ||
		(day >= k->first && day <= k->last);
}

static void out_of_range(struct sec_checking *k, struct sec_spot spot)
{
	const struct sec_rule *rule = sec_check_rule(k->s, "date-range");
	char from[11], until[11];

	if (!rule) {
		free(spot.address);
		return;
	}
	sec_day_format(k->first, from);
	sec_day_format(k->last, until);
	sec_check_find(k, rule, spot, "the day lies outside of %s to %s: is the year right?", from,
		until);
}

void sec_check_date_text(struct sec_checking *k, struct sec_spot spot, enum sec_type type,
	struct sec_str text)
{
	struct sec_val v;

	if (!sec_val_parse(type, text, &v))
		wrong_date(k, spot, type, text);
	else if (is_in_range(k, sec_val_day(&v)))
		free(spot.address);
	else
		out_of_range(k, spot);
}

static bool is_number_of(const struct sec_field *d, int64_t number)
{
	return !d || (number >= d->least && number <= d->most);
}

/* "; did you mean 0.8?", where the number is none as it is written. */
static void add_meant(const struct sec_field *d, struct sec_str text, struct sec_buf *out)
{
	int64_t number[2];
	unsigned n = sec_number_parse(text, number) ? 0 : sec_number_readings(text, number), i;
	size_t start = out->len;

	for (i = 0; i < n; i++) {
		if (!is_number_of(d, number[i]))
			continue;
		sec_buf_addstr(out, out->len > start ? " or " : "; did you mean ");
		sec_number_format(number[i], out);
	}
	if (out->len > start)
		sec_buf_addch(out, '?');
}

static void wrong_number(struct sec_checking *k, struct sec_spot spot, const struct sec_field *d,
	struct sec_str text)
{
	const struct sec_rule *rule = sec_check_rule(k->s, "number-range");
	struct sec_buf range = SEC_BUF_INIT, meant = SEC_BUF_INIT;

	if (!rule) {
		free(spot.address);
		return;
	}
	if (d && d->least != INT64_MIN) {
		sec_buf_addstr(&range, d->most == INT64_MAX ? " of at least " : " from ");
		sec_number_format(d->least, &range);
	}
	if (d && d->most != INT64_MAX) {
		sec_buf_addstr(&range, d->least == INT64_MIN ? " of at most " : " to ");
		sec_number_format(d->most, &range);
	}
	add_meant(d, text, &meant);
	sec_check_find(k, rule, spot, "expected a number%s, not '%.*s'%s", range.s, SEC_ARG(text), meant.s);
	sec_buf_release(&range);
	sec_buf_release(&meant);
}

static int by_text(const void *x, const void *y)
{
	return sec_str_cmp(*(const struct sec_str *)x, *(const struct sec_str *)y);
}

/* The first item, in order of the alphabet, that stands twice; sorted, since a
 * list may be as long as a record. */
static void check_twice(struct sec_checking *k, const struct sec_instance *i,
	const struct sec_entry *e)
{
	const struct sec_rule *rule = sec_check_rule(k->s, "list-duplicate");
	struct sec_str few[16], *item = few, rest = e->value, one;
	size_t n = 0, alloc = 0;

	while (rule && sec_str_split(&rest, ',', &one)) {
		if (n == sizeof(few) / sizeof(*few) && item == few) {
			alloc = 4 * n;
			item = xcalloc(alloc, sizeof(*item));
			memcpy(item, few, sizeof(few));
		} else if (item != few) {
			SEC_GROW(item, n, alloc);
		}
		item[n++] = one;
	}
	if (n > 1)
		qsort(item, n, sizeof(*item), by_text);
	for (size_t j = 1; j < n; j++) {
		if (!sec_str_eq(item[j - 1], item[j]))
			continue;
		sec_check_find(k, rule, sec_spot_entry(k->f, i, e),
			"'%.*s' stands twice in the list", SEC_ARG(item[j]));
		break;
	}
	if (item != few)
		free(item);
}

static void check_list(struct sec_checking *k, const struct sec_instance *i,
	const struct sec_entry *e, const struct sec_words *w)
{
	struct sec_str rest = e->value, item;
	unsigned told = 0;

	while (w && w->n && told < WRONG_ITEMS && sec_str_split(&rest, ',', &item)) {
		if (sec_words_find(w, item) >= 0)
			continue;
		wrong_word(k, sec_spot_entry(k->f, i, e), w, item);
		told++;
	}
	check_twice(k, i, e);
}

void sec_check_value(struct sec_checking *k, const struct sec_instance *i,
	const struct sec_entry *e, int field)
{
	static const char *const yes_no[] = { "yes", "no" };
	static const struct sec_words yes_or_no = { yes_no, 2 };
	const struct sec_field *d = field < 0 ? NULL : &k->s->field[field];
	enum sec_type type = d ? d->type : k->s->kind[i->kind].any;
	struct sec_val v;

	switch (type) {
	case SEC_TYPE_DATE:
	case SEC_TYPE_EVIDENCE:
	case SEC_TYPE_DATED:
	case SEC_TYPE_DURATION:
		if (!sec_val_parse(type, e->value, &v))
			wrong_date(k, sec_spot_entry(k->f, i, e), type, e->value);
		else if (!is_in_range(k, sec_val_day(&v)))
			out_of_range(k, sec_spot_entry(k->f, i, e));
		break;
	case SEC_TYPE_NUMBER:
		if (!sec_val_parse(type, e->value, &v) || !is_number_of(d, v.number))
			wrong_number(k, sec_spot_entry(k->f, i, e), d, e->value);
		break;
	case SEC_TYPE_YESNO:
		if (!sec_val_parse(type, e->value, &v))
			wrong_word(k, sec_spot_entry(k->f, i, e), &yes_or_no,
				e->value);
		break;
	case SEC_TYPE_ENUM:
		if (d && sec_words_find(&d->values, e->value) < 0)
			wrong_word(k, sec_spot_entry(k->f, i, e), &d->values,
				e->value);
		break;
	case SEC_TYPE_LIST:
		check_list(k, i, e, d ? &d->values : NULL);
		break;
	default:
		break;
	}
}
