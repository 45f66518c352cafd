/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Parts of the experiment "shm"; each declares its own roles.
 */
#ifndef SHM_H
#define SHM_H

#include "trial.h"

/* Step "forced": a namespace that removes what nobody has attached. */
void shm_forced(struct trial *t);

/* Steps "posix", "posix killed" and "posix unlinked". */
void shm_posix(struct trial *t);

/* Step "carried": the same payload by memory, pipe and socket. */
void shm_costs(struct trial *t);

#endif
