/* SPDX-License-Identifier: ISC */
#include "parts/new/asking.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "parts/new/answers.h"
#include "register/change.h"

/* The record as it grows, and what was answered. */
struct asking {
	struct sec_register *reg;
	const struct sec_schema *schema;
	struct sec_record rec;
	struct sec_dialect dialect;
	struct sec_editor editor;
	struct sec_facts *facts;
	char *line; /* getline's */
	size_t line_alloc;
	bool *asked; /* by field */
};

bool asking_can(void)
{
	return isatty(0) && isatty(2);
}

/* Only what may be done in a signal's handler; then it ends the program. */
static void interrupted(int number)
{
	static const char text[] = "\nsec-new: nothing was written\n";

	if (write(2, text, sizeof(text) - 1) < 0)
		_exit(128 + number);
	signal(number, SIG_DFL);
	raise(number);
}

static const char *kind_of(const struct asking *a, int field)
{
	return a->schema->kind[a->schema->field[field].kind].name;
}

static struct sec_str value_of(const struct asking *a, int field)
{
	return sec_record_value(&a->rec, kind_of(a, field), NULL, a->schema->field[field].key);
}

static void check(struct asking *a, struct sec_faults *out)
{
	struct sec_check c = { .facts = a->facts, .out = out };

	sec_facts_bind(a->facts, &a->rec);
	sec_check_record(&c);
	sec_faults_sort(out);
}

static bool is_about(const struct asking *a, const struct sec_fault *f, int field)
{
	char *address = xasprintf("%s.%s", kind_of(a, field), a->schema->field[field].key);
	bool yes = f->level == SEC_LEVEL_ERROR && f->address && strcmp(f->address, address) == 0;

	free(address);
	return yes;
}

/* What is wrong with the field as it stands; the caller frees. NULL: nothing. */
static char *complaint(struct asking *a, int field)
{
	struct sec_faults faults = { 0 };
	char *text = NULL;
	size_t i;

	check(a, &faults);
	for (i = 0; i < faults.n && !text; i++)
		if (is_about(a, &faults.item[i], field))
			text = xstrdup(faults.item[i].message);
	sec_faults_release(&faults);
	return text;
}

static void say(const char *text)
{
	struct sec_buf shown = SEC_BUF_INIT;

	sec_visible(&shown, text, strlen(text));
	fprintf(stderr, "  %s\n", shown.s);
	sec_buf_release(&shown);
}

/* The next line, without blanks round it; SEC_FAIL at the end of the input. */
static int read_line(struct asking *a, struct sec_str *answer, struct sec_err *err)
{
	ssize_t n;

	fflush(stderr);
	n = getline(&a->line, &a->line_alloc, stdin);
	if (n < 0) {
		fputc('\n', stderr);
		return sec_err_set(err, SEC_FAIL, "the input ended, nothing was written");
	}
	*answer = sec_str_trim((struct sec_str){ a->line, (size_t)n });
	return 0;
}

/* Takes the value over if nothing is wrong with it. */
static bool accept(struct asking *a, int field, struct sec_str value, struct sec_err *err)
{
	const char *kind = kind_of(a, field), *key = a->schema->field[field].key;
	struct sec_buf before = SEC_BUF_INIT;
	char *wrong = NULL;

	sec_buf_addslice(&before, sec_buf_str(&a->rec.text));
	if (sec_edit_set(&a->editor, kind, NULL, key, value, NULL, err) != 0)
		wrong = xstrdup(err->msg);
	else
		wrong = complaint(a, field);
	sec_err_clear(err);
	if (wrong) {
		say(wrong);
		sec_record_parse_text(&a->rec, before.s, before.len, &a->dialect, NULL);
	}
	free(wrong);
	sec_buf_release(&before);
	return !wrong;
}

/* Needed whatever else is answered. */
static bool is_needed(const struct asking *a, int field)
{
	return a->schema->field[field].required_from == 0 && !a->schema->field[field].optional_when;
}

