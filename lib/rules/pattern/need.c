/* SPDX-License-Identifier: ISC */
#include "rules/pattern/inner.h"

enum { RARE = 60 }; /* thousandths: half of all short texts have none */

/* How often a byte stands in prose, roughly, in thousandths. */
static unsigned frequency(unsigned c)
{
	static const char often[] = "etaoinshrdlucmfwygpbvkxqjz";
	const char *at;

	if (c >= 'A' && c <= 'Z')
		c += 32;
	if (c == ' ')
		return 180;
	if (c < 'a' || c > 'z')
		return c == '.' || c == ',' || c == '-' ? 10 : 1;
	at = strchr(often, (int)c);
	return (unsigned)(26 - (at - often)) * 3;
}

static unsigned weight(const struct sec_set *s)
{
	unsigned c, sum = 0;

	for (c = 0; c < 256; c++)
		sum += sec_set_has(s, c) ? frequency(c) : 0;
	return sum;
}

/* Finds a set of which every match of the tree has a byte, a rare one if it can;
 * false when there is none. `^` and `$` are no bytes. */
static bool needs(const struct sec_tree *t, struct sec_set *out)
{
	struct sec_set a, b;
	bool in_a, in_b;
	unsigned i;

	if (t->kind == SEC_TREE_SET) {
		*out = t->set;
		return !sec_set_has(out, SEC_SYMBOL_START) && !sec_set_has(out, SEC_SYMBOL_END);
	}
	if (t->kind == SEC_TREE_REPEAT)
		return t->least > 0 && needs(t->a, out);
	if (t->kind == SEC_TREE_EMPTY)
		return false;
	in_a = needs(t->a, &a);
	in_b = needs(t->b, &b);
	if (t->kind == SEC_TREE_CAT) {
		*out = in_a && (!in_b || weight(&a) <= weight(&b)) ? a : b;
		return in_a || in_b;
	}
	for (i = 0; in_a && in_b && i < sizeof(a.bits) / sizeof(a.bits[0]); i++)
		out->bits[i] = a.bits[i] | b.bits[i];
	return in_a && in_b;
}

bool sec_pattern_needs(const struct sec_tree *t, bool needed[256])
{
	struct sec_set set;
	unsigned c;

	if (!needs(t, &set) || weight(&set) > RARE)
		return false;
	for (c = 0; c < 256; c++)
		needed[c] = sec_set_has(&set, c);
	return true;
}
