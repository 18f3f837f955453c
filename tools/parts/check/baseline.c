/* SPDX-License-Identifier: ISC */
#include "parts/check/baseline.h"

#include <fcntl.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/mem.h"
#include "parts/output.h"

enum { FILE_LIMIT = 64 * 1024 * 1024 };

struct line {
	struct sec_str text;
	bool found;
};

static int by_text(const void *a, const void *b)
{
	return sec_str_cmp(((const struct line *)a)->text, ((const struct line *)b)->text);
}

int baseline_write(const struct checking *k, const char *file, struct sec_err *err)
{
	struct line *line = xcalloc(k->told + 1, sizeof(*line));
	struct sec_buf out = SEC_BUF_INIT, one = SEC_BUF_INIT;
	struct sec_arena arena = SEC_ARENA_INIT;
	size_t i, f, n = 0;
	int rc;

	for (i = 0; i < k->rows; i++) {
		char *own = checked_own_path(&k->row[i]);

		for (f = 0; f < k->row[i].findings; f++) {
			sec_buf_clear(&one);
			sec_finding_identity(own, &k->row[i].finding[f], &one);
			line[n++].text = (struct sec_str){ sec_arena_strndup(&arena, one.s, one.len), one.len };
		}
		free(own);
	}
	qsort(line, n, sizeof(*line), by_text);
	sec_buf_addstr(&out, "# what sec-check found and is not to tell again: path, rule, key, number\n");
	for (i = 0; i < n; i++)
		sec_buf_addf(&out, "%.*s\n", SEC_ARG(line[i].text));
	rc = output_write(file, &out, err);
	sec_arena_release(&arena);
	sec_buf_release(&one);
	sec_buf_release(&out);
	free(line);
	return rc;
}

/* The lines of the file, sorted; slices of `text`. */
static struct line *read_lines(struct sec_str text, size_t *n)
{
	struct line *line = NULL;
	struct sec_str item;
	size_t alloc = 0;

	*n = 0;
	while (sec_str_split(&text, '\n', &item)) {
		if (item.s[0] == '#')
			continue;
		SEC_GROW(line, *n, alloc);
		line[(*n)++] = (struct line){ item, false };
	}
	if (*n)
		qsort(line, *n, sizeof(*line), by_text);
	return line;
}

static bool knows(struct line *line, size_t n, const char *path, const struct sec_finding *f,
	struct sec_buf *scratch)
{
	struct line key, *found;

	sec_buf_clear(scratch);
	sec_finding_identity(path, f, scratch);
	key.text = sec_buf_str(scratch);
	found = n ? bsearch(&key, line, n, sizeof(*line), by_text) : NULL;
	if (found)
		found->found = true;
	return found != NULL;
}

static void say_unneeded(struct cli *c, const char *file, const struct line *line, size_t n)
{
	size_t i, unneeded = 0;

	for (i = 0; i < n; i++)
		unneeded += !line[i].found;
	for (i = 0; i < n && unneeded <= 10; i++)
		if (!line[i].found)
			cli_say(c, "%s: not found any more: %.*s", file, SEC_ARG(line[i].text));
	if (unneeded > 10)
		cli_say(c, "%s: %zu of its findings are not found any more", file, unneeded);
	if (unneeded)
		cli_say(c, "make it anew with --write-baseline %s", file);
}

int baseline_apply(struct cli *c, struct checking *k, const char *file)
{
	struct sec_buf text = SEC_BUF_INIT, scratch = SEC_BUF_INIT;
	struct line *line;
	size_t n, i, f, kept;
	int rc = sec_file_read(&text, AT_FDCWD, file, FILE_LIMIT, &c->err);

	if (rc) {
		sec_buf_release(&text);
		return rc;
	}
	line = read_lines(sec_buf_str(&text), &n);
	for (i = 0; i < k->rows; i++) {
		struct checked *row = &k->row[i];
		char *own = checked_own_path(row);

		for (f = kept = 0; f < row->findings; f++) {
			if (knows(line, n, own, &row->finding[f], &scratch)) {
				k->count[row->finding[f].fault->level] -= !row->finding[f].old;
				k->old++;
			} else {
				row->finding[kept++] = row->finding[f];
			}
		}
		row->findings = kept;
		free(own);
	}
	say_unneeded(c, file, line, n);
	free(line);
	sec_buf_release(&scratch);
	sec_buf_release(&text);
	return 0;
}
