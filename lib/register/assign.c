/* SPDX-License-Identifier: ISC
 *
 * Parsing assignments. Applying them is in assign-apply.c.
 */
#include "register/assign.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/suggest.h"

struct parser {
	struct sec_assigns *out;
	const struct sec_schema *schema;
	sec_day today;
	int input;
	/* The section opened last, in which bare keys are meant. */
	struct sec_assign open;
	bool is_open;
};

bool sec_assign_is(const char *operand)
{
	return strchr(operand, '=') || strchr(operand, ':');
}

static struct sec_assign *add(struct parser *p, enum sec_assign_op op, struct sec_str kind,
	struct sec_str id)
{
	return sec_assigns_add(p->out, op, kind, id);
}

static bool is_event(const struct sec_schema *schema, struct sec_str kind)
{
	int k = sec_schema_kind(schema, kind);

	return k >= 0 && schema->kind[k].repeat == SEC_REPEAT_DATE;
}

/* An id as typed: in events `today-3d` becomes a day. Caller frees. */
static char *resolve_id(const struct parser *p, struct sec_str kind, struct sec_str id)
{
	char iso[11];
	sec_day day;

	if (is_event(p->schema, kind) && sec_day_parse_relative(id.s, id.len, p->today, &day)) {
		sec_day_format(day, iso);
		return xstrdup(iso);
	}
	return xstrndup(id.s, id.len);
}

/* `KIND:ID` and `KIND:`; what the schema says of the kind's ids. */
static int check_section(const struct parser *p, struct sec_str kind, struct sec_str id,
	struct sec_err *err)
{
	const struct sec_kind *def;
	struct sec_suggest g;
	int k = sec_schema_kind(p->schema, kind), i;

	if (k < 0) {
		if (sec_name_is_private(kind) && sec_kind_is_legal(kind))
			return 0;
		sec_suggest_init(&g, kind);
		for (i = 0; i < p->schema->kinds; i++)
			sec_suggest_offer(&g, p->schema->kind[i].name);
		return sec_err_set(err, SEC_USAGE, g.best ? "unknown section '%.*s', did you mean '%s'?"
			: "unknown section '%.*s'", SEC_ARG(kind), g.best);
	}
	def = &p->schema->kind[k];
	if (def->repeat == SEC_REPEAT_NO && id.len)
		return sec_err_set(err, SEC_USAGE, "[%s] stands once and has no id: write '%s:'",
			def->name, def->name);
	if (def->repeat != SEC_REPEAT_NO && !id.len)
		return sec_err_set(err, SEC_USAGE, def->repeat == SEC_REPEAT_DATE
			? "[%s] needs its day: write '%s:today' or '%s:2026-03-01'"
			: "[%s] needs a name: write '%s:a-short-name', or '%s:+' to have one made",
			def->name, def->name, def->name);
	return 0;
}

static int check_id(const struct parser *p, struct sec_str kind, const char *id, struct sec_err *err)
{
	sec_day day;
	size_t n = strlen(id);

	if (!n)
		return 0;
	if (is_event(p->schema, kind)) {
		if (n >= 10 && sec_day_parse(id, 10, &day) && (n == 10 || id[10] == '-')
			&& sec_id_is_legal(sec_str(id)))
			return 0;
		return sec_err_set(err, SEC_USAGE, "'%s' is no day: [%.*s] takes YYYY-MM-DD, today, "
			"yesterday or today-14d", id, SEC_ARG(kind));
	}
	if (!sec_id_is_legal(sec_str(id)))
		return sec_err_set(err, SEC_USAGE, "'%s' is no legal name: lower-case letters, digits and "
			"'-', at most 32", id);
	return 0;
}

/* An operand without `=`: opens a section. */
static int parse_opener(struct parser *p, const char *text, struct sec_err *err)
{
	const char *colon = strchr(text, ':');
	struct sec_str kind = { text, (size_t)(colon - text) }, id = sec_str(colon + 1);
	struct sec_assign *a;
	bool another = sec_str_is(id, "+");
	char *resolved = NULL;
	int rc;

	rc = check_section(p, kind, id, err);
	if (rc == 0 && !another) {
		resolved = resolve_id(p, kind, id);
		rc = check_id(p, kind, resolved, err);
	}
	if (rc == 0) {
		a = add(p, another ? SEC_ASSIGN_ADD : SEC_ASSIGN_OPEN, kind,
			resolved ? sec_str(resolved) : SEC_STR(""));
		free(p->open.kind);
		free(p->open.id);
		p->open.kind = xstrdup(a->kind);
		p->open.id = xstrdup(a->id);
		p->open.added = another;
		p->is_open = true;
	}
	free(resolved);
	return rc;
}

/* The value for `KEY@=PATH`. An empty one is no removal: too often it means that
 * the program before the pipe failed. */
