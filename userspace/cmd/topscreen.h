/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * "proctl top" on a terminal.
 */
#ifndef TOPSCREEN_H
#define TOPSCREEN_H

#include "top_args.h"
#include "toplive.h"

/* Whether there is a terminal. Return: PROCTL_YES, or PROCTL_NO and why. */
int topscreen_possible(void);

/* Show the tree until the user has enough. Return: enum proctl_exit. */
int topscreen(struct toplive *t, const struct top_args *o);

#endif
