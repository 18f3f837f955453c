/* SPDX-License-Identifier: ISC
 *
 * sec-set --edit: records in somebody's editor, whole or by section, judged when
 * it ends and committed as one change. What was typed is never lost: it stands in
 * the git directory until it is committed or given up (parts/set/rescue.h).
 *
 * No lock is held meanwhile. A record that others changed is put together with
 * the edit key by key; where both changed a key, the editor opens again with
 * markers round it.
 */
#ifndef SEC_TOOLS_EDITING_H
#define SEC_TOOLS_EDITING_H

#include "parts/cli.h"
#include "register/assign.h"

/* `sections`: those to open, made where they are missing; none: whole records. The
 * exit code: 0 saved, or nothing to save; 1 not saved: refused, in conflict, given
 * up; 2 it could not be done. */
int editing_run(struct cli *c, struct sec_register *r, const struct sec_selection *selection,
	const struct sec_assigns *sections);

#endif
