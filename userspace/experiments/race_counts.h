/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Threads that count together, with and without a lock: how often the result is
 * wrong. The part of the experiment "race" that is a matter of chance.
 */
#ifndef RACE_COUNTS_H
#define RACE_COUNTS_H

#include "trial.h"

/* Whether --threads, --n and --runs can have this value. */
bool race_valid_threads(const char *value);
bool race_valid_n(const char *value);
bool race_valid_runs(const char *value);

/*
 * A step and a share for each way to count, of the same name. @counter says
 * "wrong", results that were, "lost", increments that are missing in all of
 * them, and "of", how many there should be.
 */
void race_counts(struct trial *t, struct role *counter);

#endif
