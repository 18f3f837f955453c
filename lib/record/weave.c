/* SPDX-License-Identifier: ISC */
#include "record/weave.h"

#include <stdlib.h>

#include "base/mem.h"

struct node {
	struct sec_strand strand;
	struct node *next;
};

/* The node behind which one of theirs goes, from the one it stands behind there. */
static struct node *place(const struct sec_weave *w, struct node *behind, uint32_t theirs)
{
	struct node *n;

	for (n = behind->next; n && n->strand.theirs == SEC_WEAVE_NONE; n = n->next) {
		if (w->later(w->ctx, n->strand.ours, theirs))
			break;
		behind = n;
	}
	return behind;
}

uint32_t sec_weave(const struct sec_weave *w, struct sec_strand *out)
{
	struct node *nodes = xcalloc((size_t)w->ours + w->theirs + 1, sizeof(*nodes));
	struct node *top = nodes, *ours = nodes + 1, *spare = ours + w->ours, *behind = top, *n;
	uint32_t i, count = 0;

	for (i = 0; i < w->ours; i++) {
		ours[i].strand = (struct sec_strand){ i, SEC_WEAVE_NONE };
		nodes[i].next = &ours[i];
	}
	for (i = 0; i < w->theirs; i++)
		if (w->ours_of[i] != SEC_WEAVE_NONE)
			ours[w->ours_of[i]].strand.theirs = i;
	for (i = 0; i < w->theirs; i++) {
		if (w->ours_of[i] != SEC_WEAVE_NONE) {
			behind = &ours[w->ours_of[i]];
			continue;
		}
		behind = place(w, behind, i);
		spare->strand = (struct sec_strand){ SEC_WEAVE_NONE, i };
		spare->next = behind->next;
		behind->next = spare;
		behind = spare++;
	}
	for (n = top->next; n; n = n->next)
		out[count++] = n->strand;
	free(nodes);
	return count;
}