static void print_question(const struct asking *a, int field)
{
	const struct sec_field *f = &a->schema->field[field];
	struct sec_buf how = SEC_BUF_INIT;
	struct sec_str now = value_of(a, field);

	fprintf(stderr, "\n%s%s\n", f->label ? f->label : f->key, is_needed(a, field) ? " (needed)" : "");
	if (f->help)
		fprintf(stderr, "  %s\n", f->help);
	answers_describe(f, &how);
	if (how.len)
		fprintf(stderr, "  %s\n", how.s);
	if (now.len) {
		sec_buf_clear(&how);
		sec_visible(&how, now.s, now.len);
		fprintf(stderr, "  now: %s\n", how.s);
	}
	sec_buf_release(&how);
}

static bool is_needed_still(struct asking *a, int field)
{
	char *wrong = value_of(a, field).len ? NULL : complaint(a, field);
	bool yes = wrong != NULL;

	free(wrong);
	return yes;
}

/* `again`: what the rules miss must be answered now. */
static int ask(struct asking *a, int field, bool again, struct sec_err *err)
{
	const struct sec_field *f = &a->schema->field[field];
	struct sec_buf value = SEC_BUF_INIT, wrong = SEC_BUF_INIT;
	struct sec_str answer;
	bool done = false;
	int rc = 0;

	a->asked[field] = true;
	print_question(a, field);
	while (rc == 0 && !done) {
		sec_buf_clear(&value);
		sec_buf_clear(&wrong);
		fputs("> ", stderr);
		rc = read_line(a, &answer, err);
		if (rc)
			break;
		if (!answer.len) {
			done = value_of(a, field).len
				|| !(is_needed(a, field) || (again && is_needed_still(a, field)));
			if (!done)
				say("it is needed; Ctrl-C leaves everything as it was");
		} else if (!answers_read(f, answer, a->reg->today, &value, &wrong)) {
			say(wrong.s);
		} else {
			done = accept(a, field, sec_buf_str(&value), err);
		}
	}
	sec_buf_release(&value);
	sec_buf_release(&wrong);
	return rc;
}

/* The sections up to the one with the first day: who, what, where from and to. */
static int last_kind(const struct sec_schema *s)
{
	int a, b, start = sec_schema_bare_field(s, SEC_STR("start"), &a, &b);

	return start < 0 ? 0 : s->field[start].kind;
}

/* The id is made, or given with --id. */
static bool is_id(const struct asking *a, int field)
{
	return strcmp(kind_of(a, field), "secondment") == 0
		&& strcmp(a->schema->field[field].key, "id") == 0;
}

static bool is_asked_for(const struct asking *a, int field, int last)
{
	const struct sec_field *f = &a->schema->field[field];
	const struct sec_kind *k = &a->schema->kind[f->kind];

	return f->kind <= last && k->repeat == SEC_REPEAT_NO
		&& !is_id(a, field) && (f->main || f->required_from >= 0);
}

/* A field that a finding is about, or -1; *message is the caller's to free. */
static int next_wrong(struct asking *a, char **message)
{
	struct sec_faults faults = { 0 };
	struct sec_address at;
	int found = -1;
	size_t i;

	check(a, &faults);
	for (i = 0; i < faults.n && found < 0; i++) {
		const struct sec_fault *f = &faults.item[i];

		if (f->level != SEC_LEVEL_ERROR || !f->address
			|| sec_schema_address(a->schema, sec_str(f->address), &at, NULL) != 0
			|| at.field < 0 || at.id.len || is_id(a, at.field))
			continue;
		found = at.field;
		*message = xstrdup(f->message);
	}
	sec_faults_release(&faults);
	return found;
}

/* What is still wrong when all is answered is asked for once more. What stays so
 * then is refused, with its reasons, when the record is made. */
static int ask_again(struct asking *a, struct sec_err *err)
{
	int field, last = -1, rc = 0;
	char *message = NULL;

	while (rc == 0 && (field = next_wrong(a, &message)) >= 0 && field != last) {
		fputc('\n', stderr);
		say(message);
		free(message);
		message = NULL;
		rc = ask(a, field, true, err);
		last = value_of(a, field).len ? field : -1;
	}
	free(message);
	return rc;
}

