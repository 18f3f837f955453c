/* SPDX-License-Identifier: ISC */
#include "parts/check/checked.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "register/register.h"

static const char *address(const struct sec_fault *f)
{
	return f->address ? f->address : "";
}

static int compare(const struct sec_fault *a, const struct sec_fault *b)
{
	int c = strcmp(a->rule, b->rule);

	return c ? c : strcmp(address(a), address(b));
}

/* Of those that are alike the first in the array comes first. */
static int by_kind(const void *a, const void *b)
{
	const struct sec_fault *x = *(struct sec_fault *const *)a, *y = *(struct sec_fault *const *)b;
	int c = compare(x, y);

	return c ? c : (x > y) - (x < y);
}

static struct sec_fault **sorted(const struct sec_faults *f)
{
	struct sec_fault **list = xcalloc(f->n, sizeof(*list));
	size_t i;

	for (i = 0; i < f->n; i++)
		list[i] = &f->item[i];
	if (f->n)
		qsort(list, f->n, sizeof(*list), by_kind);
	return list;
}

/* A pushed file may have a finding for each of its lines, so nobody may look for the
 * like of each among all. */
static void match(struct checked *c, bool all_new)
{
	struct sec_fault **now = sorted(&c->faults), **was = sorted(&c->was);
	struct sec_finding *last = NULL, *finding;
	size_t f, w = 0;

	for (f = 0; f < c->faults.n; f++, last = finding) {
		finding = &c->finding[now[f] - c->faults.item];
		finding->fault = now[f];
		if (last && compare(last->fault, now[f]) == 0)
			finding->number = last->number + 1;
		while (w < c->was.n && compare(was[w], now[f]) < 0)
			w++;
		finding->old = !all_new && w < c->was.n && compare(was[w], now[f]) == 0;
		w += finding->old;
	}
	free(now);
	free(was);
}

static void mark_old(struct sec_fault *f)
{
	char *message = xasprintf("%s (%s before)", f->message, sec_level_name(f->level));

	free(f->message);
	f->message = message;
	f->level = SEC_LEVEL_INFO;
}

void checked_tell(struct checked *c, bool all_new)
{
	size_t f;

	sec_faults_sort(&c->faults);
	c->finding = xcalloc(c->faults.n, sizeof(*c->finding));
	match(c, all_new);
	for (f = 0; f < c->faults.n; f++) {
		if (c->finding[f].old && c->same)
			continue;
		if (c->finding[f].old)
			mark_old(&c->faults.item[f]);
		c->finding[c->findings++] = c->finding[f];
	}
}

void checked_release(struct checked *c)
{
	sec_faults_release(&c->faults);
	sec_faults_release(&c->was);
	free(c->finding);
}

const char *checked_path(const struct checked *c)
{
	return c->pick->typed ? c->pick->typed : c->pick->path;
}

char *checked_own_path(const struct checked *c)
{
	return c->pick->inside ? xstrdup(c->pick->path) : sec_path_own(checked_path(c));
}

int checked_compare(const void *a, const void *b)
{
	return strcmp(checked_path(a), checked_path(b));
}
