/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The part of the experiment "cow" that measures: fork, vfork and clone with
 * little and with much memory.
 */
#ifndef COW_COSTS_H
#define COW_COSTS_H

#include "trial.h"

/* The director: steps "vforked", "cloned", "small" and "large". */
void cow_costs(struct trial *t);

#endif
