/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the experiments on IPC objects have in common.
 */
#ifndef IPC_H
#define IPC_H

#include "harness.h"

/**
 * ipc_check - end the trial if @maker could not make its object
 * @call:	what it called, and says the result of
 * @limit:	the sysctl that may have been in the way
 * @see:	the command that lists what there is
 */
void ipc_check(const struct role *maker, const char *call, const char *limit,
	       const char *see);

#endif
