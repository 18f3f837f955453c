/* SPDX-License-Identifier: ISC
 *
 * history.h from the command line, for tests:
 *
 *     history-driver [-o] [-q | -m] [-r] [-t REV] [-x REV] DIR [ID...]
 *
 * A line a commit (its subject, what became of the message), one a step, indented,
 * one a difference below it. -o tells other files too, -q tells only how many of
 * each there are, -m only the most memory it had at once, in KiB, -r the records'
 * texts.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "register/history.h"

struct opts {
	bool quiet, memory, records;
	size_t commits, steps, diffs;
};

static void show_diff(const struct sec_diff *d)
{
	static const char *const what[] = { "added", "removed", "renamed", "" };
	struct sec_buf address = SEC_BUF_INIT;

	sec_diff_address(d, &address);
	printf("    %s", address.s);
	if (d->what != SEC_DIFF_KEY)
		printf(" %s", what[d->what]);
	if (d->what == SEC_DIFF_SECTION_RENAMED)
		printf(" from %.*s", SEC_ARG(d->old));
	if (d->what == SEC_DIFF_KEY)
		printf(": %.*s -> %.*s", SEC_ARG(d->old), SEC_ARG(d->now));
	printf("\n");
	sec_buf_release(&address);
}

static void show_step(const struct opts *o, const struct sec_step *s)
{
	size_t i;

	printf("  %s", s->id);
	if (s->old_id)
		printf(" (was %s)", s->old_id);
	if (!s->old_path)
		printf(" came at %s", s->path);
	else if (!s->path)
		printf(" went from %s", s->old_path);
	else if (strcmp(s->path, s->old_path) != 0)
		printf(" moved from %s to %s", s->old_path, s->path);
	printf("\n");
	for (i = 0; i < s->diffs->n; i++)
		if (!s->diffs->item[i].whole)
			show_diff(&s->diffs->item[i]);
	if (o->records)
		printf("<%s|%s>\n", s->before ? s->before->text.s : "-",
			s->after ? s->after->text.s : "-");
}

/* The other way round, so that every step is shown to be there whenever asked for. */
static int count(struct opts *o, const struct sec_past *p, struct sec_err *err)
{
	const struct sec_step *step;
	size_t i;

	for (i = p->steps; i-- > 0; o->diffs += step->diffs->n) {
		step = sec_past_step(p, i, err);
		if (!step)
			return SEC_FAIL;
	}
	return 0;
}

static int show(void *ctx, const struct sec_past *p, struct sec_err *err)
{
	struct opts *o = ctx;
	struct sec_str message = p->commit->message, line, rest = p->trailers, key, value;
	size_t i;

	o->commits++;
	o->steps += p->steps;
	if (o->quiet || o->memory)
		return count(o, p, err);
	if (!sec_str_split(&message, '\n', &line))
		line = SEC_STR("(no subject)");
	printf("%.*s%s\n", SEC_ARG(line), p->commit->cut ? " (cut)" : "");
	if (p->reason.len)
		printf("  because <%.*s>\n", SEC_ARG(p->reason));
	while (sec_trailer_next(&rest, &key, &value))
		printf("  trailer <%.*s> <%.*s>\n", SEC_ARG(key), SEC_ARG(value));
	for (i = 0; i < p->steps; i++) {
		const struct sec_step *step = sec_past_step(p, i, err);

		if (!step)
			return SEC_FAIL;
		show_step(o, step);
	}
	for (i = 0; i < p->others; i++)
		printf("  also %s\n", p->other[i]);
	return 0;
}

static int run(struct opts *o, struct sec_history *h, const char *dir, const char *hide,
	struct sec_err *err)
{
	struct sec_register_options options = { .dir = dir, .today = SEC_DAY_NONE, .required = true };
	struct sec_register reg;
	struct sec_git *git = NULL;
	struct sec_git_point point;
	int rc = sec_register_open(&reg, &options, err);

	if (rc == 0 && hide) {
		rc = sec_git()->open(&git, dir, err);
		if (rc == 0)
			rc = sec_git()->resolve(git, hide, &point, err);
		h->hide = &point.commit;
		sec_git()->free(git);
	}
	h->reg = &reg;
	h->each = show;
	h->ctx = o;
	if (rc == 0)
		rc = sec_history_walk(h, err);
	if (rc == 0 && h->cut)
		printf("there is more before this\n");
	sec_register_close(&reg);
	return rc;
}

int main(int argc, char **argv)
{
	struct sec_err err = SEC_ERR_INIT;
	struct sec_history h = { 0 };
	struct opts o = { 0 };
	struct rusage used;
	const char *hide = NULL;
	int opt, rc;

	while ((opt = getopt(argc, argv, "moqrt:x:")) != -1) {
		if (opt == 'o')
			h.others = true;
		else if (opt == 'm')
			o.memory = true;
		else if (opt == 'q')
			o.quiet = true;
		else if (opt == 'r')
			o.records = true;
		else if (opt == 't')
			h.tip = optarg;
		else if (opt == 'x')
			hide = optarg;
		else
			return 2;
	}
	if (optind == argc)
		return 2;
	h.id = (const char *const *)argv + optind + 1;
	h.ids = (size_t)(argc - optind - 1);
	rc = run(&o, &h, argv[optind], hide, &err);
	if (rc == 0 && o.quiet)
		printf("%zu commits, %zu steps, %zu differences\n", o.commits, o.steps, o.diffs);
	if (rc == 0 && o.memory && getrusage(RUSAGE_SELF, &used) == 0)
		printf("%ld\n", used.ru_maxrss);
	rc = rc == 0 ? 0 : sec_err_print("history-driver", &err);
	sec_err_clear(&err);
	return rc;
}
