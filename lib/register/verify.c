/* SPDX-License-Identifier: ISC */
#include "register/verify/inner.h"

#include <stdlib.h>

#include "base/mem.h"

const char *sec_verify_short(const struct sec_git_id *id, char out[SEC_GIT_HEX + 1])
{
	sec_git_id_hex(id, out);
	out[SEC_VERIFY_SHORT] = '\0';
	return out;
}

bool sec_verify_reports(const struct sec_verify *v, size_t commit)
{
	sec_day day = v->commit[commit].day;

	return (v->since == SEC_DAY_NONE || day >= v->since)
		&& (v->until == SEC_DAY_NONE || day <= v->until);
}

static const struct sec_rule *rule_of(const struct sec_schema *s, const char *id)
{
	int at = sec_schema_rule(s, sec_str(id));

	return at < 0 || s->rule[at].off ? NULL : &s->rule[at];
}

struct sec_val sec_verify_operand(struct sec_facts *f, const char *rule, const char *operand)
{
	const struct sec_rule *r = rule_of(sec_facts_env(f)->schema, rule);
	unsigned i;

	for (i = 0; r && i < r->operands; i++)
		if (strcmp(r->operand[i].name, operand) == 0)
			return sec_expr_eval(r->operand[i].list[0], f, NULL);
	return (struct sec_val){ 0 };
}

bool sec_verify_applies(struct sec_facts *f, const char *rule)
{
	const struct sec_rule *r = rule_of(sec_facts_env(f)->schema, rule);

	return r && (!r->when || sec_expr_test(r->when, f, NULL) == SEC_YES);
}

static struct sec_verify_finding *add(struct sec_verify *v, size_t commit, const char *path)
{
	struct sec_verify_finding *f;

	SEC_GROW(v->finding, v->findings, v->finding_alloc);
	f = &v->finding[v->findings];
	*f = (struct sec_verify_finding){ .commit = commit, .order = v->findings,
		.path = path ? xstrdup(path) : NULL };
	v->findings++;
	return f;
}

void sec_verify_move(struct sec_verifying *v, size_t commit, const char *path,
	struct sec_fault *fault)
{
	if (!sec_verify_reports(v->v, commit))
		return;
	add(v->v, commit, path)->fault = *fault;
	v->v->finding[v->v->findings - 1].fault.rule = /* its schema goes when this is over */
		sec_arena_strndup(&v->v->arena, fault->rule, strlen(fault->rule));
	*fault = (struct sec_fault){ 0 };
}

void sec_verify_find(struct sec_verifying *v, size_t commit, const char *rule, const char *path,
	const char *fmt, ...)
{
	const struct sec_rule *r = rule_of(&v->v->reg->schema, rule);
	struct sec_buf message = SEC_BUF_INIT;
	struct sec_fault fault;
	va_list ap;

	if (!r || !sec_verify_reports(v->v, commit))
		return;
	va_start(ap, fmt);
	sec_buf_vaddf(&message, fmt, ap);
	va_end(ap);
	fault = (struct sec_fault){ .rule = r->id, .level = r->level,
		.message = sec_buf_detach(&message),
		.advice = r->advice_text ? xstrdup(r->advice_text) : NULL };
	sec_verify_move(v, commit, path, &fault);
}

int sec_verify_entry(struct sec_verifying *v, const struct sec_git_id *commit, const char *path,
	struct sec_git_entry *out, struct sec_err *err)
{
	struct sec_git_head head = { .born = true, .tip = *commit };
	char *full = xasprintf("%s%s", v->place, path);
	int rc = sec_git()->write->entry(v->git, &head, full, out, err);

	free(full);
	return rc;
}

static int each(void *ctx, const struct sec_past *past, struct sec_err *err)
{
	struct sec_verifying *v = ctx;
	int rc;

	if (past->commit->cut)
		return 0; /* told when the walk is over */
	sec_verify_add(v, past);
	rc = sec_verify_then(v, past, err);
	if (rc)
		return rc;
	sec_verify_clock(v, past->commit);
	sec_verify_redaction(v, past);
	rc = sec_verify_change(v, past, err);
	if (v->v->progress && v->nodes % 64 == 0)
		v->v->progress(v->v->ctx, v->nodes);
	return rc;
}

