/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The part of the experiment "thread" that measures: making, switching, talking,
 * running side by side.
 */
#ifndef THREAD_COSTS_H
#define THREAD_COSTS_H

#include "trial.h"

bool thread_valid_count(const char *value);

/* The director: steps "made", "switched", "talked", "pinned" and "apart". */
void thread_costs(struct trial *t);

#endif
