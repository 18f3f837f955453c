/* SPDX-License-Identifier: ISC */
#include "parts/set/removing.h"

#include "parts/writing.h"

static int begin(struct writing *w, struct sec_err *err)
{
	(void)err;
	writing_subject_deleted(w);
	return 0;
}

static int remove_one(struct writing *w, struct writing_target *t, bool *changed, struct sec_err *err)
{
	return sec_change_replace(&w->change, w->draft, t->path, NULL, (struct sec_str){ NULL, 0 },
		changed, err);
}

int removing_run(struct cli *c, struct sec_register *r, const struct sec_selection *selection)
{
	struct writing w = { .cli = c, .reg = r, .begin = begin, .replace = remove_one };
	size_t i;
	int code;

	for (i = 0; i < selection->n; i++)
		writing_add(&w, selection->item[i].path, NULL);
	code = writing_run(&w);
	writing_release(&w);
	return code;
}
