/* SPDX-License-Identifier: ISC
 *
 * Trees as they lie in the object database: following one path through many of
 * them, each of which is opened once or twice at most.
 */
#ifndef SEC_REGISTER_GIT_TREES_H
#define SEC_REGISTER_GIT_TREES_H

#include "register/git-past.h"

/* An entry of a tree; the name stands in the tree's bytes. */
struct sec_tree_item {
	struct sec_str name;
	struct sec_git_entry entry;
};

/* The next item; `rest` begins as the text. False at the end, where nothing is left
 * of it, and where it is damaged. */
bool sec_tree_next(struct sec_str *rest, struct sec_tree_item *out);
bool sec_tree_is(const struct sec_git_entry *e);
bool sec_tree_same(const struct sec_git_entry *a, const struct sec_git_entry *b);

struct sec_git_path; /* one path, and what trees were found to have there */

/* `keep`: what was found is kept, for many trees that have much in common. */
struct sec_git_path *sec_git_path_new(struct sec_git *git, const char *path, bool keep);
void sec_git_path_free(struct sec_git_path *p);

/* What a tree (NULL: an empty one) has there. */
int sec_git_path_entry(struct sec_git_path *p, const struct sec_git_id *tree,
	struct sec_git_entry *out, struct sec_err *err);
/* Whether two trees differ there. */
int sec_git_path_differs(struct sec_git_path *p, const struct sec_git_id *a,
	const struct sec_git_id *b, bool *differs, struct sec_err *err);

#endif
