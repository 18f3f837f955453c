/* SPDX-License-Identifier: ISC */
#include "base/mem.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void *check(void *p)
{
	static const char said[] = "sec: out of memory\n";

	if (p)
		return p;
	if (write(2, said, sizeof(said) - 1) < 0)
		_exit(2);
	_exit(2);
}

void *xmalloc(size_t size)
{
	return check(malloc(size ? size : 1));
}

void *xcalloc(size_t n, size_t size)
{
	return check(calloc(n ? n : 1, size ? size : 1));
}

void *xrealloc(void *p, size_t size)
{
	return check(realloc(p, size ? size : 1));
}

void *xreallocarray(void *p, size_t n, size_t size)
{
	if (size && n > SIZE_MAX / size)
		check(NULL);
	return xrealloc(p, n * size);
}

char *xstrdup(const char *s)
{
	return check(strdup(s));
}

char *xstrndup(const char *s, size_t n)
{
	char *p = xmalloc(n + 1);

	if (n)
		memcpy(p, s, n);
	p[n] = '\0';
	return p;
}

char *xasprintf(const char *fmt, ...)
{
	char *s;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&s, fmt, ap) < 0)
		check(NULL);
	va_end(ap);
	return s;
}

struct sec_arena_block {
	struct sec_arena_block *next;
	size_t used, size;
	max_align_t data[];
};

enum { ARENA_BLOCK = 16 * 1024 };

void *sec_arena_alloc(struct sec_arena *a, size_t size)
{
	struct sec_arena_block *b = a->block;
	size_t need = (size + sizeof(max_align_t) - 1) & ~(sizeof(max_align_t) - 1);
	void *p;

	if (!b || b->size - b->used < need) {
		size_t room = need > ARENA_BLOCK ? need : ARENA_BLOCK;

		b = xmalloc(sizeof(*b) + room);
		b->size = room;
		b->used = 0;
		b->next = a->block;
		a->block = b;
	}
	p = (char *)b->data + b->used;
	b->used += need;
	return memset(p, 0, size);
}

char *sec_arena_strndup(struct sec_arena *a, const char *s, size_t n)
{
	char *p = sec_arena_alloc(a, n + 1);

	if (n)
		memcpy(p, s, n);
	return p;
}

char *sec_arena_printf(struct sec_arena *a, const char *fmt, ...)
{
	char *p;
	int n;
	va_list ap, again;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	p = sec_arena_alloc(a, (size_t)(n < 0 ? 0 : n) + 1);
	if (n > 0)
		vsnprintf(p, (size_t)n + 1, fmt, again);
	va_end(again);
	return p;
}

void sec_arena_clear(struct sec_arena *a)
{
	struct sec_arena_block *keep = a->block, *b, *next;

	if (!keep)
		return;
	for (b = keep->next; b; b = next) {
		next = b->next;
		free(b);
	}
	keep->next = NULL;
	keep->used = 0;
}

void sec_arena_release(struct sec_arena *a)
{
	sec_arena_clear(a);
	free(a->block);
	a->block = NULL;
}
