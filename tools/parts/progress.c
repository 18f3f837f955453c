/* SPDX-License-Identifier: ISC */
#include "parts/progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

/* Seconds. */
#define FIRST_AFTER 0.3
#define EVERY 0.1

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void progress_start(struct progress *p, const char *program)
{
	*p = (struct progress){ .program = program, .on = isatty(2), .next = now() + FIRST_AFTER };
}

void progress_step(struct progress *p, const char *what, size_t done, size_t total)
{
	char line[80];
	double t;
	int n;

	if (!p || !p->on || (t = now()) < p->next)
		return;
	p->next = t + EVERY;
	n = total ? snprintf(line, sizeof(line), "%s: %s %zu of %zu", p->program, what, done, total)
		: snprintf(line, sizeof(line), "%s: %s %zu", p->program, what, done);
	if (n < 0 || (size_t)n >= sizeof(line))
		return;
	fprintf(stderr, "\r%-*s", (int)p->shown, line);
	p->shown = (size_t)n;
}

void progress_clear(struct progress *p)
{
	if (p && p->shown)
		fprintf(stderr, "\r%*s\r", (int)p->shown, "");
	if (p)
		p->shown = 0;
}
