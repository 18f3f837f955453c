/* SPDX-License-Identifier: ISC */
#include "parts/markers.h"

#include <stdlib.h>
#include <string.h>

#include "base/spawn.h"

/* False where git does not know. */
static bool ask_git(const char *const *argv, struct sec_buf *said)
{
	struct sec_buf ignored = SEC_BUF_INIT;
	struct sec_spawn s = { .argv = argv, .input = SEC_STR(""), .output = said,
		.errors = &ignored };
	bool known = sec_spawn(&s, NULL) == 0 && s.status == 0;

	sec_buf_release(&ignored);
	return known;
}

bool markers_with_base(void)
{
	static const char *const argv[] = { "git", "config", "--get", "merge.conflictStyle", NULL };
	struct sec_buf said = SEC_BUF_INIT;
	bool wants = ask_git(argv, &said) && strstr(said.s, "diff3");

	sec_buf_release(&said);
	return wants;
}

bool markers_of_base(unsigned length, const char *path)
{
	const char *const argv[] = { "git", "check-attr", "conflict-marker-size", "--", path, NULL };
	struct sec_buf said = SEC_BUF_INIT;
	const char *value;
	bool longer = false;

	if (length > MARKERS_MIN && ask_git(argv, &said)) {
		value = strrchr(said.s, ' '); /* PATH: conflict-marker-size: VALUE */
		longer = !value || strtoul(value, NULL, 10) != length;
	}
	sec_buf_release(&said);
	return longer;
}
