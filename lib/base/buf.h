/* SPDX-License-Identifier: ISC
 *
 * Buffers and slices: bytes that grow, and bytes that stand elsewhere.
 *
 * A `struct sec_buf` owns its bytes and always ends them with a NUL that does
 * not count in `len`; bytes inside may be anything. `s` is never NULL after
 * SEC_BUF_INIT. A `struct sec_str` is a slice of bytes somebody else owns.
 */
#ifndef SEC_BASE_BUF_H
#define SEC_BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct sec_str {
	const char *s;
	size_t len;
};
#define SEC_STR(literal) ((struct sec_str){ (literal), sizeof(literal) - 1 })
/* For printf: "%.*s", SEC_ARG(slice) */
#define SEC_ARG(slice) (int)(slice).len, (slice).s

static inline struct sec_str sec_str(const char *s)
{
	return (struct sec_str){ s, s ? strlen(s) : 0 };
}

static inline bool sec_str_eq(struct sec_str a, struct sec_str b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.s, b.s, a.len) == 0);
}

static inline bool sec_str_is(struct sec_str a, const char *b)
{
	return sec_str_eq(a, sec_str(b));
}

static inline bool sec_str_ends(struct sec_str s, const char *suffix)
{
	size_t n = strlen(suffix);

	return s.len >= n && memcmp(s.s + s.len - n, suffix, n) == 0;
}

int sec_str_cmp(struct sec_str a, struct sec_str b); /* bytewise, shorter first */
struct sec_str sec_str_trim(struct sec_str s);       /* outer blanks and newlines off */

/* What stands before the first `sep`, or all where there is none; nothing is trimmed.
 * `*rest` moves on past it. */
struct sec_str sec_str_cut(struct sec_str *rest, char sep);

/* The next item of a list separated by `sep`, trimmed; empty items are passed
 * over. `*rest` moves on. False when there is none left. */
bool sec_str_split(struct sec_str *rest, char sep, struct sec_str *item);

struct sec_buf {
	char *s;
	size_t len, alloc;
};
extern char sec_buf_empty[1];
#define SEC_BUF_INIT { sec_buf_empty, 0, 0 }

void sec_buf_init(struct sec_buf *b);
void sec_buf_clear(struct sec_buf *b);   /* empty, memory kept */
void sec_buf_release(struct sec_buf *b); /* empty, memory freed, usable again */
char *sec_buf_detach(struct sec_buf *b); /* the caller frees; `b` is empty afterwards */
void sec_buf_reserve(struct sec_buf *b, size_t more);
void sec_buf_add(struct sec_buf *b, const void *s, size_t len);
void sec_buf_addstr(struct sec_buf *b, const char *s);
void sec_buf_addch(struct sec_buf *b, char c);
void sec_buf_addslice(struct sec_buf *b, struct sec_str s);
void sec_buf_addf(struct sec_buf *b, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void sec_buf_vaddf(struct sec_buf *b, const char *fmt, va_list ap);
void sec_buf_insert(struct sec_buf *b, size_t at, const void *s, size_t len);
void sec_buf_remove(struct sec_buf *b, size_t at, size_t len);
struct sec_str sec_buf_str(const struct sec_buf *b);

#endif
