/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "rules/message.h"
#include "rules/schema/index.h"

static int fill_role(struct sec_schema *s, const struct sec_raw *r, struct sec_err *err)
{
	static const char *const keys[] = { "who", "label", "ref", "email", NULL };
	struct sec_role *role = &s->role[s->roles];

	*role = (struct sec_role){ .name = r->id, .label = sec_raw_text(r, "label"),
		.local = r->local, .place = r->place };
	if (!role->label)
		role->label = role->name;
	sec_name_add(s, SEC_RAW_ROLE, 0, sec_str(role->name), s->roles++);
	return sec_raw_keys(r, keys, NULL, err);
}

int sec_roles_fill(struct sec_schema *s, struct sec_err *err)
{
	const struct sec_raw *r = NULL;
	int rc = 0;

	s->role = sec_arena_alloc(&s->arena, (size_t)sec_raw_count(s, "role") * sizeof(*s->role));
	while (!rc && (r = sec_schema_raw_next(s, "role", r)))
		rc = fill_role(s, r, err);
	return rc;
}

int sec_roles_compile(struct sec_schema *s, struct sec_err *err)
{
	static const char *const keys[] = { "who", "ref", "email" };
	int rc = 0;

	for (int i = 0; i < s->roles; i++) {
		struct sec_role *role = &s->role[i];
		struct sec_expr **to[] = { &role->who, &role->ref, &role->email };

		for (size_t k = 0; k < sizeof(keys) / sizeof(*keys) && !rc; k++)
			rc = sec_raw_expr(s, sec_schema_raw(s, "role", sec_str(role->name)), keys[k],
				SEC_FOR_ONCE, false, SEC_WANT_TEXT, to[k], err);
	}
	return rc;
}

static int fill_due(struct sec_schema *s, const struct sec_raw *r, struct sec_err *err)
{
	static const char *const keys[] = { "from", "until", "for", "when", "at", "done", "lead",
		"hard", "owner", "tell", "title", "source", "workday", "summary", NULL };
	struct sec_due *d = &s->due[s->dues];
	int rc = sec_raw_keys(r, keys, NULL, err);

	*d = (struct sec_due){ .kind = r->id, .summary = sec_raw_text(r, "summary"),
		.source_text = sec_raw_text(r, "source"), .from = -1, .until = -1,
		.workday = true, .local = r->local, .place = r->place };
	if (!rc && (!sec_raw_value(r, "at") || !sec_raw_value(r, "title")))
		rc = sec_err_at(err, SEC_FAIL, r->place.file, r->place.line, 1,
			"due item '%s' has no '%s'", r->id, sec_raw_value(r, "at") ? "title" : "at");
	if (!rc)
		rc = sec_raw_range(s, r, &d->from, &d->until, &d->aside, err);
	if (!rc)
		rc = sec_raw_for(s, r, &d->for_kind, err);
	if (!rc)
		rc = sec_raw_yesno(r, "hard", &d->hard, err);
	if (!rc)
		rc = sec_raw_yesno(r, "workday", &d->workday, err);
	sec_name_add(s, SEC_RAW_DUE, 0, sec_str(d->kind), s->dues++);
	return rc;
}

int sec_dues_fill(struct sec_schema *s, struct sec_err *err)
{
	const struct sec_raw *r = NULL;
	int rc = 0;

	s->due = sec_arena_alloc(&s->arena, (size_t)sec_raw_count(s, "due") * sizeof(*s->due));
	while (!rc && (r = sec_schema_raw_next(s, "due", r)))
		rc = fill_due(s, r, err);
	return rc;
}

/* A duration, or `policy.NAME` of one. */
static bool duration_of(const struct sec_schema *s, struct sec_str text, struct sec_dur *out,
	int *policy)
{
	int at = -1;

	if (text.len > 7 && memcmp(text.s, "policy.", 7) == 0)
		at = sec_schema_policy(s, (struct sec_str){ text.s + 7, text.len - 7 });
	*policy = at;
	if (at < 0)
		return sec_dur_parse(text.s, text.len, out);
	*out = s->policy[at].value.dur;
	return s->policy[at].type == SEC_TYPE_DURATION && s->policy[at].value.known;
}

