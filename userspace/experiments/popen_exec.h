/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The exec family: which function looks for the program along PATH, and which
 * takes an environment. Part of the experiment "popen".
 */
#ifndef POPEN_EXEC_H
#define POPEN_EXEC_H

#include "trial.h"

/*
 * @me starts a shell with each of them, says under the function's name how it
 * ended, and stands at a barrier: with 5, by a variable of its own environment,
 * or 6, by one of another environment. Under "execl_name" and "execv_name" for
 * a name without a path: with ENOENT if it was not found.
 */
void popen_exec(const struct role *me);

#endif
