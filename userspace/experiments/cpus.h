/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Processors: which ones a role may use, staying on one, and whether two tasks
 * run at the same time.
 */
#ifndef CPUS_H
#define CPUS_H

#include "trial.h"

/* The @nth processor that the caller may use, -1 if there are not so many. */
int cpus_nth(int nth);

/* Stay on @cpu; ends the caller if that can't be. */
void cpus_pin(int cpu);

/**
 * cpus_together - whether @tid is ever on a processor when the caller is
 *
 * Looks at its row for 300 ms, or until it is: who looks runs, so both do at
 * once. Does not depend on how fast they are. For roles.
 */
bool cpus_together(const struct trial *t, int32_t tid);

#endif