/* Everything that the record has, one a line. */
static void sum_up(const struct asking *a)
{
	struct sec_buf out = SEC_BUF_INIT;
	size_t width = 0;
	uint32_t i;
	int pass;

	for (pass = 0; pass < 2; pass++)
		for (i = 0; i < a->rec.entries; i++) {
			const struct sec_entry *e = &a->rec.entry[i];
			struct sec_str kind = a->rec.section[e->section].kind;
			int field = sec_schema_field(a->schema, sec_schema_kind(a->schema, kind), e->key);
			const char *label = field < 0 ? "" : a->schema->field[field].label;
			size_t columns = sec_utf8_width(label, strlen(label));

			width = columns > width ? columns : width;
			if (!pass)
				continue;
			sec_buf_addf(&out, "  %s%*s", label, (int)(width - columns) + 2, "");
			sec_visible(&out, e->value.s, e->value.len);
			sec_buf_addch(&out, '\n');
		}
	fprintf(stderr, "\n%s", out.s);
	sec_buf_release(&out);
}

static int confirm(struct asking *a, struct sec_err *err)
{
	struct sec_str answer;
	int rc;

	for (;;) {
		fputs("Create it? [Y/n] ", stderr);
		rc = read_line(a, &answer, err);
		if (rc)
			return rc;
		if (!answer.len || answer.s[0] == 'y' || answer.s[0] == 'Y')
			return 0;
		if (answer.s[0] == 'n' || answer.s[0] == 'N')
			return sec_err_set(err, SEC_NO, "nothing was written");
	}
}

static void begin(struct asking *a, struct sec_register *r)
{
	int i;

	a->reg = r;
	a->schema = &r->schema;
	a->asked = xcalloc((size_t)a->schema->fields, sizeof(*a->asked));
	a->facts = sec_facts_new(&r->env);
	sec_record_init(&a->rec);
	a->editor = sec_change_editor(r, &a->dialect, &a->rec);
	sec_record_parse_text(&a->rec, "", 0, &a->dialect, NULL);
	for (i = 0; i < a->schema->fields; i++) {
		const struct sec_field *f = &a->schema->field[i];

		if (f->value_default && a->schema->kind[f->kind].repeat == SEC_REPEAT_NO)
			sec_edit_set(&a->editor, kind_of(a, i), NULL, f->key, sec_str(f->value_default), NULL,
				NULL);
	}
}

static void end(struct asking *a)
{
	sec_facts_free(a->facts);
	sec_record_release(&a->rec);
	free(a->asked);
	free(a->line);
}

static void take_answers(const struct asking *a, struct sec_assigns *out)
{
	struct sec_assign at = { .op = SEC_ASSIGN_SET };
	int i;

	for (i = 0; i < a->schema->fields; i++) {
		if (!a->asked[i] || !value_of(a, i).len)
			continue;
		at.kind = (char *)kind_of(a, i);
		at.id = (char *)"";
		at.key = (char *)a->schema->field[i].key;
		at.type = a->schema->field[i].type;
		sec_assigns_set(out, &at, value_of(a, i));
	}
}

int asking_run(struct cli *c, struct sec_register *r, struct sec_assigns *out)
{
	struct asking a = { 0 };
	int i, last = last_kind(&r->schema), rc = 0;

	signal(SIGINT, interrupted);
	begin(&a, r);
	fputs("A new record. Enter leaves a question out, Ctrl-C leaves everything as it was.\n", stderr);
	for (i = 0; rc == 0 && i < a.schema->fields; i++)
		if (is_asked_for(&a, i, last))
			rc = ask(&a, i, false, &c->err);
	if (rc == 0)
		rc = ask_again(&a, &c->err);
	if (rc == 0) {
		sum_up(&a);
		rc = confirm(&a, &c->err);
	}
	if (rc == 0)
		take_answers(&a, out);
	end(&a);
	signal(SIGINT, SIG_DFL);
	return rc;
}
