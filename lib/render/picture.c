/* SPDX-License-Identifier: ISC */
#include "render/picture.h"

#include <stdlib.h>

#include "base/mem.h"
#include "render/timeline.h"
#include "rules/message.h"

enum day { START, AGREED, END, RETURNED, DAYS };
static const char *const day_keys[DAYS] = { "start", "agreed", "end", "returned" };

struct tick_rule {
	int for_kind;
	struct sec_expr *when, *day;
	struct sec_message *label;
	bool done;
};

struct sec_picture {
	const struct sec_schema *schema;
	struct sec_arena arena; /* expressions; and what the bars say */
	const char *title, *ticks;
	struct sec_expr *when, *day[DAYS];
	struct sec_message *label;
	struct tick_rule *rule;
	size_t rules, rule_alloc;
	struct sec_bar *bar;
	size_t bars, bar_alloc;
	struct sec_buf text; /* reused */
};

bool sec_picture_exists(const struct sec_schema *s, const char *name)
{
	return sec_schema_raw(s, "picture", sec_str(name)) != NULL;
}

static struct sec_expr_site site_of(struct sec_picture *p, const struct sec_raw_key *k, int for_kind)
{
	return (struct sec_expr_site){ .schema = p->schema, .file = k->place.file,
		.line = k->place.line, .col = k->col, .for_kind = for_kind, .arena = &p->arena };
}

static int compile(struct sec_picture *p, const struct sec_raw *r, const char *key, int for_kind,
	enum sec_want want, struct sec_expr **out, struct sec_err *err)
{
	const struct sec_raw_key *k = sec_raw_find(r, key);
	struct sec_expr_site site;

	*out = NULL;
	if (!k || !k->value.len)
		return 0;
	site = site_of(p, k, for_kind);
	return sec_expr_compile(out, &site, k->lines, want, err);
}

static int compile_label(struct sec_picture *p, const struct sec_raw *r, int for_kind,
	struct sec_message **out, struct sec_err *err)
{
	const struct sec_raw_key *k = sec_raw_find(r, "label");
	struct sec_expr_site site;

	*out = NULL;
	if (!k)
		return 0;
	site = site_of(p, k, for_kind);
	return sec_message_compile(out, &site, k->lines, err);
}

static const char *text_of(const struct sec_raw *r, const char *key)
{
	const struct sec_raw_key *k = sec_raw_find(r, key);

	return k ? k->value.s : NULL;
}

static int add_rule(struct sec_picture *p, const struct sec_raw *r, struct sec_err *err)
{
	const struct sec_raw_key *k = sec_raw_find(r, "for");
	struct tick_rule t = { .for_kind = SEC_FOR_ONCE };
	const char *done = text_of(r, "done");
	int rc;

	if (k) {
		t.for_kind = sec_schema_kind(p->schema, k->value);
		if (t.for_kind < 0)
			return sec_err_at(err, SEC_FAIL, k->place.file, k->place.line, k->col,
				"unknown section '%s'", k->value.s);
	}
	t.done = done && strcmp(done, "yes") == 0;
	rc = compile(p, r, "when", t.for_kind, SEC_WANT_YESNO, &t.when, err);
	if (rc == 0)
		rc = compile(p, r, "day", t.for_kind, SEC_WANT_DATE, &t.day, err);
	if (rc == 0)
		rc = compile_label(p, r, t.for_kind, &t.label, err);
	if (rc == 0 && !t.day)
		rc = sec_err_at(err, SEC_FAIL, r->place.file, r->place.line, 0, "[tick %s] has no 'day'", r->id);
	SEC_GROW(p->rule, p->rules, p->rule_alloc);
	p->rule[p->rules++] = t;
	return rc;
}

int sec_picture_new(struct sec_picture **out, const struct sec_schema *s, const char *name,
	struct sec_err *err)
{
	const struct sec_raw *r = sec_schema_raw(s, "picture", sec_str(name)), *tick = NULL;
	struct sec_picture *p;
	int i, rc = 0;

	*out = NULL;
	if (!r)
		return sec_err_set(err, SEC_ABSENT, "there is no picture '%s'", name);
	p = xcalloc(1, sizeof(*p));
	p->schema = s;
	p->title = text_of(r, "title");
	p->ticks = text_of(r, "ticks");
	sec_buf_init(&p->text);
	rc = compile(p, r, "when", SEC_FOR_ONCE, SEC_WANT_YESNO, &p->when, err);
	for (i = 0; rc == 0 && i < DAYS; i++)
		rc = compile(p, r, day_keys[i], SEC_FOR_ONCE, SEC_WANT_DATE, &p->day[i], err);
	if (rc == 0)
		rc = compile_label(p, r, SEC_FOR_ONCE, &p->label, err);
	while (rc == 0 && (tick = sec_schema_raw_next(s, "tick", tick))) {
		const char *of = text_of(tick, "picture");

		if (of && strcmp(of, name) == 0)
			rc = add_rule(p, tick, err);
	}
	if (rc)
		sec_picture_free(p);
	else
		*out = p;
	return rc;
}