static int read_value(struct parser *p, const char *path, struct sec_buf *out, struct sec_err *err)
{
	bool input = strcmp(path, "-") == 0;
	const char *name = input ? "standard input" : path;
	int rc;

	if (input && isatty(p->input))
		return sec_err_set(err, SEC_USAGE, "'@=-' reads the value from a pipe, and standard input "
			"is a terminal");
	if (input && p->out->read_input)
		return sec_err_set(err, SEC_USAGE, "standard input can be read only once, and two values "
			"are to come from it");
	p->out->read_input |= input;
	rc = input ? sec_file_read_all(out, p->input, name, SEC_RECORD_MAX, err)
		: sec_file_read(out, AT_FDCWD, path, SEC_RECORD_MAX, err);
	while (rc == 0 && out->len && memchr(" \t\r\n", out->s[out->len - 1], 4))
		out->s[--out->len] = '\0';
	if (rc == 0 && !out->len)
		rc = sec_err_set(err, SEC_FAIL, "%s is empty; to remove a key write 'KEY='", name);
	return rc;
}

/* A bare key that the opened section lacks, and another one has. */
static int in_wrong_section(const struct parser *p, struct sec_str key, struct sec_err *err)
{
	struct sec_address at;

	if (sec_schema_address(p->schema, key, &at, NULL) < 0)
		return SEC_FAIL;
	return sec_err_set(err, SEC_USAGE, "[%s] has no '%.*s': after '%s:%s' write '%.*s.%.*s'",
		p->open.kind, SEC_ARG(key), p->open.kind, p->open.id, SEC_ARG(at.kind_name),
		SEC_ARG(at.key));
}

/* Fills kind, id, key and type of what stands before the `=`. */
static int parse_address(struct parser *p, struct sec_str addr, struct sec_assign *to,
	struct sec_err *err)
{
	struct sec_str typed = addr;
	struct sec_address at;
	bool bare = !memchr(addr.s, '.', addr.len) && !memchr(addr.s, ':', addr.len);
	char *full = NULL;
	int rc, kind;

	if (bare && p->is_open) {
		full = p->open.id[0] ? xasprintf("%s:%s.%.*s", p->open.kind, p->open.id, SEC_ARG(addr))
			: xasprintf("%s.%.*s", p->open.kind, SEC_ARG(addr));
		addr = sec_str(full);
	}
	rc = sec_schema_address(p->schema, addr, &at, err);
	if (rc && full)
		rc = in_wrong_section(p, typed, err);
	if (rc == 0) {
		kind = at.kind;
		to->kind = xstrndup(at.kind_name.s, at.kind_name.len);
		to->key = xstrndup(at.key.s, at.key.len);
		to->id = resolve_id(p, at.kind_name, at.id);
		to->added = bare && p->is_open && p->open.added;
		to->type = at.field >= 0 ? p->schema->field[at.field].type
			: kind >= 0 && p->schema->kind[kind].any ? p->schema->kind[kind].any : SEC_TYPE_TEXT;
		if (!to->added)
			rc = check_section(p, at.kind_name, at.id, err);
		if (rc == 0)
			rc = check_id(p, at.kind_name, to->id, err);
	}
	free(full);
	return rc;
}

/* A value as typed: `today` and its like where a day belongs. */
static void put_value(const struct parser *p, struct sec_assign *a, struct sec_str text)
{
	char iso[11];
	sec_day day;

	if ((a->type == SEC_TYPE_DATE || a->type == SEC_TYPE_EVIDENCE)
		&& sec_day_parse_relative(text.s, text.len, p->today, &day)) {
		sec_day_format(day, iso);
		text = sec_str(iso);
	}
	sec_buf_addslice(&a->value, text);
}

/* `KIND:ID` before an `=` with no key: the whole section. */
static bool names_section(struct sec_str addr, struct sec_str *kind, struct sec_str *id)
{
	const char *colon = memchr(addr.s, ':', addr.len);

	if (!colon || memchr(addr.s, '.', addr.len))
		return false;
	kind->s = addr.s;
	kind->len = (size_t)(colon - addr.s);
	id->s = colon + 1;
	id->len = addr.len - kind->len - 1;
	return true;
}

static int parse_section_removal(struct parser *p, struct sec_str kind, struct sec_str id,
	const char *value, struct sec_err *err)
{
	char *resolved;
	int rc = check_section(p, kind, id, err);

	if (rc == 0 && *value)
		rc = sec_err_set(err, SEC_USAGE, "'%.*s:%.*s' is a section: name a key of it, as in "
			"'%.*s:%.*s.KEY=%s'", SEC_ARG(kind), SEC_ARG(id), SEC_ARG(kind), SEC_ARG(id), value);
	if (rc)
		return rc;
	resolved = resolve_id(p, kind, id);
	add(p, SEC_ASSIGN_REMOVE_SECTION, kind, sec_str(resolved));
	free(resolved);
	return 0;
}

/* `KIND:ID.id`, or `id` in an opened section: the section's name. A kind whose
 * schema has a key `id` keeps it as a key. */
