/* SPDX-License-Identifier: ISC */
#include "parts/check/limits.h"

#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

enum { CPU_SECONDS = 300, CPU_GRACE = 5 };
#define MEMORY_MAX ((rlim_t)4 << 30) /* packs are mapped, and count */

static void time_is_up(int signal)
{
	static const char said[] = "sec: the check took all the time that it may take, so what was "
		"not\nchecked is not taken; push less at once\n";

	(void)signal;
	if (write(2, said, sizeof(said) - 1) < 0)
		_exit(2);
	_exit(2);
}

static rlim_t least(rlim_t a, rlim_t b)
{
	return a < b ? a : b;
}

/* What somebody lowered stays so, though root could raise it. Between being told and
 * being killed there is some grace. */
static void lower(__rlimit_resource_t resource, rlim_t most, rlim_t grace)
{
	struct rlimit r;

	if (getrlimit(resource, &r) < 0)
		return;
	r.rlim_max = least(r.rlim_max, most + grace);
	r.rlim_cur = least(r.rlim_cur, r.rlim_max > grace ? r.rlim_max - grace : r.rlim_max);
	setrlimit(resource, &r);
}

void limits_set(void)
{
	struct sigaction up = { .sa_handler = time_is_up };

	sigaction(SIGXCPU, &up, NULL);
#ifndef __SANITIZE_ADDRESS__ /* which needs all the addresses there are */
	lower(RLIMIT_AS, MEMORY_MAX, 0);
#endif
	lower(RLIMIT_CPU, CPU_SECONDS, CPU_GRACE);
}
