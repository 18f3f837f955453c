/* SPDX-License-Identifier: ISC */
#include "heading.h"

#include <ctype.h>
#include <fcntl.h>

#include "base/file.h"
#include "roff.h"

enum { READ_MAX = 1024 * 1024 };

/* The title above that line, or an empty slice. */
static struct sec_str title_above(struct sec_str text, unsigned line)
{
	static const char mark[] = "# ---- ";
	const size_t n = sizeof(mark) - 1;
	struct sec_str title = { "", 0 };

	for (; line > 1 && text.len; line--) {
		struct sec_str read = sec_str_cut(&text, '\n');

		if (read.len > n && memcmp(read.s, mark, n) == 0)
			title = (struct sec_str){ read.s + n, read.len - n };
	}
	return sec_str_cut(&title, ':');
}

void heading_before(struct heading *h, struct sec_place place, struct sec_buf *out)
{
	struct sec_buf words = SEC_BUF_INIT;
	struct sec_str title;
	bool first = !h->file;

	if (first || strcmp(h->file, place.file) != 0) {
		sec_buf_clear(&h->text);
		sec_file_read(&h->text, AT_FDCWD, place.file, READ_MAX, NULL); /* the loader has read it */
		h->file = place.file;
		h->title = (struct sec_str){ "", 0 };
	}
	title = title_above(sec_buf_str(&h->text), place.line);
	if (!first && title.s == h->title.s)
		return;
	if (!first)
		sec_buf_addstr(out, ".El\n");
	if (title.len) {
		sec_buf_addslice(&words, title);
		words.s[0] = (char)toupper((unsigned char)words.s[0]);
		sec_buf_addstr(out, ".Ss ");
		roff_text(out, words.s);
		sec_buf_addch(out, '\n');
	}
	sec_buf_addstr(out, ".Bl -tag -width Ds\n");
	h->title = title;
	sec_buf_release(&words);
}

void heading_end(struct heading *h, struct sec_buf *out)
{
	if (h->file)
		sec_buf_addstr(out, ".El\n");
	sec_buf_release(&h->text);
}