static bool names_id(const struct parser *p, struct sec_str addr, struct sec_str *kind,
	struct sec_str *id)
{
	const char *dot = memrchr(addr.s, '.', addr.len);
	struct sec_str section = { addr.s, dot ? (size_t)(dot - addr.s) : 0 };

	if (!dot && p->is_open && p->open.id[0] && sec_str_is(addr, "id")) {
		*kind = sec_str(p->open.kind);
		*id = sec_str(p->open.id);
	} else if (!dot || !sec_str_is((struct sec_str){ dot + 1, addr.len - section.len - 1 }, "id")
		|| !names_section(section, kind, id)) {
		return false;
	}
	return sec_schema_field(p->schema, sec_schema_kind(p->schema, *kind), SEC_STR("id")) < 0;
}

static int parse_renaming(struct parser *p, struct sec_str kind, struct sec_str id,
	const char *value, struct sec_err *err)
{
	char *old = resolve_id(p, kind, id), *now = resolve_id(p, kind, sec_str(value));
	int rc = check_section(p, kind, id, err);

	if (rc == 0)
		rc = check_id(p, kind, *now ? now : "?", err);
	if (rc == 0)
		sec_buf_addstr(&add(p, SEC_ASSIGN_RENAME_SECTION, kind, sec_str(old))->value, now);
	if (rc == 0 && p->is_open && sec_str_is(kind, p->open.kind) && strcmp(p->open.id, old) == 0) {
		free(p->open.id); /* the keys that follow belong to it under its new name */
		p->open.id = xstrdup(now);
	}
	free(old);
	free(now);
	return rc;
}

/* `mentor` alone, where no section has a key of that name. */
static bool is_bare_section(const struct parser *p, struct sec_str addr)
{
	int i;

	if (p->is_open || sec_schema_kind(p->schema, addr) < 0)
		return false;
	for (i = 0; i < p->schema->fields; i++)
		if (sec_str_is(addr, p->schema->field[i].key))
			return false;
	return true;
}

static int parse_assignment(struct parser *p, const char *text, struct sec_err *err)
{
	const char *eq = strchr(text, '='), *value = eq + 1;
	struct sec_str addr = { text, (size_t)(eq - text) }, kind, id;
	struct sec_assign a = { .op = SEC_ASSIGN_SET, .value = SEC_BUF_INIT }, *made;
	struct sec_buf content = SEC_BUF_INIT;
	char how = addr.len ? addr.s[addr.len - 1] : '\0';
	int rc = 0;

	if (how == '+' || how == '@')
		addr.len--;
	if (!addr.len)
		return sec_err_set(err, SEC_USAGE, "'%s' has no key before the '='", text);
	if (names_section(addr, &kind, &id))
		return parse_section_removal(p, kind, id, value, err);
	if (names_id(p, addr, &kind, &id))
		return parse_renaming(p, kind, id, value, err);
	if (!*value && is_bare_section(p, addr))
		return sec_err_set(err, SEC_USAGE, "'%.*s' is a section, not a key: name a key of it, or "
			"write '%.*s:=' to remove it", SEC_ARG(addr), SEC_ARG(addr));
	if (how == '@')
		rc = read_value(p, value, &content, err);
	else
		sec_buf_addstr(&content, value);
	if (rc == 0)
		rc = parse_address(p, addr, &a, err);
	if (rc == 0) {
		made = add(p, how == '+' ? SEC_ASSIGN_APPEND : content.len ? SEC_ASSIGN_SET
			: SEC_ASSIGN_REMOVE, sec_str(a.kind), sec_str(a.id));
		made->key = xstrdup(a.key);
		made->added = a.added;
		made->type = a.type;
		put_value(p, made, sec_buf_str(&content));
	}
	free(a.kind);
	free(a.id);
	free(a.key);
	sec_buf_release(&content);
	return rc;
}

int sec_assign_parse(struct sec_assigns *out, const struct sec_schema *schema, sec_day today,
	char *const *operand, size_t n, int input, struct sec_err *err)
{
	struct parser p = { .out = out, .schema = schema, .today = today, .input = input };
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < n; i++) {
		if (strchr(operand[i], '='))
			rc = parse_assignment(&p, operand[i], err);
		else if (strchr(operand[i], ':'))
			rc = parse_opener(&p, operand[i], err);
		else
			rc = sec_err_set(err, SEC_USAGE, "'%s' is no assignment: write KEY=VALUE", operand[i]);
	}
	free(p.open.kind);
	free(p.open.id);
	return rc;
}

int sec_assign_address(struct sec_assign *out, const struct sec_schema *schema, sec_day today,
	struct sec_str text, struct sec_err *err)
{
	struct parser p = { .schema = schema, .today = today };

	*out = (struct sec_assign){ .op = SEC_ASSIGN_SET, .value = SEC_BUF_INIT };
	return parse_address(&p, text, out, err);
}
