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
 * @same: both stay on the same processor. Then it is looked at for a short time,
 *	to see that it does not happen; else until it does, or half of what was
 *	left of the trial's time is over
 *
 * Who looks runs, so both do at once. Does not depend on how fast they are, but
 * on a busy machine it may take a while until both have a processor: that they
 * were not seen there on two is no evidence, see cpus_compare(). For roles.
 */
bool cpus_together(const struct trial *t, int32_t tid, bool same);

/*
 * The steps "pinned", where @role has looked on one processor, and "apart", where it
 * looks on two, with their sentences. It has said "cpus", how many there are, and
 * says "together" at each.
 */
void cpus_compare(struct trial *t, struct role *role, const char *pinned,
		  const char *apart);

#endif
