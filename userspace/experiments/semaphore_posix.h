/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A part of the experiment "semaphore".
 */
#ifndef SEMAPHORE_POSIX_H
#define SEMAPHORE_POSIX_H

#include "trial.h"

/* Steps "plain variable", "posix ..." and "named ...". */
void semaphore_posix(struct trial *t);

#endif
