/* SPDX-License-Identifier: ISC
 *
 * Templates: the register's own, from its templates/ folder (or as committed
 * then), before the built-in ones. A name is [a-z0-9-]+ with an ending such as
 * `.md`, so it cannot leave the folder; no symlink is followed.
 */
#ifndef SEC_REGISTER_TEMPLATES_H
#define SEC_REGISTER_TEMPLATES_H

#include "register/register.h"

struct sec_templates;

int sec_templates_open(struct sec_templates **out, struct sec_register *r, struct sec_err *err);
/* The text, which lives as long as `t`; false where there is none. */
bool sec_templates_find(void *t, struct sec_str name, struct sec_str *text);
/* 0, or the error of the first template that was looked for, is there and could not
 * be read: to a document it is as if it were not there. */
int sec_templates_trouble(const struct sec_templates *t, struct sec_err *err);
void sec_templates_close(struct sec_templates *t);

#endif
