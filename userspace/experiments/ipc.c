// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the experiments on IPC objects have in common; see ipc.h.
 */
#include <errno.h>
#include <string.h>

#include "ipc.h"

void ipc_check(const struct role *maker, const char *call, const char *limit,
	       const char *see)
{
	int64_t result = role_said(maker, call);

	if (result == -ENOSPC)
		trial_fail(maker->trial, "%s: no more of them: raise %s, or "
			   "remove what \"%s\" shows", call, limit, see);
	if (result < 0)
		trial_fail(maker->trial, "%s: %s", call, strerror(-result));
}
