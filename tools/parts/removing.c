/* SPDX-License-Identifier: ISC */
#include "parts/removing.h"

#include <stdlib.h>

#include "base/mem.h"
#include "parts/writing.h"

static int say_subject(struct writing *w, struct sec_err *err)
{
	char *subject = w->targets == 1 ? xasprintf("%s: deleted", (const char *)w->target[0].arg)
		: xasprintf("%zu records: deleted", w->targets);

	(void)err;
	sec_draft_subject(w->draft, subject);
	free(subject);
	return 0;
}

static int remove_one(struct writing *w, struct writing_target *t, bool *changed, struct sec_err *err)
{
	return sec_change_replace(&w->change, w->draft, t->path, NULL, (struct sec_str){ NULL, 0 },
		changed, err);
}

int removing_run(struct cli *c, struct sec_register *r, const struct sec_selection *selection)
{
	struct writing w = { .cli = c, .reg = r, .begin = say_subject, .replace = remove_one };
	size_t i;
	int code;

	for (i = 0; i < selection->n; i++)
		writing_add(&w, selection->item[i].path, selection->item[i].stem);
	code = writing_run(&w);
	writing_release(&w);
	return code;
}
