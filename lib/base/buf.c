/* SPDX-License-Identifier: ISC */
#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"

char sec_buf_empty[1];

int sec_str_cmp(struct sec_str a, struct sec_str b)
{
	size_t n = a.len < b.len ? a.len : b.len;
	int c = n ? memcmp(a.s, b.s, n) : 0;

	return c ? c : (a.len > b.len) - (a.len < b.len);
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

struct sec_str sec_str_trim(struct sec_str s)
{
	while (s.len && is_space(s.s[0])) {
		s.s++;
		s.len--;
	}
	while (s.len && is_space(s.s[s.len - 1]))
		s.len--;
	return s;
}

struct sec_str sec_str_cut(struct sec_str *rest, char sep)
{
	const char *end = rest->len ? memchr(rest->s, sep, rest->len) : NULL;
	struct sec_str part = { rest->s, end ? (size_t)(end - rest->s) : rest->len };
	size_t taken = part.len + (end ? 1 : 0);

	rest->s += taken;
	rest->len -= taken;
	return part;
}

bool sec_str_split(struct sec_str *rest, char sep, struct sec_str *item)
{
	while (rest->len) {
		*item = sec_str_trim(sec_str_cut(rest, sep));
		if (item->len)
			return true;
	}
	return false;
}

void sec_buf_init(struct sec_buf *b)
{
	b->s = sec_buf_empty;
	b->len = b->alloc = 0;
}

void sec_buf_clear(struct sec_buf *b)
{
	b->len = 0;
	if (b->alloc)
		b->s[0] = '\0';
}

void sec_buf_release(struct sec_buf *b)
{
	if (b->alloc)
		free(b->s);
	sec_buf_init(b);
}

char *sec_buf_detach(struct sec_buf *b)
{
	char *s = b->alloc ? b->s : xstrdup("");

	sec_buf_init(b);
	return s;
}

void sec_buf_reserve(struct sec_buf *b, size_t more)
{
	size_t need = b->len + more + 1, alloc = b->alloc;

	if (need <= alloc)
		return;
	if (alloc < 64)
		alloc = 64;
	while (alloc < need)
		alloc += alloc / 2;
	b->s = xrealloc(b->alloc ? b->s : NULL, alloc);
	b->alloc = alloc;
	b->s[b->len] = '\0';
}

void sec_buf_add(struct sec_buf *b, const void *s, size_t len)
{
	if (!len)
		return;
	sec_buf_reserve(b, len);
	memcpy(b->s + b->len, s, len);
	b->len += len;
	b->s[b->len] = '\0';
}

void sec_buf_addstr(struct sec_buf *b, const char *s)
{
	sec_buf_add(b, s, strlen(s));
}

void sec_buf_addch(struct sec_buf *b, char c)
{
	sec_buf_add(b, &c, 1);
}

void sec_buf_addslice(struct sec_buf *b, struct sec_str s)
{
	sec_buf_add(b, s.s, s.len);
}

void sec_buf_vaddf(struct sec_buf *b, const char *fmt, va_list ap)
{
	va_list again;
	int n;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	if (n > 0) {
		sec_buf_reserve(b, (size_t)n);
		vsnprintf(b->s + b->len, (size_t)n + 1, fmt, again);
		b->len += (size_t)n;
	}
	va_end(again);
}

void sec_buf_addf(struct sec_buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	sec_buf_vaddf(b, fmt, ap);
	va_end(ap);
}

void sec_buf_insert(struct sec_buf *b, size_t at, const void *s, size_t len)
{
	sec_buf_reserve(b, len);
	memmove(b->s + at + len, b->s + at, b->len - at + 1);
	if (len)
		memcpy(b->s + at, s, len);
	b->len += len;
}

void sec_buf_remove(struct sec_buf *b, size_t at, size_t len)
{
	if (!len)
		return;
	memmove(b->s + at, b->s + at + len, b->len - at - len + 1);
	b->len -= len;
}

struct sec_str sec_buf_str(const struct sec_buf *b)
{
	return (struct sec_str){ b->s, b->len };
}
