/* SPDX-License-Identifier: ISC */
#include "base/suggest.h"

enum { LONGEST = 64 };

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

static char lower(char c)
{
	return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

static size_t distance(struct sec_str a, struct sec_str b)
{
	size_t row[3][LONGEST + 1];
	size_t i, j;

	for (j = 0; j <= b.len; j++)
		row[0][j] = j;
	for (i = 1; i <= a.len; i++) {
		size_t *now = row[i % 3], *up = row[(i + 2) % 3], *upup = row[(i + 1) % 3];

		now[0] = i;
		for (j = 1; j <= b.len; j++) {
			size_t cost = lower(a.s[i - 1]) != lower(b.s[j - 1]);

			now[j] = least(least(up[j], now[j - 1]) + 1, up[j - 1] + cost);
			if (i > 1 && j > 1 && a.s[i - 1] == b.s[j - 2] && a.s[i - 2] == b.s[j - 1])
				now[j] = least(now[j], upup[j - 2] + 1);
		}
	}
	return row[a.len % 3][b.len];
}

void sec_suggest_init(struct sec_suggest *g, struct sec_str want)
{
	g->want = want;
	g->best = NULL;
	g->distance = want.len / 3 + 2; /* one more than may be offered */
}

void sec_suggest_offer(struct sec_suggest *g, const char *name)
{
	struct sec_str s = sec_str(name);
	size_t d;

	if (!s.len || s.len > LONGEST || !g->want.len || g->want.len > LONGEST)
		return;
	d = distance(g->want, s);
	if (d < g->distance && d < s.len) {
		g->distance = d;
		g->best = name;
	}
}
