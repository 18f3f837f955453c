/* SPDX-License-Identifier: ISC */
#include "register/scan.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"

enum {
	CHUNK = 32,      /* records a thread takes at a time */
	THREADS_MAX = 16,
	THREADS_FROM = 128 /* fewer records than this are not worth a second thread */
};

struct shared {
	const struct sec_scan *scan;
	atomic_size_t next;
};

struct thread {
	struct shared *shared;
	struct sec_facts *facts;
	struct sec_record rec;
	void *worker;
	struct sec_scan_report report;
	pthread_t id;
};

/* Most messages about a file name it themselves. */
static void unread(struct thread *t, const char *path, struct sec_err *err)
{
	struct sec_scan_report *r = &t->report;

	if (!err->path && !strstr(err->msg, path))
		err->path = xstrdup(path);
	SEC_GROW(r->error, r->errors, r->error_alloc);
	r->error[r->errors++] = *err;
	r->unread++;
}

static void visit_one(struct thread *t, size_t number)
{
	const struct sec_scan *s = t->shared->scan;
	const struct sec_pick *pick = &s->selection->item[number];
	struct sec_dialect dialect = { .known_key = sec_schema_known_key, .ctx = &s->reg->schema };
	struct sec_visit v = { number, pick, &t->rec, t->facts, t->worker };
	struct sec_err err = SEC_ERR_INIT;
	enum sec_tri keep;

	sec_record_clear(&t->rec);
	if (sec_pick_read(s->reg, pick, &t->rec.text, &err) < 0
		|| sec_record_parse(&t->rec, &dialect, &err) < 0) {
		unread(t, pick->path, &err);
		return;
	}
	sec_facts_bind(t->facts, &t->rec);
	keep = s->keep ? sec_expr_test(s->keep, t->facts, NULL) : SEC_YES;
	t->report.undecided += keep == SEC_UNKNOWN;
	if (keep != SEC_YES)
		return;
	t->report.visited++;
	s->visit(s->ctx, &v);
}

static void *run(void *arg)
{
	struct thread *t = arg;
	size_t n = t->shared->scan->selection->n, i, from;

	while ((from = atomic_fetch_add(&t->shared->next, CHUNK)) < n)
		for (i = from; i < n && i < from + CHUNK; i++)
			visit_one(t, i);
	return NULL;
}

static int by_place(const void *a, const void *b)
{
	const struct sec_err *x = a, *y = b;
	int c = strcmp(x->path ? x->path : "", y->path ? y->path : "");

	return c ? c : strcmp(x->msg, y->msg);
}

static void finish(struct thread *t, struct sec_scan_report *out)
{
	const struct sec_scan *s = t->shared->scan;
	size_t i;

	if (s->stop)
		s->stop(s->ctx, t->worker);
	sec_facts_free(t->facts);
	sec_record_release(&t->rec);
	out->visited += t->report.visited;
	out->undecided += t->report.undecided;
	out->unread += t->report.unread;
	for (i = 0; i < t->report.errors; i++) {
		SEC_GROW(out->error, out->errors, out->error_alloc);
		out->error[out->errors++] = t->report.error[i];
	}
	free(t->report.error);
}

void sec_scan(const struct sec_scan *s, struct sec_scan_report *out)
{
	struct shared shared = { .scan = s };
	struct thread thread[THREADS_MAX];
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	size_t threads = s->in_order || s->selection->n < THREADS_FROM || cores < 2 ? 1
		: cores > THREADS_MAX ? THREADS_MAX : (size_t)cores;
	size_t i, running;

	memset(out, 0, sizeof(*out));
	for (i = 0; i < threads; i++) {
		thread[i] = (struct thread){ .shared = &shared,
			.facts = sec_facts_new(&s->reg->env),
			.worker = s->start ? s->start(s->ctx) : NULL };
		sec_record_init(&thread[i].rec);
	}
	for (running = 1; running < threads; running++)
		if (pthread_create(&thread[running].id, NULL, run, &thread[running]) != 0)
			break; /* what could not start is done by the others */
	run(&thread[0]);
	for (i = 1; i < running; i++)
		pthread_join(thread[i].id, NULL);
	for (i = 0; i < threads; i++)
		finish(&thread[i], out);
	if (out->errors)
		qsort(out->error, out->errors, sizeof(*out->error), by_place);
}

void sec_scan_report_release(struct sec_scan_report *r)
{
	size_t i;

	for (i = 0; i < r->errors; i++)
		sec_err_clear(&r->error[i]);
	free(r->error);
	memset(r, 0, sizeof(*r));
}

int sec_scan_condition(struct sec_expr **out, const struct sec_register *r, struct sec_arena *a,
	const char *text, struct sec_err *err)
{
	struct sec_expr_site site = { .schema = &r->schema, .file = "-q", .line = 1, .col = 1,
		.for_kind = SEC_FOR_ONCE, .pseudo = true, .arena = a };

	*out = NULL;
	return text ? sec_expr_compile(out, &site, sec_str(text), SEC_WANT_YESNO, err) : 0;
}

static void mark(void *ctx, const struct sec_visit *v)
{
	bool *kept = ctx;

	kept[v->number] = true;
}

int sec_scan_filter(struct sec_register *r, struct sec_selection *selection,
	const struct sec_expr *keep, size_t *undecided, struct sec_err *err)
{
	bool *kept = xcalloc(selection->n, sizeof(*kept));
	struct sec_scan scan = { .reg = r, .selection = selection, .keep = keep, .visit = mark,
		.ctx = kept };
	struct sec_scan_report report;
	size_t i, n = 0;
	int rc = 0;

	sec_scan(&scan, &report);
	*undecided = report.undecided;
	if (report.errors)
		rc = sec_err_at(err, SEC_FAIL, report.error[0].path, report.error[0].line,
			report.error[0].col, "%s", report.error[0].msg);
	for (i = 0; i < selection->n; i++) {
		struct sec_pick p = selection->item[i];

		if (kept[i]) {
			selection->item[n++] = p;
		} else {
			free(p.path);
			free(p.typed);
			free(p.stem);
		}
	}
	selection->n = n;
	sec_scan_report_release(&report);
	free(kept);
	return rc;
}
