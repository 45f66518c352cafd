/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Parts of the experiment "fork": a child that is complete but not started, and
 * whether two run at once.
 */
#ifndef FORK_BIRTHS_H
#define FORK_BIRTHS_H

#include "trial.h"

/* The director: steps "newborn", "started", "pinned" and "apart". */
void fork_births(struct trial *t);

#endif
