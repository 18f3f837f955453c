/* SPDX-License-Identifier: ISC
 *
 * Sweeping: the private files that a killed writer left in the git directory.
 */
#include <dirent.h>
#include <string.h>
#include <unistd.h>

#include "register/write/inner.h"

static void sweep(struct writer *wr, const char *name, const char *suffix)
{
	if (strcmp(suffix, SEC_GIT_PACK) == 0)
		wr->ops->pack_sweep(wr->git, name);
	else
		unlinkat(wr->gitfd, name, 0);
}

/* "sec-", sixteen hex digits, "." */
void sec_sweep(struct writer *wr)
{
	static const char own[] = "sec-";
	const size_t n = sizeof(own) - 1;
	DIR *dir = opendir(wr->gitdir);
	struct dirent *e;

	while (dir && (e = readdir(dir)))
		if (strncmp(e->d_name, own, n) == 0
			&& strspn(e->d_name + n, "0123456789abcdef") == SEC_TOKEN
			&& e->d_name[n + SEC_TOKEN] == '.')
			sweep(wr, e->d_name, e->d_name + n + SEC_TOKEN);
	if (dir)
		closedir(dir);
}
