/* SPDX-License-Identifier: ISC
 *
 * From a record's id to the path of its file, and back.
 */
#include "register/register.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

char *sec_register_path(struct sec_str id)
{
	return xasprintf("secondments/%.4s/%.2s/%.*s.ini", id.s, id.s + 5, SEC_ARG(id));
}

struct sec_str sec_register_stem(const char *path)
{
	const char *slash = strrchr(path, '/');
	struct sec_str name = sec_str(slash ? slash + 1 : path);

	if (name.len > 4 && sec_str_ends(name, ".ini"))
		name.len -= 4;
	return name;
}

char *sec_register_misplaced(const char *path)
{
	struct sec_str stem = sec_register_stem(path);
	char *place = sec_record_id_is_legal(stem) ? sec_register_path(stem) : NULL;

	if (place && strcmp(place, path) != 0)
		return place;
	free(place);
	return NULL;
}
