/* SPDX-License-Identifier: ISC
 *
 * What became of a record while somebody was editing it: nothing, or another
 * change, which is put together with the edit key by key.
 */
#ifndef SEC_TOOLS_RECONCILING_H
#define SEC_TOOLS_RECONCILING_H

#include "register/register.h"
#include "register/write.h"

enum reconciling_case {
	RECONCILING_SAME,     /* it is as it was opened */
	RECONCILING_CLEAN,    /* others changed other keys: `merged` has both */
	RECONCILING_CONFLICT, /* both changed a key: `merged` has markers there */
	RECONCILING_STUCK,    /* the two cannot be put together key by key */
	RECONCILING_GONE,     /* it was deleted, moved or renamed */
};

struct reconciling {
	enum reconciling_case met;
	struct sec_buf now;    /* the record at HEAD */
	struct sec_buf merged; /* … with the edit in it; the edit alone where it is the same */
	struct sec_buf where;  /* the keys in conflict, a line each */
	struct sec_buf who;    /* "NAME at DATE", who changed it */
};

/* `base`: the record as it was opened; `ours`: as it was edited. Empties `x` first. */
int reconciling_look(struct reconciling *x, struct sec_register *r, struct sec_draft *d,
	const char *path, struct sec_str base, struct sec_str ours, struct sec_err *err);
void reconciling_release(struct reconciling *x);

#endif