static int walk(struct sec_verifying *v, struct sec_err *err)
{
	struct sec_history h = { .reg = v->v->reg, .tip = v->v->tip, .others = true, .each = each,
		.ctx = v };
	int rc = sec_history_walk(&h, err);

	if (rc == SEC_FAIL)
		sec_err_prefix(err, "the history cannot be read to its end: ");
	if (rc == 0 && h.cut)
		return sec_err_set(err, SEC_FAIL, "this clone holds only the latest part of the history, "
			"which proves nothing; fetch the rest with: git fetch --unshallow");
	return rc;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static size_t count_records(struct sec_verifying *v)
{
	size_t i, n = 0;

	if (v->stems)
		qsort(v->stem, v->stems, sizeof(*v->stem), by_name);
	for (i = 0; i < v->stems; i++)
		n += i == 0 || strcmp(v->stem[i], v->stem[i - 1]) != 0;
	return n;
}

static int by_commit(const void *a, const void *b)
{
	const struct sec_verify_finding *x = a, *y = b;

	if (x->commit != y->commit)
		return x->commit < y->commit ? -1 : 1;
	if (!x->path != !y->path)
		return x->path ? 1 : -1;
	return x->order < y->order ? -1 : 1;
}

static void verifying_release(struct sec_verifying *v)
{
	size_t i;

	for (i = 0; i < v->thens; i++)
		sec_then_free(v->then[i]);
	for (i = 0; i < v->stems; i++)
		free(v->stem[i]);
	for (i = 0; i < v->strays; i++)
		free(v->stray[i]);
	for (i = 0; i < v->gones; i++) {
		free(v->gone[i].id);
		free(v->gone[i].path);
		free(v->gone[i].stay.key);
	}
	free(v->then);
	free(v->gone);
	free(v->stem);
	free(v->stray);
	free(v->node);
	free(v->parent);
	free(v->slot);
	free(v->vouched);
	free(v->place);
	sec_facts_free(v->facts);
	sec_record_release(&v->none);
	if (v->git)
		sec_git()->free(v->git);
}

int sec_verify_run(struct sec_verify *v, struct sec_err *err)
{
	struct sec_verifying x = { .v = v };
	int rc = sec_git()->open(&x.git, v->reg->root, err);

	sec_record_init(&x.none);
	x.facts = sec_facts_new(&v->reg->env);
	sec_facts_bind(x.facts, &x.none);
	x.place = sec_register_place(v->reg);
	if (rc == SEC_ABSENT)
		rc = sec_err_set(err, SEC_FAIL, "%s is not in a git repository, so it has no history",
			v->reg->root);
	if (rc == 0)
		rc = sec_git()->resolve(x.git, v->tip ? v->tip : "HEAD", &v->at, err);
	if (rc == 0)
		rc = walk(&x, err);
	if (rc == 0)
		rc = sec_verify_replaced(&x, err);
	if (rc == 0)
		rc = sec_verify_redactions(&x, err);
	if (rc == 0)
		rc = sec_verify_signatures(&x, err);
	if (rc == 0)
		v->disguised = sec_git()->past->disguised(x.git);
	v->records = count_records(&x);
	if (v->findings)
		qsort(v->finding, v->findings, sizeof(*v->finding), by_commit);
	verifying_release(&x);
	return rc;
}

void sec_verify_release(struct sec_verify *v)
{
	size_t i;

	for (i = 0; i < v->findings; i++) {
		free(v->finding[i].path);
		free(v->finding[i].fault.message);
		free(v->finding[i].fault.advice);
		free(v->finding[i].fault.address);
	}
	for (i = 0; i < v->redactions; i++)
		free(v->redaction[i].item);
	free(v->redaction);
	free(v->finding);
	free(v->commit);
	sec_arena_release(&v->arena);
}