static int read_lead(const struct sec_schema *s, const struct sec_raw *r, struct sec_due *d,
	struct sec_err *err)
{
	const struct sec_raw_key *k = sec_raw_value(r, "lead");
	const char *fallback = d->hard ? "policy.due-lead-hard" : "policy.due-lead";

	if (!k && !duration_of(s, sec_str(fallback), &d->lead, &d->lead_policy))
		d->lead = (struct sec_dur){ 0, d->hard ? 28 : 14 };
	if (k && !duration_of(s, k->value, &d->lead, &d->lead_policy))
		return sec_raw_error(err, k,
			"'lead' is a duration such as 14d, or a policy that is one, not '%s'",
			k->value.s);
	return 0;
}

/* The end of the item that begins at `i`: the next comma outside of brackets and quotes. */
static size_t item_end(struct sec_str text, size_t i)
{
	int depth = 0;
	bool quoted = false;

	for (; i < text.len; i++) {
		char c = text.s[i];

		if (c == '"')
			quoted = !quoted;
		else if (!quoted && (c == '(' || c == ')'))
			depth += c == '(' ? 1 : -1;
		else if (!quoted && !depth && c == ',')
			break;
	}
	return i;
}

static int read_owner(struct sec_schema *s, const struct sec_raw_key *k, const struct sec_due *d,
	struct sec_str item, struct sec_owner *o, struct sec_err *err)
{
	struct sec_expr_site site = {
		.schema = s, .file = k->place.file, .line = k->place.line,
		.col = k->col + (unsigned)(item.s - k->value.s), .for_kind = d->for_kind,
		.due = true, .arena = &s->arena,
	};

	o->role = sec_schema_role(s, item);
	if (o->role >= 0)
		return 0;
	return sec_expr_compile(&o->who, &site, item, SEC_WANT_TEXT, err);
}

static int read_owners(struct sec_schema *s, const struct sec_raw *r, const char *key,
	const struct sec_due *d, struct sec_owner **out, unsigned *n, struct sec_err *err)
{
	const struct sec_raw_key *k = sec_raw_value(r, key);
	size_t i = 0, end;
	int rc = 0;

	if (!k)
		return 0;
	*out = sec_arena_alloc(&s->arena, (k->value.len / 2 + 1) * sizeof(**out));
	while (!rc && i <= k->value.len) {
		struct sec_str item;

		end = item_end(k->value, i);
		item = sec_str_trim((struct sec_str){ k->value.s + i, end - i });
		if (!item.len)
			return sec_raw_error(err, k, "'%s' has an empty item", key);
		rc = read_owner(s, k, d, item, &(*out)[(*n)++], err);
		i = end + 1;
	}
	return rc;
}

static int compile_due(struct sec_schema *s, struct sec_due *d, struct sec_err *err)
{
	const struct sec_raw *r = sec_schema_raw(s, "due", sec_str(d->kind));
	int k = d->for_kind, rc;

	rc = sec_raw_exprs(s, r, "at", k, false, SEC_WANT_LIST_OF_DATES, &d->at, &d->ats, err);
	if (!rc)
		rc = sec_raw_expr(s, r, "when", k, true, SEC_WANT_YESNO, &d->when, err);
	if (!rc)
		rc = sec_raw_expr(s, r, "done", k, true, SEC_WANT_YESNO, &d->done, err);
	if (!rc)
		rc = sec_raw_message(s, r, "title", k, true, &d->title, err);
	if (!rc)
		rc = read_lead(s, r, d, err);
	if (!rc)
		rc = read_owners(s, r, "owner", d, &d->owner, &d->owners, err);
	if (!rc)
		rc = read_owners(s, r, "tell", d, &d->tell, &d->tells, err);
	return rc;
}

int sec_dues_compile(struct sec_schema *s, struct sec_err *err)
{
	int rc = 0;

	for (int i = 0; i < s->dues && !rc; i++)
		rc = compile_due(s, &s->due[i], err);
	return rc;
}
