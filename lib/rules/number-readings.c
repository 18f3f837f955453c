/* SPDX-License-Identifier: ISC
 *
 * What a number in another form than ours can mean.
 */
#include "base/utf8.h"
#include "rules/value.h"

enum { GROUP = 3 };

/* With `mark` (or none: 0) as the point, and no other mark. */
static bool read_with(struct sec_str digits, char mark, int64_t *number)
{
	struct sec_buf plain = SEC_BUF_INIT;
	bool legal;
	size_t i;

	if (digits.len && digits.s[0] == mark)
		sec_buf_addch(&plain, '0');
	for (i = 0; i < digits.len; i++)
		if (digits.s[i] == mark)
			sec_buf_addch(&plain, '.');
		else if (!strchr(".,'", digits.s[i]))
			sec_buf_addch(&plain, digits.s[i]);
	legal = sec_number_parse(sec_buf_str(&plain), number);
	sec_buf_release(&plain);
	return legal;
}

/* Marks that part thousands stand before three digits each. */
static bool parts_thousands(struct sec_str s, char mark)
{
	const char *at = memchr(s.s, mark, s.len), *end = s.s + s.len;

	while (at && at < end && *at == mark) {
		const char *next = at + 1;

		while (next < end && *next >= '0' && *next <= '9')
			next++;
		if (next - at != GROUP + 1)
			return false;
		at = next;
	}
	return true;
}

static unsigned count(struct sec_str s, char mark)
{
	unsigned n = 0;
	size_t i;

	for (i = 0; i < s.len; i++)
		n += s.s[i] == mark;
	return n;
}

static unsigned read_digits(struct sec_str s, int64_t number[2])
{
	const char *comma = memrchr(s.s, ',', s.len), *dot = memrchr(s.s, '.', s.len);
	char last = comma > dot ? ',' : '.', other = last == ',' ? '.' : ',';
	unsigned lasts = count(s, last), n = 0;

	if (!parts_thousands(s, '\'') || (count(s, other) && lasts > 1))
		return 0;
	if (lasts <= 1 && (!count(s, other) || parts_thousands(s, other)))
		n += read_with(s, last, &number[n]);
	if (lasts && !count(s, other) && parts_thousands(s, last) && s.s[0] != last)
		n += read_with(s, 0, &number[n]);
	return n;
}

unsigned sec_number_readings(struct sec_str text, int64_t number[2])
{
	struct sec_buf digits = SEC_BUF_INIT, bare = SEC_BUF_INIT;
	bool percent;
	unsigned n, i;
	size_t at;

	sec_utf8_squeeze(&digits, text);
	for (at = 0; at < digits.len; at++)
		if (digits.s[at] != ' ')
			sec_buf_addch(&bare, digits.s[at]);
	percent = bare.len && bare.s[bare.len - 1] == '%';
	n = bare.len ? read_digits((struct sec_str){ bare.s, bare.len - percent }, number) : 0;
	for (i = 0; percent && i < n; i++)
		number[i] /= 100;
	sec_buf_release(&digits);
	sec_buf_release(&bare);
	return n;
}
