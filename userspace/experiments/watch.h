/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inside of the harness: looking at a role's row. Experiments use the words of
 * harness.h.
 */
#ifndef WATCH_H
#define WATCH_H

#include "trial.h"

/**
 * role_look - the role's row as it is now
 * @blocks: PROCTREE_BLOCK_* beside the base
 *
 * Return: 0 or the negative errno of PROCTREE_IOC_TASK, also in @seen->error.
 */
int role_look(struct role *role, uint64_t blocks, struct sighting *seen);

/* Where it slept when @seen was taken, by /proc; it must be the latest look. */
void role_look_asleep(struct role *role, struct sighting *seen);

/* The roles that begin now are of @t. */
void roles_play(struct trial *t);

/* Ends the trial if a role could not make the next one, see role_made(). */
void trial_check(struct trial *t);

/* A role that has ended will not come to its barrier: then the trial fails. */
void role_check_alive(struct role *role);

/* The deadline passed while waiting for @role "to ..."; ends the trial. */
noreturn void role_late(const struct role *role, const char *what);

#endif
