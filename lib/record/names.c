/* SPDX-License-Identifier: ISC */
#include "record/reader.h"

static bool lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool all_name_chars(struct sec_str s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (!sec_is_name_char(s.s[i]))
			return false;
	return true;
}

bool sec_kind_is_legal(struct sec_str kind)
{
	return kind.len >= 1 && kind.len <= 16 && lower(kind.s[0]) && all_name_chars(kind);
}

bool sec_id_is_legal(struct sec_str id)
{
	return id.len >= 1 && id.len <= 32 && id.s[0] != '-' && all_name_chars(id);
}

bool sec_key_is_legal(struct sec_str key)
{
	return key.len >= 1 && key.len <= 32 && lower(key.s[0]) && all_name_chars(key);
}

bool sec_name_is_private(struct sec_str name)
{
	return name.len > 2 && memcmp(name.s, "x-", 2) == 0;
}

bool sec_record_id_is_legal(struct sec_str id)
{
	size_t i;

	if (id.len < 9 || id.s[4] != '-' || id.s[7] != '-')
		return false;
	for (i = 0; i < 7; i++)
		if (i != 4 && !digit(id.s[i]))
			return false;
	return id.s[5] <= '1' && sec_id_is_legal((struct sec_str){ id.s + 8, id.len - 8 });
}

bool sec_id_is_legal_in(struct sec_str id, const struct sec_dialect *dialect)
{
	size_t i;

	if (!dialect || !dialect->dotted_ids)
		return sec_id_is_legal(id);
	if (id.len < 1 || id.len > 64 || id.s[0] == '-' || id.s[0] == '.')
		return false;
	for (i = 0; i < id.len; i++)
		if (!sec_is_name_char(id.s[i]) && id.s[i] != '.')
			return false;
	return true;
}

struct sec_str sec_name_mend(struct sec_arena *a, struct sec_str s,
	bool (*legal)(struct sec_str name, const struct sec_dialect *d),
	const struct sec_dialect *d)
{
	struct sec_str mended = { NULL, s.len };
	char *copy;
	size_t i;

	if (s.len > 64)
		return (struct sec_str){ "", 0 };
	copy = sec_arena_strndup(a, s.s, s.len);
	for (i = 0; i < s.len; i++) {
		if (copy[i] >= 'A' && copy[i] <= 'Z')
			copy[i] = (char)(copy[i] + ('a' - 'A'));
		else if (copy[i] == '_' || sec_is_blank(copy[i]))
			copy[i] = '-';
	}
	mended.s = copy;
	return legal(mended, d) ? mended : (struct sec_str){ "", 0 };
}
