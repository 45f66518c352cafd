/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which rows of a tree say the same and may be drawn as one. Pure memory.
 */
#ifndef COMPACT_H
#define COMPACT_H

#include "lib/libproctree.h"

/**
 * compact_counts - find childless siblings that are alike
 * @rows:	of which tree
 * @order:	its shape
 *
 * Alike are rows with the same parent, name, state, flags, user and number of
 * threads, without children: never tasks in different states.
 *
 * Return: for each row how many it stands for, 0 if another one (an older
 * sibling) stands for it; to be freed. NULL if there is no memory.
 */
uint32_t *compact_counts(const struct proctree_rows *rows,
			 const struct tree_order *order);

#endif
