/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Sets of flags for the experiment "clone" that most kernels refuse.
 */
#ifndef CLONE_REFUSED_H
#define CLONE_REFUSED_H

#include "trial.h"

/* Try each, and say what came of it: 0 or -errno. A child ends at once. */
void clone_say_refused(const struct role *me);

#endif
