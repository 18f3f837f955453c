/* SPDX-License-Identifier: ISC */
#include "pages.h"

#include "heading.h"
#include "roff.h"

static void line_begin(struct sec_buf *out, const char *label)
{
	sec_buf_addf(out, ".It %s\n", label);
}

static void line_text(struct sec_buf *out, const char *label, const char *text)
{
	if (!text || !*text)
		return;
	line_begin(out, label);
	roff_text(out, text);
	sec_buf_addch(out, '\n');
}

static void line_code(struct sec_buf *out, const char *label, const char *text)
{
	if (!text || !*text)
		return;
	line_begin(out, label);
	roff_code(out, sec_str(text));
	sec_buf_addch(out, '\n');
}

/* A key of an entry as it was written. */
static void line_raw(const struct sec_raw *raw, struct sec_buf *out, const char *label,
	const char *key)
{
	const struct sec_raw_key *k = raw ? sec_raw_find(raw, key) : NULL;

	if (!k)
		return;
	line_begin(out, label);
	roff_code(out, k->value);
	sec_buf_addch(out, '\n');
}

static void line_states(const struct sec_schema *s, int from, int until, struct sec_buf *out)
{
	if (from < 0 && until < 0)
		return;
	line_begin(out, "states");
	if (from >= 0 && from == until) {
		sec_buf_addf(out, "only %s\n", s->state[from].name);
		return;
	}
	if (from >= 0)
		sec_buf_addf(out, "from %s%s", s->state[from].name, until >= 0 ? " " : "");
	if (until >= 0)
		sec_buf_addf(out, "until %s", s->state[until].name);
	sec_buf_addch(out, '\n');
}

static void line_each(const struct sec_schema *s, int for_kind, struct sec_buf *out)
{
	if (for_kind == SEC_FOR_ONCE)
		return;
	line_begin(out, "for each");
	if (for_kind == SEC_FOR_EVENTS)
		sec_buf_addstr(out, "dated section\n");
	else if (for_kind == SEC_FOR_ALL_KEYS)
		sec_buf_addstr(out, "key\n");
	else if (for_kind >= 0)
		sec_buf_addf(out, "[%s]\n", s->kind[for_kind].name);
	else
		sec_buf_addf(out, "key of [%s]\n", s->kind[SEC_FOR_KEYS_OF(for_kind)].name);
}

static void entry_begin(struct sec_buf *out, const char *name, const char *what, const char *summary)
{
	sec_buf_addf(out, ".It Ic %s Pq %s\n", name, what);
	roff_sentence(out, summary);
	sec_buf_addstr(out, ".Bl -tag -width \"for each\" -compact\n");
}

/* What is looked at: an assertion, or the operands of what C does. One that is
 * always `no` leaves everything to `when`. */
static void line_wants(const struct sec_rule *r, struct sec_buf *out)
{
	unsigned i;

	if (r->assert_text && strcmp(r->assert_text, "no") != 0)
		line_code(out, "wants", r->assert_text);
	for (i = 0; i < r->operands; i++)
		line_code(out, r->operand[i].name, r->operand[i].text);
}

void judging_rules(const struct sec_schema *s, struct sec_buf *out)
{
	struct heading heading = HEADING_INIT;
	int i;

	for (i = 0; i < s->rules; i++) {
		const struct sec_rule *r = &s->rule[i];

		heading_before(&heading, r->place, out);
		entry_begin(out, r->id, sec_level_name(r->level), r->summary);
		line_states(s, r->from, r->until, out);
		line_each(s, r->for_kind, out);
		line_code(out, "when", r->when_text);
		line_wants(r, out);
		line_text(out, "says", r->message_text);
		line_text(out, "mend", r->advice_text);
		if (r->grace)
			line_text(out, "grace", "only a warning at first in a record entered when it already ran");
		line_text(out, "source", r->source_text);
		sec_buf_addstr(out, ".El\n");
	}
	heading_end(&heading, out);
}

static void line_owners(const struct sec_schema *s, const char *label, const struct sec_owner *owner,
	unsigned n, const struct sec_raw *raw, const char *key, struct sec_buf *out)
{
	unsigned i;

	for (i = 0; i < n; i++) {
		if (owner[i].role < 0) { /* an expression: as it was written */
			line_raw(raw, out, label, key);
			return;
		}
	}
	if (!n)
		return;
	line_begin(out, label);
	for (i = 0; i < n; i++) {
		sec_buf_addstr(out, i ? ", " : "");
		roff_text(out, s->role[owner[i].role].label);
	}
	sec_buf_addch(out, '\n');
}

void judging_dues(const struct sec_schema *s, struct sec_buf *out)
{
	struct heading heading = HEADING_INIT;
	int i;

	for (i = 0; i < s->dues; i++) {
		const struct sec_due *d = &s->due[i];
		const struct sec_raw *raw = sec_schema_raw(s, "due", sec_str(d->kind));

		heading_before(&heading, d->place, out);
		entry_begin(out, d->kind, d->hard ? "hard" : "advised", d->summary);
		line_raw(raw, out, "due", "at");
		line_raw(raw, out, "lead", "lead");
		line_states(s, d->from, d->until, out);
		line_each(s, d->for_kind, out);
		line_raw(raw, out, "when", "when");
		line_raw(raw, out, "done", "done");
		line_owners(s, "owner", d->owner, d->owners, raw, "owner", out);
		line_owners(s, "tell", d->tell, d->tells, raw, "tell", out);
		line_raw(raw, out, "says", "title");
		if (!d->workday)
			line_text(out, "weekends", "stays on its day");
		line_text(out, "source", d->source_text);
		sec_buf_addstr(out, ".El\n");
	}
	heading_end(&heading, out);
}
