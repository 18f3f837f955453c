/* SPDX-License-Identifier: ISC */
#include "record/fault.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"

void sec_faults_clear(struct sec_faults *f)
{
	size_t i;

	for (i = 0; i < f->n; i++) {
		free(f->item[i].message);
		free(f->item[i].advice);
		free(f->item[i].address);
	}
	f->n = 0;
}

void sec_faults_release(struct sec_faults *f)
{
	sec_faults_clear(f);
	free(f->item);
	f->item = NULL;
	f->alloc = 0;
}

struct sec_fault *sec_faults_vadd(struct sec_faults *f, const char *rule, enum sec_level level,
	uint32_t line, uint32_t col, const char *fmt, va_list ap)
{
	struct sec_buf message = SEC_BUF_INIT;
	struct sec_fault *fault;

	sec_buf_vaddf(&message, fmt, ap);
	SEC_GROW(f->item, f->n, f->alloc);
	fault = &f->item[f->n++];
	*fault = (struct sec_fault){ .rule = rule, .level = level, .line = line, .col = col };
	fault->message = sec_buf_detach(&message);
	return fault;
}

struct sec_fault *sec_faults_add(struct sec_faults *f, const char *rule, enum sec_level level,
	uint32_t line, uint32_t col, const char *fmt, ...)
{
	struct sec_fault *fault;
	va_list ap;

	va_start(ap, fmt);
	fault = sec_faults_vadd(f, rule, level, line, col, fmt, ap);
	va_end(ap);
	return fault;
}

static int by_place(const void *a, const void *b)
{
	const struct sec_fault *x = a, *y = b;
	int c;

	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	if (x->col != y->col)
		return x->col < y->col ? -1 : 1;
	c = strcmp(x->rule, y->rule);
	return c ? c : strcmp(x->message, y->message);
}

void sec_faults_sort(struct sec_faults *f)
{
	if (f->n > 1)
		qsort(f->item, f->n, sizeof(*f->item), by_place);
}

const char *sec_level_name(enum sec_level level)
{
	static const char *const name[] = { "info", "warning", "error" };

	return name[level];
}
