/* SPDX-License-Identifier: ISC
 *
 * Memory: allocation that cannot fail, and an arena.
 *
 * Running out of memory is the one error that is not returned: the x-functions
 * print one line and exit with 2. Nothing that a writer does between its first
 * visible change and its last allocates, so this cannot leave a change half done.
 */
#ifndef SEC_BASE_MEM_H
#define SEC_BASE_MEM_H

#include <stddef.h>

void *xmalloc(size_t size);
void *xcalloc(size_t n, size_t size);
void *xrealloc(void *p, size_t size);
void *xreallocarray(void *p, size_t n, size_t size);
char *xstrdup(const char *s);
char *xstrndup(const char *s, size_t n);
char *xasprintf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Makes room for one more element in a growing array:
 *     SEC_GROW(list->item, list->n, list->alloc);
 *     list->item[list->n++] = …; */
#define SEC_GROW(array, n, alloc) \
	do { \
		if ((n) >= (alloc)) { \
			(alloc) = (alloc) ? (alloc) * 2 : 8; \
			(array) = xreallocarray((array), (alloc), sizeof(*(array))); \
		} \
	} while (0)

/* Where something begins in a sorted array: `at` becomes the first index below `n`
 * of which `before`, an expression in `at`, does not hold, or `n`:
 *     SEC_FIRST_NOT(at, list->n, strcmp(list->item[at].id, id) < 0); */
#define SEC_FIRST_NOT(at, n, before) \
	do { \
		__typeof__(at) low_ = 0, high_ = (n); \
		while (low_ < high_) { \
			(at) = low_ + (high_ - low_) / 2; \
			if (before) \
				low_ = (at) + 1; \
			else \
				high_ = (at); \
		} \
		(at) = low_; \
	} while (0)

/* An arena gives out memory that is freed all at once. Pointers stay good until
 * the arena is cleared (memory kept for the next round) or released. */
struct sec_arena {
	struct sec_arena_block *block; /* newest first */
};
#define SEC_ARENA_INIT { 0 }

void *sec_arena_alloc(struct sec_arena *a, size_t size); /* zeroed, aligned for any type */
char *sec_arena_strndup(struct sec_arena *a, const char *s, size_t n);
char *sec_arena_printf(struct sec_arena *a, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void sec_arena_clear(struct sec_arena *a);
void sec_arena_release(struct sec_arena *a);

#endif