static sec_day day_of(const struct sec_expr *e, struct sec_facts *f, const struct sec_scope *scope)
{
	struct sec_val v = { 0 };

	if (e)
		v = sec_expr_eval(e, f, scope);
	return v.known ? v.day : SEC_DAY_NONE;
}

static const char *print(struct sec_picture *p, const struct sec_message *m, struct sec_facts *f,
	const struct sec_scope *scope)
{
	sec_buf_clear(&p->text);
	if (m)
		sec_message_print(m, f, scope, &p->text);
	return sec_arena_strndup(&p->arena, p->text.s, p->text.len);
}

struct ticks {
	struct sec_tick *item;
	size_t n, alloc;
};

static void add_tick(struct sec_picture *p, const struct tick_rule *t, struct sec_facts *f,
	const struct sec_scope *scope, struct ticks *to)
{
	sec_day day;

	if (t->when && sec_expr_test(t->when, f, scope) != SEC_YES)
		return;
	day = day_of(t->day, f, scope);
	if (day == SEC_DAY_NONE)
		return;
	SEC_GROW(to->item, to->n, to->alloc);
	to->item[to->n++] = (struct sec_tick){ day,
		t->done ? SEC_TICK_DONE : day < sec_facts_env(f)->today ? SEC_TICK_MISSED : SEC_TICK_AHEAD,
		print(p, t->label, f, scope) };
}

static void add_ticks(struct sec_picture *p, struct sec_facts *f, struct sec_bar *bar)
{
	struct ticks ticks = { 0 };
	size_t i;
	unsigned k, n;

	for (i = 0; i < p->rules; i++) {
		const struct tick_rule *t = &p->rule[i];
		struct sec_scope scope = { .due = SEC_DAY_NONE };
		const struct sec_instance *instance;

		if (t->for_kind < 0) {
			add_tick(p, t, f, &scope, &ticks);
			continue;
		}
		instance = sec_facts_instances(f, t->for_kind, &n);
		for (k = 0; k < n; k++) {
			scope.instance = &instance[k];
			add_tick(p, t, f, &scope, &ticks);
		}
	}
	bar->tick = ticks.item;
	bar->ticks = ticks.n;
}

void sec_picture_add(struct sec_picture *p, struct sec_facts *f)
{
	struct sec_scope scope = { .due = SEC_DAY_NONE };
	struct sec_str id = sec_facts_id(f);
	struct sec_bar *bar;
	sec_day day[DAYS];
	bool drawn = !p->when || sec_expr_test(p->when, f, &scope) != SEC_NO_WAY;
	int i;

	for (i = 0; i < DAYS; i++)
		day[i] = drawn ? day_of(p->day[i], f, &scope) : SEC_DAY_NONE;
	SEC_GROW(p->bar, p->bars, p->bar_alloc);
	bar = &p->bar[p->bars++];
	*bar = (struct sec_bar){
		.id = sec_arena_strndup(&p->arena, id.s, id.len),
		.title = print(p, p->label, f, &scope),
		.state = p->schema->state[sec_facts_state(f)].name,
		.start = day[START], .agreed = day[AGREED], .end = day[END], .returned = day[RETURNED] };
	if (drawn)
		add_ticks(p, f, bar);
}

static int by_start(const void *a, const void *b)
{
	const struct sec_bar *x = a, *y = b;

	if ((x->start == SEC_DAY_NONE) != (y->start == SEC_DAY_NONE))
		return x->start == SEC_DAY_NONE ? 1 : -1;
	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return strcmp(x->id, y->id);
}

void sec_picture_finish(struct sec_picture *p, enum sec_picture_format format, sec_day today,
	size_t width, struct sec_buf *out)
{
	struct sec_timeline t = { .title = p->title, .ticks = p->ticks, .today = today,
		.bar = p->bar, .bars = p->bars };

	if (p->bars)
		qsort(p->bar, p->bars, sizeof(*p->bar), by_start);
	switch (format) {
	case SEC_PICTURE_SVG: sec_timeline_svg(&t, out); break;
	case SEC_PICTURE_HTML: sec_timeline_html(&t, out); break;
	case SEC_PICTURE_TXT: sec_timeline_txt(&t, width, out); break;
	}
}

void sec_picture_free(struct sec_picture *p)
{
	size_t i;

	if (!p)
		return;
	for (i = 0; i < p->bars; i++)
		free((void *)p->bar[i].tick);
	free(p->bar);
	free(p->rule);
	sec_buf_release(&p->text);
	sec_arena_release(&p->arena);
	free(p);
}
