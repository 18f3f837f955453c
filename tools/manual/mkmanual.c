/* SPDX-License-Identifier: ISC
 *
 * mkmanual: make a manual page from a hand-written one and the schema, so that
 * the two cannot disagree. Prints the page, with what the schema says in the
 * place of each line `.\" schema: NAME`. Used by make, not installed.
 */
#include <fcntl.h>
#include <stdio.h>

#include "base/file.h"
#include "pages.h"

static const struct {
	const char *name;
	void (*add)(const struct sec_schema *s, struct sec_buf *out);
} parts[] = {
	{ "sections", record_sections },
	{ "states", record_states },
	{ "derived", record_derived },
	{ "rules", judging_rules },
	{ "dues", judging_dues },
	{ "roles", policy_roles },
	{ "numbers", policy_numbers },
};
enum { PARTS = sizeof(parts) / sizeof(parts[0]), PAGE_MAX = 1024 * 1024 };

static int add_part(const struct sec_schema *s, struct sec_str name, struct sec_buf *out,
	struct sec_err *err)
{
	int i;

	for (i = 0; i < PARTS; i++) {
		if (sec_str_is(name, parts[i].name)) {
			parts[i].add(s, out);
			return 0;
		}
	}
	return sec_err_set(err, SEC_FAIL, "the schema has no part '%.*s'", SEC_ARG(name));
}

static int make(const struct sec_schema *s, struct sec_str page, struct sec_buf *out,
	struct sec_err *err)
{
	static const char mark[] = ".\\\" schema: ";
	const size_t n = sizeof(mark) - 1;
	int rc = 0;

	while (rc == 0 && page.len) {
		const char *end = memchr(page.s, '\n', page.len);
		struct sec_str line = { page.s, end ? (size_t)(end - page.s) + 1 : page.len };

		if (line.len > n && memcmp(line.s, mark, n) == 0)
			rc = add_part(s, sec_str_trim((struct sec_str){ line.s + n, line.len - n }), out, err);
		else
			sec_buf_addslice(out, line);
		page.s += line.len;
		page.len -= line.len;
	}
	return rc;
}

int main(int argc, char **argv)
{
	struct sec_schema_source built_in;
	struct sec_schema schema = { 0 };
	struct sec_buf page = SEC_BUF_INIT, out = SEC_BUF_INIT;
	struct sec_err err = SEC_ERR_INIT;
	int rc;

	if (argc != 3) {
		fputs("usage: mkmanual SCHEMA-FOLDER PAGE\n", stderr);
		return 2;
	}
	built_in = sec_schema_folder(argv[1]);
	rc = sec_schema_load(&schema, &built_in, NULL, NULL, (struct sec_str){ NULL, 0 }, &err);
	if (rc == 0)
		rc = sec_file_read(&page, AT_FDCWD, argv[2], PAGE_MAX, &err);
	if (rc == 0)
		rc = make(&schema, sec_buf_str(&page), &out, &err);
	if (rc == 0 && sec_file_write_all(1, out.s, out.len) < 0)
		rc = sec_err_errno(&err, "cannot write", "standard output");
	if (rc)
		sec_err_print("mkmanual", &err);
	sec_schema_release(&schema);
	sec_buf_release(&page);
	sec_buf_release(&out);
	sec_err_clear(&err);
	return rc ? 2 : 0;
}
