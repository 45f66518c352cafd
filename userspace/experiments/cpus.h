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

/* Let @tid stay on @cpu. Return: whether that could be. */
bool cpus_bind(int32_t tid, int cpu);

/* Stay on @cpu; ends the caller if that can't be. */
void cpus_pin(int cpu);

/**
 * cpus_together - whether @tid is ever on a processor when the caller is
 *
 * @ms: look at its row for so long, or until it is
 *
 * Who looks runs, so both do at once. Does not depend on how fast they are, but
 * on a busy machine it may take a while until both have a processor. For roles.
 */
bool cpus_together(const struct trial *t, int32_t tid, unsigned int ms);

#define CPUS_NEVER_MS	300	/* to see that it does not happen */
#define CPUS_ONCE_MS	5000	/* to see it once */

#endif
